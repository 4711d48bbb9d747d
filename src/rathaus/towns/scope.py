"""Which town the running code works for.

Every query on a town's data needs a scope::

    with scope.of(municipality):
        Application.objects.count()  # this town's only

Outside a scope such a query raises :class:`NoTown`. On PostgreSQL the database connection carries the scope too, and
row-level security refuses every other town's rows even where the program forgot to ask for its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from rathaus.towns.errors import NoTown

if TYPE_CHECKING:
    from rathaus.towns.models import Municipality

__all__ = ["NoTown", "current", "current_id", "everywhere", "is_everywhere", "of", "wall"]

_town: ContextVar[Municipality | None] = ContextVar("rathaus_town", default=None)
_everywhere: ContextVar[bool] = ContextVar("rathaus_everywhere", default=False)


@contextmanager
def of(municipality: Municipality) -> Iterator[Municipality]:
    """Work for one town. Scopes nest; the inner one counts, and an operator's view of all towns ends at its door."""
    town, everywhere_ = _town.set(municipality), _everywhere.set(False)
    try:
        yield municipality
    finally:
        _everywhere.reset(everywhere_)
        _town.reset(town)


@contextmanager
def everywhere() -> Iterator[None]:
    """Look at all towns at once, to read: operators' code only, through a model's ``unscoped`` manager.

    Writing stays a matter of one town: inside this context no town is in scope, and PostgreSQL refuses the write.
    """
    town, everywhere_ = _town.set(None), _everywhere.set(True)
    try:
        yield
    finally:
        _everywhere.reset(everywhere_)
        _town.reset(town)


def current() -> Municipality:
    """The town in scope; raises :class:`NoTown` where there is none."""
    municipality = _town.get()
    if municipality is None:
        raise NoTown
    return municipality


def current_id() -> UUID:
    """The id of the town in scope; raises :class:`NoTown` where there is none."""
    return current().pk


def is_everywhere() -> bool:
    """Whether an operator looks at all towns at once."""
    return _everywhere.get()


def wall() -> tuple[str, str]:
    """What the database connection must know: the town's id or nothing, and whether all towns may be read."""
    municipality = _town.get()
    return ("" if municipality is None else str(municipality.pk), "on" if _everywhere.get() else "")

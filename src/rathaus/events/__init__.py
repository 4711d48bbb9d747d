"""Announcing what happened, so that an earlier room can set off something in a later one.

Two kinds (DESIGN section 2)::

    @handles(ApplicationSubmitted)  # in the same transaction as the announcement
    def open_case(event: ApplicationSubmitted) -> None: ...


    outbox.put("mail", {"letter": str(letter.pk)}, key=f"letter-{letter.pk}")  # after the commit, by the worker

Handlers stand in each room's ``handlers.py``, which its ``AppConfig.ready`` imports.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
_handlers: dict[type, list[Callable[[Any], None]]] = {}


class NoTransaction(Exception):
    """Something that must be committed together with its cause was done outside a transaction."""


def handles(event_class: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function to be called, in the announcer's transaction, with each event of this class."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        handlers = _handlers.setdefault(event_class, [])
        if handler not in handlers:
            handlers.append(handler)
        return handler

    return register


def announce(event: object) -> None:
    """Call every handler of the event's class, in the order of registration.

    Must run inside a transaction; what a handler raises rolls back the announcer's change too.
    """
    require_transaction(f"announcing {type(event).__name__}")
    for handler in _handlers.get(type(event), ()):
        handler(event)


def require_transaction(doing: str) -> None:
    """Raise :class:`NoTransaction` outside ``atomic_write()``."""
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(f"{doing} needs a transaction (rathaus.towns.transactions.atomic_write).")

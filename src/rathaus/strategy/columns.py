"""Released figures as columns: the places that can be compared, and an array of figures in their order.

Both are kept in memory as long as nothing changed them; what changed is asked with one small query each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, Max

from rathaus.catalogue.queries import Cache
from rathaus.strategy.figures.scores import Column
from rathaus.strategy.models import Indicator, Observation, ReleasedValue, Unit
from rathaus.strategy.periods import Period
from rathaus.strategy.queries import own_key
from rathaus.towns import scope


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that figures are about: a unit that the town keeps, or a town of this house that released figures."""

    key: str
    name: str
    kind: str
    land: str
    population: int | None
    area: float | None
    invented: bool

    @property
    def density(self) -> float | None:
        """Inhabitants per square kilometre."""
        return self.population / self.area if self.population is not None and self.area else None


@dataclass(frozen=True)
class Places:
    """All places in the order of their names; `state` changes with them."""

    state: Hashable
    rows: tuple[Place, ...]
    by_key: dict[str, int]
    own: int | None


_places: Cache[Hashable, Places] = Cache(200)
_columns: Cache[Hashable, Column] = Cache(5_000)


def forget() -> None:
    """Empty what is kept, as a new process has it (tests and benchmarks)."""
    _places.clear()
    _columns.clear()


def places() -> Places:
    """Everything that the town in scope can compare itself with."""
    state = (scope.current_id(), _state(Unit.objects, "changed_at"), _state(ReleasedValue.shared, "released_at"))
    return _places.get(state, lambda: _load(state))


def _state(rows: Any, stamp: str) -> tuple[object, ...]:
    found = rows.aggregate(number=Count("pk"), last=Max(stamp))
    return found["number"], found["last"]


_FIELDS = ("key", "name", "kind", "land", "population", "area", "invented")
_SHARED = ("unit_key", "unit_name", "unit_kind", "land", "population", "area", "invented")


def _load(state: Hashable) -> Places:
    """The town's own record of a place goes before what that place says of itself."""
    found = {row[0]: Place(*row) for row in ReleasedValue.shared.values_list(*_SHARED).distinct()}
    found |= {row[0]: Place(*row) for row in Unit.objects.values_list(*_FIELDS)}
    rows = tuple(sorted(found.values(), key=lambda place: (place.name.casefold(), place.key)))
    by_key = {place.key: number for number, place in enumerate(rows)}
    return Places(state, rows, by_key, by_key.get(own_key()))


def column(indicator: Indicator, period: Period, at: Places) -> Column:
    """The released figures of one indicator and period, the whole without a breakdown, in the order of `at`.

    A figure that another town of the house released about itself goes before one that was imported for it.
    """
    key = (indicator.pk, indicator.changed_at, period, at.state)
    return _columns.get(key, lambda: _load_column(indicator, period, at))


def _load_column(indicator: Indicator, period: Period, at: Places) -> Column:
    found: Column = np.full(len(at.rows), np.nan)
    for key, value in _figures(indicator, period):
        found[at.by_key[key]] = value
    return found


def _figures(indicator: Indicator, period: Period) -> Iterator[tuple[str, float]]:
    released = Observation.objects.filter(
        indicator=indicator, end=period.end, start=period.start, breakdown="", released_at__isnull=False
    )
    # The units are few, and known by their ids: cheaper than a join for every figure.
    keys: dict[UUID, str] = dict(Unit.objects.values_list("pk", "key"))
    for unit, value in released.values_list("unit_id", "value"):
        yield keys[unit], value
    shared = ReleasedValue.shared.filter(indicator_key=indicator.key, end=period.end, start=period.start, breakdown="")
    yield from shared.exclude(municipality_id=scope.current_id()).values_list("unit_key", "value")


def periods(indicator: Indicator) -> list[Period]:
    """The periods with released figures, the newest first."""
    released = Observation.objects.filter(indicator=indicator, breakdown="", released_at__isnull=False)
    own = released.values_list("end", "start").distinct()
    shared = ReleasedValue.shared.filter(indicator_key=indicator.key, breakdown="").values_list("end", "start")
    return sorted({Period(end, start) for end, start in (*own, *shared.distinct())}, reverse=True)

"""Released figures as columns: the places that can be compared, and an array of figures in their order.

Both are kept in memory as long as nothing changed them; what changed is asked with one small query each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class Places:
    """All places in the order of their names; `state` changes with them.

    `by_unit` finds them by the ids of their units as texts (see `_text_of`).
    """

    state: Hashable
    rows: tuple[Place, ...]
    by_key: dict[str, int]
    by_unit: dict[str, int]
    own: int | None

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        """The kind of each."""
        return np.array([place.kind for place in self.rows], dtype=np.str_)

    @cached_property
    def laender(self) -> NDArray[np.str_]:
        """The Land of each; empty where it is not known."""
        return np.array([place.land for place in self.rows], dtype=np.str_)

    @cached_property
    def population(self) -> Column:
        """How many live in each; ``nan`` where it is not known."""
        return np.array([_nan(place.population) for place in self.rows])

    @cached_property
    def area(self) -> Column:
        """The square kilometres of each; ``nan`` where they are not known."""
        return np.array([_nan(place.area) for place in self.rows])


@dataclass(frozen=True, slots=True)
class Dated:
    """A figure of each place, and the year that it is of; both ``nan`` where there is none."""

    values: Column
    years: Column


def _nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)


_places: Cache[Hashable, Places] = Cache(200)
_columns: Cache[Hashable, Column] = Cache(5_000)
_newest: Cache[Hashable, Period | None] = Cache(20_000)
_dated: Cache[Hashable, Dated] = Cache(200)


def forget() -> None:
    """Empty what is kept, as a new process has it (tests and benchmarks)."""
    _places.clear()
    _columns.clear()
    _newest.clear()
    _dated.clear()


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
    units = list(Unit.objects.annotate(text=_text_of("pk")).values_list("text", *_FIELDS))
    found |= {key: Place(key, *row) for _text, key, *row in units}
    rows = tuple(sorted(found.values(), key=lambda place: (place.name.casefold(), place.key)))
    by_key = {place.key: number for number, place in enumerate(rows)}
    by_unit = {text: by_key[key] for text, key, *_row in units}
    return Places(state, rows, by_key, by_unit, by_key.get(own_key()))


def _text_of(field: str) -> Cast:
    """An id as the database writes it: making UUIDs of half a million costs seconds."""
    return Cast(field, CharField())


def column(indicator: Indicator, period: Period, at: Places) -> Column:
    """The released figures of one indicator and period, the whole without a breakdown, in the order of `at`.

    A figure that another town of the house released about itself goes before one that was imported for it. What was
    released after `at` was read, of a place that is not in it, is for the next reading.
    """
    key = (indicator.pk, indicator.changed_at, period, at.state)
    return _columns.get(key, lambda: _load_column(indicator, period, at))


def _load_column(indicator: Indicator, period: Period, at: Places) -> Column:
    found: Column = np.full(len(at.rows), np.nan)
    of_period = {"end": period.end, "start": period.start, "breakdown": ""}
    released = Observation.objects.filter(indicator=indicator, released_at__isnull=False, **of_period)
    # The units are few, and known by their ids: cheaper than a join for every figure.
    for unit, value in released.annotate(text=_text_of("unit_id")).values_list("text", "value"):
        if (number := at.by_unit.get(unit)) is not None:
            found[number] = value
    shared = ReleasedValue.shared.filter(indicator_key=indicator.key, **of_period)
    for key, value in shared.exclude(municipality_id=scope.current_id()).values_list("unit_key", "value"):
        if (number := at.by_key.get(key)) is not None:
            found[number] = value
    return found


def until(indicator: Indicator, year: int, at: Places) -> Dated:
    """The newest released figure of each place from this year or an earlier one, the whole without a breakdown.

    Of the same year, what another town of the house released about itself goes before what was imported for it.
    """
    key = (indicator.pk, indicator.changed_at, year, at.state)
    return _dated.get(key, lambda: _load_until(indicator, year, at))


def _load_until(indicator: Indicator, year: int, at: Places) -> Dated:
    found = Dated(np.full(len(at.rows), np.nan), np.full(len(at.rows), np.nan))
    to_year = {"end__lte": dt.date(year, 12, 31), "breakdown": ""}
    released = Observation.objects.filter(indicator=indicator, released_at__isnull=False, **to_year)
    units = released.order_by("end", "start").annotate(text=_text_of("unit_id")).values_list("text", "value", "end")
    shared = ReleasedValue.shared.filter(indicator_key=indicator.key, **to_year).order_by("end", "start")
    towns = shared.exclude(municipality_id=scope.current_id()).values_list("unit_key", "value", "end")
    for rows, numbers in ((units, at.by_unit), (towns, at.by_key)):
        for place, value, end in rows:
            number = numbers.get(place)
            # Rows come in the order of their years; what was imported for a later year stays.
            if number is not None and not found.years[number] > end.year:
                found.values[number], found.years[number] = value, end.year
    return found


def newest(indicator: Indicator, at: Places) -> Period | None:
    """The newest period with released figures; None where there is none."""
    return _newest.get((indicator.pk, indicator.changed_at, at.state), lambda: _load_newest(indicator))


def _load_newest(indicator: Indicator) -> Period | None:
    """Each asked for alone, at the end of its index: telling all periods apart would read every figure."""
    own = Observation.objects.filter(indicator=indicator, breakdown="", released_at__isnull=False)
    shared = ReleasedValue.shared.filter(indicator_key=indicator.key, breakdown="")
    last = (rows.order_by("-end", "-start").values_list("end", "start").first() for rows in (own, shared))
    return max((Period(*found) for found in last if found), default=None)

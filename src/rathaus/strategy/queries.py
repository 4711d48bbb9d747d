"""Reads of the room that are more than one line."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from rathaus.strategy.computed import COMPUTATIONS, Computation
from rathaus.strategy.models import Import, Indicator, Observation, ReleasedValue, Target, Unit
from rathaus.strategy.periods import Period
from rathaus.towns import scope

_YEAR = dt.timedelta(days=366)
SHOWN_PERIODS = 40
"""The newest periods on the page of an indicator; all of them are in the files for downloading."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure with where it comes from."""

    period: Period
    value: float
    breakdown: str
    quality: str
    origin: str
    released: bool


@dataclass(frozen=True, slots=True)
class Latest:
    """An indicator with the town's own newest figure, that of a year before, and the target that comes next.

    `before`: where there is none of a year before, the oldest of that year; else the one before.
    """

    indicator: Indicator
    now: Point | None
    before: Point | None
    target: Target | None

    @property
    def change(self) -> float | None:
        """How much the figure moved since `before`, as both are shown."""
        if self.now is None or self.before is None:
            return None
        places = self.indicator.decimals
        return round(round(self.now.value, places) - round(self.before.value, places), places)

    @property
    def better(self) -> bool | None:
        """Whether it moved in the right direction; None where it did not move, or neither is right."""
        if not self.change or not self.indicator.direction:
            return None
        return (self.change > 0) is (self.indicator.direction == "higher")


def own_key() -> str:
    """The key of the town itself among the units."""
    town = scope.current()
    return (town.ars or town.slug)[:20]


def published() -> QuerySet[Indicator]:
    """The indicators that everybody may see."""
    return Indicator.objects.filter(published_at__isnull=False).select_related("department")


def not_taken_up() -> list[Computation]:
    """The computations of the house that no indicator of the town uses yet."""
    taken = set(Indicator.objects.exclude(computed="").values_list("computed", flat=True))
    return [one for one in COMPUTATIONS.values() if one.key not in taken]


def own_figures(indicator: Indicator, *, released_only: bool) -> list[Point]:
    """The town's own figures, the newest first, the whole before its parts."""
    rows = Observation.objects.filter(indicator=indicator, unit__key=own_key())
    rows = rows.select_related("origin").defer("origin__data")
    if released_only:
        rows = rows.filter(released_at__isnull=False)
    return [_point(row) for row in rows.order_by("-end", "start", "breakdown")]


def whole_and_parts(points: Sequence[Point]) -> tuple[Sequence[Point], Sequence[Point]]:
    """The figures without a breakdown, and the parts of the newest; all of them where there is nothing but parts."""
    wholes = [point for point in points if not point.breakdown]
    if not wholes:
        return points, ()
    return wholes, [point for point in points if point.breakdown and point.period == wholes[0].period]


def _point(row: Observation) -> Point:
    origin = f"{row.origin.file_name}, {row.row}" if row.origin else ""
    return Point(
        Period(row.end, row.start), row.value, row.breakdown, row.quality, origin, released=row.released_at is not None
    )


def latest(indicators: Iterable[Indicator], *, released_only: bool) -> list[Latest]:
    """Each indicator with its own newest figures: three queries, however many indicators there are."""
    wanted = list(indicators)
    rows = Observation.objects.filter(indicator__in=wanted, unit__key=own_key(), breakdown="")
    rows = rows.select_related("origin").defer("origin__data")
    if released_only:
        rows = rows.filter(released_at__isnull=False)
    points: dict[object, list[Point]] = {}
    for row in rows.order_by("-end", "start"):
        points.setdefault(row.indicator_id, []).append(_point(row))
    targets: dict[object, list[Target]] = {}
    for target in Target.objects.filter(indicator__in=wanted):
        targets.setdefault(target.indicator_id, []).append(target)
    return [_latest(one, points.get(one.pk, []), targets.get(one.pk, [])) for one in wanted]


def _latest(indicator: Indicator, points: Sequence[Point], targets: Sequence[Target]) -> Latest:
    now = points[0] if points else None
    upcoming = [target for target in targets if now is None or target.due_on >= now.period.end]
    next_ = (upcoming or targets[-1:])[:1]
    return Latest(indicator, now, _before(points), next_[0] if next_ else None)


def _before(points: Sequence[Point]) -> Point | None:
    """What the newest figure is held against."""
    if len(points) < 2:
        return None
    year = [one for one in points[1:] if one.period.end >= points[0].period.end - _YEAR]
    return year[-1] if year else points[1]


@dataclass(frozen=True, slots=True)
class Others:
    """The released figures of all places in one period."""

    period: Period
    counted: int
    median: float


def others(indicator: Indicator, periods: Iterable[Period]) -> dict[Period, Others]:
    """The median over all places, where at least three have a figure."""
    wanted = set(periods)
    if not wanted:
        return {}
    rows = Observation.objects.filter(indicator=indicator, breakdown="", released_at__isnull=False)
    rows = rows.filter(end__gte=min(wanted).end)
    found: dict[Period, list[float]] = {}
    for end, start, value in rows.values_list("end", "start", "value"):
        if (period := Period(end, start)) in wanted:
            found.setdefault(period, []).append(value)
    return {
        period: Others(period, len(values), statistics.median(values))
        for period, values in found.items()
        if len(values) >= 3
    }


@dataclass(frozen=True, slots=True)
class Datum:
    """One released figure as open data, the town's own and those of other places alike."""

    unit: str
    name: str
    period: Period
    breakdown: str
    value: float
    quality: str
    source: str
    licence: str
    invented: bool


def open_data(indicator: Indicator) -> Iterator[Datum]:
    """Every released figure of an indicator, the newest first, with its source."""
    for row in released(indicator).order_by("-end", "start", "unit__name", "breakdown").iterator(2_000):
        yield datum(row, indicator)


def released(indicator: Indicator) -> QuerySet[Observation]:
    """The released figures in a stable order, the newest first: that of an index, read backwards."""
    rows = Observation.objects.filter(indicator=indicator, released_at__isnull=False)
    rows = rows.select_related("unit", "origin").defer("origin__data")
    return rows.order_by("-end", "-start", "-breakdown", "-unit_id")


def datum(row: Observation, indicator: Indicator) -> Datum:
    """A released figure as open data."""
    return Datum(
        row.unit.key,
        row.unit.name,
        Period(row.end, row.start),
        row.breakdown,
        row.value,
        row.quality,
        row.origin.source if row.origin else indicator.source,
        row.origin.licence if row.origin else indicator.licence,
        row.unit.invented,
    )


def imports(indicator: Indicator) -> QuerySet[Import]:
    """The files that figures of an indicator came from, without their contents."""
    return Import.objects.filter(indicator=indicator).defer("data")


def units(words: str = "") -> QuerySet[Unit]:
    """The places that the town knows, perhaps only those whose name or key begins so."""
    found = Unit.objects.all()
    return found.filter(name__icontains=words) | found.filter(key__startswith=words) if words else found


def released_elsewhere(indicator: Indicator) -> int:
    """How many other towns of this house have released figures of the same indicator."""
    rows = ReleasedValue.shared.filter(indicator_key=indicator.key).exclude(municipality_id=scope.current_id())
    return rows.values("municipality_id").distinct().count()

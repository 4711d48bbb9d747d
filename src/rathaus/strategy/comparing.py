"""Comparison with others: whom, by what, and where the town stands.

Only released figures take part. A group with fewer than `SMALLEST_GROUP` figures gets no places: they would say more of
the few others than of the town.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from rathaus.strategy import columns
from rathaus.strategy.columns import Place, Places
from rathaus.strategy.figures.composite import Aggregation, Table, index, spread
from rathaus.strategy.figures.peers import nearest
from rathaus.strategy.figures.scores import Column, Direction, min_max, percentiles, ranks, z_scores
from rathaus.strategy.models import Indicator
from rathaus.strategy.periods import Period

SMALLEST_GROUP = 5
SIZE_CLASSES = (5_000, 20_000, 100_000, 500_000)
"""Where the next class begins, in inhabitants: the city and municipality types of the BBSR, and half a million."""


class Group(Enum):
    """The rule by which peers are found."""

    SIZE = "groesse"
    LAND = "land"
    KIND = "art"
    NEAREST = "aehnlich"
    ALL = "alle"


class Feature(Enum):
    """What makes places alike."""

    POPULATION = "einwohner"
    DENSITY = "dichte"
    AREA = "flaeche"

    def of(self, place: Place) -> float:
        """The feature of a place; ``nan`` where it is not known."""
        value = {
            Feature.POPULATION: place.population,
            Feature.DENSITY: place.density,
            Feature.AREA: place.area,
        }[self]
        return float("nan") if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One indicator of a comparison, in one period, with its weight in the index."""

    indicator: Indicator
    period: Period
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one place stands by one indicator; None: no figure, or no place because too few have one."""

    value: float | None
    rank: int | None = None
    percentile: float | None = None
    score: float | None = None
    z: float | None = None


@dataclass(frozen=True, slots=True)
class Overall:
    """The index of a place, its rank, and the best and worst rank under other sensible weights."""

    value: float
    rank: int
    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the group. `distance` (standard deviations) only where the group is that of the nearest."""

    place: Place
    own: bool
    standings: Sequence[Standing]
    overall: Overall | None
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """One indicator over the group. `counted`: how many of the `group` have a figure."""

    chosen: Chosen
    counted: int
    group: int
    median: float | None
    best: float | None

    @property
    def too_few(self) -> bool:
        """Whether nobody gets a place."""
        return self.counted < SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Comparison:
    """The group, best index first (without an index: by name), and each indicator over it."""

    rows: Sequence[Row]
    summaries: Sequence[Summary]
    weights_tried: int = 0

    @property
    def own(self) -> Row | None:
        """The town itself, where it is in the group."""
        return next((row for row in self.rows if row.own), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to compare with. `features` and `count` belong to the nearest ones."""

    group: Group = Group.SIZE
    features: tuple[Feature, ...] = (Feature.POPULATION, Feature.DENSITY)
    count: int = 20


def size_class(population: int | None) -> int | None:
    """The number of the size class, from 0; None where the population is not known."""
    return None if population is None else sum(population >= limit for limit in SIZE_CLASSES)


def peers(at: Places, rule: Rule) -> dict[int, float | None]:
    """The rows of the places in the group, the town itself included, with their distance where there is one."""
    if at.own is None:
        return dict.fromkeys(range(len(at.rows)))
    if rule.group is Group.NEAREST:
        return _nearest(at, at.own, rule)
    mine = at.rows[at.own]
    alike: dict[Group, Callable[[Place], object]] = {
        Group.SIZE: lambda place: (place.kind, size_class(place.population)),
        Group.LAND: lambda place: (place.kind, place.land),
        Group.KIND: lambda place: place.kind,
        Group.ALL: lambda _place: True,
    }
    trait = alike[rule.group]
    return {number: None for number, place in enumerate(at.rows) if trait(place) == trait(mine)}


def _nearest(at: Places, own: int, rule: Rule) -> dict[int, float | None]:
    """Of the same kind, by the features that are known of the town itself."""
    same = [number for number, place in enumerate(at.rows) if place.kind == at.rows[own].kind]
    features = [feature for feature in rule.features if not np.isnan(feature.of(at.rows[own]))]
    if not features:
        return {own: None}
    table = np.array([[feature.of(at.rows[number]) for feature in features] for number in same])
    found = nearest(table, same.index(own), rule.count)
    return {own: None} | {same[peer.row]: peer.distance for peer in found}


def compare(chosen: Sequence[Chosen], rule: Rule, how: Aggregation = Aggregation.ADDITIVE) -> Comparison:
    """Every place of the group by every chosen indicator, and by the index of those that have a direction."""
    at = columns.places()
    group = peers(at, rule)
    numbers = np.fromiter(group, dtype=int, count=len(group))
    values = [columns.column(one.indicator, one.period, at)[numbers] for one in chosen]
    standings = [_standings(one.indicator.better, column) for one, column in zip(chosen, values, strict=True)]
    overall, tried = _overall(chosen, values, how) if chosen else ([None] * len(group), 0)
    rows = [
        Row(at.rows[number], number == at.own, [column[position] for column in standings], overall[position], distance)
        for position, (number, distance) in enumerate(group.items())
    ]
    last = len(rows) + 1
    rows.sort(key=lambda row: (row.overall.rank if row.overall else last, row.place.name.casefold()))
    return Comparison(rows, [_summary(one, column) for one, column in zip(chosen, values, strict=True)], tried)


def _standings(better: Direction | None, values: Column) -> list[Standing]:
    plain = [_number(value) for value in values]
    if better is None or np.count_nonzero(~np.isnan(values)) < SMALLEST_GROUP:
        return [Standing(value) for value in plain]
    scored = (ranks(values, better), percentiles(values, better), min_max(values, better), z_scores(values, better))
    return [
        Standing(value, None if value is None else int(rank), _number(percentile), _number(score), _number(z))
        for value, rank, percentile, score, z in zip(plain, *scored, strict=True)
    ]


def _overall(
    chosen: Sequence[Chosen], values: Sequence[Column], how: Aggregation
) -> tuple[Sequence[Overall | None], int]:
    """The index over the indicators that have a direction and enough figures."""
    taken = [
        (one.weight, min_max(column, one.indicator.better))
        for one, column in zip(chosen, values, strict=True)
        if one.indicator.better and one.weight > 0 and np.count_nonzero(~np.isnan(column)) >= SMALLEST_GROUP
    ]
    if len(taken) < 2:
        return [None] * len(values[0]), 0
    weights = [weight for weight, _scores in taken]
    scores: Table = np.column_stack([scores for _weight, scores in taken])
    totals = index(scores, weights, how)
    around = spread(scores, weights, how)
    placed = ranks(totals, Direction.HIGHER)
    return [
        None if np.isnan(total) else Overall(float(total), int(rank), int(best), int(worst))
        for total, rank, best, worst in zip(totals, placed, around.best, around.worst, strict=True)
    ], around.tried


def _summary(chosen: Chosen, values: Column) -> Summary:
    known = values[~np.isnan(values)]
    if not len(known):
        return Summary(chosen, 0, len(values), None, None)
    extremes = {Direction.HIGHER: np.max(known), Direction.LOWER: np.min(known)}
    better = chosen.indicator.better
    best = None if better is None else float(extremes[better])
    return Summary(chosen, len(known), len(values), float(np.median(known)), best)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def counted(chosen: Chosen) -> int:
    """How many places have a released figure, whatever their group."""
    return int(np.count_nonzero(~np.isnan(columns.column(chosen.indicator, chosen.period, columns.places()))))


def newest(indicators: Iterable[Indicator]) -> Iterator[Chosen]:
    """Each indicator in its newest period with released figures; those without any are left out."""
    for indicator in indicators:
        if found := columns.periods(indicator):
            yield Chosen(indicator, found[0])

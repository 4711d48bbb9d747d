"""Comparison with others: by what, and where the town stands.

Only released figures take part. A group with fewer than `SMALLEST_GROUP` figures gets no places: they would say more of
the few others than of the town. All places are reckoned with as columns; rows are made only of those that are shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from rathaus.catalogue.queries import Cache
from rathaus.strategy import columns, per_head
from rathaus.strategy.columns import Place, Places
from rathaus.strategy.figures.composite import Aggregation, Spread, Table, index, sensible, spread
from rathaus.strategy.figures.scores import Column, Direction, Scale, ranks
from rathaus.strategy.grouping import Rule, peers
from rathaus.strategy.models import Indicator
from rathaus.strategy.per_head import Division
from rathaus.strategy.periods import Period

SMALLEST_GROUP = 5
FEWEST_DECIMALS = 2
"""Of a count that was divided."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One indicator of a comparison, in one period, with its weight in the index.

    `per`: the indicator of the inhabitants by which a count is divided.
    """

    indicator: Indicator
    period: Period
    weight: float = 1.0
    per: Indicator | None = None

    @property
    def unit(self) -> str:
        """The unit of measure of what is compared."""
        return self.indicator.unit if self.per is None else f"{self.indicator.unit} {_('je 1.000 Einwohner')}".strip()

    @property
    def decimals(self) -> int:
        """With how many it is shown."""
        return self.indicator.decimals if self.per is None else max(self.indicator.decimals, FEWEST_DECIMALS)


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
    """One indicator over the group. `counted`: how many of the `group` have a figure.

    `division`: where it is a count that was divided by the inhabitants.
    """

    chosen: Chosen
    counted: int
    group: int
    median: float | None
    best: float | None
    division: Division | None = None

    @property
    def too_few(self) -> bool:
        """Whether nobody gets a place."""
        return _few(self.counted)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The group, best index first (without an index: by name), and each indicator over it.

    `rows` may be only the first of the `size` places; `own` is there in any case, where the town is in the group.
    `complete`: how many places have all figures of the index, which is made where they are enough; None where fewer
    than two indicators count. `leaders`: of one indicator alone, the best places by it.
    """

    rows: Sequence[Row]
    size: int
    own: Row | None
    summaries: Sequence[Summary]
    complete: int | None = None
    weights_tried: int = 0
    leaders: Sequence[Row] = ()


MOST_LEADERS = 24
_kept: Cache[Hashable, Comparison] = Cache(200)


def compare(
    chosen: Sequence[Chosen],
    rule: Rule,
    how: Aggregation = Aggregation.ADDITIVE,
    *,
    most: int | None = None,
    at: Places | None = None,
) -> Comparison:
    """The places of the group by every chosen indicator, and by the index of those that have a direction.

    `most`: so many rows at most. `at`: the places, where they are read already. Kept as long as neither a place nor a
    released figure changed.
    """
    at = at or columns.places()
    told = tuple((*_state(one.indicator), one.period, one.weight, one.per and _state(one.per)) for one in chosen)
    return _kept.get((at.state, told, rule, how, most), lambda: _compare(at, chosen, rule, how, most))


def _state(indicator: Indicator) -> tuple[Hashable, ...]:
    return indicator.pk, indicator.changed_at


def _compare(at: Places, chosen: Sequence[Chosen], rule: Rule, how: Aggregation, most: int | None) -> Comparison:
    group = peers(at, rule)
    values = [_figures(one, at)[group.numbers] for one in chosen]
    counted = _counted(chosen, values, how)
    complete = None if counted is None else int(np.count_nonzero(~np.any(np.isnan(counted[1]), axis=1)))
    indexed = None if counted is None or _few(complete or 0) else _Indexed.over(*counted, how)
    unplaced = np.full(len(group.numbers), np.inf)
    placed = unplaced if indexed is None else np.where(np.isnan(indexed.ranks), np.inf, indexed.ranks)
    order = np.lexsort((group.numbers, placed))
    own = np.flatnonzero(group.numbers == at.own) if at.own is not None else np.array([], dtype=np.intp)
    best = _best(chosen[0], values[0]) if len(chosen) == 1 else own[:0]
    shown = order[:most]
    positions = np.concatenate([shown, own, best])
    rows = list(_rows(at, group.numbers, group.distances, chosen, values, indexed, positions))
    return Comparison(
        rows=rows[: len(shown)],
        size=len(order),
        own=rows[len(shown)] if len(own) else None,
        summaries=[
            _summary(one, column, _division(one, group.numbers, at)) for one, column in zip(chosen, values, strict=True)
        ],
        complete=complete,
        weights_tried=indexed.tried if indexed else 0,
        leaders=rows[len(shown) + len(own) :],
    )


def _figures(one: Chosen, at: Places) -> Column:
    """The figures of all places, divided where that was chosen."""
    found = columns.column(one.indicator, one.period, at)
    if one.per is None:
        return found
    return per_head.divided(found, columns.until(one.per, one.period.end.year, at).values)


def _division(one: Chosen, numbers: NDArray[np.intp], at: Places) -> Division | None:
    if one.per is None:
        return None
    counts = columns.column(one.indicator, one.period, at)
    return per_head.division(one.per, counts, columns.until(one.per, one.period.end.year, at), numbers, at)


def _best(chosen: Chosen, values: Column) -> NDArray[np.intp]:
    """The positions of the best places by one indicator, where there are places."""
    better = chosen.indicator.better
    if better is None or _too_few(values):
        return np.array([], dtype=np.intp)
    known = np.count_nonzero(~np.isnan(values))
    found: NDArray[np.intp] = np.argsort(ranks(values, better), kind="stable")[: min(known, MOST_LEADERS)]
    return found


def _rows(
    at: Places,
    numbers: NDArray[np.intp],
    distances: Column | None,
    chosen: Sequence[Chosen],
    values: Sequence[Column],
    indexed: _Indexed | None,
    positions: NDArray[np.intp],
) -> Iterator[Row]:
    standings = [
        _standings(one.indicator.better, column, positions) for one, column in zip(chosen, values, strict=True)
    ]
    overall = indexed.overall(positions) if indexed else [None] * len(positions)
    for place, (position, total) in enumerate(zip(positions, overall, strict=True)):
        number = int(numbers[position])
        distance = None if distances is None else _number(distances[position])
        yield Row(at.rows[number], number == at.own, [column[place] for column in standings], total, distance)


def _too_few(values: Column) -> bool:
    return _few(int(np.count_nonzero(~np.isnan(values))))


def _few(number: int) -> bool:
    return number < SMALLEST_GROUP


def _above_zero(scale: Scale, values: Column) -> Column:
    """From 1 to 100: a geometric mean needs scores above 0, or each place that is the worst somewhere had nothing."""
    scores: Column = 1 + scale.min_max(values) * 0.99
    return scores


_SCORES = {
    Aggregation.ADDITIVE: Scale.min_max,
    Aggregation.STANDARDISED: Scale.z_scores,
    Aggregation.GEOMETRIC: _above_zero,
}


def _counted(
    chosen: Sequence[Chosen], values: Sequence[Column], how: Aggregation
) -> tuple[Sequence[float], Table] | None:
    """Weights and scores of the indicators that count in the index: with direction, weight and enough figures.

    None where fewer than two do.
    """
    score = _SCORES[how]
    taken = [
        (one.weight, score(Scale.of(column, one.indicator.better), column))
        for one, column in zip(chosen, values, strict=True)
        if one.indicator.better and one.weight > 0 and not _too_few(column)
    ]
    if len(taken) < 2:
        return None
    return [weight for weight, _scores in taken], np.column_stack([scores for _weight, scores in taken])


def _standings(better: Direction | None, values: Column, positions: NDArray[np.intp]) -> list[Standing]:
    """Where the places at these positions stand among all."""
    some = values[positions]
    if better is None or _too_few(values):
        return [Standing(_number(value)) for value in some]
    scale = Scale.of(values, better)
    scored = (scale.ranks(some), scale.percentiles(some), scale.min_max(some), scale.z_scores(some))
    return [
        Standing(_number(value), None if np.isnan(rank) else int(rank), *map(_number, others))
        for value, rank, *others in zip(some, *scored, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Indexed:
    """The index over the indicators that count: of every place, and its rank."""

    scores: Table
    weights: Sequence[float]
    how: Aggregation
    totals: Column
    ranks: Column

    @classmethod
    def over(cls, weights: Sequence[float], scores: Table, how: Aggregation) -> _Indexed:
        """A row of scores for each place, a column for each indicator."""
        totals = index(scores, weights, how)
        return cls(scores, weights, how, totals, ranks(totals, Direction.HIGHER))

    @property
    def tried(self) -> int:
        """How many sensible weights there are."""
        return sum(1 for _ in sensible(list(self.weights)))

    def overall(self, positions: NDArray[np.intp]) -> Sequence[Overall | None]:
        """What is said of the places at these positions."""
        around: Spread = spread(self.scores, self.weights, self.how, positions)
        return [
            None if np.isnan(total) else Overall(float(total), int(rank), int(best), int(worst))
            for total, rank, best, worst in zip(
                self.totals[positions], self.ranks[positions], around.best, around.worst, strict=True
            )
        ]


def _summary(chosen: Chosen, values: Column, division: Division | None) -> Summary:
    known = values[~np.isnan(values)]
    if not len(known):
        return Summary(chosen, 0, len(values), None, None, division)
    extremes = {Direction.HIGHER: np.max(known), Direction.LOWER: np.min(known)}
    better = chosen.indicator.better
    best = None if better is None else float(extremes[better])
    return Summary(chosen, len(known), len(values), float(np.median(known)), best, division)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def counted(chosen: Chosen, at: Places) -> int:
    """How many places have a released figure, whatever their group."""
    return int(np.count_nonzero(~np.isnan(columns.column(chosen.indicator, chosen.period, at))))


def newest(indicators: Iterable[Indicator], at: Places) -> Iterator[Chosen]:
    """Each indicator in its newest period with released figures; those without any are left out."""
    for indicator in indicators:
        if found := columns.newest(indicator, at):
            yield Chosen(indicator, found)

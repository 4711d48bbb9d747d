"""A part of a strategy as the contents of a package: goals with their measures, and definitions of indicators.

Days are counted from a measure's beginning, years from its first year: whoever takes it over begins when it suits them.
There is no department in it, no report, nothing of what was spent, and no figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from rathaus.exchange.contents.reading import an_object, refuse_others, to_bytes, unusable
from rathaus.strategy.actions.indicators import TAKEN
from rathaus.strategy.models import Indicator
from rathaus.strategy.models.indicators import Frequency

STRATEGY, INDICATORS = "strategy.json", "indicators.json"
_MOST, _LONGEST = 200, 2000
_MOST_DAYS, _MOST_YEARS, _MOST_DECIMALS = 36_500, 100, 6
_EUROS = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?", re.ASCII)
_KEY = re.compile(r"[-a-zA-Z0-9_]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MilestonePart:
    """Something that is there or not, so many days after the measure began."""

    title: str
    day: int


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """What was planned in a year (0: the first) from one source, in euros."""

    year: int
    source: str
    budget: str


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """What is done; `service` names the service that came of it."""

    id: str
    title: str
    description: str
    risks: str
    days: int
    service: str
    milestones: tuple[MilestonePart, ...]
    money: tuple[MoneyPart, ...]


@dataclass(frozen=True, slots=True)
class GoalPart:
    """What is to be reached, in which field of action; `indicator` is the key of the figure that shows it."""

    id: str
    field: str
    title: str
    meaning: str
    indicator: str
    measures: tuple[MeasurePart, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """How something is measured. `computed` names the computation of this house that feeds it.

    `per_head`: a count that may be divided by the inhabitants; packages say so only where it is.
    """

    key: str
    name: str
    meaning: str
    unit: str
    decimals: int
    direction: str
    method: str
    source: str
    licence: str
    frequency: str
    computed: str
    per_head: bool = False


_LONGESTS = {
    (GoalPart, "meaning"): 1000,
    (MeasurePart, "risks"): 1000,
    (IndicatorPart, "unit"): 60,
    (IndicatorPart, "source"): 500,
    (IndicatorPart, "licence"): 200,
}
"""Where this house takes shorter texts than `_LONGEST`."""


@dataclass(frozen=True, slots=True)
class StrategyContents:
    """Goals with measures, and the indicators that show them."""

    goals: tuple[GoalPart, ...]
    indicators: tuple[IndicatorPart, ...]

    def to_files(self) -> dict[str, bytes]:
        """The entries of the package."""
        return {
            STRATEGY: to_bytes({"goals": [asdict(one) for one in self.goals]}),
            INDICATORS: to_bytes({"indicators": [_said(one) for one in self.indicators]}),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> StrategyContents:
        """The entries of a package as the part of a strategy they are. Raises `PackageError`."""
        refuse_others(files, (STRATEGY, INDICATORS))
        goals = _each(an_object(files, STRATEGY).get("goals"), _goal, STRATEGY)
        indicators = _each(an_object(files, INDICATORS).get("indicators"), _indicator, INDICATORS)
        found = cls(goals, indicators)
        for name, ids in (
            (STRATEGY, [one.id for one in goals]),
            (STRATEGY, [one.id for one in found.measures]),
            (INDICATORS, [one.key for one in indicators]),
        ):
            if len(set(ids)) != len(ids) or not all(map(_KEY.fullmatch, ids)):
                raise unusable(name)
        if not goals:
            raise unusable(STRATEGY)
        return found

    @property
    def measures(self) -> tuple[MeasurePart, ...]:
        """All measures."""
        return tuple(measure for goal in self.goals for measure in goal.measures)


def _said(one: IndicatorPart) -> dict[str, Any]:
    said = asdict(one)
    return said if one.per_head else {name: value for name, value in said.items() if name != "per_head"}


def _each(values: Any, read: Any, name: str) -> tuple[Any, ...]:
    try:
        return tuple(read(one) for one in _listed(values))
    except (KeyError, TypeError, ValueError) as error:
        raise unusable(name) from error


def _plain(kind: Any, values: Any, **parts: Any) -> Any:
    """The value of a class from its JSON: texts and numbers of bounded size, `parts` read already."""
    if not isinstance(values, dict) or set(values) != {one.name for one in fields(kind)}:
        raise ValueError("other parts")
    for one in fields(kind):
        most = _LONGESTS.get((kind, one.name), _LONGEST)
        if one.name not in parts and not _is_fine(values[one.name], one.type, most):
            raise ValueError(one.name)
    return kind(**{**values, **parts})


def _is_fine(value: Any, kind: Any, longest: int) -> bool:
    if kind == "str":
        return isinstance(value, str) and len(value) <= longest
    if kind == "bool":
        return isinstance(value, bool)
    return type(value) is int and 0 <= value <= _MOST_DAYS


def _goal(values: Any) -> GoalPart:
    found: GoalPart = _plain(GoalPart, values, measures=tuple(map(_measure, _listed(values["measures"]))))
    _texts(found.title, found.field)
    return found


def _measure(values: Any) -> MeasurePart:
    milestones = tuple(_plain(MilestonePart, one) for one in _listed(values["milestones"]))
    money = tuple(_plain(MoneyPart, one) for one in _listed(values["money"]))
    for one in money:
        if not _EUROS.fullmatch(one.budget) or one.year > _MOST_YEARS:
            raise ValueError("budget")
    found: MeasurePart = _plain(MeasurePart, values, milestones=milestones, money=money)
    _texts(found.title, *(one.title for one in milestones), *(one.source for one in money))
    return found


def _indicator(values: Any) -> IndicatorPart:
    found: IndicatorPart = _plain(IndicatorPart, {"per_head": False, **values})
    _texts(found.name, found.meaning[:200], found.source[:200])
    if found.direction not in dict(Indicator.DIRECTIONS) or found.frequency not in Frequency.values:
        raise ValueError("direction")
    if found.decimals > _MOST_DECIMALS or found.key in TAKEN:
        raise ValueError("decimals")
    return found


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError("no list")
    return value


def _texts(*texts: str) -> None:
    """Names are there, and not longer than the house takes them."""
    if not all(isinstance(text, str) and text.strip() and len(text) <= 200 for text in texts):
        raise ValueError("no name")

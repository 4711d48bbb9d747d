"""Three states of a strategy part compared: what the origin changed, beside what this town made of its copy.

An element is a goal, a measure or the definition of an indicator; its facts are what is said of it, a milestone and an
amount of money for each one that it has. How long something takes is the town's own business once it has begun, and so
is whether it goes on: both are told, never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, MilestonePart, StrategyContents
from rathaus.exchange.package.language import sentence as _
from rathaus.exchange.updates import facts, strategy_words
from rathaus.exchange.updates.model import Difference, Part

MILESTONE, DAY, MONEY = "milestone/", "day/", "money/"
"""How the names of facts begin of which a measure may have several."""
TOLD = ("days", "service", "computed", DAY)
"""Facts that are told only."""
DEFINITION = (
    "name", "meaning", "unit", "decimals", "direction", "per_head", "method", "source", "licence", "frequency",
)  # fmt: skip
"""What is said of an indicator, by the names of its model."""


@dataclass(frozen=True, slots=True)
class Element:
    """A goal, a measure or an indicator. `built_on`: facts on which the town has built already (`Side`)."""

    part: Part
    id: str
    title: str
    facts: Mapping[str, Any]
    built_on: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Under which it is found on every side."""
        return f"{self.part}:{self.id}"

    @property
    def goal(self) -> str:
        """The key of the goal that a measure belongs to; empty for anything else."""
        return f"{Part.GOALS}:{self.facts['goal']}" if self.part is Part.MEASURES else ""


Side = dict[str, Element]
"""One state, by `Element.key`."""


def side_of(contents: StrategyContents, before: StrategyContents | None = None) -> Side:
    """What a package says. Milestones that were renamed keep the name of the fact that they have in `before`."""
    known = {one.id: one for one in before.measures} if before else {}
    shipped = {one.key for one in contents.indicators}
    elements = [
        *(_goal(one, shipped) for one in contents.goals),
        *(_measure(one, goal, known.get(one.id)) for goal in contents.goals for one in goal.measures),
        *map(_indicator, contents.indicators),
    ]
    return {one.key: one for one in elements}


def _goal(one: GoalPart, shipped: set[str]) -> Element:
    indicator = one.indicator if one.indicator in shipped else ""
    said = {"field": one.field, "title": one.title, "meaning": one.meaning, "indicator": indicator}
    return Element(Part.GOALS, one.id, one.title, said)


def _measure(one: MeasurePart, goal: GoalPart, before: MeasurePart | None) -> Element:
    said: dict[str, Any] = {"goal": goal.id, "title": one.title, "description": one.description, "risks": one.risks}
    said |= {"days": str(one.days), "service": one.service}
    for name, milestone in milestones(one, before).items():
        said[MILESTONE + name], said[DAY + name] = milestone.title, str(milestone.day)
    return Element(Part.MEASURES, one.id, one.title, said | amounts(one))


def amounts(one: MeasurePart) -> dict[str, str]:
    """What is planned by year (0: the first) and source, in euros with cents; several of the same are one."""
    sums: dict[str, int] = {}
    for money in one.money:
        euros, _point, cents = money.budget.partition(".")
        name = f"{MONEY}{money.year}/{money.source}"
        sums[name] = sums.get(name, 0) + int(euros) * 100 + int(cents.ljust(2, "0"))
    return {name: f"{cents // 100}.{cents % 100:02}" for name, cents in sums.items()}


def _indicator(one: IndicatorPart) -> Element:
    said = {name: str(getattr(one, name)) for name in (*DEFINITION, "computed")}
    return Element(Part.INDICATORS, one.key, one.name, said)


def milestones(measure: MeasurePart, before: MeasurePart | None = None) -> dict[str, MilestonePart]:
    """A measure's milestones by the name of their fact: the title, numbered where it comes again.

    One that has another title on the same day as one of `before` that is gone is that one, renamed.
    """
    named = _by_title(measure)
    earlier = _by_title(before) if before else {}
    gone = {name: one for name, one in earlier.items() if name not in named}
    found = {}
    for name, one in named.items():
        old = next((old for old, was in gone.items() if was.day == one.day), None) if name not in earlier else None
        if old is not None:
            del gone[old]
        found[old or name] = one
    return found


def _by_title(measure: MeasurePart) -> dict[str, MilestonePart]:
    found: dict[str, MilestonePart] = {}
    for one in measure.milestones:
        name, number = one.title, 1
        while name in found:
            number += 1
            name = f"{one.title}#{number}"
        found[name] = one
    return found


@dataclass(frozen=True)
class PartUpdate:
    """What a copy was made from, what the town has, and what the origin offers now."""

    base: Side
    mine: Side
    theirs: Side
    contents: StrategyContents = field(repr=False)
    """What the origin offers now, as it came."""

    @classmethod
    def of(cls, base: StrategyContents, theirs: StrategyContents, mine: Side | None = None) -> PartUpdate:
        """Compare; without an own state as if the town had left everything as it came."""
        before = side_of(base)
        return cls(before, before if mine is None else mine, side_of(theirs, base), theirs)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What the origin changed and the town does not have, element by element."""
        order = {part: number for number, part in enumerate(Part)}
        return tuple(sorted(self._differences(), key=lambda one: order[one.part]))

    def _differences(self) -> Iterator[Difference]:
        for key in {**self.theirs, **self.base}:
            before, now, mine = (side.get(key) for side in (self.base, self.theirs, self.mine))
            if now is None:
                if before is not None and mine is not None:
                    yield self._gone(before, mine)
            elif mine is not None:
                yield from self._changed(before, now, mine)
            elif now.goal and now.goal not in self.mine:
                continue  # told with its goal
            elif before is None:
                yield self._new(now)
            elif self._whole(self.base, before) != self._whole(self.theirs, now):
                yield self._missing(now)

    @staticmethod
    def _whole(side: Side, element: Element) -> tuple[Any, ...]:
        """An element with the measures of it."""
        return dict(element.facts), [dict(one.facts) for one in side.values() if one.goal == element.key]

    def _gone(self, before: Element, mine: Element) -> Difference:
        told = (_("Das gehört nicht mehr zum Paket."), _("Bei Ihnen bleibt es."))
        title = strategy_words.KINDS[before.part]
        return Difference(before.key, before.part, title, told, about=mine.title, takeable=False)

    def _new(self, now: Element) -> Difference:
        told, shown = (facts.told(None, now),), self._outline(now)
        return Difference(now.key, now.part, strategy_words.KINDS[now.part], told, theirs=shown, about=now.title)

    def _missing(self, now: Element) -> Difference:
        told, own = (facts.told(now, now),), (_("Bei Ihnen gibt es das nicht mehr."),)
        title, shown = strategy_words.KINDS[now.part], self._outline(now)
        return Difference(now.key, now.part, title, told, own, theirs=shown, about=now.title)

    def _outline(self, element: Element) -> str:
        shown = strategy_words.outline(element.facts)
        for one in self.theirs.values():
            if one.goal == element.key and one.key not in self.mine:
                shown += [_("Maßnahme: {title}", title=one.title), *strategy_words.outline(one.facts)]
        return strategy_words.lines(*shown)

    def _changed(self, before: Element | None, now: Element, mine: Element) -> Iterator[Difference]:
        for name, was, there, here in facts.changed(before.facts if before else {}, now.facts, mine.facts):
            if name.startswith(TOLD):
                if name.startswith(DAY) and None in (was, there):
                    continue  # comes and goes with its milestone
                own: tuple[str, ...] = (_("Ihre Angaben bleiben, wie sie sind."),)
                yield self._difference(now, mine, name, (was, there, None), own, takeable=False)
                continue
            own = () if here == was else (facts.CHANGED_BY_BOTH if here else _("Bei Ihnen gibt es das nicht mehr."),)
            is_kept = there is None and name in mine.built_on
            if is_kept or (name == "unit" and name in mine.built_on):
                own += (strategy_words.built_on(name),)
            yield self._difference(now, mine, name, (was, there, here), own, takeable=not is_kept)

    def _difference(
        self,
        now: Element,
        mine: Element,
        name: str,
        values: tuple[Any, Any, Any],
        own: tuple[str, ...],
        *,
        takeable: bool,
    ) -> Difference:
        before, theirs, own_state = (strategy_words.value(name, one, self._titles) for one in values)
        told: tuple[str, ...] = (facts.told(before, theirs),)
        return Difference(
            f"{now.key}/{name}",
            now.part,
            strategy_words.title(name),
            told if takeable else (*told, *own),
            own if takeable else (),
            before=before,
            theirs=theirs,
            mine=own_state,
            about=mine.title,
            takeable=takeable,
        )

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """Goals and indicators by id, as the origin calls them, else as the town does."""
        return {one.id: one.title for side in (self.mine, self.base, self.theirs) for one in side.values()}

"""The published measures of all towns of the house beside each other, filtered to what one looks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from rathaus.catalogue.search import fold, query_words
from rathaus.catalogue.search.words import split, stem
from rathaus.strategy import plan as plans
from rathaus.strategy import planning
from rathaus.strategy.models import PublishedStrategy
from rathaus.strategy.plan import Field, Goal, Measure, Plan, State
from rathaus.towns import scope

_SHORTEST_WORD = 3
"""Letters of a word that may stand within another: "bus" is in "Rufbus", but "IT" not in "mit"."""
_SHORTEST_PART = 4
"""Letters of half a joined word: "Schulnetze" meets what speaks of a school and of its net."""


@dataclass(frozen=True, slots=True)
class Said:
    """A folded text, and the stems of its words."""

    text: str
    stems: tuple[str, ...]

    @classmethod
    def of(cls, *texts: str) -> Said:
        """Several texts in one."""
        text = fold("\n".join(texts))
        return cls(text, tuple(stem(word, "de") for word in split(text)))

    def has(self, word: str) -> bool:
        """Whether a folded word, or its stem, stands anywhere in it, or both halves of it begin or end words."""
        if len(word) < _SHORTEST_WORD:
            return word in self.stems
        return stem(word, "de") in self.text or any(
            self._at_an_edge(word[:at]) and self._at_an_edge(stem(word[at:], "de"))
            for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        )

    def _at_an_edge(self, part: str) -> bool:
        return any(one.startswith(part) or one.endswith(part) for one in self.stems)


@dataclass(frozen=True)
class Found:
    """A measure of some town, with the strategy in which it was published."""

    published: PublishedStrategy
    plan: Plan
    field: Field
    goal: Goal
    measure: Measure
    state: State

    @property
    def town(self) -> str:
        """Whose it is."""
        return self.published.town_name

    @property
    def own(self) -> bool:
        """Whether it is a measure of the town in scope."""
        return self.published.municipality_id == scope.current_id()

    @property
    def invented(self) -> bool:
        """Whether its town is a made-up one."""
        return self.published.municipality.invented

    @property
    def outcome(self) -> str:
        """How it went, in the words of its town: why it ended, else the last report."""
        if self.measure.stopped_why:
            return self.measure.stopped_why
        return report.text if (report := self.measure.newest_report) else ""

    @cached_property
    def said(self) -> Said:
        """All that is said of it."""
        one = self.measure
        return Said.of(
            self.town, self.field.name, self.goal.title, self.goal.meaning, one.title, one.description, one.risks,
            one.stopped_why, *(each.title for each in one.milestones), *(each.text for each in one.reports),
        )  # fmt: skip


def everywhere(today: dt.date) -> list[Found]:
    """Every published measure of the house, as it stands today, by town and in the order of its strategy."""
    return [one for row in planning.everywhere() for one in _of_town(row, today)]


def _of_town(row: PublishedStrategy, today: dt.date) -> Iterable[Found]:
    plan = plans.from_json(row.content)
    for field, goal, measure in plan.measures():
        yield Found(row, plan, field, goal, measure, measure.state(today))


def about(rows: Sequence[Found], query: str) -> tuple[list[Found], bool]:
    """The measures that speak of what is asked, those with it in the title first.

    Also says whether none speaks of all of it, so that those are given that speak of the most.
    """
    words = query_words(query)
    score = [sum(row.said.has(word) for word in words) for row in rows]
    best = max(score, default=0)
    found = [row for row, one in zip(rows, score, strict=True) if one == best and (best or not words)]
    found.sort(key=lambda row: -sum(stem(word, "de") in fold(row.measure.title) for word in words))
    return found, 0 < best < len(words)


@dataclass(frozen=True, slots=True)
class Standing:
    """A town with those of its measures that are shown: how many in which state, and their money, in euros."""

    published: PublishedStrategy
    plan: Plan
    own: bool
    states: dict[State, int]
    budget: Decimal
    spent: Decimal


def by_town(rows: Iterable[Found]) -> list[Standing]:
    """What is shown, town by town in the order of their names."""
    towns: dict[UUID, list[Found]] = {}
    for row in rows:
        towns.setdefault(row.published.pk, []).append(row)
    return sorted(map(_standing, towns.values()), key=lambda one: one.published.town_name.casefold())


def _standing(rows: Sequence[Found]) -> Standing:
    states = {state: sum(row.state is state for row in rows) for state in State}
    budget = sum((row.measure.budget for row in rows), Decimal())
    spent = sum((row.measure.spent for row in rows), Decimal())
    return Standing(rows[0].published, rows[0].plan, rows[0].own, states, budget, spent)

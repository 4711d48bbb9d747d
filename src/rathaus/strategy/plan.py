"""A strategy as a value: what it wants, by which measures, and how far they are.

The pages of everybody, the council's view and the comparison of towns read this value, made from what was published.
Ids are those of the rows it came from, so that two published states can be told apart by meaning (`changes`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum
from typing import Any


class State(Enum):
    """How a measure stands: from its milestones and dates, never from a person's wish."""

    PLANNED = "planned"
    RUNNING = "running"
    LATE = "late"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is there or not."""

    title: str
    due_on: dt.date
    reached_on: dt.date | None

    def late(self, today: dt.date) -> bool:
        """Whether it should have been reached already."""
        return self.reached_on is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Money:
    """What a measure may cost and did cost in a year, in euros, by where it comes from; `own`: from the town itself."""

    year: int
    source: str
    budget: Decimal
    spent: Decimal
    own: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """What a giver granted, in euros, and how much of it has come."""

    programme: str
    amount: Decimal
    received: Decimal
    granted_on: dt.date


@dataclass(frozen=True, slots=True)
class Report:
    """A few words on how it goes."""

    day: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What is being done for a goal. `needs`: the ids of measures that must be done first."""

    id: str
    title: str
    description: str
    department: str
    starts_on: dt.date
    ends_on: dt.date
    risks: str
    service: str
    service_name: str
    stopped_on: dt.date | None
    stopped_why: str
    needs: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    money: tuple[Money, ...]
    reports: tuple[Report, ...]
    grants: tuple[Grant, ...] = ()

    def state(self, today: dt.date) -> State:
        """Stopped by decision; done with its last milestone; late with one that was missed, or past its end."""
        if self.stopped_on:
            return State.STOPPED
        if self.milestones and all(one.reached_on for one in self.milestones):
            return State.DONE
        if self.ends_on < today or any(one.late(today) for one in self.milestones):
            return State.LATE
        begun = self.starts_on <= today or any(one.reached_on for one in self.milestones)
        return State.RUNNING if begun else State.PLANNED

    def missed(self, today: dt.date) -> tuple[Milestone, ...]:
        """The milestones that should have been reached already."""
        return tuple(one for one in self.milestones if one.late(today))

    @property
    def newest_report(self) -> Report | None:
        """The last words on it."""
        return max(self.reports, key=lambda one: one.day, default=None)

    @property
    def reached(self) -> int:
        """How many milestones are reached."""
        return sum(one.reached_on is not None for one in self.milestones)

    @property
    def budget(self) -> Decimal:
        """Over all years and sources."""
        return sum((one.budget for one in self.money), Decimal())

    @property
    def spent(self) -> Decimal:
        """Over all years and sources."""
        return sum((one.spent for one in self.money), Decimal())


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached; `indicator` is the key of the figure that shows it."""

    id: str
    title: str
    meaning: str
    indicator: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of action."""

    id: str
    name: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole strategy."""

    title: str
    vision: str
    first_year: int
    last_year: int
    fields: tuple[Field, ...]

    def measures(self) -> Iterator[tuple[Field, Goal, Measure]]:
        """Every measure with where it belongs."""
        for field in self.fields:
            for goal in field.goals:
                for measure in goal.measures:
                    yield field, goal, measure

    def find(self, measure_id: str) -> tuple[Field, Goal, Measure] | None:
        """One measure by its id."""
        return next((found for found in self.measures() if found[2].id == measure_id), None)

    def by_state(self, today: dt.date) -> dict[State, int]:
        """How many measures are in which state; every state is there."""
        found = dict.fromkeys(State, 0)
        for *_place, measure in self.measures():
            found[measure.state(today)] += 1
        return found

    def money_by_source(self) -> list[tuple[str, Decimal, Decimal]]:
        """Budget and spending by source, the largest budget first."""
        sums: dict[str, list[Decimal]] = {}
        for *_place, measure in self.measures():
            for one in measure.money:
                pair = sums.setdefault(one.source, [Decimal(), Decimal()])
                pair[0] += one.budget
                pair[1] += one.spent
        rows = [(source, budget, spent) for source, (budget, spent) in sums.items()]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


# As JSON --------------------------------------------------------------------------------------------------------------


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON has it: days in ISO 8601, money as text."""
    return _parts(plan)


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(one) for one in value]
        case dt.date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case None | str() | int():
            return value
    return _parts(value)


def _parts(value: Any) -> dict[str, Any]:
    return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}


def from_json(values: dict[str, Any]) -> Plan:
    """What `to_json` wrote. Raises KeyError or ValueError for anything else."""
    return Plan(**{**values, "fields": tuple(_field(one) for one in values["fields"])})


def _field(values: dict[str, Any]) -> Field:
    return Field(**{**values, "goals": tuple(_goal(one) for one in values["goals"])})


def _goal(values: dict[str, Any]) -> Goal:
    return Goal(**{**values, "measures": tuple(_measure(one) for one in values["measures"])})


def _measure(values: dict[str, Any]) -> Measure:
    parts = {
        "starts_on": dt.date.fromisoformat(values["starts_on"]),
        "ends_on": dt.date.fromisoformat(values["ends_on"]),
        "stopped_on": _day(values["stopped_on"]),
        "needs": tuple(values["needs"]),
        "milestones": tuple(
            Milestone(one["title"], dt.date.fromisoformat(one["due_on"]), _day(one["reached_on"]))
            for one in values["milestones"]
        ),
        "money": tuple(
            Money(one["year"], one["source"], Decimal(one["budget"]), Decimal(one["spent"]), own=one.get("own", False))
            for one in values["money"]
        ),
        "reports": tuple(Report(dt.date.fromisoformat(one["day"]), one["text"]) for one in values["reports"]),
        "grants": tuple(_grant(one) for one in values.get("grants", ())),
    }
    return Measure(**{**values, **parts})


def _grant(values: dict[str, Any]) -> Grant:
    return Grant(
        values["programme"],
        Decimal(values["amount"]),
        Decimal(values["received"]),
        dt.date.fromisoformat(values["granted_on"]),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


# What changed ---------------------------------------------------------------------------------------------------------


class Kind(Enum):
    """What happened between two published states."""

    NEW = "new"
    GONE = "gone"
    REACHED = "reached"
    MOVED = "moved"
    MONEY = "money"
    GRANTED = "granted"
    STATE = "state"
    REPORT = "report"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `where`: the measure or goal by its title; `measure`: the measure's id, while it is there.

    `what`: the milestone, programme or report, or why a measure was ended. `before` and `after` as they are to be
    shown.
    """

    kind: Kind
    where: str
    measure: str = ""
    what: str = ""
    before: Any = None
    after: Any = None


def changes(old: Plan, new: Plan, *, old_day: dt.date, new_day: dt.date) -> list[Change]:
    """What is different in `new`, in its order; what is gone comes last. States are those of the two days."""
    found: list[Change] = []
    before = {measure.id: measure for *_place, measure in old.measures()}
    after = {measure.id: measure for *_place, measure in new.measures()}
    goals = {goal.id: goal for field in old.fields for goal in field.goals}
    kept_goals = {goal.id for field in new.fields for goal in field.goals}
    for field in new.fields:
        for goal in field.goals:
            if goal.id not in goals:
                found.append(Change(Kind.NEW, goal.title))
            for measure in goal.measures:
                if measure.id not in before:
                    found.append(Change(Kind.NEW, measure.title, measure.id))
                else:
                    found += _of_measure(before[measure.id], measure, old_day, new_day)
    found += [Change(Kind.GONE, goal.title) for goal_id, goal in goals.items() if goal_id not in kept_goals]
    found += [Change(Kind.GONE, one.title) for measure_id, one in before.items() if measure_id not in after]
    return found


def _of_measure(old: Measure, new: Measure, old_day: dt.date, new_day: dt.date) -> Iterator[Change]:
    if old.title != new.title:
        yield Change(Kind.TEXT, new.title, new.id, before=old.title, after=new.title)
    known = {one.title: one for one in old.milestones}
    for milestone in new.milestones:
        was = known.get(milestone.title)
        if milestone.reached_on and not (was and was.reached_on):
            yield Change(Kind.REACHED, new.title, new.id, milestone.title, after=milestone.reached_on)
        elif was and was.due_on != milestone.due_on:
            yield Change(Kind.MOVED, new.title, new.id, milestone.title, was.due_on, milestone.due_on)
    if old.ends_on != new.ends_on:
        yield Change(Kind.MOVED, new.title, new.id, "", old.ends_on, new.ends_on)
    if (old.budget, old.spent) != (new.budget, new.spent):
        yield Change(Kind.MONEY, new.title, new.id, before=(old.budget, old.spent), after=(new.budget, new.spent))
    known_grants = {one.programme for one in old.grants}
    for grant in new.grants:
        if grant.programme not in known_grants:
            yield Change(Kind.GRANTED, new.title, new.id, grant.programme, after=grant.amount)
    if (state := new.state(new_day)) is not (before := old.state(old_day)):
        yield Change(Kind.STATE, new.title, new.id, new.stopped_why, before=before, after=state)
    for report in new.reports:
        if report not in old.reports:
            yield Change(Kind.REPORT, new.title, new.id, report.text, after=report.day)


def newest_reports(plan: Plan, count: int, *, without: Collection[Measure] = ()) -> Sequence[tuple[Measure, Report]]:
    """The last words on any measure but those `without`, the newest first."""
    measures = [measure for *_place, measure in plan.measures() if measure not in without]
    found = [(measure, report) for measure in measures for report in measure.reports]
    return sorted(found, key=lambda pair: pair[1].day, reverse=True)[:count]

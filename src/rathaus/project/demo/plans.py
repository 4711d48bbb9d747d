"""The demo town's strategy, made up, through the same actions that a real town uses; published twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from rathaus.catalogue.models import Service
from rathaus.people.models import Department
from rathaus.project.demo.days import WRITTEN, Days
from rathaus.strategy import samples
from rathaus.strategy.actions import funding, plans
from rathaus.strategy.models import (
    Dependency,
    DueReport,
    Field,
    Goal,
    Grant,
    Indicator,
    Instalment,
    Measure,
    Milestone,
    Money,
    Programme,
    Strategy,
)
from rathaus.towns import clock
from rathaus.towns.actors import Actor

FILE = Path(__file__).parent / "strategy.json"
LAST_MEETING = dt.timedelta(days=70)
SPENT_BY_THEN = Decimal("0.7")
"""Of the year's spending so far."""
SENT_BEFORE = dt.timedelta(days=9)
"""A report is sent so long before it is due."""


def furnish(
    departments: Mapping[str, Department], days: Days, *, meanwhile: Callable[[], None] | None = None, by: Actor
) -> None:
    """Fields, goals and measures as the council saw them at its last meeting; then what happened since, and today's.

    `meanwhile`: what else came into the strategy since.
    """
    described = days.json(FILE)
    funding.take_samples([_moved(sample, days) for sample in samples.read()], by=by)
    with clock.played_at(timezone.now() - LAST_MEETING):
        measures = _planned(described, departments, days, by)
        plans.publish(by=by)
    if meanwhile:
        meanwhile()
    for measure, one in measures:
        _go_on(measure, one, by)
    plans.publish(by=by)


def _moved(sample: samples.Sample, days: Days) -> samples.Sample:
    """A programme with its deadlines where the story needs them; it says so."""
    programme = sample.programme
    for name in ("opens_on", "closes_on", "began_after", "ends_by"):
        if written := getattr(programme, name):
            setattr(programme, name, days.day(written))
    if days.months:
        programme.note += " Für die Demo sind alle Fristen so verschoben, dass sie zum heutigen Tag passen."
    return sample


def publish(described: Mapping[str, Any], departments: Mapping[str, Department], days: Days, *, by: Actor) -> None:
    """A whole strategy at once, as it stands at the moment that is played."""
    for measure, one in _planned(described, departments, days, by):
        _go_on(measure, one, by)
    plans.publish(by=by)


def departments(described: Mapping[str, Any]) -> list[str]:
    """Who is responsible in a strategy, each once."""
    goals = (goal for field in described["fields"] for goal in field["goals"])
    return list(dict.fromkeys(one["department"] for goal in goals for one in goal["measures"]))


def _planned(
    described: Mapping[str, Any], departments: Mapping[str, Department], days: Days, by: Actor
) -> list[tuple[Measure, dict[str, Any]]]:
    first, last = int(described["first_year"]), int(described["last_year"])
    frame = Strategy(title=described["title"], vision=described["vision"], first_year=first, last_year=last)
    strategy = plans.begin(frame, (), by=by)
    measures: list[tuple[Measure, dict[str, Any]]] = []
    for field in described["fields"]:
        row = Field(strategy=strategy, name=field["name"])
        plans.save(row, by=by)
        for goal in field["goals"]:
            measures += _goal(row, goal, departments, days, by)
    by_title = {measure.title: measure for measure, _described in measures}
    for measure, one in measures:
        for needed in one.get("needs", ()):
            plans.save(Dependency(measure=measure, needs=by_title[needed]), by=by)
    return measures


def _go_on(measure: Measure, one: dict[str, Any], by: Actor) -> None:
    """Milestones that were reached since the last meeting, what was spent, a report, perhaps the end."""
    for milestone, (_title, _due, reached) in zip(measure.milestones.all(), one["milestones"], strict=True):
        if reached and not milestone.reached_on:
            milestone.reached_on = dt.date.fromisoformat(reached)
            plans.save(milestone, by=by)
    spent = {(int(year), source): Decimal(amount) for year, source, _budget, amount in one["money"]}
    for money in measure.money.all():
        if money.spent != spent[money.year, money.source]:
            money.spent = spent[money.year, money.source]
            plans.save(money, by=by)
    for text, days in one.get("reports", ()):
        with clock.played_at(timezone.now() - dt.timedelta(days=days)):
            plans.report(measure, text, by=by)
    if "stopped" in one:
        plans.stop(measure, day=dt.date.fromisoformat(one["stopped_on"]), why=one["stopped"], by=by)


def _goal(
    field: Field, described: dict[str, Any], departments: Mapping[str, Department], days: Days, by: Actor
) -> list[tuple[Measure, dict[str, Any]]]:
    indicator = Indicator.objects.filter(key=described.get("indicator", "")).first()
    goal = Goal(field=field, title=described["title"], meaning=described["meaning"], indicator=indicator)
    plans.save(goal, by=by)
    return [(_measure(goal, one, departments, days, by), one) for one in described["measures"]]


def _measure(goal: Goal, one: dict[str, Any], departments: Mapping[str, Department], days: Days, by: Actor) -> Measure:
    measure = Measure(
        goal=goal,
        title=one["title"],
        description=one["description"],
        department=departments[one["department"]],
        starts_on=dt.date.fromisoformat(one["starts_on"]),
        ends_on=dt.date.fromisoformat(one["ends_on"]),
        risks=one.get("risks", ""),
        service=Service.objects.filter(slug=one.get("service", "")).first(),
    )
    plans.save(measure, by=by)
    for title, due, reached in one["milestones"]:
        day = dt.date.fromisoformat(reached) if reached else None
        milestone = Milestone(measure=measure, title=title, due_on=dt.date.fromisoformat(due))
        milestone.reached_on = day if day and day <= clock.today() else None
        plans.save(milestone, by=by)
    for year, source, budget, spent in one["money"]:
        own = source == "Haushalt"
        so_far = Decimal(spent) * (SPENT_BY_THEN if int(year) == days.year(WRITTEN.year) else 1)
        plans.save(Money(measure=measure, year=int(year), source=source, budget=budget, spent=so_far, own=own), by=by)
    if "grant" in one:
        _grant(measure, one["grant"], by)
    return measure


def _grant(measure: Measure, one: dict[str, Any], by: Actor) -> None:
    """A grant with the instalments that came, and the reports that its programme wants."""
    days = {name: dt.date.fromisoformat(one[name]) for name in ("starts_on", "ends_on", "applied_on", "granted_on")}
    figures = {name: Decimal(one[name]) for name in ("amount", "cost", "own_share")}
    programme = Programme.objects.get(name=one["programme"])
    grant = Grant(measure=measure, programme=programme, reference=one["reference"], money=one["money"])
    for name, value in (days | figures).items():
        setattr(grant, name, value)
    funding.save(grant, by=by)
    for amount, due, received in one["instalments"]:
        day = dt.date.fromisoformat(received) if received else None
        part = Instalment(grant=grant, amount=Decimal(amount), due_on=dt.date.fromisoformat(due), received_on=day)
        funding.save(part, by=by)
    for title, due in one["reports"]:
        funding.save(DueReport(grant=grant, title=title, due_on=dt.date.fromisoformat(due)), by=by)
    for report in grant.reports.filter(due_on__lt=clock.today(), title__startswith=one["sent"]):
        report.sent_on = report.due_on - SENT_BEFORE
        funding.save(report, by=by)

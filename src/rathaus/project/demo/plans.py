"""The demo town's strategy, made up, through the same actions that a real town uses; published twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rathaus.catalogue.models import Service
from rathaus.people.models import Department
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Dependency, Field, Goal, Indicator, Measure, Milestone, Money, Strategy
from rathaus.towns.actors import Actor

FILE = Path(__file__).parent / "strategy.json"


def furnish(departments: Mapping[str, Department], *, by: Actor) -> None:
    """Fields, goals and measures; a first published state, then reports and a second one."""
    described = json.loads(FILE.read_text(encoding="utf-8"))
    fields = described.pop("fields")
    strategy = plans.begin(Strategy(**described), (), by=by)
    measures: list[tuple[Measure, dict[str, Any]]] = []
    for field in fields:
        row = Field(strategy=strategy, name=field["name"])
        plans.save(row, by=by)
        for goal in field["goals"]:
            measures += _goal(row, goal, departments, by)
    by_title = {measure.title: measure for measure, _described in measures}
    for measure, one in measures:
        for needed in one.get("needs", ()):
            plans.save(Dependency(measure=measure, needs=by_title[needed]), by=by)
    plans.publish(by=by)
    for measure, one in measures:
        for text in one.get("reports", ()):
            plans.report(measure, text, by=by)
        if "stopped" in one:
            plans.stop(measure, day=dt.date(2026, 1, 15), why=one["stopped"], by=by)
    plans.publish(by=by)


def _goal(
    field: Field, described: dict[str, Any], departments: Mapping[str, Department], by: Actor
) -> list[tuple[Measure, dict[str, Any]]]:
    indicator = Indicator.objects.filter(key=described["indicator"]).first()
    goal = Goal(field=field, title=described["title"], meaning=described["meaning"], indicator=indicator)
    plans.save(goal, by=by)
    return [(_measure(goal, one, departments, by), one) for one in described["measures"]]


def _measure(goal: Goal, one: dict[str, Any], departments: Mapping[str, Department], by: Actor) -> Measure:
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
        reached_on = dt.date.fromisoformat(reached) if reached else None
        milestone = Milestone(measure=measure, title=title, due_on=dt.date.fromisoformat(due), reached_on=reached_on)
        plans.save(milestone, by=by)
    for year, source, budget, spent in one["money"]:
        plans.save(Money(measure=measure, year=year, source=source, budget=budget, spent=spent), by=by)
    return measure

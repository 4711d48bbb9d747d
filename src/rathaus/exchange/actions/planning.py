"""A part of another town's strategy, put into one's own: begun today, with everything still to be adapted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, StrategyContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy
from rathaus.exchange.placed import Placed
from rathaus.exchange.updates.strategy import DEFINITION, MILESTONE, amounts, milestones
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.actions import indicators, plans
from rathaus.strategy.computed import COMPUTATIONS
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Milestone, Money
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def contents_of(copy: Copy) -> StrategyContents:
    """What waits to be put into the strategy."""
    return StrategyContents.from_files(copy.base.read().files)


def put_into_strategy(copy: Copy, field: Field, *, department: Department, by: Actor) -> None:
    """Add goals, measures and missing indicators to a field of action; `department` answers for them.

    An indicator that the town has already stays as it is. Nothing is published by it. Raises `ExchangeError`,
    `NotAllowed`.
    """
    require(by, Permission.STRATEGY)
    if copy.rows:
        raise ExchangeError(_("Diese Maßnahmen stehen schon in Ihrer Strategie."))
    contents = contents_of(copy)
    placed = Placed(department=str(department.pk))
    with atomic_write():
        for indicator in contents.indicators:
            add_indicator(indicator, department=department, by=by)
        for goal in contents.goals:
            row = add_goal(goal, field, placed, by=by)
            for measure in goal.measures:
                add_measure(measure, row, placed, department=department, by=by)
        copy.rows = placed.to_json()
        copy.save(update_fields=["rows"])
        audit.record("exchange.planned", copy, by=by, details={"goals": len(placed.goals), "field": str(field.pk)})


def add_indicator(one: IndicatorPart, *, department: Department, by: Actor) -> None:
    """Define an indicator where the town does not have it yet; `department` releases its figures."""
    if Indicator.objects.filter(key=one.key).exists():
        return
    said = {name: getattr(one, name) for name in ("key", *DEFINITION)}
    computed = one.computed if one.computed in COMPUTATIONS else ""
    indicators.save_indicator(Indicator(**said, computed=computed, department=department), by=by)


def add_goal(one: GoalPart, field: Field, placed: Placed, *, by: Actor) -> Goal:
    """Add a goal without its measures."""
    indicator = Indicator.objects.filter(key=one.indicator).first() if one.indicator else None
    goal = Goal(field=field, title=one.title, meaning=one.meaning, indicator=indicator)
    plans.save(goal, by=by)
    placed.goals[one.id], placed.homes[one.id] = str(goal.pk), str(field.pk)
    return goal


def add_measure(one: MeasurePart, goal: Goal, placed: Placed, *, department: Department, by: Actor) -> None:
    """Add a measure that begins today, with its milestones and what is planned for it."""
    today = clock.today()
    measure = Measure(
        goal=goal,
        title=one.title,
        description=one.description,
        risks=one.risks,
        department=department,
        starts_on=today,
        ends_on=today + dt.timedelta(days=one.days),
    )
    plans.save(measure, by=by)
    placed.forget_parts_of(one.id)
    placed.measures[one.id] = str(measure.pk)
    for name, milestone in milestones(one).items():
        add_milestone(
            measure, milestone.title, milestone.day, place=f"{one.id}/{MILESTONE}{name}", placed=placed, by=by
        )
    for name, euros in amounts(one).items():
        add_money(measure, name, euros, place=f"{one.id}/{name}", placed=placed, by=by)


def add_milestone(measure: Measure, title: str, day: int, *, place: str, placed: Placed, by: Actor) -> None:
    """Add a milestone so many days after the measure begins."""
    row = Milestone(measure=measure, title=title, due_on=measure.starts_on + dt.timedelta(days=day))
    plans.save(row, by=by)
    placed.parts[place] = str(row.pk)


def add_money(measure: Measure, name: str, euros: str, *, place: str, placed: Placed, by: Actor) -> None:
    """Add what is planned; `name` is the fact's, with year and source."""
    _money, year, source = name.split("/", 2)
    row = Money(measure=measure, year=measure.starts_on.year + int(year), source=source, budget=Decimal(euros))
    plans.save(row, by=by)
    placed.parts[place] = str(row.pk)

"""A part of another town's strategy, put into one's own: begun today, with everything still to be adapted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, StrategyContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy, Received
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.actions import indicators, plans
from rathaus.strategy.computed import COMPUTATIONS
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Milestone, Money
from rathaus.strategy.models.indicators import Frequency
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

_CENT = Decimal("0.01")


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
    missing = [_new_indicator(one, department) for one in contents.indicators]
    with atomic_write():
        for indicator in missing:
            if not Indicator.objects.filter(key=indicator.key).exists():
                indicators.save_indicator(indicator, by=by)
        made = {goal.id: _put_goal(goal, field, department, by) for goal in contents.goals}
        copy.rows = made
        copy.save(update_fields=["rows"])
        audit.record("exchange.planned", copy, by=by, details={"goals": len(made), "field": str(field.pk)})


def _new_indicator(one: IndicatorPart, department: Department) -> Indicator:
    frequency = one.frequency if one.frequency in Frequency.values else Frequency.IRREGULAR.value
    computed = one.computed if one.computed in COMPUTATIONS else ""
    parts: dict[str, Any] = {name: getattr(one, name) for name in ("key", "name", "meaning", "unit", "decimals")}
    parts |= {name: getattr(one, name) for name in ("direction", "method", "source", "licence")}
    made = Indicator(**parts, frequency=frequency, computed=computed, department=department)
    try:
        made.clean_fields()
    except ValidationError as error:
        sentence = _("Die Kennzahl „%s“ des Pakets passt nicht in dieses Haus.") % one.name
        raise ExchangeError(sentence) from error
    return made


def _put_goal(one: GoalPart, field: Field, department: Department, by: Actor) -> str:
    indicator = Indicator.objects.filter(key=one.indicator).first() if one.indicator else None
    goal = Goal(field=field, title=one.title, meaning=one.meaning[:1000], indicator=indicator)
    plans.save(goal, by=by)
    for measure in one.measures:
        _put_measure(measure, goal, department, by)
    return str(goal.pk)


def _put_measure(one: MeasurePart, goal: Goal, department: Department, by: Actor) -> None:
    today = clock.today()
    measure = Measure(
        goal=goal,
        title=one.title,
        description=one.description,
        risks=one.risks[:1000],
        department=department,
        starts_on=today,
        ends_on=today + dt.timedelta(days=one.days),
    )
    plans.save(measure, by=by)
    for milestone in one.milestones:
        due_on = today + dt.timedelta(days=milestone.day)
        plans.save(Milestone(measure=measure, title=milestone.title, due_on=due_on), by=by)
    sums: dict[tuple[int, str], Decimal] = {}
    for money in one.money:
        place = today.year + money.year, money.source
        sums[place] = sums.get(place, Decimal()) + Decimal(money.budget).quantize(_CENT)
    for (year, source), budget in sums.items():
        plans.save(Money(measure=measure, year=year, source=source, budget=budget), by=by)


def have_seen(copy: Copy, newer: Received, *, by: Actor) -> None:
    """Say that the origin's newer version was looked at; what of it is wanted, people enter themselves."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        copy.base = newer
        copy.save(update_fields=["base"])
        audit.record("exchange.seen", copy, by=by, details={"version": newer.version})

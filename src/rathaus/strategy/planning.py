"""From rows to a plan: the strategy that is being worked on, and those that were published."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from rathaus.strategy import plan as plans
from rathaus.strategy.models import (
    Dependency,
    Field,
    Goal,
    Grant,
    Measure,
    Milestone,
    Money,
    PublishedStrategy,
    Report,
    Strategy,
)
from rathaus.strategy.plan import Plan
from rathaus.towns import scope


def current() -> Plan | None:
    """The strategy as it is being worked on; None where there is none. A fixed number of queries."""
    measures = Measure.objects.select_related("department", "service").prefetch_related(
        "milestones", "money", "reports", "dependencies", "grants__programme", "grants__instalments"
    )
    goals = Goal.objects.select_related("indicator").prefetch_related(Prefetch("measures", measures))
    fields = Field.objects.prefetch_related(Prefetch("goals", goals))
    strategy = Strategy.objects.prefetch_related(Prefetch("fields", fields)).first()
    if strategy is None:
        return None
    return Plan(
        strategy.title,
        strategy.vision,
        strategy.first_year,
        strategy.last_year,
        tuple(_field(field) for field in strategy.fields.all()),
    )


def _field(row: Field) -> plans.Field:
    return plans.Field(str(row.pk), row.name, tuple(_goal(goal) for goal in row.goals.all()))


def _goal(row: Goal) -> plans.Goal:
    indicator = row.indicator.key if row.indicator else ""
    measures = tuple(_measure(measure) for measure in row.measures.all())
    return plans.Goal(str(row.pk), row.title, row.meaning, indicator, measures)


def _measure(row: Measure) -> plans.Measure:
    return plans.Measure(
        id=str(row.pk),
        title=row.title,
        description=row.description,
        department=row.department.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        risks=row.risks,
        service=row.service.slug if row.service else "",
        service_name=row.service.name if row.service else "",
        stopped_on=row.stopped_on,
        stopped_why=row.stopped_why,
        needs=tuple(sorted(str(one.needs_id) for one in row.dependencies.all())),
        milestones=tuple(_milestone(one) for one in row.milestones.all()),
        money=tuple(money(one) for one in row.money.all()),
        reports=tuple(_report(one) for one in row.reports.all()),
        grants=tuple(grant for one in row.grants.all() if (grant := _grant(one)) is not None),
    )


def _milestone(row: Milestone) -> plans.Milestone:
    return plans.Milestone(row.title, row.due_on, row.reached_on)


def money(row: Money) -> plans.Money:
    return plans.Money(row.year, row.source, row.budget, row.spent, own=row.own)


def _grant(row: Grant) -> plans.Grant | None:
    """A grant that was given; applications and refusals are nobody else's business."""
    if row.granted_on is None:
        return None
    received = sum((one.amount for one in row.instalments.all() if one.received_on), Decimal())
    return plans.Grant(row.programme.name, row.amount, received, row.granted_on)


def _report(row: Report) -> plans.Report:
    return plans.Report(row.day, row.text)


def depends(measure_id: UUID, on: UUID) -> bool:
    """Whether a measure must wait for another, however many stand in between (or is that other)."""
    needs: dict[UUID, list[UUID]] = {}
    for first, second in Dependency.objects.values_list("measure_id", "needs_id"):
        needs.setdefault(first, []).append(second)
    waiting, seen = [measure_id], set[UUID]()
    while waiting:
        one = waiting.pop()
        if one == on:
            return True
        if one not in seen:
            seen.add(one)
            waiting += needs.get(one, [])
    return False


def published() -> QuerySet[PublishedStrategy]:
    """What the town in scope published, the newest first.

    Says the town itself: the table is readable for every town, so nothing stands behind the manager here.
    """
    return PublishedStrategy.objects.filter(municipality_id=scope.current_id()).order_by("-number")


def newest() -> PublishedStrategy | None:
    """What the public sees."""
    return published().first()


def everywhere() -> list[PublishedStrategy]:
    """The newest published strategy of every town of the house, by name."""
    same_town = PublishedStrategy.shared.filter(municipality=OuterRef("municipality")).order_by("-number")
    found = PublishedStrategy.shared.filter(number=Subquery(same_town.values("number")[:1]))
    return sorted(found.select_related("municipality"), key=lambda row: row.town_name.casefold())

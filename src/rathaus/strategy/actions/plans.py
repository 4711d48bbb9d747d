"""The strategy: begun, changed part by part, and published as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy import plan as plans
from rathaus.strategy import planning
from rathaus.strategy.actions.releasing import show
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import (
    Dependency,
    Field,
    Goal,
    Measure,
    Milestone,
    Money,
    PublishedStrategy,
    Report,
    Strategy,
)
from rathaus.strategy.suggestions import Suggestion
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

Part = Strategy | Field | Goal | Measure | Milestone | Money | Dependency
"""What a strategy is made of, and may be changed by itself."""


def begin(strategy: Strategy, suggestions: Sequence[Suggestion], *, by: Actor) -> Strategy:
    """Begin a first strategy with the fields of action that were chosen, each with its suggested goals.

    Raises `StrategyError` where there is one, or its years are the wrong way round.
    """
    require(by, Permission.STRATEGY)
    _check(strategy)
    with atomic_write():
        if Strategy.objects.exists():
            raise StrategyError(_("Es gibt schon eine Strategie."))
        strategy.save()
        for number, suggestion in enumerate(suggestions):
            field = Field.objects.create(strategy=strategy, name=str(suggestion.name), position=number)
            Goal.objects.bulk_create([
                Goal(field=field, title=str(goal), position=place) for place, goal in enumerate(suggestion.goals)
            ])  # fmt: skip
        audit.record("strategy.begun", strategy, by=by, details={"fields": len(suggestions)})
    return strategy


def save(part: Part, *, by: Actor) -> Part:
    """Add a part, or change it. Raises `StrategyError` where it would contradict itself."""
    require(by, Permission.STRATEGY)
    _check(part)
    with atomic_write():
        if part._state.adding and isinstance(part, Field | Goal | Measure):
            part.position = _last_position(part) + 1
        part.save()
        audit.record("strategy.part_saved", part, by=by, details={"part": type(part).__name__})
    return part


def _check(part: Part) -> None:
    match part:
        case Strategy() if part.last_year < part.first_year:
            raise StrategyError(_("Das Ende liegt vor dem Beginn."))
        case Measure() if part.ends_on < part.starts_on:
            raise StrategyError(_("Das Ende liegt vor dem Beginn."))
        case Milestone() if part.reached_on and part.reached_on > clock.today():
            raise StrategyError(_("Ein Meilenstein kann nicht in der Zukunft erreicht worden sein."))
        case Money() if Money.objects.filter(measure_id=part.measure_id, year=part.year, source=part.source).exclude(
            pk=part.pk
        ):
            raise StrategyError(_("Für dieses Jahr und diese Herkunft gibt es schon einen Betrag."))
        case Dependency() if planning.depends(part.needs_id, part.measure_id):
            raise StrategyError(_("Die beiden Maßnahmen würden aufeinander warten."))


def _last_position(part: Field | Goal | Measure) -> int:
    last = Max("position")
    match part:
        case Field():
            found = Field.objects.filter(strategy=part.strategy).aggregate(last=last)
        case Goal():
            found = Goal.objects.filter(field=part.field).aggregate(last=last)
        case Measure():
            found = Measure.objects.filter(goal=part.goal).aggregate(last=last)
    return int(found["last"] or 0)


def remove(part: Part, *, by: Actor) -> None:
    """Take a part out, with all below it. What was published stays as it was.

    Raises `StrategyError` where a measure in it has a grant: its giver still wants to know what became of the money.
    """
    require(by, Permission.STRATEGY)
    kind, part_id = type(part).__name__, part.pk
    try:
        with atomic_write():
            part.delete()
            audit.record("strategy.part_removed", part_id, by=by, details={"part": kind})
    except ProtectedError as error:
        raise StrategyError(_("Dazu gehört eine Zuwendung; ihr Nachweis braucht die Maßnahme.")) from error


def stop(measure: Measure, *, day: dt.date, why: str, by: Actor) -> None:
    """End a measure before it is done, with the reason."""
    require(by, Permission.STRATEGY)
    if not why.strip():
        raise StrategyError(_("Sagen Sie, warum die Maßnahme endet."))
    with atomic_write():
        measure.stopped_on, measure.stopped_why = day, why.strip()
        measure.save(update_fields=["stopped_on", "stopped_why"])
        audit.record("strategy.measure_stopped", measure, by=by, details={"day": str(day)})


def resume(measure: Measure, *, by: Actor) -> None:
    """Go on with a measure that was ended."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        measure.stopped_on, measure.stopped_why = None, ""
        measure.save(update_fields=["stopped_on", "stopped_why"])
        audit.record("strategy.measure_resumed", measure, by=by)


def report(measure: Measure, text: str, *, by: Actor) -> Report:
    """Say in a few words how a measure goes."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        said = Report.objects.create(measure=measure, day=clock.today(), text=text, author=by.label)
        audit.record("strategy.reported", said, by=by)
    return said


def publish(*, by: Actor) -> PublishedStrategy:
    """Publish the strategy as it stands now. Raises `StrategyError` where there is none, or nothing has changed."""
    require(by, Permission.STRATEGY)
    current = planning.current()
    if current is None:
        raise StrategyError(_("Es gibt noch keine Strategie."))
    with atomic_write():
        last = planning.newest()
        content = plans.to_json(current)
        if last is not None and last.content == content:
            raise StrategyError(_("Seit der letzten Veröffentlichung hat sich nichts geändert."))
        town = scope.current()
        published = PublishedStrategy.objects.create(
            number=last.number + 1 if last else 1,
            town_name=town.name,
            content=content,
            published_at=clock.now(),
            published_by=by.label,
        )
        show()
        audit.record("strategy.published", published, by=by, details={"number": published.number})
    return published

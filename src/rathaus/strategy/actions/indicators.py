"""Indicators, their targets, the units that are compared, and single figures that somebody enters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Observation, Target, Unit
from rathaus.strategy.periods import Period
from rathaus.strategy.places import PlaceRow
from rathaus.strategy.queries import own_key
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

TAKEN = frozenset({"vergleich", "neu", "orte", "tabelle", "aus-den-vorgaengen"})
"""Keys that are addresses of other pages."""


_RELATIVE = re.compile(r"%|‰|\bpro(?:zent|mille)|\b(?:je|pro) (?:\d|einwohner|kopf)", re.IGNORECASE)


def is_relative(unit: str) -> bool:
    """Whether something was divided already: a share, or so many for each inhabitant."""
    return _RELATIVE.search(unit) is not None


def relative(unit: str) -> str:
    """Why figures of this unit are not divided by the inhabitants."""
    return _("Nur Anzahlen lassen sich durch die Einwohner teilen. „%(unit)s“ ist schon geteilt.") % {"unit": unit}


def save_indicator(indicator: Indicator, *, by: Actor) -> Indicator:
    """Define an indicator, or change its definition. Its key stays: others refer to it. Raises `StrategyError`."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        new = indicator._state.adding
        if indicator.key in TAKEN:
            raise StrategyError(_("„%(key)s“ geht nicht als Kurzname.") % {"key": indicator.key})
        if new and Indicator.objects.filter(key=indicator.key).exists():
            raise StrategyError(_("Den Kurznamen „%(key)s“ gibt es schon.") % {"key": indicator.key})
        if indicator.per_head and is_relative(indicator.unit):
            raise StrategyError(relative(indicator.unit))
        if not new and Indicator.objects.get(pk=indicator.pk).key != indicator.key:
            raise StrategyError(_("Der Kurzname bleibt: Unter ihm vergleichen andere Kommunen diese Kennzahl."))
        indicator.changed_at = timezone.now()
        indicator.save()
        audit.record(
            "strategy.indicator_defined" if new else "strategy.indicator_changed",
            indicator,
            by=by,
            details={"key": indicator.key},
        )
    return indicator


def set_target(indicator: Indicator, *, due_on: dt.date, value: float, by: Actor) -> Target:
    """Say what the town wants to have reached on a day; a target of the same day is replaced."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        target, _new = Target.objects.update_or_create(indicator=indicator, due_on=due_on, defaults={"value": value})
        audit.record(
            "strategy.target_set",
            target,
            by=by,
            details={"indicator": indicator.key, "due_on": str(due_on), "value": value},
        )
    return target


def remove_target(target_id: UUID, *, by: Actor) -> None:
    """Drop a target. One that is gone already is no error."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        target = Target.objects.select_related("indicator").filter(pk=target_id).first()
        if target is not None:
            target.delete()
            audit.record("strategy.target_removed", target_id, by=by, details={"indicator": target.indicator.key})


def save_unit(unit: Unit, *, by: Actor) -> Unit:
    """Add a place to compare with, or change what is known of it. Raises `StrategyError`."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        if Unit.objects.filter(key=unit.key).exclude(pk=unit.pk).exists():
            raise StrategyError(_("Den Schlüssel „%(key)s“ gibt es schon.") % {"key": unit.key})
        unit.save()
        audit.record("strategy.unit_saved", unit, by=by, details={"key": unit.key, "name": unit.name})
    return unit


def own_unit(*, by: Actor) -> Unit:
    """The town itself as a unit, made where it is missing. Its key is the regional key, else the town's short name."""
    require(by, Permission.STRATEGY)
    town = scope.current()
    with atomic_write():
        unit, new = Unit.objects.get_or_create(key=own_key(), defaults={"name": town.name, "land": town.land})
        if new:
            audit.record("strategy.unit_saved", unit, by=by, details={"key": unit.key, "name": unit.name})
    return unit


def enter(
    indicator: Indicator,
    unit: Unit,
    period: Period,
    value: float,
    *,
    breakdown: str = "",
    quality: str = "",
    by: Actor,
) -> Observation:
    """Enter one figure by hand; one of the same period is replaced, and is no longer released."""
    require(by, Permission.STRATEGY)
    if indicator.computed:
        raise StrategyError(_("Diese Kennzahl rechnet das Haus selbst aus."))
    with atomic_write():
        observation, _new = Observation.objects.update_or_create(
            indicator=indicator,
            unit=unit,
            start=period.start,
            end=period.end,
            breakdown=breakdown,
            defaults={"value": value, "quality": quality, "origin": None, "row": None, "released_at": None},
        )
        touch(indicator)
        audit.record(
            "strategy.figure_entered",
            observation,
            by=by,
            details={"indicator": indicator.key, "unit": unit.key, "period": period.code(), "value": value},
        )
    return observation


def touch(indicator: Indicator) -> None:
    """Say that figures of an indicator changed (inside an action's transaction)."""
    indicator.changed_at = timezone.now()
    indicator.save(update_fields=["changed_at"])


def save_places(rows: Sequence[PlaceRow], *, by: Actor) -> int:
    """Add many places, or bring what is known of them up to date; returns how many there were."""
    require(by, Permission.STRATEGY)
    units = [
        Unit(key=row.key, name=row.name, kind=row.kind, land=row.land, population=row.population, area=row.area)
        for row in {row.key: row for row in rows}.values()
    ]
    with atomic_write():
        Unit.objects.bulk_create(
            units,
            update_conflicts=True,
            unique_fields=["municipality", "key"],
            update_fields=["name", "kind", "land", "population", "area", "changed_at"],
        )
        audit.record("strategy.places_saved", scope.current_id(), by=by, details={"places": len(units)})
    return len(units)

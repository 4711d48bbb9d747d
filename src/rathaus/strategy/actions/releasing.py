"""Letting figures out: what is released is public, and what is about the town itself lies in the shared place."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Observation, PublishedStrategy, ReleasedValue, Unit
from rathaus.strategy.queries import own_key
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def release(indicator: Indicator, *, by: Actor) -> int:
    """Publish every figure of an indicator that is not public yet; returns how many.

    Those about the town itself are put where other towns of the house can compare themselves with them.
    """
    require(by, Permission.STRATEGY)
    now = timezone.now()
    with atomic_write():
        waiting = Observation.objects.filter(indicator=indicator, released_at=None)
        count = waiting.update(released_at=now)
        if not count and indicator.published_at:
            raise StrategyError(_("Alle Werte dieser Kennzahl sind schon freigegeben."))
        indicator.published_at = indicator.published_at or now
        indicator.changed_at = now
        indicator.save(update_fields=["published_at", "changed_at"])
        _share(indicator, now)
        show()
        audit.record(
            "strategy.figures_released", indicator, by=by, details={"indicator": indicator.key, "figures": count}
        )
    return count


def withdraw(indicator: Indicator, *, by: Actor) -> None:
    """Take an indicator and all its figures back from the public and from the shared place."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        Observation.objects.filter(indicator=indicator).update(released_at=None)
        ReleasedValue.objects.filter(indicator_key=indicator.key).delete()
        indicator.published_at, indicator.changed_at = None, timezone.now()
        indicator.save(update_fields=["published_at", "changed_at"])
        show()
        audit.record("strategy.figures_withdrawn", indicator, by=by, details={"indicator": indicator.key})


def show() -> None:
    """Keep the town's word on whether there is something to see."""
    town = scope.current()
    town.shows_strategy = (
        Indicator.objects.filter(published_at__isnull=False).exists()
        or PublishedStrategy.objects.filter(municipality_id=town.pk).exists()
    )
    town.save(update_fields=["shows_strategy"])


def _share(indicator: Indicator, now: datetime) -> None:
    """Bring the shared place to what is released of the town's own figures.

    All of them bear this moment: what is said of the place may have changed too, and others see it by that.
    """
    own = Unit.objects.filter(key=own_key()).first()
    ReleasedValue.objects.filter(indicator_key=indicator.key).delete()
    if own is None:
        return
    released = Observation.objects.filter(indicator=indicator, unit=own, released_at__isnull=False)
    ReleasedValue.objects.bulk_create([
        ReleasedValue(
            observation=one.pk,
            indicator_key=indicator.key,
            indicator_name=indicator.name,
            unit_of_measure=indicator.unit,
            direction=indicator.direction,
            source=indicator.source,
            licence=indicator.licence,
            unit_key=own.key,
            unit_name=own.name,
            unit_kind=own.kind,
            land=own.land,
            population=own.population,
            area=own.area,
            invented=own.invented,
            start=one.start,
            end=one.end,
            breakdown=one.breakdown,
            value=one.value,
            quality=one.quality,
            released_at=now,
        )
        for one in released
    ])  # fmt: skip

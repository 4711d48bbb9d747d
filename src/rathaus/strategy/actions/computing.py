"""The indicators that the house feeds itself: taken up once, then computed month by month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.actions.indicators import own_unit, save_indicator, touch
from rathaus.strategy.computed import COMPUTATIONS, Computation
from rathaus.strategy.models import Frequency, Indicator, Observation
from rathaus.strategy.periods import Period
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def take_up(department: Department, *, by: Actor) -> list[Indicator]:
    """Define every computed indicator that the town does not have yet; `department` releases them."""
    require(by, Permission.STRATEGY)
    known = set(Indicator.objects.values_list("key", flat=True))
    return [save_indicator(_indicator(one, department), by=by) for one in COMPUTATIONS.values() if one.key not in known]


def _indicator(one: Computation, department: Department) -> Indicator:
    return Indicator(
        key=one.key,
        name=str(one.name),
        meaning=str(one.meaning),
        method=str(one.method),
        unit=str(one.unit),
        decimals=one.decimals,
        direction=one.direction.value if one.direction else "",
        source=_("Vorgänge dieses digitalen Rathauses"),
        licence="DL-DE/Zero-2.0",
        frequency=Frequency.MONTHLY,
        department=department,
        computed=one.key,
    )


def compute(indicator: Indicator, periods: Sequence[Period], *, by: Actor) -> int:
    """Compute the town's own figures of some periods; returns how many are new or changed.

    A figure that comes out as it was stays as it is, released or not; a changed one waits for its release again.
    """
    require(by, Permission.STRATEGY)
    computation = COMPUTATIONS[indicator.computed]
    found = [(period, value) for period in periods if (value := computation.value(period)) is not None]
    unit = own_unit(by=by)
    changed = 0
    with atomic_write():
        for period, value in found:
            row, new = Observation.objects.get_or_create(
                indicator=indicator,
                unit=unit,
                start=period.start,
                end=period.end,
                breakdown="",
                defaults={"value": value},
            )
            if not new and row.value != value:
                row.value, row.released_at, new = value, None, True
                row.save(update_fields=["value", "released_at"])
            changed += new
        if changed:
            touch(indicator)
            audit.record(
                "strategy.figures_computed", indicator, by=by, details={"indicator": indicator.key, "figures": changed}
            )
    return changed

"""The indicators that the house feeds itself: taken up once, then computed period by period."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy import computed
from rathaus.strategy.actions.indicators import own_unit, save_indicator, touch
from rathaus.strategy.computed import COMPUTATIONS, Computation
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Observation, Rollout, Unit
from rathaus.strategy.periods import Period
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def take_up(department: Department, *, by: Actor) -> list[Indicator]:
    """Define every computed indicator that the town does not have yet; `department` releases them."""
    require(by, Permission.STRATEGY)
    known = set(Indicator.objects.values_list("key", flat=True))
    with translation.override("de"):
        new = [_indicator(one, department) for one in COMPUTATIONS.values() if one.key not in known]
    return [save_indicator(one, by=by) for one in new]


def feed(rollout: Rollout, department: Department, *, by: Actor) -> Indicator:
    """Define the indicator that a rollout feeds; `department` releases it. Raises `StrategyError` where it exists."""
    require(by, Permission.STRATEGY)
    if Indicator.objects.filter(computed=computed.rollout_key(rollout.slug)).exists():
        raise StrategyError(_("Diese Kennzahl gibt es schon."))
    with translation.override("de"):
        indicator = _indicator(computed.of_rollout(rollout), department)
    indicator.computed = computed.rollout_key(rollout.slug)
    return save_indicator(indicator, by=by)


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
        frequency=one.frequency,
        department=department,
        computed=one.key,
    )


def compute(indicator: Indicator, periods: Sequence[Period], *, by: Actor) -> int:
    """Compute the town's own figures of some periods; returns how many are new, changed or gone.

    A figure that comes out as it was stays as it is, released or not; a changed one waits for its release again, and
    one that does not come out any more goes. Raises `StrategyError` for an indicator that the house does not compute.
    """
    require(by, Permission.STRATEGY)
    if not indicator.computed:
        raise StrategyError(_("Diese Kennzahl rechnet das Haus nicht selbst aus."))
    computation = computed.of(indicator.computed)
    if computation is None:
        return 0  # its rollout is gone: what it once said stays
    with translation.override("de"):  # the names of parts are kept, whoever asked for them
        found = {(period, part): value for period in periods for part, value in computation.figures(period).items()}
    unit = own_unit(by=by)
    with atomic_write():
        changed = _store(indicator, unit, set(periods), found)
        if changed:
            touch(indicator)
            audit.record(
                "strategy.figures_computed", indicator, by=by, details={"indicator": indicator.key, "figures": changed}
            )
    return changed


def _store(indicator: Indicator, unit: Unit, periods: set[Period], found: dict[tuple[Period, str], float]) -> int:
    """Bring the figures of the periods to what was found; returns how many differ."""
    rows = Observation.objects.filter(indicator=indicator, unit=unit, end__in={period.end for period in periods})
    kept = {(Period(row.end, row.start), row.breakdown): row for row in rows if Period(row.end, row.start) in periods}
    gone = [row for key, row in kept.items() if key not in found]
    moved = [(kept[key], value) for key, value in found.items() if key in kept and kept[key].value != value]
    new = [
        Observation(indicator=indicator, unit=unit, start=period.start, end=period.end, breakdown=part, value=value)
        for (period, part), value in found.items()
        if (period, part) not in kept
    ]
    for row in gone:
        row.delete()
    for row, value in moved:
        row.value, row.released_at = value, None
        row.save(update_fields=["value", "released_at"])
    Observation.objects.bulk_create(new)
    return len(gone) + len(moved) + len(new)

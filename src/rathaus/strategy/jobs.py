"""What happens without anybody asking."""

from __future__ import annotations

from django.utils import timezone

from rathaus.events import timers
from rathaus.strategy.actions.computing import compute
from rathaus.strategy.models import Indicator
from rathaus.strategy.periods import Period
from rathaus.towns.actors import Actor

MONTHS_BACK = 3
"""How many ended months are computed again: decisions and corrections arrive late."""


@timers.every(hours=24)
def compute_ended_months() -> None:
    """Bring the computed indicators up to the last month that has ended."""
    by = Actor.system("Kennzahlen aus den Vorgängen")
    for indicator in Indicator.objects.exclude(computed=""):
        compute(indicator, ended_months(MONTHS_BACK), by=by)


def ended_months(count: int) -> list[Period]:
    """The last months that have ended, the newest first."""
    today = timezone.localdate()
    before = today.year * 12 + today.month - 1
    return [Period.months((before - back) // 12, (before - back) % 12 + 1, 1) for back in range(1, count + 1)]

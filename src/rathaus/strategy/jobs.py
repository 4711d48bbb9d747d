"""What happens without anybody asking."""

from __future__ import annotations

from django.utils import timezone

from rathaus.events import timers
from rathaus.strategy.actions.computing import compute
from rathaus.strategy.models import Frequency, Indicator
from rathaus.strategy.periods import Period
from rathaus.towns.actors import Actor

PERIODS_BACK = 3
"""How many ended periods are computed again: decisions and corrections arrive late."""
YEAR_BACK = {Frequency.MONTHLY: 12, Frequency.QUARTERLY: 5}
"""How many ended periods an indicator begins with: a year, and of quarters the one to compare it with."""
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}


@timers.every(hours=24)
def compute_ended_periods() -> None:
    """Bring the computed indicators up to the last period that has ended."""
    by = Actor.system("Kennzahlen aus den Vorgängen")
    for indicator in Indicator.objects.exclude(computed=""):
        compute(indicator, ended(indicator, PERIODS_BACK), by=by)


def last_year(indicator: Indicator) -> list[Period]:
    """The periods that an indicator begins with when it is taken up."""
    return ended(indicator, YEAR_BACK[Frequency(indicator.frequency)])


def ended(indicator: Indicator, count: int) -> list[Period]:
    """The last periods of an indicator that have ended, the newest first."""
    length = _MONTHS[Frequency(indicator.frequency)]
    today = timezone.localdate()
    before = (today.year * 12 + today.month - 1) // length
    per_year = 12 // length
    return [
        Period.months((before - back) // per_year, (before - back) % per_year + 1, length)
        for back in range(1, count + 1)
    ]

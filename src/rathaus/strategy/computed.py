"""Indicators that the house feeds itself: each computed by the room that owns the data, the same in every town.

Every computation holds for any past period, so that it can be made again and gives the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.applications.figures import received
from rathaus.cases.figures import days_to_decision, without_asking_back
from rathaus.catalogue.figures import offered
from rathaus.strategy.figures.scores import Direction
from rathaus.strategy.periods import Period

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Computation:
    """An indicator with its key, its words, and how it is computed from one moment up to another."""

    key: str
    name: Text
    meaning: Text
    method: Text
    unit: Text
    decimals: int
    direction: Direction | None
    compute: Callable[[dt.datetime, dt.datetime], float | None]

    def value(self, period: Period) -> float | None:
        """The figure of a period of days in the town's time zone; None where there is nothing to compute it from."""
        return self.compute(_midnight(period.start), _midnight(period.end + dt.timedelta(days=1)))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


COMPUTATIONS = {
    one.key: one
    for one in (
        Computation(
            "online-leistungen",
            _("Leistungen online"),
            _("So viele Leistungen lassen sich hier ganz ohne Papier beantragen."),
            _("Zahl der Leistungen, die am Ende des Zeitraums veröffentlicht und nicht zurückgezogen waren."),
            "",
            0,
            Direction.HIGHER,
            lambda _start, end: float(offered(end - dt.timedelta(microseconds=1))),
        ),
        Computation(
            "antraege-online",
            _("Anträge online"),
            _("So viele Anträge und Anzeigen kamen auf digitalem Weg an."),
            _("Zahl der im Zeitraum abgesendeten Anträge."),
            "",
            0,
            None,
            lambda start, end: float(received(start, end)),
        ),
        Computation(
            "tage-bis-entscheidung",
            _("Tage bis zur Entscheidung"),
            _("Die Hälfte der Anträge war schneller entschieden, die andere Hälfte brauchte länger."),
            _("Median der Tage vom Eingang bis zur Entscheidung, über alle im Zeitraum entschiedenen Vorgänge."),
            _("Tage"),
            1,
            Direction.LOWER,
            days_to_decision,
        ),
        Computation(
            "ohne-rueckfrage",
            _("Entschieden ohne Rückfrage"),
            _("So oft war ein Antrag schon beim Absenden vollständig und verständlich."),
            _("Anteil der im Zeitraum entschiedenen Vorgänge, in denen niemand zurückfragen musste."),
            "%",
            0,
            Direction.HIGHER,
            without_asking_back,
        ),
    )
}
"""Every computation by its key."""

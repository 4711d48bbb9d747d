"""Indicators that the house feeds itself: each computed by the room that owns the data, the same in every town.

Every computation holds for any past period, so that it can be made again and gives the same. Where a figure would rest
on too few people there is none (`rathaus.protection.groups`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.applications.figures import received, share_online
from rathaus.applications.ratings import satisfaction
from rathaus.cases.figures import days_to_decision, without_asking_back
from rathaus.catalogue.figures import maturity_levels, offered
from rathaus.catalogue.usage_figures import completion, hurdles
from rathaus.strategy import rollout as rollouts
from rathaus.strategy.figures.scores import Direction
from rathaus.strategy.models import Frequency, Rollout
from rathaus.strategy.periods import Period

Text = str | Promise
WHOLE = ""
"""The figure itself; others beside it are its parts, by the name of their breakdown."""


@dataclass(frozen=True, slots=True)
class Computation:
    """An indicator with its key, its words, and how it is computed for a period of days in the town's time zone.

    `figures`: the whole and its parts; empty where there is nothing to compute them from, or too little to tell.
    """

    key: str
    name: Text
    meaning: Text
    method: Text
    unit: Text
    decimals: int
    direction: Direction | None
    frequency: Frequency
    figures: Callable[[Period], Mapping[str, float]]


def _moments(period: Period) -> tuple[dt.datetime, dt.datetime]:
    return _midnight(period.start), _midnight(period.end + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _last_moment(period: Period) -> dt.datetime:
    return _moments(period)[1] - dt.timedelta(microseconds=1)


def _only(value: float | None) -> dict[str, float]:
    return {} if value is None else {WHOLE: float(value)}


def _by_maturity(period: Period) -> Mapping[str, float]:
    """The services that count as online, and how many stand at each level."""
    found = maturity_levels(_last_moment(period))
    if found is None or not found[1]:
        return {}
    model, levels = found
    online = sum(number for level, number in levels.items() if model.online(level))
    return {WHOLE: float(online)} | {f"Reifegrad {level}": float(number) for level, number in sorted(levels.items())}


def _hardest_steps(period: Period) -> Mapping[str, float]:
    """Over all services, and for each with the title of its hardest step."""
    found = hurdles(period.start, period.end)
    if not found:
        return {}
    whole = sum(one.stopped for one in found) / sum(one.starts for one in found) * 100
    return {WHOLE: whole} | {f"{one.service}: {one.title}"[:100]: one.stopped / one.starts * 100 for one in found}


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
            Frequency.MONTHLY,
            lambda period: _only(offered(_last_moment(period))),
        ),
        Computation(
            "leistungen-reifegrad",
            _("Leistungen ab Reifegrad 3"),
            _("So viele Leistungen gelten als online: Antrag und alle Nachweise gehen digital, der Bescheid auch."),
            _(
                "Stufe jeder am Ende des Zeitraums angebotenen Leistung nach dem OZG-Reifegradmodell 1.1 (0 bis 4). "
                "Das niedrigste Kriterium entscheidet: Beschreibung, Antrag, Nachweise, Anmelden, Bezahlen, Bescheid. "
                "Die Kriterien des Modells 2.0 von Juli 2025 liegen noch nicht vor."
            ),
            "",
            0,
            Direction.HIGHER,
            Frequency.MONTHLY,
            _by_maturity,
        ),
        Computation(
            "antraege-online",
            _("Anträge online"),
            _("So viele Anträge und Anzeigen kamen auf digitalem Weg an."),
            _("Zahl der im Zeitraum abgesendeten Anträge."),
            "",
            0,
            None,
            Frequency.MONTHLY,
            lambda period: _only(received(*_moments(period))),
        ),
        Computation(
            "anteil-online",
            _("Online statt auf Papier"),
            _("Von 100 Anträgen kamen so viele online. Gezählt werden Leistungen, die es hier auch online gibt."),
            _(
                "Online-Anträge, geteilt durch alle, in den Leistungen und Monaten, für die der Fachbereich zählte, "
                "was auf Papier kam. Ab fünf Anträgen."
            ),
            "%",
            0,
            Direction.HIGHER,
            Frequency.QUARTERLY,
            lambda period: _only(share_online(period.start, period.end)),
        ),
        Computation(
            "abschlussquote",
            _("Begonnen und abgesendet"),
            _("Von 100 begonnenen Anträgen wurden so viele abgesendet."),
            _("Im Zeitraum abgesendete Anträge, geteilt durch begonnene, höchstens 100. Ab fünf begonnenen Anträgen."),
            "%",
            0,
            Direction.HIGHER,
            Frequency.QUARTERLY,
            lambda period: _only(completion(period.start, period.end)),
        ),
        Computation(
            "groesste-huerde",
            _("Abbruch an der größten Hürde"),
            _("Von 100 begonnenen Anträgen enden so viele auf der Seite, auf der die meisten aufhören."),
            _(
                "Je Leistung die Seite, auf der die meisten aufhören; deren Abbrüche, geteilt durch die begonnenen "
                "Anträge. Leistungen ab fünf begonnenen Anträgen."
            ),
            "%",
            0,
            Direction.LOWER,
            Frequency.QUARTERLY,
            _hardest_steps,
        ),
        Computation(
            "tage-bis-entscheidung",
            _("Tage bis zur Entscheidung"),
            _("Die Hälfte der Anträge war schneller entschieden, die andere Hälfte brauchte länger."),
            _(
                "Median der Tage vom Eingang bis zur Entscheidung, über alle im Zeitraum entschiedenen Vorgänge. "
                "Ab fünf Vorgängen."
            ),
            _("Tage"),
            1,
            Direction.LOWER,
            Frequency.QUARTERLY,
            lambda period: _only(days_to_decision(*_moments(period))),
        ),
        Computation(
            "ohne-rueckfrage",
            _("Entschieden ohne Rückfrage"),
            _("So oft war ein Antrag schon beim Absenden vollständig und verständlich."),
            _(
                "Anteil der im Zeitraum entschiedenen Vorgänge, in denen niemand zurückfragen musste. "
                "Ab fünf Vorgängen."
            ),
            "%",
            0,
            Direction.HIGHER,
            Frequency.QUARTERLY,
            lambda period: _only(without_asking_back(*_moments(period))),
        ),
        Computation(
            "zufriedenheit",
            _("Zufriedenheit"),
            _("So leicht fanden es die Leute, von 1 (sehr schwer) bis 5 (sehr leicht)."),
            _("Mittel aller Bewertungen der Leistungen in den Monaten des Zeitraums. Ab fünf Bewertungen."),
            _("von 5"),
            1,
            Direction.HIGHER,
            Frequency.QUARTERLY,
            lambda period: _only(satisfaction(period.start, period.end)),
        ),
    )
}
"""Every computation by its key."""


_ROLLOUT = "ausbau:"


def rollout_key(slug: str) -> str:
    """The name of the computation that a rollout feeds."""
    return f"{_ROLLOUT}{slug}"


def of(name: str) -> Computation | None:
    """The computation by its name: one of the house's, or that of a rollout; None where the rollout is gone."""
    if not name.startswith(_ROLLOUT):
        return COMPUTATIONS[name]
    found = Rollout.objects.filter(slug=name.removeprefix(_ROLLOUT)).first()
    return None if found is None else of_rollout(found)


def of_rollout(rollout: Rollout) -> Computation:
    """The share of a rollout's sites that were done when the period ended, whole and by district."""
    return Computation(
        f"ausbau-{rollout.slug}",
        _("%(name)s: fertig") % {"name": rollout.name},
        rollout.meaning,
        _("Am Ende des Zeitraums fertige Standorte, geteilt durch alle, die nicht entfallen sind."),
        "%",
        0,
        Direction.HIGHER,
        Frequency.QUARTERLY,
        lambda period: _done(rollout, period),
    )


def _done(rollout: Rollout, period: Period) -> Mapping[str, float]:
    parts = rollouts.by_district(rollout, period.end)
    whole = _only(rollouts.together(parts).share)
    return whole | {part.district: part.share for part in parts if part.district and part.share is not None}

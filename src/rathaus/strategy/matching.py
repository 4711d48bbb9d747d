"""Which programmes fit a measure: every reason for and against, with the figure that decides.

Nothing here asks the database. A reason is one sentence; a programme fits where no reason stands against it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from rathaus.catalogue.search import fold
from rathaus.strategy.models import Applicant, Programme
from rathaus.strategy.plan import Field, Goal, Measure, State
from rathaus.strategy.templatetags.strategy import euros, share

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that speaks for a programme (`good`) or against it."""

    good: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Match:
    """A programme beside a measure. `about`: whether the measure is about what the programme funds at all."""

    programme: Programme
    measure: Measure
    about: bool
    reasons: tuple[Reason, ...]

    @property
    def against(self) -> list[str]:
        """What speaks against it."""
        return [one.sentence for one in self.reasons if not one.good]

    @property
    def supporting(self) -> list[str]:
        """What speaks for it."""
        return [one.sentence for one in self.reasons if one.good]

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.against


def lines(text: str) -> list[str]:
    """What stands in the lines of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def match(programme: Programme, place: tuple[Field, Goal, Measure], *, applicant: Applicant, today: dt.date) -> Match:
    """A programme beside a measure with where it belongs. `applicant`: what sort of body the town is."""
    measure = place[2]
    topic = _topic(programme, place)
    reasons = (
        topic,
        _applicant(programme, applicant),
        *_money(programme, measure),
        *_dates(programme, measure, today),
        *_window(programme, today),
        *_combined(programme, measure),
    )
    return Match(programme, measure, topic.good, reasons)


def _topic(programme: Programme, place: tuple[Field, Goal, Measure]) -> Reason:
    field, goal, measure = place
    wanted = lines(programme.topics)
    texts = (
        (field.name, _("Das Handlungsfeld „%(text)s“ passt zum Stichwort „%(word)s“.")),
        (measure.title, _("Die Maßnahme „%(text)s“ passt zum Stichwort „%(word)s“.")),
        (goal.title, _("Das Ziel „%(text)s“ passt zum Stichwort „%(word)s“.")),
    )
    for text, sentence in texts:
        for word in wanted:
            if fold(word) in fold(text):
                return Reason(good=True, sentence=sentence % {"text": text, "word": word})
    return Reason(
        good=False,
        sentence=_("Weder Handlungsfeld noch Ziel noch Maßnahme nennen eines der Stichwörter: %(words)s.")
        % {"words": ", ".join(wanted)},
    )


def _applicant(programme: Programme, applicant: Applicant) -> Reason:
    allowed = [str(Applicant(one).label) for one in programme.applicants]
    good = applicant.value in programme.applicants
    sentence = _("%(who)s dürfen Anträge stellen.") if good else _("Nur %(all)s dürfen Anträge stellen, nicht %(who)s.")
    return Reason(good=good, sentence=sentence % {"who": applicant.label, "all": get_text_list(allowed, _("und"))})


def _money(programme: Programme, measure: Measure) -> Iterator[Reason]:
    cost = measure.budget
    if not cost:
        yield Reason(good=False, sentence=_("Für die Maßnahme ist noch kein Geld geplant."))
        return
    if programme.least_cost is not None:
        good = cost >= programme.least_cost
        sentence = _("Geplant sind %(cost)s; verlangt sind mindestens %(least)s.")
        yield Reason(good=good, sentence=sentence % {"cost": euros(cost), "least": euros(programme.least_cost)})
    yield _possible(programme, cost)
    if programme.own_share:
        own = sum((one.budget for one in measure.money if one.own), Decimal())
        needed = cost * programme.own_share / HUNDRED
        values = {"own": euros(own), "needed": euros(needed), "share": share(programme.own_share), "cost": euros(cost)}
        sentence = _("Eigenes Geld: geplant sind %(own)s; verlangt sind %(share)s von %(cost)s, also %(needed)s.")
        yield Reason(good=own >= needed, sentence=sentence % values)


def possible(programme: Programme, cost: Decimal) -> Decimal:
    """The grant that the usual rate gives for a cost, as far as the programme goes."""
    grant = cost * programme.rate / HUNDRED
    return grant if programme.largest_grant is None else min(grant, programme.largest_grant)


def _possible(programme: Programme, cost: Decimal) -> Reason:
    grant = possible(programme, cost)
    values = {"rate": share(programme.rate), "cost": euros(cost), "grant": euros(grant)}
    if programme.largest_grant is not None and grant == programme.largest_grant:
        return Reason(
            good=True, sentence=_("%(rate)s von %(cost)s wären mehr als der Höchstbetrag von %(grant)s.") % values
        )
    if programme.raised_rate is not None:
        values |= {"raised": share(programme.raised_rate), "who": programme.raised_for}
        sentence = _("%(rate)s von %(cost)s wären %(grant)s Förderung (%(raised)s: %(who)s).")
    else:
        sentence = _("%(rate)s von %(cost)s wären %(grant)s Förderung.")
    return Reason(good=True, sentence=sentence % values)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _dates(programme: Programme, measure: Measure, today: dt.date) -> Iterator[Reason]:
    state = measure.state(today)
    if state is State.STOPPED or state is State.DONE:
        yield Reason(good=False, sentence=_("Die Maßnahme ist schon erledigt oder beendet."))
    elif measure.ends_on < today:
        sentence = _("Die Maßnahme sollte am %(end)s fertig sein.")
        yield Reason(good=False, sentence=sentence % {"end": _day(measure.ends_on)})
    begin = {"begin": _day(measure.starts_on)}
    if programme.only_new and measure.starts_on <= today:
        yield Reason(
            good=False, sentence=_("Gefördert wird nur, was noch nicht begonnen hat; Beginn war am %(begin)s.") % begin
        )
    elif programme.only_new:
        yield Reason(good=True, sentence=_("Die Maßnahme beginnt erst am %(begin)s.") % begin)
    if programme.began_after is not None:
        good = measure.starts_on >= programme.began_after
        sentence = _("Beginn der Maßnahme: %(begin)s; gefördert wird, was ab dem %(first)s begann.")
        yield Reason(good=good, sentence=sentence % {**begin, "first": _day(programme.began_after)})
    if programme.ends_by is not None:
        good = measure.ends_on <= programme.ends_by
        sentence = _("Ende der Maßnahme: %(end)s; fertig sein muss sie bis %(last)s.")
        yield Reason(good=good, sentence=sentence % {"end": _day(measure.ends_on), "last": _day(programme.ends_by)})


def _window(programme: Programme, today: dt.date) -> Iterator[Reason]:
    if programme.opens_on is not None and today < programme.opens_on:
        sentence = _("Anträge sind erst ab %(day)s möglich.")
        yield Reason(good=False, sentence=sentence % {"day": _day(programme.opens_on)})
    if programme.closes_on is None:
        return
    if today > programme.closes_on:
        sentence = _("Die Frist für Anträge endete am %(day)s.")
        yield Reason(good=False, sentence=sentence % {"day": _day(programme.closes_on)})
    else:
        values = {"day": _day(programme.closes_on), "count": (programme.closes_on - today).days}
        yield Reason(good=True, sentence=_("Anträge sind bis %(day)s möglich, noch %(count)s Tage.") % values)


def _combined(programme: Programme, measure: Measure) -> Iterator[Reason]:
    """Each source of the measure that may not stand beside the programme, with its largest year."""
    excluded = lines(programme.not_with)
    found = [one for one in measure.money if any(fold(word) in fold(one.source) for word in excluded)]
    for source in dict.fromkeys(one.source for one in found):
        total = sum((one.budget for one in found if one.source == source), Decimal())
        sentence = _("%(sum)s kommen aus „%(source)s“; das darf nicht zusammenkommen.")
        yield Reason(good=False, sentence=sentence % {"sum": euros(total), "source": source})
    if excluded and not found:
        sentence = _("Kein Geld aus %(sources)s ist eingeplant; das dürfte nicht dazukommen.")
        yield Reason(good=True, sentence=sentence % {"sources": ", ".join(f"„{one}“" for one in excluded)})

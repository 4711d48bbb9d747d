"""The published strategy on paper: the whole of it, the council's page, and what changed.

In the language of the page that led to it, as far as the words are the house's own; what the town wrote stays as it is.
Made from what was published and released, and nothing else. The date is the day, so that the same paper is made once a
day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.documents.paper import Block, Chart, Heading, Items, Paper, Prose, Table
from rathaus.strategy import charts, maps, queries, told
from rathaus.strategy import plan as plans
from rathaus.strategy import rollout as rollouts
from rathaus.strategy.models import PublishedStrategy
from rathaus.strategy.plan import Change, Measure, Plan, State
from rathaus.strategy.queries import Latest
from rathaus.strategy.templatetags.strategy import euros, figure, share
from rathaus.strategy.views import drawing

NEWEST_REPORTS = 5


@dataclass(frozen=True, slots=True)
class Basis:
    """What every paper is made from. `figures`: the released indicators by key."""

    published: PublishedStrategy
    plan: Plan
    figures: dict[str, Latest]
    today: dt.date


def basis(published: PublishedStrategy) -> Basis:
    """A published strategy with the figures beside it, as of today."""
    figures = {one.indicator.key: one for one in queries.latest(queries.published(), released_only=True)}
    return Basis(published, plans.from_json(published.content), figures, timezone.localdate())


def strategy(of: Basis) -> Paper:
    """The whole strategy."""
    years = _("Strategie %(first)s bis %(last)s") % {"first": of.plan.first_year, "last": of.plan.last_year}
    blocks = [Prose(of.plan.vision), *_standing(of), *_fields(of), *_sources(of.plan), *_rollouts(of.today)]
    return _paper(of, of.plan.title, years, blocks)


def council(of: Basis, changed: Sequence[Change]) -> Paper:
    """The strategy on a page for a meeting; `changed` since the state before."""
    title = _("So steht es am %(day)s") % {"day": told.day(of.today)}
    late = [measure for *_place, measure in of.plan.measures() if measure.state(of.today) is State.LATE]
    reports = plans.newest_reports(of.plan, NEWEST_REPORTS, without=late)
    named = [goal.indicator for field in of.plan.fields for goal in field.goals if goal.indicator in of.figures]
    blocks = [
        *_standing(of),
        *_late(late, of.today),
        *_list(_("Was die Zahlen sagen"), [told.latest(of.figures[key]) for key in dict.fromkeys(named)]),
        *_rollout_table(of.today),
        *_sources(of.plan),
        *_list(_("Förderung"), [f"{one.title}: {told.grant(grant)}" for one, grant in _grants(of.plan)]),
        *_list(_("Zuletzt berichtet"), [_report(*one) for one in reports]),
        *_list(_("Seit der letzten Fassung geändert"), _changed(changed)),
    ]
    return _paper(of, title, of.plan.title, blocks)


def changes(of: Basis, old: PublishedStrategy, changed: Sequence[Change]) -> Paper:
    """What is different from an earlier published state."""
    span = _("Von Fassung %(old)s (%(day)s) bis Fassung %(new)s (%(today)s)") % {
        "old": old.number,
        "day": told.day(timezone.localtime(old.published_at).date()),
        "new": of.published.number,
        "today": told.day(timezone.localtime(of.published.published_at).date()),
    }
    listed = Items(_changed(changed))
    blocks: list[Block] = [listed if changed else Prose(_("Nichts, was die Maßnahmen betrifft."))]
    return _paper(of, _("Was sich geändert hat"), span, blocks)


def _paper(of: Basis, title: str, subtitle: str, blocks: Sequence[Block]) -> Paper:
    at = timezone.make_aware(dt.datetime.combine(of.today, dt.time()))
    number = _("Fassung %(number)s vom %(day)s") % {
        "number": of.published.number,
        "day": told.day(timezone.localtime(of.published.published_at).date()),
    }
    language = translation.get_language() or "de"
    return Paper(of.published.town_name, title, subtitle, number, at, tuple(blocks), language)


def _standing(of: Basis) -> Iterator[Block]:
    """How many measures stand how, and what of the money is spent."""
    measures = [measure for *_place, measure in of.plan.measures()]
    count = len(measures)
    said = ngettext("%(count)s Maßnahme: %(parts)s.", "%(count)s Maßnahmen: %(parts)s.", count)
    sums = {
        "spent": euros(sum((one.spent for one in measures), Decimal())),
        "budget": euros(sum((one.budget for one in measures), Decimal())),
    }
    money = _("%(spent)s von %(budget)s sind ausgegeben.") % sums
    if count:
        yield Prose(f"{said % {'count': count, 'parts': told.states(of.plan.by_state(of.today))}} {money}")


def _late(late: Sequence[Measure], today: dt.date) -> Iterator[Block]:
    if not late:
        yield Prose(_("Keine Maßnahme ist verspätet."))
        return
    yield Heading(_("Darüber ist zu reden"))
    for measure in late:
        yield Heading(measure.title, 2)
        yield Prose(measure.department)
        missed = [told.milestone(one, today) for one in measure.missed(today)]
        yield Items(tuple(missed or [_("Fertig sein sollte es am %(day)s.") % {"day": told.day(measure.ends_on)}]))
        if report := measure.newest_report:
            yield Prose(_("Bericht vom %(day)s: %(text)s") % {"day": told.day(report.day), "text": report.text})


def _list(title: str, texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield Heading(title)
        yield Items(tuple(texts))


def _grants(plan: Plan) -> Iterator[tuple[Measure, plans.Grant]]:
    for *_place, measure in plan.measures():
        for grant in measure.grants:
            yield measure, grant


def _changed(found: Sequence[Change]) -> tuple[str, ...]:
    return tuple(f"{one.where.removesuffix('.')}: {'; '.join(one.sentences)}" for one in told.changed(found))


def _report(measure: Measure, report: plans.Report) -> str:
    return f"{told.day(report.day)}, {measure.title}: {report.text}"


def _fields(of: Basis) -> Iterator[Block]:
    for field in of.plan.fields:
        yield Heading(field.name)
        for goal in field.goals:
            yield Heading(goal.title, 2)
            if goal.meaning:
                yield Prose(goal.meaning)
            if known := of.figures.get(goal.indicator):
                yield from _figure(known)
            for measure in goal.measures:
                yield from _measure(measure, of)
            if not goal.measures:
                yield Prose(_("Dafür ist noch keine Maßnahme beschlossen."))


def _figure(one: Latest) -> Iterator[Block]:
    """An indicator in words and over time; the chart's figures stand in the table below it."""
    yield Prose(told.latest(one))
    points, chart = drawing.course(one)
    if chart:
        yield Chart(charts.printable(chart.wide), f"{one.indicator.name}. {drawing.told(one.indicator, points)}")
        rows = [(str(point.period), figure(point.value, one.indicator)) for point in points]
        yield Table((_("Zeitraum"), one.indicator.name), tuple(rows), 1)


def _measure(measure: Measure, of: Basis) -> Iterator[Block]:
    yield Heading(measure.title, 3)
    span = {"start": told.day(measure.starts_on), "end": told.day(measure.ends_on)}
    facts = [str(told.STATES[measure.state(of.today)]), measure.department, _("%(start)s bis %(end)s") % span]
    if measure.money:
        facts.append(told.money(measure))
    yield Prose(", ".join(facts))
    if measure.stopped_on:
        ended = {"day": told.day(measure.stopped_on), "why": measure.stopped_why}
        yield Prose(_("Beendet am %(day)s: %(why)s") % ended)
    if measure.description:
        yield Prose(measure.description)
    yield from _milestones(measure, of.today)
    for grant in measure.grants:
        yield Prose(_("Förderung: %(grant)s") % {"grant": told.grant(grant)})
    if measure.service_name:
        yield Prose(_("Daraus entstand: %(service)s") % {"service": measure.service_name})
    if measure.risks:
        yield Prose(_("Risiken: %(risks)s") % {"risks": measure.risks})
    if report := measure.newest_report:
        yield Prose(_("Bericht vom %(day)s: %(text)s") % {"day": told.day(report.day), "text": report.text})


def _milestones(measure: Measure, today: dt.date) -> Iterator[Block]:
    if measure.milestones:
        yield Items(tuple(told.milestone(one, today, stopped=bool(measure.stopped_on)) for one in measure.milestones))


def _sources(plan: Plan) -> Iterator[Block]:
    rows = plan.money_by_source()
    if rows:
        yield Heading(_("Geld nach Herkunft"))
        heading = (_("Woher"), _("Geplant"), _("Ausgegeben"))
        total = (_("Zusammen"), sum((row[1] for row in rows), Decimal()), sum((row[2] for row in rows), Decimal()))
        parts = [*rows, total] if len(rows) > 1 else rows
        yield Table(heading, tuple((source, euros(budget), euros(spent)) for source, budget, spent in parts), 1)


def _rollout_table(today: dt.date) -> Iterator[Block]:
    """How far each public rollout is."""
    found = rollouts.public(today)
    if found:
        yield Heading(_("Ausbau"))
        heading = (_("Was"), _("fertig"), _("in Arbeit"), _("geplant"), _("Anteil fertig"))
        yield Table(heading, tuple(_coverage(one.name, total) for one, total in found), 1)


def _coverage(name: str, total: rollouts.Coverage) -> tuple[str, ...]:
    part = "–" if total.share is None else share(Decimal(round(total.share)))
    return name, str(total.done), str(total.building), str(total.planned), part


def _rollouts(today: dt.date) -> Iterator[Block]:
    """Each public rollout with its map and its districts."""
    for one, total in rollouts.public(today):
        sites = rollouts.sites(one, today)
        yield Heading(one.name)
        yield Prose(one.meaning)
        if drawn := maps.draw(sites, title=one.name):
            yield Chart(charts.printable(drawn), f"{one.name}. {maps.description(sites)}")
            yield Prose(_legend(sites))
        heading = (_("Ortsteil"), _("fertig"), _("in Arbeit"), _("geplant"), _("Anteil fertig"))
        parts = [_coverage(part.district or "–", part) for part in rollouts.by_district(one, today)]
        yield Table(heading, (*parts, _coverage(_("Zusammen"), total)), 1)


def _legend(sites: Sequence[rollouts.Site]) -> str:
    """What the forms of a map mean."""
    points = _("Punkte: voll fertig, mit Kern in Arbeit, leer geplant, Kreuz entfällt.")
    lines = _("Linien: dick fertig, gestrichelt in Arbeit, dünn geplant, gepunktet entfällt.")
    parts = [
        points if any(len(site.shape) == 1 for site in sites) else "",
        lines if any(len(site.shape) > 1 for site in sites) else "",
    ]
    return " ".join(part for part in parts if part)

"""Funding: programmes, grants, and what is due for them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db.models import ProtectedError, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import DueReport, Duty, Grant, Instalment, Moment, Programme
from rathaus.strategy.samples import Sample
from rathaus.strategy.templatetags.strategy import euros
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

Part = Programme | Duty | Grant | Instalment | DueReport
"""What funding is made of."""


def save(part: Part, *, by: Actor) -> Part:
    """Add a part, or change it; a grant brings the reports of its programme with it once it is given.

    Raises `StrategyError` where it would contradict itself.
    """
    require(by, Permission.STRATEGY)
    _check(part)
    with atomic_write():
        part.save()
        if isinstance(part, Grant) and part.granted_on and not part.reports.exists():
            DueReport.objects.bulk_create(_reports(part))
        audit.record("strategy.funding_saved", part, by=by, details={"part": type(part).__name__})
    return part


def remove(part: Part, *, by: Actor) -> None:
    """Take a part out, with all below it. Raises `StrategyError` for a programme that the town has a grant of."""
    require(by, Permission.STRATEGY)
    kind, part_id = type(part).__name__, part.pk
    try:
        with atomic_write():
            part.delete()
            audit.record("strategy.funding_removed", part_id, by=by, details={"part": kind})
    except ProtectedError as error:
        raise StrategyError(_("Aus diesem Programm gibt es eine Zuwendung; es bleibt.")) from error


def take_samples(samples: Sequence[Sample], *, by: Actor) -> int:
    """Add the sample programmes that the town does not have yet, by name; returns how many."""
    require(by, Permission.STRATEGY)
    known = set(Programme.objects.values_list("name", flat=True))
    new = [one for one in samples if one.programme.name not in known]
    with atomic_write():
        for sample in new:
            sample.programme.save()
            Duty.objects.bulk_create(sample.duties)
        audit.record("strategy.samples_taken", scope.current_id(), by=by, details={"programmes": len(new)})
    return len(new)


def _check(part: Part) -> None:
    match part:
        case Programme():
            _check_programme(part)
        case Grant():
            _check_grant(part)
        case Instalment():
            _past(part.received_on)
            others = part.grant.instalments.exclude(pk=part.pk).aggregate(sum=Sum("amount"))["sum"] or Decimal()
            if others + part.amount > part.grant.amount:
                raise StrategyError(
                    _("Zusammen wären es %(sum)s; bewilligt sind %(amount)s.")
                    % {"sum": euros(others + part.amount), "amount": euros(part.grant.amount)}
                )
        case DueReport():
            _past(part.sent_on)


def _check_programme(part: Programme) -> None:
    if Programme.objects.filter(name=part.name).exclude(pk=part.pk).exists():
        raise StrategyError(_("Ein Programm „%(name)s“ gibt es schon.") % {"name": part.name})
    if part.opens_on and part.closes_on and part.closes_on < part.opens_on:
        raise StrategyError(_("Die Frist für Anträge endet, bevor sie beginnt."))
    if part.raised_rate is not None and part.raised_rate <= part.rate:
        raise StrategyError(_("Der erhöhte Satz muss über dem gewöhnlichen liegen."))
    if part.rate + part.own_share > 100:
        raise StrategyError(_("Fördersatz und Eigenanteil sind zusammen mehr als 100 %."))


def _check_grant(part: Grant) -> None:
    days = (part.applied_on, part.granted_on, part.refused_on, part.proved_on, part.closed_on)
    for day in days:
        _past(day)
    if part.ends_on < part.starts_on:
        raise StrategyError(_("Das Ende liegt vor dem Beginn."))
    if part.amount > part.cost:
        raise StrategyError(_("Die Förderung ist höher als die förderfähigen Ausgaben."))
    if part.granted_on and part.refused_on:
        raise StrategyError(_("Bewilligt oder abgelehnt: Beides geht nicht."))
    if (part.proved_on or part.closed_on) and not part.granted_on:
        raise StrategyError(_("Nachweisen lässt sich erst, was bewilligt ist."))
    steps = [
        day for day in (part.applied_on, part.granted_on or part.refused_on, part.proved_on, part.closed_on) if day
    ]
    if steps != sorted(steps):
        raise StrategyError(
            _("Beantragt, entschieden, nachgewiesen, anerkannt: Die Tage stehen nicht in dieser Folge.")
        )


def _past(day: dt.date | None) -> None:
    if day is not None and day > timezone.localdate():
        raise StrategyError(_("Was geschehen ist, kann nicht in der Zukunft liegen."))


def _reports(grant: Grant) -> Iterator[DueReport]:
    """The reports that the programme asks for, by their days."""
    for duty in grant.programme.duties.all():
        match Moment(duty.moment):
            case Moment.GRANTED if grant.granted_on:
                yield DueReport(grant=grant, title=duty.title, due_on=later(grant.granted_on, duty.months))
            case Moment.ENDED:
                yield DueReport(grant=grant, title=duty.title, due_on=later(grant.ends_on, duty.months))
            case Moment.YEARLY:
                for year in range(grant.starts_on.year, grant.ends_on.year + 1):
                    day = later(dt.date(year, 12, 31), duty.months)
                    yield DueReport(grant=grant, title=f"{duty.title} {year}", due_on=day)


def later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

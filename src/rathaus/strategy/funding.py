"""Reads of funding: how grants stand, what is due when, and which programmes fit which measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.db.models import QuerySet

from rathaus.strategy import matching, planning, proof
from rathaus.strategy.matching import Match
from rathaus.strategy.models import Applicant, DueReport, Grant, Instalment, Programme, Unit, UnitKind
from rathaus.strategy.plan import Field, Goal, Measure
from rathaus.strategy.proof import Proof
from rathaus.strategy.queries import own_key

Place = tuple[Field, Goal, Measure]


class GrantState(Enum):
    """How a grant stands: from its days, never from a person's wish."""

    PLANNED = "planned"
    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    PROVED = "proved"
    CLOSED = "closed"


def state(grant: Grant) -> GrantState:
    """The last step that was taken."""
    steps = (
        (grant.closed_on, GrantState.CLOSED),
        (grant.proved_on, GrantState.PROVED),
        (grant.refused_on, GrantState.REFUSED),
        (grant.granted_on, GrantState.GRANTED),
        (grant.applied_on, GrantState.APPLIED),
    )
    return next((name for day, name in steps if day), GrantState.PLANNED)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a giver waits for: a report (`title`), or the call for an instalment (`amount`)."""

    day: dt.date
    grant: Grant
    title: str
    amount: Decimal | None
    late: bool


def due(grants: Iterable[Grant], *, today: dt.date) -> list[Due]:
    """What is still to be handed in or called for, the earliest first; of grants that were given and are not closed."""
    open_ = {GrantState.GRANTED, GrantState.PROVED}
    found = [one for grant in grants if state(grant) in open_ for one in _due(grant, today)]
    return sorted(found, key=lambda one: (one.day, one.title))


def _due(grant: Grant, today: dt.date) -> Iterator[Due]:
    for report in grant.reports.all():
        if report.sent_on is None:
            yield Due(report.due_on, grant, report.title, None, report.due_on < today)
    for one in grant.instalments.all():
        if one.received_on is None:
            yield Due(one.due_on, grant, "", one.amount, one.due_on < today)


def grants() -> QuerySet[Grant]:
    """Every grant with what belongs to it: a fixed number of queries."""
    return Grant.objects.select_related("programme", "measure").prefetch_related("instalments", "reports")


def applicant() -> Applicant:
    """What sort of body the town is: a county where its own place says so, else a municipality."""
    county = Unit.objects.filter(key=own_key(), kind=UnitKind.COUNTY).exists()
    return Applicant.COUNTY if county else Applicant.MUNICIPALITY


def places() -> list[Place]:
    """Every measure that is being worked on, with where it belongs."""
    plan = planning.current()
    return list(plan.measures()) if plan else []


def matches_of_programme(programme: Programme, *, today: dt.date) -> list[Match]:
    """The measures that a programme is about, those that fit first."""
    body = applicant()
    found = [matching.match(programme, place, applicant=body, today=today) for place in places()]
    return sorted((one for one in found if one.about), key=lambda one: len(one.against))


def matches_of_measure(place: Place, *, today: dt.date) -> list[Match]:
    """Every programme beside a measure, what fits first."""
    body = applicant()
    found = [matching.match(one, place, applicant=body, today=today) for one in Programme.objects.all()]
    return sorted(found, key=lambda one: (not one.about, len(one.against)))


def fitting(*, today: dt.date) -> list[Match]:
    """Every measure with a programme that nothing speaks against, and that it has no grant of yet."""
    body, known = applicant(), set(Grant.objects.values_list("programme_id", "measure_id"))
    programmes = list(Programme.objects.all())
    found = [
        matching.match(programme, place, applicant=body, today=today) for place in places() for programme in programmes
    ]
    taken = {(programme, str(measure)) for programme, measure in known}
    return [one for one in found if one.fits and (one.programme.pk, one.measure.id) not in taken]


def proof_of(grant: Grant, *, today: dt.date) -> Proof:
    """The proof of use of a grant, from the money of its measure as it stands."""
    money = [planning.money(one) for one in grant.measure.money.all()]
    instalments: list[Instalment] = list(grant.instalments.all())
    reports: list[DueReport] = list(grant.reports.all())
    return proof.of(grant, money, instalments, reports, today=today)

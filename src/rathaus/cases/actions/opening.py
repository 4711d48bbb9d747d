"""A sent application becomes a case."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from rathaus.applications.models import Application
from rathaus.applications.queries import person
from rathaus.cases import names
from rathaus.cases.actions.steps import append, new_event
from rathaus.cases.models import Case, CaseEvent, NameToken
from rathaus.catalogue.builtin import BARRIER
from rathaus.documents import mail
from rathaus.events import require_transaction
from rathaus.protection import audit
from rathaus.towns.actors import Actor

MONTHS_TO_DECIDE = 3
"""After three months without a decision the applicant may go to court (§ 75 VwGO): the first deadline of every case."""
MONTHS_TO_ANSWER = 1
"""A reported barrier is answered within a month: its page promises it, and § 12b (4) BGG asks it of the federation."""


def open_case(application_id: UUID, *, by: Actor) -> Case:
    """Open the case of an application, in the transaction that stores it."""
    require_transaction("opening a case")
    application = Application.objects.select_related("data_key", "version__service").get(pk=application_id)
    service = application.version.service
    case = Case(
        application=application,
        service=service,
        department_id=service.department_id,
        opened_at=application.submitted_at,
    )
    case.save(force_insert=True)
    months = MONTHS_TO_ANSWER if service.slug == BARRIER else MONTHS_TO_DECIDE
    due_on = add_months(timezone.localdate(application.submitted_at), months)
    append(case, new_event(case, CaseEvent.Kind.OPENED, by=by, at=application.submitted_at, due_on=due_on))
    who = person(application)
    rows = [NameToken(case=case, token=token) for token in names.tokens(who.family, who.given, who.firm)]
    NameToken.objects.bulk_create(rows)
    mail.send("cases.opened", case.pk, key=str(case.pk))
    audit.record("case.opened", case, by=by, details={"application": str(application.pk)})
    return case


def settle(application_id: UUID, *, by: Actor) -> Case:
    """End the case of an application that nobody has to decide, in the transaction that stores it.

    For what the house does by itself, such as registering somebody. It leaves the inbox, makes no letter and counts in
    no figure on decisions; its applicant may still take it back.
    """
    require_transaction("settling a case")
    case = Case.objects.select_related("application__data_key").get(application_id=application_id)
    append(case, new_event(case, CaseEvent.Kind.SETTLED, by=by))
    audit.record("case.settled", case, by=by)
    return case


def end_erased(application_id: UUID, *, by: Actor) -> None:
    """End the case of an application of which nothing is left, in the transaction that erases it."""
    case = Case.objects.filter(application_id=application_id).first()
    if case is not None and not case.decided:
        settle(application_id, by=by)


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day (§ 188 BGB)."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))

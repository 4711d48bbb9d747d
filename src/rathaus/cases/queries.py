"""Reads of this room: the inbox, and everything a case page shows."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from rathaus.applications import codes
from rathaus.applications.models import Application
from rathaus.applications.queries import person
from rathaus.cases import names
from rathaus.cases.models import Case, NameToken, State
from rathaus.catalogue.models import Service
from rathaus.people.models import Account, Membership, Role
from rathaus.people.permissions import Grants, Permission
from rathaus.protection.errors import KeyDestroyed

PAGE = 25
OPEN = "open"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the inbox is narrowed down to. `state` is a state, ``open`` or ``all``; `query` a number or name."""

    state: str = OPEN
    mine: bool = False
    overdue: bool = False
    service: UUID | None = None
    query: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the inbox."""

    case: Case
    applicant: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the inbox; `next` is where the following one begins, empty on the last."""

    rows: Sequence[Row]
    next: str


def visible(grants: Grants) -> QuerySet[Case]:
    """The cases of the departments somebody works in."""
    return Case.objects.filter(department__in=grants.where(Permission.WORK))


def inbox(grants: Grants, account: Account, filters: Filters) -> Inbox:
    """A page of the inbox: what waits longest comes first, decided cases the newest first.

    Pages by the last row shown, never by counting; the same number of queries however many cases there are.
    """
    newest_first = filters.state in {State.DECIDED, ALL}
    cases = _narrowed(visible(grants), account, filters)
    if filters.after and (place := _read_cursor(filters.after)):
        cases = cases.filter(_beyond(*place, newest_first=newest_first))
    order = ("-opened_at", "-id") if newest_first else ("opened_at", "id")
    # Find the page in the index alone, then read its rows: sorting whole rows takes a second at 50,000 cases.
    chosen = list(cases.order_by(*order).values_list("pk", flat=True)[: PAGE + 1])
    rows = Case.objects.filter(pk__in=chosen).select_related("service", "assignee", "application__data_key")
    page = list(rows.defer("application__sealed").order_by(*order))
    following = _cursor(page[PAGE - 1]) if len(page) > PAGE else ""
    today = timezone.localdate()
    return Inbox([Row(case, applicant(case), overdue(case, today)) for case in page[:PAGE]], following)


def applicant(case: Case) -> str:
    """The applicant's name for a list; nothing where the data was erased."""
    try:
        return person(case.application).name
    except KeyDestroyed:
        return ""


def overdue(case: Case, today: date) -> bool:
    """Whether a deadline of an open case has passed: ours, or the applicant's for an answer."""
    days = (case.due_on, case.reply_due_on)
    return not case.decided and any(day is not None and day < today for day in days)


def services(grants: Grants) -> QuerySet[Service]:
    """The services whose cases somebody may see."""
    return Service.objects.filter(department__in=grants.where(Permission.WORK)).order_by("name")


def colleagues(case: Case) -> QuerySet[Account]:
    """Who may work on a case."""
    roles = Membership.objects.filter(
        Q(department=None) | Q(department_id=case.department_id), account=OuterRef("pk"), role=Role.CLERK
    )
    return Account.objects.filter(Exists(roles), is_active=True)


def _narrowed(cases: QuerySet[Case], account: Account, filters: Filters) -> QuerySet[Case]:
    if filters.query:
        cases = _searched(cases, filters.query)
    if filters.state == OPEN:
        cases = cases.exclude(state=State.DECIDED)
    elif filters.state != ALL:
        cases = cases.filter(state=filters.state)
    if filters.mine:
        cases = cases.filter(assignee=account)
    if filters.service:
        cases = cases.filter(service_id=filters.service)
    if filters.overdue:
        today = timezone.localdate()
        late = Q(due_on__lt=today) | Q(reply_due_on__lt=today)
        cases = cases.exclude(state=State.DECIDED).filter(late)
    return cases


def _searched(cases: QuerySet[Case], query: str) -> QuerySet[Case]:
    """By number, where it is one, else by all words of a name."""
    number = codes.read_number(query)
    if number:
        return cases.filter(application=Subquery(Application.objects.filter(number=number).values("pk")[:1]))
    return _with_all(cases, names.tokens(query))


def _with_all(cases: QuerySet[Case], tokens: Iterable[str]) -> QuerySet[Case]:
    found = False
    for token in tokens:
        found = True
        cases = cases.filter(pk__in=NameToken.objects.filter(token=token).values("case"))
    return cases if found else cases.none()


def _beyond(opened_at: datetime, case_id: UUID, *, newest_first: bool) -> Q:
    if newest_first:
        return Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, id__lt=case_id)
    return Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, id__gt=case_id)


def _cursor(case: Case) -> str:
    text = f"{case.opened_at.isoformat()} {case.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; nothing for what is no cursor, so that a mangled link shows the first page."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _, case_id = text.partition(" ")
        opened_at, found = datetime.fromisoformat(at), UUID(case_id)
    except (ValueError, binascii.Error):
        return None
    return (opened_at, found) if opened_at.tzinfo else None

"""Who works on a case, until when, and what is noted inside the house."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from rathaus.applications import history
from rathaus.applications.models import PublicEvent
from rathaus.cases.actions.steps import append, locked, new_event, readable, require_open, require_text
from rathaus.cases.checks import check_id, manual_checks
from rathaus.cases.errors import Refused
from rathaus.cases.models import Case, CaseEvent, State
from rathaus.people.models import Account
from rathaus.people.permissions import Permission, grants_of
from rathaus.protection import audit
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

Kind = CaseEvent.Kind


def take_over(case_id: UUID, *, by: Actor) -> Case:
    """Make the case one's own, also from a colleague."""
    if by.kind != "staff":
        raise NotAllowed("only staff take a case over")
    return _assign(case_id, UUID(by.id), kind=Kind.TAKEN, by=by)


def assign(case_id: UUID, *, to: UUID, by: Actor) -> Case:
    """Give the case to a colleague of its department."""
    return _assign(case_id, to, kind=Kind.ASSIGNED, by=by)


def release(case_id: UUID, *, by: Actor) -> Case:
    """Put the case back for whoever comes next."""
    event = new_event(readable(case_id, by=by), Kind.RELEASED, by=by)
    with atomic_write():
        case = locked(case_id, by=by)
        require_open(case)
        if case.assignee_id is None:
            raise Refused(_("Diesen Vorgang hat niemand übernommen."))
        append(case, event)
        audit.record("case.released", case, by=by)
    return case


def set_due(case_id: UUID, *, due_on: date, by: Actor) -> Case:
    """Change until when the case is to be decided."""
    if due_on < clock.today():
        raise Refused(_("Die Frist liegt in der Vergangenheit. Geben Sie einen Tag ab heute an."), field="due_on")
    event = new_event(readable(case_id, by=by), Kind.DUE, by=by, due_on=due_on)
    with atomic_write():
        case = locked(case_id, by=by)
        require_open(case)
        append(case, event)
        audit.record("case.due_changed", case, by=by, details={"due_on": due_on.isoformat()})
    return case


def note(case_id: UUID, *, text: str, by: Actor) -> Case:
    """Write something down that only the administration sees."""
    cleaned = require_text(text, _("Schreiben Sie den Vermerk auf."), field="text")
    event = new_event(readable(case_id, by=by), Kind.NOTED, by=by, text=cleaned)
    with atomic_write():
        case = locked(case_id, by=by)
        append(case, event)
        audit.record("case.noted", case, by=by)
    return case


def tick(case_id: UUID, *, rule: str, done: bool, by: Actor) -> Case:
    """Say that a rule which no program runs was checked by hand, or take that back. `rule` is the check's id."""
    case = readable(case_id, by=by)
    if rule not in {check_id(check) for check in manual_checks(case)}:
        raise Refused(_("Diese Prüfung gibt es in der Vorlage nicht."))
    event = new_event(case, Kind.CHECKED if done else Kind.UNCHECKED, by=by, rule=rule)
    with atomic_write():
        case = locked(case_id, by=by)
        require_open(case)
        append(case, event)
        audit.record("case.checked" if done else "case.unchecked", case, by=by, details={"rule": rule})
    return case


def _assign(case_id: UUID, account_id: UUID, *, kind: str, by: Actor) -> Case:
    event = new_event(readable(case_id, by=by), kind, by=by, assignee=account_id)
    with atomic_write():
        case = locked(case_id, by=by)
        require_open(case)
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        if account is None or not grants_of(account.pk).allow(Permission.WORK, case.department_id):
            raise Refused(_("Wählen Sie eine Person aus, die in diesem Fachbereich arbeitet."), field="to")
        if case.assignee_id == account.pk:
            raise Refused(_("%(name)s bearbeitet diesen Vorgang schon.") % {"name": account})
        begun = case.state == State.NEW
        append(case, event)
        if begun and not case.events.filter(kind=Kind.RELEASED).exists():
            history.add(case.application, PublicEvent.Kind.IN_PROGRESS, "")
        audit.record(f"case.{kind}", case, by=by, details={"assignee": str(account.pk)})
    return case

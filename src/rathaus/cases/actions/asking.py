"""Questions to the applicant, and the answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.applications import history
from rathaus.applications.errors import Ended
from rathaus.applications.models import PublicEvent
from rathaus.cases.actions.steps import (
    append,
    locked,
    new_event,
    readable,
    require_assigned,
    require_open,
    require_text,
)
from rathaus.cases.errors import Refused
from rathaus.cases.models import Case, CaseEvent, State
from rathaus.documents import mail
from rathaus.events import require_transaction
from rathaus.protection import audit
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

Kind = CaseEvent.Kind
LONGEST_REPLY = timedelta(days=366)


def ask_back(case_id: UUID, *, question: str, reply_by: date, by: Actor) -> Case:
    """Ask the applicant something; it appears on the status page, where it can be answered."""
    cleaned = require_text(question, _("Schreiben Sie auf, was Sie wissen möchten."), field="question")
    today = clock.today()
    if not today < reply_by <= today + LONGEST_REPLY:
        raise Refused(
            _("Geben Sie für die Antwort einen Tag ab morgen und innerhalb eines Jahres an."), field="reply_by"
        )
    event = new_event(readable(case_id, by=by), Kind.ASKED, by=by, text=cleaned, reply_by=reply_by)
    with atomic_write():
        case = locked(case_id, by=by)
        require_open(case)
        require_assigned(case, by=by)
        if case.state == State.ASKED:
            raise Refused(_("Eine Rückfrage ist noch offen. Warten Sie die Antwort ab."))
        text = _with_deadline(case, cleaned, reply_by)
        public = history.add(case.application, PublicEvent.Kind.QUESTION, text, due_on=reply_by)
        event.data["public_event"] = str(public.pk)
        append(case, event)
        mail.send("cases.asked", case.pk, key=str(event.pk))
        audit.record("case.asked", case, by=by, details={"reply_by": reply_by.isoformat()})
    return case


def _with_deadline(case: Case, question: str, reply_by: date) -> str:
    """The question as the applicant reads it, in the language of the application."""
    with translation.override(case.application.language):
        until = _("Bitte antworten Sie bis zum %(day)s.") % {"day": date_format(reply_by, "DATE_FORMAT")}
    return f"{question}\n\n{until}"


def write(case_id: UUID, *, text: str, by: Actor) -> Case:
    """Tell the applicant something without asking; it appears on the status page."""
    cleaned = require_text(text, _("Schreiben Sie die Nachricht auf."), field="text")
    event = new_event(readable(case_id, by=by), Kind.MESSAGE, by=by, text=cleaned)
    with atomic_write():
        case = locked(case_id, by=by)
        require_assigned(case, by=by)
        public = history.add(case.application, PublicEvent.Kind.NOTE, cleaned)
        event.data["public_event"] = str(public.pk)
        append(case, event)
        mail.send("cases.message", case.pk, key=str(event.pk))
        audit.record("case.message", case, by=by)
    return case


def receive_reply(application_id: UUID, *, question_id: UUID, reply_id: UUID, by: Actor) -> Case:
    """Note that the applicant has answered, in the transaction that stores the answer."""
    return _receive(application_id, Kind.ANSWERED, "cases.answered", by=by, question=question_id, public_event=reply_id)


def receive_message(application_id: UUID, *, message_id: UUID, by: Actor) -> Case:
    """Note that the applicant has written unasked, in the transaction that stores the message."""
    return _receive(application_id, Kind.WROTE, "cases.wrote", by=by, public_event=message_id)


def receive_withdrawal(application_id: UUID, *, event_id: UUID, by: Actor) -> Case:
    """End the case of an application that was taken back, in the transaction that stores that.

    Raises `Ended` where a decision came first: who decides and who takes back meet at the lock of the case. What the
    house settled by itself may still be taken back.
    """
    case = _locked(application_id)
    if case.decided and not case.settled:
        raise Ended
    return _receive(application_id, Kind.WITHDRAWN, "cases.withdrawn", by=by, public_event=event_id)


def note_fetched(application_id: UUID, *, file_id: UUID, by: Actor) -> Case:
    """Note that the applicant has downloaded a letter, which is when it counts as made known."""
    return _receive(application_id, Kind.FETCHED, "", by=by, file=file_id)


def _receive(application_id: UUID, kind: str, letter: str, *, by: Actor, **data: Any) -> Case:
    """What the applicant did becomes an event of the case; `letter` is the kind of the mail to the clerk."""
    require_transaction("receiving what an applicant did")
    case = _locked(application_id)
    event = new_event(case, kind, by=by, **data)
    append(case, event)
    if letter:
        mail.send(letter, case.pk, key=str(event.pk))
    audit.record(f"case.{kind}", case, by=by, details={name: str(value) for name, value in data.items()})
    return case


def _locked(application_id: UUID) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("application__data_key")
    return rows.get(application_id=application_id)

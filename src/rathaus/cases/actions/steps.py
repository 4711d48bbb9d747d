"""The steps that every action of this room is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.cases import projection
from rathaus.cases.errors import Refused
from rathaus.cases.models import Case, CaseEvent
from rathaus.people.permissions import Permission, require
from rathaus.protection.sealing import seal
from rathaus.towns import clock
from rathaus.towns.actors import Actor

TEXT_LIMIT = 20_000


def event_context(event_id: UUID) -> str:
    """The place that the text of an event is sealed for."""
    return f"case-event:{event_id}"


def readable(case_id: UUID, *, by: Actor) -> Case:
    """The case with what sealing needs, if the actor may work on it; read before the transaction."""
    case = Case.objects.select_related("application__data_key").get(pk=case_id)
    require(by, Permission.WORK, case)
    return case


def new_event(
    case: Case, kind: str, *, by: Actor, text: str = "", at: datetime | None = None, **data: Any
) -> CaseEvent:
    """An event, its text sealed, still to be appended. Made before the transaction, which must be short."""
    event = CaseEvent(
        case=case,
        kind=kind,
        at=at or clock.now(),
        account_id=UUID(by.id) if by.kind == "staff" else None,
        data={key: str(value) if value is not None else None for key, value in data.items()},
    )
    if text:
        event.sealed_text = seal(case.application.data_key, text.encode(), context=event_context(event.pk))
    return event


def locked(case_id: UUID, *, by: Actor) -> Case:
    """The case as it is now, nobody else changing it until the transaction ends; permission checked again."""
    case = Case.objects.select_for_update(of=("self",)).select_related("application__data_key").get(pk=case_id)
    require(by, Permission.WORK, case)
    return case


def append(case: Case, event: CaseEvent) -> None:
    """Add the event to the locked case and bring its columns up to date."""
    event.case, event.number = case, case.events_count + 1
    event.save(force_insert=True)
    projection.write(case, projection.after(projection.of(case), event))
    case.save(update_fields=["state", "assignee", "due_on", "reply_due_on", "outcome", "events_count"])


def require_open(case: Case) -> None:
    """Refuse what cannot happen to a case that has ended, saying who decided it (or took it back) and when."""
    if not case.decided:
        return
    ends = [CaseEvent.Kind.DECIDED, CaseEvent.Kind.WITHDRAWN]
    event = case.events.select_related("account").filter(kind__in=ends).last()
    name = event.account.name if event and event.account else ""
    at = date_format(timezone.localtime(event.at), "DATETIME_FORMAT") if event else ""
    if event and event.kind == CaseEvent.Kind.WITHDRAWN:
        raise Refused(_("Die antragstellende Person hat den Antrag zurückgenommen: %(at)s Uhr.") % {"at": at})
    raise Refused(
        _("Dieser Vorgang ist schon entschieden: %(at)s Uhr durch %(name)s.")
        % {"at": at, "name": name or _("die Verwaltung")}
    )


def require_assigned(case: Case, *, by: Actor) -> None:
    """Only who has taken the case over writes to the applicant: two clerks must not cross each other."""
    if case.assignee is None:
        raise Refused(_("Niemand bearbeitet diesen Vorgang. Übernehmen Sie ihn zuerst."))
    if str(case.assignee_id) != by.id:
        raise Refused(_("%(name)s bearbeitet diesen Vorgang. Übernehmen Sie ihn zuerst.") % {"name": case.assignee})


def require_text(text: str, sentence: str, *, field: str) -> str:
    """The text without empty edges; refused with `sentence` where nothing is left, or where it is too long."""
    cleaned = text.replace("\r\n", "\n").strip()
    if not cleaned:
        raise Refused(sentence, field=field)
    if len(cleaned) > TEXT_LIMIT:
        raise Refused(
            _("Der Text ist mit %(length)s Zeichen zu lang; erlaubt sind %(limit)s.")
            % {"length": len(cleaned), "limit": TEXT_LIMIT},
            field=field,
        )
    return cleaned

"""The decision: one per case, with its letter."""

from __future__ import annotations

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.applications import history
from rathaus.applications.models import PublicEvent
from rathaus.cases.actions.steps import append, locked, new_event, require_assigned, require_open, require_text
from rathaus.cases.errors import Refused
from rathaus.cases.letters import NEEDS_REASON, Wording, letter, outcome_told
from rathaus.cases.models import Case, CaseEvent, Decision, Letter, Outcome
from rathaus.catalogue.queries import brief
from rathaus.documents import mail
from rathaus.people.models import Account
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.protection.files import SealingWriter, adopt, incoming_path
from rathaus.protection.sealing import seal_json
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

MISSING = {
    "decision": gettext_lazy("Schreiben Sie auf, was Sie entscheiden."),
    "reason": gettext_lazy("Begründen Sie die Entscheidung; ohne Begründung ist sie angreifbar."),
    "remedy": gettext_lazy("Ergänzen Sie die Rechtsbehelfsbelehrung. Für diese Leistung ist keine hinterlegt."),
}
"""What to say where a part of the wording is missing."""


def decision_context(decision_id: UUID) -> str:
    """The place that the wording of a decision is sealed for."""
    return f"decision:{decision_id}"


def checked(wording: Wording) -> Wording:
    """The wording without empty edges; refused where something is missing or was left open."""
    decision = require_text(wording.decision, str(MISSING["decision"]), field="decision")
    reason, remedy = wording.reason.strip(), wording.remedy.strip()
    if wording.outcome in NEEDS_REASON:
        reason = require_text(reason, str(MISSING["reason"]), field="reason")
        remedy = require_text(remedy, str(MISSING["remedy"]), field="remedy")
    for field, text in (("decision", decision), ("reason", reason), ("remedy", remedy)):
        if "…" in text:
            raise Refused(_("Ersetzen Sie die Auslassungspunkte „…“ durch Ihren Text."), field=field)
        if text:
            require_text(text, "", field=field)
    return Wording(wording.outcome, decision, reason, remedy)


def preview(case: Case, wording: Wording, *, by: Actor) -> bytes:
    """The letter as it would leave the house now; nothing is stored."""
    require(by, Permission.WORK, case)
    return letter(case, checked(wording), clerk=_clerk(by), at=clock.now())


def decide(case_id: UUID, *, wording: Wording, by: Actor) -> Case:
    """Decide the case: the letter is made and sealed, then everything is stored at once."""
    case = Case.objects.select_related("application__data_key", "application__version", "department").get(pk=case_id)
    require(by, Permission.WORK, case)
    clerk, at = _clerk(by), clock.now()
    require_open(case)
    require_assigned(case, by=by)
    wording = checked(wording)
    writer = _sealed(letter(case, wording, clerk=clerk, at=at))
    event = new_event(case, CaseEvent.Kind.DECIDED, by=by, at=at, outcome=wording.outcome)
    decision = Decision(case=case, outcome=wording.outcome, at=at, account=clerk)
    decision.sealed = seal_json(case.application.data_key, wording.to_json(), context=decision_context(decision.pk))
    try:
        with atomic_write():
            case = locked(case_id, by=by)
            require_open(case)
            require_assigned(case, by=by)
            _store(case, decision, event, writer)
            audit.record(
                "case.decided", case, by=by, details={"outcome": str(wording.outcome), "letter": writer.sha256}
            )
    except BaseException:
        writer.abort()
        raise
    return case


def _store(case: Case, decision: Decision, event: CaseEvent, writer: SealingWriter) -> None:
    """Everything a decision leaves behind, in the caller's transaction."""
    name = f"Schreiben {case.application.number}.pdf"
    file = adopt(writer, case.application.data_key, name=name, media_type="application/pdf")
    decision.case = case
    decision.letter = Letter.objects.create(case=case, file=file, at=decision.at, account=decision.account)
    decision.save(force_insert=True)
    outcome = Outcome(decision.outcome)
    kind = PublicEvent.Kind.WITHDRAWN if outcome is Outcome.WITHDRAWN else PublicEvent.Kind.DECIDED
    with translation.override(case.application.language):
        said = outcome_told(outcome, brief(case.application.version_id).word)
        text = f"{said} {_('Das Schreiben dazu liegt hier für Sie bereit.')}"
    public = history.add(case.application, kind, text, at=decision.at, letters=[file])
    event.data["public_event"] = str(public.pk)
    append(case, event)
    mail.send("cases.decided", case.pk, key=str(case.pk))


def _sealed(content: bytes) -> SealingWriter:
    writer = SealingWriter(incoming_path())
    writer.write(content)
    writer.finish()
    return writer


def _clerk(by: Actor) -> Account:
    if by.kind != "staff":
        raise NotAllowed("only staff decide")
    return Account.objects.get(pk=by.id)

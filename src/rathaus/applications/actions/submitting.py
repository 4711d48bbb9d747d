"""Sending: a draft becomes an application, once, in one short transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from rathaus import events
from rathaus.applications import codes, history, together
from rathaus.applications.actions.drafts import delete_attachments, require_owner
from rathaus.applications.errors import (
    DraftChanged,
    DraftGone,
    Incomplete,
    MayNotSend,
    Outdated,
    SignaturesMissing,
    TrustTooLow,
)
from rathaus.applications.events import ApplicationSubmitted
from rathaus.applications.models import Application, Attachment, DraftRecord, Signature
from rathaus.applications.queries import (
    OpenDraft,
    answers_context,
    known_enough,
    may_send,
    moves_to,
    person_context,
    person_json,
)
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import brief
from rathaus.documents import mail, pdf
from rathaus.people.models import Account
from rathaus.protection import audit, files, media
from rathaus.protection.sealing import seal_json
from rathaus.questionnaire import Outcome, RecordRow, RecordSection, identity
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write
from rathaus.web.telling import of_house
from rathaus.web.words import worded


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything that is made before the transaction: sealed bytes, and the receipt, sealed and synced on the disk."""

    application: Application
    receipt: files.SealingWriter
    files: frozenset[str]


def submit(
    opened: OpenDraft,
    *,
    by: Actor,
    language: str = "de",
    electronic_notice: bool = False,
    account: Account | None = None,
) -> Application:
    """Send the draft. Returns the application, the same one however often the same draft is sent.

    The answers are checked, sealed, and put into the PDF receipt first. Then one transaction makes the application out
    of the draft: application, files, first line of the public history, the case (by `ApplicationSubmitted`), the mail
    (outbox) and the audit entry, or nothing of it. Raises `Incomplete`, `DraftChanged` (another tab saved something
    since `opened` was read), `Outdated` (a new version draws it along), `DraftGone`
    `MayNotSend` (`account` only prepares for the organisation whose draft it is), `TrustTooLow` or `SignaturesMissing`.
    """
    require_owner(opened.record, by)
    if not may_send(opened.record, account):
        raise MayNotSend
    if not known_enough(opened.record.version_id, account):
        raise TrustTooLow
    if moves_to(opened.record) is not None:
        raise Outdated
    outcome = opened.questionnaire.check(opened.draft)
    if not outcome.complete:
        raise Incomplete(outcome)
    if together.missing(opened.record, outcome.answers):
        raise SignaturesMissing
    prepared = _prepare(opened, outcome, language, electronic_notice=electronic_notice)
    try:
        with atomic_write():
            return _commit(opened, prepared, by)
    except BaseException:
        prepared.receipt.abort()
        raise


def _prepare(opened: OpenDraft, outcome: Outcome, language: str, *, electronic_notice: bool) -> _Prepared:
    record, asked = opened.record, opened.questionnaire
    application = Application(
        pk=record.pk,
        version_id=record.version_id,
        account_id=record.account_id,
        organisation_id=record.organisation_id,
        data_key=record.data_key,
        secret_hash=record.secret_hash,
        number=codes.new_number(clock.today()),
        language=language,
        sealed_represented=record.sealed_represented,
        electronic_notice=electronic_notice,
        submitted_at=clock.now(),
    )
    person = identity(outcome.answers, asked.roles)
    application.sealed = seal_json(record.data_key, outcome.answers, context=answers_context(record.pk))
    application.sealed_person = seal_json(record.data_key, person_json(person), context=person_context(record.pk))
    named = frozenset(_file_ids(outcome.answers))
    document = pdf.receipt(_receipt(opened, application, outcome, named))
    writer = files.SealingWriter(files.incoming_path())
    writer.write(document)
    writer.finish()
    return _Prepared(application, writer, named)


def _commit(opened: OpenDraft, prepared: _Prepared, by: Actor) -> Application:
    draft = DraftRecord.objects.filter(pk=opened.record.pk)
    revision = draft.select_for_update().values_list("revision", flat=True).first()
    if revision is None:
        prepared.receipt.abort()
        return _already_sent(opened)
    if revision != opened.record.revision:
        raise DraftChanged
    application = prepared.application
    application.save(force_insert=True)
    attachments = Attachment.objects.filter(draft_id=opened.record.pk)
    if opened.draft.files:
        delete_attachments(attachments.filter(purpose=Attachment.Purpose.ANSWER).exclude(pk__in=prepared.files))
    if opened.draft.files or application.sealed_represented is not None:
        attachments.update(draft=None, application=application)
    Signature.objects.filter(draft_id=opened.record.pk).update(draft=None, application=application)
    draft.delete()
    _add_receipt(application, prepared.receipt)
    history.add(application, history.Kind.RECEIVED, _received_text(application), at=application.submitted_at)
    events.announce(ApplicationSubmitted(application.pk))
    mail.send("applications.received", application.pk, key=str(application.pk))
    audit.record("application.submitted", application, by=by, details={"number": application.number})
    return application


def _already_sent(opened: OpenDraft) -> Application:
    """What became of a draft that is not there any more."""
    sent = Application.objects.select_related("data_key").filter(pk=opened.record.pk).first()
    if sent is None:
        raise DraftGone
    return sent


def _add_receipt(application: Application, writer: files.SealingWriter) -> None:
    name = f"Eingangsbestaetigung-{application.number}.pdf"
    receipt = files.adopt(writer, application.data_key, name=name, media_type="application/pdf")
    Attachment.objects.create(application=application, file=receipt, purpose=Attachment.Purpose.RECEIPT)


def _received_text(application: Application) -> str:
    with override(application.language):
        return worded(_("‹Ihr Antrag› ist bei uns eingegangen."), brief(application.version_id).word)


def _file_ids(value: Any) -> Iterator[str]:
    """The ids of all files that the answers name."""
    if isinstance(value, dict):
        if isinstance(value.get("file"), str):
            yield value["file"]
        for inner in value.values():
            yield from _file_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _file_ids(inner)


def _receipt(opened: OpenDraft, application: Application, outcome: Outcome, named: frozenset[str]) -> pdf.Receipt:
    service = Service.objects.select_related("department").get(versions=opened.record.version_id)
    head = audit.head()
    return pdf.Receipt(
        town=scope.current().name,
        service=opened.service_name,
        number=application.number,
        received_at=application.submitted_at,
        sections=opened.questionnaire.record(outcome.answers, input_labels=True),
        declared=_declared(opened, application, outcome),
        files=_attached(opened, named),
        department=service.department.name,
        audit_head=head.short() if head else "",
        audit_proof=head.line() if head else "",
        arrived=of_house(lambda: worded(_("‹Ihr Antrag› ist vollständig bei uns angekommen."), opened.word)),
        language="en" if application.language == "en" else "de",
    )


def _declared(opened: OpenDraft, application: Application, outcome: Outcome) -> tuple[RecordSection, ...]:
    """Who else is part of it, and what was declared when sending."""
    others = together.record(opened.record, outcome.answers, hashes=True)
    true = RecordRow(
        of_house(lambda: _("Angaben richtig und vollständig")), of_house(lambda: pgettext("declaration", "Versichert"))
    )
    online = RecordRow(
        of_house(lambda: _("Einverstanden mit elektronischer Bekanntgabe")),
        of_house(lambda: _("Ja, abrufbar auf der Seite zum Stand") if application.electronic_notice else _("Nein")),
    )
    return (*((others,) if others else ()), RecordSection(of_house(lambda: _("Erklärungen")), (true, online)))


def _attached(opened: OpenDraft, named: frozenset[str]) -> Sequence[pdf.AttachedFile]:
    """The files with their check sums, in the order of the draft."""
    if not named:
        return ()
    sums = {
        str(pk): sha256
        for pk, sha256 in Attachment.objects.filter(pk__in=[uuid.UUID(one) for one in named]).values_list(
            "pk", "file__sha256"
        )
    }
    return [
        pdf.AttachedFile(ref.name, media.label(ref.media_type), ref.size, sums[ref.id])
        for refs in opened.draft.files.values()
        for ref in refs
        if ref.id in sums
    ]

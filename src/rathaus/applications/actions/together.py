"""Several people: saying on whose behalf one applies, asking others to sign along, and their answers."""

from __future__ import annotations

import uuid

from rathaus.applications import codes, together
from rathaus.applications.actions.drafts import delete_attachments, lock, require_owner
from rathaus.applications.errors import DraftGone, TooManySigners
from rathaus.applications.models import Attachment, DraftRecord, Signature
from rathaus.applications.queries import Contact, OpenDraft
from rathaus.documents import mail
from rathaus.protection import audit
from rathaus.protection.sealing import seal, seal_json
from rathaus.protection.uploads import SealedUpload, draw_previews, keep
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

SIGNERS = 5
"""So many people may be asked to sign along."""


def represent(record: DraftRecord, name: str, power: SealedUpload | None, *, by: Actor) -> None:
    """Say on whose behalf the application is, with a power of attorney (None keeps the one that is there)."""
    require_owner(record, by)
    sealed = seal(record.data_key, name.encode(), context=together.represented_context(record.pk))
    draw_previews([power] if power else [])
    with atomic_write():
        lock(record)
        DraftRecord.objects.filter(pk=record.pk).update(sealed_represented=sealed)
        if power is not None:
            delete_attachments(record.attachments.filter(purpose=Attachment.Purpose.POWER))
            file = keep(power, record.data_key)
            Attachment.objects.create(draft=record, file=file, purpose=Attachment.Purpose.POWER)
    record.sealed_represented = sealed


def represent_nobody(record: DraftRecord, *, by: Actor) -> None:
    """Apply in person after all; the power of attorney is deleted."""
    require_owner(record, by)
    with atomic_write():
        lock(record)
        DraftRecord.objects.filter(pk=record.pk).update(sealed_represented=None)
        delete_attachments(record.attachments.filter(purpose=Attachment.Purpose.POWER))
    record.sealed_represented = None


def ask_to_sign(record: DraftRecord, name: str, contact: Contact, *, by: Actor) -> Signature:
    """Ask somebody to sign along, by a mail with a code. Raises `TooManySigners` and `DraftGone`."""
    require_owner(record, by)
    row = Signature(draft=record)
    told = {"name": name, "email": contact.email, "language": contact.language}
    row.sealed = seal_json(record.data_key, told, context=together.signature_context(row.pk))
    row.secret_hash = codes.code_hash(together.code_of(row.pk, record.data_key))
    with atomic_write():
        lock(record)
        if record.signatures.count() >= SIGNERS:
            raise TooManySigners
        row.save(force_insert=True)
        mail.send("applications.sign", row.pk, key=str(row.pk))
        audit.record("draft.signature_asked", record.pk, by=by)
    return row


def ask_no_more(record: DraftRecord, signature_id: uuid.UUID, *, by: Actor) -> None:
    """Do without somebody's signature."""
    require_owner(record, by)
    with atomic_write():
        lock(record)
        record.signatures.filter(pk=signature_id).delete()
        audit.record("draft.signature_dropped", record.pk, by=by)


def sign(row: Signature, opened: OpenDraft, *, agrees: bool, by: Actor) -> None:
    """Agree to the answers as they were shown (`opened`), or refuse. Raises `DraftGone`."""
    if by.kind != "applicant" or by.id != str(row.pk) or row.draft_id != opened.record.pk:
        raise NotAllowed
    answers = opened.questionnaire.check(opened.draft).answers
    mark = together.fingerprint(opened.record, answers) if agrees else ""
    state = Signature.State.AGREED if agrees else Signature.State.REFUSED
    with atomic_write():
        lock(opened.record)
        rows = Signature.objects.filter(pk=row.pk, draft=opened.record)
        if not rows.update(state=state, fingerprint=mark, answered_at=clock.now()):
            raise DraftGone
        audit.record("draft.signed" if agrees else "draft.signature_refused", opened.record.pk, by=by)

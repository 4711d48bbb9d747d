"""Everything that happens to a draft before it is sent.

Drafts are the applicant's own papers: saving a page leaves no audit entry. Their deletion does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from django.db.models import F, QuerySet
from django.utils.translation import get_language

from rathaus.applications import codes
from rathaus.applications.errors import AccountNeeded, DraftBusy, DraftGone, NotOffered, TrustTooLow
from rathaus.applications.models import Application, Attachment, DraftRecord
from rathaus.applications.queries import (
    Contact,
    OpenDraft,
    accounts_only,
    code_of,
    contact_context,
    draft_context,
    draft_days,
    known_enough,
    opened,
)
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import questionnaire
from rathaus.people.citizens import profile
from rathaus.people.contacts import Contact as ContactPerson
from rathaus.people.models import Account, Delegate
from rathaus.people.organisations import details
from rathaus.protection import audit, files
from rathaus.protection.sealing import destroy, new_data_key, seal_json
from rathaus.protection.uploads import SealedUpload, draw_previews, keep
from rathaus.questionnaire import Draft, FileRef, Questionnaire
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

Edit = Callable[[Questionnaire, Draft], Draft]
_TRIES = 5
ACCOUNT = "account"
"""Origin of values taken from the account of whoever applies."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form: for which question, how the draft will name it, and its sealed content."""

    key: str
    ref: FileRef
    content: SealedUpload


def begin(
    service: Service,
    *,
    by: Actor,
    draft: Draft | None = None,
    account: Account | None = None,
    delegate: Delegate | None = None,
    contact: ContactPerson | None = None,
) -> tuple[DraftRecord, str]:
    """Start an application on the published version, perhaps with something in it already, perhaps in an account or
    (by a delegate) for an organisation, which names whom to ask. Whoever is signed in is warned by mail before it is
    deleted.

    Returns the draft and its access code, of which only the hash is stored. Raises `NotOffered`, `AccountNeeded`,
    `TrustTooLow`.
    """
    if service.current_id is None or service.withdrawn_at is not None:
        raise NotOffered
    if account is None and accounts_only(service.pk):
        raise AccountNeeded
    if not known_enough(service.current_id, account):
        raise TrustTooLow
    if draft is None and account is not None:
        person = contact.known() if contact else None
        draft = questionnaire(service.current_id).starting_with(_known(account, delegate), ACCOUNT, contact=person)
    days = draft_days(service)
    record = DraftRecord(version_id=service.current_id, days=days, expires_at=lifetime(days), account=account)
    record.organisation_id = delegate.organisation_id if delegate else None
    with atomic_write():
        record.data_key = new_data_key()
        code = code_of(record.data_key)
        record.secret_hash = codes.code_hash(code)
        record.sealed = seal_json(record.data_key, (draft or Draft()).to_json(), context=draft_context(record.pk))
        if account is not None and delegate is None:
            reached = Contact(profile(account).email, get_language() or "de")
            record.sealed_contact = seal_json(record.data_key, asdict(reached), context=contact_context(record.pk))
        record.save(force_insert=True)
    return record, code


def _known(account: Account, delegate: Delegate | None) -> dict[str, str]:
    """What is known of the applicant: who signed in, at the address of the organisation where it is for one."""
    known = asdict(profile(account))
    return known | asdict(details(delegate.organisation)) if delegate else known


def change(opened_draft: OpenDraft, edit: Edit, *, by: Actor, uploads: Sequence[Upload] = ()) -> OpenDraft:
    """Save what `edit` makes of the draft, keep the uploads that it now names, and delete those it no longer does.

    Sealing happens outside any lock; the row is written only if nobody else wrote it since it was read, otherwise the
    edit is made again on the newer draft. So two tabs on different pages both keep what was typed into them, and of
    two on the same page the later one counts.
    """
    require_owner(opened_draft.record, by)
    draw_previews(upload.content for upload in uploads)
    for _ in range(_TRIES):
        changed = edit(opened_draft.questionnaire, opened_draft.draft)
        if changed == opened_draft.draft:
            return opened_draft
        saved = _save(opened_draft, changed, uploads)
        if saved is not None:
            return saved
        opened_draft = reread(opened_draft)
    raise DraftBusy


def discard(record: DraftRecord, *, by: Actor, reason: str = "discarded") -> None:
    """Delete a draft for good: its key is destroyed, its rows and files go."""
    if by.kind == "applicant":
        require_owner(record, by)
    elif by.kind not in {"system", "operator"}:
        raise NotAllowed
    with atomic_write():
        locked = DraftRecord.objects.select_for_update().select_related("data_key").filter(pk=record.pk).first()
        if locked is None:
            return
        delete_attachments(locked.attachments.all())
        locked.signatures.all().delete()
        locked.delete()
        destroy(locked.data_key)
        audit.record("draft.deleted", locked.pk, by=by, details={"reason": reason})


def discard_expired(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Delete every draft of the town whose time has passed. Returns how many."""
    due = list(DraftRecord.objects.filter(expires_at__lte=now or clock.now()).order_by("expires_at"))
    for record in due:
        discard(record, by=by, reason="expired")
    return len(due)


def _save(opened_draft: OpenDraft, changed: Draft, uploads: Sequence[Upload]) -> OpenDraft | None:
    """Write the changed draft, unless somebody was faster."""
    record = opened_draft.record
    sealed = seal_json(record.data_key, changed.to_json(), context=draft_context(record.pk))
    expires_at = lifetime(record.days)
    with atomic_write():
        written = DraftRecord.objects.filter(pk=record.pk, revision=record.revision).update(
            sealed=sealed, revision=F("revision") + 1, expires_at=expires_at
        )
        if not written:
            return None
        _keep_files(record, _file_ids(opened_draft.draft), _file_ids(changed), uploads)
    record.sealed, record.revision, record.expires_at = sealed, record.revision + 1, expires_at
    return replace(opened_draft, draft=changed)


def _keep_files(record: DraftRecord, before: set[str], after: set[str], uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        if upload.ref.id in after:
            sealed_file = keep(upload.content, record.data_key)
            Attachment.objects.create(
                pk=upload.ref.id, draft=record, file=sealed_file, purpose=Attachment.Purpose.ANSWER
            )
    if gone := before - after:
        delete_attachments(record.attachments.filter(pk__in=gone))


def delete_attachments(attachments: QuerySet[Attachment]) -> None:
    for attachment in attachments.select_related("file"):
        attachment.delete()
        files.delete(attachment.file)


def _file_ids(draft: Draft) -> set[str]:
    return {ref.id for refs in draft.files.values() for ref in refs}


def reread(opened_draft: OpenDraft) -> OpenDraft:
    """The draft as it is now. Raises `DraftGone`."""
    newer = DraftRecord.objects.select_related("data_key").filter(pk=opened_draft.record.pk).first()
    if newer is None:
        raise DraftGone
    return opened(newer)


def require_owner(record: DraftRecord, by: Actor) -> None:
    """Only who holds the code acts on a draft; the view that checked the code names the draft in the actor."""
    if by.kind != "applicant" or by.id != str(record.pk):
        raise NotAllowed


def lock(record: DraftRecord) -> None:
    """Nobody else changes the draft until the transaction ends; whoever read it before reads it anew to save or send.

    Raises `DraftGone`.
    """
    if not DraftRecord.objects.filter(pk=record.pk).update(revision=F("revision") + 1):
        raise DraftGone


def require_sender(application: Application, by: Actor) -> None:
    """Only who holds the code acts on a sent application; the view that checked it names the number in the actor."""
    if by.kind != "applicant" or by.id != application.number:
        raise NotAllowed


def lifetime(days: int) -> dt.datetime:
    """Until when a draft is kept that is changed now."""
    return clock.now() + dt.timedelta(days=days)

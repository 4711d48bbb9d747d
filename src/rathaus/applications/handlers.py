"""What this room does when others ask: the mail of receipt, and what publishing must know of open drafts."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.applications import queries, together
from rathaus.applications.actions.moving import Change, change_for
from rathaus.applications.models import Application, DraftRecord, Signature
from rathaus.applications.queries import person
from rathaus.catalogue import preflight, starting
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import brief
from rathaus.documents import mail
from rathaus.questionnaire import Questionnaire

starting.asks_for_account(queries.accounts_only)

_LOOKED_AT = 200
"""So many open drafts are opened before a version is published, to say what it means for them."""


@mail.resolves("applications.received")
def received(application_id: uuid.UUID) -> mail.Mail | None:
    """The mail that says: it has arrived. Without an address there is nobody to write to."""
    application = Application.objects.select_related("data_key").get(pk=application_id)
    email = person(application).email
    if not email:
        return None
    return mail.compose(
        "applications/mail/received.txt",
        to=email,
        language=application.language,
        word=brief(application.version_id).word,
        number=application.number,
        link=mail.link(reverse("applications:status")),
    )


@mail.resolves("applications.code")
def code(draft_id: uuid.UUID) -> mail.Mail | None:
    """The mail with which a draft is opened on another device, as its writer wished."""
    return _to_writer(draft_id, "applications/mail/code.txt")


@mail.resolves("applications.sent_code")
def sent_code(application_id: uuid.UUID) -> mail.Mail | None:
    """Number and code of a sent application, as its sender wished."""
    application = Application.objects.select_related("data_key").get(pk=application_id)
    return mail.compose(
        "applications/mail/sent_code.txt",
        to=person(application).email,
        language=application.language,
        word=brief(application.version_id).word,
        number=application.number,
        code=queries.code_of(application.data_key),
        link=mail.link(reverse("applications:status")),
    )


@mail.resolves("applications.sign")
def sign(signature_id: uuid.UUID) -> mail.Mail | None:
    """Ask somebody to sign along; None where the draft was sent or deleted, or does without."""
    row = Signature.objects.select_related("draft__data_key").filter(pk=signature_id, draft__isnull=False).first()
    if row is None or row.draft is None or row.state != Signature.State.ASKED:
        return None
    asked = together.signer(row, row.draft.data_key)
    return mail.compose(
        "applications/mail/sign.txt",
        to=asked.email,
        language=asked.language,
        word=brief(row.draft.version_id).word,
        code=together.code_of(row.pk, row.draft.data_key),
        until=row.draft.expires_at,
        link=mail.link(reverse("applications:sign_enter")),
    )


@mail.resolves("applications.expiring")
def expiring(draft_id: uuid.UUID) -> mail.Mail | None:
    """The warning that a draft will be deleted."""
    return _to_writer(draft_id, "applications/mail/expiring.txt")


def _to_writer(draft_id: uuid.UUID, template: str) -> mail.Mail | None:
    """A mail about a draft, with its code; None where it was sent or deleted meanwhile."""
    record = DraftRecord.objects.select_related("data_key").filter(pk=draft_id).first()
    contact = queries.contact(record) if record and not record.expired else None
    if record is None or contact is None:
        return None
    return mail.compose(
        template,
        to=contact.email,
        language=contact.language,
        word=brief(record.version_id).word,
        code=queries.code_of(record.data_key),
        until=record.expires_at,
        link=mail.link(reverse("applications:resume")),
    )


@preflight.register
def open_drafts(service: Service, new: Questionnaire) -> list[preflight.Notice]:
    """How many people are filling in an earlier version, and what the new one would mean for them."""
    rows = DraftRecord.objects.filter(version__service=service, expires_at__gt=timezone.now())
    count = rows.count()
    if not count:
        return []
    changes = [_change(record, new) for record in rows.select_related("data_key").order_by("expires_at")[:_LOOKED_AT]]
    losing, asked = sum(bool(one.aside) for one in changes), sum(bool(one.asked) for one in changes)
    sentences = [
        ngettext("%(count)s begonnener Antrag ist offen.", "%(count)s begonnene Anträge sind offen.", count)
        % {"count": count}
    ]
    if count > len(changes):
        sentences.append(_("Angesehen haben wir die ersten %(looked_at)s.") % {"looked_at": len(changes)})
    if not losing and not asked:
        sentences.append(_("Auf die neue Fassung können alle übergehen, ohne dass sich etwas ändert."))
    if losing:
        text = _("Auf der neuen Fassung entfallen bei %(losing)s Angaben.")
        sentences.append(text % {"losing": losing})
    if asked:
        text = _("Auf der neuen Fassung ist bei %(asked)s etwas zu ergänzen.")
        sentences.append(text % {"asked": asked})
    return [preflight.Notice(" ".join(sentences))]


def _change(record: DraftRecord, new: Questionnaire) -> Change:
    return change_for(queries.opened(record), new)

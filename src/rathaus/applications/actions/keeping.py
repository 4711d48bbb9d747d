"""Coming back later: the code by mail, the warning before a draft expires, and how long the owner has it kept."""

from __future__ import annotations

from dataclasses import asdict

from django.db.models import F

from rathaus.applications.actions.drafts import begin, require_owner, require_sender
from rathaus.applications.errors import DraftGone, NotOffered, TooManyMails
from rathaus.applications.models import KEPT_YEARS, WARNING, Application, DraftRecord, Terms
from rathaus.applications.queries import Contact, answers, contact_context, person
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import questionnaire
from rathaus.documents import mail
from rathaus.people.models import Account
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.protection.sealing import seal_json
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

MAILS = 5
"""So many mails with its code a draft may send: nobody's mailbox is to be filled through this page."""

EARLIER = "earlier"
"""Origin of values taken over from an earlier application."""

LONGEST = 365
"""Days an unfinished application may be kept at most."""


def send_code(record: DraftRecord, contact: Contact, *, by: Actor) -> None:
    """Have a mail with the code sent, and remember the address (sealed) for the warning before the draft expires.

    Raises `TooManyMails` and `DraftGone`.
    """
    require_owner(record, by)
    sealed = seal_json(record.data_key, asdict(contact), context=contact_context(record.pk))
    with atomic_write():
        rows = DraftRecord.objects.filter(pk=record.pk)
        if not rows.filter(mails__lt=MAILS).update(mails=F("mails") + 1, sealed_contact=sealed):
            raise TooManyMails if rows.exists() else DraftGone
        number = rows.values_list("mails", flat=True).get()
        mail.send("applications.code", record.pk, key=f"{record.pk}:{number}")
        audit.record("draft.code_sent", record.pk, by=by)


def send_sent_code(application: Application, *, by: Actor) -> None:
    """Have number and code of a sent application mailed to the address that stands in it, once.

    Raises `NotAllowed` where none does.
    """
    require_sender(application, by)
    if not person(application).email:
        raise NotAllowed("the application names no mail address")
    with atomic_write():
        mail.send("applications.sent_code", application.pk, key=str(application.pk))
        audit.record("application.code_sent", application, by=by)


def warn_of_expiry(*, by: Actor) -> int:
    """Put a mail into the outbox for each draft that expires soon and whose writer wishes mails. Returns how many."""
    if by.kind != "system":
        return 0
    now, warned = clock.now(), 0
    ending = DraftRecord.objects.filter(expires_at__gt=now, expires_at__lte=now + WARNING, sealed_contact__isnull=False)
    for record in ending.defer("sealed").order_by("expires_at"):
        if record.ends_soon and (record.warned_at is None or record.warned_at < record.warning_from):
            with atomic_write():
                DraftRecord.objects.filter(pk=record.pk).update(warned_at=now)
                mail.send("applications.expiring", record.pk, key=f"{record.pk}:{record.expires_at:%Y-%m-%dT%H:%M}")
            warned += 1
    return warned


def begin_again(application: Application, *, account: Account | None = None, by: Actor) -> tuple[DraftRecord, str]:
    """Start a new application on the published version with the answers of a sent one that still fit.

    Files stay with the old one. Returns the draft and its access code. Raises `NotOffered`, `AccountNeeded`,
    `TrustTooLow`.
    """
    require_sender(application, by)
    service = application.version.service
    if service.current_id is None:
        raise NotOffered
    earlier = questionnaire(application.version_id).draft_of(answers(application))
    draft = questionnaire(service.current_id).starting_from(earlier, EARLIER)
    return begin(service, by=by, draft=draft, account=account)


def add_to_account(application: Application, account: Account, *, by: Actor) -> None:
    """Put a sent application into an account, which opens it from then on; an account it has already it keeps."""
    require_sender(application, by)
    with atomic_write():
        if Application.objects.filter(pk=application.pk, account=None).update(account=account):
            audit.record("application.added_to_account", application, by=by)


def set_terms(
    service: Service, *, draft_days: int, needs_account: bool = False, kept_years: int = KEPT_YEARS, by: Actor
) -> Terms:
    """Say how many days unfinished applications of a service are kept, how many years ended ones must be, and whether
    they need an account.

    Holds for those that begin from now on.
    """
    require(by, Permission.SERVICES, service.department)
    if not 1 <= draft_days <= LONGEST:
        raise ValueError(f"draft_days must be from 1 to {LONGEST}, not {draft_days}")
    settings = {"draft_days": draft_days, "needs_account": needs_account, "kept_years": kept_years}
    with atomic_write():
        terms, _ = Terms.objects.update_or_create(service=service, defaults=settings)
        audit.record("applications.terms_set", service, by=by, details=settings)
    return terms

"""What an applicant does after sending: answer, write, take back, download a letter, agree to electronic notice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Q

from rathaus import events
from rathaus.applications import history
from rathaus.applications.actions.drafts import require_sender
from rathaus.applications.errors import Ended, NotAsked
from rathaus.applications.events import ApplicantReplied, ApplicantWrote, ApplicationWithdrawn, LetterFetched
from rathaus.applications.models import Application, Attachment, PublicEvent
from rathaus.protection import audit
from rathaus.protection.uploads import SealedUpload, draw_previews, keep
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def reply(
    application: Application, question_id: uuid.UUID, text: str, uploads: Sequence[SealedUpload], *, by: Actor
) -> PublicEvent:
    """Answer an open question, once and before the end; `cases` hears of it in the same transaction.

    Raises `NotAsked`.
    """
    require_sender(application, by)
    draw_previews(uploads)
    with atomic_write():
        asked = application.history.select_for_update().filter(pk=question_id, kind=history.Kind.QUESTION).first()
        settled = Q(answers=asked) | Q(kind__in=history.ENDED)
        if asked is None or application.history.filter(settled).exists():
            raise NotAsked
        event = history.add(application, history.Kind.REPLY, text, answers=asked)
        _keep(uploads, application, event)
        events.announce(ApplicantReplied(application.pk, asked.pk, event.pk))
        audit.record("application.replied", application, by=by, details={"files": len(uploads)})
    return event


def write(application: Application, text: str, uploads: Sequence[SealedUpload], *, by: Actor) -> PublicEvent:
    """Write to the administration without having been asked, perhaps with missing papers; `cases` hears of it.

    Raises `Ended`.
    """
    require_sender(application, by)
    draw_previews(uploads)
    with atomic_write():
        _lock_open(application)
        event = history.add(application, history.Kind.MESSAGE, text)
        _keep(uploads, application, event)
        events.announce(ApplicantWrote(application.pk, event.pk))
        audit.record("application.message", application, by=by, details={"files": len(uploads)})
    return event


def withdraw(application: Application, reason: str, *, by: Actor) -> PublicEvent:
    """Take the application back before it is decided; its case ends in the same transaction. Raises `Ended`."""
    require_sender(application, by)
    with atomic_write():
        _lock_open(application)
        event = history.add(application, history.Kind.WITHDRAWN, reason)
        events.announce(ApplicationWithdrawn(application.pk, event.pk))
        audit.record("application.withdrawn", application, by=by)
    return event


def choose_notice(application: Application, *, agreed: bool, by: Actor) -> None:
    """Agree that decisions are made known electronically, or withdraw that consent for what comes."""
    require_sender(application, by)
    with atomic_write():
        Application.objects.filter(pk=application.pk).update(electronic_notice=agreed)
        audit.record("application.notice_chosen", application, by=by, details={"electronic": agreed})
    application.electronic_notice = agreed


def fetch_letter(letter: Attachment, *, by: Actor) -> None:
    """Note when the applicant downloads a letter for the first time: from then on it counts as made known.

    § 41 (2a) VwVfG: on the day after it was fetched, where the applicant has agreed to electronic notice.
    """
    if letter.application is None or letter.purpose != Attachment.Purpose.LETTER or letter.fetched_at is not None:
        return
    require_sender(letter.application, by)
    with atomic_write():
        now = clock.now()
        if Attachment.objects.filter(pk=letter.pk, fetched_at=None).update(fetched_at=now):
            events.announce(LetterFetched(letter.application.pk, letter.file_id))
            audit.record("application.letter_fetched", letter.application, by=by, details={"file": str(letter.file_id)})


def _lock_open(application: Application) -> None:
    """Nobody else acts on the application until the transaction ends, and it has not ended yet."""
    Application.objects.select_for_update(no_key=True).filter(pk=application.pk).first()
    if application.history.filter(kind__in=history.ENDED).exists():
        raise Ended


def _keep(uploads: Sequence[SealedUpload], application: Application, event: PublicEvent) -> None:
    for upload in uploads:
        sealed_file = keep(upload, application.data_key)
        Attachment.objects.create(
            application=application, event=event, file=sealed_file, purpose=Attachment.Purpose.REPLY
        )

"""The applicant answers a question of the administration."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Q

from rathaus import events
from rathaus.applications import history
from rathaus.applications.actions.drafts import require_sender
from rathaus.applications.errors import NotAsked
from rathaus.applications.events import ApplicantReplied
from rathaus.applications.models import Application, Attachment, PublicEvent
from rathaus.protection import audit
from rathaus.protection.uploads import SealedUpload, keep
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def reply(
    application: Application, question_id: uuid.UUID, text: str, uploads: Sequence[SealedUpload], *, by: Actor
) -> PublicEvent:
    """Answer an open question, once and before the end; `cases` hears of it in the same transaction.

    Raises `NotAsked`.
    """
    require_sender(application, by)
    with atomic_write():
        asked = application.history.select_for_update().filter(pk=question_id, kind=history.Kind.QUESTION).first()
        settled = Q(answers=asked) | Q(kind__in=history.ENDED)
        if asked is None or application.history.filter(settled).exists():
            raise NotAsked
        event = history.add(application, history.Kind.REPLY, text, answers=asked)
        for upload in uploads:
            sealed_file = keep(upload, application.data_key)
            Attachment.objects.create(
                application=application, event=event, file=sealed_file, purpose=Attachment.Purpose.REPLY
            )
        events.announce(ApplicantReplied(application.pk, asked.pk, event.pk))
        audit.record("application.replied", application, by=by, details={"files": len(uploads)})
    return event

"""What this room does when others ask: the mail of receipt, and what publishing must know of open drafts."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from rathaus.applications.models import Application, DraftRecord
from rathaus.applications.queries import person
from rathaus.catalogue import preflight
from rathaus.catalogue.models import Service
from rathaus.documents import mail
from rathaus.questionnaire import Questionnaire


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
        number=application.number,
        link=mail.link(reverse("applications:status")),
    )


@preflight.register
def open_drafts(service: Service, new: Questionnaire) -> list[preflight.Notice]:
    """How many people are filling in an earlier version; they finish on it."""
    rows = DraftRecord.objects.filter(version__service=service, expires_at__gt=timezone.now())
    count = rows.count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)s begonnener Antrag ist offen; er wird auf der bisherigen Fassung zu Ende geführt.",
        "%(count)s begonnene Anträge sind offen; sie werden auf der bisherigen Fassung zu Ende geführt.",
        count,
    )
    return [preflight.Notice(sentence % {"count": count})]

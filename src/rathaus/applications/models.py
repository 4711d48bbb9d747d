"""Data of the applying side: drafts, uploads, sent applications, and the history their senders may see.

Whatever a person wrote rests sealed under one data key per application. The key is made with the draft and goes over
to the application unchanged, so that uploads need not be sealed twice; destroying it erases them all.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.people.models import Account, Organisation
from rathaus.protection.models import DataKey, SealedFile
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel

WARNING = dt.timedelta(days=7)
"""So long before a draft expires its writer is told, by mail where that is wished, and on its pages."""


KEPT_YEARS = 10
"""So many years an application is kept after the one in which it ended, where its service says nothing else."""


class Terms(TownModel):
    """What the owner of a service has set for its applications; without a row the house's own settings count."""

    service = TownOneToOneField(Service, on_delete=models.CASCADE, related_name="terms")
    draft_days = models.PositiveSmallIntegerField()
    needs_account = models.BooleanField(default=False)
    kept_years = models.PositiveSmallIntegerField(default=KEPT_YEARS)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "service"], name="terms_of_service")]


class DraftRecord(TownModel):
    """What somebody is still writing. `revision` counts the saved changes, so that two tabs cannot overwrite blindly.

    `secret_hash` is the hash of the access code, which only the applicant holds (cookie, paper, mail). It is kept for
    `days` after the last change. `sealed_represented` is the name of whom it is for, where somebody else fills it in.
    `sealed_contact` says where its mails go and in which language, if they are wished.
    """

    version = TownForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    data_key = TownForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=0)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    days = models.PositiveSmallIntegerField(default=30)
    expires_at = models.DateTimeField()
    sealed_contact = models.BinaryField(null=True)
    sealed_represented = models.BinaryField(null=True)
    account = TownForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = TownForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    mails = models.PositiveSmallIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "secret_hash"], name="draft_secret_unique"),
            models.UniqueConstraint(fields=["municipality", "data_key"], name="draft_data_key_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "expires_at"], name="draft_expiry"),
            models.Index(fields=["municipality", "version"], name="draft_version"),
            models.Index(fields=["municipality", "account"], name="draft_account"),
            models.Index(fields=["municipality", "organisation"], name="draft_organisation"),
        ]

    @property
    def warning_from(self) -> dt.datetime:
        """From when on its writer is told that its time is running out; of a short time, in its second half."""
        return self.expires_at - min(WARNING, dt.timedelta(days=self.days) / 2)

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to say that its time is running out."""
        return self.warning_from <= timezone.now()

    @property
    def expired(self) -> bool:
        """Whether its time has passed; from then on it is closed to everybody, even before the clean-up ran."""
        return self.expires_at <= timezone.now()


class Application(TownModel):
    """A sent application: immutable, pinned to the version it was filled in on.

    Its id is the id of the draft it came from, so that one draft can never become two applications.
    `sealed_person` holds only who applies (see `queries.Person`), so that lists need not open all answers.
    `electronic_notice`: the sender agrees that decisions are made known by being there to download (§ 41 (2a) VwVfG);
    of an immutable application one thing that may change, because consent may be withdrawn. The other is `account`,
    to which its sender may add it; who is signed in there needs no code.
    """

    version = TownForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="+")
    data_key = TownForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64)
    sealed = models.BinaryField()
    sealed_person = models.BinaryField()
    language = models.CharField(max_length=10, default="de")
    electronic_notice = models.BooleanField(default=False)
    sealed_represented = models.BinaryField(null=True)
    account = TownForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = TownForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="application_number_unique"),
            models.UniqueConstraint(fields=["municipality", "data_key"], name="application_data_key_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "submitted_at"], name="application_submitted"),
            models.Index(fields=["municipality", "version"], name="application_version"),
            models.Index(fields=["municipality", "account", "submitted_at"], name="application_account"),
            models.Index(fields=["municipality", "organisation", "submitted_at"], name="application_organisation"),
        ]

    def __str__(self) -> str:
        return self.number


class PublicEvent(TownModel):
    """One line of the history that the applicant sees. The text rests sealed: clerks write names into it."""

    class Kind(models.TextChoices):
        """What happened, as the applicant understands it."""

        RECEIVED = "received", _("Eingegangen")
        IN_PROGRESS = "in_progress", _("In Bearbeitung")
        QUESTION = "question", _("Rückfrage an Sie")
        REPLY = "reply", _("Ihre Antwort")
        MESSAGE = "message", _("Ihre Nachricht")
        NOTE = "note", _("Mitteilung")
        LETTER = "letter", _("Schreiben")
        DECIDED = "decided", _("Entschieden")
        WITHDRAWN = "withdrawn", _("Zurückgenommen")
        CLOSED = "closed", _("Abgeschlossen")

    application = TownForeignKey(Application, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind)
    sealed_text = models.BinaryField()
    due_on = models.DateField(null=True)
    answers = TownOneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reply")

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "answers"], name="question_answered_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "application", "at"], name="public_event_order")]


class Attachment(TownModel):
    """A sealed file of a draft or of an application (of exactly one), perhaps of a line in its history.

    `fetched_at`: when the applicant downloaded a letter first, which is when it counts as made known.
    """

    class Purpose(models.TextChoices):
        """What the file is for."""

        ANSWER = "answer", _("Antwort im Antrag")
        RECEIPT = "receipt", _("Eingangsbestätigung")
        REPLY = "reply", _("Nachgereicht")
        LETTER = "letter", _("Schreiben")
        POWER = "power", _("Vollmacht")

    # The database's own constraint protects a draft with files; asking first would cost a query at each sending.
    draft = TownForeignKey(DraftRecord, on_delete=models.DO_NOTHING, null=True, related_name="attachments")
    application = TownForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="attachments")
    event = TownForeignKey(PublicEvent, on_delete=models.PROTECT, null=True, related_name="attachments")
    file = TownOneToOneField(SealedFile, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    created_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(application__isnull=True),
                name="attachment_of_draft_or_application",
            ),
            models.UniqueConstraint(fields=["municipality", "file"], name="attachment_file_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "draft"], name="attachment_draft"),
            models.Index(fields=["municipality", "application"], name="attachment_application"),
            models.Index(fields=["municipality", "event"], name="attachment_event"),
        ]


class Signature(TownModel):
    """Somebody who is to sign along, of a draft or of an application (of exactly one).

    `sealed` holds name and address, `fingerprint` what the answers were when the person agreed (a keyed hash): whoever
    changes them afterwards has to ask again. `secret_hash` is the hash of the code that opens the page for signing.
    """

    class State(models.TextChoices):
        """What the person said."""

        ASKED = "asked", _("noch offen")
        AGREED = "agreed", _("einverstanden")
        REFUSED = "refused", _("abgelehnt")

    draft = TownForeignKey(DraftRecord, on_delete=models.DO_NOTHING, null=True, related_name="signatures")
    application = TownForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="signatures")
    sealed = models.BinaryField()
    secret_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answered_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(application__isnull=True),
                name="signature_of_draft_or_application",
            ),
            models.UniqueConstraint(fields=["municipality", "secret_hash"], name="signature_secret_unique"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "draft"], name="signature_draft"),
            models.Index(fields=["municipality", "application"], name="signature_application"),
        ]


class RatingCount(TownModel):
    """How often a question about a service was answered in one way within a month; nothing of who answered is kept."""

    service = TownForeignKey(Service, on_delete=models.CASCADE, related_name="ratings")
    month = models.DateField()
    question = models.CharField(max_length=10)
    answer = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "service", "month", "question", "answer"], name="rating_counted_once"
            ),
        ]


class PaperCount(TownModel):
    """How many applications for a service came on paper within a month, as its department counted them."""

    service = TownForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    number = models.PositiveIntegerField()

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "service", "month"], name="paper_counted_once"),
        ]


class Attempt(TownModel):
    """How often a number and code were tried lately; `key` is a keyed hash, never an address or a number in clear."""

    key = models.CharField(max_length=64)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key", "window"], name="attempt_once_per_window"),
        ]

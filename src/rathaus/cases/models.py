"""Cases and what happened in them.

The events are the truth: each says what happened, when, and by whom. The state, assignee and deadlines on `Case` are a
projection of them (see `projection`), written by the same action so that the inbox can be asked for them. What clerks
write rests sealed under the application's data key: erasing the application erases it too.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.applications.models import Application
from rathaus.catalogue.models import Service
from rathaus.people.models import Account, Department
from rathaus.protection.models import SealedFile
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel


class State(models.TextChoices):
    """Where a case stands."""

    NEW = "new", _("Neu")
    WORKING = "working", _("In Bearbeitung")
    ASKED = "asked", _("Rückfrage gestellt")
    ANSWERED = "answered", _("Antwort eingegangen")
    DECIDED = "decided", _("Entschieden")


class Outcome(models.TextChoices):
    """How a case ended."""

    GRANTED = "granted", _("Bewilligt")
    PARTLY = "partly", _("Teilweise bewilligt")
    REFUSED = "refused", _("Abgelehnt")
    WITHDRAWN = "withdrawn", _("Zurückgenommen")


_BADGES: dict[str, str] = {
    State.NEW: "info",
    State.WORKING: "info",
    State.ASKED: "warning",
    State.ANSWERED: "warning",
    State.DECIDED: "success",
    Outcome.GRANTED: "success",
    Outcome.PARTLY: "success",
    Outcome.REFUSED: "danger",
    Outcome.WITHDRAWN: "info",
}


class Case(TownModel):
    """The administration's side of one application."""

    application = TownOneToOneField(Application, on_delete=models.PROTECT, related_name="case")
    service = TownForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    department = TownForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    assignee = TownForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    reply_due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    events_count = models.PositiveIntegerField(default=0)

    class Meta(TownModel.Meta):
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "application"], name="case_of_application"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "department", "state", "opened_at", "id"], name="case_inbox"),
            models.Index(fields=["municipality", "opened_at", "id", "department", "state"], name="case_order"),
            models.Index(fields=["municipality", "assignee", "state", "opened_at", "id"], name="case_mine"),
            models.Index(fields=["municipality", "service", "opened_at", "id"], name="case_service"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def decided(self) -> bool:
        """Whether it has ended."""
        return self.state == State.DECIDED

    @property
    def badge(self) -> str:
        """The kind of label that fits its state, beside the words."""
        return _BADGES[self.outcome or self.state]

    @property
    def settled(self) -> bool:
        """Whether it ended without anybody deciding: the house itself did what was asked."""
        return self.decided and not self.outcome


class CaseEvent(TownModel):
    """Something that happened in a case, numbered from 1. Never changed.

    `data` holds ids and dates, nothing personal; `sealed_text` what somebody wrote. `account` is empty where the
    applicant or the house itself acted.
    """

    class Kind(models.TextChoices):
        """What happened."""

        OPENED = "opened", _("Antrag eingegangen")
        TAKEN = "taken", _("Übernommen")
        ASSIGNED = "assigned", _("Zugewiesen")
        RELEASED = "released", _("Freigegeben")
        DUE = "due", _("Frist geändert")
        NOTED = "noted", _("Vermerk")
        CHECKED = "checked", _("Von Hand geprüft")
        UNCHECKED = "unchecked", _("Prüfung zurückgenommen")
        ASKED = "asked", _("Rückfrage gestellt")
        ANSWERED = "answered", _("Antwort eingegangen")
        WROTE = "wrote", _("Nachricht eingegangen")
        MESSAGE = "message", _("Nachricht gesendet")
        DECIDED = "decided", _("Entschieden")
        FETCHED = "fetched", _("Schreiben abgerufen")
        WITHDRAWN = "withdrawn", _("Antrag zurückgenommen")
        SETTLED = "settled", _("Ohne Entscheidung erledigt")

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    account = TownForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    sealed_text = models.BinaryField(null=True)

    class Meta(TownModel.Meta):
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "case", "number"], name="case_event_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "account"], name="case_event_account")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.kind}"


class Letter(TownModel):
    """A letter that left the house in a case, sealed as PDF."""

    case = TownForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    file = TownOneToOneField(SealedFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    account = TownForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta(TownModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "file"], name="letter_file")]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case"], name="letter_case"),
            models.Index(fields=["municipality", "account"], name="letter_account"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Decision(TownModel):
    """How a case was decided. `sealed` is the wording of the letter as JSON."""

    case = TownOneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    at = models.DateTimeField()
    account = TownForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    letter = TownOneToOneField(Letter, on_delete=models.PROTECT, related_name="decision")
    sealed = models.BinaryField()

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "case"], name="decision_once"),
            models.UniqueConstraint(fields=["municipality", "letter"], name="decision_letter"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "account"], name="decision_account")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class NameToken(TownModel):
    """A word of the applicant's name as the search may know it: a keyed hash, see `names`."""

    case = TownForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "token", "case"], name="name_token_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "case"], name="name_token_case")]

    def __str__(self) -> str:
        return str(self.pk)

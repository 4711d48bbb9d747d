"""A call: criteria, entries, and a jury whose members do not see each other's points until it is closed."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Account
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import TownModel

MOST_POINTS = 10


class Call(TownModel):
    """A call for entries. `closed_at`: the jury is done; `finalists_at`: the finalists are public since then."""

    slug = models.SlugField(_("Kurzname"), max_length=60, db_index=False)
    title = models.CharField(_("Titel"), max_length=150)
    text = models.TextField(_("Worum es geht"), max_length=5000)
    ends_on = models.DateField(_("Einsendeschluss"))
    contact = models.CharField(_("Wohin man sich wendet"), max_length=250)
    published_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    finalists_at = models.DateTimeField(null=True, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("-ends_on", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="call_slug_once_per_town"),
        ]

    def __str__(self) -> str:
        return self.title


class Criterion(TownModel):
    """What is judged, and how much it counts beside the others."""

    call = TownForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("Kriterium"), max_length=150)
    weight = models.PositiveSmallIntegerField(
        _("Gewicht"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(TownModel.Meta):
        ordering = ("-weight", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "call", "title"], name="criterion_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Entry(TownModel):
    """What was entered.

    `sender` is the town of this house that entered it, whose own row (`OwnEntry`) has the same id; None where those who
    keep the call wrote it down. `revision` is the sender's.
    """

    call = TownForeignKey(Call, on_delete=models.CASCADE, related_name="entries")
    title = models.CharField(_("Beitrag"), max_length=200)
    town = models.CharField(_("Kommune oder Einrichtung"), max_length=150)
    summary = models.TextField(_("In wenigen Sätzen"), max_length=2000)
    link = models.URLField(_("Adresse"), max_length=500, blank=True)
    finalist = models.BooleanField(default=False, editable=False)
    sender = models.UUIDField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("title",)
        indexes: ClassVar = [models.Index(fields=["municipality", "call"], name="entry_call")]

    def __str__(self) -> str:
        return f"{self.title}, {self.town}"


class Juror(TownModel):
    """Somebody who judges; an account of the town's staff."""

    call = TownForeignKey(Call, on_delete=models.CASCADE, related_name="jurors")
    account = TownForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("Jurymitglied"))

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "call", "account"], name="juror_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "account"], name="juror_account")]

    def __str__(self) -> str:
        return str(self.account)


class Score(TownModel):
    """The points of one juror for one entry by one criterion, from 0 to `MOST_POINTS`."""

    juror = TownForeignKey(Juror, on_delete=models.CASCADE, related_name="scores")
    entry = TownForeignKey(Entry, on_delete=models.CASCADE, related_name="scores")
    criterion = TownForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    points = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_POINTS)])

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "entry", "criterion", "juror"], name="score_once"),
            models.CheckConstraint(condition=models.Q(points__lte=MOST_POINTS), name="score_points"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "juror"], name="score_juror"),
            models.Index(fields=["municipality", "criterion"], name="score_criterion"),
        ]

    def __str__(self) -> str:
        return str(self.points)


class OwnEntry(TownModel):
    """What this town entered in a call of another town of the house, and what became of it.

    `keeper`: the id of the town that keeps the call `call`; what it is called and how long it was open is noted here.
    Every change counts up `revision`; `arrived` is the one that has arrived there. `refusal` says why it did not count.
    `entered_by` sent it last, and is told what becomes of it.
    """

    class Refusal(models.TextChoices):
        """Why an entry does not count."""

        GONE = "gone", _("Den Aufruf gibt es nicht mehr.")
        LATE = "late", _("Der Beitrag kam nach dem Einsendeschluss.")
        CLOSED = "closed", _("Die Jury war schon geschlossen.")
        REMOVED = "removed", _("Der Beitrag wurde dort herausgenommen. Fragen Sie bitte nach.")

    keeper = models.UUIDField(editable=False)
    keeper_name = models.CharField(max_length=200, editable=False)
    call = models.UUIDField(editable=False)
    call_title = models.CharField(max_length=150, editable=False)
    title = models.CharField(_("Beitrag"), max_length=200)
    summary = models.TextField(_("In wenigen Sätzen"), max_length=2000)
    link = models.URLField(_("Adresse"), max_length=500, blank=True)
    sent_at = models.DateTimeField(editable=False)
    entered_by = TownForeignKey(Account, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    revision = models.PositiveIntegerField(default=0, editable=False)
    arrived = models.PositiveIntegerField(default=0, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    refusal = models.CharField(max_length=10, choices=Refusal.choices, blank=True, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("-sent_at",)
        indexes: ClassVar = [
            models.Index(fields=["municipality", "call"], name="own_entry_call"),
            models.Index(fields=["municipality", "entered_by"], name="own_entry_entered_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def under_way(self) -> bool:
        """Whether the last change has not arrived yet."""
        return self.arrived < self.revision

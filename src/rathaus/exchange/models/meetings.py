"""A meeting over one or several days: programme, who comes, what was said, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rathaus.applications.models import Application
from rathaus.catalogue.models import Service
from rathaus.people.models import Department
from rathaus.protection.models import DataKey, SealedFile
from rathaus.strategy.models import Measure
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel

MOST_PLACES = 100_000
KEPT_DAYS, MOST_KEPT_DAYS = 60, 3650
"""Days after the last day until nobody's data are left: usually, and at most."""


class Meeting(TownModel):
    """A meeting. `service` is the service of the house by which people register; None before registration opens.

    `arrivals` counts every registration there ever was: the next one gets the next number. `shown_towns` are the names
    of places that the organiser has put on the public page. `follows` is the meeting that this one continues.
    `kept_days` after the last one the data of those who registered are erased, at `forgotten_at`; from how many places
    the people with a place came is counted before, in `places_counted`. `revision` counts its changes, for calendars.
    `cancelled_at`: it does not take place, for the reason given in public, if any.
    """

    slug = models.SlugField(_("Kurzname"), max_length=60, db_index=False)
    title = models.CharField(_("Titel"), max_length=150)
    summary = models.TextField(_("Worum es geht"), max_length=2000)
    place = models.CharField(pgettext_lazy("meeting", "Ort"), max_length=200)
    starts_on = models.DateField(_("Erster Tag"))
    ends_on = models.DateField(_("Letzter Tag"))
    capacity = models.PositiveIntegerField(
        _("Plätze"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    department = TownForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Veranstaltet von")
    )
    contact = models.CharField(_("Ansprechstelle"), max_length=250, blank=True)
    kept_days = models.PositiveSmallIntegerField(
        _("Angaben der Teilnehmenden löschen nach (Tage)"),
        default=KEPT_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_KEPT_DAYS)],
    )
    forgotten_at = models.DateTimeField(null=True, editable=False)
    places_counted = models.PositiveIntegerField(null=True, editable=False)
    minutes = models.TextField(_("Protokoll"), max_length=20_000, blank=True)
    follows = TownForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="followed_by")
    service = TownOneToOneField(Service, on_delete=models.PROTECT, null=True, editable=False, related_name="meeting")
    arrivals = models.PositiveIntegerField(default=0, editable=False)
    shown_towns = models.JSONField(default=list, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_why = models.CharField(max_length=500, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("-starts_on", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="meeting_slug_once_per_town"),
            models.UniqueConstraint(fields=["municipality", "service"], name="meeting_service_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")),
                name="meeting_days",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "department"], name="meeting_department"),
            models.Index(fields=["municipality", "follows"], name="meeting_follows"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def registering(self) -> bool:
        """Whether one may register now."""
        is_open = self.published_at is not None and self.cancelled_at is None
        return is_open and self.service is not None and self.service.withdrawn_at is None

    @property
    def cancellable(self) -> bool:
        """Whether it can still be cancelled: everybody may know of it, and it is not over."""
        return self.published_at is not None and self.cancelled_at is None and not self.over

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < timezone.localdate()

    @property
    def days_in_words(self) -> str:
        """From when to when, for people."""
        last = date_format(self.ends_on, "DATE_FORMAT")
        if self.starts_on == self.ends_on:
            return last
        if (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month):
            return gettext("%(day)s. bis %(last)s") % {"day": self.starts_on.day, "last": last}
        return gettext("%(first)s bis %(last)s") % {"first": date_format(self.starts_on, "DATE_FORMAT"), "last": last}

    @property
    def begun(self) -> bool:
        """Whether its first day has come; never for one that was cancelled."""
        return self.cancelled_at is None and self.starts_on <= timezone.localdate()

    @property
    def kept_until(self) -> date:
        """The last day on which the data of those who registered are there."""
        return self.ends_on + timedelta(days=self.kept_days)


class Talk(TownModel):
    """An entry of the programme: a talk, a round, a break. One that is `cancelled` stays there and says so.

    `revision` counts its changes, for calendars.
    """

    meeting = TownForeignKey(Meeting, on_delete=models.CASCADE, related_name="talks")
    day = models.DateField(_("Tag"))
    begins = models.TimeField(_("Beginn"))
    ends = models.TimeField(_("Ende"))
    room = models.CharField(_("Raum"), max_length=100, blank=True)
    title = models.CharField(_("Titel"), max_length=200)
    abstract = models.TextField(_("Inhalt"), max_length=2000, blank=True)
    cancelled = models.BooleanField(_("Fällt aus"), default=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("day", "begins", "room", "title")
        indexes: ClassVar = [models.Index(fields=["municipality", "meeting", "day", "begins"], name="talk_programme")]

    def __str__(self) -> str:
        return self.title

    def told_speakers(self) -> list[tuple[str, str]]:
        """Name and place of those who present, as everybody may read it; where none of a place agreed, it alone."""
        speakers = list(self.speakers.all())
        named = {one.town for one in speakers if one.agreed_on}
        told = ((one.name if one.agreed_on else "", one.town) for one in speakers)
        return list(dict.fromkeys((name, town) for name, town in told if name or town not in named))


class Speaker(TownModel):
    """Somebody who presents, and from where.

    The name stands in public only if the person `agreed_on` that; the place stands there in any case.
    """

    talk = TownForeignKey(Talk, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("Name"), max_length=150)
    town = models.CharField(_("Kommune oder Einrichtung"), max_length=150)
    agreed_on = models.DateField(null=True, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("town", "name")
        indexes: ClassVar = [models.Index(fields=["municipality", "talk"], name="speaker_talk")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class Material(TownModel):
    """A file or a link that belongs to a meeting or to one of its talks; public with the meeting."""

    meeting = TownForeignKey(Meeting, on_delete=models.PROTECT, related_name="materials")
    talk = TownForeignKey(
        Talk,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("Zu welchem Beitrag"),
    )
    title = models.CharField(_("Titel"), max_length=200)
    link = models.URLField(_("Adresse"), max_length=500, blank=True)
    file = TownOneToOneField(SealedFile, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    data_key = TownForeignKey(DataKey, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(TownModel.Meta):
        ordering = ("title",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "file"], name="material_file_once"),
            models.UniqueConstraint(fields=["municipality", "data_key"], name="material_data_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "meeting"], name="material_meeting"),
            models.Index(fields=["municipality", "talk"], name="material_talk"),
        ]

    def __str__(self) -> str:
        return self.title


class Registration(TownModel):
    """That somebody registered, in the order of `number`. Who it is stands sealed in the application alone.

    `placed_at`: since when there is a place; without one it waits. `withdrawn_at`: taken back since then. `came`: was
    there, as the organiser noted.
    """

    meeting = TownForeignKey(Meeting, on_delete=models.PROTECT, related_name="registrations")
    application = TownOneToOneField(Application, on_delete=models.PROTECT, related_name="registration")
    number = models.PositiveIntegerField()
    placed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    came = models.BooleanField(default=False)

    class Meta(TownModel.Meta):
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "meeting", "number"], name="registration_number"),
            models.UniqueConstraint(fields=["municipality", "application"], name="registration_of_application"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class MeetingTask(TownModel):
    """What somebody promised. Once it is `measure`'s, the strategy says how it goes."""

    meeting = TownForeignKey(Meeting, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("Aufgabe"), max_length=200)
    due_on = models.DateField(_("Bis wann"))
    who = models.CharField(_("Wer"), max_length=150, help_text=_("ein Fachbereich oder eine Kommune"))
    done_on = models.DateField(_("Erledigt am"), null=True, blank=True)
    measure = TownForeignKey(Measure, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta(TownModel.Meta):
        ordering = ("due_on", "title")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "meeting"], name="meeting_task_meeting"),
            models.Index(fields=["municipality", "measure"], name="meeting_task_measure"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def late(self) -> bool:
        """Whether it should be done already."""
        return self.done_on is None and self.due_on < timezone.localdate()

"""What a town learned with a measure or a package: told honestly, with figures, for those who begin where it began."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.protection.models import DataKey
from rathaus.strategy.models import Measure
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel


class Experience(TownModel):
    """A report, bound to a measure of the town or to one version of a package, perhaps of a package from elsewhere.

    `package` and `package_version` are those of the package's manifest. `contact` is an official one, entered for this.
    """

    slug = models.SlugField(_("Kurzname"), max_length=60, db_index=False)
    title = models.CharField(_("Titel"), max_length=150)
    measure = TownForeignKey(
        Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Maßnahme")
    )
    package = models.UUIDField(_("Kennung des Pakets"), null=True, blank=True)
    package_version = models.PositiveIntegerField(_("Fassung des Pakets"), null=True, blank=True)
    package_name = models.CharField(_("Name des Pakets"), max_length=200, blank=True)
    situation = models.TextField(_("Wie es vorher war"), max_length=3000)
    done = models.TextField(_("Was wir gemacht haben"), max_length=3000)
    result = models.TextField(_("Was daraus wurde"), max_length=3000)
    again = models.TextField(_("Was wir wieder so machen würden, und was nicht"), max_length=3000)
    hours = models.PositiveIntegerField(_("Arbeitsstunden"), null=True, blank=True)
    euros = models.DecimalField(_("Kosten in Euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("Beginn"), null=True, blank=True)
    ends_on = models.DateField(_("Ende"), null=True, blank=True)
    contact = models.CharField(_("Wen man anrufen kann"), max_length=250, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("title",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="experience_slug_once_per_town"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "measure"], name="experience_measure"),
            models.Index(fields=["municipality", "package", "package_version"], name="experience_package"),
        ]

    def __str__(self) -> str:
        return self.title


class Figure(TownModel):
    """A released figure before and after. Only which: what it says is read from the released values each time.

    So a figure that the town takes back is gone here too, and one that it corrects is right here too.
    """

    experience = TownForeignKey(Experience, on_delete=models.CASCADE, related_name="figures")
    indicator_key = models.SlugField(max_length=60, db_index=False)
    before = models.UUIDField()
    after = models.UUIDField()

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "experience", "indicator_key"], name="figure_once"),
        ]

    def __str__(self) -> str:
        return self.indicator_key


class Adopter(TownModel):
    """A town that uses it, or has stopped, and why."""

    experience = TownForeignKey(Experience, on_delete=models.CASCADE, related_name="adopters")
    town = models.CharField(_("Kommune"), max_length=150)
    since = models.DateField(_("Seit"), null=True, blank=True)
    stopped_on = models.DateField(_("Aufgehört am"), null=True, blank=True)
    why = models.CharField(_("Warum aufgehört"), max_length=500, blank=True)
    contact = models.CharField(_("Wen man anrufen kann"), max_length=250, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("town",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "experience", "town"], name="adopter_once"),
        ]

    def __str__(self) -> str:
        return self.town


class Question(TownModel):
    """A question to a report. What somebody asked rests sealed until it is answered: it may hold names.

    `text` is the question as it was answered, in the words of whoever answered; the sealed one is destroyed then.
    """

    experience = TownForeignKey(Experience, on_delete=models.CASCADE, related_name="questions")
    data_key = TownOneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=1000, blank=True)
    answer = models.TextField(max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        ordering = ("asked_at",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "data_key"], name="question_data_key_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "experience", "asked_at"], name="question_experience"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

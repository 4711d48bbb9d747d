"""Rollouts: many sites (schools, libraries, street sections) that the same is done to, one after the other.

What happened at a site is a dated event; how it stands on a day is the last one until then
(`rathaus.strategy.rollout`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.strategy.models.plans import Measure
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import TownModel


class SiteState(models.TextChoices):
    """How a site stands."""

    PLANNED = "planned", _("geplant")
    BUILDING = "building", _("in Arbeit")
    DONE = "done", _("fertig")
    DROPPED = "dropped", _("entfällt")


class Rollout(TownModel):
    """What is done to many sites. `slug` is its address; `public`: everybody may see it."""

    slug = models.SlugField(_("Kurzname"), max_length=50, db_index=False)
    name = models.CharField(_("Name"), max_length=200)
    meaning = models.TextField(_("Was heißt fertig?"), max_length=1000)
    measure = TownForeignKey(
        Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="rollouts", verbose_name=_("Maßnahme")
    )
    public = models.BooleanField(_("Öffentlich zeigen"), default=False)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="rollout_slug_once_per_town")
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "measure"], name="rollout_measure")]

    def __str__(self) -> str:
        return self.name


class Site(TownModel):
    """One site. `shape`: longitude and latitude (WGS 84) of a point, or of each point of a line; empty: not known."""

    rollout = TownForeignKey(Rollout, on_delete=models.CASCADE, related_name="sites")
    key = models.CharField(_("Kennung"), max_length=60)
    name = models.CharField(_("Name"), max_length=200)
    district = models.CharField(_("Ortsteil"), max_length=100, blank=True)
    shape = models.JSONField(default=list, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("district", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "rollout", "key"], name="site_key_once_per_rollout")
        ]

    def __str__(self) -> str:
        return self.name


class SiteEvent(TownModel):
    """From `day` on, a site stands like this."""

    site = TownForeignKey(Site, on_delete=models.CASCADE, related_name="events")
    day = models.DateField(_("Seit"))
    state = models.CharField(_("Stand"), max_length=10, choices=SiteState)

    class Meta(TownModel.Meta):
        ordering = ("day",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "site", "day"], name="site_event_once_per_day")
        ]

    def __str__(self) -> str:
        return str(self.day)


class SiteFile(TownModel):
    """A file of sites, as it was handed in (compressed). Until `taken_in_at` is set somebody still looks at it."""

    rollout = TownForeignKey(Rollout, on_delete=models.CASCADE, related_name="files")
    file_name = models.CharField(max_length=250)
    content_hash = models.CharField(max_length=64)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.CharField(max_length=250)
    taken_in_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        ordering = ("-uploaded_at",)
        indexes: ClassVar = [models.Index(fields=["municipality", "rollout"], name="site_file_rollout")]

    def __str__(self) -> str:
        return self.file_name

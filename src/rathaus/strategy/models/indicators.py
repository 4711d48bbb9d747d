"""Indicators, what they were observed to be, and what of it everybody may see.

A town keeps the figures of other towns, counties and countries beside its own: a compared unit is not a tenant. What a
town released of its *own* figures lies in `ReleasedValue`, the one table that every town of the house may read.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Department
from rathaus.strategy.figures.scores import Direction
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import LAENDER, SharedManager, TownModel


class Frequency(models.TextChoices):
    """How often an indicator is observed."""

    MONTHLY = "monthly", _("monatlich")
    QUARTERLY = "quarterly", _("vierteljährlich")
    HALF_YEARLY = "half_yearly", _("halbjährlich")
    YEARLY = "yearly", _("jährlich")
    IRREGULAR = "irregular", _("unregelmäßig")


class Indicator(TownModel):
    """What is measured, and how. `key` is its address and the name under which towns compare it.

    `computed` names the computation of this house that feeds it (`rathaus.strategy.computed`); empty where figures are
    imported. `changed_at` moves with every change of its observations, so that what was derived from them can be kept.
    `published_at`: since when everybody may see the released observations. `per_head`: a count that may be divided by
    the inhabitants; not a share, nor what is divided already.
    """

    DIRECTIONS: ClassVar = [
        (Direction.HIGHER.value, _("mehr ist besser")),
        (Direction.LOWER.value, _("weniger ist besser")),
        ("", _("weder noch")),
    ]

    key = models.SlugField(_("Kurzname"), max_length=60, db_index=False)
    name = models.CharField(_("Name"), max_length=200)
    meaning = models.TextField(_("Bedeutung"), max_length=2000)
    unit = models.CharField(_("Einheit"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(_("Nachkommastellen"), default=1)
    direction = models.CharField(_("Richtung"), max_length=10, choices=DIRECTIONS, blank=True, default="")
    per_head = models.BooleanField(_("Anzahl, die sich durch die Einwohner teilen lässt"), default=False)
    method = models.TextField(_("Berechnung"), max_length=2000, blank=True)
    source = models.CharField(_("Quelle"), max_length=500)
    licence = models.CharField(_("Lizenz"), max_length=200, blank=True)
    frequency = models.CharField(_("Wie oft"), max_length=20, choices=Frequency, default=Frequency.YEARLY)
    department = TownForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Gibt Werte frei")
    )
    computed = models.CharField(max_length=60, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "key"], name="indicator_key_once_per_town")
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "department"], name="indicator_department")]

    def __str__(self) -> str:
        return self.name

    @property
    def better(self) -> Direction | None:
        """Which figures are better; None where neither is."""
        return Direction(self.direction) if self.direction else None


class UnitKind(models.TextChoices):
    """What sort of place is compared."""

    MUNICIPALITY = "municipality", _("Gemeinde")
    COUNTY = "county", _("Kreis")
    LAND = "land", _("Land")
    COUNTRY = "country", _("Staat")


class Unit(TownModel):
    """A place that figures are about. `key` is its official one: regional key (ARS) in Germany, ISO 3166 for states."""

    key = models.CharField(_("Schlüssel"), max_length=20)
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Art"), max_length=20, choices=UnitKind, default=UnitKind.MUNICIPALITY)
    land = models.CharField(_("Land"), max_length=2, blank=True, choices=[(land, land) for land in LAENDER])
    population = models.PositiveIntegerField(_("Einwohnerzahl"), null=True, blank=True)
    area = models.FloatField(_("Fläche in km²"), null=True, blank=True)
    invented = models.BooleanField(_("erfundenes Beispiel"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "key"], name="unit_key_once_per_town")]

    def __str__(self) -> str:
        return self.name


class Import(TownModel):
    """A file of figures: where values come from. `mapping` says which column means what (`tables.Mapping`).

    Kept as it was handed in (`data`, compressed), so that every figure can be traced to its row. Until `taken_in_at` is
    set it is a proposal that somebody still looks at, or was cut off on the way and can be taken in again.
    """

    indicator = TownForeignKey(Indicator, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=250)
    content_hash = models.CharField(max_length=64)
    data = models.BinaryField()
    mapping = models.JSONField(default=dict)
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200, blank=True)
    public = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.CharField(max_length=250)
    taken_in_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        ordering = ("-uploaded_at",)
        indexes: ClassVar = [models.Index(fields=["municipality", "indicator"], name="import_indicator")]

    def __str__(self) -> str:
        return self.file_name


class Quality(models.TextChoices):
    """How sure a figure is."""

    FINAL = "", _("endgültig")
    PROVISIONAL = "p", _("vorläufig")
    ESTIMATED = "e", _("geschätzt")
    REVISED = "r", _("berichtigt")
    BREAK = "b", _("Bruch in der Zeitreihe")


class Observation(TownModel):
    """One figure: of an indicator, for a unit, from `start` to `end` (the same day: on that day).

    `breakdown` is the part of the whole it is about ("Grundschulen"); empty: the whole. `origin` and `row` say where
    it comes from; without an origin the house computed it or somebody entered it. `released_at`: public since then.
    """

    indicator = TownForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    unit = TownForeignKey(Unit, on_delete=models.PROTECT, related_name="observations")
    start = models.DateField()
    end = models.DateField()
    breakdown = models.CharField(max_length=100, blank=True)
    value = models.FloatField()
    quality = models.CharField(max_length=1, choices=Quality, blank=True)
    origin = TownForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "indicator", "end", "start", "breakdown", "unit"], name="observation_once"
            ),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="observation_period"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "unit"], name="observation_unit"),
            models.Index(
                fields=["municipality", "origin"], name="observation_origin", condition=models.Q(origin__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Target(TownModel):
    """What an indicator of the town itself should have reached on a day."""

    indicator = TownForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    due_on = models.DateField(_("Bis wann"))
    value = models.FloatField(_("Zielwert"))

    class Meta(TownModel.Meta):
        ordering = ("due_on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "indicator", "due_on"], name="target_once_per_day")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReleasedValue(TownModel):
    """A figure that a town released about itself, with all that is needed to understand it without its owner.

    The shared place outside the wall: `shared` reads those of every town; writing stays the owner's alone, on
    PostgreSQL by the table's own policies.
    """

    shared: ClassVar[SharedManager[ReleasedValue]] = SharedManager()

    observation = models.UUIDField()
    indicator_key = models.SlugField(max_length=60, db_index=False)
    indicator_name = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=500)
    licence = models.CharField(max_length=200, blank=True)
    unit_key = models.CharField(max_length=20)
    unit_name = models.CharField(max_length=200)
    unit_kind = models.CharField(max_length=20)
    land = models.CharField(max_length=2, blank=True)
    population = models.PositiveIntegerField(null=True)
    area = models.FloatField(null=True)
    invented = models.BooleanField(default=False)
    start = models.DateField()
    end = models.DateField()
    breakdown = models.CharField(max_length=100, blank=True)
    value = models.FloatField()
    quality = models.CharField(max_length=1, blank=True)
    released_at = models.DateTimeField(default=timezone.now)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "observation"], name="released_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.indicator_name}"

"""A strategy that is being worked on, and what of it was published.

The rows here are the working state. Publishing writes it down as one value (`rathaus.strategy.plan`), numbered and for
ever: what the public, the council and other towns see is only ever that.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.models import Service
from rathaus.people.models import Department
from rathaus.strategy.models.indicators import Indicator
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import SharedManager, TownModel

_YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


class Strategy(TownModel):
    """The strategy of the town; there is one."""

    title = models.CharField(_("Titel"), max_length=200)
    vision = models.TextField(_("Leitbild"), max_length=2000, help_text=_("In wenigen Sätzen: Wie soll es hier sein?"))
    first_year = models.PositiveSmallIntegerField(_("Von"), validators=_YEARS)
    last_year = models.PositiveSmallIntegerField(_("Bis"), validators=_YEARS)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality"], name="strategy_once_per_town")]

    def __str__(self) -> str:
        return self.title


class Field(TownModel):
    """A field of action."""

    strategy = TownForeignKey(Strategy, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(_("Name"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("position", "name")
        indexes: ClassVar = [models.Index(fields=["municipality", "strategy"], name="field_strategy")]

    def __str__(self) -> str:
        return self.name


class Goal(TownModel):
    """What is to be reached in a field; `indicator` shows whether it is."""

    field = TownForeignKey(Field, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(_("Ziel"), max_length=200, help_text=_("Was soll sein, und bis wann?"))
    meaning = models.TextField(_("Warum"), max_length=1000, blank=True)
    indicator = TownForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Kennzahl dazu")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("position", "title")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "field"], name="goal_field"),
            models.Index(fields=["municipality", "indicator"], name="goal_indicator"),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(TownModel):
    """What is being done for a goal. Its state comes from milestones and dates (`rathaus.strategy.plan.State`)."""

    goal = TownForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField(_("Maßnahme"), max_length=200)
    description = models.TextField(_("Worum es geht"), max_length=2000, blank=True)
    department = TownForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("Verantwortlich")
    )
    starts_on = models.DateField(_("Beginn"))
    ends_on = models.DateField(_("Ende"))
    risks = models.TextField(_("Risiken"), max_length=1000, blank=True)
    service = TownForeignKey(
        Service,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Leistung, die daraus entstand"),
    )
    stopped_on = models.DateField(_("Beendet am"), null=True, editable=False)
    stopped_why = models.CharField(_("Warum beendet"), max_length=500, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("position", "title")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "goal"], name="measure_goal"),
            models.Index(fields=["municipality", "department"], name="measure_department"),
            models.Index(fields=["municipality", "service"], name="measure_service"),
        ]

    def __str__(self) -> str:
        return self.title


class Dependency(TownModel):
    """`measure` can only be done once `needs` is."""

    measure = TownForeignKey(Measure, on_delete=models.CASCADE, related_name="dependencies")
    needs = TownForeignKey(Measure, on_delete=models.CASCADE, related_name="+", verbose_name=_("braucht zuerst"))

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "measure", "needs"], name="dependency_once")
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "needs"], name="dependency_needs")]

    def __str__(self) -> str:
        return str(self.pk)


class Milestone(TownModel):
    """Something that is there or not, by a day."""

    measure = TownForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("Meilenstein"), max_length=200)
    due_on = models.DateField(_("Bis wann"))
    reached_on = models.DateField(_("Erreicht am"), null=True, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("due_on", "title")
        indexes: ClassVar = [models.Index(fields=["municipality", "measure"], name="milestone_measure")]

    def __str__(self) -> str:
        return self.title


class Money(TownModel):
    """Budget and spending of a measure in one year from one source, in euros. `own`: it is the town's own money."""

    measure = TownForeignKey(Measure, on_delete=models.CASCADE, related_name="money")
    year = models.PositiveSmallIntegerField(_("Jahr"), validators=_YEARS)
    source = models.CharField(_("Woher"), max_length=200, help_text=_("zum Beispiel Haushalt oder das Förderprogramm"))
    budget = models.DecimalField(_("Geplant in Euro"), max_digits=12, decimal_places=2)
    spent = models.DecimalField(_("Ausgegeben in Euro"), max_digits=12, decimal_places=2, default=0)
    own = models.BooleanField(
        _("Eigenes Geld der Kommune"),
        default=False,
        help_text=_("Haushalt, Rücklage, Kredit: zählt als Eigenanteil, wenn die Maßnahme gefördert wird."),
    )

    class Meta(TownModel.Meta):
        ordering = ("year", "source")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "measure", "year", "source"], name="money_once")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"


class Report(TownModel):
    """A few words on how a measure goes."""

    measure = TownForeignKey(Measure, on_delete=models.CASCADE, related_name="reports")
    day = models.DateField(default=timezone.localdate)
    text = models.TextField(_("Wie steht es?"), max_length=1000)
    author = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        ordering = ("-day",)
        indexes: ClassVar = [models.Index(fields=["municipality", "measure"], name="report_measure")]

    def __str__(self) -> str:
        return str(self.pk)


class PublishedStrategy(TownModel):
    """A strategy as it was published, numbered and for ever. Other towns may read it: `shared`, as `ReleasedValue`."""

    shared: ClassVar[SharedManager[PublishedStrategy]] = SharedManager()

    number = models.PositiveIntegerField()
    town_name = models.CharField(max_length=200)
    content = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "number"], name="published_strategy_number")
        ]

    def __str__(self) -> str:
        return f"{self.town_name} {self.number}"

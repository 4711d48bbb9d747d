"""Funding: programmes that somebody gives money by, grants that the town has from them, and what is due for it.

A programme is data that a town keeps itself: it can begin with the samples of the house (`programmes.json`). How a
grant stands comes from its days, as with measures.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.strategy.models.plans import Measure
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import TownModel

_SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class Applicant(models.TextChoices):
    """Who may apply."""

    MUNICIPALITY = "municipality", _("Gemeinden")
    COUNTY = "county", _("Kreise")
    ASSOCIATION = "association", _("Zweckverbände")
    COMPANY = "company", _("kommunale Unternehmen")


class Programme(TownModel):
    """A funding programme. Empty figures and days mean: not limited. Amounts in euros, shares in percent.

    `topics` and `not_with` are read line by line: words that a measure must be about, and sources of money that may
    not stand beside it. `began_after`: what began before that day is not funded; `only_new`: nor what has begun at all.
    """

    name = models.CharField(_("Name"), max_length=200)
    giver = models.CharField(_("Wer gibt"), max_length=200)
    purpose = models.TextField(_("Wofür"), max_length=2000)
    topics = models.TextField(_("Stichwörter"), max_length=500)
    applicants = models.JSONField(_("Wer beantragen darf"), default=list)
    rate = models.DecimalField(_("Fördersatz in %"), max_digits=5, decimal_places=2, validators=_SHARE)
    raised_rate = models.DecimalField(
        _("Erhöhter Satz in %"), max_digits=5, decimal_places=2, validators=_SHARE, null=True, blank=True
    )
    raised_for = models.CharField(_("Erhöht für"), max_length=200, blank=True)
    least_cost = models.DecimalField(_("Mindestens zu kosten"), max_digits=12, decimal_places=2, null=True, blank=True)
    largest_grant = models.DecimalField(
        _("Höchstens bewilligt"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    own_share = models.DecimalField(_("Eigenanteil in %"), max_digits=5, decimal_places=2, validators=_SHARE, default=0)
    opens_on = models.DateField(_("Anträge ab"), null=True, blank=True)
    closes_on = models.DateField(_("Anträge bis"), null=True, blank=True)
    began_after = models.DateField(_("Beginn frühestens"), null=True, blank=True)
    only_new = models.BooleanField(_("Nur, was bei der Bewilligung noch nicht begonnen hat"), default=False)
    ends_by = models.DateField(_("Fertig bis"), null=True, blank=True)
    not_with = models.TextField(_("Nicht zusammen mit"), max_length=1000, blank=True)
    source = models.CharField(_("Quelle"), max_length=500)
    as_of = models.DateField(_("Stand"))
    note = models.TextField(_("Anmerkung"), max_length=1000, blank=True)
    sample = models.BooleanField(_("Muster"), default=False, editable=False)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="programme_name_once_per_town")
        ]

    def __str__(self) -> str:
        return self.name


class Moment(models.TextChoices):
    """From when the months of a duty count."""

    GRANTED = "granted", _("nach der Bewilligung")
    YEARLY = "yearly", _("nach jedem Jahresende")
    ENDED = "ended", _("nach dem Ende der Förderung")


class Duty(TownModel):
    """What must be proved, and by when: so many months after a moment."""

    programme = TownForeignKey(Programme, on_delete=models.CASCADE, related_name="duties")
    title = models.CharField(_("Was"), max_length=200)
    moment = models.CharField(_("Ab wann gezählt"), max_length=10, choices=Moment)
    months = models.PositiveSmallIntegerField(_("Monate danach"), validators=[MaxValueValidator(120)])

    class Meta(TownModel.Meta):
        ordering = ("moment", "months", "title")
        indexes: ClassVar = [models.Index(fields=["municipality", "programme"], name="duty_programme")]

    def __str__(self) -> str:
        return self.title


class Grant(TownModel):
    """Money from a programme for a measure. `money`: the source under which the measure's money names it."""

    measure = TownForeignKey(Measure, on_delete=models.PROTECT, related_name="grants")
    programme = TownForeignKey(
        Programme, on_delete=models.PROTECT, related_name="grants", verbose_name=_("Förderprogramm")
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=100, blank=True)
    money = models.CharField(_("Herkunft im Geld der Maßnahme"), max_length=200)
    amount = models.DecimalField(_("Beantragt oder bewilligt"), max_digits=12, decimal_places=2)
    cost = models.DecimalField(_("Förderfähige Ausgaben"), max_digits=12, decimal_places=2)
    own_share = models.DecimalField(_("Eigenanteil in %"), max_digits=5, decimal_places=2, validators=_SHARE)
    starts_on = models.DateField(_("Gefördert von"))
    ends_on = models.DateField(_("Gefördert bis"))
    applied_on = models.DateField(_("Beantragt am"), null=True, blank=True)
    granted_on = models.DateField(_("Bewilligt am"), null=True, blank=True)
    refused_on = models.DateField(_("Abgelehnt am"), null=True, blank=True)
    proved_on = models.DateField(_("Verwendung nachgewiesen am"), null=True, blank=True)
    closed_on = models.DateField(_("Nachweis anerkannt am"), null=True, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("-granted_on", "-applied_on")
        indexes: ClassVar = [
            models.Index(fields=["municipality", "measure"], name="grant_measure"),
            models.Index(fields=["municipality", "programme"], name="grant_programme"),
        ]

    def __str__(self) -> str:
        return self.money


class Instalment(TownModel):
    """A part of a grant: to be called for by a day, and the day it came."""

    grant = TownForeignKey(Grant, on_delete=models.CASCADE, related_name="instalments")
    amount = models.DecimalField(_("Betrag in Euro"), max_digits=12, decimal_places=2)
    due_on = models.DateField(_("Abzurufen bis"))
    received_on = models.DateField(_("Eingegangen am"), null=True, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("due_on",)
        indexes: ClassVar = [models.Index(fields=["municipality", "grant"], name="instalment_grant")]

    def __str__(self) -> str:
        return str(self.due_on)


class DueReport(TownModel):
    """A report that the giver wants by a day."""

    grant = TownForeignKey(Grant, on_delete=models.CASCADE, related_name="reports")
    title = models.CharField(_("Was"), max_length=200)
    due_on = models.DateField(_("Bis wann"))
    sent_on = models.DateField(_("Abgegeben am"), null=True, blank=True)

    class Meta(TownModel.Meta):
        ordering = ("due_on", "title")
        indexes: ClassVar = [models.Index(fields=["municipality", "grant"], name="due_report_grant")]

    def __str__(self) -> str:
        return self.title

"""What a town must say about itself on its pages: imprint, data protection, accessibility."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.towns.models import TownModel


class Conformance(models.TextChoices):
    """How far the pages keep the accessibility law, in the words of the model statement (EU) 2018/1523."""

    FULL = "full", _("vollständig vereinbar")
    PARTIAL = "partial", _("teilweise vereinbar")
    NONE = "none", _("nicht vereinbar")


class Assessment(models.TextChoices):
    """Who assessed the accessibility."""

    OWN = "own", _("Selbstbewertung")
    THIRD = "third", _("Prüfung durch eine andere Stelle")


class TownDetails(TownModel):
    """The details of one town; one row at most. Every empty field shows as a marked gap on the public page."""

    address = models.TextField(
        _("Anschrift"),
        blank=True,
        help_text=_("Name der Verwaltung, Straße und Hausnummer, Postleitzahl und Ort, je eine Zeile."),
    )
    phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    represented_by = models.CharField(
        _("Vertreten durch"),
        max_length=200,
        blank=True,
        help_text=_("Amt und Name, zum Beispiel „Bürgermeisterin Erika Muster“."),
    )
    vat_id = models.CharField(_("Umsatzsteuer-Identifikationsnummer"), max_length=20, blank=True)
    supervision = models.CharField(_("Aufsichtsbehörde"), max_length=200, blank=True)
    protection_officer = models.TextField(
        _("Datenschutzbeauftragte Person"),
        blank=True,
        help_text=_("Name oder Stelle, Anschrift, Telefon und E-Mail-Adresse."),
    )
    protection_authority = models.TextField(
        _("Datenschutzaufsicht"),
        blank=True,
        help_text=_("Die Aufsichtsbehörde Ihres Landes, bei der man sich beschweren kann."),
    )
    conformance = models.CharField(
        _("Barrierefreiheit nach dem Gesetz Ihres Landes"), max_length=10, choices=Conformance, blank=True
    )
    barriers = models.TextField(
        _("Bekannte Barrieren"),
        blank=True,
        help_text=_("Was ist nicht barrierefrei, warum, und welche Alternative gibt es? Je Barriere eine Zeile."),
    )
    assessment = models.CharField(_("Art der Bewertung"), max_length=10, choices=Assessment, blank=True)
    assessed_on = models.DateField(_("Erklärung erstellt am"), null=True, blank=True)
    reviewed_on = models.DateField(
        _("Zuletzt überprüft am"), null=True, blank=True, help_text=_("Die Erklärung ist jedes Jahr zu überprüfen.")
    )
    barrier_contact = models.TextField(
        _("Kontakt für gemeldete Barrieren"),
        blank=True,
        help_text=_("Stelle, Telefon und E-Mail-Adresse, je eine Zeile."),
    )
    enforcement_body = models.TextField(
        _("Durchsetzungs- oder Schlichtungsstelle"),
        blank=True,
        help_text=_("Name, Anschrift und Internetadresse der Stelle Ihres Landes."),
    )
    security_contact = models.EmailField(
        _("E-Mail-Adresse für Sicherheitslücken"),
        blank=True,
        help_text=_("Wer eine findet, sucht sie in der Datei security.txt. Ohne Adresse gibt es die Datei nicht."),
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality"], name="web_details_once_per_town")]

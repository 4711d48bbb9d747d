"""Forms of the administration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.applications.actions.keeping import LONGEST
from rathaus.catalogue.models import Service


class TermsForm(forms.Form):
    """What holds for the applications of one service."""

    draft_days = forms.IntegerField(
        label=_("Tage, die ein begonnener Antrag aufbewahrt wird"),
        help_text=_(
            "Gerechnet ab der letzten Änderung; danach wird er endgültig gelöscht. "
            "Gilt für Anträge, die ab jetzt beginnen."
        ),
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    kept_years = forms.IntegerField(
        label=_("Jahre, die ein abgeschlossener Vorgang aufbewahrt werden muss"),
        help_text=_(
            "Gerechnet ab dem Ende des Jahres, in dem er abgeschlossen wurde. Vorher löscht ihn niemand ohne Grund."
        ),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    needs_account = forms.BooleanField(
        label=_("Nur mit Konto: Wer den Antrag stellt, muss angemeldet sein"),
        required=False,
        help_text=_("Nur, wo es wirklich nötig ist. Ein Konto hält viele davon ab, den Antrag zu stellen."),
    )


class PaperForm(forms.Form):
    """How many applications came on paper, a field for each service."""

    def __init__(self, *args: Any, services: Iterable[Service], noted: Mapping[UUID, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {str(service.pk): service for service in services}
        for key, service in self.services.items():
            self.fields[key] = forms.IntegerField(
                label=service.name,
                required=False,
                min_value=0,
                max_value=1_000_000,
                initial=noted.get(service.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": _("Schreiben Sie eine ganze Zahl, zum Beispiel 12.")},
            )

    def numbers(self) -> dict[Service, int | None]:
        """What was typed, by service."""
        return {self.services[key]: number for key, number in self.cleaned_data.items()}

"""Forms for following other towns."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Where a town shows what it passes on."""

    address = forms.CharField(
        label=_("Adresse der Kommune"),
        max_length=1000,
        help_text=_("Wie sie im Browser steht, zum Beispiel rathaus.linden.example"),
        error_messages={"required": _("Geben Sie die Adresse der Kommune an.")},
    )


class ComparedForm(forms.Form):
    """Somebody has compared a fingerprint; `found` is what was shown, sealed against changes on the way."""

    found = forms.CharField(widget=forms.HiddenInput, max_length=100_000)
    compared = forms.BooleanField(
        label=_("Der Fingerabdruck stimmt, Zeichen für Zeichen."),
        error_messages={"required": _("Vergleichen Sie erst den Fingerabdruck, und setzen Sie dann das Häkchen.")},
    )

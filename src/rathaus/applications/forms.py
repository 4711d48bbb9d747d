"""Forms of the administration."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.applications.actions.keeping import LONGEST


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
    needs_account = forms.BooleanField(
        label=_("Nur mit Konto: Wer den Antrag stellt, muss angemeldet sein"),
        required=False,
        help_text=_("Nur, wo es wirklich nötig ist. Ein Konto hält viele davon ab, den Antrag zu stellen."),
    )

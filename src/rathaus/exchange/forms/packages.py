"""Forms about packages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.forms.review import ReviewForm
from rathaus.exchange.actions.packing import LICENCE
from rathaus.exchange.package import LIMITS


class PackageUploadForm(forms.Form):
    """A package from a file."""

    file = forms.FileField(
        label=_("Paket"),
        help_text=_("Eine Datei mit der Endung .rathaus. Sie wird geprüft; eingerichtet wird noch nichts."),
        widget=forms.FileInput(attrs={"accept": ".rathaus"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before anybody reads it."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if getattr(upload, "refused", "") or (upload.size or 0) > LIMITS.whole:
            raise forms.ValidationError(gettext("Die Datei ist zu groß für ein Paket."))
        return upload


class PackForm(forms.Form):
    """What is said of a package beside its contents."""

    summary = forms.CharField(
        label=_("Kurz gesagt"),
        max_length=500,
        required=False,
        help_text=_("Ein Satz für andere Kommunen: Was ist daran gut?"),
    )
    licence = forms.ChoiceField(
        label=_("Lizenz"),
        choices=[
            (LICENCE, _("CC BY 4.0: frei, mit Nennung der Kommune")),
            ("CC0-1.0", _("CC0 1.0: frei, ohne Bedingungen")),
            ("DL-DE-BY-2.0", _("Datenlizenz Deutschland, Namensnennung 2.0")),
            ("EUPL-1.2", _("EUPL 1.2")),
        ],
        initial=LICENCE,
        widget=forms.RadioSelect,
    )


class NewKeyForm(forms.Form):
    """The fingerprint of a new key, as somebody at the origin read it out."""

    fingerprint = forms.CharField(
        label=_("Fingerabdruck des neuen Schlüssels"),
        max_length=200,
        help_text=_("64 Zeichen. Lassen Sie ihn sich am Telefon vorlesen; Leerzeichen spielen keine Rolle."),
    )


class FinishForm(forms.Form):
    """What becomes of open applications when taken changes are published."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["drafts"] = deepcopy(ReviewForm.base_fields["drafts"])

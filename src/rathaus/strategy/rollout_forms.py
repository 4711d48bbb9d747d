"""Forms of rollouts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Department
from rathaus.strategy.models import Measure, Rollout, Site, SiteState
from rathaus.strategy.plan_forms import Day, PartForm, choice_of

LARGEST_UPLOAD = 5_000_000
"""Bytes."""
_LINES = forms.Textarea(attrs={"rows": 3})


class RolloutForm(PartForm):
    """What is done to many sites."""

    measure = choice_of(_("Maßnahme"), required=False)

    class Meta:
        model = Rollout
        fields = ("name", "slug", "meaning", "measure", "public")
        widgets: dict[str, Any] = {"meaning": _LINES}
        help_texts: dict[str, Any] = {
            "slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche. Bleibt für immer: die Adresse des Ausbaus."),
            "meaning": _("Woran erkennt man, dass ein Standort fertig ist? In einem Satz."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = Measure.objects.all()  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["slug"]


class SiteForm(PartForm):
    """One site. Its position as two numbers; a line comes by a file."""

    latitude = forms.CharField(label=_("Breite in Grad"), required=False, help_text=_("WGS 84, zum Beispiel 51,9607"))
    longitude = forms.CharField(label=_("Länge in Grad"), required=False, help_text=_("zum Beispiel 7,6261"))

    class Meta:
        model = Site
        fields = ("key", "name", "district")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = self.instance.shape
        if len(shape) > 1:
            del self.fields["latitude"], self.fields["longitude"]
        elif shape:
            self.initial.update(longitude=_german(shape[0][0]), latitude=_german(shape[0][1]))

    def clean_latitude(self) -> float | None:
        """The latitude in degrees; None where nothing was typed."""
        return _degrees(self.cleaned_data["latitude"], 90)

    def clean_longitude(self) -> float | None:
        """The longitude in degrees; None where nothing was typed."""
        return _degrees(self.cleaned_data["longitude"], 180)

    def clean(self) -> dict[str, Any]:
        """Put both numbers together: one without the other says nothing."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "latitude" not in self.fields or self.errors:
            return values
        position = [values["longitude"], values["latitude"]]
        if position.count(None) == 1:
            raise forms.ValidationError(_t("Breite und Länge gehören zusammen."))
        self.instance.shape = [] if None in position else [position]
        return values


def _german(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _degrees(text: str, limit: int) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise forms.ValidationError(_t("Schreiben Sie Grad nach WGS 84, zum Beispiel 51,9607."))
    return value


class NoteForm(forms.Form):
    """Since when a site stands how."""

    state = forms.ChoiceField(label=_("Stand"), choices=SiteState.choices)
    day = Day(label=_("Seit"))


class SiteFileForm(forms.Form):
    """A file of sites."""

    file = forms.FileField(
        label=_("Datei (CSV, XLSX oder GeoJSON)"),
        help_text=_(
            "Spalten: Kennung, Name, Ortsteil, Breite, Länge, Stand, Seit; für Straßenabschnitte auch Breite 2 und "
            "Länge 2. Höchstens 5 MB."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to look at."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_t("Die Datei ist größer als 5 MB."))
        return file


class FeedForm(forms.Form):
    """Who releases the figure that comes from a rollout."""

    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(label=_("Gibt Werte frei"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]

"""Forms of the indicator pages. They read what was typed; whether it will do, the actions say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Department
from rathaus.strategy import periods, tables
from rathaus.strategy.actions.indicators import is_relative, relative
from rathaus.strategy.models import Indicator, Quality, Unit
from rathaus.strategy.periods import Period
from rathaus.strategy.tables import Mapping

DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
_LINES = forms.Textarea(attrs={"rows": 3})
LARGEST_UPLOAD = 20_000_000
"""Bytes; larger files go in by the command line, which shows how far it is."""


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg] # Django's class takes no argument at run time
    """What is measured, and how."""

    # Declared here: a field made from the model would ask for the departments before any town is in scope.
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(label=_("Gibt Werte frei"), queryset=None)

    class Meta:
        model = Indicator
        fields = (
            "name", "key", "meaning", "unit", "decimals", "direction", "per_head", "method", "source", "licence",
            "frequency", "department",
        )  # fmt: skip
        widgets: dict[str, Any] = {"meaning": _LINES, "method": _LINES}
        help_texts: dict[str, Any] = {
            "key": _("Nur Kleinbuchstaben, Ziffern und Bindestriche. Bleibt für immer: die Adresse der Kennzahl."),
            "unit": _("zum Beispiel %, Tage, je 1.000 Einwohner"),
            "per_head": _(
                "Nur für Anzahlen wie Ladepunkte, nicht für Anteile: Der Vergleich bietet sie auch je 1.000 Einwohner "
                "an, sobald eine Kennzahl mit dem Kurznamen „einwohner“ veröffentlicht ist."
            ),
            "meaning": _("Was sagt die Zahl, und was sagt sie nicht? In zwei Sätzen, für alle verständlich."),
            "licence": _("unter der andere die Werte verwenden dürfen, zum Beispiel DL-DE/BY-2.0"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["decimals"].widget.attrs |= {"min": 0, "max": 6}
        if not self.instance._state.adding:
            del self.fields["key"]
        if self.instance.computed:
            for name in ("unit", "decimals", "direction", "per_head", "method", "source", "frequency"):
                del self.fields[name]

    def clean_per_head(self) -> bool:
        """Refuse at the question what the action would refuse."""
        per_head: bool = self.cleaned_data["per_head"]
        if per_head and is_relative(unit := self.cleaned_data.get("unit", "")):
            raise forms.ValidationError(relative(unit))
        return per_head


class TakeUpForm(forms.Form):
    """Who releases the figures that the house computes."""

    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(label=_("Gibt Werte frei"), queryset=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]


class NumberField(forms.CharField):
    """A number in German or English writing."""

    def clean(self, value: Any) -> Any:
        """Return the number as float; None for nothing, where that is allowed."""
        text = super().clean(value)
        if not text:
            return None
        for decimal in (",", "."):
            try:
                return tables.number(text, decimal)
            except ValueError:
                continue
        raise forms.ValidationError(_t("Schreiben Sie eine Zahl, zum Beispiel 12,5."))


class PeriodField(forms.CharField):
    """A period as people write it."""

    def clean(self, value: Any) -> Period:
        """Return the period."""
        try:
            return periods.read(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class ComputeForm(forms.Form):
    """Which period is to be computed again."""

    period = PeriodField(label=_("Zeitraum"), help_text=_("zum Beispiel 2026-Q2, 2026-06 oder 2026"))

    def clean_period(self) -> Period:
        """Refuse what would give another figure tomorrow."""
        period: Period = self.cleaned_data["period"]
        if period.end >= timezone.localdate():
            raise forms.ValidationError(_t("Dieser Zeitraum ist noch nicht zu Ende."))
        return period


class FigureForm(forms.Form):
    """One figure of the town itself."""

    period = PeriodField(label=_("Zeitraum"), help_text=_("zum Beispiel 2026, 2026-Q2, 2026-06 oder 30.06.2026"))
    value = NumberField(label=_("Wert"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    quality = forms.ChoiceField(label=_("Wie sicher"), choices=Quality.choices, required=False)


class TargetForm(forms.Form):
    """What should be reached, and by when."""

    due_on = forms.DateField(
        label=_("Bis wann"),
        input_formats=DAYS,
        help_text=_("zum Beispiel 31.12.2027"),
        error_messages={"invalid": _("Schreiben Sie den Tag so: 31.12.2027.")},
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    value = NumberField(label=_("Zielwert"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))


class ImportForm(forms.Form):
    """A file of figures and where it comes from."""

    file = forms.FileField(
        label=_("Tabelle (CSV oder XLSX)"),
        help_text=_("Eine Zeile je Wert: Schlüssel der Kommune (oder des Staates), Zeitraum, Wert. Höchstens 20 MB."),
    )
    source = forms.CharField(
        label=_("Quelle"), max_length=500, help_text=_("Wer hat die Zahlen erhoben, und wo stehen sie?")
    )
    licence = forms.CharField(label=_("Lizenz"), max_length=200, required=False)
    public = forms.BooleanField(
        label=_("Diese Zahlen sind bereits veröffentlicht und dürfen hier gezeigt werden"), required=False
    )

    def clean_file(self) -> Any:
        """Refuse what is better taken in at the command line."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _t("Die Datei ist größer als 20 MB. Nehmen Sie dafür den Befehl `rathaus figures`.")
            )
        return file


class MappingForm(forms.Form):
    """What the columns of a file mean."""

    unit = forms.TypedChoiceField(label=_("Schlüssel der Kommune"), coerce=int)
    name = forms.TypedChoiceField(label=_("Name der Kommune"), coerce=int, required=False, empty_value=None)
    period = forms.TypedChoiceField(label=_("Zeitraum"), coerce=int)
    value = forms.TypedChoiceField(label=_("Wert"), coerce=int)
    breakdown = forms.TypedChoiceField(label=_("Gliederung"), coerce=int, required=False, empty_value=None)
    quality = forms.TypedChoiceField(label=_("Kennzeichen der Qualität"), coerce=int, required=False, empty_value=None)
    decimal = forms.ChoiceField(label=_("Dezimalzeichen"), choices=[(",", _("Komma: 12,5")), (".", _("Punkt: 12.5"))])

    def __init__(self, *args: Any, heading: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(str(number), title or _t("Spalte %s") % (number + 1)) for number, title in enumerate(heading)]
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                field.choices = [("", "–"), *columns]

    def mapping(self) -> Mapping:
        """The mapping that was confirmed."""
        return Mapping(**self.cleaned_data)


class UnitForm(forms.ModelForm):  # type: ignore[type-arg] # Django's class takes no argument at run time
    """A place to compare with."""

    class Meta:
        model = Unit
        fields = ("name", "key", "kind", "land", "population", "area", "invented")
        help_texts: dict[str, Any] = {
            "key": _("Amtlicher Regionalschlüssel mit 12 Ziffern; bei Staaten das Kürzel nach ISO 3166.")
        }


class PlacesForm(forms.Form):
    """Many places at once."""

    file = forms.FileField(
        label=_("Tabelle der Orte (CSV oder XLSX)"),
        help_text=_("Spalten: Schlüssel, Name, Art, Land, Einwohner, Fläche. Die Überschriften dürfen so heißen."),
    )

"""Forms of experience reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from rathaus.exchange.actions.experience import LONGEST_QUESTION
from rathaus.exchange.models import Adopter, Experience
from rathaus.exchange.queries.experience import package_versions
from rathaus.strategy.forms import PeriodField
from rathaus.strategy.models import Indicator, Measure
from rathaus.strategy.plan_forms import Day, Euros, PartForm

_LINES = forms.Textarea(attrs={"rows": 4})


class ExperienceForm(PartForm):
    """What was, what was done, what came of it."""

    measure: forms.ModelChoiceField[Measure] = forms.ModelChoiceField(
        label=_("Um diese Maßnahme geht es"), queryset=None, required=False
    )
    about = forms.ChoiceField(
        label=_("Oder um dieses Paket"),
        required=False,
        help_text=_("eigene Pakete und solche, die Sie von anderen Kommunen haben"),
        error_messages={"invalid_choice": _("Wählen Sie ein Paket aus der Liste.")},
    )
    euros = Euros(label=_("Kosten in Euro"), required=False, help_text=_("alles zusammen, auch Arbeit von außen"))
    starts_on = Day(label=_("Beginn"), required=False)
    ends_on = Day(label=_("Ende"), required=False)

    class Meta:
        model = Experience
        fields = (
            "title", "slug", "measure", "situation", "done", "result", "again", "hours", "euros", "starts_on",
            "ends_on", "contact",
        )  # fmt: skip
        widgets: dict[str, Any] = {"situation": _LINES, "done": _LINES, "result": _LINES, "again": _LINES}
        help_texts: dict[str, Any] = {
            "slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche. Bleibt für immer: die Adresse des Berichts."),
            "hours": _("eigene Arbeit, grob geschätzt genügt"),
            "contact": _("Dienstlich, und mit der Person abgesprochen. Steht öffentlich."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = Measure.objects.all()  # type: ignore[attr-defined]
        self._versions = {f"{one.package}:{one.version}": one for one in package_versions(self.instance)}
        choices = [(key, _("%(name)s, Fassung %(version)s") % one._asdict()) for key, one in self._versions.items()]
        self.fields["about"].choices = [*BLANK_CHOICE_DASH, *choices]  # type: ignore[attr-defined]
        self.fields["about"].initial = f"{self.instance.package}:{self.instance.package_version}"
        self.order_fields(["title", "slug", "measure", "about"])
        if self.instance.published_at is not None:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        """Keep of a package what its manifest says."""
        given: dict[str, Any] = super().clean() or {}
        found = self._versions.get(given.get("about", ""))
        report = self.instance
        report.package, report.package_version, report.package_name = found or (None, None, "")
        return given

    def clean_euros(self) -> Decimal | None:
        """Nothing written is not known, and not nothing."""
        return self.cleaned_data["euros"] or None


class AdopterForm(PartForm):
    """Who uses it, or has stopped."""

    since = Day(label=_("Seit"), required=False)
    stopped_on = Day(label=_("Aufgehört am"), required=False, help_text=_("leer, solange es genutzt wird"))

    class Meta:
        model = Adopter
        fields = ("town", "since", "stopped_on", "why", "contact")
        help_texts: dict[str, Any] = {"contact": _("Dienstlich, und mit der Person abgesprochen. Steht öffentlich.")}


class FigureForm(forms.Form):
    """An indicator in two periods."""

    indicator: forms.ModelChoiceField[Indicator] = forms.ModelChoiceField(label=_("Kennzahl"), queryset=None)
    before = PeriodField(label=_("Zeitraum vorher"), help_text=_("zum Beispiel 2024 oder 2024-06"))
    after = PeriodField(label=_("Zeitraum nachher"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = Indicator.objects.filter(published_at__isnull=False)
        self.fields["indicator"].queryset = released  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """What somebody wants to know."""

    text = forms.CharField(
        label=_("Ihre Frage"),
        max_length=LONGEST_QUESTION,
        help_text=_("Bitte ohne Namen und Adressen. Frage und Antwort stehen danach beim Bericht."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """The question without names, and its answer."""

    text = forms.CharField(
        label=_("Frage, wie sie öffentlich steht"),
        max_length=1000,
        help_text=_("Nehmen Sie Namen und alles heraus, woran man jemanden erkennt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(label=_("Antwort"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))

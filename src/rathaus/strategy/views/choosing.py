"""What a visitor chooses to compare: indicators, group, weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.strategy import comparing
from rathaus.strategy.columns import Places
from rathaus.strategy.comparing import SMALLEST_GROUP, Chosen
from rathaus.strategy.figures.composite import Aggregation
from rathaus.strategy.forms import NumberField
from rathaus.strategy.grouping import Feature, Group, Rule
from rathaus.strategy.models import Indicator

GROUPS = [
    (Group.SIZE.value, _("gleiche Größenklasse")),
    (Group.LAND.value, _("gleiches Land")),
    (Group.KIND.value, _("alle der gleichen Art")),
    (Group.NEAREST.value, _("die 20 ähnlichsten nach Einwohnern und Dichte")),
    (Group.ALL.value, _("alle")),
]
AGGREGATIONS = [
    (Aggregation.ADDITIVE.value, _("Mittelwert: Schwächen lassen sich ausgleichen")),
    (Aggregation.STANDARDISED.value, _("Mittelwert der Abstände zum Mittel (z-Werte)")),
    (Aggregation.GEOMETRIC.value, _("geometrisch: Schwächen zählen stärker")),
]


HEAVIEST = 1_000


class WeightField(NumberField):
    """How much an indicator counts beside the others."""

    def clean(self, value: Any) -> Any:
        """Return the weight; None for nothing."""
        weight = super().clean(value)
        if weight is not None and not 0 <= weight <= HEAVIEST:
            raise forms.ValidationError(_("Ein Gewicht ist eine Zahl von 0 bis 1000."))
        return weight


class ComparisonForm(forms.Form):
    """Read from the address, so that a comparison can be linked and printed.

    `usual` is what is compared without a choice: every indicator of which enough places have a figure. Counts can be
    divided by the `inhabitants`, where these are published.
    """

    kennzahl = forms.MultipleChoiceField(label=_("Kennzahlen"), required=False, widget=forms.CheckboxSelectMultiple)
    gruppe = forms.ChoiceField(label=_("Verglichen wird mit"), choices=GROUPS, required=False)
    methode = forms.ChoiceField(label=_("Gesamtwert"), choices=AGGREGATIONS, required=False)
    einwohner = forms.BooleanField(label=_("Anzahlen je 1.000 Einwohner"), required=False)

    def __init__(
        self, *args: Any, available: Sequence[Chosen], at: Places, inhabitants: Indicator | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.available = {one.indicator.key: one for one in available}
        choices = [(key, one.indicator.name) for key, one in self.available.items()]
        self.fields["kennzahl"].choices = choices  # type: ignore[attr-defined]
        self.fields["kennzahl"].error_messages["invalid_choice"] = _(
            "„%(value)s“ lässt sich hier nicht vergleichen: nicht veröffentlicht, zurückgezogen oder ohne Richtung."
        )
        for key, one in self.available.items():
            self.fields[f"gewicht-{key}"] = WeightField(
                label=_("Gewicht von „%(name)s“") % {"name": one.indicator.name}, required=False
            )
        self.inhabitants = inhabitants
        counts = [one.indicator.name for one in available if one.indicator.per_head]
        if inhabitants and counts:
            self.fields["einwohner"].help_text = _("Gilt für: %(names)s.") % {"names": ", ".join(counts)}
        else:
            del self.fields["einwohner"]
        self.usual = [one for one in available if comparing.counted(one, at) >= SMALLEST_GROUP] or list(available)
        if not self.is_bound:
            self.initial["kennzahl"] = [one.indicator.key for one in self.usual]

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields of the weights of what was chosen."""
        return [self[f"gewicht-{one.indicator.key}"] for one in self.chosen()]

    def ready(self) -> bool:
        """Whether there is something to compare: the default, or a valid choice."""
        return not self.is_bound or self.is_valid()

    def chosen(self) -> list[Chosen]:
        """The indicators with their weights."""
        if not self.is_bound or not self.is_valid():
            return self.usual
        keys = self.cleaned_data["kennzahl"] or [one.indicator.key for one in self.usual]
        return [replace(self.available[key], weight=self._weight(key), per=self._per(key)) for key in keys]

    def _per(self, key: str) -> Indicator | None:
        is_count = self.available[key].indicator.per_head
        return self.inhabitants if is_count and self.cleaned_data.get("einwohner") else None

    def _weight(self, key: str) -> float:
        given = self.cleaned_data.get(f"gewicht-{key}")
        return 1.0 if given is None else float(given)

    def rule(self) -> Rule:
        """Whom to compare with."""
        value = self.cleaned_data.get("gruppe") if self.is_bound else ""
        return Rule(Group(value or Group.SIZE.value), (Feature.POPULATION, Feature.DENSITY))

    def how(self) -> Aggregation:
        """How the index is made."""
        value = self.cleaned_data.get("methode") if self.is_bound else ""
        return Aggregation(value or Aggregation.ADDITIVE.value)

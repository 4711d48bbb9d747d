"""Forms of the strategy's parts. They read what was typed; whether it will do, the actions say."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.models import Service
from rathaus.people.models import Department
from rathaus.strategy.forms import DAYS, NumberField
from rathaus.strategy.models import Dependency, Field, Goal, Indicator, Measure, Milestone, Money, Programme, Strategy
from rathaus.strategy.suggestions import SUGGESTIONS

_LINES = forms.Textarea(attrs={"rows": 4})


class Day(forms.DateField):
    """A day as Germans write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("zum Beispiel 31.12.2027"))
        super().__init__(
            input_formats=DAYS,
            error_messages={"invalid": _("Schreiben Sie den Tag so: 31.12.2027.")},
            widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **kwargs,
        )


class Euros(NumberField):
    """An amount of money as Germans write it; nothing is zero."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> Decimal:
        """Return the amount in euros and cents."""
        amount = super().clean(value) or 0.0
        if not 0 <= amount < 10**10:
            raise forms.ValidationError(_t("Der Betrag muss zwischen 0 und 10 Milliarden Euro liegen."))
        return Decimal(f"{amount:.2f}")

    def prepare_value(self, value: Any) -> Any:
        """Show an amount with a decimal comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class PartForm(forms.ModelForm):  # type: ignore[type-arg] # Django's class takes no argument at run time
    """Chooses among the rows of the town in scope, which is known only now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Mapping[str, QuerySet[Any]] = {
            "department": Department.objects.all(),
            "service": Service.objects.order_by("name"),
            "indicator": Indicator.objects.all(),
            "needs": Measure.objects.select_related("goal__field"),
            "programme": Programme.objects.all(),
        }
        for name, found in rows.items():
            if name in self.fields:
                self.fields[name].queryset = found  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """As addresses have it: people write capitals and low lines."""
        return str(self.cleaned_data["slug"]).lower().replace("_", "-")


def choice_of(label: Any, *, required: bool = True) -> forms.ModelChoiceField[Any]:
    # Declared by hand: a field made from the model would ask for rows before any town is in scope.
    return forms.ModelChoiceField(label=label, queryset=None, required=required)


class StrategyForm(PartForm):
    """Title, vision and years."""

    class Meta:
        model = Strategy
        fields = ("title", "vision", "first_year", "last_year")
        widgets: dict[str, Any] = {"vision": _LINES}


class BeginForm(StrategyForm):
    """A first strategy: title, vision, years, and where to begin."""

    fields_of_action = forms.MultipleChoiceField(
        label=_("Womit wollen Sie anfangen?"),
        help_text=_("Drei bis fünf reichen für den Anfang. Jedes bringt Ziele mit, die Sie ändern können."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        year = timezone.localdate().year
        kwargs.setdefault("initial", {"first_year": year, "last_year": year + 4})
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.name}: {one.question}") for one in SUGGESTIONS]
        self.fields["fields_of_action"].choices = choices  # type: ignore[attr-defined]

    def suggestions(self) -> list[Any]:
        """What was chosen."""
        return [one for one in SUGGESTIONS if one.key in self.cleaned_data["fields_of_action"]]


class FieldForm(PartForm):
    """A field of action."""

    class Meta:
        model = Field
        fields = ("name",)


class GoalForm(PartForm):
    """A goal and the figure that shows it."""

    indicator = choice_of(_("Kennzahl dazu"), required=False)

    class Meta:
        model = Goal
        fields = ("title", "meaning", "indicator")
        widgets: dict[str, Any] = {"meaning": _LINES}


class MeasureForm(PartForm):
    """What is being done."""

    department = choice_of(_("Verantwortlich"))
    service = choice_of(_("Leistung, die daraus entstand"), required=False)
    starts_on = Day(label=_("Beginn"))
    ends_on = Day(label=_("Ende"))

    class Meta:
        model = Measure
        fields = ("title", "description", "department", "starts_on", "ends_on", "risks", "service")
        widgets: dict[str, Any] = {"description": _LINES, "risks": _LINES}


class MilestoneForm(PartForm):
    """Something that is there or not."""

    due_on = Day(label=_("Bis wann"))
    reached_on = Day(label=_("Erreicht am"), required=False, help_text=_("leer, solange er nicht erreicht ist"))

    class Meta:
        model = Milestone
        fields = ("title", "due_on", "reached_on")


class MoneyForm(PartForm):
    """Budget and spending of a year."""

    budget = Euros(label=_("Geplant in Euro"))
    spent = Euros(label=_("Ausgegeben in Euro"), required=False, help_text=_("leer: noch nichts"))

    class Meta:
        model = Money
        fields = ("year", "source", "budget", "spent", "own")


class DependencyForm(PartForm):
    """What must be done first."""

    needs = choice_of(_("Braucht zuerst"))

    class Meta:
        model = Dependency
        fields = ("needs",)


class ReportForm(forms.Form):
    """A few words."""

    text = forms.CharField(label=_("Wie steht es?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class StopForm(forms.Form):
    """Why a measure ends."""

    why = forms.CharField(label=_("Warum endet die Maßnahme?"), max_length=500)

"""Forms about parts of a strategy that go from town to town."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.exchange.forms.packages import PackForm
from rathaus.exchange.queries.parts import PendingPart
from rathaus.people.models import Department
from rathaus.strategy.models import Field
from rathaus.strategy.plan import Plan


class PackMeasuresForm(PackForm):
    """Which measures of the published strategy, and under which name."""

    field_order = ("name", "measures")
    name = forms.CharField(label=_("Name des Pakets"), max_length=200)
    measures = forms.MultipleChoiceField(
        label=_("Maßnahmen"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Wählen Sie mindestens eine Maßnahme.")},
    )

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = plan.measures() if plan else ()
        choices = [(one.id, f"{one.title} ({field.name})") for field, _goal, one in found]
        self.fields["measures"].choices = choices  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """Where in the own strategy a part goes, and who answers for it."""

    field: forms.ModelChoiceField[Field] = forms.ModelChoiceField(None, label=_("Handlungsfeld"), empty_label=None)
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("Verantwortlich"), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = Field.objects.all()  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]


class ReviseForm(forms.Form):
    """Who answers for what is new, where something new is taken."""

    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("Wer ist für das Neue verantwortlich?"), empty_label=None
    )

    def __init__(self, data: Any = None, *, pending: PendingPart) -> None:
        super().__init__(data, initial={"department": pending.own.placed.department})
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        if not pending.needs_department:
            del self.fields["department"]

"""Forms of the room ``web``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from rathaus.web.models import Assessment, Conformance, TownDetails

_LINES = forms.Textarea(attrs={"rows": 4})
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading."""

    title: str
    fields: list[BoundField]


class DetailsForm(forms.ModelForm):  # type: ignore[type-arg] # Django's class takes no argument at run time
    """What the town says about itself; every field may stay empty and then shows as a gap."""

    class Meta:
        model = TownDetails
        fields = (
            "address", "phone", "email", "represented_by", "vat_id", "supervision",
            "protection_officer", "protection_authority",
            "conformance", "barriers", "assessment", "assessed_on", "reviewed_on", "barrier_contact",
            "enforcement_body",
            "security_contact",
        )  # fmt: skip
        widgets: dict[str, Any] = {
            "address": _LINES,
            "protection_officer": _LINES,
            "protection_authority": _LINES,
            "barriers": _LINES,
            "barrier_contact": _LINES,
            "enforcement_body": _LINES,
            "assessed_on": _DAY,
            "reviewed_on": _DAY,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("conformance", Conformance.choices), ("assessment", Assessment.choices)):
            self.fields[name].choices = [("", _("noch nicht angegeben")), *choices]  # type: ignore[attr-defined]

    def groups(self) -> list[FieldGroup]:
        """Return the fields under the page they appear on."""
        fields = [self[name] for name in self.fields]
        return [
            FieldGroup(_("Impressum"), fields[:6]),
            FieldGroup(_("Datenschutz"), fields[6:8]),
            FieldGroup(_("Barrierefreiheit"), fields[8:15]),
            FieldGroup(_("Sicherheit"), fields[15:]),
        ]

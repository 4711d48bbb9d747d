"""Forms of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.exchange.models import Call, Criterion, Entry, Juror, OwnEntry
from rathaus.exchange.models.calls import MOST_POINTS
from rathaus.people.models import Account, AccountKind
from rathaus.strategy.plan_forms import Day, PartForm, choice_of

_LINES = forms.Textarea(attrs={"rows": 4})


class CallForm(PartForm):
    """What is asked for, and until when."""

    ends_on = Day(label=_("Einsendeschluss"))

    class Meta:
        model = Call
        fields = ("title", "slug", "text", "ends_on", "contact")
        widgets: dict[str, Any] = {"text": _LINES}
        help_texts: dict[str, Any] = {
            "slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche. Bleibt für immer: die Adresse des Aufrufs."),
            "contact": _("Dorthin schicken andere ihren Beitrag. Steht öffentlich."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.published_at is not None:
            del self.fields["slug"]


class CriterionForm(PartForm):
    """What is judged."""

    class Meta:
        model = Criterion
        fields = ("title", "weight")
        help_texts: dict[str, Any] = {"weight": _("2 zählt doppelt so viel wie 1")}


class EntryForm(PartForm):
    """What was entered."""

    link = forms.URLField(label=_("Adresse"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Entry
        fields = ("title", "town", "summary", "link")
        widgets: dict[str, Any] = {"summary": _LINES}


class OwnEntryForm(EntryForm):
    """What this town enters in a call of another."""

    class Meta:
        model = OwnEntry
        fields = ("title", "summary", "link")
        widgets: dict[str, Any] = {"summary": _LINES}


class JurorForm(PartForm):
    """Who judges."""

    account = choice_of(_("Jurymitglied"))

    class Meta:
        model = Juror
        fields = ("account",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Account.objects.filter(kind=AccountKind.STAFF, is_active=True).order_by("name")
        self.fields["account"].queryset = staff  # type: ignore[attr-defined]


class ScoreForm(forms.Form):
    """Points for one entry, one field per criterion."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], known: Mapping[UUID, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        for one in criteria:
            self.fields[str(one.pk)] = forms.IntegerField(
                label=one.title,
                min_value=0,
                max_value=MOST_POINTS,
                initial=known.get(one.pk),
                help_text=_("0 bis 10 Punkte"),
            )

    def points(self) -> dict[UUID, int]:
        """What was given, by criterion."""
        return {one.pk: self.cleaned_data[str(one.pk)] for one in self._criteria}

"""Forms of funding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rathaus.strategy.models import Applicant, DueReport, Duty, Grant, Instalment, Programme
from rathaus.strategy.plan_forms import Day, Euros, PartForm, choice_of

_LINES = forms.Textarea(attrs={"rows": 3})


class Percent(Euros):
    """A share in percent."""

    def clean(self, value: Any) -> Decimal:
        """Return the share, 0 to 100."""
        share = super().clean(value)
        if share > 100:
            raise forms.ValidationError(_t("Ein Anteil liegt zwischen 0 und 100 %."))
        return share


class OpenEuros(Euros):
    """An amount, or none: not limited."""

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override] # nothing is not zero here
        """Return the amount; None where nothing was typed."""
        return super().clean(value) if str(value or "").strip() else None


class OpenPercent(Percent):
    """A share, or none."""

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override] # nothing is not zero here
        """Return the share; None where nothing was typed."""
        return super().clean(value) if str(value or "").strip() else None


class ProgrammeForm(PartForm):
    """A programme as its giver describes it."""

    applicants = forms.MultipleChoiceField(
        label=_("Wer beantragen darf"), choices=Applicant.choices, widget=forms.CheckboxSelectMultiple
    )
    rate = Percent(label=_("Fördersatz in %"))
    raised_rate = OpenPercent(label=_("Erhöhter Satz in %"), required=False)
    least_cost = OpenEuros(label=_("Mindestens zu kosten (Euro)"), required=False)
    largest_grant = OpenEuros(label=_("Höchstens bewilligt (Euro)"), required=False)
    own_share = Percent(label=_("Eigenanteil in %"), required=False)
    opens_on = Day(label=_("Anträge ab"), required=False)
    closes_on = Day(label=_("Anträge bis"), required=False)
    began_after = Day(label=_("Beginn der Maßnahme frühestens"), required=False)
    ends_by = Day(label=_("Maßnahme fertig bis"), required=False)
    as_of = Day(label=_("Stand der Angaben"))

    class Meta:
        model = Programme
        fields = (
            "name", "giver", "purpose", "topics", "applicants", "rate", "raised_rate", "raised_for", "own_share",
            "least_cost", "largest_grant", "opens_on", "closes_on", "began_after", "only_new", "ends_by", "not_with",
            "source", "as_of", "note",
        )  # fmt: skip
        widgets: dict[str, Any] = {"purpose": _LINES, "topics": _LINES, "not_with": _LINES, "note": _LINES}
        help_texts: dict[str, Any] = {
            "topics": _("Eines je Zeile. Sie müssen im Handlungsfeld, im Ziel oder in der Maßnahme vorkommen."),
            "not_with": _("Herkunft von Geld, das nicht dazukommen darf; eine je Zeile."),
            "source": _("Richtlinie, Aufruf oder Bescheid, auf den Sie sich stützen."),
        }


class DutyForm(PartForm):
    """What must be proved."""

    class Meta:
        model = Duty
        fields = ("title", "moment", "months")


class GrantForm(PartForm):
    """A grant for a measure."""

    programme = choice_of(_("Förderprogramm"))
    money = forms.ChoiceField(
        label=_("Herkunft im Geld der Maßnahme"),
        help_text=_("Unter dieser Herkunft stehen die Beträge, aus denen der Verwendungsnachweis entsteht."),
    )
    amount = Euros(label=_("Beantragt oder bewilligt (Euro)"))
    cost = Euros(label=_("Förderfähige Ausgaben (Euro)"))
    own_share = Percent(label=_("Eigenanteil in %"), required=False)
    starts_on = Day(label=_("Gefördert von"))
    ends_on = Day(label=_("Gefördert bis"))
    applied_on = Day(label=_("Beantragt am"), required=False)
    granted_on = Day(label=_("Bewilligt am"), required=False)
    refused_on = Day(label=_("Abgelehnt am"), required=False)
    proved_on = Day(label=_("Verwendung nachgewiesen am"), required=False)
    closed_on = Day(label=_("Nachweis anerkannt am"), required=False)

    class Meta:
        model = Grant
        fields = (
            "programme", "reference", "money", "amount", "cost", "own_share", "starts_on", "ends_on", "applied_on",
            "granted_on", "refused_on", "proved_on", "closed_on",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = dict.fromkeys(one.source for one in self.instance.measure.money.all())
        field = self.fields["money"]
        field.choices = [("", "–"), *((one, one) for one in sources)]  # type: ignore[attr-defined]
        if not sources:
            field.help_text = _t("Tragen Sie zuerst bei der Maßnahme ein, welches Geld geplant ist.")


class InstalmentForm(PartForm):
    """A part of a grant."""

    amount = Euros(label=_("Betrag in Euro"))
    due_on = Day(label=_("Abzurufen bis"))
    received_on = Day(label=_("Eingegangen am"), required=False)

    class Meta:
        model = Instalment
        fields = ("amount", "due_on", "received_on")


class DueReportForm(PartForm):
    """A report that the giver wants."""

    due_on = Day(label=_("Bis wann"))
    sent_on = Day(label=_("Abgegeben am"), required=False)

    class Meta:
        model = DueReport
        fields = ("title", "due_on", "sent_on")

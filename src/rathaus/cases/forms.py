"""Forms of the clerk's pages. They read what was typed; whether it will do, the actions say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.cases.actions.deciding import MISSING
from rathaus.cases.models import Outcome, State
from rathaus.cases.queries import ALL, OPEN

DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]


def _day(label: Any, help_text: Any, required: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=DAYS,
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": required,
            "invalid": _("Schreiben Sie den Tag so: 24.12.2026."),
        },
    )


def _text(label: Any, *, rows: int, help_text: Any = "", required: bool = False, missing: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


class InboxForm(forms.Form):
    """What to look for in the inbox."""

    q = forms.CharField(label=_("Vorgangsnummer oder ganzer Name"), required=False, max_length=200)
    zustand = forms.ChoiceField(
        label=_("Zustand"),
        required=False,
        choices=[(OPEN, _("Alle offenen")), *State.choices, (ALL, _("Alle"))],
    )
    leistung = forms.UUIDField(label=_("Leistung"), required=False, widget=forms.Select())
    meine = forms.BooleanField(label=_("Nur meine"), required=False)
    faellig = forms.BooleanField(label=_("Nur überfällige"), required=False)


class NoteForm(forms.Form):
    """A note inside the house."""

    text = _text(
        _("Neuer Vermerk"),
        rows=3,
        help_text=_("Nur die Verwaltung sieht ihn."),
        required=True,
        missing=_("Schreiben Sie den Vermerk auf."),
    )


class AskForm(forms.Form):
    """A question to the applicant."""

    question = _text(
        _("Was möchten Sie wissen?"),
        rows=6,
        help_text=_("Die Frage steht so auf der Statusseite. Die Nachricht per E-Mail enthält sie nicht."),
        required=True,
        missing=_("Schreiben Sie auf, was Sie wissen möchten."),
    )
    reply_by = _day(
        _("Antwort bis"), _("Zum Beispiel 24.12.2026"), _("Geben Sie an, bis wann Sie die Antwort brauchen.")
    )


class MessageForm(forms.Form):
    """Something to tell the applicant."""

    text = _text(
        _("Ihre Nachricht"),
        rows=6,
        help_text=_("Sie steht so auf der Statusseite. Per E-Mail kommt nur der Hinweis, dass Sie geschrieben haben."),
        required=True,
        missing=_("Schreiben Sie die Nachricht auf."),
    )


class DueForm(forms.Form):
    """Until when the case is to be decided."""

    due_on = _day(_("Neue Frist"), _("Zum Beispiel 24.12.2026"), _("Geben Sie die neue Frist an."))


class AssignForm(forms.Form):
    """To whom the case goes."""

    to = forms.UUIDField(
        label=_("Zuweisen an"),
        widget=forms.Select(),
        error_messages={"required": _("Wählen Sie eine Person aus."), "invalid": _("Wählen Sie eine Person aus.")},
    )


class OutcomeForm(forms.Form):
    """How the case ends."""

    outcome = forms.ChoiceField(
        label=_("Wie entscheiden Sie?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie aus, wie Sie entscheiden.")},
    )


class WordingForm(forms.Form):
    """What the letter says. `burdens`: a decision that must give its reason and the way to act against it."""

    decision = _text(_("Entscheidung"), rows=5, help_text=_("Steht als erster Abschnitt im Schreiben."))
    reason = _text(_("Begründung"), rows=8, help_text=_("Leere Zeilen trennen Absätze."))
    remedy = _text(_("Rechtsbehelfsbelehrung"), rows=6)

    def __init__(self, *args: Any, burdens: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, missing in MISSING.items():
            self.fields[name].required = burdens or name == "decision"
            self.fields[name].error_messages["required"] = missing

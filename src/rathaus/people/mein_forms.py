"""Forms behind the citizens' door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rathaus.fim.rules.phrases import Language
from rathaus.people import signin
from rathaus.people.citizens import IDENTITY, LABELS, Profile, pseudonym
from rathaus.people.models import Power
from rathaus.questionnaire import kinds
from rathaus.questionnaire.kinds import Kind
from rathaus.questionnaire.language import say

DAYS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
_EMAIL = _("E-Mail-Adresse")
_AUTOCOMPLETE = {
    "given": "given-name",
    "family": "family-name",
    "date_of_birth": "bday",
    "postcode": "postal-code",
    "town": "address-level2",
    "phone": "tel",
    "firm": "organization",
}


class CitizenLoginForm(signin.LoginForm):
    """Address and password; allauth gets the pseudonym to look up."""

    words: signin.Words = {"login": (_EMAIL, ""), "password": (_("Passwort"), "")}

    def clean_login(self) -> str:
        """Return what stands for the address."""
        return pseudonym(self.cleaned_data["login"])


class CitizenResetForm(signin.ResetPasswordForm):
    """Ask for a link."""

    words: signin.Words = {"email": (_EMAIL, "")}

    def clean_email(self) -> str:
        """Return what stands for the address."""
        self.cleaned_data["email"] = pseudonym(self.cleaned_data["email"])
        return str(super().clean_email())


class PasskeyForm(signin.AddKeyForm):
    """A key that opens the account by itself."""

    words: signin.Words = {"name": (_("Name des Passkeys"), _("Zum Beispiel „Mein Telefon“."))}

    def clean(self) -> dict[str, Any]:
        """Refuse a key that does not check who holds it."""
        self.cleaned_data["passwordless"] = True
        return dict(super().clean() or {})


class RegisterForm(forms.Form):
    """The address of a new account."""

    email = forms.EmailField(label=_EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ProfileForm(forms.Form):
    """Data for prefilling; all of it optional. Of somebody who is `identified`, the document's data stay."""

    def __init__(self, *args: Any, identified: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if not (identified and name in IDENTITY):
                kind = _day if name == "date_of_birth" else _text
                self.fields[name] = kind(label, _AUTOCOMPLETE.get(name, "off"))

    def clean_date_of_birth(self) -> str:
        """Return the day as ISO 8601; empty where none was given."""
        return _iso(self.cleaned_data["date_of_birth"])

    def clean_phone(self) -> str:
        """Return a number that can be dialled; empty where none was given."""
        return _phone(self.cleaned_data["phone"])


class DocumentForm(forms.Form):
    """Whose identity document was shown, for which account."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse des Kontos"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given", "family"):
            self.fields[name] = forms.CharField(
                label=LABELS[name], max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
        self.fields["date_of_birth"] = _day(LABELS["date_of_birth"], "off", required=True)

    def clean_date_of_birth(self) -> str:
        """Return the day as ISO 8601."""
        return _iso(self.cleaned_data["date_of_birth"])


class OrganisationForm(forms.Form):
    """Name and address of a business or association."""

    firm = forms.CharField(label=LABELS["firm"], max_length=200)
    street = forms.CharField(label=LABELS["street"], max_length=200, required=False)
    number = forms.CharField(label=LABELS["number"], max_length=20, required=False)
    postcode = forms.CharField(label=LABELS["postcode"], max_length=20, required=False)
    town = forms.CharField(label=LABELS["town"], max_length=200, required=False)


class ContactForm(forms.Form):
    """Somebody to ask in a business or association."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (*((name, LABELS[name]) for name in ("given", "family")), ("role", _("Funktion"))):
            self.fields[name] = _text(label, "off")
        self.fields["family"].required = True
        self.fields["role"].help_text = _("Zum Beispiel Buchhaltung.")
        self.fields["phone"] = _text(LABELS["phone"], "off")
        self.fields["email"] = forms.EmailField(
            label=_EMAIL, required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
        )

    def clean_phone(self) -> str:
        """Return a number that can be dialled; empty where none was given."""
        return _phone(self.cleaned_data["phone"])


class PowerForm(forms.Form):
    """What somebody may do for it."""

    power = forms.ChoiceField(
        label=_("Was darf die Person?"),
        choices=[
            (Power.PREPARE.value, _("Anträge vorbereiten")),
            (Power.SEND.value, _("Anträge vorbereiten und absenden")),
            (Power.MANAGE.value, _("Alles, auch andere einladen")),
        ],
        initial=Power.PREPARE.value,
        widget=forms.RadioSelect,
    )


class DelegateForm(PowerForm):
    """Somebody to act for it."""

    email = forms.EmailField(label=_EMAIL, widget=forms.EmailInput(attrs={"autocomplete": "off"}))


def initial_of(known: Profile) -> dict[str, Any]:
    """The form's values for a profile."""
    values: dict[str, Any] = {name: getattr(known, name) for name in LABELS}
    values["date_of_birth"] = dt.date.fromisoformat(known.date_of_birth) if known.date_of_birth else None
    return values


def _text(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, required=False, max_length=200, widget=widget)


def _phone(text: str) -> str:
    if text and kinds.normal(Kind.PHONE, text) is None:
        language: Language = "en" if get_language() == "en" else "de"
        raise forms.ValidationError(say(kinds.wrong(Kind.PHONE), language))
    return text


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _day(label: Any, autocomplete: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=_("Zum Beispiel 31.12.1980"),
        input_formats=DAYS,
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": autocomplete, "inputmode": "numeric"}),
        error_messages={"invalid": _("Nötig ist ein Tag des Kalenders, zum Beispiel 31.12.1980.")},
    )

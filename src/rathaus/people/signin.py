"""allauth's forms in the words of this house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = Mapping[str, tuple[str | _StrPromise, str | _StrPromise]]

_CODE_HINT = _("Sechs Ziffern aus Ihrer App.")
_ADDRESS = (_("E-Mail-Adresse"), _("Ihre dienstliche Adresse, zum Beispiel vorname.name@musterstadt.de."))
_NEW = (_("Neues Passwort"), _("Mindestens zwölf Zeichen."))
_AGAIN = (_("Neues Passwort noch einmal"), "")


class _InWords(forms.Form):
    """Gives fields their label and hint, by name."""

    words: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name in self.fields.keys() & {"code"}:
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class LoginForm(_InWords, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    words: Words = {"login": _ADDRESS, "password": (_("Passwort"), "")}


class ChangePasswordForm(_InWords, account.ChangePasswordForm):  # type: ignore[misc]
    """Old and new password."""

    words: Words = {"oldpassword": (_("Bisheriges Passwort"), ""), "password1": _NEW, "password2": _AGAIN}


class SetPasswordForm(_InWords, account.SetPasswordForm):  # type: ignore[misc]
    """The first password."""

    words: Words = {"password1": _NEW, "password2": _AGAIN}


class ResetPasswordForm(_InWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link."""

    words: Words = {"email": _ADDRESS}


class ResetPasswordKeyForm(_InWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, by the link of a mail."""

    words: Words = {"password1": _NEW, "password2": _AGAIN}


class ReauthenticateForm(_InWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    words: Words = {"password": (_("Passwort"), "")}


class CodeForm(_InWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code."""

    words: Words = {"code": (_("Code"), _CODE_HINT)}


class CodeAgainForm(_InWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more."""

    words: Words = {"code": (_("Code"), _CODE_HINT)}


class ActivateForm(_InWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    words: Words = {"code": (_("Geben Sie den Code ein, den die App jetzt zeigt"), _CODE_HINT)}


_KEY = (_("Name des Schlüssels"), _("Damit Sie ihn später wiedererkennen, zum Beispiel „am Schlüsselbund“."))


class AddKeyForm(_InWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new security key."""

    words: Words = {"name": _KEY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)


class RenameKeyForm(_InWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a security key."""

    words: Words = {"name": _KEY}

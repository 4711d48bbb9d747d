"""How allauth behaves in this house."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from rathaus.people import citizens, mail, returning, second_factor
from rathaus.people.models import Account
from rathaus.towns import scope

_CODE_WRONG = _("Der Code stimmt nicht oder ist abgelaufen. Geben Sie den Code ein, den die App jetzt zeigt.")
_TOO_OFTEN = _("Zu viele Versuche. Warten Sie fünf Minuten und versuchen Sie es dann noch einmal.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open registration; mails leave through the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gesperrt. Wenden Sie sich an Ihre Administration."),
        "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmt nicht. Prüfen Sie beides."),
        "enter_current_password": _("Das bisherige Passwort stimmt nicht."),
        "incorrect_code": _CODE_WRONG,
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "invalid_password_reset": _("Der Link gilt nicht mehr. Fordern Sie einen neuen an."),
        "same_as_current": _("Das neue Passwort muss ein anderes sein als das bisherige."),
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the administration only."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before the second factor is touched, but not while it is first set up."""
        request = context.request
        return not (second_factor.is_new(request.user) and _signed_in_just_now(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Back to where they came from; else staff go to their work, citizens to their account."""
        home = "/mein/" if request.user.is_authenticated and request.user.is_citizen else "/amt/"
        return returning.take(request) or home

    def is_safe_url(self, url: str) -> bool:
        """Lead nowhere but to paths of this very house."""
        return returning.is_own(url)

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, _context: dict[str, Any]) -> None:
        """Have the worker make the link and send it: the database never holds one that works."""
        mail.send(mail.RESET, user.pk, language=get_language() or "de")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the account that its password or second factor has changed."""
        mail.send(mail.CHANGED, user.pk, language=get_language() or "de")


def _signed_in_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets rest sealed; authenticator apps show the town's name."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _CODE_WRONG}

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return second_factor.unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """Propose a name for a new security key."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        citizen = isinstance(user, Account) and user.is_citizen
        words = gettext("Passkey %(number)s") if citizen else gettext("Sicherheitsschlüssel %(number)s")
        return words % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what a security key and the browser show: the town's name, bound to its host name."""
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what stands beside the issuer in an authenticator app: the address of the account."""
        return citizens.address_of(user)

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Return how a passkey shows whose it is."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        address = citizens.address_of(user)
        return {**entity, "name": address, "display_name": address}

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app shows above the code."""
        return f"Rathaus {scope.current().name}"

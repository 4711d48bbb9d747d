"""The second factor: sealing its secrets, setting it up for a demo, taking it away when a phone is lost."""

from __future__ import annotations

import base64
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from rathaus.people.models import Account, FactorKey
from rathaus.protection import sealing
from rathaus.protection.models import DataKey
from rathaus.towns.transactions import atomic_write

_CONTEXT = "second factor"
#: What counts as a second factor; recovery codes only stand in for one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def seal(text: str) -> str:
    """Seal a secret of the town in scope, for allauth's text column."""
    return base64.b64encode(sealing.seal(_data_key(), text.encode(), context=_CONTEXT)).decode()


def unseal(text: str) -> str:
    """Open what :func:`seal` closed."""
    return sealing.unseal(_data_key(), base64.b64decode(text), context=_CONTEXT).decode()


def _data_key() -> DataKey:
    present = FactorKey.objects.select_related("data_key").first()
    if present is not None:
        return present.data_key
    with atomic_write():
        row, _ = FactorKey.objects.get_or_create(defaults={"data_key": sealing.new_data_key()})
    return row.data_key


def enrol(account: Account, secret: str) -> None:
    """Set up an authenticator app with a known secret (base32): for the accounts of a demo and for tests."""
    TOTP.activate(account, secret)


def is_set_up(account: Account) -> bool:
    """Whether the account has an app or a security key."""
    found: bool = Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS).exists()
    return found


def is_new(account: Account) -> bool:
    """Whether the account has no second factor, or has set up its first one within the last quarter of an hour."""
    before = timezone.now() - timedelta(minutes=15)
    return not Authenticator.objects.filter(user_id=account.pk, created_at__lt=before).exists()


def forget(account: Account) -> int:
    """Delete every second factor of an account; it must set up a new one at the next sign-in. Returns how many."""
    deleted: int = Authenticator.objects.filter(user_id=account.pk).delete()[0]
    return deleted

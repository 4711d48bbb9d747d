"""What happens when somebody signs in or changes how they sign in: it stands in the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import Signal

from rathaus.people import actors, mail
from rathaus.people.models import Account
from rathaus.protection import audit
from rathaus.towns.transactions import atomic_write

__all__ = ["mail"]  # imported for its consumer

_RECORDED: tuple[tuple[Signal, str], ...] = (
    (user_logged_in, "account.signed_in"),
    (password_changed, "account.password_changed"),
    (password_reset, "account.password_reset"),
    (authenticator_added, "account.second_factor_added"),
    (authenticator_removed, "account.second_factor_removed"),
    (authenticator_reset, "account.recovery_codes_renewed"),
)


def _record(action: str, account: Account) -> None:
    with atomic_write():
        audit.record(action, account, by=actors.holder(account))


def _listen(signal: Signal, action: str) -> None:
    def receiver(sender: Any, *, user: Account, **kwargs: Any) -> None:
        _record(action, user)

    signal.connect(receiver, weak=False, dispatch_uid=f"rathaus.people.{action}")


for _signal, _action in _RECORDED:
    _listen(_signal, _action)

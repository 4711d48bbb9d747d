"""Staff as actors of actions."""

from __future__ import annotations

from rathaus.people.models import Account
from rathaus.towns.actors import Actor


def staff(account: Account) -> Actor:
    """Return the actor for an account; its name stands in the audit log."""
    return Actor("staff", str(account.pk), str(account))

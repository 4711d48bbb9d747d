"""Staff as actors of actions."""

from __future__ import annotations

from rathaus.people.models import Account
from rathaus.towns.actors import Actor


def staff(account: Account) -> Actor:
    """Return the actor for an account; its name stands in the audit log."""
    return Actor("staff", str(account.pk), str(account))


def holder(account: Account) -> Actor:
    """Return the actor for whoever has signed in: staff by name, citizens by the id of their account only."""
    return Actor.applicant(str(account.pk)) if account.is_citizen else staff(account)

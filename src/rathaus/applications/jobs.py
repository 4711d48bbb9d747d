"""What happens without anybody asking."""

from __future__ import annotations

from rathaus.applications import attempts
from rathaus.applications.actions import discard_expired, warn_of_expiry
from rathaus.events import timers
from rathaus.towns.actors import Actor


@timers.every(hours=1)
def delete_expired_drafts() -> None:
    """Delete drafts whose time has passed, keys and files included."""
    discard_expired(by=Actor.system("Löschung abgelaufener Entwürfe"))


@timers.every(hours=1)
def warn_before_drafts_expire() -> None:
    """Write to those who wish it a week before their draft is deleted."""
    warn_of_expiry(by=Actor.system("Erinnerung an Entwürfe"))


@timers.every(hours=1)
def forget_attempts() -> None:
    """Delete the counts of wrong codes that no longer matter."""
    attempts.forget_old()

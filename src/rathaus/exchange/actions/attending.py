"""Who came to a meeting, and that somebody took the list of participants with them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, Registration
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def note_who_came(meeting: Meeting, registrations: Collection[UUID], *, by: Actor) -> int:
    """Say who was there, of those who have a place or wait; everybody else was not. Returns how many were.

    Raises `ExchangeError` before the first day, and for a meeting that was cancelled.
    """
    require(by, Permission.STRATEGY)
    if not meeting.begun:
        raise ExchangeError(_("Das Treffen hat noch nicht begonnen."))
    with atomic_write():
        present = Registration.objects.select_for_update().filter(meeting=meeting, withdrawn_at=None)
        present.exclude(pk__in=registrations).filter(came=True).update(came=False)
        present.filter(pk__in=registrations).update(came=True)
        came = present.filter(came=True).count()
        audit.record("meeting.attendance_noted", meeting, by=by, details={"came": came})
    return came


def note_export(meeting: Meeting, kind: str, *, by: Actor) -> None:
    """Write down that personal data leave the house as a file."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        audit.record("meeting.participants_exported", meeting, by=by, details={"kind": kind})

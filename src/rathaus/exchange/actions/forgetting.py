"""What is known of those who registered for a meeting is erased some days after it; numbers stay."""

from __future__ import annotations

from contextlib import suppress

from django.db.models import QuerySet

from rathaus.applications.actions.erasing import erase
from rathaus.applications.errors import Erased
from rathaus.exchange.models import Meeting, Registration
from rathaus.exchange.queries import meetings as queries
from rathaus.protection import audit
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

REASON = "Anmeldung zu einem Treffen, Frist nach dessen Ende vorbei"
"""Why the years that the service sets do not count: what people were told when they registered does."""


def forget(*, by: Actor) -> int:
    """Erase the registrations of all meetings whose time is over. Returns of how many meetings.

    Begun and cut off, it goes on the next time where it stopped.
    """
    today = clock.today()
    over = Meeting.objects.filter(ends_on__lt=today, arrivals__gt=0)
    due = [meeting for meeting in over if meeting.kept_until < today and _known(meeting).exists()]
    for meeting in due:
        _forget(meeting, by)
    return len(due)


def _known(meeting: Meeting) -> QuerySet[Registration]:
    """The registrations of which it can still be read whose they are."""
    return Registration.objects.filter(meeting=meeting, application__data_key__wrapped__isnull=False)


def _forget(meeting: Meeting, by: Actor) -> None:
    """Count, erase one by one, and write down that it is done."""
    if meeting.places_counted is None:
        meeting.places_counted = len(queries.towns_of(queries.participants(meeting)))
        meeting.save(update_fields=["places_counted"])
    for registration in _known(meeting).select_related("application__data_key", "application__version"):
        with suppress(Erased):
            erase(registration.application, reason=REASON, by=by)
    with atomic_write():
        meeting.forgotten_at = clock.now()
        meeting.save(update_fields=["forgotten_at"])
        audit.record("meeting.participants_erased", meeting, by=by, details={"registrations": meeting.arrivals})

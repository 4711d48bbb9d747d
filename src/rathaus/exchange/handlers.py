"""What this room does when applications announce something, in the same transaction."""

from __future__ import annotations

from rathaus.applications.events import ApplicationSubmitted, ApplicationWithdrawn
from rathaus.events import handles
from rathaus.exchange.actions import places
from rathaus.towns.actors import Actor

DESK = Actor.system("Anmeldung")


@handles(ApplicationSubmitted)
def register(event: ApplicationSubmitted) -> None:
    """A sent registration gets its place, or waits."""
    places.register(event.application_id, by=DESK)


@handles(ApplicationWithdrawn)
def withdraw(event: ApplicationWithdrawn) -> None:
    """Whoever takes a registration back makes room for the next one."""
    places.withdraw(event.application_id, by=DESK)

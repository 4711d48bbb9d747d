"""Changes of the room ``web``."""

from __future__ import annotations

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write
from rathaus.web.models import TownDetails


def change_details(details: TownDetails, *, by: Actor) -> None:
    """Save what the town says about itself on its public pages."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        details.save()
        audit.record("town.details_changed", details, by=by)

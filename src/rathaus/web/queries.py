"""Reads of the room ``web``."""

from __future__ import annotations

from rathaus.web.models import TownDetails


def details() -> TownDetails:
    """Return what the town in scope says about itself; an empty, unsaved row where it has said nothing yet."""
    return TownDetails.objects.first() or TownDetails()

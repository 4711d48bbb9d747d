"""Data of the room, by subject."""

from __future__ import annotations

from rathaus.exchange.models.feeds import Arrival, Subscription
from rathaus.exchange.models.meetings import Material, Meeting, MeetingTask, Registration, Speaker, Talk
from rathaus.exchange.models.packages import (
    Copy,
    ForeignPackage,
    Origin,
    OwnPackage,
    PackageKind,
    Received,
    Release,
)

__all__ = [
    "Arrival",
    "Copy",
    "ForeignPackage",
    "Material",
    "Meeting",
    "MeetingTask",
    "Origin",
    "OwnPackage",
    "PackageKind",
    "Received",
    "Registration",
    "Release",
    "Speaker",
    "Subscription",
    "Talk",
]

"""Data of the room, by subject."""

from __future__ import annotations

from rathaus.exchange.models.calls import Call, Criterion, Entry, Juror, OwnEntry, Score
from rathaus.exchange.models.experience import Adopter, Experience, Figure, Question
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
    "Adopter",
    "Arrival",
    "Call",
    "Copy",
    "Criterion",
    "Entry",
    "Experience",
    "Figure",
    "ForeignPackage",
    "Juror",
    "Material",
    "Meeting",
    "MeetingTask",
    "Origin",
    "OwnEntry",
    "OwnPackage",
    "PackageKind",
    "Question",
    "Received",
    "Registration",
    "Release",
    "Score",
    "Speaker",
    "Subscription",
    "Talk",
]

"""Data of the room, by subject."""

from __future__ import annotations

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
    "Copy",
    "ForeignPackage",
    "Origin",
    "OwnPackage",
    "PackageKind",
    "Received",
    "Release",
]

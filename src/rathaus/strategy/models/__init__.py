"""Data of the room, by subject."""

from __future__ import annotations

from rathaus.strategy.models.indicators import (
    Frequency,
    Import,
    Indicator,
    Observation,
    Quality,
    ReleasedValue,
    Target,
    Unit,
    UnitKind,
)

__all__ = [
    "Frequency",
    "Import",
    "Indicator",
    "Observation",
    "Quality",
    "ReleasedValue",
    "Target",
    "Unit",
    "UnitKind",
]

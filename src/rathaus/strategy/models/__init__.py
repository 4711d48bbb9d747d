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
from rathaus.strategy.models.plans import (
    Dependency,
    Field,
    Goal,
    Measure,
    Milestone,
    Money,
    PublishedStrategy,
    Report,
    Strategy,
)

__all__ = [
    "Dependency",
    "Field",
    "Frequency",
    "Goal",
    "Import",
    "Indicator",
    "Measure",
    "Milestone",
    "Money",
    "Observation",
    "PublishedStrategy",
    "Quality",
    "ReleasedValue",
    "Report",
    "Strategy",
    "Target",
    "Unit",
    "UnitKind",
]

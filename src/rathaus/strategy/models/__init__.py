"""Data of the room, by subject."""

from __future__ import annotations

from rathaus.strategy.models.funding import (
    Applicant,
    DueReport,
    Duty,
    Grant,
    Instalment,
    Moment,
    Programme,
)
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
from rathaus.strategy.models.rollouts import (
    Rollout,
    Site,
    SiteEvent,
    SiteFile,
    SiteState,
)

__all__ = [
    "Applicant",
    "Dependency",
    "DueReport",
    "Duty",
    "Field",
    "Frequency",
    "Goal",
    "Grant",
    "Import",
    "Indicator",
    "Instalment",
    "Measure",
    "Milestone",
    "Moment",
    "Money",
    "Observation",
    "Programme",
    "PublishedStrategy",
    "Quality",
    "ReleasedValue",
    "Report",
    "Rollout",
    "Site",
    "SiteEvent",
    "SiteFile",
    "SiteState",
    "Strategy",
    "Target",
    "Unit",
    "UnitKind",
]

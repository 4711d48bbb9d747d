"""The sample programmes of the house: a readable file, dated, that a town may begin with."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rathaus.strategy.models import Duty, Programme

FILE = Path(__file__).parent / "programmes.json"
_DAYS = ("opens_on", "closes_on", "began_after", "ends_by", "as_of")
_FIGURES = ("rate", "raised_rate", "least_cost", "largest_grant", "own_share")
_LINES = ("topics", "not_with")


@dataclass(frozen=True, slots=True)
class Sample:
    """A programme with what it wants to be proved; nothing of it is stored yet."""

    programme: Programme
    duties: list[Duty]


def read() -> list[Sample]:
    """The samples, as rows of the town in scope."""
    return [_sample(one) for one in json.loads(FILE.read_text(encoding="utf-8"))]


def _sample(described: dict[str, Any]) -> Sample:
    duties = described.pop("duties")
    days = {name: dt.date.fromisoformat(described[name]) for name in _DAYS if described.get(name)}
    figures = {name: Decimal(described[name]) for name in _FIGURES if described.get(name)}
    lines = {name: "\n".join(described[name]) for name in _LINES if name in described}
    programme = Programme(**{**described, **days, **figures, **lines}, sample=True)
    return Sample(programme, [Duty(programme=programme, **one) for one in duties])

"""How far a service is online: the maturity model (Reifegradmodell) of the OZG as data, and where a service stands.

A model is a file of `maturity_models`: its levels, and for each criterion which level a fact about a service reaches.
**The lowest criterion decides.** Version 1.1 has ten official criteria whose wording we do not have; ours are those
that the definitions of its levels name. Version 2.0 (levels 0 to 7, 13 criteria) is there without criteria, and says
nothing until they are known.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from rathaus.catalogue.queries import questionnaire
from rathaus.questionnaire import Control, Question

_FOLDER = Path(__file__).parent / "maturity_models"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at, and which level each fact reaches."""

    key: str
    name: str
    reached: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Model:
    """One version of the maturity model. From the level `online_from` on, a service counts as online."""

    id: str
    name: str
    since: dt.date
    online_from: int
    levels: Sequence[str]
    criteria: Sequence[Criterion]


@dataclass(frozen=True, slots=True)
class Standing:
    """The level of a service, and the criteria that hold it there."""

    level: int
    held_by: Sequence[Criterion]


@cache
def models() -> tuple[Model, ...]:
    """Every version, the oldest first."""
    read = (_read(json.loads(path.read_text(encoding="utf-8"))) for path in _FOLDER.glob("*.json"))
    return tuple(sorted(read, key=lambda one: one.since))


def _read(values: dict[str, object]) -> Model:
    criteria = [Criterion(key, **one) for key, one in values.pop("criteria").items()]  # type: ignore[attr-defined] # our file
    since = dt.date.fromisoformat(str(values.pop("since")))
    return Model(**values, since=since, criteria=criteria)  # type: ignore[arg-type] # our own file


def in_force(day: dt.date) -> Model | None:
    """The newest version of that day whose criteria are known."""
    known = [model for model in models() if model.criteria and model.since <= day]
    return known[-1] if known else None


def standing(model: Model, facts: Mapping[str, str]) -> Standing:
    """Where a service of such facts stands: the lowest criterion decides. Raises KeyError where a fact is missing."""
    levels = [(criterion.reached[facts[criterion.key]], criterion) for criterion in model.criteria]
    lowest = min(level for level, _criterion in levels)
    return Standing(lowest, [criterion for level, criterion in levels if level == lowest])


def facts(version_id: UUID) -> dict[str, str]:
    """What is so of every service that this house publishes, and which evidence a version demands."""
    return {
        "information": "described",
        "filing": "online",
        "evidence": "upload" if _demands_files(version_id) else "not_needed",
        "account": "possible",
        "notice": "possible",
    }


def _demands_files(version_id: UUID) -> bool:
    questions = (item for page in questionnaire(version_id).pages for item in page.items)
    return any(
        isinstance(one, Question) and one.control is Control.FILE and one.required_by_default for one in questions
    )

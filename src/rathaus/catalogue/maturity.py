"""How far a service is online: the maturity model (Reifegradmodell) of the OZG as data, and where a service stands.

A model is a file of `maturity_models`: its levels, and for each criterion which level a fact about a service reaches.
**The lowest criterion decides.** Levels and rule are the official ones, from the public sources that the file names.
Of version 1.1 the wording of its ten criteria could not be seen: ours are those that the descriptions of its levels
name, and payment, which the OZG guide names. Version 2.0 (levels 0 to 7, 13 criteria) is there without criteria and
without a level from which a service counts as online, and says nothing until they are known.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import Cache, questionnaire
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people.trust import TrustLevel
from rathaus.questionnaire import Control, Question
from rathaus.towns import clock, scope

_FOLDER = Path(__file__).parent / "maturity_models"


class Words(dict[str, str]):
    """A sentence by language; as text, in that of the page."""

    def __str__(self) -> str:
        return self.get((get_language() or "de")[:2], self["de"])


@dataclass(frozen=True, slots=True)
class Level:
    """One level; the newest model gives its levels no names."""

    name: Words
    meaning: Words


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be so of a service, and the level that it reaches by that."""

    level: int
    told: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at, and the facts there may be."""

    key: str
    name: Words
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the levels are described in public."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Model:
    """One version of the maturity model. From the level `online_from` on a service counts as online; None: not known.

    `official_criteria`: how many the official model has, ours aside.
    """

    id: str
    name: Words
    since: dt.date
    online_from: int | None
    official_criteria: int
    levels: Sequence[Level]
    criteria: Sequence[Criterion]
    sources: Sequence[Source]

    @property
    def highest(self) -> int:
        """The highest level."""
        return len(self.levels) - 1

    def online(self, level: int) -> bool:
        """Whether a service of that level counts as online."""
        return self.online_from is not None and level >= self.online_from


@dataclass(frozen=True, slots=True)
class Standing:
    """The level of a service, and what holds it there: each criterion with the fact; nothing at the highest level."""

    model: Model
    level: int
    held_by: Sequence[tuple[Criterion, Fact]]

    @property
    def name(self) -> Words:
        """What the level is called."""
        return self.model.levels[self.level].name


@cache
def models() -> tuple[Model, ...]:
    """Every version, the oldest first."""
    read = (_read(json.loads(path.read_text(encoding="utf-8"))) for path in _FOLDER.glob("*.json"))
    return tuple(sorted(read, key=lambda one: one.since))


def _read(values: dict[str, Any]) -> Model:
    return Model(
        id=values["id"],
        name=Words(values["name"]),
        since=dt.date.fromisoformat(values["since"]),
        online_from=values["online_from"],
        official_criteria=values["official_criteria"],
        levels=[Level(Words(one["name"]), Words(one["meaning"])) for one in values["levels"]],
        criteria=[_criterion(key, one) for key, one in values["criteria"].items()],
        sources=[Source(**one) for one in values["sources"]],
    )


def _criterion(key: str, values: dict[str, Any]) -> Criterion:
    facts = {name: Fact(one["level"], Words(one["told"])) for name, one in values["facts"].items()}
    return Criterion(key, Words(values["name"]), facts)


def in_force(day: dt.date) -> Model | None:
    """The newest version of that day whose criteria are known."""
    known = [model for model in models() if model.criteria and model.since <= day]
    return known[-1] if known else None


def newer(model: Model, day: dt.date) -> Model | None:
    """The version that has replaced `model` by that day, where its criteria are not known."""
    later = [one for one in models() if model.since < one.since <= day]
    return later[-1] if later else None


def standing(model: Model, facts: Mapping[str, str]) -> Standing:
    """Where a service of such facts stands: the lowest criterion decides. Raises KeyError where a fact is missing."""
    found = [(criterion, criterion.facts[facts[criterion.key]]) for criterion in model.criteria]
    lowest = min(fact.level for _criterion, fact in found)
    return Standing(model, lowest, [pair for pair in found if pair[1].level == lowest < model.highest])


def of_version(version_id: UUID) -> Standing | None:
    """Where a version of a service stands today; None where no model with known criteria is in force."""
    model = in_force(clock.today())
    return None if model is None else standing(model, facts(version_id))


# A version never changes, so neither does this.
_facts: Cache[tuple[UUID, UUID], dict[str, str]] = Cache(20_000)


def facts(version_id: UUID) -> dict[str, str]:
    """What is so of a service in one of its versions. Raises `ServiceVersion.DoesNotExist`."""
    return _facts.get((scope.current_id(), version_id), lambda: _facts_of(version_id))


def _facts_of(version_id: UUID) -> dict[str, str]:
    texts = ServiceTexts.from_json(ServiceVersion.objects.get(pk=version_id).texts)
    return {
        "information": "described" if texts.teaser or texts.description else "none",
        "filing": "signed_on_paper" if texts.written_form else "online",
        "evidence": "own" if texts.documents or _demands_files(version_id) else "not_needed",
        "account": _ACCOUNT[texts.trust_level],
        "payment": _payment(texts.cost),
        "notice": "possible",
    }


_ACCOUNT = {TrustLevel.NORMAL: "possible", TrustLevel.SUBSTANTIAL: "visit", TrustLevel.HIGH: "out_of_reach"}
_FREE = re.compile(r"\b(kostenlos|kostenfrei|gebührenfrei|unentgeltlich)", re.IGNORECASE)
_AMOUNT = re.compile(r"\d\s*(?:€|(?:Euro|EUR)\b)|€\s*\d", re.IGNORECASE)


def _payment(cost: str) -> str:
    """Free is what the texts call so without naming an amount; nothing in this house takes payments."""
    if not cost:
        return "not_said"
    return "free" if _FREE.search(cost) and not _AMOUNT.search(cost) else "outside"


def _demands_files(version_id: UUID) -> bool:
    questions = (item for page in questionnaire(version_id).pages for item in page.items)
    return any(
        isinstance(one, Question) and one.control is Control.FILE and one.required_by_default for one in questions
    )

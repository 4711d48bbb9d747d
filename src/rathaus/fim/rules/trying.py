"""Trying a rule: a few answers, and what the rule makes of them.

Answers are given by position path: truth values, texts (codes, ISO dates), numbers and, of a filled group, ``True``.
Of something repeated the path means the first entry, ``G99000000001[2].F99000000001`` the second. What is not there is
unanswered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rathaus.fim.model import CodeList, Field, Group, Schema
from rathaus.fim.rules.evaluating import Facts
from rathaus.fim.rules.jsonform import ExpressionError, Json
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.settling import settle
from rathaus.fim.rules.verdicts import verdict

MOST_ENTRIES = 9
"""So many entries of something repeated can be tried at once."""
_ENTRY = re.compile(r"\[[1-9]\]")
_STEP = re.compile(r"([^.\[\]]+)(?:\[([1-9])\])?")


def bare(key: str) -> str:
    """The path of the position behind a key of answers: without the numbers of entries."""
    return _ENTRY.sub("", key)


def entry_of(key: str) -> int:
    """The entry that a key of answers names; 1 where it names none."""
    found = _ENTRY.search(key)
    return int(found[0][1]) if found else 1


def key_of_entry(schema: Schema, path: str, number: int, bearer: str) -> str | None:
    """The key of the answer to `path` in an entry of what is repeated around it, further down than the bearer of the
    rule; None where nothing is."""
    steps = path.split(".")
    for depth in range(1, len(steps) + 1):
        place = ".".join(steps[:depth])
        if schema.positions[place].cardinality.repeatable and not f"{bearer}.".startswith(f"{place}."):
            return path if number == 1 else ".".join([f"{place}[{number}]", *steps[depth:]])
    return None


@dataclass(frozen=True, slots=True)
class Trial:
    """Answers by path and entry, the Land and the day, and what came of them: effects by target, whether all is valid.

    An effect is a word ("required"), or an object with "only", "not" or "value" (`rathaus.fim.rules.verdicts`). `valid`
    is None where the rule demands nothing.
    """

    answers: Mapping[str, Value]
    land: str = ""
    today: str = ""
    effects: Mapping[str, Json] = field(default_factory=dict)
    valid: bool | None = None

    def to_json(self) -> dict[str, Json]:
        """The form that `from_json` reads back."""
        given: dict[str, Any] = {"answers": dict(self.answers), "land": self.land, "today": self.today}
        return {**given, "effects": dict(self.effects), "valid": self.valid}

    @classmethod
    def from_json(cls, value: Any) -> Trial:
        """The trial that `value` stands for. Raises `ExpressionError`."""
        if not isinstance(value, Mapping) or not set(value) <= {"answers", "land", "today", "effects", "valid"}:
            raise ExpressionError("Ein Versuch hat „answers“, „land“, „today“, „effects“ und „valid“.")
        answers, effects = value.get("answers"), value.get("effects", {})
        if not isinstance(answers, Mapping) or not isinstance(effects, Mapping):
            raise ExpressionError("„answers“ und „effects“ eines Versuchs sind Objekte mit Pfaden.")
        if not all(isinstance(one, bool | str | int | float) for one in answers.values()):
            raise ExpressionError("Ein Versuch antwortet mit Wahrheitswerten, Texten und Zahlen.")
        if not all(_STEP.fullmatch(step) for key in answers for step in str(key).split(".")):
            raise ExpressionError("Die Antworten eines Versuchs stehen unter Pfaden.")
        land, today, valid = value.get("land", ""), value.get("today", ""), value.get("valid")
        if not isinstance(land, str) or not _is_day(today) or not isinstance(valid, bool | None):
            raise ExpressionError("In einem Versuch stimmt „land“, „today“ oder „valid“ nicht.")
        return cls(dict(answers), land, today, dict(effects), valid)


def _is_day(today: Any) -> bool:
    try:
        return bool(today == "" or str(dt.date.fromisoformat(today)) == today)
    except (TypeError, ValueError):
        return False


def trials_from_json(value: Any) -> tuple[Trial, ...]:
    """All trials of a rule. Raises `ExpressionError`."""
    if not isinstance(value, list):
        raise ExpressionError("„trials“ ist eine Liste.")
    return tuple(map(Trial.from_json, value))


def tried(rule: ReadRule, trial: Trial, schema: Schema, lists: Mapping[str, CodeList]) -> Trial:
    """`trial` with what `rule` makes of its answers."""
    (settled,) = settle(RuleReport((rule,)), trial.land or None).rules
    today = dt.date.fromisoformat(trial.today) if trial.today else dt.date.min
    facts = Facts(schema.positions, _nested(schema, trial.answers), today)
    places = Places(schema, lists)

    def codes_of(path: str) -> list[str] | None:
        element = schema.positions[path].element
        codes = places.codes(element) if isinstance(element, Field) else None
        return None if codes is None else [code.code for code in codes]

    found = verdict(settled, facts, codes_of)
    return replace(trial, effects=found.effects, valid=found.valid)


def _nested(schema: Schema, answers: Mapping[str, Value]) -> dict[str, Any]:
    """Answers by path and entry as the form has them; a group said to be filled stays so beside answers in it."""
    nested: dict[str, Any] = {}
    for key, value in answers.items():
        there, path = nested, ""
        *around, last = (found.groups() for step in key.split(".") if (found := _STEP.fullmatch(step)))
        for id_, number in around:
            path += f".{id_}" if path else id_
            there = _slot(schema, there, path, int(number or 1))
        id_, number = last
        path += f".{id_}" if path else id_
        if isinstance(schema.positions[path].element, Group):
            _slot(schema, there, path, int(number or 1)).setdefault("", value)  # no element has an empty id
        elif schema.positions[path].cardinality.repeatable:
            values = there.setdefault(id_, [])
            values += [None] * (int(number or 1) - len(values))
            values[int(number or 1) - 1] = value
        else:
            there[id_] = value
    return nested


def _slot(schema: Schema, there: dict[str, Any], path: str, number: int) -> dict[str, Any]:
    """The answers of the group at `path`, or of one of its entries."""
    id_ = path.rpartition(".")[2]
    if not schema.positions[path].cardinality.repeatable:
        alone: dict[str, Any] = there.setdefault(id_, {})
        return alone
    entries: list[dict[str, Any]] = there.setdefault(id_, [])
    entries += [{} for _ in range(number - len(entries))]
    return entries[number - 1]

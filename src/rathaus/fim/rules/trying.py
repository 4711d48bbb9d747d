"""Trying a rule: a few answers, and what the rule makes of them.

Answers are given by position path, one for each: truth values, texts (codes, ISO dates), numbers and, of a filled
group, ``True``. What is not there is unanswered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rathaus.fim.model import CodeList, Field, Schema
from rathaus.fim.rules.evaluating import Facts
from rathaus.fim.rules.jsonform import ExpressionError, Json
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.settling import settle
from rathaus.fim.rules.verdicts import verdict


@dataclass(frozen=True, slots=True)
class Trial:
    """Answers by path, the Land and the day, and what came of them: an effect by target, and whether they are valid.

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
    """Answers by path as the form has them: one entry of each repeated group, one value of each repeated field."""
    nested: dict[str, Any] = {}
    for path, value in sorted(answers.items(), key=lambda pair: pair[0].count("."), reverse=True):
        there, steps = nested, path.split(".")
        for depth, step in enumerate(steps):
            repeated = schema.positions[".".join(steps[: depth + 1])].cardinality.repeatable
            if depth + 1 == len(steps):
                there.setdefault(step, [value] if repeated else value)
            elif repeated:
                there = there.setdefault(step, [{}])[0]
            else:
                there = there.setdefault(step, {})
    return nested

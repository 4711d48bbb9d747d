"""Lines of rule texts with cases, as `rathaus fim rules FILE.jsonl` takes them, and what the rules say in each case."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.fim.rules.alone import Alone, read_alone
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.report import RuleReport, RuleStatus
from rathaus.fim.rules.settling import settle
from rathaus.fim.rules.verdicts import verdict


class LineError(ValueError):
    """A line that cannot be used; the message says in one German sentence what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Case:
    """Answers by id or dotted path, with the Land of the municipality and the day of asking."""

    answers: Mapping[str, Any]
    land: str | None
    today: dt.date


@dataclass(frozen=True, slots=True)
class Line:
    """A rule text with the cases to try; a sentence stands for a case that cannot be used and says why."""

    text: str
    bearer: str | None
    cases: tuple[Case | str, ...]


def parse_line(raw: str, today: dt.date) -> Line:
    """One line of JSON; `today` counts where it says nothing else. Raises `LineError`."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        where = f" (Zeichen {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise LineError(f"Das ist kein JSON{where}.") from None
    if not isinstance(found, dict):
        raise LineError("Eine Zeile ist ein JSON-Objekt mit „text“.")
    text, bearer = found.get("text"), found.get("bearer")
    if not isinstance(text, str) or not text.strip():
        raise LineError("„text“ fehlt oder ist kein Text.")
    if not (bearer is None or isinstance(bearer, str)):
        raise LineError("„bearer“ ist die Id eines Elements als Text.")
    land, day = _land(found, None), _today(found, today)
    cases = found.get("cases")
    if not (cases is None or isinstance(cases, list)):
        raise LineError("„cases“ ist eine Liste.")
    return Line(text, bearer or None, tuple(_case(case, n, land, day) for n, case in enumerate(cases or (), start=1)))


def _case(case: Any, number: int, land: str | None, today: dt.date) -> Case | str:
    try:
        return _usable(case, land, today)
    except LineError as error:
        return f"Fall {number}: {error}"


def _usable(case: Any, land: str | None, today: dt.date) -> Case:
    if not isinstance(case, dict):
        raise LineError("Das ist kein Objekt mit „answers“.")
    answers = case.get("answers")
    if not isinstance(answers, dict | None):
        raise LineError("„answers“ ist ein Objekt von Ids und Werten.")
    for name, value in (answers or {}).items():
        if not _is_value(value):
            raise LineError(f"Der Wert von {name} ist weder Text, Zahl, Wahrheitswert noch Liste davon.")
    return Case(answers or {}, _land(case, land), _today(case, today))


def _is_value(value: Any, *, inner: bool = False) -> bool:
    if isinstance(value, list):
        return not inner and all(_is_value(one, inner=True) for one in value)
    return value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def _land(found: Mapping[str, Any], otherwise: str | None) -> str | None:
    land = found.get("land", otherwise)
    if not (land is None or (isinstance(land, str) and land in NAMES)):
        raise LineError("„land“ ist ein Land mit zwei Buchstaben wie NW.")
    return land


def _today(found: Mapping[str, Any], otherwise: dt.date) -> dt.date:
    day = found.get("today")
    if day is None:
        return otherwise
    try:
        return dt.date.fromisoformat(day)
    except (TypeError, ValueError):
        raise LineError("„today“ ist ein Datum wie 2026-11-27.") from None


def answer_line(line: Line) -> dict[str, Any]:
    """``status``, ``unread``, ``reasons`` where there are some, and for each case ``effects`` and, where the rule is a
    constraint, ``valid``; ``error`` where the case cannot be used."""
    alone = read_alone(line.text, line.bearer)
    rule = alone.rule
    return {
        "status": rule.status.value,
        "unread": list(rule.unread),
        **({"reasons": list(rule.reasons)} if rule.reasons else {}),
        "cases": [_say(alone, case) for case in line.cases],
    }


def _say(alone: Alone, case: Case | str) -> dict[str, Any]:
    if isinstance(case, str):
        return {"effects": {}, "error": case}
    (rule,) = settle(RuleReport((alone.rule,)), case.land).rules
    if rule.status is RuleStatus.UNCLEAR:
        return {"effects": {}}
    found = verdict(rule, alone.facts(case.answers, case.today))
    said: dict[str, Any] = {"effects": {alone.written.get(path, path): one for path, one in found.effects.items()}}
    return said if found.valid is None else {**said, "valid": found.valid}

"""Expressions and read rules as JSON: what the command prints, packages carry and a person may write by hand.

An expression is `true`, or an object with one key::

    {"equals": ["F99000000001", "001"]}    {"filled": "G99000000001"}
    {"valid_date": ["F1", "F2", "F3"]}     {"not": …}    {"and": […]}    {"or": […]}
    {"count": {"of": […], "min": 1, "max": 1}}    {"land": ["NW", "SL"]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    ValidDate,
)

Json = bool | str | int | None | list["Json"] | dict[str, "Json"]


class ExpressionError(ValueError):
    """What was given is no expression; the message says in German what is wrong with it."""


def to_json(expression: Expression) -> Json:
    """`expression` in the form above."""
    match expression:
        case Always():
            return True
        case Not(part):
            return {"not": to_json(part)}
        case And(parts):
            return {"and": [to_json(part) for part in parts]}
        case Or(parts):
            return {"or": [to_json(part) for part in parts]}
        case CountBetween(parts, minimum, maximum):
            return {"count": {"of": [to_json(part) for part in parts], "min": minimum, "max": maximum}}
        case Equals() | Filled() | ValidDate() | InLand():
            return _leaf_to_json(expression)


def _leaf_to_json(leaf: Leaf) -> Json:
    match leaf:
        case Equals(path, value):
            return {"equals": [path, value]}
        case Filled(path):
            return {"filled": path}
        case ValidDate(day, month, year):
            return {"valid_date": [day, month, year]}
        case InLand(codes):
            return {"land": list(codes)}


def effect_to_json(effect: Effect) -> Json:
    """``{"effect": "required", "target": path, "when": expression}``."""
    return {"effect": effect.kind.value, "target": effect.target, "when": to_json(effect.when)}


def constraint_to_json(constraint: Constraint) -> Json:
    """``{"valid": expression, "paths": [path, …]}``."""
    return {"valid": to_json(constraint.holds), "paths": list(constraint.paths)}


def from_json(value: Any) -> Expression:
    """The expression that `value` (parsed JSON) stands for. Raises `ExpressionError`."""
    if value is True:
        return Always()
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ExpressionError(
            f"Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {_excerpt(value)}."
        )
    ((key, content),) = value.items()
    read = _READERS.get(key)
    if read is None:
        raise ExpressionError(f"Den Ausdruck „{key}“ gibt es nicht.")
    return read(content)


def _equals(content: Any) -> Equals:
    path, literal = _list(content, "equals", exactly=2)
    if not isinstance(literal, str | bool):
        raise ExpressionError(f"„equals“ vergleicht mit einem Text oder Wahrheitswert, nicht mit {_excerpt(literal)}.")
    return Equals(_path(path), literal)


def _in_land(content: Any) -> InLand:
    codes = _list(content, "land")
    if not codes or not all(isinstance(code, str) and code in NAMES for code in codes):
        raise ExpressionError(f"„land“ braucht Länder mit zwei Buchstaben wie NW, nicht {_excerpt(content)}.")
    return InLand(tuple(codes))


def _valid_date(content: Any) -> ValidDate:
    day, month, year = (_path(part) for part in _list(content, "valid_date", exactly=3))
    return ValidDate(day, month, year)


def _count(content: Any) -> CountBetween:
    if not isinstance(content, Mapping) or set(content) != {"of", "min", "max"}:
        raise ExpressionError("„count“ braucht genau „of“, „min“ und „max“.")
    low, high = content["min"], content["max"]
    if not _whole(low) or not (high is None or (_whole(high) and high >= low)):
        raise ExpressionError(
            "In „count“ sind „min“ und „max“ ganze Zahlen ab 0, „max“ darf null sein und nicht unter „min“."
        )
    return CountBetween(_parts(content["of"], "count"), low, high)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _parts(content: Any, key: str) -> tuple[Expression, ...]:
    parts = _list(content, key)
    if not parts:
        raise ExpressionError(f"„{key}“ braucht mindestens einen Teil.")
    return tuple(from_json(part) for part in parts)


def _list(content: Any, key: str, *, exactly: int | None = None) -> list[Any]:
    if not isinstance(content, list) or (exactly is not None and len(content) != exactly):
        amount = "eine Liste" if exactly is None else f"eine Liste mit {exactly} Einträgen"
        raise ExpressionError(f"„{key}“ braucht {amount}, nicht {_excerpt(content)}.")
    return content


def _path(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ExpressionError(f"Ein Element wird durch seinen Pfad benannt, nicht durch {_excerpt(value)}.")
    return value


def _excerpt(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


_READERS: dict[str, Callable[[Any], Expression]] = {
    "equals": _equals,
    "filled": lambda content: Filled(_path(content)),
    "valid_date": _valid_date,
    "land": _in_land,
    "not": lambda content: Not(from_json(content)),
    "and": lambda content: And(_parts(content, "and")),
    "or": lambda content: Or(_parts(content, "or")),
    "count": _count,
}

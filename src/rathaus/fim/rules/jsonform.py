"""Expressions and what rules do as JSON: what the commands print, packages carry and a person may write by hand.

An expression is `true`, or an object with one key::

    {"equals": ["F99000000001", "001"]}    {"filled": "G99000000001"}
    {"compare": [term, "<", term]}         {"code_between": ["F1", "100", null]}    {"starts_with": ["F1", "11"]}
    {"valid_date": ["F1", "F2", "F3"]}     {"not": …}    {"and": […]}    {"or": […]}
    {"count": {"of": […], "min": 1, "max": 1}}    {"land": ["NW", "SL"]}

Terms are described in `rathaus.fim.rules.termjson`. A statement is an effect, a restriction of codes, a value or a
constraint::

    {"effect": "required", "target": path, "when": expression}
    {"only": ["A", "B"], "target": path, "when": …}    {"not": [], "ranges": [["100", "199"]], "prefixes": ["4"], …}
    {"value": "001", "hidden": true, "target": path, "when": …}
    {"valid": expression, "paths": [path, …]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.termjson import (
    ExpressionError,
    Json,
    a_list,
    a_path,
    excerpt,
    op_from_json,
    term_from_json,
    term_to_json,
)
from rathaus.fim.rules.terms import Answer

__all__ = [
    "ExpressionError",
    "Json",
    "constraint_to_json",
    "effect_to_json",
    "from_json",
    "statement_from_json",
    "statement_to_json",
    "to_json",
]


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
        case _:
            return _leaf_to_json(expression)


def _leaf_to_json(leaf: Leaf) -> Json:
    match leaf:
        case Equals(path, value):
            return {"equals": [path, value]}
        case Filled(path):
            return {"filled": path}
        case Compare(left, op, right):
            return {"compare": [term_to_json(left), op.value, term_to_json(right)]}
        case CodeBetween(path, first, last):
            return {"code_between": [path, first, last]}
        case StartsWith(path, prefix):
            return {"starts_with": [path, prefix]}
        case Digits(path):
            return {"digits": path}
        case ValidDate(day, month, year):
            return {"valid_date": [day, month, year]}
        case InLand(codes):
            return {"land": list(codes)}


def effect_to_json(effect: Effect) -> Json:
    """``{"effect": "required", "target": path, "when": expression}``."""
    return {"effect": effect.kind.value, "target": effect.target, "when": to_json(effect.when)}


def constraint_to_json(constraint: Constraint) -> Json:
    """``{"valid": expression, "paths": [path, …]}``, and ``"message"`` where a person wrote one."""
    said: dict[str, Json] = {"valid": to_json(constraint.holds), "paths": list(constraint.paths)}
    return {**said, "message": constraint.message} if constraint.message else said


def statement_to_json(statement: Statement) -> Json:
    """`statement` in the form above; what is empty or false is left out."""
    match statement:
        case Effect():
            return effect_to_json(statement)
        case Constraint():
            return constraint_to_json(statement)
        case Selectable(target, when, codes, ranges, prefixes, only):
            said: dict[str, Json] = {"only" if only else "not": list(codes)}
            if ranges:
                said["ranges"] = [list(pair) for pair in ranges]
            if prefixes:
                said["prefixes"] = list(prefixes)
            return {**said, "target": target, "when": to_json(when)}
        case Preset(target, value, when, hidden, fixed):
            flags: dict[str, Json] = {name: True for name, on in (("hidden", hidden), ("fixed", fixed)) if on}
            given = term_to_json(value) if isinstance(value, Answer) else value
            return {"value": given, **flags, "target": target, "when": to_json(when)}


def from_json(value: Any) -> Expression:
    """The expression that `value` (parsed JSON) stands for. Raises `ExpressionError`."""
    if value is True:
        return Always()
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ExpressionError(
            f"Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {excerpt(value)}."
        )
    ((key, content),) = value.items()
    read = _READERS.get(key)
    if read is None:
        raise ExpressionError(f"Den Ausdruck „{key}“ gibt es nicht.")
    try:
        return read(content)
    except RecursionError:
        raise ExpressionError("Der Ausdruck ist zu tief verschachtelt.") from None


def _equals(content: Any) -> Equals:
    path, literal = a_list(content, "equals", exactly=2)
    if not isinstance(literal, str | bool):
        raise ExpressionError(f"„equals“ vergleicht mit einem Text oder Wahrheitswert, nicht mit {excerpt(literal)}.")
    return Equals(a_path(path), literal)


def _compare(content: Any) -> Compare:
    left, op, right = a_list(content, "compare", exactly=3)
    return Compare(term_from_json(left), op_from_json(op), term_from_json(right))


def _code_between(content: Any) -> CodeBetween:
    path, *ends = a_list(content, "code_between", exactly=3)
    return CodeBetween(a_path(path), *_ends(ends, "code_between"))


def _ends(content: Any, key: str) -> tuple[str | None, str | None]:
    """First and last code of a range, at least one of them given."""
    first, last = a_list(content, key, exactly=2)
    if not all(end is None or (isinstance(end, str) and end) for end in (first, last)) or first is last is None:
        raise ExpressionError(f"„{key}“ braucht den ersten und den letzten Code als Text, nicht {excerpt(content)}.")
    return first, last


def _starts_with(content: Any) -> StartsWith:
    path, prefix = a_list(content, "starts_with", exactly=2)
    if not isinstance(prefix, str) or not prefix:
        raise ExpressionError(f"„starts_with“ braucht den Anfang des Codes als Text, nicht {excerpt(prefix)}.")
    return StartsWith(a_path(path), prefix)


def _in_land(content: Any) -> InLand:
    codes = a_list(content, "land")
    if not codes or not all(isinstance(code, str) and code in NAMES for code in codes):
        raise ExpressionError(f"„land“ braucht Länder mit zwei Buchstaben wie NW, nicht {excerpt(content)}.")
    return InLand(tuple(codes))


def _valid_date(content: Any) -> ValidDate:
    day, month, year = (a_path(part) for part in a_list(content, "valid_date", exactly=3))
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
    parts = a_list(content, key)
    if not parts:
        raise ExpressionError(f"„{key}“ braucht mindestens einen Teil.")
    return tuple(from_json(part) for part in parts)


_READERS: dict[str, Callable[[Any], Expression]] = {
    "equals": _equals,
    "filled": lambda content: Filled(a_path(content)),
    "compare": _compare,
    "code_between": _code_between,
    "starts_with": _starts_with,
    "digits": lambda content: Digits(a_path(content)),
    "valid_date": _valid_date,
    "land": _in_land,
    "not": lambda content: Not(from_json(content)),
    "and": lambda content: And(_parts(content, "and")),
    "or": lambda content: Or(_parts(content, "or")),
    "count": _count,
}


# --- statements back from JSON ----------------------------------------------------------------------------------------

_KEYS = {
    "effect": {"effect", "target", "when"},
    "only": {"only", "ranges", "prefixes", "target", "when"},
    "not": {"not", "ranges", "prefixes", "target", "when"},
    "value": {"value", "hidden", "fixed", "target", "when"},
    "valid": {"valid", "paths", "message"},
}


def statement_from_json(value: Any) -> Statement:
    """What `value` (parsed JSON) does. Raises `ExpressionError`."""
    kinds = [key for key in _KEYS if isinstance(value, Mapping) and key in value]
    if len(kinds) != 1:
        raise ExpressionError(
            "Eine Anweisung ist ein Objekt mit genau einem von „effect“, „only“, „not“, „value“ und „valid“, "
            f"nicht {excerpt(value)}."
        )
    (kind,) = kinds
    strange = sorted(set(value) - _KEYS[kind])
    if strange:
        raise ExpressionError(f"„{strange[0]}“ gehört nicht zu einer Anweisung mit „{kind}“.")
    if kind == "valid":
        named = tuple(a_path(path) for path in a_list(value.get("paths"), "paths"))
        message = value.get("message", "")
        if not isinstance(message, str):
            raise ExpressionError(f"„message“ ist ein Text, nicht {excerpt(message)}.")
        return Constraint(from_json(value["valid"]), named, message)
    target, when = a_path(value.get("target")), from_json(value.get("when"))
    if kind == "effect":
        return Effect(_effect_kind(value["effect"]), target, when)
    if kind == "value":
        return _preset(value, target, when)
    return _selectable(value, kind, target, when)


def _effect_kind(name: Any) -> EffectKind:
    names = [kind.value for kind in EffectKind]
    if name not in names:
        raise ExpressionError(f"Die Wirkung „{name}“ gibt es nicht, möglich: {', '.join(names)}.")
    return EffectKind(name)


def _selectable(value: Mapping[str, Any], kind: str, target: str, when: Expression) -> Selectable:
    ranges = tuple(_ends(pair, "ranges") for pair in a_list(value.get("ranges", []), "ranges"))
    codes, prefixes = _codes(value[kind], kind), _codes(value.get("prefixes", []), "prefixes")
    if not (codes or ranges or prefixes):
        raise ExpressionError(f"„{kind}“ braucht mindestens einen Code, einen Bereich oder einen Anfang.")
    return Selectable(target, when, codes, ranges, prefixes, only=kind == "only")


def _codes(content: Any, key: str) -> tuple[str, ...]:
    codes = a_list(content, key)
    if not all(isinstance(code, str) and code for code in codes):
        raise ExpressionError(f"„{key}“ braucht Codes als Texte, nicht {excerpt(content)}.")
    return tuple(codes)


def _preset(value: Mapping[str, Any], target: str, when: Expression) -> Preset:
    literal, hidden, fixed = value["value"], value.get("hidden", False), value.get("fixed", False)
    if isinstance(literal, Mapping):
        literal = term_from_json(literal)
    if not isinstance(literal, str | bool | Answer):
        raise ExpressionError(
            f"„value“ ist ein Text, ein Wahrheitswert oder die Antwort eines Feldes, nicht {excerpt(value['value'])}."
        )
    if not (isinstance(hidden, bool) and isinstance(fixed, bool)):
        raise ExpressionError("„hidden“ und „fixed“ sind true oder false.")
    return Preset(target, literal, when, hidden, fixed)

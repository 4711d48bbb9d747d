"""Terms of the expression language as JSON; see `rathaus.fim.rules.jsonform` for expressions.

A term is a number, ``"today"``, or an object with one key::

    5    {"number": "1.5"}    {"day": "2026-02-01"}    {"answer": "F99000000001"}    {"entries": "G99000000001"}
    {"date_of": ["F1", "F2", "F3"]}                    {"since": [term, term, "years"]}
    {"later": [term, 6, "years"]}    {"percent": ["50", term]}    {"distance": [term, term]}
    {"sum": [term, term]}    {"minus": [term, term]}    {"length": term}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from rathaus.fim.rules.terms import (
    Answer,
    Computed,
    Count,
    DateOf,
    Day,
    Distance,
    Later,
    Length,
    Minus,
    Number,
    Op,
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)

Json = bool | str | int | float | None | list["Json"] | dict[str, "Json"]

_MAX_DIGITS = 15
_MAX_AMOUNT = 100_000


class ExpressionError(ValueError):
    """What was given is no expression; the message says in German what is wrong with it."""


def term_to_json(term: Term) -> Json:
    """`term` in the form above."""
    match term:
        case Answer(path):
            return {"answer": path}
        case Number(value):
            return int(value) if value == value.to_integral_value() else {"number": f"{value:f}"}
        case Day(value):
            return {"day": value.isoformat()}
        case Today():
            return "today"
        case DateOf(day, month, year):
            return {"date_of": [day, month, year]}
        case Count(path):
            return {"entries": path}
        case _:
            return _computed_to_json(term)


def _computed_to_json(term: Computed) -> Json:
    match term:
        case Since(start, end, unit):
            return {"since": [term_to_json(start), term_to_json(end), unit.value]}
        case Later(date, amount, unit):
            return {"later": [term_to_json(date), amount, unit.value]}
        case Percent(share, of):
            return {"percent": [f"{share:f}", term_to_json(of)]}
        case Distance(left, right):
            return {"distance": [term_to_json(left), term_to_json(right)]}
        case Sum(parts):
            return {"sum": [term_to_json(part) for part in parts]}
        case Minus(left, right):
            return {"minus": [term_to_json(left), term_to_json(right)]}
        case Length(of):
            return {"length": term_to_json(of)}


def term_from_json(value: Any) -> Term:
    """The term that `value` (parsed JSON) stands for. Raises `ExpressionError`."""
    if value == "today":
        return Today()
    if isinstance(value, int) and not isinstance(value, bool):
        return Number(_number(str(value)))
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ExpressionError(
            f"Ein Wert ist eine ganze Zahl, „today“ oder ein Objekt mit genau einem Schlüssel, nicht {excerpt(value)}."
        )
    ((key, content),) = value.items()
    read = _READERS.get(key)
    if read is None:
        raise ExpressionError(f"Den Wert „{key}“ gibt es nicht.")
    return read(content)


def op_from_json(value: Any) -> Op:
    """How two terms are compared. Raises `ExpressionError`."""
    names = [op.value for op in Op]
    if value not in names:
        raise ExpressionError(f"Verglichen wird mit {', '.join(names)}, nicht mit {excerpt(value)}.")
    return Op(value)


def _number(content: Any) -> Decimal:
    try:
        number = Decimal(content) if isinstance(content, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or len(number.as_tuple().digits) > _MAX_DIGITS:
        raise ExpressionError(
            f"Eine Zahl steht als Text mit Punkt und höchstens {_MAX_DIGITS} Ziffern da, nicht {excerpt(content)}."
        )
    if number and abs(number.adjusted()) >= _MAX_DIGITS:
        raise ExpressionError(f"Die Zahl {excerpt(content)} ist zu groß oder zu klein.")
    return number


def _day(content: Any) -> Day:
    try:
        return Day(dt.date.fromisoformat(content))
    except (ValueError, TypeError):
        raise ExpressionError(f"Ein Datum steht als Text wie 2026-02-01 da, nicht {excerpt(content)}.") from None


def _date_of(content: Any) -> DateOf:
    day, month, year = (a_path(part) for part in a_list(content, "date_of", exactly=3))
    return DateOf(day, month, year)


def _since(content: Any) -> Since:
    start, end, unit = a_list(content, "since", exactly=3)
    return Since(term_from_json(start), term_from_json(end), _unit(unit))


def _later(content: Any) -> Later:
    date, amount, unit = a_list(content, "later", exactly=3)
    if not isinstance(amount, int) or isinstance(amount, bool) or abs(amount) > _MAX_AMOUNT:
        raise ExpressionError(f"„later“ braucht eine ganze Zahl bis {_MAX_AMOUNT}, nicht {excerpt(amount)}.")
    return Later(term_from_json(date), amount, _unit(unit))


def _unit(value: Any) -> Unit:
    names = [unit.value for unit in Unit]
    if value not in names:
        raise ExpressionError(f"Zeit wird in {', '.join(names)} gezählt, nicht in {excerpt(value)}.")
    return Unit(value)


def _percent(content: Any) -> Percent:
    share, of = a_list(content, "percent", exactly=2)
    return Percent(_number(share), term_from_json(of))


def _distance(content: Any) -> Distance:
    left, right = a_list(content, "distance", exactly=2)
    return Distance(term_from_json(left), term_from_json(right))


def _sum(content: Any) -> Sum:
    parts = a_list(content, "sum")
    if len(parts) < 2:
        raise ExpressionError("„sum“ braucht mindestens zwei Teile.")
    return Sum(tuple(term_from_json(part) for part in parts))


def _minus(content: Any) -> Minus:
    left, right = a_list(content, "minus", exactly=2)
    return Minus(term_from_json(left), term_from_json(right))


def a_list(content: Any, key: str, *, exactly: int | None = None) -> list[Any]:
    """`content`, which must be a list for `key`. Raises `ExpressionError`."""
    if not isinstance(content, list) or (exactly is not None and len(content) != exactly):
        amount = "eine Liste" if exactly is None else f"eine Liste mit {exactly} Einträgen"
        raise ExpressionError(f"„{key}“ braucht {amount}, nicht {excerpt(content)}.")
    return content


def a_path(value: Any) -> str:
    """`value`, which must name an element. Raises `ExpressionError`."""
    if not isinstance(value, str) or not value:
        raise ExpressionError(f"Ein Element wird durch seinen Pfad benannt, nicht durch {excerpt(value)}.")
    return value


def excerpt(value: Any) -> str:
    """What was given instead, short enough for a sentence."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


_READERS: dict[str, Callable[[Any], Term]] = {
    "answer": lambda content: Answer(a_path(content)),
    "number": lambda content: Number(_number(content)),
    "day": _day,
    "date_of": _date_of,
    "entries": lambda content: Count(a_path(content)),
    "since": _since,
    "later": _later,
    "percent": _percent,
    "distance": _distance,
    "sum": _sum,
    "minus": _minus,
    "length": lambda content: Length(term_from_json(content)),
}

"""What terms come to, and how two values compare: the plain meaning, which every faster form must agree with."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from rathaus.fim.model import DataType
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
    parts_of,
)

Value = str | bool | int | float | Decimal
"""Dates and times are texts in ISO 8601 (``2026-02-01``, ``14:30:00``, both joined by ``T``)."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?|\d\d:\d\d:\d\d", re.ASCII)


def term_value(
    term: Term, answer: Callable[[str], Value | None], count: Callable[[str], int], today: dt.date
) -> Value | None:
    """The value of `term`, given the one answer at each path and how often something is answered there."""
    match term:
        case Answer(path):
            return answer(path)
        case Number(value):
            return value
        case Day(day):
            return day.isoformat()
        case Today():
            return today.isoformat()
        case DateOf(day, month, year):
            return date_of(answer(day), answer(month), answer(year))
        case Count(path):
            return count(path)
    inner = [term_value(part, answer, count, today) for part in parts_of(term)]
    return computed(term, *inner)


def computed(term: Computed, *inner: Value | None) -> Value | None:
    """The value of `term`, given those of its parts; None where they are not of the kind that it needs."""
    match term:
        case Since(unit=unit):
            start, end = map(_date, inner)
            return since(start, end, unit) if start and end else None
        case Later(_, amount, unit):
            day = _date(inner[0])
            moved = later(day, amount, unit) if day else None
            return moved.isoformat() if moved else None
        case Length():
            return _length(inner[0])
        case _:
            numbers = [number for value in inner if (number := _number(value)) is not None]
            return _figure(term, numbers) if len(numbers) == len(inner) else None


def _figure(term: Percent | Distance | Sum | Minus, numbers: list[Decimal]) -> Decimal:
    match term:
        case Percent(share):
            return share * numbers[0] / 100
        case Distance():
            return abs(numbers[0] - numbers[1])
        case Minus():
            return numbers[0] - numbers[1]
        case Sum():
            return sum(numbers, Decimal(0))


def _length(value: Value | None) -> int | None:
    """The characters of a text, the digits of a whole number; None for anything else."""
    if isinstance(value, str):
        return len(value)
    return len(str(abs(value))) if isinstance(value, int) and not isinstance(value, bool) else None


def is_digits(value: object) -> bool:
    """Whether a text consists of digits alone; a number without sign and decimals does."""
    if isinstance(value, str):
        return value.isascii() and value.isdecimal()
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def compare(left: Value | None, op: Op, right: Value | None) -> bool:
    """Whether two values are in the order `op`: false where there is none between them."""
    if isinstance(left, bool) or isinstance(right, bool):
        return op is Op.EQ and left is right
    if isinstance(left, str) and isinstance(right, str):
        if not (_MOMENT.fullmatch(left) and _MOMENT.fullmatch(right)):
            return op is Op.EQ and left == right
        if len(left) != len(right):
            if ":" in (left[2], right[2]):
                return False  # a time of day has no order with a date
            left, right = left[:10], right[:10]
        return _ordered(left, op, right)
    first, second = _number(left), _number(right)
    return first is not None and second is not None and _ordered(first, op, second)


def _ordered(left: str | Decimal, op: Op, right: str | Decimal) -> bool:
    if op is Op.EQ:
        return left == right
    smaller, equal = left < right, left == right  # type: ignore[operator]
    return {Op.LT: smaller, Op.LE: smaller or equal, Op.GT: not (smaller or equal), Op.GE: not smaller}[op]


def _number(value: Value | None) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _date(value: Value | None) -> dt.date | None:
    """The day of a date or of a date with time."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def date_of(day: Value | None, month: Value | None, year: Value | None) -> str | None:
    """The date of three whole numbers in ISO 8601; None where they make none."""
    if not (_is_whole(day) and _is_whole(month) and _is_whole(year)):
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None


def _is_whole(value: Value | None) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def since(start: dt.date, end: dt.date, unit: Unit) -> int:
    """The completed units from `start` to `end`; negative where `end` is earlier."""
    if end < start:
        return -since(end, start, unit)
    if unit in (Unit.DAYS, Unit.WEEKS):
        return (end - start).days // (7 if unit is Unit.WEEKS else 1)
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months // 12 if unit is Unit.YEARS else months


def later(date: dt.date, amount: int, unit: Unit) -> dt.date | None:
    """`date` moved by `amount` units; the last day of the month where the month is too short; None out of range."""
    try:
        if unit in (Unit.DAYS, Unit.WEEKS):
            return date + dt.timedelta(days=amount * (7 if unit is Unit.WEEKS else 1))
        months = date.year * 12 + date.month - 1 + amount * (12 if unit is Unit.YEARS else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, IndexError):
        return None


_NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
_TRUTHS = {"true": True, "wahr": True, "ja": True, "false": False, "falsch": False, "nein": False}


def fitted(value: str | bool, data_type: DataType) -> str | bool | int | float:
    """A literal of a rule as the kind of value that a field holds; as it is where that cannot be."""
    if isinstance(value, str) and data_type in _NUMBERS:
        try:
            return plain(Decimal(value.replace(",", ".")))
        except InvalidOperation:
            return value
    if isinstance(value, str) and data_type is DataType.BOOL:
        return _TRUTHS.get(value.lower(), value)
    return value


def plain(number: Decimal) -> int | float:
    """A number as answers hold it: whole ones as `int`, others as `float`."""
    return int(number) if number == number.to_integral_value() else float(number)

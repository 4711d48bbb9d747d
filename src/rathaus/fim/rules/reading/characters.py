"""The grammar of how an answer is written: "aus genau 5 Ziffern", "höchstens 200 Zeichen lang", "mit DE beginnen"."""

from __future__ import annotations

import re

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.quantities import comparator, number
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Both,
    Condition,
    Either,
    Given,
    InDigits,
    Is,
    Measure,
    Ref,
    Said,
    Signs,
    Starting,
)
from rathaus.fim.rules.reading.values import choices

_DIGITS = words.of("ziffern ziffer dezimalziffern stellen")
_SIGNS = words.of("zeichen buchstaben")
_HAVING = words.of(
    "bestehen besteht bestehend haben hat enthalten enthält umfassen umfasst aufweisen aufweist sein ist"
)
_PLACES = re.compile(r"(\d+|[a-zäöü]+)-?stellige?[nrs]?")


def written(c: Cursor, ref: Ref, *, only: bool = False) -> Condition:
    """What is said of the characters of `ref`, up to its verb; `only`: "nur" stood before it."""
    placed = _placed(c, ref)
    if placed is not None:
        return placed
    only = bool(c.accept(frozenset({"nur", "ausschließlich"}))) or only
    c.accept("aus")
    only = bool(c.accept(frozenset({"nur", "ausschließlich"}))) or only
    parts: list[Condition] = [] if only and c.norm() in _DIGITS else _amount(c, ref)
    noun = c.expect(_DIGITS | (_SIGNS - {"buchstaben"}))
    if only and noun in _SIGNS:
        c.fail()
    c.accept("lang")
    if noun in _DIGITS:
        parts.append(InDigits(ref))
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def _amount(c: Cursor, ref: Ref) -> list[Condition]:
    """ "genau 5", "höchstens 200", "5 bis 10", "zwischen 5 und 10"."""
    length = Signs(ref)
    if c.accept("zwischen"):
        low, high = number(c), (c.expect("und"), number(c))[1]
        return [Measure(length, ">=", Amount(low)), Measure(length, "<=", Amount(high))]
    c.accept(frozenset({"genau", "exakt"}))
    c.accept(frozenset({"länger", "kürzer"})) if c.norm(1) not in {"als"} else None
    sign = comparator(c) or "="
    first = number(c)
    if sign == "=" and c.accept("bis"):
        return [Measure(length, ">=", Amount(first)), Measure(length, "<=", Amount(number(c)))]
    return [Measure(length, sign, Amount(first))]


def _placed(c: Cursor, ref: Ref) -> Condition | None:
    """ "5-stellig", "eine fünfstellige Zahl"."""
    start = c.at
    c.accept("genau")
    c.accept(frozenset({"eine", "ein", "als"}))
    found = _PLACES.fullmatch(c.norm())
    count = found[1] if found else ""
    count = str(words.NUMBERS.get(count, count))
    if not count.isdecimal():
        c.at = start
        return None
    c.take()
    c.accept(frozenset({"zahl", "nummer", "ziffernfolge"}))
    return Both((Measure(Signs(ref), "=", Amount(count)), InDigits(ref)))


def beginning(c: Cursor, ref: Ref) -> Condition:
    """ "mit DE (beginnen)"."""
    if not c.accept("mit"):
        c.fail()
    c.accept_all("den", frozenset({"ziffern", "zeichen", "buchstaben"})) or c.accept_all(
        "der", frozenset({"ziffer", "ziffernfolge", "zeichenfolge"})
    )
    said = choices(c)
    starts = tuple(Starting(each.text) for each in said if isinstance(each, Said) and each.label is None)
    if len(starts) != len(said) or c.norm() not in {"beginnen", "anfangen"}:
        c.fail()
    c.take()
    return Is(ref, starts)


def once_given(ref: Ref, said: Condition) -> Condition:
    """`said`, as soon as there is an answer."""
    return Either((Given(ref, negated=True), said))


def ending(c: Cursor) -> bool:
    """Moves past the verb behind what `written` read."""
    return bool(c.accept(_HAVING)) or c.done() or c.is_kind(Kind.COMMA)

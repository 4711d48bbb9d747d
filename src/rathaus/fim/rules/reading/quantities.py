"""The words and signs of sizes: comparisons, numbers, days, and what something is compared with."""

from __future__ import annotations

import datetime as dt
import re

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.sums import reckoned
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Amount, Answer, Day, Share, Term, Today

OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "<>", "<>": "="}
_TODAY = words.of("heute heutigen heutige heutiges aktuelles aktuelle aktuellen tagesaktuelle")
_DAY_NOUNS = frozenset({"datum", "tag", "tages", "tagesdatum", "zeitpunkt"})
TIMES = {"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6, "zehnmal": 10}
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|\d+\.\d{1,2}")
_WRITTEN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
COUNTED = words.of(
    "euro eur € prozent % stück personen kinder kg m m² qm km cm stunden meter quadratmeter kilometer liter kilogramm"
)
UNDER = frozenset({"unter", "jünger", "weniger", "kleiner", "kürzer", "niedriger", "geringer", "früher"})
OVER = frozenset({"über", "älter", "mehr", "größer", "grösser", "länger", "höher", "später"})


def comparator(c: Cursor) -> str:
    """The sign of a comparison in signs or words; empty (and no move) where none is here."""
    start = c.at
    operator = c.accept_kind(Kind.OP)
    if operator:
        return operator.norm
    if c.accept("ungleich") or c.accept_all("nicht", "gleich"):
        return "<>"
    if c.accept(frozenset({"gleich", "genau", "exakt"})):
        return "="
    if c.accept(frozenset({"mindestens", "wenigstens", "mind."})) or c.accept_all("größer", "gleich"):
        return ">="
    if c.accept(frozenset({"höchstens", "maximal", "max."})) or c.accept_all("kleiner", "gleich"):
        return "<="
    if c.accept_all("bis", "zu"):
        return "<="
    word = c.accept(UNDER | OVER)
    if not word:
        c.at = start
        return ""
    sign = "<" if word in UNDER else ">"
    if c.accept_all("oder", "gleich") or c.accept_all("oder", "genau"):
        sign += "="
    if c.norm() in words.BE and c.norm(1) == "als":
        c.take()  # "größer ist als F2"
    c.accept("als")
    return sign


def number(c: Cursor) -> str:
    """A number in figures or words, with a point before its decimals; fails where none is here."""
    token = c.peek()
    if token is not None and token.kind is Kind.QUOTE and _NUMBER.fullmatch(token.text):
        c.take()
        return plain_number(token.text)
    if token is None or token.kind not in {Kind.CODE, Kind.WORD}:
        c.fail()
    text = token.text.removesuffix("%").removesuffix("€").removeprefix("€")
    if _NUMBER.fullmatch(text):
        c.take()
        return plain_number(text)
    if token.norm in words.NUMBERS:
        c.take()
        return str(words.NUMBERS[token.norm])
    return c.fail()


def plain_number(text: str) -> str:
    """``1.000,50`` as ``1000.50``."""
    whole, _, decimals = text.partition(",")
    whole = whole.replace(".", "") if decimals or _THOUSANDS.fullmatch(whole) else whole
    return f"{whole}.{decimals}" if decimals else whole


def written_number(text: str) -> bool:
    """True for what only a number is written like: ``1,5``, ``1.000``."""
    return _WRITTEN.fullmatch(text) is not None


def counted(c: Cursor) -> None:
    """The noun behind a number: "5 Euro"."""
    c.accept(COUNTED)


def day(c: Cursor) -> Term | None:
    """A day: "heute", "das aktuelle Datum", "31.12.2024"; None (and no move) where none is here."""
    start = c.at
    c.accept(words.ARTICLES)
    if c.accept(_TODAY):
        c.accept(_DAY_NOUNS)
        return Today()
    if c.accept(frozenset({"tagesdatum", "antragsdatum"})) and not starts_reference(c):
        return Today()
    if c.accept("antragstellung") or c.accept_all(_DAY_NOUNS, "der", "antragstellung"):
        return Today()
    token = c.peek()
    if token is None or token.kind not in {Kind.CODE, Kind.QUOTE} or not _DATE.fullmatch(token.text):
        c.at = start
        return None
    c.take()
    found = calendar_day(token.text)
    return Day(found.isoformat()) if found else c.fail()


def calendar_day(text: str) -> dt.date | None:
    """The day that ``31.12.2024`` or ``2024-12-31`` names; None where the calendar has no such day."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    parts = (found[3], found[2], found[1]) if found[1] else (found[4], found[5], found[6])
    try:
        return dt.date(*(int(part) for part in parts))
    except ValueError:
        return None


def other(c: Cursor) -> Term | None:
    """What something is compared with and that stands elsewhere: a day, an answer, a share of an answer."""
    start = c.at
    found = day(c)
    if found is not None:
        return found
    found = reckoned(c)
    if found is not None:
        return found
    percent = c.attempt(_percent)
    if percent is not None:
        return percent
    c.at = start
    if c.norm() in {"dem", "der", "das", "den"} and c.is_kind(Kind.WORD, 1) and c.is_kind(Kind.OPEN, 2):
        c.at += 3  # "dem Beginn (F… „Beginn“)"
        ref = reference(c)
        return Answer(ref) if c.accept_kind(Kind.CLOSE) else c.fail()
    return Answer(reference(c)) if starts_reference(c) else None


def bound(c: Cursor) -> Term:
    """ "100 %", "den Wert 25", "den Wert in F…", "20 Prozent des Wertes in F…": what must not be passed."""
    found = other(c)
    if found is not None:
        return found
    c.accept_all(frozenset({"den", "die"}), frozenset({"wert", "betrag", "zahl"})) and c.accept("von")
    amount = Amount(number(c))
    counted(c)
    return amount


def _percent(c: Cursor) -> Term:
    """ "50 % von F…"."""
    token = c.peek()
    text = token.text if token else ""
    amount = number(c)
    if not text.endswith("%") and not c.accept(frozenset({"%", "prozent"})):
        c.fail()
    c.expect(frozenset({"von", "des", "der", "vom"}))
    return Share(int(amount), Answer(reference(c))) if amount.isdigit() else c.fail()

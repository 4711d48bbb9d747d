"""The grammar of numbers and dates: "> 5", "mehr als 14 Tage zurück", "vor dem Datum in F… liegt", "unter 18 Jahre"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.persons import person
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import (
    Amount,
    Answer,
    Both,
    Condition,
    Day,
    Either,
    Elapsed,
    Entries,
    Gap,
    Measure,
    Share,
    Term,
    Today,
)

_EMPTY = "In diesem Bereich liegt keine Zahl."
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "<>", "<>": "="}
_TODAY = words.of("heute heutigen heutige heutiges aktuelles aktuelle aktuellen tagesaktuelle")
_DAY_NOUNS = frozenset({"datum", "tag", "tages", "tagesdatum", "zeitpunkt"})
TIMES = {"einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5, "sechsmal": 6, "zehnmal": 10}
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|\d+\.\d{1,2}")
_CODE = re.compile(r"0\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COUNTED = words.of("euro eur € prozent % stück personen kinder kg m m² qm km cm stunden")
_ENTRIES = words.of("einträge eintrag angaben werte auswahlen instanzen wiederholungen mal")
_UNDER = frozenset({"unter", "jünger", "weniger", "kleiner", "kürzer", "niedriger", "geringer", "früher"})
_OVER = frozenset({"über", "älter", "mehr", "größer", "grösser", "länger", "höher", "später"})


def comparator(c: Cursor) -> str:
    """The sign of a comparison in signs or words; empty (and no move) where none is here."""
    start = c.at
    operator = c.accept_kind(Kind.OP)
    if operator:
        return operator.norm
    if c.accept("ungleich") or c.accept_all("nicht", "gleich"):
        return "<>"
    if c.accept("gleich"):
        return "="
    if c.accept(frozenset({"mindestens", "wenigstens"})) or c.accept_all("größer", "gleich"):
        return ">="
    if c.accept(frozenset({"höchstens", "maximal", "max."})) or c.accept_all("kleiner", "gleich"):
        return "<="
    if c.accept_all("bis", "zu"):
        return "<="
    word = c.accept(_UNDER | _OVER)
    if not word:
        c.at = start
        return ""
    sign = "<" if word in _UNDER else ">"
    if c.accept_all("oder", "gleich") or c.accept_all("oder", "genau"):
        sign += "="
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


def day(c: Cursor) -> Term | None:
    """A day: "heute", "das aktuelle Datum", "31.12.2024"; None (and no move) where none is here."""
    start = c.at
    c.accept(words.ARTICLES)
    if c.accept(_TODAY):
        c.accept(_DAY_NOUNS)
        return Today()
    if c.accept(frozenset({"tagesdatum", "antragsdatum"})) and not starts_reference(c):
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
    percent = c.attempt(_percent)
    if percent is not None:
        return percent
    c.at = start
    if c.norm() in {"dem", "der", "das", "den"} and c.is_kind(Kind.WORD, 1) and c.is_kind(Kind.OPEN, 2):
        c.at += 3  # "dem Beginn (F… „Beginn“)"
        ref = reference(c)
        return Answer(ref) if c.accept_kind(Kind.CLOSE) else c.fail()
    return Answer(reference(c)) if starts_reference(c) else None


def limit(c: Cursor) -> Term:
    """ "100 %", "den Wert 25", "den Wert in F…", "20 Prozent des Wertes in F…": what must not be passed."""
    found = other(c)
    if found is not None:
        return found
    c.accept_all(frozenset({"den", "die"}), frozenset({"wert", "betrag", "zahl"})) and c.accept("von")
    amount = Amount(number(c))
    _counted(c)
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


def compared(c: Cursor, subject: Term) -> Condition:
    """What is said of `subject` by size: "> 5", "mehr als 18 Jahre alt", "zwischen 1 und 5", "vor dem 1.1.2020"."""
    parsers: tuple[Callable[[Cursor, Term], Condition | None], ...] = (
        _times,
        _time,
        _completed,
        _of_age,
        _between,
        _bounds,
        _sign,
    )
    for parse in parsers:
        start = c.at
        found = parse(c, subject)
        if found is not None:
            return found
        c.at = start
    return c.fail()


def _times(c: Cursor, subject: Term) -> Condition | None:
    """ "mehr als einmal befüllt"."""
    sign = comparator(c)
    count = TIMES.get(c.norm())
    if not sign or count is None or not isinstance(subject, Answer):
        return None
    c.take()
    c.expect(words.FILLED)
    if c.norm() in words.AUXILIARY - {"worden"}:  # a duty, and no state
        return None
    return Measure(Entries(subject.ref), sign, Amount(str(count)))


def _time(c: Cursor, subject: Term) -> Condition | None:
    """Before and after: "vor dem Datum in F…", "in der Zukunft", "mindestens 30 Tage in der Zukunft"."""
    c.accept("zeitlich")
    if _in_time(c, "zukunft"):
        return Measure(subject, ">", Today())
    if _in_time(c, "vergangenheit"):
        return Measure(subject, "<", Today())
    if word := c.accept(frozenset({"vor", "nach"})):
        right = other(c)
        return Measure(subject, "<" if word == "vor" else ">", right, dated=True) if right else None
    return _distance(c, subject)


def _in_time(c: Cursor, noun: str) -> bool:
    return c.accept_all("in", "der", noun)


def _distance(c: Cursor, subject: Term) -> Condition | None:
    """ "mehr als 14 Tage zurück", "vor mehr als 6 Jahren", "mindestens 30 Tage in der Zukunft"."""
    sign = comparator(c)
    if not sign or c.norm(1) not in words.UNITS:
        return None
    amount = Amount(number(c))
    unit = words.UNITS[c.take().norm]
    if c.norm() in {"zurückliegt", "zurückliegen"}:
        return Measure(Elapsed(subject, Today(), unit), sign, amount)
    if c.accept("zurück") or c.accept_all("in", "der", "vergangenheit") or c.accept_all("vor", "heute"):
        return Measure(Elapsed(subject, Today(), unit), sign, amount)
    if (word := c.accept(frozenset({"vor", "nach"}))) and (right := other(c)):
        span = Elapsed(right, subject, unit) if word == "nach" else Elapsed(subject, right, unit)
        return Measure(span, sign, amount)
    if c.accept_all("in", "der", "zukunft"):
        return Measure(Elapsed(Today(), subject, unit), sign, amount)
    c.at -= 2
    return _age(c, subject, sign)


def _age(c: Cursor, subject: Term, sign: str) -> Condition | None:
    """ "18 Jahre (alt)", "18 Jahre oder älter": the time from a date of birth (or between two dates) to today."""
    if c.norm(1) not in words.UNITS:
        return None
    amount = Amount(number(c))
    unit = words.UNITS[c.take().norm]
    c.accept("alt")
    if not isinstance(subject, Elapsed):
        subject = Elapsed(subject, Today(), unit)
    elif subject.unit != unit:
        subject = replace(subject, unit=unit)
    return Measure(subject, _or_more(c, sign), amount)


def _or_more(c: Cursor, sign: str) -> str:
    """ "18 Jahre oder älter": with an equality only."""
    start = c.at
    if c.accept("oder") and (word := c.accept(_UNDER | _OVER)) and sign == "=":
        return "<=" if word in _UNDER else ">="
    c.at = start
    return sign


def _completed(c: Cursor, subject: Term) -> Condition | None:
    """ "das 67. Lebensjahr vollendet"."""
    c.accept("das")
    token = c.peek()
    if token is None or c.norm(1) != "lebensjahr" or not token.text.rstrip(".").isdigit():
        return None
    c.at += 2
    not_yet = c.accept_all("noch", "nicht") or bool(c.accept("nicht"))
    if not c.accept("vollendet"):
        return None
    start = subject.start if isinstance(subject, Elapsed) else subject
    sign = "<" if not_yet else ">="
    return Measure(Elapsed(start, Today(), "years", whole=True), sign, Amount(token.text.rstrip(".")))


def _of_age(c: Cursor, subject: Term) -> Condition | None:
    """ "volljährig", "minderjährig": said of a person, whose age is at hand (BGB § 2)."""
    word = c.accept(frozenset({"volljährig", "minderjährig"}))
    if isinstance(subject, Answer) and (subject.ref.label or "").lower().startswith("geburt"):
        subject = Elapsed(subject, Today(), "years")
    if not word or not isinstance(subject, Elapsed):
        return None
    return Measure(replace(subject, unit="years", whole=True), ">=" if word == "volljährig" else "<", Amount("18"))


def _between(c: Cursor, subject: Term) -> Condition | None:
    """ "zwischen 1 und 5" (ends included), "im Bereich von 1 bis 5"."""
    c.accept_all("im", "bereich")
    if c.accept("zwischen"):
        joint = "und"
    elif c.accept("von"):
        joint = "bis"
    else:
        return None
    low = other(c) or Amount(number(c))
    c.expect(joint)
    high = other(c) or Amount(number(c))
    _counted(c)
    return _possible(c, Measure(subject, ">=", low), Measure(subject, "<=", high))


def _possible(c: Cursor, low: Condition, high: Condition) -> Condition:
    """Both bounds at once. Fails where no number keeps them."""
    amounts = [part.right for part in (low, high) if isinstance(part, Measure) and isinstance(part.right, Amount)]
    rising = isinstance(low, Measure) and low.op in {">", ">="} and isinstance(high, Measure) and high.op in {"<", "<="}
    if rising and len(amounts) == 2 and Decimal(amounts[0].text) > Decimal(amounts[1].text):
        c.fail(_EMPTY)
    return Both((low, high))


def _bounds(c: Cursor, subject: Term) -> Condition | None:
    """ ">= 5 bis < 10", "> 5 und < 10", "< 5 oder > 10"."""
    first = comparator(c)
    if not first:
        return None
    low = _right(c, subject, first)
    if low is None:
        return None
    joint = c.accept(frozenset({"bis", "und", "oder"}))
    second = comparator(c) if joint else ""
    high = _right(c, subject, second) if second else None
    if high is None:
        return None
    return Either((low, high)) if joint == "oder" else _possible(c, low, high)


def _sign(c: Cursor, subject: Term) -> Condition | None:
    sign = comparator(c) or ("=" if c.norm(1) in words.UNITS else "")
    return _right(c, subject, sign) if sign else None


def _right(c: Cursor, subject: Term, sign: str) -> Condition | None:
    """What stands behind the sign. "= 002" is no number: codes are compared as they are written."""
    token = c.peek()
    if sign in {"=", "<>"} and token is not None and _CODE.fullmatch(token.text):
        return None
    if c.norm(1) in words.UNITS:
        return _age(c, subject, sign)
    right = other(c)
    if isinstance(right, Share) and c.accept("abweicht"):
        return Measure(Gap(subject, right.of), sign, right)  # "> 50 % von F… abweicht"
    if right is None:
        right = c.attempt(lambda cursor: Amount(number(cursor)))
        if right is None:
            return None
        if isinstance(subject, Answer) and c.accept(_ENTRIES):
            subject = Entries(subject.ref)  # "mehr als 2 Einträge enthält"
        _counted(c)
        sign = _or_more(c, sign)
    return Measure(subject, sign, right)


def _counted(c: Cursor) -> None:
    """The noun behind a number: "5 Euro"."""
    c.accept(_COUNTED)


def subject(c: Cursor) -> Term | None:
    """What is measured, where that is more than an answer: a number of entries, an age, a time between two dates."""
    start = c.at
    parsers: tuple[Callable[[Cursor], Term | None], ...] = (_difference, _entries, _age_of, _period)
    for parse in parsers:
        found = parse(c)
        if found is not None:
            return found
        c.at = start
    return None


def _difference(c: Cursor) -> Term | None:
    """ "(aktuelles Datum - F…)"."""
    brackets = c.accept_kind(Kind.OPEN)
    end = day(c) or (Answer(reference(c)) if brackets and starts_reference(c) else None)
    if end is None or not (c.accept_kind(Kind.DASH) or c.accept("minus")) or not starts_reference(c):
        return None
    start = Answer(reference(c))
    if brackets and not c.accept_kind(Kind.CLOSE):
        return None
    return Elapsed(start, end, "days")


def _entries(c: Cursor) -> Term | None:
    """ "die Anzahl der Gruppen G…", "die Anzahl der Einträge in F…"."""
    c.accept("die")
    if not c.accept(frozenset({"anzahl", "zahl"})) or not c.accept(frozenset({"der", "von"})):
        return None
    counted = c.accept(frozenset({"einträge", "angaben", "wiederholungen", "ausgefüllten", "befüllten", "instanzen"}))
    if not (counted or c.norm() in words.NOUNS) or not starts_reference(c):
        return None
    return Entries(reference(c))


def _age_of(c: Cursor) -> Term | None:
    """ "das Alter (der Person) in F…", "die Person laut F…", "die antragstellende Person (F…)"."""
    whole = c.accept_all("das", "alter")
    if whole:
        c.accept_all("der", "person")
    elif not person(c):
        return None
    c.accept(frozenset({"laut", "nach", "gemäß", "aus"}))
    return Elapsed(Answer(reference(c)), Today(), "years", whole=whole) if starts_reference(c) else None


def _period(c: Cursor) -> Term | None:
    """ "der Zeitraum zwischen F… und F…"."""
    c.accept("der")
    if not c.accept(frozenset({"zeitraum", "abstand", "zeitspanne"})) or not c.accept("zwischen"):
        return None
    start = other(c)
    c.expect("und")
    end = other(c)
    return Elapsed(start, end, "days") if start and end else None

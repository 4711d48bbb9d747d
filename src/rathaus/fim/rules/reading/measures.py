"""The grammar of numbers and dates: "> 5", "mehr als 14 Tage zurück", "vor dem Datum in F… liegt", "unter 18 Jahre"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.persons import PEOPLE
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.quantities import OVER, TIMES, UNDER, comparator, counted, number, other
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Both,
    Condition,
    Either,
    Elapsed,
    Entries,
    Gap,
    Less,
    Measure,
    Share,
    Term,
    Today,
)

_TILL_WHEN = "Ob „höchstens … Jahre alt“ bis zum Geburtstag heißt oder das ganze Jahr danach, sagt der Text nicht."
_EMPTY = "In diesem Bereich liegt keine Zahl."
_CODE = re.compile(r"0\d+")
_ENTRIES = words.of(
    "einträge eintrag angaben werte auswahlen instanzen wiederholungen mal optionen codes antworten ausprägungen"
)


def compared(c: Cursor, subject: Term) -> Condition:
    """What is said of `subject` by size: "> 5", "mehr als 18 Jahre alt", "zwischen 1 und 5", "vor dem 1.1.2020"."""
    parsers: tuple[Callable[[Cursor, Term], Condition | None], ...] = (
        _times,
        _time,
        _completed,
        _of_age,
        _between,
        _bounds,
        _number_or_more,
        _at_or_beyond,
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
    several = c.norm() in {"mehrfach", "mehrmals"}
    sign = ">" if several else comparator(c)
    count = 1 if several else TIMES.get(c.norm())
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
    if (bound := _bound_in_time(c, subject)) is not None:
        return bound
    if sign := _side(c):
        right = other(c)
        return Measure(subject, sign, right, dated=True) if right else None
    return _distance(c, subject)


def _side(c: Cursor) -> str:
    """ "vor", "nach", "vor oder am selben Tag wie", "am oder nach"."""
    start = c.at
    same = c.accept_all("am", "oder")
    word = c.accept(frozenset({"vor", "nach"}))
    if not word:
        c.at = start
        return ""
    if not same and c.accept("oder"):
        c.expect("am")
        same = True
        if c.accept_all(frozenset({"selben", "gleichen"}), "tag"):
            c.accept(frozenset({"wie", "von"}))
    return ("<" if word == "vor" else ">") + ("=" if same else "")


def _bound_in_time(c: Cursor, subject: Term) -> Condition | None:
    """ "spätestens 14 Tage nach F1", "frühestens 3 Monate vor F1", "spätestens am 31.12.2026"."""
    start = c.at
    word = c.accept(frozenset({"spätestens", "frühestens"}))
    if not word:
        return None
    sign = "<=" if word == "spätestens" else ">="
    if c.norm(1) not in words.UNITS:
        c.accept(frozenset({"am", "mit", "zum", "ab"}))
        right = other(c)
        c.at = c.at if right else start
        return Measure(subject, sign, right, dated=True) if right else None
    amount = Amount(number(c))
    unit = words.UNITS[c.take().norm]
    side = c.expect(frozenset({"vor", "nach"}))
    right = other(c)
    if right is None:
        c.fail()
    if side == "nach":
        return Measure(Elapsed(right, subject, unit), sign, amount)
    return Measure(Elapsed(subject, right, unit), ">=" if sign == "<=" else "<=", amount)


def _in_time(c: Cursor, noun: str) -> bool:
    return c.accept_all("in", "der", noun)


def _distance(c: Cursor, subject: Term) -> Condition | None:
    """ "mehr als 14 Tage zurück", "vor mehr als 6 Jahren", "mindestens 30 Tage in der Zukunft"."""
    sign = "<" if c.accept_all("noch", frozenset({"keine", "nicht"})) else comparator(c)
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
    aged = any(token.norm in _AGED for token in c.tokens[max(c.at - 3, 0) : c.at])
    amount = Amount(number(c))
    unit = words.UNITS[c.take().norm]
    old = c.accept("alt")
    if isinstance(subject, Answer) and not (aged or old or c.norm(1) in _AGED or _dated(subject.ref.label)):
        c.fail()  # "F1 „Dauer“ muss mindestens 5 Jahre betragen": no date, and in which unit?
    if old and sign == "<=":
        c.fail(_TILL_WHEN)
    if not old and sign in {"=", "<>"} and isinstance(subject, Answer) and c.norm() != "oder":
        return None  # "F1 = 5 Jahre": since when?
    if isinstance(subject, Less):  # "F2 - F1 <= 30 Tage"
        subject = Elapsed(subject.right, subject.left, unit)
    if not isinstance(subject, Elapsed):
        subject = Elapsed(subject, Today(), unit)
    elif subject.unit != unit:
        subject = replace(subject, unit=unit)
    sign = _or_more(c, sign)
    if sign in {"=", "<>"} and subject.unit == "years":
        subject = replace(subject, whole=True)  # "18 Jahre alt" is so for a year
    return Measure(subject, sign, amount)


_AGED = words.of("älter jünger")
_DATES = ("geburt", "datum", "beginn", "ende", "zeitpunkt", "tag ", "ausstellung", "ablauf", "erteilung", "am ")


def _dated(label: str | None) -> bool:
    """True for the name of a date: "Geburtsdatum", "Ausgestellt am"."""
    return any(part in f"{label or ''} ".lower() for part in _DATES)


def _or_more(c: Cursor, sign: str) -> str:
    """ "18 Jahre oder älter": with an equality only."""
    start = c.at
    if c.accept("oder") and (word := c.accept(UNDER | OVER)) and sign == "=":
        return "<=" if word in UNDER else ">="
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
    not_yet = c.accept_all("noch", "nicht")
    word = c.accept(frozenset({"volljährig"} if not_yet else {"volljährig", "minderjährig"}))
    if isinstance(subject, Answer) and (subject.ref.label or "").lower().startswith("geburt"):
        subject = Elapsed(subject, Today(), "years")
    if not word or not isinstance(subject, Elapsed):
        return None
    sign = "<" if not_yet or word == "minderjährig" else ">="
    return Measure(replace(subject, unit="years", whole=True), sign, Amount("18"))


def _between(c: Cursor, subject: Term) -> Condition | None:
    """ "zwischen 1 und 5" (ends included), "im Bereich von 1 bis 5"."""
    area = c.accept_all("im", "bereich")
    if c.accept("zwischen"):
        joint = "und"
    elif c.accept("von") or (area and c.is_kind(Kind.CODE) and c.norm(1) == "bis"):
        joint = "bis"
    else:
        return None
    low = other(c) or Amount(number(c))
    c.expect(joint)
    high = other(c) or Amount(number(c))
    counted(c)
    return _possible(c, Measure(subject, ">=", low), Measure(subject, "<=", high))


def _possible(c: Cursor, low: Condition, high: Condition) -> Condition:
    """Both bounds at once. Fails where no number keeps them."""
    amounts = [part.right for part in (low, high) if isinstance(part, Measure) and isinstance(part.right, Amount)]
    rising = isinstance(low, Measure) and low.op in {">", ">="} and isinstance(high, Measure) and high.op in {"<", "<="}
    if len(amounts) == 2 and len({part.op[0] for part in (low, high) if isinstance(part, Measure)}) == 1:
        c.fail()  # "mindestens 5 und mindestens 10"
    if rising and len(amounts) == 2 and Decimal(amounts[0].text) > Decimal(amounts[1].text):
        c.fail(_EMPTY)
    return Both((low, high))


def _bounds(c: Cursor, subject: Term) -> Condition | None:
    """ ">= 5 bis < 10", "> 5 und < 10", "< 5 oder > 10"."""
    c.accept_all("im", "bereich") and c.accept("von")
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


def _number_or_more(c: Cursor, subject: Term) -> Condition | None:
    """ "10 oder mehr", "5 oder weniger"."""
    if c.norm(1) != "oder" or c.norm(2) not in UNDER | OVER:
        return None
    amount = Amount(number(c))
    return Measure(subject, _or_more(c, "="), amount)


_BEYOND = {"darunter": "<=", "darüber": ">="}


def _at_or_beyond(c: Cursor, subject: Term) -> Condition | None:
    """ "(liegt er) bei 12 oder darunter"."""
    if not c.accept("bei") or c.norm(1) != "oder" or c.norm(2) not in _BEYOND:
        return None
    amount = Amount(number(c))
    c.take()
    return Measure(subject, _BEYOND[c.take().norm], amount)


def _sign(c: Cursor, subject: Term) -> Condition | None:
    sign = comparator(c) or ("=" if c.norm(1) in words.UNITS else "")
    return _right(c, subject, sign) if sign else None


def _moved(c: Cursor, subject: Term, sign: str, right: Term) -> Condition | None:
    """ "(>= heute) + 14 Tage", "(<= F2) - 1 Monat"."""
    start = c.at
    plus = bool(c.accept(frozenset({"+", "plus"})))
    minus = not plus and bool(c.accept(frozenset({"minus", "−"})) or c.accept_kind(Kind.DASH))
    if not (plus or minus) or c.norm(1) not in words.UNITS or sign not in _TURNED:
        c.at = start
        return None
    amount = Amount(number(c))
    unit = words.UNITS[c.take().norm]
    if plus:
        return Measure(Elapsed(right, subject, unit), sign, amount)
    return Measure(Elapsed(subject, right, unit), _TURNED[sign], amount)


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def _right(c: Cursor, subject: Term, sign: str) -> Condition | None:
    """What stands behind the sign. "= 002" is no number: codes are compared as they are written."""
    token = c.peek()
    if sign in {"=", "<>"} and token is not None and _CODE.fullmatch(token.text):
        return None
    if c.norm(1) in words.UNITS:
        return _age(c, subject, sign)
    if c.norm(1) in {"wert", "betrag"} and not starts_reference(c):
        c.accept_all(frozenset({"den", "einen", "der"}), frozenset({"wert", "betrag"})) and c.accept("von")
    right = other(c)
    if right is not None and (moved := _moved(c, subject, sign, right)) is not None:
        return moved
    if isinstance(right, Share) and c.accept("abweicht"):
        return Measure(Gap(subject, right.of), sign, right)  # "> 50 % von F… abweicht"
    if right is None:
        right = c.attempt(lambda cursor: Amount(number(cursor)))
        if right is None:
            return None
        if isinstance(subject, Answer):
            subject = _aged(c, subject, sign)
        if isinstance(subject, Elapsed) and subject.unit == "years" and sign == "<=" and not subject.whole:
            c.fail(_TILL_WHEN)
        if isinstance(subject, Answer) and c.accept(_ENTRIES):
            subject = Entries(subject.ref)  # "mehr als 2 Einträge enthält"
        counted(c)
        sign = _or_more(c, sign)
    return Measure(subject, sign, right)


def _aged(c: Cursor, subject: Answer, sign: str) -> Term:
    """The age where a bare number can be nothing else: "jünger als 18", "„Geburtsdatum“ unter 18". Fails for a date
    that is compared with a number, and where a person has a field without a name."""
    name = (subject.ref.label or "").lower()
    if name.startswith("alter"):
        return subject  # a number of years
    aged = any(token.norm in _AGED for token in c.tokens[max(c.at - 4, 0) : c.at])
    if aged or (name == "geburtsdatum" and sign in {"<", ">="}):
        return Elapsed(subject, Today(), "years")
    somebody = not name and any(token.norm in PEOPLE for token in c.tokens[max(c.at - 8, 0) : c.at])
    return c.fail() if name.endswith("datum") or somebody else subject


_SIDES = words.of("vor nach zurück zurückliegt zurückliegen zukunft vergangenheit")


def on_its_side(found: Condition, said: set[str]) -> Condition:
    """ "weniger als 14 Tage nach F2": not before it either. More than that far, it is on its side anyway."""
    span = found.left if isinstance(found, Measure) else None
    if not isinstance(found, Measure) or not isinstance(span, Elapsed) or found.op not in {"<", "<="}:
        return found
    if span.whole or not said & _SIDES:
        return found
    near = "<" if said & {"zukunft", "vergangenheit"} else "<="
    return Both((found, Measure(span.start, near, span.end, dated=True)))

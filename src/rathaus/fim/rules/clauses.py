"""Conditions and terms in words, German or English: what follows "wenn" ("if")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Digits,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Literal,
    Not,
    Or,
    StartsWith,
    ValidDate,
)
from rathaus.fim.rules.phrases import WORDS, Language
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
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)
from rathaus.fim.rules.wording import Wording


class Clauses:
    """Puts clauses together in one language."""

    def __init__(self, wording: Wording, language: Language) -> None:
        self._wording = wording
        self._language = language
        self._words = WORDS[language]

    def clause(self, expression: Expression) -> str:
        """`expression` as a subordinate clause, without its conjunction."""
        match expression:
            case Always():
                return self._words["always"]
            case Not(part):
                return self._denied(part)
            case And(parts):
                denied = tuple(part.part for part in parts if isinstance(part, Not))
                if len(denied) == len(parts) and (one := one_path(denied)):
                    return self._none_of(one, denied)
                return self._joined(parts, "and")
            case Or(parts):
                if one := one_path(parts):
                    return self._sentence("equals", self._name(one), self._values(parts, "or"))
                return self._joined(parts, "or")
            case CountBetween(parts, minimum, maximum):
                key = "at least" if maximum is None else "exactly" if minimum == maximum else "between"
                listed = "; ".join(self.clause(part) for part in parts)
                return self._sentence(key, str(minimum), listed, str(maximum))
            case _:
                return self._compared(expression)

    def _compared(self, leaf: Leaf) -> str:
        match leaf:
            case Equals(path, value):
                return self._sentence("equals", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("filled", self._name(path))
            case Compare(left, op, right):
                return self._measured(left, op.value, right)
            case CodeBetween(path, first, last):
                return self._range("code", first, last, self._name(path))
            case StartsWith(path, prefix):
                return self._sentence("starts with", self._name(path), self._quoted(prefix))
            case Digits(path):
                return self._sentence("digits", self._name(path))
            case ValidDate(day, month, year):
                return self._sentence("valid date", self._listed(map(self._name, (day, month, year)), "and"))
            case InLand(codes):
                return self._sentence("in land", self._laender(codes))

    def _measured(self, left: Term, sign: str, right: Term) -> str:
        in_time = self._is_time(left) or self._is_time(right)
        if in_time:
            return self._sentence(f"date {sign}", self._term(left), self._beside(right))
        return self._sentence(sign, self._term(left), self._term(right))

    def _beside(self, term: Term) -> str:
        """A point in time behind "vor" or "nach"."""
        return self._sentence("beside day", self._day(term.value)) if isinstance(term, Day) else self._term(term)

    def _is_time(self, term: Term) -> bool:
        match term:
            case Day() | Today() | DateOf() | Later():
                return True
            case Answer(path):
                return self._wording.is_date(path)
            case _:
                return False

    def _term(self, term: Term) -> str:
        match term:
            case Answer(path):
                return self._name(path)
            case Number(value):
                return self._number(value)
            case Day(day):
                return self._day(day)
            case Today():
                return self._words["today"]
            case Count(path):
                return self._sentence("entries", self._name(path))
            case DateOf(day, month, year):
                return self._sentence("date of", self._listed(map(self._name, (day, month, year)), "and"))
            case _:
                return self._computed(term)

    def _computed(self, term: Computed) -> str:
        match term:
            case Since(start, end, unit):
                return self._sentence("since", self._term(start), self._term(end), self._words[unit.value])
            case Later(date, amount, unit):
                key = "earlier" if amount < 0 else "later"
                return self._sentence(key, self._term(date), str(abs(amount)), self._unit(amount, unit))
            case Percent(share, of):
                return self._sentence("percent", self._number(share), self._term(of))
            case Distance(left, right):
                return self._sentence("distance", self._term(left), self._term(right))
            case Sum(parts):
                return self._sentence("sum", self._listed(map(self._term, parts), "and"))
            case Minus(left, right):
                return self._sentence("minus", self._term(left), self._term(right))
            case Length(of):
                return self._sentence("length", self._term(of))

    def _unit(self, amount: int, unit: Unit) -> str:
        return self._words[f"1 {unit.value}" if abs(amount) == 1 else unit.value]

    def _number(self, value: Decimal) -> str:
        text = f"{value:f}"
        return text.replace(".", ",") if self._language == "de" else text

    def _day(self, day: dt.date) -> str:
        return f"{day:%d.%m.%Y}" if self._language == "de" else f"{day.day} {day:%B %Y}"

    def _denied(self, part: Expression) -> str:
        match part:
            case Equals(path, value):
                return self._sentence("unequal", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("empty", self._name(path))
            case InLand(codes):
                return self._sentence("not in land", self._laender(codes))
            case Compare(left, op, right):
                return self._measured(left, OPPOSITE[op.value], right)
            case StartsWith(path, prefix):
                return self._sentence("starts otherwise", self._name(path), self._quoted(prefix))
            case Or(parts) if one := one_path(parts):
                return self._none_of(one, parts)
            case _:
                return self._sentence("not", self.clause(part))

    def _laender(self, codes: tuple[str, ...]) -> str:
        return self._listed((NAMES[code] for code in codes), "or")

    def _none_of(self, path: str, parts: tuple[Expression, ...]) -> str:
        values = [self._value(part.path, part.value) for part in parts if isinstance(part, Equals)]
        return self._sentence("none of", self._name(path), f" {self._words['nor']} ".join(values))

    def _joined(self, parts: tuple[Expression, ...], joint: str) -> str:
        clauses = [f"({self.clause(part)})" if _compound(part) else self.clause(part) for part in parts]
        return f" {self._words[joint]} ".join(clauses)

    def _values(self, parts: tuple[Expression, ...], joint: str) -> str:
        equal = [part for part in parts if isinstance(part, Equals)]
        return self._listed((self._value(part.path, part.value) for part in equal), joint)

    def _listed(self, items: Iterable[str], joint: str) -> str:
        *first, last = items
        return f"{', '.join(first)} {self._words[joint]} {last}" if first else last

    def _name(self, path: str) -> str:
        return self._words["quote"].format(self._wording.name(path))

    def _quoted(self, text: str) -> str:
        return self._words["quote"].format(text)

    def _value(self, path: str, value: Literal) -> str:
        return self._words["quote"].format(self._wording.value(path, value, self._language))

    def _sentence(self, key: str, *parts: str) -> str:
        return self._words[key].format(*parts)

    def _range(self, key: str, first: str | None, last: str | None, *before: str) -> str:
        ends = [self._quoted(end) for end in (first, last) if end is not None]
        open_end = " between" if len(ends) == 2 else " from" if last is None else " up to"
        return self._sentence(f"{key}{open_end}", *before, *ends)


OPPOSITE = {"=": "<>", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def one_path(parts: tuple[Expression, ...]) -> str | None:
    """The position that all `parts` compare, where they are comparisons of one."""
    named = {part.path for part in parts if isinstance(part, Equals)}
    return named.pop() if len(named) == 1 and all(isinstance(part, Equals) for part in parts) else None


def _compound(part: Expression) -> bool:
    """True for what would run into its neighbours without brackets."""
    return isinstance(part, CountBetween) or (isinstance(part, And | Or) and not _simple(part))


def _simple(part: And | Or) -> bool:
    return isinstance(part, Or) and one_path(part.parts) is not None

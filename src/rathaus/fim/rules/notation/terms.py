"""Terms of the notation: numbers, dates, and what is worked out from them."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

from rathaus.fim.model import DataType, Field, Position
from rathaus.fim.rules.notation.lexing import Kind, Token
from rathaus.fim.rules.notation.reader import Reader
from rathaus.fim.rules.terms import (
    Answer,
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

UNITS = {
    Unit.YEARS: ("Jahr", "Jahre"),
    Unit.MONTHS: ("Monat", "Monate"),
    Unit.WEEKS: ("Woche", "Wochen"),
    Unit.DAYS: ("Tag", "Tage"),
}
_UNIT_OF = {word.casefold(): unit for unit, words in UNITS.items() for word in words}
_SINCE = {words[1].casefold(): unit for unit, words in UNITS.items()}
_PAIRS: dict[str, type[Distance] | type[Minus]] = {"unterschied": Distance, "differenz": Minus}
_FUNCTIONS = {*_SINCE, *_PAIRS, "datum", "anzahl", "summe", "länge"}
_NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
_DATES = frozenset({DataType.DATE, DataType.DATETIME})
MOST_DIGITS = 15


class Sort(enum.Enum):
    """What kind of value a term has; only the same kinds compare."""

    NUMBER = "eine Zahl"
    DATE = "ein Datum"
    TIME = "eine Uhrzeit"
    OTHER = "ein Text"


def sort_of(position: Position) -> Sort:
    """The kind of value at a field."""
    element = position.element
    data_type = element.data_type if isinstance(element, Field) else None
    if data_type in _NUMBERS:
        return Sort.NUMBER
    if data_type in _DATES:
        return Sort.DATE
    return Sort.TIME if data_type is DataType.TIME else Sort.OTHER


class TermReader(Reader):
    """Reads terms, and refuses those that could never have a value."""

    def begins_term(self) -> bool:
        """Whether what comes is a term, and no question by itself."""
        token = self.next
        if token.kind in (Kind.NUMBER, Kind.DATE) or self.is_sign("-") or self.is_word("heute"):
            return True
        opens = self.after().kind is Kind.SIGN and self.after().text == "("
        return token.kind is Kind.WORD and token.text.casefold() in _FUNCTIONS and opens

    def term(self) -> tuple[Term, Sort]:
        """A term, perhaps some time later or earlier."""
        start = self.next
        return self.later(start, *self._simple())

    def later(self, start: Token, term: Term, sort: Sort) -> tuple[Term, Sort]:
        """``… + 6 Jahre - 1 Tag`` behind `term`, which began at `start`."""
        while sign := self.sign("+", "-"):
            _demand(start, sort, Sort.DATE)
            amount = self.whole()
            unit = _UNIT_OF.get(self.next.text.casefold()) if self.next.kind is Kind.WORD else None
            if unit is None:
                self.fail("Jahre, Monate, Wochen oder Tage")
            else:
                self.take()
                term = Later(term, -amount if sign.text == "-" else amount, unit)
        return term, sort

    def _simple(self) -> tuple[Term, Sort]:
        token = self.next
        if token.kind is Kind.DATE:
            return Day(_day(self.take())), Sort.DATE
        if token.kind is Kind.NUMBER or self.is_sign("-"):
            return self._number()
        if self.word("heute"):
            return Today(), Sort.DATE
        if self.begins_term():
            return self._function()
        if token.kind not in (Kind.REFERENCE, Kind.STRING):
            self.fail("eine Frage, eine Zahl oder ein Datum")
        position = self.reference()
        self.names.field(position, token)
        return Answer(position.path), sort_of(position)

    def _number(self) -> tuple[Term, Sort]:
        negative = self.sign("-") is not None
        token = self.next
        if token.kind is not Kind.NUMBER or len(token.text) > MOST_DIGITS:
            self.fail("eine Zahl mit höchstens 15 Stellen")
        value = Decimal(self.take().text.replace(",", "."))
        value = -value if negative else value
        if not self.sign("%"):
            return Number(value), Sort.NUMBER
        self.expect_word("von")
        return Percent(value, self._operand(Sort.NUMBER)), Sort.NUMBER

    def _function(self) -> tuple[Term, Sort]:
        word = self.take().text.casefold()
        if word == "anzahl":
            return Count(self.arguments(1)[0].path), Sort.NUMBER
        if word == "datum":
            start = self.next
            parts = self.arguments(3)
            for part in parts:
                _demand(start, sort_of(part), Sort.NUMBER)
            return DateOf(*(part.path for part in parts)), Sort.DATE
        if word == "länge":
            start = self.next
            (position,) = self.arguments(1)
            self.names.field(position, start)
            return Length(Answer(position.path)), Sort.NUMBER
        if word == "summe":
            return self._sum(), Sort.NUMBER
        wanted = Sort.NUMBER if word in _PAIRS else Sort.DATE
        self.expect_sign("(")
        left = self._wanted(wanted)
        self.expect_sign(",")
        right = self._wanted(wanted)
        self.expect_sign(")")
        pair = _PAIRS.get(word)
        return (pair(left, right) if pair else Since(left, right, _SINCE[word])), Sort.NUMBER

    def _sum(self) -> Sum:
        parts = self.bracketed(lambda: self._wanted(Sort.NUMBER))
        if len(parts) < 2:
            self.fail("eine Summe aus mindestens zwei Zahlen")
        return Sum(parts)

    def _wanted(self, wanted: Sort) -> Term:
        start = self.next
        term, sort = self.term()
        _demand(start, sort, wanted)
        return term

    def _operand(self, wanted: Sort) -> Term:
        """A simple term, or any in brackets."""
        start = self.next
        if self.sign("("):
            term = self._wanted(wanted)
            self.expect_sign(")")
            return term
        term, sort = self._simple()
        _demand(start, sort, wanted)
        return term


def _demand(start: Token, sort: Sort, wanted: Sort) -> None:
    if sort is not wanted:
        raise start.error(
            "Hier wird {wanted} gebraucht; {token} ist {sort}.", wanted=wanted.value, token=start, sort=sort.value
        )


def same_sort(start: Token, left: Sort, right: Sort) -> None:
    """Refuse to compare what has no order and no equality; `start` is where the right side begins."""
    _demand(start, right, left)


def _day(token: Token) -> dt.date:
    day, month, year = map(int, token.text.split("."))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise token.error("Den Tag {day} gibt es im Kalender nicht.", day=token.text) from None

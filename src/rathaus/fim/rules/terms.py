"""The terms of the expression language: what has a value, or none where something is unanswered.

What they come to is said in `rathaus.fim.rules.reckoning`.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal


class Unit(enum.Enum):
    """In what a distance in time is counted."""

    YEARS = "years"
    MONTHS = "months"
    WEEKS = "weeks"
    DAYS = "days"


class Op(enum.Enum):
    """How two terms are compared. "<>" is `Not` of EQ, so that it is true where something is unanswered."""

    EQ = "="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer at `path` (a field): a number, a date, a text, a code or a truth value."""

    path: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; at most 15 digits."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written."""

    value: dt.date


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which somebody asks; handed in with the answers, never read from the clock."""


@dataclass(frozen=True, slots=True)
class DateOf:
    """The date that three number fields make; no value unless all three are answered and make a date."""

    day: str
    month: str
    year: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often something is answered at `path`: entries of a repeated group in which anything is answered, values of
    a repeated field, else 0 or 1. Never unanswered."""

    path: str


@dataclass(frozen=True, slots=True)
class Since:
    """The completed years, months, weeks or days from `start` to `end`: an age. Negative where `end` is earlier.

    A person born on 29 February completes a year with the end of 28 February (BGB, sections 187 and 188).
    For "more than six years ago" use `Later`: six years and a day are more than six, and only six completed years.
    """

    start: Term
    end: Term
    unit: Unit


@dataclass(frozen=True, slots=True)
class Later:
    """The date `amount` units after `date` (before it, where negative); where the month is too short, its last day."""

    date: Term
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Percent:
    """`share` percent of the number `of`."""

    share: Decimal
    of: Term


@dataclass(frozen=True, slots=True)
class Distance:
    """By how much two numbers differ, whichever is larger."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Sum:
    """All `parts` added; no value unless each of them has one."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """The number `left` less the number `right`; negative where `right` is larger."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a text has; of a whole number its digits."""

    of: Term


Computed = Since | Later | Percent | Distance | Sum | Minus | Length
Term = Answer | Number | Day | Today | DateOf | Count | Computed


def parts_of(term: Term) -> tuple[Term, ...]:
    """The terms that `term` is made of."""
    match term:
        case Since(left, right) | Distance(left, right) | Minus(left, right):
            return (left, right)
        case Later(inner) | Percent(_, inner) | Length(inner):
            return (inner,)
        case Sum(parts):
            return parts
        case _:
            return ()


def walk(term: Term) -> Iterator[Term]:
    """`term` and every term inside it, from left to right."""
    yield term
    for part in parts_of(term):
        yield from walk(part)


def term_paths(term: Term) -> tuple[str, ...]:
    """The positions that `term` looks at, as written."""
    return tuple(path for inner in walk(term) for path in _own_paths(inner))


def _own_paths(term: Term) -> tuple[str, ...]:
    match term:
        case Answer(path) | Count(path):
            return (path,)
        case DateOf(day, month, year):
            return (day, month, year)
        case _:
            return ()

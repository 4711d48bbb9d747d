"""What terms come to, and how values compare."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rathaus.fim.model import DataType
from rathaus.fim.rules.reckoning import Value, compare, fitted, is_digits, later, since, term_value
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
    Op,
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)

TODAY = dt.date(2026, 11, 27)
ANSWERS: dict[str, Value] = {
    "born": "2008-11-27",
    "leap": "2008-02-29",
    "moment": "2026-02-01T14:30:00",
    "impossible": "2026-02-31",
    "old": 10,
    "new": 16,
    "half": 0.1,
    "day": 29,
    "month": 2,
    "year": 2024,
    "odd": 2023,
    "text": "abc",
    "yes": True,
}


def value(term: Term) -> Value | None:
    return term_value(term, ANSWERS.get, len, TODAY)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Answer("old"), 10),
        (Answer("missing"), None),
        (Number(Decimal("1.5")), Decimal("1.5")),
        (Day(dt.date(2026, 2, 1)), "2026-02-01"),
        (Today(), "2026-11-27"),
        (Count("abc"), 3),
        (DateOf("day", "month", "year"), "2024-02-29"),
        (DateOf("day", "month", "odd"), None),
        (DateOf("day", "month", "missing"), None),
        (DateOf("yes", "month", "year"), None),
        (Since(Answer("born"), Today(), Unit.YEARS), 18),
        (Since(Answer("moment"), Today(), Unit.MONTHS), 9),
        (Since(Answer("missing"), Today(), Unit.YEARS), None),
        (Since(Answer("impossible"), Today(), Unit.YEARS), None),
        (Since(Answer("text"), Today(), Unit.YEARS), None),
        (Later(Answer("leap"), 18, Unit.YEARS), "2026-02-28"),
        (Later(Answer("missing"), 18, Unit.YEARS), None),
        (Later(Today(), 9000, Unit.YEARS), None),
        (Percent(Decimal(50), Answer("old")), Decimal(5)),
        (Percent(Decimal(10), Answer("half")), Decimal("0.01")),
        (Percent(Decimal(10), Answer("text")), None),
        (Distance(Answer("old"), Answer("new")), Decimal(6)),
        (Distance(Answer("old"), Answer("yes")), None),
        (Sum((Answer("old"), Answer("half"), Number(Decimal("0.2")))), Decimal("10.3")),
        (Sum((Answer("old"), Answer("missing"))), None),
        (Minus(Answer("old"), Answer("new")), Decimal(-6)),
        (Minus(Answer("text"), Answer("new")), None),
        (Length(Answer("text")), 3),
        (Length(Answer("odd")), 4),
        (Length(Minus(Answer("old"), Answer("new"))), None),
        (Length(Answer("half")), None),
        (Length(Answer("yes")), None),
        (Length(Answer("missing")), None),
    ],
)
def test_terms(term: Term, expected: Value | None) -> None:
    assert value(term) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("01234", True), ("12 3", False), ("", False), ("٣", False), (12, True), (-1, False), (1.5, False), (True, False)],
)
def test_only_digits(answer: object, expected: bool) -> None:
    assert is_digits(answer) is expected


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        ("2008-11-28", "2026-11-27", Unit.YEARS, 17),
        ("2008-02-29", "2026-02-28", Unit.YEARS, 17),
        ("2008-02-29", "2026-03-01", Unit.YEARS, 18),
        ("2026-01-31", "2026-02-28", Unit.MONTHS, 0),
        ("2026-01-31", "2026-03-01", Unit.MONTHS, 1),
        ("2026-01-01", "2026-01-15", Unit.WEEKS, 2),
        ("2026-01-01", "2026-01-15", Unit.DAYS, 14),
        ("2026-01-15", "2026-01-01", Unit.DAYS, -14),
        ("2026-11-27", "2008-11-28", Unit.YEARS, -17),
    ],
)
def test_completed_units(start: str, end: str, unit: Unit, expected: int) -> None:
    assert since(dt.date.fromisoformat(start), dt.date.fromisoformat(end), unit) == expected


@pytest.mark.parametrize(
    ("date", "amount", "unit", "expected"),
    [
        ("2026-01-31", 1, Unit.MONTHS, "2026-02-28"),
        ("2026-03-31", -1, Unit.MONTHS, "2026-02-28"),
        ("2026-12-15", 1, Unit.MONTHS, "2027-01-15"),
        ("2026-01-01", -1, Unit.YEARS, "2025-01-01"),
        ("2026-01-01", 2, Unit.WEEKS, "2026-01-15"),
        ("2026-01-01", -1, Unit.DAYS, "2025-12-31"),
        ("0001-01-01", -1, Unit.DAYS, None),
        ("0001-01-01", -1, Unit.MONTHS, None),
    ],
)
def test_dates_moved(date: str, amount: int, unit: Unit, expected: str | None) -> None:
    found = later(dt.date.fromisoformat(date), amount, unit)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [
        (1, 2, "<"),
        (2.5, Decimal("2.5"), "="),
        (0.3, Decimal("0.3"), "="),
        (3, 2, ">"),
        ("2026-02-01", "2026-02-02", "<"),
        ("2026-02-01T14:30:00", "2026-02-01", "="),
        ("2026-02-01T14:30:00", "2026-02-01T15:00:00", "<"),
        ("14:30:00", "08:00:00", ">"),
    ],
)
def test_order_of_values(left: Value, right: Value, order: str) -> None:
    expected = {"<": {Op.LT, Op.LE}, "=": {Op.EQ, Op.LE, Op.GE}, ">": {Op.GT, Op.GE}}[order]
    assert {op for op in Op if compare(left, op, right)} == expected


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("abc", "abc", True),
        ("001", "1", False),
        ("14:30:00", "2026-02-01", False),
        (True, True, True),
        (True, 1, False),
        ("5", 5, False),
        (None, 5, False),
        (None, None, False),
    ],
)
def test_values_without_order_can_only_be_equal(left: Value | None, right: Value | None, equal: bool) -> None:
    assert {op for op in Op if compare(left, op, right)} == ({Op.EQ} if equal else set())


def test_literals_take_the_kind_of_the_field() -> None:
    assert fitted("3", DataType.NUM_INT) == 3
    assert fitted("3,5", DataType.NUM) == 3.5
    assert fitted("drei", DataType.NUM) == "drei"
    assert fitted("wahr", DataType.BOOL) is True
    assert fitted("Nein", DataType.BOOL) is False
    assert fitted("vielleicht", DataType.BOOL) == "vielleicht"
    assert fitted("001", DataType.TEXT) == "001"
    assert fitted(True, DataType.BOOL) is True

"""Periods are read as people write them and shown as people read them."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rathaus.strategy.periods import Period, read


def period(start, end):
    return Period(dt.date.fromisoformat(end), dt.date.fromisoformat(start))


@pytest.mark.parametrize(
    ("written", "start", "end", "shown", "code"),
    [
        ("2024", "2024-01-01", "2024-12-31", "2024", "2024"),
        (" 2024-H1 ", "2024-01-01", "2024-06-30", "1. Halbjahr 2024", "2024-H1"),
        ("2. Halbjahr 2024", "2024-07-01", "2024-12-31", "2. Halbjahr 2024", "2024-H2"),
        ("2024 S2", "2024-07-01", "2024-12-31", "2. Halbjahr 2024", "2024-H2"),
        ("2024-Q2", "2024-04-01", "2024-06-30", "2. Quartal 2024", "2024-Q2"),
        ("Q4/2023", "2023-10-01", "2023-12-31", "4. Quartal 2023", "2023-Q4"),
        ("3.  Quartal  2024", "2024-07-01", "2024-09-30", "3. Quartal 2024", "2024-Q3"),
        ("2024-02", "2024-02-01", "2024-02-29", "Februar 2024", "2024-02"),
        ("2/2024", "2024-02-01", "2024-02-29", "Februar 2024", "2024-02"),
        ("11.2023", "2023-11-01", "2023-11-30", "November 2023", "2023-11"),
        ("2024-06-30", "2024-06-30", "2024-06-30", "30.06.2024", "2024-06-30"),
        ("2024-06-30T00:00:00", "2024-06-30", "2024-06-30", "30.06.2024", "2024-06-30"),
        ("1.7.2024", "2024-07-01", "2024-07-01", "01.07.2024", "2024-07-01"),
        ("2024-01-10/2024-03-09", "2024-01-10", "2024-03-09", "10.01.2024 – 09.03.2024", "2024-01-10/2024-03-09"),
    ],
)
def test_period_is_read_and_shown(written, start, end, shown, code):
    found = read(written)
    assert (found, str(found), found.code()) == (period(start, end), shown, code)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "31.02.2024", "2024-Q5", "2024-03-09/2024-01-10"])
def test_what_is_no_period_is_said(text):
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the whole sentence is compared)
        read(text)
    assert str(error.value) == (
        f"„{text}“ ist kein Zeitraum. Möglich sind zum Beispiel 2024, 2024-H1, 2024-Q2, 2024-06 oder 30.06.2024."
    )


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_code_of_a_period_reads_as_the_same_period(one, other):
    found = Period(max(one, other), min(one, other))
    assert read(found.code()) == found


def test_periods_sort_by_their_end():
    assert sorted([read("2025"), read("2024-H2"), read("2024-06")]) == [read("2024-06"), read("2024-H2"), read("2025")]


def test_period_speaks_the_language_of_the_page():
    with translation.override("en"):
        assert str(read("2024-H1")) == "2024, half-year 1"

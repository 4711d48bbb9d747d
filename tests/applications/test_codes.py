"""Numbers and codes survive what people do to them on paper and keyboard."""

import datetime as dt
import secrets

import pytest

from rathaus.applications import codes


def test_code_is_read_back_as_itself() -> None:
    code = codes.code_from(secrets.token_bytes(32))
    assert len(code) == 19
    assert codes.read_code(code) == code


def test_code_follows_from_its_secret() -> None:
    assert codes.code_from(b"\x00" * 32) == "0000-0000-0000-0000"
    assert codes.code_from(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert len({codes.code_from(number.to_bytes(10)) for number in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed", ["0123-4567-89AB-CD1K", "0123456789abcd1k", " O123 4567.89ab cdIk ", "o123–4567–89ab–cdlk"]
)
def test_read_code_as_people_type_it(typed: str) -> None:
    assert codes.read_code(typed) == "0123-4567-89AB-CD1K"


@pytest.mark.parametrize("typed", ["", "0123", "0123-4567-89AB-CDEFG", "U123-4567-89AB-CDEF", "ä" * 16, "0" * 10_000])
def test_read_code_that_cannot_be_one(typed: str) -> None:
    assert codes.read_code(typed) is None


def test_new_number_starts_with_the_year_and_is_read_back() -> None:
    number = codes.new_number(dt.date(2026, 11, 22))
    assert number[:5] == "2026-"
    assert codes.read_number(number.lower().replace("-", " ")) == number


@pytest.mark.parametrize("typed", ["", "2026", "2O26-7KQ4-M2XPX", "abcd-7KQ4-M2XP", "2026-7KQ4-M2XU"])
def test_read_number_that_cannot_be_one(typed: str) -> None:
    assert codes.read_number(typed) is None


def test_matches_only_the_code_that_was_hashed() -> None:
    code, other = codes.code_from(b"a" * 10), codes.code_from(b"b" * 10)
    stored = codes.code_hash(code)
    assert codes.matches(code, stored)
    assert not codes.matches(other, stored)
    assert code not in stored

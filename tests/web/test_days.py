"""Days and times are written one way in the whole house, and nobody can read the month for the day."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from tests.conftest import ROOT

AT = datetime(2026, 11, 7, 15, 4, tzinfo=UTC)
OWN = re.compile(r"""\|date:["'][^"']*[dj][ ./]|date_format\([^)]*, ["'][^"']*[dj][ ./]""")
"""A template or module that spells the day of the month itself."""


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", ["7. November 2026", "07.11.2026", "7. November 2026, 15:04", "07.11.2026, 15:04"]),
        ("en", ["7 November 2026", "7 Nov 2026", "7 November 2026, 15:04", "7 Nov 2026, 15:04"]),
    ],
)
def test_the_house_writes_days_in_both_languages(language: str, written: list[str]) -> None:
    kinds = ["DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"]
    with translation.override(language):
        assert [date_format(AT, kind) for kind in kinds] == written


@pytest.mark.parametrize(
    ("language", "written"), [("de", "Samstag, 7. November 2026"), ("en", "Saturday, 7 November 2026")]
)
def test_a_day_of_a_programme_says_its_weekday(language: str, written: str) -> None:
    with translation.override(language):
        assert date_format(AT, "WEEKDAY_FORMAT") == written


def test_no_page_spells_a_day_itself() -> None:
    files = [one for kind in ("*.html", "*.txt", "*.py") for one in (ROOT / "src").rglob(kind)]
    assert [str(one) for one in files if OWN.search(one.read_text("utf-8"))] == []

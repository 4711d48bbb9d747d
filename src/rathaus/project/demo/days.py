"""The days of the demo's story. It is written as of one day, and told as of the day on which the demo is built.

Days move by whole months, so that the last of a month stays one, and years by whole years. What was late, running or
still to come on the day of writing is so on any other day; `tests/project/demo/test_days.py` says for which days the
material must be written.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from calendar import monthrange
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

WRITTEN = dt.date(2026, 11, 27)
_JUNE = 6
"""From then on a year counts as the last one: its figures are there, and most of its money is spent."""
_DAYS = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b|\b(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})\b")
_YEARS = re.compile(r"\{(\d{4})\}")


@dataclass(frozen=True, slots=True)
class Days:
    """What the days and years of the story are for a demo that is built `today`."""

    today: dt.date = field(default_factory=timezone.localdate)

    @property
    def months(self) -> int:
        """So many months lie between the day of writing and today."""
        return (self.today.year - WRITTEN.year) * 12 + self.today.month - WRITTEN.month

    def day(self, written: dt.date) -> dt.date:
        """The same day of another month; the last of a month stays one."""
        years, month = divmod(written.month - 1 + self.months, 12)
        year, month = written.year + years, month + 1
        last = monthrange(year, month)[1]
        is_last = written.day == monthrange(written.year, written.month)[1]
        return dt.date(year, month, last if is_last else min(written.day, last))

    def year(self, written: int) -> int:
        """The same year of another budget, of other figures: this one from June on, before that the last."""
        return written + self.today.year - WRITTEN.year - (self.today.month < _JUNE)

    def told(self, text: str) -> str:
        """A text of the story: days stand in it as they are, years in braces."""
        return _YEARS.sub(lambda found: str(self.year(int(found[1]))), _DAYS.sub(self._said, text))

    def text(self, path: Path) -> str:
        """A file of the story."""
        return self.told(path.read_text(encoding="utf-8"))

    def json(self, path: Path) -> Any:
        """A file of the story that is JSON."""
        return json.loads(self.text(path))

    def rows(self, path: Path) -> list[dict[str, str]]:
        """A file of the story that is a table."""
        return list(csv.DictReader(self.text(path).splitlines(), delimiter=";"))

    def _said(self, found: re.Match[str]) -> str:
        if found["year"]:
            return self.day(dt.date(int(found["year"]), int(found["month"]), int(found["day"]))).isoformat()
        return f"{self.day(dt.date(int(found['y']), int(found['m']), int(found['d']))):%d.%m.%Y}"

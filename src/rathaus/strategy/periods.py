"""Periods of figures: how people write them, and how they are shown.

A period is its first and its last day; the same day twice means "on that day". Accepted are the ways in which German
offices and ISO 8601 write them: ``2024``, ``2024-06``, ``06/2024``, ``2024-Q2``, ``2. Quartal 2024``, ``2024-H1``,
``1. Halbjahr 2024``, ``2024-06-30``, ``30.06.2024``.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    (re.compile(rf"{_YEAR}"), 12),
    (re.compile(rf"{_YEAR}-(?P<part>0[1-9]|1[0-2])"), 1),
    (re.compile(rf"(?P<part>0?[1-9]|1[0-2])[./]{_YEAR}"), 1),
    (re.compile(rf"{_YEAR}[- ]?Q(?P<part>[1-4])", re.IGNORECASE), 3),
    (re.compile(rf"Q(?P<part>[1-4])[ /-]?{_YEAR}", re.IGNORECASE), 3),
    (re.compile(rf"(?P<part>[1-4])\. ?(?:Quartal|Vierteljahr) {_YEAR}", re.IGNORECASE), 3),
    (re.compile(rf"{_YEAR}[- ]?[HS](?P<part>[12])", re.IGNORECASE), 6),
    (re.compile(rf"(?P<part>[12])\. ?Halbjahr {_YEAR}", re.IGNORECASE), 6),
]
"""Ways of writing a period of so many months; ``part`` counts such periods in the year."""
_DAYS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]00:00:00)?"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both included; sorts by its end."""

    end: dt.date
    start: dt.date

    @classmethod
    def months(cls, year: int, part: int, length: int) -> Period:
        """The `part`-th period of `length` months in a year, from 1."""
        last = part * length
        return cls(dt.date(year, last, monthrange(year, last)[1]), dt.date(year, last - length + 1, 1))

    @classmethod
    def day(cls, day: dt.date) -> Period:
        """One day."""
        return cls(day, day)

    def __str__(self) -> str:
        """As people read it: „2024“, „1. Halbjahr 2024“, „Juni 2024“, „30.06.2024“."""
        year, length, part = self.start.year, self._length(), self._part()
        match length:
            case 12:
                return str(year)
            case 6:
                return _("%(part)s. Halbjahr %(year)s") % {"part": part, "year": year}
            case 3:
                return _("%(part)s. Quartal %(year)s") % {"part": part, "year": year}
            case 1:
                return date_format(self.start, "F Y")
        if self.start == self.end:
            return date_format(self.end, "SHORT_DATE_FORMAT")
        return f"{date_format(self.start, 'SHORT_DATE_FORMAT')} – {date_format(self.end, 'SHORT_DATE_FORMAT')}"

    def code(self) -> str:
        """As machines read it (ISO 8601 where that has a form): ``2024``, ``2024-H1``, ``2024-Q2``, ``2024-06``."""
        match self._length():
            case 12:
                return str(self.start.year)
            case 6:
                return f"{self.start.year}-H{self._part()}"
            case 3:
                return f"{self.start.year}-Q{self._part()}"
            case 1:
                return f"{self.start:%Y-%m}"
        return self.end.isoformat() if self.start == self.end else f"{self.start.isoformat()}/{self.end.isoformat()}"

    def _length(self) -> int:
        """How many months, where it is a whole calendar year, half, quarter or month; else 0."""
        for length in (12, 6, 3, 1):
            if self.end.month % length == 0 and self == Period.months(self.end.year, self.end.month // length, length):
                return length
        return 0

    def _part(self) -> int:
        length = self._length()
        return self.end.month // length if length else 0


def read(text: str) -> Period:
    """The period that somebody wrote. Raises ValueError with a German sentence where it is none."""
    written = " ".join(text.split())
    for form, length in _FORMS:
        if found := form.fullmatch(written):
            return Period.months(int(found["year"]), int(found.groupdict().get("part") or 1), length)
    for form in _DAYS:
        if found := form.fullmatch(written):
            try:
                return Period.day(dt.date(int(found["year"]), int(found["month"]), int(found["day"])))
            except ValueError:
                break
    start, slash, end = written.partition("/")
    if slash and all(_DAYS[0].fullmatch(part) for part in (start, end)):
        first, last = read(start).start, read(end).end
        if first <= last:
            return Period(last, first)
    raise ValueError(
        _("„%(text)s“ ist kein Zeitraum. Möglich sind zum Beispiel 2024, 2024-H1, 2024-Q2, 2024-06 oder 30.06.2024.")
        % {"text": text[:40]}
    )

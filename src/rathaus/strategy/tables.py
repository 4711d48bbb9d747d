"""Figures from a table (CSV or XLSX): what its columns mean, and what is wrong with its rows.

Nothing here knows the database. A file is read twice: its head for the preview, all of it once the mapping is
confirmed. Rows are counted as a person sees them in the table, from 1.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from rathaus.strategy import periods
from rathaus.strategy.periods import Period

LARGEST = 100_000_000
"""Bytes; an XLSX file may not be larger unpacked either."""
MOST_PROBLEMS = 20
"""Problems told at once; a file with more of them has one cause."""
QUALITIES = {"": "", "p": "p", "e": "e", "r": "r", "b": "b"}
_DELIMITERS = ";,\t|"
_TITLES = 20
"""The heading is looked for in so many rows: statistical offices write titles above it."""
_LOST_ZERO = (7, 11)
"""Regional keys have eight (AGS) or twelve digits (ARS); of those that begin with 0, spreadsheets leave so many."""


class TableError(ValueError):
    """A file that is no table of figures; the message is one German sentence."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns by their number from 0; None: not there. `decimal` is the sign before the decimals."""

    unit: int
    period: int
    value: int
    name: int | None = None
    breakdown: int | None = None
    quality: int | None = None
    decimal: str = ","

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Mapping:
        """As `to_json` wrote it."""
        return cls(**{field.name: values[field.name] for field in fields(cls)})

    def to_json(self) -> dict[str, Any]:
        """Kept with the import."""
        return asdict(self)


class Figure(NamedTuple):
    """One row that was understood. A tuple: a million of them are made at once."""

    row: int
    unit: str
    name: str
    period: Period
    breakdown: str
    value: float
    quality: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a file. `empty` rows had no value; `problems` are sentences that name their row."""

    figures: Sequence[Figure]
    empty: int
    problems: Sequence[str]


def rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Every row of a CSV or XLSX file as texts, the heading first. Raises `TableError`."""
    if len(data) > LARGEST:
        raise TableError(_("Die Datei ist größer als %(size)s MB.") % {"size": LARGEST // 1_000_000})
    if data[:4] == b"PK\x03\x04":
        return _sheet(data, name)
    if b"\0" in data[:4096]:
        raise TableError(_("„%(name)s“ ist weder CSV noch XLSX.") % {"name": name})
    return _csv(_text(data))


def _text(data: bytes) -> str:
    """UTF-8, or what spreadsheets of German offices write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv(text: str) -> Iterator[list[str]]:
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise TableError(_("Zeile %(row)s lässt sich nicht lesen.") % {"row": reader.line_num}) from error


def _sheet(data: bytes, name: str) -> Iterator[list[str]]:
    """The first sheet with anything in it. Formulas give the values that were saved with them."""
    broken = TableError(_("„%(name)s“ lässt sich nicht als XLSX lesen.") % {"name": name})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise TableError(_("Die Datei ist entpackt größer als %(size)s MB.") % {"size": LARGEST // 1_000_000})
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = next((one for one in book.worksheets if any(map(any, one.iter_rows(values_only=True)))), None)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, ParseError) as error:
        if isinstance(error, TableError):
            raise
        raise broken from error
    for row in sheet.iter_rows(values_only=True) if sheet else ():
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime() | dt.date():
            return value.isoformat()[:10]
        case bool():
            return str(value)
        case int() | float():
            return repr(value).removesuffix(".0")
    return str(value).strip()


# What the columns mean ------------------------------------------------------------------------------------------------

_HEADINGS: dict[str, re.Pattern[str]] = {
    "unit": re.compile(r"^(ars|ags|iso\d?|schl(ü|ue)ssel|gemeindeschl.*|kennziffer|unit|key|id|code)$", re.IGNORECASE),
    "name": re.compile(
        r"^(name|gemeinde(name)?|kommune|stadt|ort|kreis|land|country|staat|bezeichnung)$", re.IGNORECASE
    ),
    "period": re.compile(
        r"^(zeitraum|jahr|year|period|datum|date|stichtag|halbjahr|quartal|monat|zeit)$", re.IGNORECASE
    ),
    "value": re.compile(r"^(wert|value|anzahl|anteil|prozent|%|quote|betrag)$", re.IGNORECASE),
    "breakdown": re.compile(r"^(gliederung|merkmal|breakdown|art|gruppe)$", re.IGNORECASE),
    "quality": re.compile(r"^(qualit(ä|ae)t|status|flag|kennzeichen)$", re.IGNORECASE),
}


def guess(heading: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A mapping to begin with: columns by the words of their heading, the decimal sign by the sample."""
    found: dict[str, Any] = {}
    for meaning, words in _HEADINGS.items():
        for number, title in enumerate(heading):
            if words.match(title.strip()) and number not in found.values():
                found[meaning] = number
                break
    column = found.get("value")
    texts = [row[column] for row in sample if column is not None and column < len(row)]
    found["decimal"] = "," if any(re.search(r",\d{1,2}$|,\d{4,}$", text) for text in texts) else "."
    return found


def table(data: bytes, name: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The heading, and every row below it with its number. Raises `TableError`, also for a file without rows.

    The heading is the first row with several cells; titles above it are passed over.
    """
    numbered = enumerate(rows(data, name), 1)
    first = list(itertools.islice(numbered, _TITLES))
    at = next((at for at, (_number, cells) in enumerate(first) if sum(map(bool, cells)) > 1), 0)
    body = itertools.chain(first[at + 1 :], numbered)
    begin = next(body, None)
    if begin is None:
        raise TableError(_("Die Datei braucht eine Zeile mit Überschriften und darunter mindestens eine Zeile."))
    return first[at][1], itertools.chain([begin], body)


def head(data: bytes, name: str, count: int = 5) -> tuple[list[str], list[list[str]]]:
    """The heading and the first rows below it. Raises `TableError`, also for a file without rows."""
    heading, body = table(data, name)
    return heading, [cells for _number, cells in itertools.islice(body, count)]


def key(text: str) -> str:
    """The key of a place; a regional key gets back the zero in front that a spreadsheet took for superfluous."""
    return f"0{text}" if len(text) in _LOST_ZERO and text.isdecimal() else text


def number(text: str, decimal: str) -> float:
    """A number as people write it: with grouping signs, spaces, a percent sign. Raises ValueError."""
    if text.isascii() and text.replace(decimal, "", 1).isdecimal():
        return float(text.replace(decimal, "."))
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").removesuffix("%")
    grouping = "." if decimal == "," else ","
    grouped = rf"[+-]?\d{{1,3}}(?:\{grouping}\d{{3}})+(?:\{decimal}\d+)?"
    if re.fullmatch(grouped, plain):
        plain = plain.replace(grouping, "")
    value = float(plain.replace(decimal, "."))
    if not math.isfinite(value) or grouping in plain.replace(decimal, ""):
        raise ValueError(text)
    return value


def read(data: bytes, name: str, mapping: Mapping) -> Reading:
    """Every row by `mapping`. Rows without a value are counted, not taken. Raises `TableError`."""
    reader = _Rows(mapping)
    _heading, body = table(data, name)
    figures = [figure for figure in reader.figures(body) if figure is not None]
    return Reading(figures, reader.empty, reader.problems)


class _Rows:
    """Reads row by row; remembers what was said of a period before, as few of them fill a million rows."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.empty = 0
        self.problems: list[str] = []
        self._periods: dict[str, tuple[int, Period]] = {}
        self._numbers: dict[Period, int] = {}
        self._seen: dict[tuple[str, int, str], int] = {}

    def figures(self, numbered: Iterable[tuple[int, list[str]]]) -> Iterator[Figure | None]:
        for row, cells in numbered:
            if len(self.problems) >= MOST_PROBLEMS:
                return
            try:
                yield self._figure(row, cells)
            except ValueError as error:
                self.problems.append(_("Zeile %(row)s: %(problem)s") % {"row": row, "problem": error})

    def _figure(self, row: int, cells: list[str]) -> Figure | None:
        mapping = self.mapping
        written = self._cell(cells, mapping.value)
        if written in ("", "-", "–", ".", "..", "…", "/", "x", "X", "NA", "n/a"):
            self.empty += 1
            return None
        unit, breakdown = key(self._cell(cells, mapping.unit)[:20]), self._cell(cells, mapping.breakdown)[:100]
        if not unit:
            raise ValueError(_("Es fehlt der Schlüssel der Einheit."))
        number, period = self._period(self._cell(cells, mapping.period))
        quality = self._cell(cells, mapping.quality).lower()
        if quality not in QUALITIES:
            raise ValueError(
                _("Das Kennzeichen „%(text)s“ ist nicht bekannt (p, e, r, b oder leer).") % {"text": quality}
            )
        first = self._seen.setdefault((unit, number, breakdown), row)
        if first != row:
            raise ValueError(_("Derselbe Wert steht schon in Zeile %(first)s.") % {"first": first})
        name, value = self._cell(cells, mapping.name), self._value(written)
        return Figure(row, unit, name, period, breakdown, value, quality)

    def _cell(self, cells: list[str], column: int | None) -> str:
        return cells[column] if column is not None and column < len(cells) else ""

    def _period(self, text: str) -> tuple[int, Period]:
        """The period with its number in this file, which is quicker to look up than the period."""
        if text not in self._periods:
            period = periods.read(text)
            self._periods[text] = self._numbers.setdefault(period, len(self._numbers)), period
        return self._periods[text]

    def _value(self, text: str) -> float:
        try:
            return number(text, self.mapping.decimal)
        except ValueError:
            raise ValueError(_("„%(text)s“ ist keine Zahl.") % {"text": text[:40]}) from None

"""Places from a table: key, name, kind, Land, population and area of many units at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rathaus.strategy import tables
from rathaus.strategy.models import UnitKind
from rathaus.strategy.tables import TableError
from rathaus.towns.models import LAENDER

_HEADINGS = {
    "key": re.compile(r"schl(ü|ue)ssel|ars|ags|key|iso\d?", re.IGNORECASE),
    "name": re.compile(r"name|gemeinde|kommune|ort|staat", re.IGNORECASE),
    "kind": re.compile(r"art|kind|typ", re.IGNORECASE),
    "land": re.compile(r"land|bundesland", re.IGNORECASE),
    "population": re.compile(r"einwohner.*|bev(ö|oe)lkerung|population", re.IGNORECASE),
    "area": re.compile(r"fl(ä|ae)che.*|area.*", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as the table has it."""

    key: str
    name: str
    kind: str
    land: str
    population: int | None
    area: float | None


def read(data: bytes, name: str) -> tuple[list[PlaceRow], list[str]]:
    """The places of a file, and what is wrong with its rows. Raises `TableError` where it is no table of places."""
    heading, sample = tables.head(data, name)
    _heading, body = tables.table(data, name)
    columns = {
        meaning: number
        for meaning, words in _HEADINGS.items()
        for number, title in reversed(list(enumerate(heading)))
        if words.fullmatch(title)
    }
    if not {"key", "name"} <= columns.keys():
        raise TableError(_("Es fehlt eine Spalte „Schlüssel“ oder „Name“."))
    decimal = "," if any("," in row[columns["area"]] for row in sample if columns.get("area", 99) < len(row)) else "."
    found: list[PlaceRow] = []
    problems: list[str] = []
    for number, cells in body:
        try:
            found.append(_place(dict(_cells(columns, cells)), decimal))
        except ValueError as error:
            problems.append(_("Zeile %(row)s: %(problem)s") % {"row": number, "problem": error})
    return found, problems[: tables.MOST_PROBLEMS]


def _cells(columns: dict[str, int], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for meaning, number in columns.items():
        yield meaning, cells[number] if number < len(cells) else ""


def _place(cells: dict[str, str], decimal: str) -> PlaceRow:
    key, name, land = tables.key(cells["key"]), cells["name"], cells.get("land", "").upper()
    if not key or not name:
        raise ValueError(_("Schlüssel oder Name fehlt."))
    if len(key) > 20:
        raise ValueError(_("Der Schlüssel „%(key)s“ ist länger als 20 Zeichen.") % {"key": key})
    if land and land not in LAENDER:
        raise ValueError(_("„%(land)s“ ist kein Land (zwei Buchstaben, zum Beispiel NW).") % {"land": land})
    population = _number(cells.get("population", ""), decimal)
    return PlaceRow(
        key,
        name[:200],
        _kind(cells.get("kind", "")),
        land,
        None if population is None else round(population),
        _number(cells.get("area", ""), decimal),
    )


def _kind(text: str) -> str:
    if not text:
        return UnitKind.MUNICIPALITY
    for kind in UnitKind:
        if text.casefold() in (kind.value, str(kind.label).casefold()):
            return kind
    raise ValueError(
        _("Die Art „%(text)s“ ist nicht bekannt (Gemeinde, Kreis, Land oder Staat).") % {"text": text[:40]}
    )


def _number(text: str, decimal: str) -> float | None:
    if not text:
        return None
    try:
        value = tables.number(text, decimal)
    except ValueError:
        raise ValueError(_("„%(text)s“ ist keine Zahl.") % {"text": text[:40]}) from None
    if value < 0:
        raise ValueError(_("„%(text)s“ ist kleiner als null.") % {"text": text[:40]})
    return value

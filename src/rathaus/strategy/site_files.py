"""Sites from a file: CSV or XLSX with headings, or GeoJSON (RFC 7946). Nothing here knows the database.

What is wrong with a row is said in one sentence that names the row and the column; a row that was not understood is
never half taken.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rathaus.strategy import periods, tables
from rathaus.strategy.models import SiteState
from rathaus.strategy.rollout import Point
from rathaus.strategy.tables import MOST_PROBLEMS, TableError

MOST_SITES = 20_000
MOST_POINTS = 500
"""Points of one line."""
_HEADINGS = {
    "key": re.compile(r"kennung|id|key|nummer|nr\.?", re.IGNORECASE),
    "name": re.compile(r"name|bezeichnung|stra(ß|ss)e|schule", re.IGNORECASE),
    "district": re.compile(r"ortsteil|stadtteil|bezirk|district", re.IGNORECASE),
    "latitude": re.compile(r"breite(ngrad)?|lat(itude)?", re.IGNORECASE),
    "longitude": re.compile(r"l(ä|ae)nge(ngrad)?|lon(gitude)?|lng", re.IGNORECASE),
    "to_latitude": re.compile(r"(breite|lat) ?(bis|ende|2)", re.IGNORECASE),
    "to_longitude": re.compile(r"(l(ä|ae)nge|lon) ?(bis|ende|2)", re.IGNORECASE),
    "state": re.compile(r"stand|status|zustand|state", re.IGNORECASE),
    "day": re.compile(r"seit|datum|date|since", re.IGNORECASE),
}
_STATES = {
    SiteState.PLANNED: {"geplant", "planned", "offen"},
    SiteState.BUILDING: {"in arbeit", "im bau", "building"},
    SiteState.DONE: {"fertig", "erledigt", "done"},
    SiteState.DROPPED: {"entfällt", "entfaellt", "entfallen", "dropped"},
}


class RowError(ValueError):
    """A row that cannot be used: the name of the column, and one sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site as the file has it; `event`: since when it stands how."""

    row: int
    key: str
    name: str
    district: str
    shape: tuple[Point, ...]
    event: tuple[dt.date, SiteState] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `problems` are sentences that name file, row and column."""

    rows: list[SiteRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(data: bytes, name: str) -> Reading:
    """Every site of a file. Raises `TableError` where it is no file of sites at all."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _read(name, _features(data, name), _feature, _("Objekt %(row)s"))
    heading, body = tables.table(data, name)
    columns = _columns(heading)
    if not {"key", "name"} <= columns.keys():
        raise TableError(_("Es fehlt eine Spalte „Kennung“ oder „Name“."))
    cells = ((number, {what: _at(row, at) for what, at in columns.items()}) for number, row in body if any(row))
    titles = {what: heading[at] for what, at in columns.items()}
    return _read(name, cells, lambda number, found: _row(number, found, titles), _("Zeile %(row)s"))


def _columns(heading: list[str]) -> dict[str, int]:
    return {
        what: number
        for what, words in _HEADINGS.items()
        for number, title in reversed(list(enumerate(heading)))
        if words.fullmatch(title.strip())
    }


def _at(row: list[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _read(
    name: str, numbered: Iterator[tuple[int, Any]], understand: Callable[[int, Any], SiteRow], where: str
) -> Reading:
    """Row by row; the same site twice is a problem of the second."""
    found, seen = Reading(), dict[str, int]()
    for number, cells in numbered:
        if len(found.problems) >= MOST_PROBLEMS:
            break
        if len(found.rows) >= MOST_SITES:
            raise TableError(_("Die Datei hat mehr als %(count)s Standorte.") % {"count": MOST_SITES})
        try:
            one = understand(number, cells)
            _once(one, seen, where)
            found.rows.append(one)
        except RowError as error:
            said = _("%(file)s, %(where)s, Spalte „%(column)s“: %(problem)s") % {
                "file": name, "where": where % {"row": number}, "column": error.column, "problem": error,
            }  # fmt: skip
            found.problems.append(said)
    if not found.rows and not found.problems:
        raise TableError(_("In der Datei steht kein Standort."))
    return found


def _once(one: SiteRow, seen: dict[str, int], where: str) -> None:
    first = seen.setdefault(one.key, one.row)
    if first != one.row:
        sentence = _("„%(key)s“ steht schon in %(first)s.")
        raise RowError(_("Kennung"), sentence % {"key": one.key, "first": where % {"row": first}})


def _row(number: int, cells: Mapping[str, str], titles: Mapping[str, str]) -> SiteRow:
    shape = tuple(
        _point(cells, titles, *names)
        for names in (("longitude", "latitude"), ("to_longitude", "to_latitude"))
        if any(cells.get(name) for name in names)
    )
    return _site(number, cells, titles, shape)


def _point(cells: Mapping[str, str], titles: Mapping[str, str], east: str, north: str) -> Point:
    x, y = _degrees(cells, titles, east, 180), _degrees(cells, titles, north, 90)
    return _not_swapped(x, y, titles.get(east, east))


def _not_swapped(x: float, y: float, column: str) -> Point:
    """Refuse what lies east of Somalia and would lie in Germany the other way round."""
    if 47 <= x <= 56 and 5 <= y <= 16:
        sentence = _("Länge und Breite sind vertauscht: Die Länge liegt hier zwischen 5 und 16, die Breite über 47.")
        raise RowError(column, sentence)
    return x, y


def _degrees(cells: Mapping[str, str], titles: Mapping[str, str], name: str, limit: int) -> float:
    text = cells.get(name, "").replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        sentence = _("„%(text)s“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96).")
        raise RowError(titles.get(name, name), sentence % {"text": cells.get(name, "")[:40]})
    return value


def _site(number: int, cells: Mapping[str, str], titles: Mapping[str, str], shape: tuple[Point, ...]) -> SiteRow:
    expected = {"key": _("Kennung"), "name": _("Name"), "state": _("Stand"), "day": _("Seit")}

    def title(name: str) -> str:
        return titles.get(name, expected[name])

    for name, most in (("key", 60), ("name", 200)):
        if not cells.get(name):
            raise RowError(title(name), _("Die Angabe fehlt."))
        if len(cells[name]) > most:
            raise RowError(title(name), _("Das sind mehr als %(most)s Zeichen.") % {"most": most})
    event = _event(cells, title)
    return SiteRow(number, cells["key"], cells["name"], cells.get("district", "")[:100], shape, event)


def _event(cells: Mapping[str, str], title: Callable[[str], str]) -> tuple[dt.date, SiteState] | None:
    written = " ".join(cells.get("state", "").split()).casefold()
    if not written:
        return None
    state = next((state for state, words in _STATES.items() if written in words), None)
    if state is None:
        sentence = _("„%(text)s“ ist kein Stand (geplant, in Arbeit, fertig, entfällt).")
        raise RowError(title("state"), sentence % {"text": cells["state"][:40]})
    try:
        period = periods.read(cells.get("day", ""))
    except ValueError:
        period = None
    if period is None or period.start != period.end:
        sentence = _("„%(text)s“ ist kein Tag (zum Beispiel 31.12.2026).")
        raise RowError(title("day"), sentence % {"text": cells.get("day", "")[:40]})
    return period.end, state


# GeoJSON --------------------------------------------------------------------------------------------------------------


def _features(data: bytes, name: str) -> Iterator[tuple[int, Any]]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise TableError(_("„%(name)s“ lässt sich nicht als GeoJSON lesen.") % {"name": name}) from error
    features = document.get("features") if isinstance(document, dict) else None
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise TableError(_("„%(name)s“ ist keine GeoJSON-Sammlung (FeatureCollection).") % {"name": name})
    return iter(enumerate(features, 1))


def _feature(number: int, feature: Any) -> SiteRow:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise RowError("properties", _("Die Angabe fehlt."))
    columns = _columns(list(properties))
    titles = {what: list(properties)[at] for what, at in columns.items()}
    cells = {what: _text(properties[title], title) for what, title in titles.items()}
    if "key" not in cells and feature.get("id") is not None:
        cells["key"] = _text(feature["id"], "id")
    return _site(number, cells, titles, _shape(feature.get("geometry")))


def _text(value: Any, column: str) -> str:
    if isinstance(value, (dict, list)):
        raise RowError(column, _("„%(text)s“ ist weder Text noch Zahl.") % {"text": str(value)[:40]})
    return "" if value is None else str(value).strip()


def _shape(geometry: Any) -> tuple[Point, ...]:
    if geometry is None:
        return ()
    kind, coordinates = _part(geometry)
    if kind not in ("Point", "LineString"):
        sentence = _("„%(kind)s“ lässt sich nicht zeichnen, nur Point und LineString.")
        raise RowError("geometry", sentence % {"kind": kind[:40]})
    points = [coordinates] if kind == "Point" else coordinates
    if not isinstance(points, list) or not 0 < len(points) <= MOST_POINTS:
        raise RowError("geometry", _("Eine Linie hat 1 bis %(most)s Punkte.") % {"most": MOST_POINTS})
    return tuple(_position(point) for point in points)


def _part(geometry: Any) -> tuple[str, Any]:
    """Kind and coordinates; what is one of several by its kind only (as many programs write all lines) is that one."""
    parts = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = parts.get("type"), parts.get("coordinates")
    if kind in ("MultiPoint", "MultiLineString") and isinstance(coordinates, list) and len(coordinates) == 1:
        return kind.removeprefix("Multi"), coordinates[0]
    return str(kind or ""), coordinates


def _position(point: Any) -> Point:
    if isinstance(point, list) and len(point) >= 2 and all(type(one) in (int, float) for one in point[:2]):
        x, y = float(point[0]), float(point[1])
        if -180 <= x <= 180 and -90 <= y <= 90:
            return _not_swapped(x, y, "geometry")
    sentence = _("„%(text)s“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96).")
    raise RowError("geometry", sentence % {"text": str(point)[:40]})

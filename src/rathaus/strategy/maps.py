"""A plain map of sites as SVG made on the server: points and lines, no tiles, nobody else's servers.

States differ by form, not by colour alone: a full disc is done, a ring with a dot in work, a ring planned, a cross
dropped; lines are full, dashed, thin and dotted. The table of the same sites stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rathaus.strategy.models import SiteState
from rathaus.strategy.rollout import Point, Site

MARGIN = 28
LOWEST = 240


@dataclass(frozen=True, slots=True)
class Paper:
    """How large a map may become, in pixels, and how much it holds.

    With more than `names` sites their names would hide the map; the table has them all. With more than `marks` those of
    a state that lie close to each other are drawn as one, so that the picture stays small.
    """

    width: int
    highest: int
    names: int
    marks: int


WIDE = Paper(720, 560, 25, 400)
NARROW = Paper(328, 420, 12, 150)
"""For a phone, on which nobody should have to move a map about."""
_CELL = 10
_PER_DEGREE = 111_320.0
"""Metres of a degree of latitude, near enough for a town."""
_NAME_HEIGHT, _NAME_LETTER, _NAME_GAP = 18, 7.6, 11
_MOST_LETTERS = 24


@dataclass(frozen=True, slots=True)
class _View:
    """From degrees to the picture: degrees of longitude shrink towards the poles."""

    west: float
    north: float
    shrink: float
    scale: float
    left: float
    top: float
    width: int
    height: float

    @classmethod
    def over(cls, points: Sequence[Point], paper: Paper) -> _View:
        west, east = min(x for x, _y in points), max(x for x, _y in points)
        south, north = min(y for _x, y in points), max(y for _x, y in points)
        shrink = math.cos(math.radians((south + north) / 2)) or 1e-6
        # A hundred metres at least, or a single site would fill the picture.
        wide = max((east - west) * shrink, 100 / _PER_DEGREE)
        high = max(north - south, 100 / _PER_DEGREE)
        scale = min((paper.width - 2 * MARGIN) / wide, (paper.highest - 2 * MARGIN) / high)
        height = max(LOWEST, high * scale + 2 * MARGIN)
        left = (paper.width - (east - west) * shrink * scale) / 2
        top = (height - (north - south) * scale) / 2
        return cls(west, north, shrink, scale, left, top, paper.width, height)

    def at(self, point: Point) -> tuple[float, float]:
        x, y = point
        return (
            round(self.left + (x - self.west) * self.shrink * self.scale, 1),
            round(self.top + (self.north - y) * self.scale, 1),
        )

    def bar(self) -> tuple[float, str]:
        """A round length that takes up to a quarter of the width, in pixels and in words."""
        metres = self.width / 4 / self.scale * _PER_DEGREE
        power = 10.0 ** math.floor(math.log10(metres))
        length = max(power * factor for factor in (1, 2, 5) if power * factor <= metres)
        text = f"{length / 1000:g} km".replace(".", ",") if length >= 1000 else f"{length:g} m"
        return round(length / _PER_DEGREE * self.scale, 1), text


def draw(sites: Sequence[Site], *, title: str, paper: Paper = WIDE) -> SafeString:
    """The sites as they stand. Nothing where no position is known."""
    shown = [site for site in sites if site.shape]
    if not shown:
        return SafeString("")
    view = _View.over([point for site in shown for point in site.shape], paper)
    marks = [_mark(site, view) for site in shown]
    if len(marks) <= paper.names:
        _name(marks, view)
    cell = _CELL
    while len(marks) > paper.marks and cell < paper.width:
        marks = _merged(marks, cell)
        cell *= 2
    bar, length = view.bar()
    context = {
        "title": title, "description": description(shown), "marks": marks, "width": paper.width,
        "height": round(view.height + 30), "base": round(view.height + 14), "bar": bar, "length": length,
        "right": paper.width - MARGIN, "narrow": paper is NARROW,
    }  # fmt: skip
    return SafeString(render_to_string("strategy/charts/map.html", context))


def _mark(site: Site, view: _View) -> dict[str, Any]:
    points = [view.at(point) for point in site.shape]
    return {
        "site": site,
        "state": site.state.value,
        "told": f"{site.name}: {site.state.label}",
        "line": " ".join(f"{x},{y}" for x, y in points) if len(points) > 1 else "",
        "at": points[len(points) // 2],
        "name": "",
        "count": 1,
    }


def _merged(marks: Sequence[dict[str, Any]], cell: int) -> list[dict[str, Any]]:
    """One mark for all points of a state in a small square; lines stay."""
    found: dict[object, list[dict[str, Any]]] = {}
    for mark in marks:
        x, y = mark["at"]
        key = mark["site"].key if mark["line"] else (mark["state"], x // cell, y // cell)
        found.setdefault(key, []).append(mark)
    return [some[0] if len(some) == 1 else _together(some) for some in found.values()]


def _together(some: Sequence[dict[str, Any]]) -> dict[str, Any]:
    count = sum(mark["count"] for mark in some)
    return some[0] | {"count": count, "told": f"{count} × {some[0]['site'].state.label}"}


def _name(marks: list[dict[str, Any]], view: _View) -> None:
    """Put each name where it covers neither a mark nor another name: right, left, above or below; else nowhere."""
    taken = [(x - 9, y - 9, x + 9, y + 9) for x, y in (mark["at"] for mark in marks)]
    for mark in sorted(marks, key=lambda one: one["at"]):
        x, y = mark["at"]
        name = mark["site"].name
        text = name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"
        wide = len(text) * _NAME_LETTER
        for anchor, at_x, at_y, left in (
            ("start", x + _NAME_GAP, y + 5, x + _NAME_GAP),
            ("end", x - _NAME_GAP, y + 5, x - _NAME_GAP - wide),
            ("middle", x, y - 14, x - wide / 2),
            ("middle", x, y + 25, x - wide / 2),
        ):
            box = (left, at_y - _NAME_HEIGHT + 4, left + wide, at_y + 4)
            inside = box[0] >= 0 and box[2] <= view.width and box[1] >= 0 and box[3] <= view.height
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                mark |= {"name": text, "anchor": anchor, "name_x": round(at_x, 1), "name_y": round(at_y, 1)}
                break


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def description(sites: Sequence[Site]) -> str:
    """What the map shows, in words."""
    shown = [site for site in sites if site.shape]
    states = [site.state for site in shown]
    parts = [f"{count} {state.label}" for state in SiteState if (count := states.count(state))]
    return _("%(count)s Standorte: %(parts)s.") % {"count": len(shown), "parts": ", ".join(parts)}

"""Charts as SVG made on the server: a title, a description, and always a table of the same figures beside them.

Lines differ by dashes and end in their name, so that nothing hangs on colour; styles are classes of the style sheet,
because the Content-Security-Policy allows none in the document.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rathaus.strategy.templatetags.strategy import decimals

_TOP, _BOTTOM = 20, 40
_YEAR = 44
"""Pixels that the label of a year needs."""
_LETTER = 7.6
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class Size:
    """How large charts are, in pixels: `left` and `right` of lines is room for numbers and, where it is wide, names.

    Bars stand beside their name (`names`), or below it.
    """

    width: int
    height: int
    left: int
    right: int
    names: int
    row: int


WIDE = Size(width=720, height=320, left=72, right=132, names=210, row=28)
NARROW = Size(width=328, height=240, left=50, right=12, names=0, row=46)
"""For a phone, on which nobody should have to move a chart about."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The same chart for wide windows and paper, and for phones; the style sheet shows one of them."""

    wide: SafeString
    narrow: SafeString


def drawing(draw: Callable[[Size], SafeString]) -> Drawing | None:
    """Draw in both sizes; None where there is nothing to draw."""
    return Drawing(wide, draw(NARROW)) if (wide := draw(WIDE)) else None


@dataclass(frozen=True, slots=True)
class Line:
    """A named line: day and value, in the order of the days. `style` 1 to 3, or ``target``."""

    name: str
    points: Sequence[tuple[dt.date, float]]
    style: str = "1"


@dataclass(frozen=True, slots=True)
class Bar:
    """A named bar; `own` is set apart by its form and its bold name."""

    name: str
    value: float
    text: str
    own: bool = False


def lines(
    lines_: Sequence[Line], *, title: str, description: str, unit: str, places: int, size: Size = WIDE
) -> SafeString:
    """Values over time. Nothing where fewer than two points are to be shown."""
    shown = [line for line in lines_ if line.points]
    points = [point for line in shown for point in line.points]
    days = sorted({day for day, _value in points})
    if len(days) < 2:
        return SafeString("")
    scale = _Scale.over([value for _day, value in points])
    first, span = days[0].toordinal(), days[-1].toordinal() - days[0].toordinal()

    def x(day: dt.date) -> float:
        return round(size.left + (day.toordinal() - first) / span * (size.width - size.left - size.right), 1)

    def y(value: float) -> float:
        return round(size.height - _BOTTOM - scale.share(value) * (size.height - _TOP - _BOTTOM), 1)

    ends = _apart([y(line.points[-1][1]) for line in shown])
    drawn = [
        {
            "style": line.style,
            "name": line.name,
            "path": " ".join(f"{x(day)},{y(value)}" for day, value in line.points),
            "points": [(x(day), y(value)) for day, value in line.points],
            "end": _end(line.name, x(line.points[-1][0]), end, size),
        }
        for line, end in zip(shown, ends, strict=True)
    ]
    ticks = [(y(tick), decimals(tick, scale.places(places))) for tick in scale.ticks]
    years = _spaced([(x(day), str(day.year)) for day in _one_per_year(days)])
    context = {
        "title": title, "description": description, "unit": unit, "lines": drawn, "ticks": ticks, "years": years,
        "size": size, "right": size.width - size.right, "base": size.height - _BOTTOM, "narrow": size is NARROW,
    }  # fmt: skip
    return SafeString(render_to_string("strategy/charts/lines.html", context))


def _end(name: str, x: float, y: float, size: Size) -> tuple[float, float, str]:
    """Where the name of a line stands: behind its end, or where there is no room above it."""
    wide = len(name) * _LETTER
    if x + 10 + wide <= size.width:
        return x + 10, y + 5, "start"
    return (x, y - 10, "end") if x >= wide else (size.left, y - 10, "start")


def _spaced(labels: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The labels that have room, from the last on."""
    found: list[tuple[float, str]] = []
    for x, text in reversed(labels):
        if not found or found[-1][0] - x >= _YEAR:
            found.append((x, text))
    return found[::-1]


def bars(bars_: Sequence[Bar], *, title: str, description: str, size: Size = WIDE) -> SafeString:
    """Values side by side, in the order given. Bars begin at zero, to the left of it where a value is negative."""
    if not bars_:
        return SafeString("")
    low, high = min(0.0, *(bar.value for bar in bars_)), max(0.0, *(bar.value for bar in bars_))
    room, span = size.width - size.names - 90, (high - low) or 1.0
    zero = size.names - low / span * room
    drawn = [
        {
            "bar": bar,
            "y": number * size.row,
            "x": round(min(zero, zero + bar.value / span * room), 1),
            "width": round(max(abs(bar.value) / span * room, 1), 1),
            "text_x": round(max(zero, zero + bar.value / span * room) + 6, 1),
        }
        for number, bar in enumerate(bars_)
    ]
    context = {
        "title": title, "description": description, "bars": drawn, "size": size, "height": len(bars_) * size.row + 4,
        "name_x": size.names - 8, "narrow": size is NARROW,
    }  # fmt: skip
    return SafeString(render_to_string("strategy/charts/bars.html", context))


_PRINTED = """<style>
text { font-family: "Fira Sans"; font-size: 15px; fill: #171a2b; }
.s-chart__label { fill: #4d5478; }
.s-chart__grid { stroke: #bcc2d6; stroke-width: 1; }
.s-chart__line { fill: none; stroke: #174099; stroke-width: 3; }
.s-chart__point { fill: #174099; }
.s-chart__line--2 { stroke: #4d5478; stroke-dasharray: 8 5; }
.s-chart__point--2 { fill: #4d5478; }
.s-chart__line--target { stroke: #00612f; stroke-dasharray: 2 6; }
.s-chart__point--target { fill: #ffffff; stroke: #00612f; stroke-width: 3; }
.s-mark__ring { fill: #ffffff; stroke: #174099; stroke-width: 2.5; }
.s-mark--done .s-mark__ring, .s-mark__dot { fill: #174099; }
.s-mark--planned .s-mark__ring { stroke: #4d5478; }
.s-mark__cross { fill: none; stroke: #4d5478; stroke-width: 2.5; }
.s-mark__line { fill: none; stroke: #174099; stroke-width: 5; }
.s-mark--building .s-mark__line { stroke-width: 4; stroke-dasharray: 10 7; }
.s-mark--planned .s-mark__line { stroke: #4d5478; stroke-width: 1.5; }
.s-mark--dropped .s-mark__line { stroke: #4d5478; stroke-width: 2; stroke-dasharray: 1 6; }
.s-map__bar { fill: none; stroke: #4d5478; stroke-width: 1.5; }
</style>"""


def printable(chart: str) -> str:
    """A chart or map as a file of its own, for paper: with the look that the style sheet gives it on pages."""
    head, close, body = chart.partition(">")
    return f"{head.replace('<svg', SVG, 1)}{close}{_PRINTED}{body}"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Round ticks around the values; from zero where that is near."""

    ticks: Sequence[float]

    @classmethod
    def over(cls, values: Sequence[float]) -> _Scale:
        low, high = min(values), max(values)
        if (low > 0 and low < high * 0.6) or (low == high and low > 0):
            low = 0.0
        raw = (high - low) / 4 or 1.0
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw)
        first = math.floor(low / step)
        return cls([round(number * step, 10) for number in range(first, max(math.ceil(high / step), first + 1) + 1)])

    def share(self, value: float) -> float:
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])

    def places(self, most: int) -> int:
        """Only as many decimals as the ticks need."""
        return next((n for n in range(most) if all(round(tick, n) == tick for tick in self.ticks)), most)


def _apart(heights: list[float], least: float = 16.0) -> list[float]:
    """The same heights, moved down where two names would overlap."""
    moved = dict[int, float]()
    last = -math.inf
    for number in sorted(range(len(heights)), key=heights.__getitem__):
        moved[number] = last = max(heights[number], last + least)
    return [moved[number] for number in range(len(heights))]


def _one_per_year(days: Sequence[dt.date], most: int = 8) -> Iterator[dt.date]:
    """The last day of each year, thinned out so that the labels stay apart."""
    by_year = {day.year: day for day in days}
    every = math.ceil(len(by_year) / most)
    yield from list(by_year.values())[::-every][::-1]

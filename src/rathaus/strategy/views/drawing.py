"""The charts of the indicator pages: which lines and bars, and what a screen reader hears of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rathaus.strategy import charts, queries
from rathaus.strategy.charts import Bar, Drawing, Line
from rathaus.strategy.comparing import Comparison
from rathaus.strategy.models import Indicator, Target
from rathaus.strategy.periods import Period
from rathaus.strategy.queries import Latest, Others, Point
from rathaus.strategy.templatetags.strategy import decimals, figure
from rathaus.towns import scope

COURSE_PERIODS = 20
"""The newest periods beside a goal; the page of the indicator has more."""
LONGEST_UNIT = 8
"""Letters of a unit that stands behind every figure of a chart with bars."""


def history(
    indicator: Indicator, points: Sequence[Point], others: dict[Period, Others], targets: Sequence[Target]
) -> Drawing | None:
    """The town's own figures over time, the median of all places, and the targets."""
    own = _own(points)
    if len(own) < 2:
        return None
    last = own[-1]
    middle = sorted((one.period.end, one.median) for one in others.values())
    aims = sorted((target.due_on, target.value) for target in targets)
    aimed = [last, *(aim for aim in aims if aim[0] > last[0])] if aims else []
    shown = [
        Line(scope.current().name, own),
        Line(_("Median"), middle, "2"),
        Line(pgettext("indicator", "Ziel"), aimed, "target"),
    ]
    said = {"title": indicator.name, "description": told(indicator, points), "unit": indicator.unit}
    return charts.drawing(lambda size: charts.lines(shown, **said, places=indicator.decimals, size=size))


def course(one: Latest) -> tuple[Sequence[Point], Drawing | None]:
    """The town's own released figures of an indicator, the newest first, and their chart with the targets."""
    points = queries.whole_and_parts(queries.own_figures(one.indicator, released_only=True))[0][:COURSE_PERIODS]
    return points, history(one.indicator, points, {}, list(one.indicator.targets.all()))


def _own(points: Sequence[Point]) -> list[tuple[dt.date, float]]:
    return sorted((point.period.end, point.value) for point in points if not point.breakdown)


def told(indicator: Indicator, points: Sequence[Point]) -> str:
    """The course of the town's own figures in a sentence; for two and more of them."""
    own = sorted((point for point in points if not point.breakdown), key=lambda point: point.period)
    return _("Von %(first)s (%(from)s) auf %(last)s (%(to)s).") % {
        "first": figure(own[0].value, indicator),
        "from": own[0].period,
        "last": figure(own[-1].value, indicator),
        "to": own[-1].period,
    }


def standing(found: Comparison) -> Drawing | None:
    """The places side by side by one indicator, the best first; the town itself is always among them.

    A long unit has no room beside a bar; the title and the table above have it.
    """
    if not found.leaders:
        return None
    summary, shown = found.summaries[0], list(found.leaders)
    chosen = summary.chosen
    if found.own and not any(row.own for row in shown):
        shown.append(found.own)

    def label(value: float) -> str:
        return figure(value, chosen) if len(chosen.unit) <= LONGEST_UNIT else decimals(value, chosen.decimals)

    bars = [
        Bar(row.place.name, value, label(value), own=row.own)
        for row in shown
        if (value := row.standings[0].value) is not None
    ]
    title = f"{chosen.indicator.name}, {chosen.unit}" if len(chosen.unit) > LONGEST_UNIT else chosen.indicator.name
    said = _("%(count)s von %(all)s Orten, der beste zuerst.") % {"count": len(bars), "all": summary.counted}
    return charts.drawing(lambda size: charts.bars(bars, title=title, description=said, size=size))

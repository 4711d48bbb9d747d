"""What the newer version of a strategy part changes: told, to be entered by people where they want it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, StrategyContents
from rathaus.exchange.package.language import sentence as _
from rathaus.exchange.updates.model import Difference, Part


def compare(before: StrategyContents, now: StrategyContents) -> tuple[Difference, ...]:
    """Goals, measures and indicators that are new, gone or different."""
    return tuple(_differences(dict(_facts(before)), dict(_facts(now))))


Fact = tuple[str, tuple[str, ...]]
"""What something is called, and what is said of it, line by line."""


def _facts(contents: StrategyContents) -> Iterator[tuple[str, Fact]]:
    for goal in contents.goals:
        yield f"goal:{goal.id}", (goal.title, _goal(goal))
        for measure in goal.measures:
            yield f"measure:{measure.id}", (measure.title, _measure(measure))
    for indicator in contents.indicators:
        yield f"indicator:{indicator.key}", (indicator.name, _indicator(indicator))


def _goal(one: GoalPart) -> tuple[str, ...]:
    return _lines(one.title, one.meaning, one.indicator)


def _measure(one: MeasurePart) -> tuple[str, ...]:
    return _lines(
        one.title,
        one.description,
        gettext("Risiken: %s") % one.risks if one.risks else "",
        gettext("Dauer: %d Tage") % one.days,
        *(
            gettext("Meilenstein nach %(days)d Tagen: %(title)s") % {"days": each.day, "title": each.title}
            for each in one.milestones
        ),
        *(
            gettext("Geplant: %(euros)s Euro (%(source)s)") % {"euros": _euros(each.budget), "source": each.source}
            for each in one.money
        ),
    )


def _euros(amount: str) -> str:
    return number_format(Decimal(amount).quantize(Decimal(1)), force_grouping=True)


def _indicator(one: IndicatorPart) -> tuple[str, ...]:
    return _lines(one.name, one.meaning, one.unit, one.direction, one.method, one.source, one.licence, one.frequency)


def _lines(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _differences(before: dict[str, Fact], now: dict[str, Fact]) -> Iterator[Difference]:
    """Of what is different only the lines that are."""
    nothing: Fact = ("", ())
    for key in {**now, **before}:
        (was_called, was), (called, there) = before.get(key, nothing), now.get(key, nothing)
        if was == there:
            continue
        told = _("Das ist anders.") if was and there else _("Das entfällt.") if was else _("Das ist neu.")
        gone = "\n".join(line for line in was if line not in there)
        new = "\n".join(line for line in there if line not in was)
        yield Difference(key, Part.STRATEGY, called or was_called, (told,), (), gone or None, new or None, None)

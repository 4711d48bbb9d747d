"""What the newer version of a strategy part changes: told, to be entered by people where they want it."""

from __future__ import annotations

from collections.abc import Iterator

from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, StrategyContents
from rathaus.exchange.package.language import sentence as _
from rathaus.exchange.updates.model import Difference, Part


def compare(before: StrategyContents, now: StrategyContents) -> tuple[Difference, ...]:
    """Goals, measures and indicators that are new, gone or different."""
    return tuple(_differences(dict(_facts(before)), dict(_facts(now))))


def _facts(contents: StrategyContents) -> Iterator[tuple[str, tuple[str, str]]]:
    for goal in contents.goals:
        yield f"goal:{goal.id}", (goal.title, _goal(goal))
        for measure in goal.measures:
            yield f"measure:{measure.id}", (measure.title, _measure(measure))
    for indicator in contents.indicators:
        yield f"indicator:{indicator.key}", (indicator.name, _indicator(indicator))


def _goal(one: GoalPart) -> str:
    return "\n".join(part for part in (one.title, one.meaning, one.indicator) if part)


def _measure(one: MeasurePart) -> str:
    milestones = [f"{each.title} ({each.day} Tage)" for each in one.milestones]
    money = [f"{each.budget} € ({each.source})" for each in one.money]
    parts = (one.title, one.description, one.risks, f"{one.days} Tage", *milestones, *money)
    return "\n".join(part for part in parts if part)


def _indicator(one: IndicatorPart) -> str:
    parts = (one.name, one.meaning, one.unit, one.direction, one.method, one.source, one.licence, one.frequency)
    return "\n".join(part for part in parts if part)


def _differences(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> Iterator[Difference]:
    for key in {**now, **before}:
        was, there = before.get(key), now.get(key)
        if was == there:
            continue
        told = _("Das ist anders.") if was and there else _("Das entfällt.") if was else _("Das ist neu.")
        title = (there or was or ("", ""))[0]
        yield Difference(
            key, Part.STRATEGY, title, (told,), (), was[1] if was else None, there[1] if there else None, None
        )

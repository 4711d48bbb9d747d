"""From what a town has published to the contents of a package: by an allow list, so that nothing of a person gets in.

What is not named here stays at home: accounts, departments, applications, cases, who published or wrote something, and
whatever a person typed that is not published or a part of a rule. A text filled in beforehand is of its town, too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from rathaus.catalogue import queries
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents, texts_of
from rathaus.exchange.contents.strategy import (
    GoalPart,
    IndicatorPart,
    MeasurePart,
    MilestonePart,
    MoneyPart,
    StrategyContents,
)
from rathaus.fim.model import CodeList, DataType, Field, Schema
from rathaus.fim.rules.byhand import HandReading
from rathaus.fim.rules.jsonform import statement_to_json
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.trying import bare
from rathaus.people.models import Role
from rathaus.strategy import plan as plans
from rathaus.strategy import planning
from rathaus.strategy.models import Indicator

_UNNAMED = "unbenannt"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_NUMBER = re.compile(r"[0-9.,+-]{1,40}")


def of_version(version: ServiceVersion) -> ServiceContents:
    """A published version as contents, without trials: to compare with, not to pass on."""
    texts = ServiceTexts.from_json(version.texts)
    return ServiceContents(
        definition=version.definition.source_bytes(),
        lists={key: file.data for key, file in queries.list_files(version.lists).items()},
        texts=texts_of(texts),
        rules=queries.hand_readings(version.rules),
        presets=version.presets or {},
        positions={role: path for role, path in version.roles.items() if isinstance(path, str)},
        letters=dict(texts.letters),
    )


def to_pass_on(version: ServiceVersion, *, today: dt.date) -> ServiceContents:
    """What travels of a published version, with trials for a day."""
    whole, made = of_version(version), queries.material(version.pk)
    return replace(
        whole,
        rules=tuple(without_people(one, made.schema, made.lists) for one in whole.rules),
        presets={
            path: text for path, text in whole.presets.items() if _names_nobody(path, text, made.schema, made.lists)
        },
        trials=trials.make(queries.questionnaire(version.pk), today),
    )


def without_people(reading: HandReading, schema: Schema, lists: Mapping[str, CodeList]) -> HandReading:
    """A rule written by hand with the roles of those who answer for it, and only with trials that can name nobody."""
    said = frozenset(word for one in reading.says for word in _words(statement_to_json(one)))
    kept = tuple(
        trial
        for trial in reading.trials
        if all(value in said or _names_nobody(path, value, schema, lists) for path, value in trial.answers.items())
    )
    written, signed = _role(reading.written_by), _role(reading.signed_by)
    return replace(reading, trials=kept, written_by=written, signed_by=signed)


def _role(text: str) -> str:
    return text if text in Role.values else _UNNAMED


_NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})


def _names_nobody(path: str, value: Value, schema: Schema, lists: Mapping[str, CodeList]) -> bool:
    """A number, a yes or no, a day, or a code of the question's list: nothing else that somebody typed."""
    if not isinstance(value, str):
        return True
    position = schema.positions.get(bare(path))
    if position is None or not isinstance(position.element, Field):
        return False
    codes = Places(schema, lists).codes(position.element)
    if codes is not None:
        return any(code.code == value for code in codes)
    match position.element.data_type:
        case DataType.DATE:
            return _DAY.fullmatch(value) is not None
        case DataType.BOOL:
            return value in ("true", "false")
        case kind if kind in _NUMBERS:
            return _NUMBER.fullmatch(value) is not None
    return False


def _words(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(part)


def of_strategy(measure_ids: Collection[str]) -> StrategyContents:
    """These measures of the published strategy, with their goals and the indicators that show them.

    Only what is public: reports, departments, what was spent and why something was stopped stay at home.
    """
    published = planning.newest()
    plan = plans.from_json(published.content) if published else None
    goals = tuple(
        _goal(field.name, goal, chosen)
        for field in (plan.fields if plan else ())
        for goal in field.goals
        if (chosen := [one for one in goal.measures if one.id in measure_ids])
    )
    keys = {goal.indicator for goal in goals if goal.indicator}
    rows = Indicator.objects.filter(key__in=keys, published_at__isnull=False).order_by("key")
    return StrategyContents(goals, tuple(map(_indicator, rows)))


def _goal(field: str, goal: plans.Goal, measures: list[plans.Measure]) -> GoalPart:
    return GoalPart(goal.id, field, goal.title, goal.meaning, goal.indicator, tuple(map(_measure, measures)))


def _measure(one: plans.Measure) -> MeasurePart:
    return MeasurePart(
        id=one.id,
        title=one.title,
        description=one.description,
        risks=one.risks,
        days=(one.ends_on - one.starts_on).days,
        service=one.service_name,
        milestones=tuple(
            MilestonePart(each.title, max(0, (each.due_on - one.starts_on).days)) for each in one.milestones
        ),
        money=tuple(
            MoneyPart(max(0, each.year - one.starts_on.year), each.source, str(each.budget)) for each in one.money
        ),
    )


def _indicator(row: Indicator) -> IndicatorPart:
    return IndicatorPart(**{part.name: getattr(row, part.name) for part in dataclasses.fields(IndicatorPart)})

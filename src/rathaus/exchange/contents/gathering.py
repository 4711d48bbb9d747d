"""From what a town has published to the contents of a package: by an allow list, so that nothing of a person gets in.

What is not named here stays at home: accounts, departments, applications, cases, who published or wrote something, and
whatever a person typed that is not published or a part of a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rathaus.catalogue import queries
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents, texts_of
from rathaus.fim.model import CodeList, DataType, Field, Schema
from rathaus.fim.rules.byhand import HandReading
from rathaus.fim.rules.jsonform import statement_to_json
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.resolve import Places
from rathaus.people.models import Role

_UNNAMED = "unbenannt"


def of_version(version: ServiceVersion, *, today: dt.date | None = None) -> ServiceContents:
    """A published version; with trials where `today` is given, else without."""
    texts = ServiceTexts.from_json(version.texts)
    made = queries.material(version.pk)
    return ServiceContents(
        definition=version.definition.source_bytes(),
        lists={key: file.data for key, file in queries.list_files(version.lists).items()},
        texts=texts_of(texts),
        rules=tuple(without_people(one, made.schema, made.lists) for one in queries.hand_readings(version.rules)),
        positions={role: path for role, path in version.roles.items() if isinstance(path, str)},
        letters=dict(texts.letters),
        trials=trials.make(queries.questionnaire(version.pk), today) if today else (),
    )


def without_people(reading: HandReading, schema: Schema, lists: Mapping[str, CodeList]) -> HandReading:
    """A rule written by hand with the roles of those who answer for it, and only with trials that can name nobody."""
    said = frozenset(word for one in reading.says for word in _words(statement_to_json(one)))
    kept = tuple(
        trial
        for trial in reading.trials
        if all(_is_harmless(path, value, schema, lists, said) for path, value in trial.answers.items())
    )
    written, signed = _role(reading.written_by), _role(reading.signed_by)
    return replace(reading, trials=kept, written_by=written, signed_by=signed)


def _role(text: str) -> str:
    return text if text in Role.values else _UNNAMED


def _is_harmless(path: str, value: Value, schema: Schema, lists: Mapping[str, CodeList], said: frozenset[str]) -> bool:
    """A number, a yes or no, a day, a code of the question's list, or a word of the rule itself."""
    if not isinstance(value, str) or value in said:
        return True
    position = schema.positions.get(path)
    if position is None or not isinstance(position.element, Field):
        return False
    codes = Places(schema, lists).codes(position.element)
    if codes is not None:
        return any(code.code == value for code in codes)
    return position.element.data_type is DataType.DATE and _is_day(value)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _words(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(part)

"""Answers under the property names of `rathaus.fim.json_schema`, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rathaus.fim.json_schema import name_of, unasked
from rathaus.fim.model import DataType, Field, Group, Position, Schema
from rathaus.questionnaire.draft import FileRef

_ZONE = ZoneInfo("Europe/Berlin")


def to_submission(schema: Schema, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Valid answers under the property names of `json_schema`, without the house's own questions.

    Files become their ids; dates with time get the offset of local time, times of day the ``Z`` that the format demands
    (they stay local all the same). A demanded field that is never asked (locked or hidden, without content) is written
    as an empty text, filled up with hyphens where a minimum length is demanded; what is no text is left out.
    """
    return _write(schema.children, answers)


def _write(children: Iterable[Position], answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in children:
        value = answers.get(child.id, unasked(child))
        if value is None:
            continue
        element = child.element
        if isinstance(element, Field):
            write = [_plain(element, one) for one in value] if isinstance(value, list) else _plain(element, value)
        elif isinstance(value, list):
            write = [_write(child.children, one) for one in value]
        else:
            write = _write(child.children, value)
        found[name_of(child)] = write
    return found


def _plain(field: Field, value: Any) -> Any:
    if field.data_type is DataType.FILE and isinstance(value, Mapping):
        return value["file"]
    if field.data_type is DataType.DATETIME:
        return dt.datetime.fromisoformat(value).replace(tzinfo=_ZONE).isoformat()
    if field.data_type is DataType.TIME:
        return f"{value}Z"
    return value


def from_submission(schema: Schema, data: Mapping[str, Any], files: Mapping[str, FileRef]) -> dict[str, Any]:
    """The opposite of `to_submission`: answers by bare ids. Properties may also carry bare ids as names.

    `files` gives the files by their ids. What the definition does not know is left out.
    """
    return _read(schema.children, data, files)


def _read(children: Iterable[Position], data: Mapping[str, Any], files: Mapping[str, FileRef]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in children:
        value = data.get(name_of(child), data.get(child.id))
        if value is None or value == _write((child,), {}).get(name_of(child)):
            continue
        found[child.id] = (
            [_one(child, v, files) for v in value] if isinstance(value, list) else _one(child, value, files)
        )
    return found


def _one(position: Position, value: Any, files: Mapping[str, FileRef]) -> Any:
    element = position.element
    if isinstance(element, Group):
        return _read(position.children, value if isinstance(value, Mapping) else {}, files)
    if element.data_type is DataType.FILE and value in files:
        return files[value].to_json()
    if element.data_type is DataType.DATETIME:
        return dt.datetime.fromisoformat(value).astimezone(_ZONE).replace(tzinfo=None).isoformat()
    return value.removesuffix("Z") if element.data_type is DataType.TIME else value

"""Applications of the demo written in words: labels and option names become ids and codes, ``heute+7`` a date.

``"Datum": "heute+7"``, ``"Beginn": "heute+7T08:00:00"``, ``"Nachweis": "Vertrag.pdf"`` (a file of that name).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rathaus.fim.model import DataType, Field, FieldKind, Position
from rathaus.questionnaire import FileRef, Question, Questionnaire

_RELATIVE = re.compile(r"heute([+-]\d+)?(T.*)?")


class DemoError(Exception):
    """The demo's own material does not fit together; the message says where."""


class Translator:
    """Translates the answers of one application."""

    def __init__(self, asked: Questionnaire, today: dt.date) -> None:
        self._schema, self._today = asked.schema, today
        questions = (item for page in asked.pages for item in page.items if isinstance(item, Question))
        self._options = {question.path: question.options for question in questions}

    def answers(self, words: Mapping[str, Any]) -> dict[str, Any]:
        """The answers by ids."""
        return self._group(self._schema.children, words, "")

    def _group(self, positions: Iterable[Position], words: Mapping[str, Any], where: str) -> dict[str, Any]:
        by_label = {position.element.label_output: position for position in positions}
        translated = {}
        for label, value in words.items():
            position = by_label.get(label)
            if position is None:
                raise DemoError(f"{where}{label}: gibt es nicht; bekannt sind {', '.join(by_label)}")
            many = position.cardinality.repeatable
            if many and not isinstance(value, list):
                raise DemoError(f"{where}{label}: hier muss eine Liste stehen")
            one_by_one = [self._one(position, entry, f"{where}{label} › ") for entry in (value if many else [value])]
            translated[position.id] = one_by_one if many else one_by_one[0]
        return translated

    def _one(self, position: Position, value: Any, where: str) -> Any:
        element = position.element
        if not isinstance(element, Field):
            return self._group(position.children, value, where)
        if element.kind is FieldKind.SELECT:
            return self._code(position, value, where)
        if element.data_type is DataType.FILE:
            return _file(value)
        relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
        if relative:
            day = self._today + dt.timedelta(days=int(relative[1] or 0))
            return f"{day.isoformat()}{relative[2] or ''}"
        return value

    def _code(self, position: Position, name: str, where: str) -> str:
        for option in self._options[position.path]:
            if option.label == name:
                return option.code
        raise DemoError(f"{where}{name}: steht nicht in der Liste")


def _file(name: str) -> dict[str, Any]:
    """A file of that name; its id and size come with its content."""
    media_type = "image/png" if name.endswith(".png") else "application/pdf"
    return FileRef("", name, 0, media_type).to_json()

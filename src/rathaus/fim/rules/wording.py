"""What the elements and codes of a schema are called."""

from __future__ import annotations

from collections.abc import Mapping

from rathaus.fim.model import CodeList, DataType, Group, Schema
from rathaus.fim.rules.logic import Literal
from rathaus.fim.rules.phrases import WORDS, Language
from rathaus.fim.rules.resolve import Places

_TIMES = frozenset({DataType.DATE, DataType.TIME, DataType.DATETIME})


class Wording:
    """The names of elements and codes, in the words of the definition."""

    def __init__(self, schema: Schema, lists: Mapping[str, CodeList] | None = None) -> None:
        self._positions = schema.positions
        self._places = Places(schema, lists or {})

    def name(self, path: str) -> str:
        """What the applicant reads for the element at `path`; its name, where the label is a whole paragraph."""
        element = self._positions[path].element
        label = " ".join(element.label_input.split())
        return label if label and len(label) <= 120 else element.head.name

    def value(self, path: str, literal: Literal, language: Language) -> str:
        """What the applicant reads for `literal` at `path`."""
        if isinstance(literal, bool):
            return WORDS[language]["yes" if literal else "no"]
        element = self._positions[path].element
        codes = () if isinstance(element, Group) else self._places.codes(element) or ()
        return next((code.name for code in codes if code.code == literal), literal)

    def is_date(self, path: str) -> bool:
        """Whether the field at `path` holds a point in time."""
        element = self._positions[path].element
        return not isinstance(element, Group) and element.data_type in _TIMES

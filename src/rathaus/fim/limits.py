"""``praezisierung``: the bounds of a value, attributes in 3.0.0 and a JSON object as text in 2.0."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from rathaus.fim.elements import Bag, clean
from rathaus.fim.model import DataType, Dialect, Limits

NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
_NO_LIMITS = Limits()
_LENGTH = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_KEYS = ("minLength", "maxLength", "minValue", "maxValue", "pattern")


class LimitReader:
    """Reads limits; what is no limit is noted and left out, never guessed."""

    def __init__(self, dialect: Dialect, note: Callable[[str, str, Bag], None]) -> None:
        self._attributes = dialect is Dialect.XDF3
        self._note = note

    def read(self, bag: Bag, data_type: DataType) -> Limits:
        """The limits of the field that `bag` is."""
        if self._attributes:
            element = bag.one("praezisierung")
            if element is None:
                return _NO_LIMITS
            given: Mapping[str, str | None] = {str(key): str(value) for key, value in element.items()}
        else:
            given = self._from_json(bag)
        return self._limits(bag, {key: clean(given.get(key)) for key in _KEYS}, data_type)

    def _limits(self, bag: Bag, given: Mapping[str, str | None], data_type: DataType) -> Limits:
        value = self._number if data_type in NUMBERS else self._as_written
        return Limits(
            min_length=self._length(bag, given["minLength"], "1059", "minimale"),
            max_length=self._length(bag, given["maxLength"], "1060", "maximale"),
            min_value=value(bag, given["minValue"], "1062", "untere"),
            max_value=value(bag, given["maxValue"], "1063", "obere"),
            pattern=given["pattern"],
        )

    def _from_json(self, bag: Bag) -> Mapping[str, str | None]:
        text = bag.texts.get("praezisierung")
        if text is None:
            return {}
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._note("praezisierung", f"Die Präzisierung „{text[:80]}“ ist nicht lesbar und wird übergangen.", bag)
            return {}
        return {key: str(value) for key, value in found.items() if value is not None}

    def _length(self, bag: Bag, text: str | None, code: str, which: str) -> int | None:
        if text is None:
            return None
        if not _LENGTH.fullmatch(text):
            self._note(code, f"Die {which} Feldlänge „{text[:40]}“ ist keine ganze Zahl und wird übergangen.", bag)
            return None
        return int(text)

    def _number(self, bag: Bag, text: str | None, code: str, which: str) -> Decimal | None:
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            self._note(code, f"Die {which} Wertgrenze „{text[:40]}“ ist keine Zahl und wird übergangen.", bag)
            return None
        return Decimal(text)

    @staticmethod
    def _as_written(_bag: Bag, text: str | None, _code: str, _which: str) -> str | None:
        return text

"""Answers as people write them down, by ids and dotted paths, as nested answers by bare ids."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from rathaus.fim.model import DataType, Field, Group, Position

_STEP = re.compile(r"([A-Z][0-9]+)(?:\[([1-9][0-9]{0,3})\])?")
_VERSIONED = re.compile(r"([A-Z][0-9]+)V[0-9]+(?:\.[0-9]+)*")


class AnswersError(ValueError):
    """Answers that cannot be tied to the definition; the message is one German sentence."""


def nest(positions: Mapping[str, Position], given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` as nested answers.

    A key is an id that stands once (or once below the group it is written in), a dotted path or the end of one; entries
    of repeated elements are lists, or named by their number: ``G99000000001[2].F99000000001``. A list at a field of a
    repeated group has an answer for each of its entries. Ids may carry a version (``F99000000001V1.0``). Raises
    `AnswersError` for keys that name nothing, or several things, and for several answers where there is one.
    """
    nested: dict[str, Any] = {}
    _Nester(positions).add(nested, "", given)
    return nested


class _Nester:
    """Puts answers where they belong."""

    def __init__(self, positions: Mapping[str, Position]) -> None:
        self._positions = positions

    def add(self, into: dict[str, Any], base: str, given: Mapping[str, Any]) -> None:
        """Put what was given below the group `base` into its answers."""
        for key, value in given.items():
            steps = self._steps(key)
            path = self._path(base, [id_ for id_, _ in steps], key)
            ids = path[len(base) + 1 if base else 0 :].split(".")
            numbers = [None] * (len(ids) - len(steps)) + [number for _, number in steps]
            self._put(into, base, list(zip(ids, numbers, strict=True)), value)

    @staticmethod
    def _steps(key: str) -> list[tuple[str, int | None]]:
        if versioned := _VERSIONED.fullmatch(key):
            return [(versioned[1], None)]
        found = [_STEP.fullmatch(part) for part in key.split(".")]
        if not all(found):
            raise AnswersError(f"„{key}“ ist keine Id und kein Pfad.")
        return [(step[1], int(step[2]) if step[2] else None) for step in found if step]

    def _path(self, base: str, ids: list[str], key: str) -> str:
        written = ".".join(ids)
        direct = f"{base}.{written}" if base else written
        if direct in self._positions:
            return direct
        below = f"{base}." if base else ""
        fitting = [path for path in self._positions if path.startswith(below) and path.endswith(f".{written}")]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise AnswersError(f"{key} steht an {len(fitting)} Stellen der Definition; nennen Sie den ganzen Pfad.")
        raise AnswersError(f"Die Antworten nennen {key}; das gibt es in dieser Definition nicht.")

    def _put(self, into: dict[str, Any], base: str, steps: list[tuple[str, int | None]], value: Any) -> None:
        (id_, number), *rest = steps
        path = f"{base}.{id_}" if base else id_
        position = self._positions[path]
        if rest and number is None and position.cardinality.repeatable and self._spreads(path, rest, value):
            for index, one in enumerate(value, start=1):
                self._put(into, base, [(id_, index), *rest], one)
        elif rest:
            self._put(self._entry(into, position, number), path, rest, value)
        elif not isinstance(position.element, Group):
            self._value(into, position, number, value)
        elif isinstance(value, Mapping):
            self.add(self._entry(into, position, number), path, value)
        elif isinstance(value, list) and position.cardinality.repeatable and number is None:
            for index, entry in enumerate(value, start=1):
                self._put(into, base, [(id_, index)], entry)
        elif value is not None:
            raise AnswersError(f"{path} ist eine Gruppe; dort stehen die Antworten auf ihre Felder.")

    def _spreads(self, group: str, rest: list[tuple[str, int | None]], value: Any) -> bool:
        """Whether `value` has one answer for each entry of `group`: a list, while nothing further down is repeated."""
        below = itertools.accumulate((id_ for id_, _ in rest), "{}.{}".format, initial=group)
        return isinstance(value, list) and not any(self._positions[p].cardinality.repeatable for p in list(below)[1:])

    @staticmethod
    def _entry(into: dict[str, Any], position: Position, number: int | None) -> dict[str, Any]:
        """The answers of a group, or of one entry of a repeated one."""
        if not position.cardinality.repeatable:
            found: dict[str, Any] = into.setdefault(position.id, {})
            return found
        entries: list[dict[str, Any]] = into.setdefault(position.id, [])
        if number is None and len(entries) > 1:
            raise AnswersError(f"{position.path} hat mehrere Einträge; nennen Sie die Nummer.")
        wanted = number or 1
        while len(entries) < wanted:
            entries.append({})
        return entries[wanted - 1]

    @staticmethod
    def _value(into: dict[str, Any], position: Position, number: int | None, value: Any) -> None:
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, list | Mapping) for one in values) and not _is_file(position):
            raise AnswersError(f"{position.path} ist ein Feld; dort steht ein Text, eine Zahl oder ein Wahrheitswert.")
        one_only = number is not None or not position.cardinality.repeatable
        if one_only and len(values) > 1:
            raise AnswersError(f"{position.path} nimmt nur eine Antwort; dort stehen {len(values)}.")
        if one_only:
            value = values[0] if values else None
        if number is None or not position.cardinality.repeatable:
            into[position.id] = value
            return
        before: list[Any] = into.setdefault(position.id, [])
        before += [None] * (number - len(before))
        before[number - 1] = value


def _is_file(position: Position) -> bool:
    return isinstance(position.element, Field) and position.element.data_type is DataType.FILE

"""A rule text without its schema: a schema is made up in which every id of the text stands for one position.

What a field holds is taken from the values that the text compares it with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rathaus.fim.model import (
    BoundRule,
    Cardinality,
    DataType,
    Dialect,
    Field,
    FieldKind,
    Group,
    Head,
    Position,
    Rule,
    Schema,
)
from rathaus.fim.rules.binding import bind
from rathaus.fim.rules.evaluating import Facts
from rathaus.fim.rules.guesses import Guess, guesses
from rathaus.fim.rules.reading import tree
from rathaus.fim.rules.reading.grammar import read
from rathaus.fim.rules.reckoning import fitted, plain
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.resolve import Places

_SCHEMA_ID, _RULE_ID = "S99000000001", "R99000000001"
_ONCE = Cardinality(0, 1)
_OFTEN = Cardinality(0, None)
_FILLED = ""  # no element has an empty id


@dataclass(frozen=True, slots=True)
class Alone:
    """A reading of one text, the schema made up for it, and how the text writes each position: an id or dotted path."""

    rule: ReadRule
    schema: Schema
    written: Mapping[str, str]

    def facts(self, given: Mapping[str, Any], today: dt.date) -> Facts:
        """Answers by id or dotted path, each as the kind of value that its field holds.

        `True` stands for a filled group, as does an answer inside it to what the text does not name. Lists of one
        length at all answered fields of a group are its entries, and so is a list at the group itself. The rest is
        left out.
        """
        found: dict[str, Any] = {}
        for key, value in given.items():
            path = self._path(key) or self._group_around(key)
            if path is not None and value is not None:
                found[path] = _fit(value, self.schema.positions[path].element)
        entries = {path: size for path in self.schema.positions if (size := self._entries(path, found))}
        nested: dict[str, Any] = {}
        for path, value in found.items():
            group = next((group for group in entries if path == group or path.startswith(f"{group}.")), None)
            if group is None:
                _place(nested, path.split("."), value)
                continue
            often = self.schema.positions[path].cardinality.repeatable and path != group
            each = value if isinstance(value, list) and not often else [value]
            for entry, one in zip(_list_at(nested, group, entries[group]), each, strict=False):
                _place(entry, path[len(group) + 1 :].split(".") if path != group else [_FILLED], one)
        return Facts(self._as_given(nested), nested, today)

    def _as_given(self, nested: Mapping[str, Any]) -> dict[str, Position]:
        """The positions, each group with answers inside it repeated where these are a list of entries, else not."""
        found: dict[str, Position] = {}
        for path, position in self.schema.positions.items():
            there: Any = nested
            for step in path.split("."):
                there = there[0] if isinstance(there, list) and there else there
                there = there.get(step) if isinstance(there, Mapping) else None
            is_list = isinstance(there, list) and any(isinstance(one, Mapping) for one in there)
            given = isinstance(position.element, Group) and (is_list or isinstance(there, Mapping))
            found[path] = replace(position, cardinality=_OFTEN if is_list else _ONCE) if given else position
        return found

    def _entries(self, group: str, found: Mapping[str, Any]) -> int:
        """How many entries answers give the group at a path; 0 where they do not tell entries apart."""
        often = {path for path, position in self.schema.positions.items() if position.cardinality.repeatable}
        inside = {path: value for path, value in found.items() if path.startswith(f"{group}.")}
        sizes = [len(value) for path, value in inside.items() if isinstance(value, list) and path not in often]
        own = found.get(group)
        if not inside:
            return 0
        if isinstance(own, list) or group in often:
            return max([*sizes, len(own) if isinstance(own, list) else 1])
        return sizes[0] if 1 < len(inside) == len(sizes) and len(set(sizes)) == 1 else 0

    def _path(self, key: str) -> str | None:
        """The one position that `key` names: by its whole path, as written, or by the end of its path."""
        if key in self.schema.positions:
            return key
        fitting = [path for path in self.schema.positions if path.endswith(f".{key}")]
        return fitting[0] if len(fitting) == 1 else None

    def _group_around(self, key: str) -> str | None:
        """The innermost group around `key` that the text names."""
        while key := key.rpartition(".")[0]:
            if path := self._path(key):
                return path
        return None


def read_alone(text: str, bearer: str | None = None) -> Alone:
    """The reading of `text` in a schema made up for it; `bearer` is the id of the element that bears the rule."""
    reading = read(text)
    schema, written = _made_up(reading, bearer)
    rule = Rule(_RULE_ID, None, "Regel", text)
    position = schema.positions.get(bearer) if bearer else None
    return Alone(bind(BoundRule(rule, position), reading, Places(schema, {})), schema, written)


def _made_up(reading: tree.Reading, bearer: str | None) -> tuple[Schema, dict[str, str]]:
    refs, known = guesses(reading, bearer)
    paths = {".".join(ref.within + ref.parts) for ref in refs if ref != tree.BEARER}
    if bearer and not any(bearer in path.split(".") for path in paths):
        paths.add(bearer)
    whole = {path for path in paths if not any(other.endswith(f".{path}") for other in paths)}
    ordered = tuple(dict.fromkeys(_prefixes(sorted(whole))))
    children = tuple(_position(path, ordered, known) for path in ordered if "." not in path)
    head = Head(_SCHEMA_ID, None, "Regel allein")
    return Schema(Dialect.XDF3, head, head.name, None, None, (), children, ""), _written(refs, ordered)


def _written(refs: Iterable[tree.Ref], paths: tuple[str, ...]) -> dict[str, str]:
    """How the text writes each position; where it does so in several ways, as it does first."""
    found: dict[str, str] = {}
    for ref in refs:
        whole = ".".join(ref.within + ref.parts)
        for path in paths:
            if path == whole or path.endswith(f".{whole}"):
                found.setdefault(path, ".".join(ref.parts))
    return found


def _prefixes(paths: list[str]) -> Iterator[str]:
    for path in paths:
        steps = path.split(".")
        yield from (".".join(steps[: depth + 1]) for depth in range(len(steps)))


def _position(path: str, paths: tuple[str, ...], known: dict[str, Guess]) -> Position:
    fim_id = path.rpartition(".")[2]
    head = Head(fim_id, None, fim_id)
    guess = known.get(fim_id, Guess())
    often = _OFTEN if guess.repeated else _ONCE
    if fim_id.startswith("G"):
        below = [p for p in paths if p.rpartition(".")[0] == path]
        children = tuple(_position(p, paths, known) for p in below)
        return Position(path, Group(head, fim_id, fim_id), often, children=children)
    kind = FieldKind.SELECT if guess.codes else FieldKind.INPUT
    return Position(path, Field(head, fim_id, fim_id, kind, guess.data_type, values=guess.codes), often)


def _fit(value: Any, element: Field | Group) -> Any:
    """`value` as the kind that `element` holds; as it is where that cannot be."""
    if isinstance(value, list):
        return [_fit(one, element) for one in value]
    if isinstance(element, Group):
        return value or None  # a group that is not filled has no answer
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        is_text = element.data_type in (DataType.TEXT, DataType.TEXT_LATIN)
        return str(plain(Decimal(str(value)))) if is_text else value
    return fitted(value, element.data_type) if isinstance(value, str) else value


def _list_at(nested: dict[str, Any], group: str, size: int) -> list[dict[str, Any]]:
    """The entries of the group at a path, made where they are not there yet."""
    *groups, last = group.split(".")
    for step in groups:
        nested = nested.setdefault(step, {})
    made: list[dict[str, Any]] = nested.setdefault(last, [{} for _ in range(size)])
    return made


def _place(nested: dict[str, Any], steps: list[str], value: Any) -> None:
    """Put `value` where `steps` lead; a group said to be filled stays so beside answers inside it."""
    *groups, last = steps
    for step in groups:
        inside = nested.get(step)
        if not isinstance(inside, dict):
            inside = nested[step] = {} if inside is None else {_FILLED: inside}
        nested = inside
    before = nested.get(last)
    if isinstance(before, dict) and not isinstance(value, dict):
        before[_FILLED] = value
    else:
        nested[last] = value

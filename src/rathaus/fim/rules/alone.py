"""A rule text without its schema: a schema is made up in which every id of the text stands for one position.

What a field holds is taken from the values that the text compares it with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.fim.model import (
    BoundRule,
    Cardinality,
    Code,
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
from rathaus.fim.rules import tree, words
from rathaus.fim.rules.binding import bind
from rathaus.fim.rules.grammar import read
from rathaus.fim.rules.reckoning import fitted
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.resolve import Places

_SCHEMA_ID, _RULE_ID = "S99000000001", "R99000000001"
_ONCE = Cardinality(0, 1)
_FILLED = ""  # no element has an empty id


@dataclass(frozen=True, slots=True)
class Alone:
    """A reading of one text, the schema made up for it, and how the text writes each position: an id or dotted path."""

    rule: ReadRule
    schema: Schema
    written: Mapping[str, str]

    def answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Answers by id or dotted path as nested answers, each as the kind of value that its field holds.

        `True` stands for a filled group. What the text does not name is left out.
        """
        nested: dict[str, Any] = {}
        for key, value in given.items():
            path = self._path(key)
            if path is None or value is None:
                continue
            element = self.schema.positions[path].element
            if value is False and isinstance(element, Group):
                continue  # "not filled" is no answer
            _place(nested, path.split("."), _fit(value, element))
        return nested

    def _path(self, key: str) -> str | None:
        """The one position that `key` names: by its whole path, as written, or by the end of its path."""
        if key in self.schema.positions:
            return key
        fitting = [path for path in self.schema.positions if path.endswith(f".{key}")]
        return fitting[0] if len(fitting) == 1 else None


def read_alone(text: str, bearer: str | None = None) -> Alone:
    """The reading of `text` in a schema made up for it; `bearer` is the id of the element that bears the rule."""
    reading = read(text)
    schema, written = _made_up(reading, bearer)
    rule = Rule(_RULE_ID, None, "Regel", text)
    position = schema.positions.get(bearer) if bearer else None
    return Alone(bind(BoundRule(rule, position), reading, Places(schema, {})), schema, written)


def _made_up(reading: tree.Reading, bearer: str | None) -> tuple[Schema, dict[str, str]]:
    values: dict[str, list[tree.Said]] = {}
    refs: list[tree.Ref] = []
    for sentence in reading.sentences:
        for statement in sentence.statements:
            for ref, said in _mentions(statement):
                refs.append(ref)
                values.setdefault(ref.parts[-1], []).extend(said)
    paths = {".".join(ref.within + ref.parts) for ref in refs}
    if bearer and not any(bearer in path.split(".") for path in paths):
        paths.add(bearer)
    whole = {path for path in paths if not any(other.endswith(f".{path}") for other in paths)}
    ordered = tuple(dict.fromkeys(_prefixes(sorted(whole))))
    children = tuple(_position(path, ordered, values) for path in ordered if "." not in path)
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


def _position(path: str, paths: tuple[str, ...], values: dict[str, list[tree.Said]]) -> Position:
    fim_id = path.rpartition(".")[2]
    head = Head(fim_id, None, fim_id)
    if fim_id.startswith("G"):
        below = [p for p in paths if p.rpartition(".")[0] == path]
        children = tuple(_position(p, paths, values) for p in below)
        return Position(path, Group(head, fim_id, fim_id), _ONCE, children=children)
    said = values.get(fim_id, [])
    truth = bool(said) and all(value.text.casefold() in words.TRUTH for value in said)
    codes = {value.text: value.label or value.text for value in said} if not truth else {}
    field = Field(
        head,
        fim_id,
        fim_id,
        FieldKind.SELECT if codes else FieldKind.INPUT,
        DataType.BOOL if truth else DataType.TEXT,
        values=tuple(Code(code, name) for code, name in codes.items()),
    )
    return Position(path, field, _ONCE)


def _mentions(statement: tree.Statement) -> Iterator[tuple[tree.Ref, list[tree.Said]]]:
    """Every reference of a statement with the values beside it; targets first, since they name what is answered."""
    match statement:
        case tree.Branch(condition, acts):
            for act in acts:
                values = list(act.values) if isinstance(act, tree.Limit) else []
                yield from ((ref, values) for ref in act.targets)
            yield from _compared(condition)
        case tree.Demand(parts, condition=condition):
            for part in (condition, *parts):
                yield from _compared(part)
        case tree.CalendarDate(day, month, year):
            yield from ((ref, []) for ref in (day, month, year))


def _compared(condition: tree.Condition) -> Iterator[tuple[tree.Ref, list[tree.Said]]]:
    match condition:
        case tree.Is(ref, values):
            yield ref, list(values)
        case tree.Given(ref) | tree.IsOther(ref):
            yield ref, []
        case tree.Bare(ref):
            yield ref, [tree.Said("wahr")]
        case tree.Both(parts) | tree.Either(parts) | tree.Otherwise(parts):
            for part in parts:
                yield from _compared(part)


def _fit(value: Any, element: Field | Group) -> Any:
    """`value` as the kind that `element` holds; as it is where that cannot be."""
    if isinstance(value, list):
        return [_fit(one, element) for one in value]
    if isinstance(element, Group) or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        is_text = element.data_type in (DataType.TEXT, DataType.TEXT_LATIN)
        return str(value) if is_text else value
    return fitted(value, element.data_type) if isinstance(value, str) else value


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

"""Small schemas for the tests of rules, with ids of the test number range."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.model import (
    Cardinality,
    Code,
    CodeListRef,
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
from rathaus.fim.rules import ReadRule, read_rules

TRUTH = DataType.BOOL
TEXT = DataType.TEXT
NUMBER = DataType.NUM_INT
DATE = DataType.DATE


def cardinality(text: str) -> Cardinality:
    """``0:1``, ``1:*`` …"""
    low, _, high = text.partition(":")
    return Cardinality(int(low), None if high == "*" else int(high))


def field(
    fim_id: str,
    data_type: DataType = TEXT,
    *,
    codes: tuple[str, ...] = (),
    list_uri: str | None = None,
    anzahl: str = "0:1",
    kind: FieldKind | None = None,
) -> Position:
    """A field at a place of its own; `codes` are written ``001 Name``."""
    listed = tuple(Code(*code.split(" ", 1)) for code in codes)
    select = bool(listed or list_uri)
    element = Field(
        head=Head(fim_id, "1.0.0", fim_id),
        label_input=fim_id,
        label_output=fim_id,
        kind=kind or (FieldKind.SELECT if select else FieldKind.INPUT),
        data_type=data_type,
        values=listed,
        code_list=CodeListRef(list_uri, "1", f"{list_uri}_1") if list_uri else None,
    )
    return Position(fim_id, element, cardinality(anzahl))


def group(fim_id: str, *children: Position, anzahl: str = "1:1", rules: tuple[str, ...] = ()) -> Position:
    """A group with `children` below it; `rules` are texts that it bears."""
    element = Group(Head(fim_id, "1.0.0", fim_id), fim_id, fim_id, rules=_rules(rules))
    return Position(fim_id, element, cardinality(anzahl), children=tuple(_below(fim_id, child) for child in children))


def _below(path: str, position: Position) -> Position:
    children = tuple(_below(path, child) for child in position.children)
    return Position(f"{path}.{position.path}", position.element, position.cardinality, children=children)


def _rules(texts: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(f"R9900000{number:04}", "1.0.0", "Regel", text) for number, text in enumerate(texts))


def schema(*children: Position, rules: tuple[str, ...] = (), dialect: Dialect = Dialect.XDF3) -> Schema:
    """A schema of `children`; `rules` are texts that the schema itself bears."""
    head = Head("S99000000001", "1.0.0", "Test")
    return Schema(dialect, head, "Test", None, None, _rules(rules), children, "0")


def only_rule(made: Schema) -> ReadRule:
    """The one rule of `made`, read."""
    (rule,) = read_rules(made).rules
    return rule


def relabelled(position: Position, label: str) -> Position:
    """`position` with another label for the applicant."""
    element = replace(position.element, label_input=label)
    return Position(position.path, element, position.cardinality, children=position.children)


def named(position: Position, name: str) -> Position:
    """`position` under another name."""
    element = replace(position.element, head=replace(position.element.head, name=name))
    return Position(position.path, element, position.cardinality, children=position.children)

"""What is delivered, as JSON Schema in the style of FITKO.

FIM-FORMATS 6.1: draft 2020-12, one definition per element, properties ``F60000228V2.0``, labels left out. Rules are
no part of a JSON Schema. Where a rule can close or free a position that its cardinality demands, the official schema
and the rules contradict each other; with a `RuleReport` such positions are not required here.

Fields that nobody is asked (locked or hidden) are ``readOnly``, with what is written for them as ``default``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rathaus.fim import patterns
from rathaus.fim.model import CodeList, DataType, Field, FieldKind, Group, Position, Schema
from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.report import RuleReport

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_UNASKED = frozenset({FieldKind.HIDDEN, FieldKind.LOCKED})
_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})
_FORMATS = {DataType.DATE: "date", DataType.TIME: "time", DataType.DATETIME: "date-time"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_FOREIGN = ("\\i", "\\c", "\\I", "\\C", "-[")
"""Parts of XML Schema patterns that JSON Schema has no words for."""


def name_of(position: Position) -> str:
    """The property name of an element: id and version, ``F60000228V2.0``; working copies have no version."""
    head = position.element.head
    return f"{head.id}V{head.version}" if head.version else head.id


# --- the schema -------------------------------------------------------------------------------------------------------


def json_schema(schema: Schema, lists: Mapping[str, CodeList], *, report: RuleReport | None = None) -> dict[str, Any]:
    """The JSON Schema of a submission.

    `lists` as for `plan`; a selection field without its list is a plain string. With `report`, what a rule may close
    is not required.
    """
    writer = _Writer({**schema.code_lists, **lists}, _freed(report) if report else frozenset())
    version = f"V{schema.head.version}" if schema.head.version else ""
    return {
        "$schema": DIALECT,
        "$id": f"{schema.head.id}{version}.schema.json",
        "title": schema.label or schema.head.name,
        **writer.object(schema.children, choice=False),
        "$defs": writer.definitions,
    }


def _freed(report: RuleReport) -> frozenset[str]:
    """Positions that a rule may close or make optional, or that are demanded only under a condition."""
    said: dict[str, set[EffectKind]] = {}
    for rule in report.rules:
        for effect in rule.effects:
            said.setdefault(effect.target, set()).add(effect.kind)
    return frozenset(said)


class _Writer:
    """Writes definitions, one per distinct element."""

    def __init__(self, lists: Mapping[str, CodeList], freed: frozenset[str]) -> None:
        self._lists, self._freed = lists, freed
        self.definitions: dict[str, Any] = {}

    def object(self, children: Iterable[Position], *, choice: bool) -> dict[str, Any]:
        """An object with these children; of a choice exactly one is there."""
        properties: dict[str, Any] = {}
        required: list[str] = []
        for child in children:
            if is_label(child):
                continue
            name = name_of(child)
            self._define(child, name)
            properties[name] = _several(child, {"$ref": f"#/$defs/{name}"})
            if child.cardinality.minimum and child.path not in self._freed:
                required.append(name)
        found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if choice:
            found["oneOf"] = [{"required": [name]} for name in properties]
        elif required:
            found["required"] = required
        return found

    def _define(self, position: Position, name: str) -> None:
        element = position.element
        if isinstance(element, Field):
            made = {"title": element.label_input, **self._value(element), **_unasked_value(element)}
            self.definitions.setdefault(name, made)
            return
        made = {"title": element.label_input, **self.object(position.children, choice=element.choice)}
        known = self.definitions.get(name)
        if known is not None:
            both = [one for one in known.get("required", ()) if one in made.get("required", ())]
            made = {**made, "required": both}  # the same element elsewhere, where a rule frees one of its children
            if not both:
                del made["required"]
        self.definitions[name] = made

    def _value(self, field: Field) -> dict[str, Any]:
        if field.kind is FieldKind.SELECT:
            return self._choice(field)
        limits = field.limits
        match field.data_type:
            case DataType.BOOL:
                return {"type": "boolean"}
            case DataType.NUM | DataType.NUM_CURRENCY | DataType.NUM_INT:
                kind = "integer" if field.data_type is DataType.NUM_INT else "number"
                bounds = {"minimum": limits.min_value, "maximum": limits.max_value}
                return {"type": kind} | {k: _number(v) for k, v in bounds.items() if v is not None}
            case DataType.DATE | DataType.TIME | DataType.DATETIME:
                return {"type": "string", "format": _FORMATS[field.data_type]}
            case DataType.FILE | DataType.OBJ:
                return {"type": "string"}
        lengths = {"minLength": limits.min_length, "maxLength": limits.max_length}
        found: dict[str, Any] = {"type": "string"} | {k: v for k, v in lengths.items() if v is not None}
        return found | _pattern(limits.pattern)

    def _choice(self, field: Field) -> dict[str, Any]:
        codes = field.values
        if not codes and field.code_list and (found := self._lists.get(field.code_list.key)):
            codes = found.codes
        if not codes:
            return {"type": "string"}
        return {"type": "string", "oneOf": [{"const": code.code, "description": code.name} for code in codes]}


def _several(position: Position, item: dict[str, Any]) -> dict[str, Any]:
    if not position.cardinality.repeatable:
        return item
    found: dict[str, Any] = {"type": "array", "items": item, "minItems": position.cardinality.minimum}
    if position.cardinality.maximum is not None:
        found["maxItems"] = position.cardinality.maximum
    return found


def _number(value: object) -> int | float:
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _pattern(pattern: str | None) -> dict[str, str]:
    """The pattern, anchored as JSON Schema needs it; left out where it cannot be said there."""
    if pattern is None or any(part in pattern for part in _FOREIGN):
        return {}
    try:
        patterns.compile(pattern)
    except patterns.PatternError:
        return {}
    return {"pattern": f"^(?:{pattern.removeprefix('^').removesuffix('$')})$"}


def is_label(position: Position) -> bool:
    """Whether there is nothing at `position` but texts to read: it is no part of what is delivered."""
    element = position.element
    if isinstance(element, Field):
        return element.kind is FieldKind.LABEL
    return all(is_label(child) for child in position.children)


# --- what nobody is asked ---------------------------------------------------------------------------------------------


def unasked(position: Position) -> Any:
    """What stands at a demanded position that nobody is asked about; None where somebody is, or nothing can."""
    element = position.element
    value: Any = None
    if not position.cardinality.minimum or is_label(position):
        return None
    if isinstance(element, Group):
        inner = {child.id: one for child in position.children if (one := unasked(child)) is not None}
        asked = any(not is_label(child) and child.id not in inner for child in position.children)
        value = None if asked else inner
    elif element.kind in _UNASKED and not element.content:
        value = _written(element)
    return [value] if value is not None and position.cardinality.repeatable else value


def _written(field: Field) -> str | None:
    """An empty text, filled up with hyphens where a minimum length is demanded; what is no text cannot be written."""
    return "-" * (field.limits.min_length or 0) if field.data_type in _TEXTS else None


def _unasked_value(field: Field) -> dict[str, Any]:
    """What the schema says of a field that nobody is asked."""
    if field.kind not in _UNASKED:
        return {}
    value: Any = _typed(field) if field.content else _written(field)
    return {"readOnly": True} if value is None else {"readOnly": True, "default": value}


def _typed(field: Field) -> Any:
    """The content of a field as JSON has it; None where it is none of its data type."""
    text = field.content or ""
    match field.data_type:
        case DataType.BOOL:
            return {"true": True, "false": False}.get(text)
        case DataType.NUM | DataType.NUM_CURRENCY | DataType.NUM_INT:
            return _number(text) if _NUMBER.fullmatch(text) else None
        case _:
            return text

"""Answers that the owner of a service gives beforehand: to the position paths of a definition, as somebody types them.

They take the place that the definition's own content (``inhalt``) has: shown in a field that can be changed, fixed in
one that the definition locks, and passed on in one that it hides. What the definition says itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rathaus.fim.model import DataType, Field, FieldKind, Position, Schema
from rathaus.questionnaire.asking import Choices, make_parser, make_question
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control, Option
from rathaus.questionnaire.sentences import quote
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import Bad, Parser

CHANGEABLE = _("Vorausgefüllt von der Verwaltung ({town}). Sie können das ändern.")
FIXED = _("Vorgegeben von der Verwaltung ({town}).")
_UNASKED = frozenset({FieldKind.LOCKED, FieldKind.HIDDEN})
_WITHOUT = frozenset({Control.FILE, Control.CHECKBOX, Control.CHECKBOXES})


@dataclass(frozen=True, slots=True)
class Blank:
    """A question that can be answered beforehand. `around` are the labels of the groups it stands in, from the top."""

    path: str
    label: str
    around: tuple[str, ...]
    control: Control
    options: tuple[Option, ...]
    kind: FieldKind
    parse: Parser

    def read(self, text: str) -> str | Bad:
        """What is kept of a text: choices by their code, however they were named; or what is wrong with it."""
        text = text.strip()
        known = {option.code for option in self.options}
        if text not in known:
            text = next((one.code for one in self.options if one.label.casefold() == text.casefold()), text)
        value = self.parse(text)
        return value if isinstance(value, Bad) else text


def blanks(schema: Schema, tree: Tree) -> dict[str, Blank]:
    """The questions of a definition that can be answered beforehand, by path.

    `tree` is made of it, with presets or without. Left out are files, declarations, several answers to one question,
    parts of dates, and what the definition or one of its rules answers itself.
    """
    return {path: blank for path, position in schema.positions.items() if (blank := _blank(schema, tree, position))}


def _blank(schema: Schema, tree: Tree, position: Position) -> Blank | None:
    element, path, book = position.element, position.path, tree.book
    if not isinstance(element, Field) or element.kind is FieldKind.LABEL or element.data_type is DataType.OBJ:
        return None
    if position.cardinality.repeatable or path in book.never:
        return None
    if tree.question_of.get(path, path) != path:
        return None
    unasked = element.kind in _UNASKED
    if unasked and (element.content or path in book.presets):
        return None
    chosen = tree.choices.get(path, Choices())
    # As it would be asked if it were: of what is locked, too.
    shown = replace(element, kind=FieldKind.SELECT if chosen.options else FieldKind.INPUT) if unasked else element
    confirmed = path in book.confirmations
    question = make_question(position, shown, chosen, confirmation=confirmed, autocomplete=None)
    if question.control in _WITHOUT:
        return None
    parse, _unusable = make_parser(shown, question, chosen, label=element.label_input)
    return Blank(path, element.label_input, _around(schema, path), question.control, question.options, element.kind,
                 parse)  # fmt: skip


def _around(schema: Schema, path: str) -> tuple[str, ...]:
    parts = path.split(".")[:-1]
    return tuple(
        schema.positions[".".join(parts[: depth + 1])].element.label_input for depth, _part in enumerate(parts)
    )


def fitting(known: Mapping[str, Blank], presets: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The presets that hold here, and a German sentence on each that does not."""
    kept, left_out = dict[str, str](), list[str]()
    for path, text in presets.items():
        blank = known.get(path)
        value = blank.read(text) if blank else None
        if blank is None:
            left_out.append(f"Die Vorgabe für {path} entfällt: Diese Frage gibt es hier nicht zum Vorausfüllen.")
        elif isinstance(value, Bad):
            left_out.append(f"Die Vorgabe für {quote(blank.label)} entfällt: {value.sentence}")
        elif isinstance(value, str):
            kept[path] = value
    return kept, tuple(left_out)


def answered_beforehand(schema: Schema, presets: Mapping[str, str]) -> Schema:
    """The definition with these contents; paths that it does not have change nothing."""
    if not presets:
        return schema
    return replace(schema, children=_with_contents(schema.children, presets))


def _with_contents(positions: Iterable[Position], presets: Mapping[str, str]) -> tuple[Position, ...]:
    made = []
    for position in positions:
        element, children = position.element, _with_contents(position.children, presets)
        if isinstance(element, Field) and position.path in presets:
            element = replace(element, content=presets[position.path])
        made.append(replace(position, element=element, children=children))
    return tuple(made)

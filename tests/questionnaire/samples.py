"""Small definitions written for the tests, in the test number range."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from rathaus.fim.model import (
    BoundRule,
    Cardinality,
    Code,
    CodeList,
    CodeListRef,
    DataType,
    Dialect,
    Field,
    FieldKind,
    Group,
    Head,
    LegalBasis,
    Limits,
    Position,
    Rule,
    Schema,
)
from rathaus.fim.rules.logic import Constraint, Effect, EffectKind, Expression, Not, Preset, Selectable, Statement
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus
from rathaus.questionnaire import Questionnaire, Roles, plan

NORM = LegalBasis("§ 1 Mustersatzung")
_numbers = itertools.count(1)
NOBODY = Roles(family="F99000000900", email="F99000000901")
"""Roles that keep the house from asking for a contact."""


def card(text: str) -> Cardinality:
    least, _, most = text.partition(":")
    return Cardinality(int(least), None if most == "*" else int(most))


def field(
    id_: str,
    label: str = "",
    data_type: DataType = DataType.TEXT,
    anzahl: str = "1:1",
    *,
    kind: FieldKind = FieldKind.INPUT,
    codes: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    content: str | None = None,
    help_: str | None = None,
    ref: CodeListRef | None = None,
    media_types: tuple[str, ...] = (),
    max_size: int | None = None,
) -> Position:
    """A field position without its place; `group` and `schema` put it somewhere."""
    values = tuple(Code(code, name) for code, name in (codes or {}).items())
    label = label or f"Angabe {id_}"
    element = Field(
        Head(id_, "1.0.0", label),
        label,
        f"{label} (Ausgabe)",
        FieldKind.SELECT if codes or ref else kind,
        data_type,
        help_input=help_,
        limits=limits or Limits(),
        content=content,
        values=values,
        code_list=ref,
        media_types=media_types,
        max_size=max_size,
    )
    return Position(id_, element, card(anzahl))


def group(
    id_: str, label: str, *children: Position, anzahl: str = "1:1", choice: bool = False, help_: str | None = None
) -> Position:
    element = Group(Head(id_, "1.0.0", label), label, label, choice=choice, help_input=help_)
    return Position(id_, element, card(anzahl), children=children)


def _placed(position: Position, parent: str) -> Position:
    path = f"{parent}.{position.path}" if parent else position.path
    children = tuple(_placed(child, path) for child in position.children)
    return Position(path, position.element, position.cardinality, (NORM,), (NORM,), children)


def schema(*children: Position) -> Schema:
    placed = tuple(_placed(child, "") for child in children)
    head = Head("S99000000001", "1.0.0", "Muster")
    return Schema(Dialect.XDF3, head, "Muster", None, None, (), placed, "0" * 64)


def rule(
    *parts: Statement,
    bearer: Position | None = None,
    status: RuleStatus = RuleStatus.EXECUTABLE,
    unread: tuple[str, ...] = (),
    reasons: tuple[str, ...] = (),
) -> ReadRule:
    number = next(_numbers)
    written = Rule(
        f"R{99000000000 + number}", "1.0.0", f"Regel {number}", "Wenn …, dann …", legal_bases=(LegalBasis("§ 2"),)
    )
    return ReadRule(
        BoundRule(written, bearer),
        status,
        tuple(part for part in parts if isinstance(part, Effect)),
        tuple(part for part in parts if isinstance(part, Constraint)),
        unread,
        reasons,
        selectable=tuple(part for part in parts if isinstance(part, Selectable)),
        presets=tuple(part for part in parts if isinstance(part, Preset)),
    )


def required(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.REQUIRED, target, when)


def shown(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.SHOWN, target, when)


def forbidden(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.FORBIDDEN, target, when)


def optional(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.OPTIONAL, target, when)


def both(target: str, when: Expression) -> tuple[Effect, Effect]:
    """The house style: required when it holds, else forbidden."""
    return required(target, when), forbidden(target, Not(when))


def make(
    *children: Position,
    rules: tuple[ReadRule, ...] = (),
    lists: Mapping[str, CodeList] | None = None,
    roles: Roles | None = NOBODY,
) -> Questionnaire:
    """A questionnaire of these positions; without the house's own contact page unless `roles` is None."""
    return plan(schema(*children), RuleReport(rules), lists or {}, roles=roles)

"""From rules that hold for every Land to those of one municipality."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    Effect,
    Expression,
    InLand,
    Preset,
    Selectable,
    condition_of,
    leaves,
)
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus
from rathaus.fim.rules.simplifying import simplify

Conditional = TypeVar("Conditional", Effect, Selectable, Preset)
_NO_LAND = "Die Regel unterscheidet Länder; für diese Kommune ist keines eingetragen."


def settle(report: RuleReport, land: str | None) -> RuleReport:
    """`report` as it holds in `land` (two capitals): no condition on the Land is left in it.

    An effect that can never hold there is dropped. Without a Land, rules that tell Länder apart become unclear.
    """
    return RuleReport(tuple(_settled(rule, land) for rule in report.rules))


def _settled(rule: ReadRule, land: str | None) -> ReadRule:
    if not any(isinstance(leaf, InLand) for said in rule.statements for leaf in leaves(condition_of(said))):
        return rule
    if not land:
        return replace(
            rule,
            status=RuleStatus.UNCLEAR,
            effects=(),
            constraints=(),
            selectable=(),
            presets=(),
            unread=(rule.bound.rule.text,),
            reasons=(*rule.reasons, _NO_LAND),
        )
    constraints = (replace(one, holds=decided(one.holds, land)) for one in rule.constraints)
    return replace(
        rule,
        effects=_live(rule.effects, land),
        selectable=_live(rule.selectable, land),
        presets=_live(rule.presets, land),
        constraints=tuple(constraint for constraint in constraints if constraint.holds != Always()),
    )


def _live(said: tuple[Conditional, ...], land: str) -> tuple[Conditional, ...]:
    """What can hold in `land`, with its condition decided as far as the Land goes."""
    here = (replace(one, when=decided(one.when, land)) for one in said)
    return tuple(one for one in here if one.when != NEVER)


def decided(expression: Expression, land: str) -> Expression:
    """`expression` with every `InLand` replaced by its truth in `land`, and simplified by that."""
    return simplify(expression, lambda leaf: land in leaf.codes if isinstance(leaf, InLand) else None)

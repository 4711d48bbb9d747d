"""From rules that hold for every Land to those of one municipality."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.logic import (
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    Expression,
    InLand,
    Not,
    Or,
    leaves,
)
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus

NEVER: Expression = Not(Always())
_NO_LAND = "Die Regel unterscheidet Länder; für diese Kommune ist keines eingetragen."


def settle(report: RuleReport, land: str | None) -> RuleReport:
    """`report` as it holds in `land` (two capitals): no condition on the Land is left in it.

    An effect that can never hold there is dropped. Without a Land, rules that tell Länder apart become unclear.
    """
    return RuleReport(tuple(_settled(rule, land) for rule in report.rules))


def _settled(rule: ReadRule, land: str | None) -> ReadRule:
    expressions = [effect.when for effect in rule.effects] + [constraint.holds for constraint in rule.constraints]
    if not any(isinstance(leaf, InLand) for expression in expressions for leaf in leaves(expression)):
        return rule
    if not land:
        return replace(
            rule,
            status=RuleStatus.UNCLEAR,
            effects=(),
            constraints=(),
            unread=(rule.bound.rule.text,),
            reasons=(*rule.reasons, _NO_LAND),
        )
    effects = (Effect(effect.kind, effect.target, decided(effect.when, land)) for effect in rule.effects)
    constraints = (Constraint(decided(constraint.holds, land), constraint.paths) for constraint in rule.constraints)
    return replace(
        rule,
        effects=tuple(effect for effect in effects if effect.when != NEVER),
        constraints=tuple(constraint for constraint in constraints if constraint.holds != Always()),
    )


def decided(expression: Expression, land: str) -> Expression:
    """`expression` with every `InLand` replaced by its truth in `land`, and simplified by that."""
    match expression:
        case InLand(codes):
            return Always() if land in codes else NEVER
        case Not(part):
            inner = decided(part, land)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case And(parts):
            rest = [part for part in (decided(part, land) for part in parts) if part != Always()]
            if NEVER in rest:
                return NEVER
            return And(tuple(rest)) if len(rest) > 1 else rest[0] if rest else Always()
        case Or(parts):
            rest = [part for part in (decided(part, land) for part in parts) if part != NEVER]
            if Always() in rest:
                return Always()
            return Or(tuple(rest)) if len(rest) > 1 else rest[0] if rest else NEVER
        case CountBetween(parts, minimum, maximum):
            return CountBetween(tuple(decided(part, land) for part in parts), minimum, maximum)
        case _:
            return expression

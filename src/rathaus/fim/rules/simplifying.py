"""Expressions with everything decided that can be decided before anybody answers."""

from __future__ import annotations

from collections.abc import Callable

from rathaus.fim.rules.logic import NEVER, Always, And, CountBetween, Expression, Leaf, Not, Or


def simplify(expression: Expression, known: Callable[[Leaf], bool | None]) -> Expression:
    """The expression with everything decided that can be: `known` says what a comparison must be, or None."""
    match expression:
        case Not(part):
            inner = simplify(part, known)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case And(parts):
            rest = [p for p in (simplify(part, known) for part in parts) if p != Always()]
            return NEVER if NEVER in rest else _one(rest, Always(), And)
        case Or(parts):
            rest = [p for p in (simplify(part, known) for part in parts) if p != NEVER]
            return Always() if Always() in rest else _one(rest, NEVER, Or)
        case CountBetween(parts, minimum, maximum):
            return CountBetween(tuple(simplify(part, known) for part in parts), minimum, maximum)
        case Always():
            return expression
        case _:
            fixed = known(expression)
            return expression if fixed is None else Always() if fixed else NEVER


def _one(
    parts: list[Expression], empty: Expression, wrap: Callable[[tuple[Expression, ...]], Expression]
) -> Expression:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else wrap(tuple(parts))

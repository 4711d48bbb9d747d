"""The expression language: three ways to evaluate it agree, and it survives the way through JSON."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    Selectable,
    StartsWith,
    ValidDate,
    code_between,
    compiled,
    condition_of,
    holds,
    leaves,
    paths,
    source,
)
from rathaus.fim.rules.terms import Answer, Count, DateOf, Distance, Later, Number, Op, Percent, Since, Today, Unit
from tests.fim.rules import strategies

A, B, C = (Equals(path, True) for path in strategies.PATHS)
Facts = frozenset[Leaf]


def truth(expression: Expression, facts: Facts) -> bool:
    return holds(expression, facts.__contains__)


@pytest.mark.parametrize(
    ("expression", "facts", "expected"),
    [
        (Always(), set(), True),
        (A, {A}, True),
        (A, set(), False),
        (Not(A), set(), True),
        (And((A, B)), {A}, False),
        (And((A, B)), {A, B}, True),
        (Or((A, B)), {B}, True),
        (Or((A, B)), set(), False),
        (CountBetween((A, B, C), 1, 1), {A}, True),
        (CountBetween((A, B, C), 1, 1), {A, B}, False),
        (CountBetween((A, B, C), 1, None), {A, B, C}, True),
        (CountBetween((A, B, C), 1, None), set(), False),
        (CountBetween((A, B, C), 0, 1), set(), True),
        (CountBetween((A, B, C), 0, 1), {B, C}, False),
    ],
)
def test_expression_holds(expression: Expression, facts: set[Leaf], expected: bool) -> None:
    assert truth(expression, frozenset(facts)) is expected


@given(strategies.expressions(), st.data())
@settings(deadline=None)
def test_interpreter_closure_and_generated_code_agree(expression: Expression, data: st.DataObject) -> None:
    known = list(dict.fromkeys(leaves(expression)))
    facts = frozenset(data.draw(st.lists(st.sampled_from(known)))) if known else frozenset()
    expected = truth(expression, facts)

    def closure_of(leaf: Leaf) -> Callable[[Facts], bool]:
        return lambda state: leaf in state

    closure: Callable[[Facts], bool] = compiled(expression, closure_of)
    assert closure(facts) is expected
    code = source(expression, lambda leaf: f"(known[{known.index(leaf)}] in facts)")
    assert eval(code, {"known": known, "facts": facts}) is expected


def test_empty_parts_have_the_usual_meaning() -> None:
    assert (truth(And(()), frozenset()), eval(source(And(()), str))) == (True, True)
    assert (truth(Or(()), frozenset()), eval(source(Or(()), str))) == (False, False)


def test_paths_are_named_once_in_order() -> None:
    expression = And(
        (
            Not(Equals("b", "1")),
            Or((Filled("a"), Equals("b", "2"))),
            InLand(("NW",)),
            ValidDate("d", "m", "y"),
            Always(),
            Compare(Since(Answer("s"), Today(), Unit.YEARS), Op.GE, Number(Decimal(18))),
            Compare(Distance(Count("g"), Answer("a")), Op.GT, Percent(Decimal(50), Answer("p"))),
            Compare(Later(DateOf("d2", "m", "y"), 1, Unit.DAYS), Op.LT, Today()),
            CodeBetween("c", "1", None),
            StartsWith("w", "1"),
        )
    )
    assert paths(expression) == ("b", "a", "d", "m", "y", "s", "g", "p", "d2", "c", "w")


def test_every_statement_has_its_condition() -> None:
    assert condition_of(Effect(EffectKind.SHOWN, "t", A)) == A
    assert condition_of(Constraint(B, ("t",))) == B


@pytest.mark.parametrize(
    ("code", "first", "last", "expected"),
    [
        ("110500", "110000", "114000", True),
        ("110000", "110000", "114000", True),
        ("114001", "110000", "114000", False),
        ("114000", "110000", "114000", True),
        ("1105", "110000", "114000", False),
        ("9", "8", "12", True),
        ("1", "001", "005", False),  # codes are compared as written
        ("003", "001", "005", True),
        ("0", "0", "181", True),
        ("B2", "A1", "C9", True),
        ("B", "A1", "C9", False),
        ("500000", "500000", None, True),
        ("499999", "500000", None, False),
        ("399999", None, "399999", True),
        ("x", None, "399999", False),
    ],
)
def test_ranges_of_codes(code: str, first: str | None, last: str | None, expected: bool) -> None:
    assert code_between(code, first, last) is expected


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (Selectable("t", Always(), ("A", "B")), {"A", "B"}),
        (Selectable("t", Always(), ("A",), (("200", "299"),)), {"A", "200", "250"}),
        (Selectable("t", Always(), prefixes=("2",)), {"200", "250"}),
        (Selectable("t", Always(), ("A",), (("200", None),), ("3",), only=False), {"B"}),
    ],
)
def test_restrictions_of_codes(said: Selectable, allowed: set[str]) -> None:
    assert {code for code in ("A", "B", "200", "250", "300") if said.allows(code)} == allowed

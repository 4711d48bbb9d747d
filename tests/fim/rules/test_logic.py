"""The expression language: three ways to evaluate it agree, and it survives the way through JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.rules.jsonform import ExpressionError, constraint_to_json, effect_to_json, from_json, to_json
from rathaus.fim.rules.logic import (
    Always,
    And,
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
    ValidDate,
    compiled,
    holds,
    leaves,
    paths,
    source,
)
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
        )
    )
    assert paths(expression) == ("b", "a", "d", "m", "y")


@given(strategies.expressions())
@settings(deadline=None)
def test_json_and_back_is_the_same_expression(expression: Expression) -> None:
    assert from_json(json.loads(json.dumps(to_json(expression)))) == expression


def test_effects_and_constraints_as_json() -> None:
    assert effect_to_json(Effect(EffectKind.SHOWN, "t", Equals("a", "001"))) == {
        "effect": "shown",
        "target": "t",
        "when": {"equals": ["a", "001"]},
    }
    assert constraint_to_json(Constraint(ValidDate("d", "m", "y"), ("d", "m", "y"))) == {
        "valid": {"valid_date": ["d", "m", "y"]},
        "paths": ["d", "m", "y"],
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (False, "Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht False."),
        ({}, "Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {}."),
        ({"xor": []}, "Den Ausdruck „xor“ gibt es nicht."),
        ({"equals": ["a"]}, "„equals“ braucht eine Liste mit 2 Einträgen, nicht ['a']."),
        ({"equals": ["a", 1]}, "„equals“ vergleicht mit einem Text oder Wahrheitswert, nicht mit 1."),
        ({"equals": ["", "1"]}, "Ein Element wird durch seinen Pfad benannt, nicht durch ''."),
        ({"filled": 3}, "Ein Element wird durch seinen Pfad benannt, nicht durch 3."),
        ({"and": "a"}, "„and“ braucht eine Liste, nicht 'a'."),
        ({"or": []}, "„or“ braucht mindestens einen Teil."),
        ({"land": ["XX"]}, "„land“ braucht Länder mit zwei Buchstaben wie NW, nicht ['XX']."),
        ({"valid_date": ["a", "b"]}, "„valid_date“ braucht eine Liste mit 3 Einträgen, nicht ['a', 'b']."),
        ({"count": {"of": [True]}}, "„count“ braucht genau „of“, „min“ und „max“."),
        (
            {"count": {"of": [True], "min": 2, "max": 1}},
            "In „count“ sind „min“ und „max“ ganze Zahlen ab 0, „max“ darf null sein und nicht unter „min“.",
        ),
        (
            {"not": {"filled": "x" * 80, "or": []}},
            f"Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {{'filled': '{'x' * 47}….",
        ),
    ],
)
def test_bad_json_is_refused_with_a_sentence(value: Any, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        from_json(value)
    assert str(caught.value) == message

"""Whether a condition can hold."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus import fim
from rathaus.fim.model import Field
from rathaus.fim.rulecheck import solving
from rathaus.fim.rulecheck.solving import Solver
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    Compare,
    CountBetween,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    StartsWith,
    ValidDate,
    holds,
)
from rathaus.fim.rules.terms import Answer, Number, Op
from tests.fim.samples import field, group, schema, use
from tests.fim.test_findings import TWO

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G = "G99000000001"
GA, N, M = f"{G}.{A}", "F99000000005", "F99000000006"
SCHEMA = fim.read(
    schema(
        use(group(G, use(field(A, kind="select", more=TWO)), use(field(B, data_type="bool")))),
        use(field(C), anzahl="0:*"),
        use(field(D)),
        use(field(N, data_type="num_int"), anzahl="0:1"),
        use(field(M, data_type="num"), anzahl="0:*"),
    )
)
GB = f"{G}.{B}"


def codes(found: Field) -> tuple[str, ...] | None:
    return tuple(code.code for code in found.values) or None


def solver() -> Solver:
    return Solver(SCHEMA, codes)


def size(path: str, op: Op, number: int) -> Expression:
    return Compare(Answer(path), op, Number(Decimal(number)))


one, two = Equals(GA, "1"), Equals(GA, "2")
yes, no = Equals(GB, True), Equals(GB, False)


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        (Always(), True),
        (Not(Always()), False),
        (one, True),
        (And((one, two)), False),
        (And((Filled(GA), Not(one), Not(two))), False),  # the list has no other
        (And((Not(one), Not(two))), True),  # unanswered
        (And((Filled(GB), Not(yes), Not(no))), False),
        (And((yes, Not(Filled(GB)))), False),
        (And((Equals(D, "x"), Equals(D, "y"))), False),
        (And((Filled(D), Not(Equals(D, "x")))), True),
        (And((Equals(C, "x"), Equals(C, "y"))), True),  # repeated: both
        (And((one, Not(Filled(G)))), False),
        (And((Filled(G), Not(one))), True),
        (And((Not(Filled(G)), Not(Filled(GA)))), True),
        (And((InLand(("NW",)), InLand(("BY",)))), False),
        (Not(InLand(tuple(NAMES))), False),
        (CountBetween((one, two, yes), 2, 2), True),
        (CountBetween((one, two), 2, None), False),
        (CountBetween((one, Not(one)), 0, 0), False),
        (And((StartsWith(D, "1"), Not(StartsWith(D, "1")))), False),
        (And((StartsWith(D, "1"), ValidDate(D, D, D))), True),
        (Or(()), False),
        (And((size(N, Op.GT, 5), size(N, Op.LT, 6))), False),  # a whole number
        (And((size(N, Op.GT, 5), size(N, Op.LT, 7))), True),
        (And((size(N, Op.GT, 5), Not(Filled(N)))), False),
        (And((Not(size(N, Op.GT, 5)), Not(size(N, Op.LE, 5)))), True),  # unanswered
        (And((Not(size(N, Op.GT, 5)), Not(size(N, Op.LE, 5)), Filled(N))), False),
        (And((size(M, Op.GT, 5), size(M, Op.LT, 5))), True),  # repeated: both
        (And((size(N, Op.GT, 5), Equals(N, "3"))), True),  # not held against each other
    ],
)
def test_may_hold(condition: Expression, possible: bool) -> None:
    assert solver().may_hold(condition) is possible


def test_unanswered_paths_hold_nothing() -> None:
    never = solver()
    never.unanswered.add(G)

    assert never.may_hold(one) is False
    assert never.may_hold(Not(Filled(G))) is True


def test_too_much_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    many = And(tuple(Equals(C, str(number)) for number in range(6)))
    monkeypatch.setattr(solving, "EFFORT", 3)

    assert solver().may_hold(many) is None
    assert solver().may_hold(CountBetween((one, yes, Filled(D), InLand(("NW",))), 4, 4)) is None


def test_comparisons_are_not_exact() -> None:
    assert solver().is_exact(And((one, Filled(D), InLand(("NW",)), size(N, Op.GT, 5))))
    assert not solver().is_exact(And((size(N, Op.GT, 5), Equals(N, "3"))))
    assert not solver().is_exact(size(M, Op.GT, 5))
    assert not solver().is_exact(Or((one, StartsWith(D, "1"))))


leaves = st.sampled_from(
    [one, two, yes, no, Filled(GA), Filled(GB), Filled(G), Equals(D, "x"), Filled(D), InLand(("NW",))]
)
conditions: st.SearchStrategy[Expression] = st.recursive(
    leaves | st.just(Always()),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner)),
        st.builds(CountBetween, st.tuples(inner, inner, inner), st.integers(0, 3), st.none() | st.integers(0, 3)),
    ),
    max_leaves=6,
)


def by_trying(condition: Expression) -> bool:
    """The same by looking at every combination of answers there is."""
    for a, b, d, land in itertools.product((None, "1", "2"), (None, True, False), (None, "x", "y"), ("NW", "BY")):
        answers = {GA: a, GB: b, D: d, G: a is not None or b is not None or None}

        def true(leaf: Leaf, answers: dict[str, object] = answers, land: str = land) -> bool:
            match leaf:
                case Equals(path, value):
                    return answers[path] == value
                case Filled(path):
                    return answers[path] is not None
            return land == "NW"

        if holds(condition, true):
            return True
    return False


@given(conditions)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_agrees_with_trying_everything(condition: Expression) -> None:
    assert solver().may_hold(condition) is by_trying(condition)

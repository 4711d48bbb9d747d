"""Expressions as functions: the same truth as the plain meaning, and the right entries."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.fim.rules import logic
from rathaus.fim.rules.logic import NEVER, Always, And, CountBetween, Equals, Expression, Filled, Not, Or, ValidDate
from rathaus.fim.rules.simplifying import simplify
from rathaus.questionnaire.compiling import Compiler, UnknownExpressionError
from rathaus.questionnaire.layout import Layout

from .samples import field, group, schema

A, B, C = "F99000000001", "F99000000002", "F99000000003"
FLAT = Layout(schema(*(field(path, anzahl="0:1") for path in (A, B, C))).positions)

LEAVES = st.one_of(
    st.builds(Equals, st.sampled_from([A, B, C]), st.sampled_from(["1", "2"])),
    st.builds(Filled, st.sampled_from([A, B, C])),
    st.just(Always()),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
        st.builds(
            CountBetween, st.lists(inner, max_size=3).map(tuple), st.integers(0, 2), st.sampled_from([None, 1, 2])
        ),
    ),
    max_leaves=8,
)
VALUES = st.dictionaries(st.sampled_from([A, B, C]), st.sampled_from(["1", "2", "3"]))


def truth_of(values: dict[str, str]) -> Callable[[logic.Leaf], bool]:
    def truth(leaf: logic.Leaf) -> bool:
        assert isinstance(leaf, Equals | Filled)
        return values.get(leaf.path) == leaf.value if isinstance(leaf, Equals) else leaf.path in values

    return truth


@given(EXPRESSIONS, VALUES)
def test_compiled_means_what_the_expression_means(expression: Expression, values: dict[str, str]) -> None:
    compiled = Compiler(FLAT).compile(expression, ())
    assert bool(compiled(values, {}, ("",), None)) is logic.holds(expression, truth_of(values))


@given(EXPRESSIONS, VALUES, st.sampled_from([A, B, C]))
def test_simplify_keeps_the_meaning(expression: Expression, values: dict[str, str], fixed: str) -> None:
    values.pop(fixed, None)
    simple = simplify(expression, lambda leaf: False if logic.leaf_paths(leaf) == (fixed,) else None)
    assert logic.holds(simple, truth_of(values)) is logic.holds(expression, truth_of(values))


def test_simplify_decides_what_it_can() -> None:
    no = Equals(A, "9")
    known = {no: False, Equals(A, "1"): True}
    assert simplify(And((no, Filled(B))), known.get) == NEVER
    assert simplify(Or((no, Filled(B))), known.get) == Filled(B)
    assert simplify(Or((Equals(A, "1"), Filled(B))), known.get) == Always()
    assert simplify(Not(no), known.get) == Always()
    assert simplify(And((Not(no), Filled(B))), known.get) == Filled(B)


# --- entries


def nested() -> Layout:
    inner = group("G99000000002", "Kinder", field("F99000000002"), field("F99000000003", anzahl="0:*"), anzahl="0:*")
    return Layout(
        schema(
            field("F99000000001"),
            group("G99000000001", "Haushalte", field("F99000000004"), inner, anzahl="0:*"),
        ).positions
    )


HOUSE = "G99000000001"
CHILD = "G99000000001.G99000000002"
VALUES_OF_ENTRIES = {
    "G99000000001[a].F99000000004": "1",
    "G99000000001[a].G99000000002[x].F99000000002": "rot",
    "G99000000001[a].G99000000002[y].F99000000002": "blau",
    "G99000000001[b].F99000000004": "2",
    "G99000000001[b].G99000000002[z].F99000000003": ["gelb", "grün"],
}
ENTRIES = {
    "G99000000001": ("a", "b"),
    "G99000000001[a].G99000000002": ("x", "y"),
    "G99000000001[b].G99000000002": ("z",),
}


@pytest.mark.parametrize(
    ("expression", "place", "frames", "holds"),
    [
        # from the same entry
        (Equals(f"{HOUSE}.F99000000004", "1"), (HOUSE,), ("", "G99000000001[a]."), True),
        (Equals(f"{HOUSE}.F99000000004", "1"), (HOUSE,), ("", "G99000000001[b]."), False),
        # from outside: one entry is enough
        (Equals(f"{HOUSE}.F99000000004", "2"), (), ("",), True),
        (Equals(f"{HOUSE}.F99000000004", "3"), (), ("",), False),
        # from one entry into its own inner entries only
        (Equals(f"{CHILD}.F99000000002", "blau"), (HOUSE,), ("", "G99000000001[a]."), True),
        (Equals(f"{CHILD}.F99000000002", "blau"), (HOUSE,), ("", "G99000000001[b]."), False),
        # a repeated field: one of its values
        (Equals(f"{CHILD}.F99000000003", "grün"), (), ("",), True),
        (Equals(f"{CHILD}.F99000000003", "lila"), (), ("",), False),
        # groups
        (Filled(CHILD), (HOUSE,), ("", "G99000000001[b]."), True),
        (Filled(HOUSE), (), ("",), True),
        (Filled("F99000000001"), (HOUSE,), ("", "G99000000001[a]."), False),
    ],
)
def test_the_entry_that_is_meant(
    expression: Expression, place: tuple[str, ...], frames: tuple[str, ...], *, holds: bool
) -> None:
    assert Compiler(nested()).compile(expression, place)(VALUES_OF_ENTRIES, ENTRIES, frames, None) is holds


def test_valid_date_holds_until_all_parts_are_there() -> None:
    condition = Compiler(FLAT).compile(ValidDate(A, B, C), ())
    assert condition({A: 30, B: 2}, {}, ("",), None) is True
    assert condition({A: 30, B: 2, C: 2026}, {}, ("",), None) is False
    assert condition({A: 28, B: 2, C: 2026}, {}, ("",), None) is True


def test_what_cannot_run_is_refused() -> None:
    compiler = Compiler(nested())
    with pytest.raises(UnknownExpressionError):
        compiler.compile(Equals(HOUSE, "1"), ())
    with pytest.raises(UnknownExpressionError):
        compiler.compile(logic.InLand(("NW",)), ())
    with pytest.raises(TypeError):
        nested().field(HOUSE)

"""What expressions and rules say for answers, with entries, several values and a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from rathaus.fim.model import Position, Rule
from rathaus.fim.rules.evaluating import Facts, applies, is_answered, is_satisfied
from rathaus.fim.rules.jsonform import Json
from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.fim.rules.terms import Answer, Count, DateOf, Number, Op, Since, Term, Today, Unit
from rathaus.fim.rules.verdicts import Verdict, verdict
from tests.fim.rules import building

TODAY = dt.date(2026, 11, 27)
ART, NUMBER, DATE, SEVERAL, YES = (f"F9900000000{n}" for n in range(1, 6))
G, INNER, CHILD, FROM, TO = "G99000000001", "G99000000002", "F99000000011", "F99000000012", "F99000000013"
DAY, MONTH, YEAR = "F99000000021", "F99000000022", "F99000000023"


def positions() -> dict[str, Position]:
    """A repeated group with a repeated group inside it, beside fields of every kind."""
    inner = building.group(INNER, building.field(CHILD), anzahl="0:*")
    entry = (building.field(CHILD), building.field(FROM, building.DATE), building.field(TO, building.DATE))
    return building.schema(
        building.field(ART, codes=("110 eins", "120 zwei", "9 drei")),
        building.field(NUMBER, building.NUMBER),
        building.field(DATE, building.DATE),
        building.field(SEVERAL, codes=("A a", "B b"), anzahl="0:*"),
        building.field(YES, building.TRUTH),
        *(building.field(part, building.NUMBER) for part in (DAY, MONTH, YEAR)),
        building.group(G, *entry, inner, anzahl="0:*"),
    ).positions


def facts(**answers: Any) -> Facts:
    return Facts(positions(), answers, TODAY)


def rule(*statements: Statement, bearer: str = "") -> ReadRule:
    """A rule that does `statements`, borne by the position `bearer` or the schema."""
    found = positions().get(bearer)
    bound = building.schema(rules=("Regel.",)).bound_rules[0]
    return ReadRule(
        type(bound)(Rule("R99000000001", None, "Regel", "Regel."), found),
        RuleStatus.EXECUTABLE,
        tuple(s for s in statements if isinstance(s, Effect)),
        tuple(s for s in statements if isinstance(s, Constraint)),
        selectable=tuple(s for s in statements if isinstance(s, Selectable)),
        presets=tuple(s for s in statements if isinstance(s, Preset)),
    )


def number(value: int) -> Term:
    return Number(Decimal(value))


FROM_TO = Compare(Answer(f"{G}.{FROM}"), Op.LT, Answer(f"{G}.{TO}"))


@pytest.mark.parametrize(
    ("expression", "answers", "expected"),
    [
        (Equals(ART, "110"), {}, False),
        (Equals(ART, "110"), {ART: "110"}, True),
        (Equals(ART, "110"), {ART: ""}, False),
        (Not(Equals(ART, "110")), {}, True),
        (Equals(NUMBER, "5"), {NUMBER: 5}, True),
        (Equals(NUMBER, "fünf"), {NUMBER: 5}, False),
        (Equals(YES, True), {YES: True}, True),
        (Equals(YES, "ja"), {YES: True}, True),
        (Equals(YES, True), {YES: 1}, False),
        (Equals(SEVERAL, "B"), {SEVERAL: ["A", "B"]}, True),
        (Not(Equals(SEVERAL, "B")), {SEVERAL: ["A", "B"]}, False),
        (Equals(G, "x"), {G: [{CHILD: "x"}]}, False),
        (Filled(SEVERAL), {SEVERAL: []}, False),
        (Filled(G), {G: [{}]}, False),
        (Filled(G), {G: [{CHILD: "x"}]}, True),
        (Filled(G), {G: True}, True),
        (Filled(YES), {YES: False}, True),
        (CodeBetween(ART, "110", "119"), {ART: "110"}, True),
        (CodeBetween(ART, "110", "119"), {ART: "120"}, False),
        (CodeBetween(ART, "110", "119"), {}, False),
        (CodeBetween(YES, "110", "119"), {YES: True}, False),
        (StartsWith(ART, "11"), {ART: "110"}, True),
        (StartsWith(ART, "11"), {}, False),
        (Compare(Answer(NUMBER), Op.GT, number(5)), {NUMBER: 6}, True),
        (Compare(Answer(NUMBER), Op.GT, number(5)), {NUMBER: 5}, False),
        (Compare(Answer(NUMBER), Op.GT, number(5)), {}, False),
        (Not(Compare(Answer(NUMBER), Op.LE, number(5))), {}, True),
        (Compare(Since(Answer(DATE), Today(), Unit.YEARS), Op.GE, number(18)), {DATE: "2008-11-27"}, True),
        (Compare(Since(Answer(DATE), Today(), Unit.YEARS), Op.GE, number(18)), {DATE: "2008-11-28"}, False),
        (Compare(DateOf(DAY, MONTH, YEAR), Op.LT, Today()), {DAY: 26, MONTH: 11, YEAR: 2026}, True),
        (Compare(DateOf(DAY, MONTH, YEAR), Op.LT, Today()), {MONTH: 11, YEAR: 2026}, False),
        (ValidDate(DAY, MONTH, YEAR), {DAY: 31, MONTH: 2, YEAR: 2026}, False),
        (ValidDate(DAY, MONTH, YEAR), {DAY: 28, MONTH: 2, YEAR: 2026}, True),
        (ValidDate(DAY, MONTH, YEAR), {DAY: 31, MONTH: 2}, True),
        (Compare(Count(G), Op.EQ, number(2)), {G: [{CHILD: "x"}, {}, {FROM: "2026-01-01"}]}, True),
        (Compare(Count(G), Op.EQ, number(0)), {}, True),
        (Compare(Count(SEVERAL), Op.EQ, number(2)), {SEVERAL: ["A", "B"]}, True),
        (Compare(Count(ART), Op.EQ, number(1)), {ART: "110"}, True),
        (Compare(Count(f"{G}.{INNER}"), Op.EQ, number(1)), {G: [{}, {INNER: [{CHILD: "x"}]}]}, True),
        # both sides look at the same entry
        (FROM_TO, {G: [{FROM: "2026-01-02", TO: "2026-01-01"}, {FROM: "2026-02-02", TO: "2026-02-01"}]}, False),
        (FROM_TO, {G: [{FROM: "2026-01-02", TO: "2026-01-01"}, {FROM: "2026-01-01", TO: "2026-02-01"}]}, True),
        # two comparisons may be met by two entries
        (
            And((Equals(f"{G}.{CHILD}", "x"), Equals(f"{G}.{CHILD}", "y"))),
            {G: [{CHILD: "x"}, {CHILD: "y"}]},
            True,
        ),
        (Not(Equals(f"{G}.{CHILD}", "x")), {G: [{CHILD: "y"}, {CHILD: "x"}]}, False),
        (Equals(f"{G}.{INNER}.{CHILD}", "x"), {G: [{}, {INNER: [{CHILD: "y"}, {CHILD: "x"}]}]}, True),
    ],
)
def test_expressions(expression: Expression, answers: dict[str, Any], expected: bool) -> None:
    assert facts(**answers).holds(expression) is expected


def test_the_land_must_be_settled_before() -> None:
    with pytest.raises(TypeError):
        facts().holds(InLand(("NW",)))


@pytest.mark.parametrize("found", [None, "", [], {}, [""], {"a": []}])
def test_nothing_is_answered(found: Any) -> None:
    assert not is_answered(found)


def test_a_rule_is_asked_once_per_entry_of_its_bearer() -> None:
    entries = {G: [{CHILD: "x", TO: "2026-01-01"}, {CHILD: "y"}, {}]}
    inside = facts(**entries)
    asked = inside.instances((), bearer=G)
    child = Equals(f"{G}.{CHILD}", "x")
    assert [inside.holds(child, frame) for frame in asked] == [True, False, False]
    needed = Constraint(Or((Not(child), Filled(f"{G}.{TO}"))), (f"{G}.{TO}",))
    assert is_satisfied(needed, rule(needed, bearer=G), inside)
    assert not is_satisfied(needed, rule(needed, bearer=G), facts(**{G: [{CHILD: "x"}]}))


def test_a_constraint_of_the_schema_on_a_repeated_group_counts_in_each_entry() -> None:
    needed = Constraint(FROM_TO, (f"{G}.{FROM}", f"{G}.{TO}"))
    good, bad = {FROM: "2026-01-01", TO: "2026-02-01"}, {FROM: "2026-02-01", TO: "2026-01-01"}
    assert is_satisfied(needed, rule(needed), facts(**{G: [good, good]}))
    assert not is_satisfied(needed, rule(needed), facts(**{G: [good, bad]}))
    assert is_satisfied(needed, rule(needed), facts())  # no entry, nothing to ask


def test_effects_of_a_bearer_without_entries_are_those_of_an_entry_without_answers() -> None:
    borne = rule(bearer=G)
    assert applies(Not(Equals(f"{G}.{CHILD}", "x")), borne, facts())
    assert not applies(Equals(f"{G}.{CHILD}", "x"), borne, facts())


IF_YES = Equals(YES, True)
GIVEN = {YES: True}


def effect(kind: EffectKind, target: str = ART, when: Expression = IF_YES) -> Effect:
    return Effect(kind, target, when)


@pytest.mark.parametrize(
    ("statements", "effects"),
    [
        ((effect(EffectKind.REQUIRED),), {ART: "required"}),
        ((effect(EffectKind.REQUIRED, when=NEVER),), {}),
        ((effect(EffectKind.SHOWN), effect(EffectKind.REQUIRED)), {ART: "required"}),
        ((effect(EffectKind.REPEAT, G), effect(EffectKind.REQUIRED, G)), {G: "repeat"}),
        ((effect(EffectKind.NO_REPEAT, G),), {G: "no_repeat"}),
        ((effect(EffectKind.REQUIRED, when=Not(IF_YES)), effect(EffectKind.FORBIDDEN)), {ART: "forbidden"}),
        ((Selectable(ART, IF_YES, ("110", "120")),), {ART: {"only": ["110", "120"]}}),
        ((Selectable(ART, IF_YES, ("110",), only=False),), {ART: {"not": ["110"]}}),
        ((Selectable(ART, NEVER, ("110",)),), {}),
        (
            (effect(EffectKind.REQUIRED), Selectable(ART, IF_YES, ("9",), (("110", "112"),))),
            {ART: {"only": ["9", "110", "111", "112"], "effect": "required"}},
        ),
        (
            (Selectable(ART, IF_YES, (), (("1", "99999"), ("007", None)), ("4",)),),
            {ART: {"only": ["1-99999", "007-", "4*"]}},
        ),
        ((Selectable(ART, IF_YES, ("A", "B")), Selectable(ART, Always(), ("B", "C"))), {ART: {"only": ["B"]}}),
        (
            (Selectable(ART, IF_YES, ("A",), only=False), Selectable(ART, Always(), ("A", "C"), only=False)),
            {ART: {"not": ["A", "C"]}},
        ),
        ((Preset(ART, "110", IF_YES),), {ART: {"value": "110"}}),
        ((Preset(ART, "110", IF_YES, hidden=True),), {ART: {"value": "110", "hidden": True}}),
        ((Preset(ART, "110", NEVER, hidden=True),), {}),
        ((Preset(ART, Answer(YES), IF_YES),), {ART: {"value": True}}),
        ((Preset(ART, Answer(SEVERAL), IF_YES),), {}),
    ],
)
def test_what_a_rule_says(statements: tuple[Statement, ...], effects: dict[str, Json]) -> None:
    assert verdict(rule(*statements), facts(**GIVEN)) == Verdict(effects)


def test_codes_are_taken_from_the_list_where_there_is_one() -> None:
    listed = ("100", "110", "119", "200", "4711")
    limits = Selectable(ART, Always(), ("200", "999"), (("110", "119"),), ("47",))
    assert verdict(rule(limits), facts(), {ART: listed}.get) == Verdict({ART: {"only": ["110", "119", "200", "4711"]}})
    others = Selectable(ART, Always(), (), (("110", None),), only=False)
    assert verdict(rule(others), facts(), {ART: listed}.get) == Verdict({ART: {"not": ["110", "119", "200", "4711"]}})


def test_a_constraint_is_valid_or_not() -> None:
    filled = rule(Constraint(Filled(ART), (ART,)), Constraint(Filled(YES), (YES,)))
    assert verdict(filled, facts(**{ART: "110", YES: False})) == Verdict({}, valid=True)
    assert verdict(filled, facts(**{ART: "110"})) == Verdict({}, valid=False)

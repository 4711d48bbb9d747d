"""Rules as they hold for the Land of one municipality."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.model import Schema
from rathaus.fim.rules import RuleStatus, join, read_rules, settle
from rathaus.fim.rules.logic import Always, Effect, EffectKind, Equals, Expression, InLand, Leaf, Not, holds, leaves
from rathaus.fim.rules.settling import decided
from tests.fim.rules import building, strategies

A, T = "F99000000001", "F99000000021"
YES = Equals(A, True)
TEXT = (
    f"Für das Land NW gilt: WENN {A} = wahr, DANN muss {T} befüllt werden. "
    f"WENN {A} <> wahr, DANN darf {T} nicht angezeigt werden. "
    f"Für alle anderen Länder gilt: {T} darf nicht angezeigt werden."
)


def made(*rules: str) -> Schema:
    return building.schema(building.field(A, building.TRUTH), building.field(T), rules=rules)


def effects_in(land: str, text: str = TEXT) -> tuple[Effect, ...]:
    (rule,) = settle(read_rules(made(text)), land).rules
    assert rule.status is RuleStatus.EXECUTABLE
    return rule.effects


def test_land_that_is_named_keeps_its_branches() -> None:
    assert effects_in("NW") == (Effect(EffectKind.REQUIRED, T, YES), Effect(EffectKind.FORBIDDEN, T, Not(YES)))


def test_other_land_keeps_the_complement() -> None:
    assert effects_in("BY") == (Effect(EffectKind.FORBIDDEN, T, Always()),)


def test_rule_for_one_land_says_nothing_elsewhere() -> None:
    assert effects_in("BY", f"Das Feld {T} muss in TH befüllt werden.") == ()


def test_prohibition_of_a_land_wins_over_a_rule_that_opens() -> None:
    two_branch = f"Wenn {A} = wahr, dann muss {T} befüllt sein. Wenn {A} <> wahr, dann darf {T} nicht befüllt sein."
    rules = join(settle(read_rules(made(TEXT, two_branch)), "BY"))[T]
    assert [clause.when for clause in rules.forbidden] == [Always()]


def test_without_a_land_the_rule_stays_visibly_undecided() -> None:
    (rule,) = settle(read_rules(made(TEXT)), None).rules
    assert (rule.status, rule.effects, rule.constraints) == (RuleStatus.UNCLEAR, (), ())
    assert rule.reasons == ("Die Regel unterscheidet Länder; für diese Kommune ist keines eingetragen.",)
    assert rule.unread == (TEXT,)


def test_rules_that_tell_no_laender_apart_stay_as_they_are() -> None:
    report = read_rules(made(f"Wenn {A} = wahr, dann muss {T} befüllt sein."))
    assert settle(report, None) == report
    assert settle(report, "NW") == report


@given(strategies.expressions(), st.sampled_from(["NW", "SL", "BY"]), st.data())
@settings(deadline=None)
def test_deciding_keeps_the_truth(expression: Expression, land: str, data: st.DataObject) -> None:
    known = [leaf for leaf in dict.fromkeys(leaves(expression)) if not isinstance(leaf, InLand)]
    facts = set(data.draw(st.lists(st.sampled_from(known)))) if known else set()

    def of_leaf(leaf: Leaf) -> bool:
        return land in leaf.codes if isinstance(leaf, InLand) else leaf in facts

    settled = decided(expression, land)
    assert not any(isinstance(leaf, InLand) for leaf in leaves(settled))
    assert holds(settled, of_leaf) is holds(expression, of_leaf)

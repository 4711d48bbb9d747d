"""What several rules together say of one target."""

from __future__ import annotations

from rathaus.fim.model import Position, Schema
from rathaus.fim.rules import Clause, TargetRules, join, read_rules
from rathaus.fim.rules.logic import Always, Equals, Expression, Not
from tests.fim.rules import building

A, B, T = "F99000000001", "F99000000002", "F99000000021"
G = "G99000000001"
YES_A, YES_B = Equals(A, True), Equals(B, True)


def two_branch(question: str) -> str:
    return (
        f"Wenn {question} = wahr, dann muss {T} befüllt werden. "
        f"Wenn {question} <> wahr, dann darf {T} nicht angezeigt werden."
    )


def asked(*rules: str) -> Schema:
    return building.schema(
        building.field(A, building.TRUTH), building.field(B, building.TRUTH), building.field(T), rules=rules
    )


def joined(made: Schema) -> TargetRules:
    (found,) = join(read_rules(made)).values()
    return found


def conditions(clauses: tuple[Clause, ...]) -> list[Expression]:
    return [clause.when for clause in clauses]


def test_two_branch_rules_on_one_target_join() -> None:
    rules = joined(asked(two_branch(A), two_branch(B)))
    assert rules.target == T
    assert conditions(rules.required) == [YES_A, YES_B]
    assert conditions(rules.opening) == [YES_A, YES_B]
    assert conditions(rules.closing) == [Not(YES_A), Not(YES_B)]
    assert rules.forbidden == ()
    assert rules.joined is True
    assert [rule.bound.rule.id for rule in rules.rules] == ["R99000000000", "R99000000001"]


def test_two_branch_sentences_of_one_text_join() -> None:
    rules = joined(asked(f"{two_branch(A)} {two_branch(B)}"))
    assert conditions(rules.opening) == [YES_A, YES_B]
    assert conditions(rules.closing) == [Not(YES_A), Not(YES_B)]
    assert rules.joined is True


def test_what_is_joined_says_so() -> None:
    both = f"{T} entfällt nur, wenn keine dieser Regeln es öffnet: R99000000000, R99000000001."
    assert [rule.notes for rule in read_rules(asked(two_branch(A), two_branch(B))).rules] == [(both,), (both,)]
    (alone,) = read_rules(asked(f"{two_branch(A)} {two_branch(B)}")).rules
    assert alone.notes == (f"{T} entfällt nur, wenn keiner der Sätze dieser Regel es öffnet.",)
    assert [rule.notes for rule in read_rules(asked(two_branch(A), f"{T} muss befüllt werden.")).rules] == [(), ()]


def test_two_branches_that_ask_the_same_question_are_a_contradiction() -> None:
    other = two_branch(A).replace("wahr", "falsch")
    (rule,) = read_rules(asked(f"{two_branch(A)} {other}")).rules
    assert rule.reasons == (f"Der Text widerspricht sich: {T} wäre zugleich Pflicht und verboten.",)


def test_one_two_branch_rule_is_not_called_joined() -> None:
    assert joined(asked(two_branch(A))).joined is False


def test_prohibition_of_a_rule_that_opens_nothing_wins() -> None:
    rules = joined(asked(two_branch(A), f"Wenn {B} = wahr, dann darf {T} nicht befüllt werden."))
    assert conditions(rules.closing) == [Not(YES_A)]
    assert conditions(rules.forbidden) == [YES_B]


def test_unconditional_prohibition_is_always_there() -> None:
    assert conditions(joined(asked(f"Das Feld {T} ist auszublenden.")).forbidden) == [Always()]


def test_shown_and_optional_open_as_well() -> None:
    rules = joined(asked(f"Wenn {A} = wahr, dann erscheint {T}.", f"Wenn {B} = wahr, dann ist {T} optional."))
    assert conditions(rules.shown) == [YES_A]
    assert conditions(rules.optional) == [YES_B]


def test_unread_rule_on_the_target_withholds_its_closing() -> None:
    rules = joined(asked(two_branch(A), f"Wenn {B} = wahr, dann vielleicht {T}."))
    assert rules.closing == ()
    assert conditions(rules.withheld) == [Not(YES_A)]
    assert conditions(rules.required) == [YES_A]


def test_unread_rule_that_only_asks_about_the_target_withholds_nothing() -> None:
    rules = joined(asked(two_branch(A), f"Wenn {T} = Blau, dann vielleicht {B}."))
    assert conditions(rules.closing) == [Not(YES_A)]
    assert rules.withheld == ()


def inner(*rules: str) -> Position:
    return building.group(G, building.field(A, building.TRUTH), building.field(T), rules=rules)


def test_unread_rule_of_another_group_withholds_nothing_here() -> None:
    other = building.group("G99000000002", building.field(T), rules=(f"Nur vielleicht {T}.",))
    found = join(read_rules(building.schema(inner(two_branch(A)), other)))
    assert conditions(found[f"{G}.{T}"].closing) == [Not(Equals(f"{G}.{A}", True))]


def test_unread_rule_of_the_group_withholds() -> None:
    found = join(read_rules(building.schema(inner(two_branch(A), f"Nur vielleicht {T}."))))
    assert found[f"{G}.{T}"].closing == ()


def test_clause_knows_its_bearer() -> None:
    found = join(read_rules(building.schema(inner(two_branch(A)))))
    assert found[f"{G}.{T}"].required[0].bearer_path == G
    assert joined(asked(two_branch(A))).required[0].bearer_path == ""

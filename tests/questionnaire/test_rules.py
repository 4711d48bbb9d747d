"""What rules do to questions."""

from rathaus.fim.model import CodeListRef, DataType
from rathaus.fim.rules.logic import Always, And, Constraint, CountBetween, Equals, Filled, Not, Or
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.questionnaire import Draft, FindingKind, Questionnaire

from .samples import both, field, forbidden, group, make, optional, required, rule, shown

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G = "G99000000001"
CODES = {"1": "eins", "2": "zwei", "3": "drei"}
IS_1, IS_2 = Equals(A, "1"), Equals(A, "2")


def asked(*rules: ReadRule, anzahl: str = "0:1") -> Questionnaire:
    """A decides about B; C is a truth value."""
    return make(field(A, codes=CODES), field(B, anzahl=anzahl), field(C, "Ja?", DataType.BOOL, "0:1"), rules=rules)


def state(questionnaire: Questionnaire, **values: str) -> str:
    """What applies to B: hidden, shown or required."""
    names = {"a": A, "b": B, "c": C}
    outcome = questionnaire.check(Draft(values={names[name]: value for name, value in values.items()}))
    return "required" if B in outcome.required else "shown" if B in outcome.shown else "hidden"


def test_two_branches() -> None:
    questionnaire = asked(rule(*both(B, IS_1)))
    assert [state(questionnaire), state(questionnaire, a="1"), state(questionnaire, a="2")] == [
        "hidden",
        "required",
        "hidden",
    ]


def test_two_two_branch_rules_join_by_or() -> None:
    questionnaire = asked(rule(*both(B, IS_1)), rule(*both(B, IS_2)))
    assert [state(questionnaire, a=code) for code in "123"] == ["required", "required", "hidden"]


def test_a_prohibition_of_its_own_wins() -> None:
    questionnaire = asked(rule(*both(B, IS_1)), rule(forbidden(B, Equals(C, True))))
    assert state(questionnaire, a="1", c="true") == "hidden"
    assert state(questionnaire, a="1", c="false") == "required"


def test_what_a_demanded_answer_decides_waits_for_it() -> None:
    questionnaire = asked(rule(required(B, IS_1), forbidden(B, IS_2)))
    assert state(questionnaire) == "hidden"
    assert questionnaire.check(Draft()).waiting == {B}
    assert questionnaire.check(Draft()).forbidden == set()
    assert state(questionnaire, a="1") == "required"
    assert state(questionnaire, a="2") == "hidden"
    assert questionnaire.check(Draft(values={A: "2"})).forbidden == {B}
    assert state(questionnaire, a="3") == "shown"


def test_what_another_rule_opens_does_not_wait() -> None:
    rules = rule(required(B, IS_1), forbidden(B, IS_2)), rule(required(B, Equals(C, True)))
    first = field(C, "Ja?", DataType.BOOL, "0:1")
    questionnaire = make(first, field(A, codes=CODES), field(B, anzahl="0:1"), rules=rules)
    assert [state(questionnaire), state(questionnaire, c="true")] == ["hidden", "required"]
    assert state(asked(rule(*both(B, Not(IS_1))))) == "required"


def test_branches_on_an_answer_that_may_stay_open_say_nothing_while_it_does() -> None:
    branches = rule(required(B, IS_1), forbidden(B, IS_2))
    questionnaire = make(field(A, codes=CODES, anzahl="0:1"), field(B, anzahl="0:1"), rules=(branches,))
    assert [state(questionnaire), state(questionnaire, a="2")] == ["shown", "hidden"]
    assert questionnaire.check(Draft()).complete


def test_shown_under_a_condition_says_nothing_otherwise() -> None:
    questionnaire = asked(rule(shown(B, IS_1)))
    assert [state(questionnaire, a=code) for code in "12"] == ["shown", "shown"]


def test_shown_under_a_condition_keeps_the_cardinality_and_demands_nothing_otherwise() -> None:
    questionnaire = asked(rule(shown(B, IS_1)), anzahl="1:1")
    assert [state(questionnaire, a=code) for code in "12"] == ["required", "shown"]
    assert [finding.kind for finding in questionnaire.findings] == [FindingKind.CONDITIONAL_REQUIREMENT]


def test_optional_waives_the_cardinality() -> None:
    questionnaire = asked(rule(optional(B, IS_1)), anzahl="1:1")
    assert [state(questionnaire, a=code) for code in "12"] == ["shown", "required"]


def test_optional_as_the_open_branch() -> None:
    questionnaire = asked(rule(optional(B, IS_1), forbidden(B, Not(IS_1))), anzahl="1:1")
    assert [state(questionnaire, a=code) for code in "12"] == ["shown", "hidden"]


def test_a_demand_under_a_condition_alone_leaves_the_question_open_otherwise() -> None:
    questionnaire = asked(rule(required(B, IS_1)))
    assert [state(questionnaire, a=code) for code in "12"] == ["required", "shown"]
    assert questionnaire.findings == ()


def test_a_demand_under_a_condition_is_meant_so_even_where_the_cardinality_demands_always() -> None:
    questionnaire = asked(rule(required(B, IS_1)), anzahl="1:1")
    assert [state(questionnaire, a=code) for code in "12"] == ["required", "shown"]
    assert [finding.kind for finding in questionnaire.findings] == [FindingKind.CONDITIONAL_REQUIREMENT]


def test_an_unconditional_demand_changes_nothing_else() -> None:
    questionnaire = asked(rule(required(B, Always())), anzahl="1:1")
    assert state(questionnaire) == "required"
    assert questionnaire.findings == ()


def test_a_question_that_no_answer_opens_is_reported_and_not_asked() -> None:
    questionnaire = asked(rule(*both(B, Equals(A, "9"))))
    assert questionnaire.check(Draft(values={A: "1"})).shown == {A, C}
    finding = questionnaire.findings[-1]
    assert (finding.kind, finding.path) == (FindingKind.NEVER_SHOWN, B)


def test_what_depends_on_a_question_never_shown_is_never_shown() -> None:
    questionnaire = make(
        field(A, codes=CODES),
        field(B, codes=CODES),
        field(C),
        rules=(rule(*both(B, Equals(A, "9"))), rule(*both(C, Equals(B, "1")))),
    )
    kinds = [(finding.kind, finding.path) for finding in questionnaire.findings]
    assert kinds == [(FindingKind.NEVER_SHOWN, B), (FindingKind.NEVER_SHOWN, C)]


def test_always_forbidden_is_never_shown() -> None:
    questionnaire = asked(rule(forbidden(B, Always())))
    assert [finding.kind for finding in questionnaire.findings] == [FindingKind.NEVER_SHOWN]


def test_the_problem_names_rule_and_legal_basis() -> None:
    one = rule(*both(B, IS_1))
    problem = asked(one).check(Draft(values={A: "1"})).problems[0]
    assert problem.sentence == f"Geben Sie „Angabe {B}“ an."
    assert (problem.key, problem.rule, problem.legal_basis) == (B, one.bound.rule.id, "§ 2")
    own = make(field(A)).check(Draft()).problems[0]
    assert (own.rule, own.legal_basis) == (None, "§ 1 Mustersatzung")


def test_an_answer_to_a_hidden_question_counts_for_nothing() -> None:
    questionnaire = make(
        field(A, codes=CODES),
        field(B, codes=CODES, anzahl="0:1"),
        field(C, anzahl="0:1"),
        rules=(rule(*both(B, IS_1)), rule(*both(C, Equals(B, "2")))),
    )
    draft = Draft(values={A: "2", B: "2", C: "bleibt im Entwurf"})
    outcome = questionnaire.check(draft)
    assert outcome.shown == {A}
    assert outcome.answers == {A: "2"}
    again = questionnaire.check(draft.with_values({A: "1"}))
    assert again.answers == {A: "1", B: "2", C: "bleibt im Entwurf"}


# --- constraints


def sentences(questionnaire: Questionnaire, **values: str) -> list[str]:
    names = {"a": A, "b": B, "c": C, "d": D}
    outcome = questionnaire.check(Draft(values={names[name]: value for name, value in values.items()}))
    return [problem.sentence for problem in outcome.problems]


def tied(constraint: Constraint, data_type: DataType = DataType.TEXT) -> Questionnaire:
    fields = [field(path, label, data_type, "0:1") for path, label in ((A, "Telefon"), (B, "Fax"), (C, "E-Mail"))]
    return make(*fields, rules=(rule(constraint),))


def filled(*paths: str) -> tuple[Filled, ...]:
    return tuple(Filled(path) for path in paths)


def test_at_least_one() -> None:
    questionnaire = tied(Constraint(CountBetween(filled(A, B, C), 1, None), (A, B, C)))
    assert sentences(questionnaire) == ["Machen Sie mindestens eine dieser Angaben: „Telefon“, „Fax“ oder „E-Mail“."]
    assert sentences(questionnaire, b="1") == []


def test_at_least_one_as_or() -> None:
    questionnaire = tied(Constraint(Or(filled(A, B)), (A, B)))
    assert sentences(questionnaire) == ["Machen Sie mindestens eine dieser Angaben: „Telefon“ oder „Fax“."]


def said_instead(questionnaire: Questionnaire) -> list[str | None]:
    step = questionnaire.steps(Draft())[0]
    view = questionnaire.view(step, Draft(), questionnaire.check(Draft()), show_problems=False)
    return [item.instead for item in view.items]


def test_where_one_is_enough_each_names_the_others() -> None:
    assert said_instead(tied(Constraint(Or(filled(A, B)), (A, B)))) == ["Fax", "Telefon", None]
    at_least_one = tied(Constraint(CountBetween(filled(A, B, C), 1, None), (A, B, C)))
    assert said_instead(at_least_one) == ["Fax, E-Mail", "Telefon, E-Mail", "Telefon, Fax"]
    at_least_two = tied(Constraint(CountBetween(filled(A, B, C), 2, None), (A, B, C)))
    assert said_instead(at_least_two) == [None, None, None]
    not_always = tied(Constraint(Or((*filled(A), Not(Filled(B)))), (A, B)))
    assert said_instead(not_always) == [None, None, None]


def test_at_most_one_and_at_most_two() -> None:
    one = tied(Constraint(CountBetween(filled(A, B, C), 0, 1), (A, B, C)))
    assert sentences(one, a="1", b="2") == ["Machen Sie höchstens eine dieser Angaben: „Telefon“, „Fax“ oder „E-Mail“."]
    two = tied(Constraint(CountBetween(filled(A, B, C), 0, 2), (A, B, C)))
    assert sentences(two, a="1", b="2", c="3") == [
        "Machen Sie höchstens 2 dieser Angaben: „Telefon“, „Fax“ oder „E-Mail“."
    ]


def test_at_least_two_and_all() -> None:
    two = tied(Constraint(CountBetween(filled(A, B, C), 2, None), (A, B, C)))
    assert sentences(two, a="1") == ["Machen Sie mindestens 2 dieser Angaben: „Telefon“, „Fax“ oder „E-Mail“."]
    every = tied(Constraint(And(filled(A, B)), (A, B)))
    assert sentences(every, a="1") == ["Machen Sie alle diese Angaben: „Telefon“ und „Fax“."]


def test_one_brings_the_other() -> None:
    for holds in (Or((Not(Filled(A)), Filled(B))), Or((Filled(B), Not(Filled(A))))):
        questionnaire = tied(Constraint(holds, (A, B)))
        assert sentences(questionnaire, a="1") == ["Geben Sie auch „Fax“ an, weil „Telefon“ angegeben ist."]
        assert sentences(questionnaire, a="1", b="2") == []


def test_at_least_one_yes() -> None:
    holds = CountBetween((Equals(A, True), Equals(B, True)), 1, None)
    questionnaire = tied(Constraint(holds, (A, B)), DataType.BOOL)
    assert sentences(questionnaire, a="false", b="false") == [
        "Beantworten Sie mindestens eine dieser Fragen mit Ja: „Telefon“ oder „Fax“."
    ]


def test_only_one_answer_is_possible() -> None:
    questionnaire = make(field(A, "Art", codes=CODES), rules=(rule(Constraint(Equals(A, "2"), (A,))),))
    assert sentences(questionnaire, a="1") == ["Wählen Sie bei „Art“ „zwei“: Nur diese Angabe ist hier möglich."]


def test_an_answer_forced_in_a_list() -> None:
    questionnaire = make(field(A, "Arten", codes=CODES, anzahl="0:*"), rules=(rule(Constraint(Equals(A, "2"), (A,))),))
    outcome = questionnaire.check(Draft(values={A: ("1",)}))
    assert [problem.sentence for problem in outcome.problems] == ["Prüfen Sie „Arten“."]


def test_anything_else_names_the_questions_and_says_what_must_hold() -> None:
    named = "Prüfen Sie Ihre Angaben zu „Telefon“, „Fax“ und „E-Mail“"
    parts = (Equals(A, "x"), Not(Equals(B, "y")), Filled(C))
    (sentence,) = sentences(tied(Constraint(Or(parts), (A, B, C))), b="y")
    assert sentence == (
        "Prüfen Sie Ihre Angaben: Es muss gelten, dass mindestens 1 davon zutrifft: bei „Telefon“ „x“ gewählt ist; "
        "bei „Fax“ nicht „y“ gewählt ist; „E-Mail“ ausgefüllt ist."
    )
    long = Or((*parts, *(Equals(A, f"{number} mal") for number in range(9))))
    assert sentences(tied(Constraint(long, (A, B, C))), b="y") == [f"{named}: So passen sie nicht zusammen."]


def test_a_broken_constraint_waits_until_the_answers_themselves_are_right() -> None:
    questionnaire = make(
        field(A, "Zahl", DataType.NUM_INT, "0:1"),
        field(B, "Name", anzahl="0:1"),
        rules=(rule(Constraint(CountBetween(filled(A, B), 1, None), (A, B))),),
    )
    assert sentences(questionnaire, a="viel") == ["Geben Sie bei „Zahl“ eine Zahl an, zum Beispiel 12."]


def test_a_constraint_on_nothing_shown_is_left_alone() -> None:
    questionnaire = make(
        field(A, codes=CODES),
        field(B, anzahl="0:1"),
        rules=(rule(*both(B, IS_1)), rule(Constraint(Equals(B, "x"), (B,)))),
    )
    assert sentences(questionnaire, a="2") == []


def test_a_constraint_always_true_is_none() -> None:
    questionnaire = tied(Constraint(Not(And((Always(), Not(Always())))), (A,)))
    assert sentences(questionnaire) == []


def test_a_demanded_yes_is_a_single_box() -> None:
    questionnaire = make(field(A, "Ich stimme zu", DataType.BOOL), rules=(rule(Constraint(Equals(A, True), (A,))),))
    assert questionnaire.pages[0].items[0].control == "checkbox"  # type: ignore[union-attr]
    assert sentences(questionnaire) == [
        "Setzen Sie das Häkchen bei „Ich stimme zu“. Ohne diese Bestätigung geht es nicht weiter."
    ]
    assert sentences(questionnaire, a="false") == [
        "Bestätigen Sie „Ich stimme zu“. Ohne diese Bestätigung kann der Antrag nicht abgeschickt werden."
    ]
    assert sentences(questionnaire, a="true") == []


# --- checks by hand


def test_unread_rules_are_kept_for_the_clerk() -> None:
    unclear = rule(status=RuleStatus.UNCLEAR, unread=("Satz.",), reasons=("Nicht zu lesen.",))
    partial = rule(*both(B, IS_1), status=RuleStatus.PARTIAL, unread=("Noch ein Satz.",), reasons=("Auch nicht.",))
    questionnaire = asked(unclear, partial)
    assert [(check.texts, check.reasons) for check in questionnaire.manual_checks] == [
        (("Satz.",), ("Nicht zu lesen.",)),
        (("Noch ein Satz.",), ("Auch nicht.",)),
    ]
    assert state(questionnaire, a="2") == "hidden"


def test_a_comparison_with_a_missing_list_is_checked_by_hand() -> None:
    ref = CodeListRef("urn:de:muster", "1", "urn:de:muster_1")
    compared = rule(*both(B, IS_1))
    questionnaire = make(field(A, ref=ref), field(B, anzahl="0:1"), rules=(compared,))
    assert state(questionnaire, a="egal") == "shown"
    assert questionnaire.manual_checks[0].rule == compared.bound.rule.id
    assert questionnaire.manual_checks[0].texts == ("Wenn …, dann …",)
    kinds = {finding.kind for finding in questionnaire.findings}
    assert kinds == {FindingKind.LIST_MISSING, FindingKind.RULE_BY_HAND}


def test_a_rule_on_something_unknown_is_checked_by_hand() -> None:
    questionnaire = asked(rule(*both("F99000000099", IS_1)))
    assert questionnaire.manual_checks[0].reasons == (
        "Die Regel nennt F99000000099; das gibt es in dieser Definition nicht.",
    )


def test_a_rule_that_cannot_run_is_checked_by_hand() -> None:
    demanded = rule(Constraint(Equals(G, "1"), (f"{G}.{A}",)))
    questionnaire = make(group(G, "Gruppe", field(A)), field(B), rules=(demanded,))
    reason = f"Diese Bedingung kann noch nicht ausgeführt werden (Vergleich mit der Gruppe {G})."
    assert questionnaire.manual_checks[0].reasons == (reason,)


def test_notes_of_rules_are_findings() -> None:
    read = rule(*both(B, IS_1))
    noted = ReadRule(read.bound, read.status, read.effects, notes=("Ein Ziel gibt es nicht.",))
    finding = asked(noted).findings[0]
    assert finding.kind is FindingKind.RULE_NOTE
    assert finding.sentence == f"Regel {read.bound.rule.id}: Ein Ziel gibt es nicht."

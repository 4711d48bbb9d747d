"""Why a question is asked, said to the person who is asked."""

import datetime as dt

import pytest

from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import Always, And, Constraint, CountBetween, Equals, Expression, Filled, Not, Or
from rathaus.fim.rules.report import ReadRule
from rathaus.questionnaire import Draft, Questionnaire
from rathaus.questionnaire.reasons import Reason, Reasons

from .samples import both, field, group, make, optional, required, rule, shown

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G, H = "G99000000001", "G99000000002"
CODES = {"1": "eins", "2": "zwei", "3": "drei"}
IS_1, IS_2, IS_YES = Equals(A, "1"), Equals(A, "2"), Equals(C, True)
TODAY = dt.date(2026, 11, 27)


def asked(*rules: ReadRule) -> Questionnaire:
    """A and C decide about B and about D in the group G."""
    return make(
        field(A, "Art", codes=CODES, anzahl="0:1"),
        field(C, "Ja?", DataType.BOOL, "0:1"),
        field(B, "Text", anzahl="0:1"),
        group(G, "Gruppe", field(D, "Innen"), anzahl="0:1"),
        rules=rules,
    )


def reason(questionnaire: Questionnaire, key: str, language="de", **values: str) -> str | None:
    names = {"a": A, "b": B, "c": C}
    draft = Draft(values={names[name]: value for name, value in values.items()})
    found = Reasons(questionnaire, questionnaire.check(draft), TODAY, language).of(key)
    return found.sentence if found else None


YES, ART = "Sie bei „Ja?“ „Ja“ gewählt haben", "Sie bei „Art“ „eins“ gewählt haben"
CLAUSES: list[tuple[Expression, dict[str, str], str, str]] = [
    (IS_YES, {"c": "true"}, YES, "you answered “Ja?” with “Yes”"),
    (IS_1, {"a": "1"}, ART, "you answered “Art” with “eins”"),
    (Or((IS_1, IS_2)), {"a": "1"}, ART, "you answered “Art” with “eins”"),
    (Or((IS_1, IS_YES)), {"c": "true"}, YES, "you answered “Ja?” with “Yes”"),
    (
        And((IS_1, IS_YES)),
        {"a": "1", "c": "true"},
        f"{ART} und {YES}",
        "you answered “Art” with “eins” and you answered “Ja?” with “Yes”",
    ),
    (CountBetween((IS_1, IS_YES), 1, None), {"a": "1"}, ART, "you answered “Art” with “eins”"),
    (Not(IS_1), {"a": "2"}, "Sie bei „Art“ nicht „eins“ gewählt haben", "you did not answer “Art” with “eins”"),
    (
        Not(Or((IS_1, IS_2))),
        {"a": "3"},
        "Sie bei „Art“ weder „eins“ noch „zwei“ gewählt haben",
        "you answered “Art” with neither “eins” nor “zwei”",
    ),
    (
        Not(And((IS_1, IS_YES))),
        {"a": "1", "c": "false"},
        "Sie bei „Ja?“ „Nein“ gewählt haben",
        "you answered “Ja?” with “No”",
    ),
    (Not(Not(IS_1)), {"a": "1"}, ART, "you answered “Art” with “eins”"),
    (Filled(A), {"a": "1"}, "Sie „Art“ ausgefüllt haben", "you filled in “Art”"),
    (
        And((IS_YES, Not(Filled(A)))),
        {"c": "true"},
        f"{YES} und Sie „Art“ nicht ausgefüllt haben",
        "you answered “Ja?” with “Yes” and you did not fill in “Art”",
    ),
]


@pytest.mark.parametrize(("when", "values", "german", "english"), CLAUSES)
def test_sentence(when: Expression, values: dict[str, str], german: str, english: str) -> None:
    questionnaire = asked(rule(*both(B, when)))
    assert reason(questionnaire, B, **values) == f"Weil {german}, fragen wir danach."
    assert reason(questionnaire, B, "en", **values) == f"We ask this because {english}."


@pytest.mark.parametrize(
    ("when", "values"),
    [(IS_1, {"a": "2"}), (Not(IS_1), {}), (CountBetween((IS_1, IS_2), 0, 1), {})],
)
def test_nothing_is_said_where_nobody_did_anything(when: Expression, values: dict[str, str]) -> None:
    assert reason(asked(rule(*both(B, when))), B, **values) is None


def test_what_is_always_or_only_freely_asked_has_no_reason() -> None:
    assert reason(asked(rule(required(B, Always()))), B) is None
    assert reason(asked(rule(optional(B, IS_1))), B, a="1") is None
    assert reason(asked(), B, a="1") is None


def test_question_inside_a_group_that_a_rule_opened() -> None:
    questionnaire = asked(rule(*both(G, IS_YES)))
    reasons = Reasons(questionnaire, questionnaire.check(Draft(values={C: "true"})), TODAY)
    assert reasons.of(f"{G}.{D}") is None
    assert reasons.around(f"{G}.{D}") == reasons.of(G)
    assert reasons.around(B) is None


def test_norm_of_the_rule_comes_along() -> None:
    opening = rule(*both(B, IS_YES))
    questionnaire = asked(opening)
    found = Reasons(questionnaire, questionnaire.check(Draft(values={C: "true"})), TODAY).of(B)
    assert found == Reason(f"Weil {YES}, fragen wir danach.", opening.bound.rule.legal_bases)


def needed(questionnaire: Questionnaire, **values: str) -> list[str | None]:
    names = {"a": A, "b": B, "c": C}
    outcome = questionnaire.check(Draft(values={names[name]: value for name, value in values.items()}))
    reasons = Reasons(questionnaire, outcome, TODAY)
    return [found.sentence if found else None for found in map(reasons.of_problem, outcome.problems)]


def test_missing_answer_that_a_rule_demands() -> None:
    questionnaire = asked(rule(*both(B, IS_YES)))
    assert needed(questionnaire, c="true") == [f"Weil {YES}, brauchen wir diese Angabe."]


def test_answers_that_a_rule_ties_together() -> None:
    demand = Constraint(Or((Not(IS_YES), Filled(B))), (B,))
    assert needed(asked(rule(demand)), c="true") == [f"Das gilt, weil {YES}."]
    always = Constraint(CountBetween((Filled(A), Filled(B)), 1, None), (A, B))
    assert needed(asked(rule(always))) == [None]


def test_message_that_a_person_wrote_is_what_the_applicant_reads() -> None:
    demand = Constraint(Or((Not(IS_YES), Filled(B))), (B,), "Bitte erklären Sie das.")
    questionnaire = asked(rule(demand))
    assert [one.sentence for one in questionnaire.check(Draft(values={C: "true"})).problems] == [
        "Bitte erklären Sie das."
    ]


def test_each_entry_has_its_own_reason() -> None:
    a, b = f"{H}.{A}", f"{H}.{B}"
    questionnaire = make(
        group(H, "Hund", field(A, "Art", codes=CODES), field(B, "Text", anzahl="0:1"), anzahl="0:5"),
        rules=[rule(*both(b, Equals(a, "1")))],
    )
    draft = Draft(values={f"{H}[x].{A}": "1", f"{H}[y].{A}": "2"}, entries={H: ("x", "y", "z")})
    reasons = Reasons(questionnaire, questionnaire.check(draft), TODAY)
    found = [reasons.of(f"{H}[{entry}].{B}") for entry in "xyz"]
    assert [one.sentence if one else None for one in found] == [f"Weil {ART}, fragen wir danach.", None, None]


def test_shown_by_a_rule_of_its_own() -> None:
    assert reason(asked(rule(shown(B, IS_YES))), B, c="true") == f"Weil {YES}, fragen wir danach."

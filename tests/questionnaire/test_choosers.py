"""Questions of the planner's own: optional groups, either-or, choice groups."""

import dataclasses

import pytest

from rathaus.fim.model import DataType, FieldKind, Head, Position
from rathaus.fim.rules.logic import Always, Constraint, CountBetween, Effect, EffectKind, Equals, Filled, Not
from rathaus.questionnaire import Draft, Question, Questionnaire
from rathaus.questionnaire.nodes import ChooserNode

from .samples import both, field, forbidden, group, make, required, rule, schema

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))


def choosers(questionnaire: Questionnaire) -> list[str]:
    return [path for path, node in questionnaire.tree.questions.items() if isinstance(node, ChooserNode)]


def optional_group(*, anzahl: str = "0:1") -> Questionnaire:
    return make(group(G, "Vertretung", field(A, "Name"), field(B, "Vollmacht"), anzahl=anzahl))


def test_an_optional_group_is_asked_about() -> None:
    asked = optional_group()
    outcome = asked.check(Draft())
    assert outcome.shown == {f"?{G}"}
    assert outcome.required == {f"?{G}"}
    assert [p.sentence for p in outcome.problems] == ["Wählen Sie bei „Gibt es eine Vertretung?“ Ja oder Nein."]


def test_yes_begins_the_group_and_no_leaves_it_out() -> None:
    asked = optional_group()
    yes = asked.check(Draft(values={f"?{G}": "true"}))
    assert yes.required == {f"?{G}", f"{G}.{A}", f"{G}.{B}"}
    no = asked.check(Draft(values={f"?{G}": "false", f"{G}.{A}": "wartet"}))
    assert no.complete
    assert no.answers == {}


def test_the_chooser_never_reaches_the_answers() -> None:
    asked = optional_group()
    draft = Draft(values={f"?{G}": "true", f"{G}.{A}": "Ada", f"{G}.{B}": "liegt bei"})
    outcome = asked.check(draft)
    assert outcome.answers == {G: {A: "Ada", B: "liegt bei"}}
    assert asked.draft_of(outcome.answers) == dataclasses.replace(draft, entries={})
    assert asked.draft_of({}) == Draft(values={f"?{G}": "false"})


def test_a_mandatory_group_is_not_asked_about() -> None:
    assert choosers(optional_group(anzahl="1:1")) == []


def test_a_label_that_says_angaben_is_not_said_twice() -> None:
    asked = make(group(G, "Angaben zur Vertretung", field(A), field(B), anzahl="0:1"))
    assert asked.pages[0].items[0].label == "Möchten Sie Angaben zur Vertretung machen?"  # type: ignore[union-attr]


def test_a_group_of_one_question_is_asked_straight_away() -> None:
    asked = make(group(G, "Bemerkung", field(A), anzahl="0:1"))
    assert choosers(asked) == []
    empty = asked.check(Draft())
    assert (empty.shown, empty.required, empty.answers) == ({G, f"{G}.{A}"}, frozenset(), {})
    assert asked.check(Draft(values={f"{G}.{A}": "x"})).answers == {G: {A: "x"}}


def test_a_group_of_optional_questions_is_asked_straight_away() -> None:
    asked = make(group(G, "Kontakt", field(A, anzahl="0:1"), field(B, anzahl="0:*"), anzahl="0:1"))
    assert choosers(asked) == []
    assert asked.check(Draft()).complete
    assert asked.check(Draft(values={f"{G}.{B}[1]": "x"})).answers == {G: {B: ["x"]}}


def test_groups_of_one_name_are_told_apart_by_the_brackets_of_their_building_blocks() -> None:
    def person(id_: str, name: str) -> Position:
        made = group(id_, "Person", field(A), field(B), anzahl="0:1")
        return dataclasses.replace(made, element=dataclasses.replace(made.element, head=Head(id_, "1.0.0", name)))

    def sections(*names: str) -> list[str]:
        return [section.title for section in make(*map(person, (G, H), names)).sections]

    assert sections("Person", "Person (juristische Person)") == ["Person", "Person (juristische Person)"]
    assert sections("Person", "Person") == ["Person", "Person"]


def test_a_group_with_rules_inside_is_asked_about() -> None:
    contact = group(G, "Kontakt", field(A, anzahl="0:1"), field(B, anzahl="0:1"), anzahl="0:1")
    bearer = schema(contact).positions[G]
    tie = rule(
        Constraint(CountBetween((Filled(f"{G}.{A}"), Filled(f"{G}.{B}")), 1, None), (f"{G}.{A}", f"{G}.{B}")),
        bearer=bearer,
    )
    asked = make(contact, rules=(tie,))
    assert choosers(asked) == [f"?{G}"]
    assert asked.check(Draft(values={f"?{G}": "false"})).complete
    begun = asked.check(Draft(values={f"?{G}": "true"}))
    assert [p.key for p in begun.problems] == [f"{G}.{A}"]


def test_a_group_that_a_question_decides_is_not_asked_about_as_well() -> None:
    asked = make(
        field(A, codes={"1": "ja", "2": "nein"}),
        group(G, "Vertretung", field(B), field(C), anzahl="0:1"),
        rules=(rule(*both(G, Equals(A, "1"))),),
    )
    assert choosers(asked) == []
    assert asked.check(Draft(values={A: "1"})).required == {A, G, f"{G}.{B}", f"{G}.{C}"}
    assert asked.check(Draft(values={A: "2"})).complete


@pytest.mark.parametrize(("codes", "yes", "no"), [({"1": "ja", "2": "nein"}, "1", "2"), (None, "true", "false")])
def test_one_of_two_answers_that_opens_a_group_begins_it(codes: dict[str, str] | None, yes: str, no: str) -> None:
    question = field(A, codes=codes) if codes else field(A, data_type=DataType.BOOL)
    when = Equals(A, yes if codes else True)
    asked = make(
        question,
        group(G, "Vertretung", field(B), field(C), anzahl="0:1"),
        rules=(rule(Effect(EffectKind.SHOWN, G, when), forbidden(G, Not(when))),),
    )
    assert choosers(asked) == []
    assert asked.check(Draft(values={A: yes})).required == {A, G, f"{G}.{B}", f"{G}.{C}"}
    assert asked.check(Draft(values={A: no})).complete


def test_a_group_that_is_shown_for_one_of_two_answers_is_asked_about_for_the_other() -> None:
    asked = make(
        field(A, codes={"1": "ja", "2": "nein"}),
        group(G, "Vertretung", field(B), field(C), anzahl="0:1"),
        rules=(rule(Effect(EffectKind.SHOWN, G, Equals(A, "1"))),),
    )
    assert asked.check(Draft(values={A: "1"})).required == {A, G, f"{G}.{B}", f"{G}.{C}"}
    assert asked.check(Draft(values={A: "2"})).required == {A, f"?{G}"}


def test_a_group_that_one_of_many_answers_shows_is_asked_about() -> None:
    asked = make(
        field(A, codes={"1": "Studium", "2": "Arbeit", "3": "Familie"}),
        group(G, "Vertretung", field(B), field(C), anzahl="0:1"),
        rules=(rule(Effect(EffectKind.SHOWN, G, Equals(A, "3")), forbidden(G, Not(Equals(A, "3")))),),
    )
    assert asked.check(Draft(values={A: "3"})).required == {A, f"?{G}"}


def test_a_group_that_is_only_sometimes_demanded_is_asked_about_otherwise() -> None:
    asked = make(
        field(A, codes={"1": "ja", "2": "nein"}),
        group(G, "Vertretung", field(B), field(C), anzahl="0:1"),
        rules=(rule(required(G, Equals(A, "1"))),),
    )
    assert asked.check(Draft(values={A: "1"})).required == {A, G, f"{G}.{B}", f"{G}.{C}"}
    assert asked.check(Draft(values={A: "2"})).required == {A, f"?{G}"}


def test_a_demanded_group_of_optional_questions_needs_something() -> None:
    asked = make(
        group(G, "Kontakt", field(A, "Telefon", anzahl="0:1"), field(B, "Fax", anzahl="0:1"), anzahl="0:1"),
        rules=(rule(required(G, Always())),),
    )
    empty = asked.check(Draft())
    assert [(p.key, p.sentence) for p in empty.problems] == [
        (f"{G}.{A}", "Machen Sie bei „Kontakt“ mindestens eine Angabe.")
    ]
    assert asked.check(Draft(values={f"{G}.{B}": "1"})).complete


# --- either-or


def address() -> Questionnaire:
    street = group(H, "Straßenanschrift", field(A, "Straße"), field(B, "Ort"), anzahl="0:1")
    box = group(K, "Postfach", field(C, "Postfach"), field(D, "Ort"), anzahl="0:1")
    whole = group(G, "Anschrift", street, box)
    bearer = schema(whole).positions[G]
    paths = (f"{G}.{H}", f"{G}.{K}")
    return make(whole, rules=(rule(Constraint(CountBetween(tuple(map(Filled, paths)), 1, 1), paths), bearer=bearer),))


KEY = f"?{G}.{H}!"


def test_exactly_one_of_two_groups_is_asked_as_a_choice() -> None:
    asked = address()
    assert choosers(asked) == [KEY]
    question = asked.pages[0].items[0]
    assert isinstance(question, Question)
    assert [(option.code, option.label) for option in question.options] == [(H, "Straßenanschrift"), (K, "Postfach")]
    outcome = asked.check(Draft())
    assert outcome.shown == {G, KEY}
    assert [(p.key, p.sentence, p.legal_basis) for p in outcome.problems] == [
        (KEY, "Beantworten Sie die Frage „Welche Anschrift möchten Sie angeben?“.", "§ 2")
    ]


def test_the_choice_opens_one_and_closes_the_other() -> None:
    asked = address()
    street = asked.check(Draft(values={KEY: H, f"{G}.{K}.{C}": "12"}))
    assert street.required == {G, KEY, f"{G}.{H}", f"{G}.{H}.{A}", f"{G}.{H}.{B}"}
    box = asked.check(Draft(values={KEY: K, f"{G}.{K}.{C}": "12", f"{G}.{K}.{D}": "Ulm"}))
    assert box.answers == {G: {K: {C: "12", D: "Ulm"}}}
    assert asked.check_answers(box.answers).complete


def test_a_choice_that_is_not_offered_is_none() -> None:
    asked = address()
    assert asked.check(Draft(values={KEY: "G99000000099"})).shown == {G, KEY}
    assert asked.check(Draft(values={KEY: ("x",)})).shown == {G, KEY}


def test_answers_that_fill_both_do_not_fit() -> None:
    asked = address()
    outcome = asked.check_answers({G: {H: {A: "Weg 1", B: "Ulm"}, K: {C: "12", D: "Ulm"}}})
    assert [p.sentence for p in outcome.problems] == [
        f"Die gespeicherten Antworten passen bei {G}.{K} nicht zu dieser Definition."
    ]


def test_either_or_between_fields() -> None:
    asked = make(
        field(A, "Telefon", anzahl="0:1"),
        field(B, "E-Mail", anzahl="0:1"),
        rules=(rule(Constraint(CountBetween((Filled(A), Filled(B)), 1, 1), (A, B))),),
    )
    assert choosers(asked) == [f"?{A}!"]
    assert asked.check(Draft(values={f"?{A}!": B})).required == {f"?{A}!", B}


def test_a_deciding_question_makes_the_choice_needless() -> None:
    parts = (Filled(H), Filled(K))
    asked = make(
        field(A, codes={"1": "Straße", "2": "Postfach"}),
        group(H, "Straßenanschrift", field(B), field(C), anzahl="0:1"),
        group(K, "Postfach", field(B), field(C), anzahl="0:1"),
        rules=(
            rule(Constraint(CountBetween(parts, 1, 1), (H, K))),
            rule(required(H, Equals(A, "1")), forbidden(H, Not(Equals(A, "1")))),
            rule(*both(K, Equals(A, "2"))),
        ),
    )
    assert choosers(asked) == []


def test_either_or_across_groups_stays_a_constraint() -> None:
    asked = make(
        group(G, "Eins", field(A, anzahl="0:1")),
        group(H, "Zwei", field(B, anzahl="0:1")),
        rules=(
            rule(Constraint(CountBetween((Filled(f"{G}.{A}"), Filled(f"{H}.{B}")), 1, 1), (f"{G}.{A}", f"{H}.{B}"))),
        ),
    )
    assert choosers(asked) == []
    assert [p.sentence for p in asked.check(Draft()).problems] == [
        f"Machen Sie genau eine dieser Angaben: „Angabe {A}“ oder „Angabe {B}“."
    ]


# --- choice groups


def training(anzahl: str = "1:1") -> Questionnaire:
    options = (
        field(A, "Lehre", anzahl="0:1"),
        group(H, "Studium", field(B), field(C), anzahl="0:1"),
        field(D, anzahl="0:1", kind=FieldKind.LOCKED),
    )
    return make(group(G, "Ausbildung", *options, choice=True, anzahl=anzahl))


def test_of_a_choice_group_exactly_one_child_is_asked() -> None:
    asked = training()
    assert choosers(asked) == [f"?{G}!"]
    question = asked.pages[0].items[0]
    assert isinstance(question, Question)
    assert question.label == "Ausbildung: Was trifft zu?"
    assert [option.code for option in question.options] == [A, H]
    study = asked.check(Draft(values={f"?{G}!": H, f"{G}.{H}.{B}": "x", f"{G}.{H}.{C}": "y", f"{G}.{A}": "nein"}))
    assert study.answers == {G: {H: {B: "x", C: "y"}}}
    assert asked.check_answers(study.answers).complete
    assert asked.check(Draft(values={f"?{G}!": A})).required == {G, f"?{G}!", f"{G}.{A}"}


def test_an_optional_choice_group_is_asked_about_first() -> None:
    asked = training("0:1")
    assert choosers(asked) == [f"?{G}!", f"?{G}"]
    assert asked.check(Draft(values={f"?{G}": "false"})).complete
    assert asked.check(Draft(values={f"?{G}": "true"})).required == {f"?{G}", f"?{G}!"}


def test_options_of_the_same_name_are_told_apart() -> None:
    asked = make(group(G, "Ort", field(A, "Ort", anzahl="0:1"), field(B, "Ort", anzahl="0:1"), choice=True))
    question = asked.pages[0].items[0]
    assert isinstance(question, Question)
    assert [option.label for option in question.options] == ["Ort (1)", "Ort (2)"]


def test_a_repeated_choice_is_no_chooser() -> None:
    asked = make(field(A, "Ist das so?", DataType.BOOL, "0:*"))
    assert asked.check(Draft(values={A: "true"})).answers == {A: [True]}
    assert asked.check_answers({A: [True]}).complete


def test_a_demanded_group_of_which_nothing_is_asked_is_there_and_empty() -> None:
    locked = field(B, kind=FieldKind.LOCKED, anzahl="0:1")
    asked = make(field(A), group(G, "Nichts", locked), group(H, "Vielleicht", locked, anzahl="0:1"))
    assert asked.check(Draft(values={A: "x"})).answers == {A: "x", G: {}}

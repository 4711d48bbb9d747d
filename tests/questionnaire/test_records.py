"""Answers in words, and stored answers looked at again."""

from rathaus.fim.model import DataType, FieldKind
from rathaus.fim.rules.logic import Constraint, CountBetween, Filled
from rathaus.questionnaire import Draft, FileRef, Questionnaire, RecordSection

from .samples import field, group, make, rule

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
FILE = FileRef("id-1", "Plan.pdf", 5, "application/pdf")


def rows(sections: tuple[RecordSection, ...]) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    return [(s.title, [(r.label, r.text) for r in s.rows], [inner.title for inner in s.sections]) for s in sections]


def everything() -> Questionnaire:
    return make(
        field(A, "Art", codes={"1": "eins", "2": "zwei"}),
        group(
            G,
            "Zum Vorhaben",
            field(B, "Betrag", DataType.NUM_CURRENCY),
            field(C, "Pläne", DataType.FILE, "0:*"),
            field(D, "Tage", DataType.DATE, "0:*"),
            group(H, "Leitung", field(A, "Name"), field(B, "Rolle"), anzahl="0:1"),
            group(K, "Räume", field(A, "Raum", anzahl="0:1"), field(B, "Ja?", DataType.BOOL), anzahl="0:*"),
        ),
        field("F99000000009", "Fest", kind=FieldKind.HIDDEN, content="x"),
    )


ANSWERS = {
    A: "2",
    G: {
        B: 1234.5,
        C: [FILE.to_json()],
        D: ["2026-02-01", "2026-03-01"],
        H: {A: "Ada", B: "Chefin"},
        K: [{A: "Saal", B: True}, {B: False}],
    },
    "F99000000009": "x",
}


def test_a_record_uses_output_labels_in_the_order_of_the_definition() -> None:
    sections = everything().record(ANSWERS)
    assert rows(sections) == [
        ("Allgemeine Angaben", [("Art (Ausgabe)", "zwei")], []),
        (
            "Zum Vorhaben",
            [
                ("Betrag (Ausgabe)", "1.234,50 €"),
                ("Pläne (Ausgabe)", "Plan.pdf"),
                ("Tage (Ausgabe)", "01.02.2026\n01.03.2026"),
            ],
            ["Leitung", "Räume 1", "Räume 2"],
        ),
    ]
    assert sections[1].rows[1].files[0].id == "id-1"
    assert rows(sections[1].sections)[1] == ("Räume 1", [("Raum (Ausgabe)", "Saal"), ("Ja? (Ausgabe)", "Ja")], [])
    assert sections[0].rows[0].slug is None


def test_a_record_can_use_the_words_of_the_applicant() -> None:
    assert rows(everything().record(ANSWERS, input_labels=True))[0][1] == [("Art", "zwei")]


def test_nothing_answered_is_an_empty_record() -> None:
    assert everything().record({}) == ()


def test_a_code_that_the_list_no_longer_has_is_shown_as_it_is() -> None:
    assert everything().record({A: "9"})[0].rows[0].text == "9"


def test_a_date_of_three_fields_is_one_row() -> None:
    parts = [field(f"F6000000023{n}", data_type=DataType.NUM_INT, anzahl="0:1") for n in (1, 2)]
    whole = group(
        "G60000000083", "Geburtsdatum", *parts, field("F60000000233", data_type=DataType.NUM_INT, anzahl="0:1")
    )
    asked = make(group(G, "Person", whole))
    for found, text in (
        ({"F60000000231": 1, "F60000000232": 2, "F60000000233": 1985}, "01.02.1985"),
        ({"F60000000232": 2, "F60000000233": 1985}, "02.1985"),
        ({"F60000000233": 1985}, "1985"),
    ):
        assert rows(asked.record({G: {"G60000000083": found}})) == [("Person", [("Geburtsdatum", text)], [])]
    assert asked.record({G: {"G60000000083": {"F60000000231": 1}}}) == ()


def test_a_summary_shows_every_question_with_the_way_to_change_it() -> None:
    asked = everything()
    draft = Draft(
        values={A: "2", f"?{G}.{H}": "false", f"{G}.{K}[x].{A}": "Saal", f"{G}.{B}": "viel"},
        entries={f"{G}.{K}": ("leer", "x")},
        files={f"{G}.{C}": (FILE,)},
    )
    outcome = asked.check(draft)
    first, second = asked.summary(draft, outcome)
    assert [(r.label, r.text, r.slug, r.answered) for r in first.rows] == [("Art", "zwei", f"{A}-a"[:-2], True)]
    assert [(r.label, r.text, r.answered) for r in second.rows] == [
        ("Betrag", "Keine Angabe", False),
        ("Pläne", "Plan.pdf", True),
        ("Tage", "Keine Angabe", False),
        ("Gibt es eine Leitung?", "Nein", True),
    ]
    assert rows(second.sections) == [
        ("Räume 1", [("Raum", "Keine Angabe"), ("Ja?", "Keine Angabe")], []),
        ("Räume 2", [("Raum", "Saal"), ("Ja?", "Keine Angabe")], []),
    ]
    steps = {step.slug for step in asked.steps(draft, outcome)}
    linked = [row for s in (first, second, *second.sections) for row in s.rows]
    assert {row.slug for row in linked} <= steps
    assert {row.key for row in linked} <= outcome.shown


def test_a_summary_shows_the_choice_between_either_and_or() -> None:
    tie = Constraint(CountBetween((Filled(A), Filled(B)), 1, 1), (A, B))
    asked = make(field(A, "Telefon", anzahl="0:1"), field(B, "Fax", anzahl="0:1"), rules=(rule(tie),))
    draft = Draft(values={f"?{A}!": B})
    summary = asked.summary(draft, asked.check(draft))
    assert rows(summary)[0][1] == [("Was möchten Sie angeben?", "Fax"), ("Fax", "Keine Angabe")]


def test_a_top_level_list_of_entries_is_a_section_of_its_own() -> None:
    asked = make(group(G, "Kinder", field(A, "Name"), anzahl="0:*"))
    assert rows(asked.record({G: [{A: "Ada"}, {A: "Bo"}]})) == [("Kinder", [], ["Kinder 1", "Kinder 2"])]


def test_an_optional_group_at_the_top_keeps_its_question() -> None:
    asked = make(group(G, "Vertretung", field(A, "Name"), field(B), anzahl="0:1"))
    draft = Draft(values={f"?{G}": "false"})
    assert rows(asked.summary(draft, asked.check(draft))) == [
        ("Vertretung", [("Gibt es eine Vertretung?", "Nein")], [])
    ]


# --- stored answers


def test_stored_answers_come_back_as_they_are() -> None:
    asked = everything()
    outcome = asked.check_answers(ANSWERS)
    assert outcome.complete
    assert outcome.answers == ANSWERS


def test_what_does_not_belong_is_named() -> None:
    asked = everything()

    def strange(answers: object) -> str:
        problems = asked.check_answers(answers).problems  # type: ignore[arg-type]
        return problems[0].key

    assert strange({**ANSWERS, "F1": 1}) == "F1"
    inner = {**ANSWERS[G], H: {**ANSWERS[G][H], "F1": 1}}  # type: ignore[dict-item, index]
    assert strange({**ANSWERS, G: inner}) == f"{G}.{H}.F1"
    rooms = {**ANSWERS[G], K: [{B: True}, {B: True, "F1": 1}]}  # type: ignore[dict-item]
    assert strange({**ANSWERS, G: rooms}) == f"{G}.{K}[2].F1"
    assert strange({**ANSWERS, G: {**ANSWERS[G], K: "Saal"}}) == f"{G}.{K}"  # type: ignore[dict-item]
    assert strange({**ANSWERS, G: {**ANSWERS[G], C: ["Plan.pdf"]}}) == f"{G}.{C}"  # type: ignore[dict-item]
    assert strange({**ANSWERS, G: {**ANSWERS[G], B: "1234,5"}}) == f"{G}.{B}"  # type: ignore[dict-item]
    assert strange({**ANSWERS, "F99000000009": "y"}) == "F99000000009"


def test_stored_answers_with_something_missing_say_what() -> None:
    problems = everything().check_answers({A: "2"}).problems
    assert [problem.key for problem in problems] == [f"{G}.{B}"]


def test_the_root_may_differ_too() -> None:
    assert everything().check_answers({A: ["2"]}).problems != ()

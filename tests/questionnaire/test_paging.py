"""How pages are made: in the order of the document, what decides before what is decided."""

from rathaus.fim.model import DataType, FieldKind
from rathaus.fim.rules.logic import Equals, Filled
from rathaus.questionnaire import Draft, FindingKind, HeadingView, Page, Question, Questionnaire

from .samples import both, field, group, make, required, rule

G, H, K = "G99000000001", "G99000000002", "G99000000003"
CODES = {"1": "eins", "2": "zwei"}


def ids(number: int, start: int = 1) -> list[str]:
    return [f"F990000{n:05}" for n in range(start, start + number)]


A, B, C, D = ids(4)


def layout(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    """Title and last ids of the items, page by page."""
    return [(page.title, [item.path.rpartition(".")[2] for item in page.items]) for page in questionnaire.pages]


def test_a_small_group_is_one_page_with_its_name() -> None:
    asked = make(group(G, "Zu Ihnen", field(A), field(B), help_="So geht es."))
    assert layout(asked) == [("Zu Ihnen", [A, B])]
    assert asked.pages[0].help == "So geht es."
    assert asked.pages[0].legal_bases[0].text == "§ 1 Mustersatzung"


def test_what_decides_stands_on_an_earlier_page() -> None:
    asked = make(
        group(G, "Hund", field(A, codes=CODES), field(B, anzahl="0:1"), field(C)),
        rules=(rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "1"))),),
    )
    assert layout(asked) == [("Hund", [A]), ("Hund", [B]), ("Hund", [C])]


def test_what_is_only_demanded_by_an_answer_stands_on_a_later_page_too() -> None:
    asked = make(field(A, codes=CODES), field(B, anzahl="0:1"), rules=(rule(required(B, Equals(A, "1"))),))
    assert layout(asked) == [("Allgemeine Angaben", [A]), ("Allgemeine Angaben", [B])]


def test_what_decides_about_a_group_stands_before_all_of_it() -> None:
    asked = make(
        group(G, "Zu Ihnen", field(A, codes=CODES), group(H, "Vertretung", field(B), field(C), anzahl="0:1")),
        rules=(rule(*both(f"{G}.{H}", Equals(f"{G}.{A}", "1"))),),
    )
    assert layout(asked) == [("Zu Ihnen", [A]), ("Vertretung", [B, C])]


def test_small_groups_share_a_page_under_headings() -> None:
    asked = make(group(G, "Zu Ihnen", field(A), group(H, "Anschrift", field(B), field(C))))
    assert layout(asked) == [("Zu Ihnen", [A, B, C])]
    headings = [item.groups for item in asked.pages[0].items if isinstance(item, Question)]
    assert headings == [(), ("Anschrift",), ("Anschrift",)]


def test_after_an_inner_group_the_outer_one_goes_on_under_a_heading() -> None:
    inner = group(H, "Anschrift", field(B), field("F99000000011", kind=FieldKind.LABEL, content="Bitte genau."))
    asked = make(group(G, "Zu Ihnen", field(A), inner, field(C)))
    assert layout(asked) == [("Zu Ihnen", [A, B, "F99000000011", C])]
    view = asked.view(asked.steps(Draft())[0], Draft(), asked.check(Draft()), show_problems=False)
    headings = [(item.text, item.level) for item in view.items if isinstance(item, HeadingView)]
    assert headings == [("Anschrift", 1), ("Weitere Angaben", 1)]


def test_text_behind_an_inner_group_needs_no_heading() -> None:
    text = field(C, kind=FieldKind.LABEL, content="Bitte genau.")
    asked = make(group(G, "Zu Ihnen", field(A), group(H, "Anschrift", field(B), field(D)), text))
    view = asked.view(asked.steps(Draft())[0], Draft(), asked.check(Draft()), show_problems=False)
    assert [item.text for item in view.items if isinstance(item, HeadingView)] == ["Anschrift"]


def test_of_two_that_exclude_each_other_each_has_its_page() -> None:
    firm, person = group(H, "Firma", field(B), field(C)), group(K, "Person", field(D), field("F99000000011"))
    asked = make(group(G, "Zu Ihnen", firm, person, choice=True))
    assert layout(asked)[1:] == [("Firma", [B, C]), ("Person", [D, "F99000000011"])]


def test_a_group_that_does_not_fit_any_more_begins_a_new_page() -> None:
    first, second = ids(5), ids(6, 11)
    asked = make(group(G, "Alles", group(H, "Eins", *map(field, first)), group(K, "Zwei", *map(field, second))))
    assert layout(asked) == [("Eins", first), ("Zwei", second)]


def test_a_long_group_is_cut_where_the_page_is_full() -> None:
    many = ids(12)
    asked = make(group(G, "Viel", *map(field, many)))
    assert layout(asked) == [("Viel", many[:6]), ("Viel", many[6:])]


def test_files_and_repeated_questions_weigh_double() -> None:
    files = [field(id_, data_type=DataType.FILE, anzahl="0:*") for id_ in ids(6)]
    assert [len(page.items) for page in make(group(G, "Nachweise", *files)).pages] == [3, 3]


def test_sections_follow_the_top_level() -> None:
    asked = make(field(A), group(G, "Zu Ihnen", field(B)), field(C), field(D))
    assert [(section.key, section.title) for section in asked.sections] == [
        (f"{A}-a", "Allgemeine Angaben"),
        (G, "Zu Ihnen"),
        (f"{C}-a", "Weitere Angaben"),
    ]
    assert [page for section in asked.sections for page in section.pages] == list(asked.pages)


def test_text_to_read_stands_where_the_definition_has_it() -> None:
    asked = make(
        group(
            G,
            "Zu Ihnen",
            field(A, "Hinweis", kind=FieldKind.LABEL, content="Bitte lesen."),
            field(B),
            field(C, "Leer", kind=FieldKind.LABEL),
        )
    )
    assert layout(asked) == [("Zu Ihnen", [A, B])]
    assert asked.check(Draft(values={f"{G}.{B}": "x"})).answers == {G: {B: "x"}}


def test_a_group_of_text_alone_is_a_page_to_read() -> None:
    asked = make(group(G, "Hinweise", field(A, kind=FieldKind.LABEL, content="Bitte lesen.")), field(B))
    assert [step.slug for step in asked.steps(Draft())] == [f"{G}.{A}", B]


def test_what_an_answer_brings_about_stands_by_itself() -> None:
    asked = make(
        group(G, "Zu Ihnen", field(A, codes=CODES), group(H, "Vertretung", field(B), anzahl="0:1"), field(C), field(D)),
        rules=(rule(*both(f"{G}.{H}", Equals(f"{G}.{A}", "1"))),),
    )
    assert layout(asked) == [("Zu Ihnen", [A]), ("Vertretung", [B]), ("Zu Ihnen", [C, D])]
    assert [page.deciders for page in asked.pages] == [
        (frozenset(),),
        (frozenset({f"{G}.{A}"}),),
        (frozenset(), frozenset()),
    ]


def test_help_of_a_group_is_told_on_its_first_page() -> None:
    asked = make(group(G, "Viel", *map(field, ids(12)), help_="So geht es."))
    assert [page.help for page in asked.pages] == ["So geht es.", None]
    assert [page.continues for page in asked.pages] == [False, True]


def test_a_page_goes_on_only_with_a_page_that_everybody_sees() -> None:
    asked = make(
        group(G, "Zu Ihnen", field(A, codes=CODES), *(field(id_, anzahl="0:1") for id_ in (B, C)), field(D, "?" * 201)),
        rules=tuple(rule(*both(f"{G}.{id_}", Equals(f"{G}.{A}", "1"))) for id_ in (B, C)),
    )
    assert layout(asked) == [("Zu Ihnen", [A]), ("Zu Ihnen", [B, C]), ("Zu Ihnen", [D])]
    assert [page.continues for page in asked.pages] == [False, True, False]


def test_a_page_of_a_group_that_may_be_left_out_goes_on_as_well() -> None:
    asked = make(group(G, "Viel", *map(field, ids(12)), anzahl="0:1"))
    assert [(page.title, page.continues) for page in asked.pages[1:]] == [("Viel", False), ("Viel", True)]


def test_the_only_question_of_a_page_is_its_heading() -> None:
    asked = make(
        group(G, "Zu Ihnen", field(A)), group(H, "Lang", field(B, "?" * 201)), group(K, "Zwei", field(C), field(D))
    )
    assert [page.only_question and page.only_question.path for page in asked.pages] == [f"{G}.{A}", None, None]


def test_keys_name_the_first_item() -> None:
    asked = make(group(G, "Vertretung", field(A), field(B), anzahl="0:1"), group(H, "Kinder", field(C), anzahl="0:*"))
    assert [page.key for page in asked.pages] == [f"{G}-wahl", f"{G}.{A}", f"{H}.{C}", f"{H}-liste"]


# --- conditions that point backwards


def backward() -> Questionnaire:
    return make(
        group(G, "Zu Ihnen", field(A, "Name"), field(B, "Grund", anzahl="0:1"), field(C), field(D, codes=CODES)),
        rules=(rule(*both(f"{G}.{B}", Equals(f"{G}.{D}", "1"))),),
    )


def test_a_condition_that_points_backwards_is_asked_on_one_page_and_reported() -> None:
    asked = backward()
    assert layout(asked) == [("Zu Ihnen", [A]), ("Zu Ihnen", [B, C, D])]
    finding = asked.findings[0]
    assert (finding.kind, finding.path) == (FindingKind.BACKWARD_CONDITION, f"{G}.{B}")
    assert finding.sentence == (
        f"„Grund“ hängt von „Angabe {D}“ ab, die Frage steht aber später: Beides wird auf einer Seite gefragt."
    )


def test_a_condition_that_points_backwards_is_followed_all_the_same() -> None:
    asked = backward()
    draft = Draft(values={f"{G}.{A}": "x", f"{G}.{C}": "y", f"{G}.{D}": "1"})
    outcome = asked.check(draft)
    assert [problem.key for problem in outcome.problems] == [f"{G}.{B}"]
    assert asked.check(draft.with_values({f"{G}.{D}": "2"})).complete


def test_conditions_in_a_circle_are_asked_on_one_page_and_reported() -> None:
    asked = make(
        field(A, "Telefon", anzahl="0:1"),
        field(B, "E-Mail", anzahl="0:1"),
        rules=(rule(*both(A, Equals(B, "x"))), rule(*both(B, Equals(A, "x")))),
    )
    assert layout(asked) == [("Allgemeine Angaben", [A, B])]
    assert [finding.kind for finding in asked.findings] == [FindingKind.CIRCULAR_CONDITION]
    assert asked.findings[0].sentence == (
        "„Telefon“ hängt von „E-Mail“ ab, und umgekehrt: Beides wird auf einer Seite gefragt."
    )


def test_conditions_that_exclude_each_other_hide_nothing() -> None:
    asked = make(
        field(A, anzahl="0:1"),
        field(B, anzahl="0:1"),
        rules=(rule(*both(A, Equals(B, "x"))), rule(required(B, Filled(A)))),
    )
    assert asked.check(Draft(values={A: "y"})).shown == {B}
    liar = make(field(A, anzahl="0:1"), field(B, codes=CODES), rules=(rule(*both(A, Equals(B, "1"))),))
    assert liar.check(Draft(values={A: "y", B: "1"})).answers == {A: "y", B: "1"}


def test_a_condition_far_behind_is_asked_about_again_later() -> None:
    asked = make(
        group(G, "Anfang", field(A), field(B, "Grund", anzahl="0:1")),
        group(H, "Ende", field(C, codes=CODES)),
        rules=(rule(*both(f"{G}.{B}", Equals(f"{H}.{C}", "1"))),),
    )
    assert asked.findings[0].sentence == (
        f"„Grund“ hängt von „Angabe {C}“ ab, die Frage steht aber später: "
        "Beides wird nach der späteren Antwort nachgefragt."
    )
    draft = Draft()
    for slug, form in ((f"{G}.{A}", {f"{G}.{A}": ["x"]}), (f"{H}.{C}", {f"{H}.{C}": ["1"]})):
        step = asked.step(slug, draft)
        assert step is not None
        draft = asked.apply(draft, step, form)
    following = asked.first_open(draft)
    assert following is not None
    assert following.slug == f"{G}.{A}"


def test_pages_without_anything_shown_are_no_steps() -> None:
    asked = make(
        field(A, codes=CODES),
        group(G, "Mehr", field(B), anzahl="0:1"),
        rules=(rule(*both(G, Equals(A, "1"))),),
    )
    assert [step.page for step in asked.steps(Draft(values={A: "2"}))] == [asked.pages[0]]
    assert isinstance(asked.steps(Draft(values={A: "1"}))[1].page, Page)

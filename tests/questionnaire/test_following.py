"""Which questions may follow below the ones that bring them about, and what a form with such questions means."""

from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import Equals, Not
from rathaus.questionnaire import Draft, Questionnaire, Step

from .samples import both, field, group, make, rule

G, H = "G99000000001", "G99000000002"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
MANY = [f"F990000001{n:02}" for n in range(7)]
CODES = {"1": "eins", "2": "zwei"}


def chain() -> Questionnaire:
    """A decides about B, B about C; D is asked in any case, on another page even with a script."""
    return make(
        field(A, codes=CODES),
        field(B, codes=CODES, anzahl="0:1"),
        field(C, anzahl="0:1"),
        group(G, "Ende", field(D)),
        rules=(rule(*both(B, Equals(A, "1"))), rule(*both(C, Equals(B, "1")))),
    )


def first(asked: Questionnaire, draft: Draft | None = None) -> Step:
    return asked.steps(draft or Draft())[0]


def below(asked: Questionnaire, draft: Draft) -> list[str]:
    return [step.slug for step in asked.follow_ups(first(asked, draft), draft)]


def test_what_an_answer_brings_about_follows_level_by_level() -> None:
    asked = chain()
    assert below(asked, Draft()) == []
    assert below(asked, Draft(values={A: "2"})) == []
    assert below(asked, Draft(values={A: "1"})) == [B]
    assert below(asked, Draft(values={A: "1", B: "1"})) == [B, C]


def test_what_is_asked_in_any_case_does_not_follow() -> None:
    asked = chain()
    assert [page.key for page in asked.following.candidates(asked.pages[0])] == [B, C]
    assert [page.key for page in asked.following.candidates(asked.pages[3])] == []


def test_nothing_follows_what_is_not_answered_yet() -> None:
    asked = make(field(A, codes=CODES), field(B, anzahl="0:1"), rules=(rule(*both(B, Not(Equals(A, "1")))),))
    assert [step.slug for step in asked.steps(Draft())] == [A, B]
    assert below(asked, Draft()) == []
    assert below(asked, Draft(values={A: "2"})) == [B]


def test_questions_that_decide_are_marked() -> None:
    asked = chain()
    assert asked.following.deciding(asked.pages[0]) == {A, B}
    draft = Draft()
    view = asked.view(first(asked), draft, asked.check(draft), show_problems=False)
    assert view.decides
    end = asked.steps(draft)[-1]
    assert not asked.view(end, draft, asked.check(draft), show_problems=False).decides


def test_more_than_there_is_room_for_stays_on_its_own_page() -> None:
    small, large = (group(H, "Anschrift", *map(field, MANY[:n]), anzahl="0:1") for n in (6, 7))
    for inner, slugs in ((small, [f"{G}.{H}.{MANY[0]}"]), (large, [])):
        asked = make(
            group(G, "Hund", field(A, codes=CODES), inner), rules=(rule(*both(f"{G}.{H}", Equals(f"{G}.{A}", "1"))),)
        )
        assert below(asked, Draft(values={f"{G}.{A}": "1"})) == slugs


def test_inside_an_entry_only_its_own_questions_follow() -> None:
    dogs = group(G, "Hunde", field(A, codes=CODES), field(B, anzahl="0:1"), anzahl="1:*")
    asked = make(dogs, rules=(rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "1")), bearer=dogs),))
    draft = Draft(values={f"{G}[1].{A}": "1", f"{G}[2].{A}": "1"}, entries={G: ("1", "2")})
    assert below(asked, draft) == [f"{G}~1.{B}"]


def test_stages_leave_out_what_follows() -> None:
    asked = chain()
    draft = Draft(values={A: "1", B: "1"})
    assert [step.slug for step in asked.stages(draft, asked.steps(draft))] == [A, f"{G}.{D}"]


def test_form_with_follow_ups_saves_them_as_their_own_pages_would() -> None:
    asked = chain()
    form = {A: ["1"], B: ["1"], C: ["x"]}
    draft = asked.apply_with_following(Draft(), first(asked), form, [B, C])
    assert draft == Draft(values={A: "1", B: "1", C: "x"}, saved=frozenset({A, B, C}))


def test_form_that_did_not_show_a_follow_up_does_not_save_it() -> None:
    asked = chain()
    draft = asked.apply_with_following(Draft(), first(asked), {A: ["1"]}, [])
    assert (draft.saved, below(asked, draft)) == ({A}, [B])


def test_what_was_typed_into_a_follow_up_that_went_away_is_kept() -> None:
    asked = chain()
    draft = asked.apply_with_following(Draft(), first(asked), {A: ["2"], B: ["1"], C: ["x"]}, [])
    assert (draft.values, draft.saved) == ({A: "2", B: "1", C: "x"}, {A})
    assert asked.check(draft).answers[A] == "2"
    assert B not in asked.check(draft).answers


def test_unticked_boxes_count_only_where_they_were_shown() -> None:
    asked = make(
        field(A, codes=CODES), field(B, codes=CODES, anzahl="0:2"), rules=(rule(*both(B, Equals(A, "1"))),)
    )  # fmt: skip
    ticked = Draft(values={A: "1", B: ("1", "2")})
    step = first(asked)
    assert asked.apply_with_following(ticked, step, {A: ["1"]}, [B]).values == {A: "1"}
    assert asked.apply_with_following(ticked, step, {A: ["1"]}, []).values == ticked.values


def test_repeated_question_that_went_away_keeps_its_inputs() -> None:
    asked = make(field(A, codes=CODES), field(B, anzahl="0:3"), rules=(rule(*both(B, Equals(A, "1"))),))
    form = {A: ["2"], f"{B}[1]": ["x"], f"{B}[e2f]": ["y"], f"{B}[../]": ["z"]}
    draft = asked.apply_with_following(Draft(), first(asked), form, [])
    assert draft.values == {A: "2", f"{B}[1]": "x", f"{B}[e2f]": "y"}


def test_forged_names_of_pages_that_cannot_follow_are_passed_over() -> None:
    asked = chain()
    draft = asked.apply_with_following(Draft(), first(asked), {A: ["2"], f"{G}.{D}": ["x"]}, [f"{G}.{D}", "nowhere"])
    assert draft == Draft(values={A: "2"}, saved=frozenset({A}))


def test_condition_within_a_page_changes_what_is_asked_there() -> None:
    asked = make(
        group(G, "Zu Ihnen", field(B, anzahl="0:1"), field(C), field(D, data_type=DataType.BOOL)),
        rules=(rule(*both(f"{G}.{B}", Equals(f"{G}.{D}", True))),),
    )
    assert asked.following.deciding(asked.pages[0]) == {f"{G}.{D}"}


# --- where a page goes on


def going_on(*plain: str) -> Questionnaire:
    """A decides about B, D about C; they and the plain questions are asked in one group."""
    inner = (field(B, anzahl="0:1"), field(D, codes=CODES), field(C, anzahl="0:1"), *map(field, plain))
    return make(
        group(G, "Hund", field(A, codes=CODES), *inner),
        rules=(
            rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "1"))),
            rule(*both(f"{G}.{C}", Equals(f"{G}.{D}", "1"))),
        ),
    )


def test_page_goes_on_behind_what_an_answer_brings_about() -> None:
    asked = going_on(*MANY[:2])
    pages = {id_: f"{G}.{id_}" for id_ in (A, B, C, D, MANY[0])}
    assert below(asked, Draft()) == [pages[D], pages[MANY[0]]]
    assert below(asked, Draft(values={pages[A]: "1"})) == [pages[B], pages[D], pages[MANY[0]]]
    both_ways = Draft(values={pages[A]: "1", pages[D]: "1"})
    assert below(asked, both_ways) == [pages[B], pages[D], pages[C], pages[MANY[0]]]
    assert [step.slug for step in asked.stages(both_ways, asked.steps(both_ways))] == [pages[A]]
    assert [page.key for page in asked.pages if asked.following.goes_on(asked.pages[0], page)] == [
        pages[D],
        pages[MANY[0]],
    ]


def test_page_that_goes_on_keeps_the_title_of_its_group() -> None:
    asked = going_on()
    assert (asked.pages[0].title, asked.pages[0].only_question) == ("Hund", None)
    view = asked.view(first(asked), Draft(), asked.check(Draft()), show_problems=False)
    assert (view.title, view.question_is_heading) == ("Hund", False)


def test_page_goes_on_only_as_far_as_one_page_reaches() -> None:
    many = [f"F990000002{n:02}" for n in range(8)]
    asked = going_on(*many)
    assert below(asked, Draft()) == [f"{G}.{D}"]


def test_page_goes_on_only_where_everything_before_fits() -> None:
    inner = group(H, "Anschrift", *map(field, MANY), anzahl="0:1")
    asked = make(
        group(G, "Hund", field(A, codes=CODES), inner, field(D)),
        rules=(rule(*both(f"{G}.{H}", Equals(f"{G}.{A}", "1"))),),
    )
    assert below(asked, Draft()) == []


def test_page_does_not_go_on_below_the_heading_of_an_inner_group() -> None:
    inner = group(H, "Anschrift", *map(field, MANY[:3]), anzahl="0:1")
    asked = make(
        group(G, "Hund", field(A, codes=CODES), inner, field(D)),
        rules=(rule(*both(f"{G}.{H}", Equals(f"{G}.{A}", "1"))),),
    )
    assert below(asked, Draft(values={f"{G}.{A}": "1"})) == [f"{G}.{H}.{MANY[0]}"]


def test_list_that_has_an_entry_is_no_stage() -> None:
    asked = make(group(G, "Hunde", field(A), anzahl="1:*"), group(H, "Katzen", field(B), anzahl="0:*"))
    draft = Draft()
    assert [step.slug for step in asked.stages(draft, asked.steps(draft))] == [f"{G}~1.{A}", f"{H}-liste"]

"""Moving through the pages, saving them, going back and forth, in two tabs."""

from rathaus.fim.model import DataType, FieldKind
from rathaus.fim.rules.logic import Constraint, Equals
from rathaus.questionnaire import Draft, Questionnaire, SectionState, Step
from rathaus.questionnaire.draft import HARD_LIMIT

from .samples import both, field, group, make, rule

G, H = "G99000000001", "G99000000002"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
CODES = {"1": "eins", "2": "zwei", "3": "drei"}


def example() -> Questionnaire:
    return make(
        group(G, "Hund", field(A, codes=CODES), field(B, "Rasse", anzahl="0:1")),
        group(H, "Sonst", field(C, anzahl="0:1")),
        rules=(rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "2"))),),
    )


def step(asked: Questionnaire, draft: Draft, slug: str) -> Step:
    found = asked.step(slug, draft)
    assert found is not None
    return found


def test_a_step_that_is_gone_is_not_found() -> None:
    asked = example()
    gone = step(asked, Draft(values={f"{G}.{A}": "2"}), f"{G}.{B}")
    draft = Draft(values={f"{G}.{A}": "1"})
    assert asked.step(gone.slug, draft) is None


def test_first_open_is_unsaved_or_wrong() -> None:
    asked, draft = example(), Draft()
    seen = []
    for form in ({f"{G}.{A}": ["2"]}, {f"{G}.{B}": ["Pudel"]}, {f"{H}.{C}": [""]}):
        here = asked.first_open(draft)
        assert here is not None
        seen.append(here.slug)
        draft = asked.apply(draft, here, form)
    assert seen == [f"{G}.{A}", f"{G}.{B}", f"{H}.{C}"]
    assert asked.first_open(draft) is None
    wrong = asked.first_open(draft.with_values({f"{G}.{B}": ""}))
    assert wrong is not None
    assert wrong.slug == f"{G}.{B}"


def test_tasks_tell_how_far_each_section_is() -> None:
    asked, draft = example(), Draft()
    assert [task.state for task in asked.tasks(draft)] == [SectionState.OPEN, SectionState.OPEN]
    draft = asked.apply(draft, asked.steps(draft)[0], {f"{G}.{A}": ["2"]})
    tasks = asked.tasks(draft)
    assert [task.state for task in tasks] == [SectionState.STARTED, SectionState.OPEN]
    assert tasks[0].step.slug == f"{G}.{B}"
    draft = asked.apply(draft, tasks[0].step, {f"{G}.{B}": ["Pudel"]})
    assert asked.tasks(draft)[0].state is SectionState.DONE
    assert asked.tasks(draft)[0].step.slug == f"{G}.{A}"


def test_sections_without_a_reachable_page_are_no_tasks() -> None:
    asked = make(
        field(A, codes=CODES),
        group(H, "Mehr", field(C), field(D), anzahl="0:1"),
        rules=(rule(*both(H, Equals(A, "2"))),),
    )
    assert [task.section.title for task in asked.tasks(Draft(values={A: "1"}))] == ["Allgemeine Angaben"]


# --- what a form may say


def test_names_of_other_pages_and_forged_ones_are_ignored() -> None:
    asked, draft = example(), Draft()
    form = {f"{G}.{A}": ["1"], f"{H}.{C}": ["fremd"], "csrf": ["x"], f"?{G}": ["true"], "G99[1].F1": ["x"]}
    assert asked.apply(draft, asked.steps(draft)[0], form).values == {f"{G}.{A}": "1"}


def test_what_was_typed_is_kept_even_when_it_is_wrong() -> None:
    asked = make(field(A, data_type=DataType.NUM_INT))
    draft = asked.apply(Draft(), asked.steps(Draft())[0], {A: ["viel"]})
    assert draft.values == {A: "viel"}
    assert asked.check(draft).answers == {}


def test_the_last_of_several_values_counts_and_none_leaves_it_alone() -> None:
    asked = make(field(A))
    here = asked.steps(Draft())[0]
    draft = asked.apply(Draft(), here, {A: ["a", "b"]})
    assert draft.values == {A: "b"}
    assert asked.apply(draft, here, {}).values == {A: "b"}
    assert asked.apply(draft, here, {A: []}).values == {A: "b"}
    assert asked.apply(draft, here, {A: [""]}).values == {}


def test_endless_input_is_cut_and_said() -> None:
    asked = make(field(A))
    draft = asked.apply(Draft(), asked.steps(Draft())[0], {A: ["x" * 10**6]})
    assert len(draft.values[A]) == HARD_LIMIT + 1
    assert asked.check(draft).problems[0].sentence.startswith("Kürzen Sie")


def test_boxes_that_are_not_ticked_are_not_sent() -> None:
    several = field(A, codes=CODES, anzahl="0:2")
    agree = field(B, "Einverstanden", DataType.BOOL)
    asked = make(several, agree, rules=(rule(Constraint(Equals(B, True), (B,))),))
    here = asked.steps(Draft())[0]
    draft = asked.apply(Draft(), here, {A: ["1", "1", "3"], B: ["true"]})
    assert draft.values == {A: ("1", "3"), B: "true"}
    assert asked.check(draft).answers == {A: ["1", "3"], B: True}
    assert asked.apply(draft, here, {}).values == {}


def test_boxes_that_nobody_could_see_stay_as_they_are() -> None:
    agree = Constraint(Equals(C, True), (C,))
    asked = make(
        group(
            G,
            "Alles",
            field(B, codes=CODES, anzahl="0:2"),
            field(C, "Ja?", DataType.BOOL, "0:1"),
            field(A, codes=CODES),
        ),
        rules=(
            rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "1"))),
            rule(*both(f"{G}.{C}", Equals(f"{G}.{A}", "1"))),
            rule(Constraint(Equals(f"{G}.{C}", True), (f"{G}.{C}",))),
        ),
    )
    assert agree.paths == (C,)
    draft = Draft(values={f"{G}.{A}": "2", f"{G}.{B}": ("1",), f"{G}.{C}": "true"})
    here = asked.steps(draft)[0]
    assert asked.apply(draft, here, {f"{G}.{A}": ["2"]}).values == draft.values


def test_more_boxes_than_there_are_choices_are_cut() -> None:
    asked = make(field(A, codes=CODES, anzahl="0:2"))
    draft = asked.apply(Draft(), asked.steps(Draft())[0], {A: [str(n) for n in range(50)]})
    assert len(draft.values[A]) == len(CODES) + 1
    assert [p.key for p in asked.check(draft).problems] == [A, A]


def test_too_many_boxes_are_said() -> None:
    asked = make(field(A, "Arten", codes=CODES, anzahl="1:2"))
    outcome = asked.check(Draft(values={A: ("1", "2", "3")}))
    assert [p.sentence for p in outcome.problems] == [
        "Bei „Arten“ sind höchstens 2 Angaben möglich. Entfernen Sie die überzähligen."
    ]
    assert [p.sentence for p in asked.check(Draft()).problems] == [
        "Wählen Sie bei „Arten“ mindestens eine Antwort aus."
    ]
    assert asked.check(Draft(values={A: "1"})).answers == {A: ["1"]}


def test_a_date_may_come_in_three_parts() -> None:
    asked = make(field(A, data_type=DataType.DATE))
    here = asked.steps(Draft())[0]
    form = {f"{A}.day": ["1"], f"{A}.month": [" 2 "], f"{A}.year": ["2026"]}
    draft = asked.apply(Draft(), here, form)
    assert asked.check(draft).answers == {A: "2026-02-01"}
    assert asked.apply(draft, here, {f"{A}.day": [""], f"{A}.month": [""], f"{A}.year": [""]}).values == {}
    assert asked.apply(draft, here, {f"{A}.day": ["1"], f"{A}.year": ["2026"]}).values == {A: "1..2026"}


def test_fixed_values_cannot_be_changed_by_a_form() -> None:
    asked = make(field(A, kind=FieldKind.LOCKED, content="Musterstadt"), field(B))
    draft = asked.apply(Draft(), asked.steps(Draft())[0], {A: ["Anderswo"], B: ["x"]})
    assert draft.values == {B: "x"}
    assert asked.check(draft).answers == {A: "Musterstadt", B: "x"}


def test_two_tabs_keep_what_each_has_saved() -> None:
    asked, draft = example(), Draft(values={f"{G}.{A}": "2"})
    one, _two, three = asked.steps(draft)
    draft = asked.apply(draft, three, {f"{H}.{C}": ["aus dem zweiten Fenster"]})
    draft = asked.apply(draft, one, {f"{G}.{A}": ["1"]})
    assert asked.check(draft).answers == {G: {A: "1"}, H: {C: "aus dem zweiten Fenster"}}


# --- moving to another version


def test_adopt_sets_vanished_answers_aside_and_brings_them_back() -> None:
    wide = make(group(G, "Eins", field(A), field(B)), group(H, "Zwei", field(C), field(D), anzahl="0:1"))
    narrow = make(group(G, "Eins", field(A)))
    values = {f"{G}.{A}": "a", f"{G}.{B}": "b", f"?{H}": "true", f"{H}.{C}": "c"}
    moved = narrow.adopt(Draft(values=values))
    assert moved.values == {f"{G}.{A}": "a"}
    assert moved.aside == {f"{G}.{B}": "b", f"?{H}": "true", f"{H}.{C}": "c"}
    assert wide.adopt(moved).values == values
    assert wide.adopt(moved).aside == {}


def test_adopt_notices_that_something_is_repeated_now() -> None:
    once = make(group(G, "Kind", field(A), field(B, codes=CODES, anzahl="0:2"), field(C, anzahl="0:*")))
    often = make(
        group(G, "Kinder", field(A), field(B, codes=CODES, anzahl="0:2"), field(C, anzahl="0:*"), anzahl="0:*")
    )
    draft = Draft(values={f"{G}.{A}": "a", f"{G}.{B}": ("1",), f"{G}.{C}[1]": "c"})
    assert once.adopt(draft) == draft
    assert often.adopt(draft).values == {}
    inside = Draft(values={f"{G}[x].{A}": "a", f"{G}[x].{B}": ("1",), f"{G}[x].{C}[1]": "c"})
    assert often.adopt(inside) == inside

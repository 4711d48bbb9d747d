"""Whatever comes in, `check` answers and nothing breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import Constraint, CountBetween, Equals, Filled
from rathaus.questionnaire import Draft, FileRef, Questionnaire

from .samples import both, field, group, make, required, rule

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))


def everything() -> Questionnaire:
    kinds = [kind for kind in DataType if kind is not DataType.OBJ]
    fields = [field(f"F990000001{n:02}", f"Frage {n}", kind) for n, kind in enumerate(kinds)]
    lists = [field(f"F990000002{n:02}", f"Frage {n}", kind, "1:3") for n, kind in enumerate(kinds)]
    birth = group(
        "G60000000083", "Geburt", *(field(f"F6000000023{n}", "Teil", DataType.NUM_INT, "0:1") for n in (1, 2, 3))
    )
    street, box = (
        group(A, "Straße", field(B), field(C), anzahl="0:1"),
        group(D, "Postfach", field(B), field(C), anzahl="0:1"),
    )
    tie = Constraint(CountBetween((Filled(f"{K}.{A}"), Filled(f"{K}.{D}")), 1, 1), (f"{K}.{A}", f"{K}.{D}"))
    return make(
        group(G, "Alles", birth, *fields, *lists),
        group(H, "Kinder", field(A, codes={"1": "a", "2": "b"}), field(B, anzahl="0:1"), anzahl="1:3"),
        group(K, "Anschrift", street, box),
        field("F99000000300", codes={"1": "a", "2": "b", "3": "c"}, anzahl="1:2"),
        rules=(
            rule(*both(f"{H}.{B}", Equals(f"{H}.{A}", "1"))),
            rule(required(f"{G}.F99000000100", Filled(f"{H}.{B}"))),
            rule(tie),
        ),
    )


ASKED = everything()
TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(["true", "1", "2", "1.2.2026", "12,5", "", "\x00", "\ud800"]))
PATHS = [*sorted(ASKED.tree.layout.positions), "?" + A, f"?{K}.{A}!", "", "?", "[", "]", ".", "~"]
BRACKETS = st.sampled_from(["", "[1]", "[x]", "[", "]", "[]", "[1][2]", "[1]."])
KEYS = st.one_of(
    st.sampled_from(PATHS),
    st.builds("".join, st.lists(st.one_of(st.sampled_from(PATHS), BRACKETS), max_size=3)),
    st.builds(lambda entry, tail: f"{H}[{entry}].{tail}", st.sampled_from("1x"), st.sampled_from([A, B])),
)
REFS = st.builds(FileRef, TEXTS, TEXTS, st.integers(), TEXTS)
DRAFTS = st.builds(
    Draft,
    values=st.dictionaries(KEYS, st.one_of(TEXTS, st.lists(TEXTS, max_size=4).map(tuple)), max_size=20),
    entries=st.dictionaries(KEYS, st.lists(TEXTS, max_size=6).map(tuple), max_size=5),
    files=st.dictionaries(KEYS, st.lists(REFS, max_size=3).map(tuple), max_size=5),
    aside=st.dictionaries(KEYS, TEXTS, max_size=3),
    saved=st.frozensets(TEXTS, max_size=3),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=15,
)


@given(DRAFTS)
@settings(max_examples=50, deadline=None)
def test_any_draft_is_checked_viewed_and_summed_up(draft: Draft) -> None:
    outcome = ASKED.check(draft)
    assert outcome.required <= outcome.shown
    for step in ASKED.steps(draft, outcome):
        view = ASKED.view(step, draft, outcome, show_problems=True)
        assert ASKED.step(step.slug, draft, outcome) == step
        assert {p.key for p in view.problems} == set(view.anchors)
    ASKED.summary(draft, outcome)
    ASKED.tasks(draft, outcome)
    assert ASKED.check_answers(outcome.answers).answers == outcome.answers


@given(DRAFTS)
@settings(max_examples=50, deadline=None)
def test_valid_answers_stay_valid(draft: Draft) -> None:
    """What `check` hands out as valid is accepted again, value by value."""
    answers = ASKED.check(draft).answers
    kept = ASKED.check(ASKED.draft_of(answers))
    assert kept.answers == answers


@given(st.dictionaries(KEYS, JSON, max_size=6))
@settings(max_examples=50, deadline=None)
def test_any_stored_answers_are_checked(answers: dict[str, object]) -> None:
    outcome = ASKED.check_answers(answers)
    assert outcome.complete is (outcome.answers == answers and outcome.problems == ())
    ASKED.record(outcome.answers)


@given(DRAFTS, st.dictionaries(KEYS, st.lists(TEXTS, max_size=3), max_size=20), st.integers(0, 50))
@settings(max_examples=75, deadline=None)
def test_any_form_is_applied_to_its_own_page_only(draft: Draft, form: dict[str, list[str]], number: int) -> None:
    steps = ASKED.steps(draft)
    step = steps[number % len(steps)]
    changed = ASKED.apply(draft, step, form)
    own = {item.path for item in step.page.items} | {"G60000000083"}
    for key in changed.values.keys() ^ draft.values.keys():
        assert key in draft.values or any(path.rpartition(".")[2].lstrip("?") in key for path in own)
    assert changed.entries == draft.entries
    assert changed.files == draft.files


@given(DRAFTS, KEYS, TEXTS)
@settings(max_examples=75, deadline=None)
def test_any_key_is_harmless(draft: Draft, key: str, text: str) -> None:
    ASKED.add_entry(draft, key)
    ASKED.remove_entry(draft, key, text)
    ASKED.put_file(draft, key, FileRef("x", text, 1, "text/plain"))
    ASKED.remove_file(draft, key, text)
    moved = ASKED.adopt(draft)
    assert moved.values.keys() | moved.aside.keys() == draft.values.keys() | draft.aside.keys()


@pytest.mark.parametrize("size", [200])
def test_many_entries_are_no_trouble(size: int) -> None:
    asked = make(group(G, "Kinder", field(A), field(B), anzahl="0:*"))
    ids = tuple(f"e{n}" for n in range(size))
    draft = Draft(entries={G: ids}, values={f"{G}[{id_}].{name}": "x" for id_ in ids for name in (A, B)})
    assert len(asked.check(draft).answers[G]) == size
    assert len(asked.steps(draft)) == size + 1

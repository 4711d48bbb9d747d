"""The real definitions: each becomes a service that can be filled in, in both states of every deciding answer."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import jsonschema_rs
import pytest

from rathaus.fim.model import CodeList, Field, Schema
from rathaus.fim.rules import read_rules
from rathaus.questionnaire import (
    Draft,
    EntryListView,
    Outcome,
    Questionnaire,
    QuestionView,
    Step,
    from_submission,
    json_schema,
    plan,
    to_submission,
)
from rathaus.questionnaire.deciding import drive
from rathaus.questionnaire.generator import fill
from tests import reals

ROOT = Path(__file__).resolve().parent.parent.parent
FIM = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data")) / "fim"
FILES = sorted(FIM.glob("xdf3/*.xml")) + sorted(FIM.glob("xdf2/*/S*.xml"))
ALL = pytest.mark.parametrize("path", FILES or [FIM], ids=lambda path: path.name[:12])

pytestmark = pytest.mark.material


@lru_cache(maxsize=32)
def lists_of(path: Path) -> tuple[Schema, dict[str, CodeList]]:
    schema, shelf = reals.schema(path), reals.shelf_of(path)
    references = [p.element.code_list for p in schema.positions.values() if isinstance(p.element, Field)]
    matches = {ref.canonical_version_uri: shelf.find(ref).code_list for ref in references if ref is not None}
    return schema, {uri: found for uri, found in matches.items() if found is not None}


@lru_cache(maxsize=32)
def asked_of(path: Path) -> Questionnaire:
    schema, lists = lists_of(path)
    return plan(schema, read_rules(schema, lists), lists).on(dt.date(2026, 11, 27))


def forms(asked: Questionnaire, draft: Draft, outcome: Outcome) -> Iterator[tuple[Step, dict[str, list[str]]]]:
    """What a browser would send for every page of a filled draft, read off the views alone."""
    for step in asked.steps(draft, outcome):
        form: dict[str, list[str]] = {}
        for item in asked.view(step, draft, outcome, show_problems=True).items:
            if isinstance(item, QuestionView):
                form |= form_of(item)
        yield step, form


def form_of(view: QuestionView) -> dict[str, list[str]]:
    if view.inputs:
        return {name: values for one in view.inputs for name, values in form_of(one).items()}
    if view.parts:
        return {part.name: [part.value] for part in view.parts}
    if view.options and view.control != "checkbox":
        chosen = [option.code for option in view.options if option.selected and option.code]
        return {view.name: chosen} if chosen else {}
    if view.control in ("file", "fixed") or (view.control == "checkbox" and not view.value):
        return {}
    return {view.name: [view.value]}


@ALL
def test_every_answer_can_be_given_page_by_page(path: Path) -> None:
    """Form data → draft → answers → JSON → answers, through the pages as they are shown."""
    asked = asked_of(path)
    for seed in range(3):
        filled = fill(asked, Random(seed))
        outcome = asked.check(filled)
        draft = Draft(entries=filled.entries, files=filled.files)
        for step, form in forms(asked, filled, outcome):
            draft = asked.apply(draft, step, form)
        again = asked.check(draft)
        assert [problem.sentence for problem in again.problems] == []
        assert again.answers == outcome.answers
        assert asked.first_open(draft) is None
        stored = json.loads(json.dumps(again.answers))
        assert asked.check_answers(stored).answers == stored
        assert asked.check_answers(stored).complete
        assert Draft.from_json(json.dumps(draft.to_json())) == draft


@ALL
def test_what_is_filled_in_is_a_valid_submission(path: Path) -> None:
    schema, lists = lists_of(path)
    asked = asked_of(path)
    validator = jsonschema_rs.validator_for(json_schema(schema, lists, report=asked.report), validate_formats=True)
    jsonschema_rs.meta.validate(json_schema(schema, lists))
    for seed in range(10):
        draft = fill(asked, Random(seed))
        answers = asked.check(draft).answers
        submission = to_submission(schema, json.loads(json.dumps(answers)))
        assert [error.message for error in validator.iter_errors(submission)] == []
        files = {ref.id: ref for refs in draft.files.values() for ref in refs}
        own = {id_: value for id_, value in answers.items() if not id_.startswith("H")}
        assert from_submission(schema, submission, files) == own


@ALL
def test_both_states_of_every_deciding_answer_are_reached(path: Path) -> None:
    asked = asked_of(path)
    assert [one.deciding for one in drive(asked, Random(1)) if one.draft is None] == []


@ALL
def test_every_page_is_reached_and_has_something_to_show(path: Path) -> None:
    asked = asked_of(path)
    seen: set[str] = set()
    drafts = [one.draft for one in drive(asked, Random(2)) if one.draft is not None]
    for draft in [*drafts, *(fill(asked, Random(seed)) for seed in range(5))]:
        outcome = asked.check(draft)
        for step in asked.steps(draft, outcome):
            if step.page.key not in seen:
                view = asked.view(step, draft, outcome, show_problems=True)
                assert view.title
                assert view.items != ()
                seen.add(step.page.key)
        if len(seen) == len(asked.pages):
            break
    unseen = {page.key for page in asked.pages} - seen - _hidden(asked)
    inside = {page.key for page in asked.pages if page.repeat is not None}
    assert unseen <= inside  # entries of optional lists may happen not to be made up


@ALL
def test_an_empty_draft_names_every_problem_on_a_step_that_exists(path: Path) -> None:
    asked = asked_of(path)
    outcome = asked.check(Draft())
    steps = asked.steps(Draft(), outcome)
    slugs = {step.slug for step in steps}
    assert len(slugs) == len(steps)
    for problem in outcome.problems:
        assert problem.page in slugs
        assert problem.sentence.endswith((".", "!"))
        assert problem.key in outcome.shown
    for step in steps:
        view = asked.view(step, Draft(), outcome, show_problems=True)
        ids = [item.id for item in view.items if isinstance(item, QuestionView | EntryListView)]
        assert len(set(ids)) == len(ids)
        assert {p.key for p in view.problems} == set(view.anchors)


@ALL
def test_records_say_everything_that_was_answered(path: Path) -> None:
    asked = asked_of(path)
    draft = fill(asked, Random(7))
    outcome = asked.check(draft)
    slugs = {step.slug for step in asked.steps(draft, outcome)}
    rows = [row for section in asked.summary(draft, outcome) for row in _rows(section)]
    assert {row.slug for row in rows} <= slugs
    answered = [row for row in rows if row.answered and not (row.key or "").startswith("?")]
    stored = [row for section in asked.record(outcome.answers) for row in _rows(section)]
    assert len(stored) == len(answered) + _given_unasked(asked, outcome.answers)
    assert all(row.text for row in stored)


def _given_unasked(asked, answers) -> int:
    """How many answers a rule gives without asking: they are recorded, and nobody needs to look at them again."""
    return sum(_there(answers, path.split(".")) for path in _hidden(asked))


def _hidden(asked) -> set[str]:
    """The positions that a rule presets and hides."""
    return {preset.target for rule in asked.report.rules for preset in rule.presets if preset.hidden}


def _there(answers, steps) -> bool:
    for step in steps:
        answers = answers.get(step) if isinstance(answers, dict) else None
    return answers is not None


def _rows(section):
    yield from section.rows
    for inner in section.sections:
        yield from _rows(inner)


@ALL
def test_pages_are_short_and_decide_nothing_about_themselves(path: Path) -> None:
    asked = asked_of(path)
    together = {
        finding.path for finding in asked.findings if finding.kind in ("backward_condition", "circular_condition")
    }
    for page in asked.pages:
        paths = {item.path for item in page.items}
        assert len(paths) <= 12
        for item in page.items:
            deciders = asked.tree.decided_by.get(item.path, frozenset())
            assert deciders.isdisjoint(paths) or not paths.isdisjoint(together)


def test_the_roles_of_the_stock(material: Path) -> None:
    """Who is it: a name (or a firm) and an e-mail address for every definition, from the kit or by the house."""
    for path in FILES:
        asked = asked_of(path)
        assert asked.roles.family or asked.roles.firm, path.name
        assert asked.roles.email, path.name
        for name in ("family", "firm", "email"):
            role = getattr(asked.roles, name)
            assert role is None or role in asked.tree.layout.positions


def test_the_stock_has_no_question_that_is_never_shown_unreported(material: Path) -> None:
    counts: dict[str, int] = {}
    for path in FILES:
        for finding in asked_of(path).findings:
            counts[finding.kind] = counts.get(finding.kind, 0) + 1
    assert counts["not_asked"] == 14  # the locked "Adresssuche" of six definitions
    assert counts["list_missing"] > 0
    assert counts["list_other_version"] > 0

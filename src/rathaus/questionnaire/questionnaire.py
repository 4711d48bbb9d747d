"""The questionnaire of one service version: compiled once, then asked again and again; never changed."""

from __future__ import annotations

import copy
import datetime as dt
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from rathaus.fim.model import Schema
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire import forms, presets, records, views
from rathaus.questionnaire.addresses import Addresses
from rathaus.questionnaire.checking import Run
from rathaus.questionnaire.compiling import below
from rathaus.questionnaire.constraints import Check
from rathaus.questionnaire.draft import MAX_ENTRIES, Draft, FileRef
from rathaus.questionnaire.findings import Finding, ManualCheck
from rathaus.questionnaire.following import Answered, Following
from rathaus.questionnaire.keys import TOP, Frames, frames_of, path_of, slug
from rathaus.questionnaire.model import Outcome, Page, Problem, Section, SectionState, Step, Task
from rathaus.questionnaire.nodes import EntriesNode, ListNode
from rathaus.questionnaire.openings import Openings
from rathaus.questionnaire.overviews import Overviews
from rathaus.questionnaire.paging import Scope
from rathaus.questionnaire.prefilling import known_values
from rathaus.questionnaire.roles import Roles, contact_places
from rathaus.questionnaire.shown import PageView, RecordSection
from rathaus.questionnaire.tree import Tree

_PASSES = 8
"""So often a check is repeated until conditions that point backwards settle; then they hide nothing."""


class Questionnaire:
    """What is asked, in which order, and whether answers hold. Made by `plan`; safe to share between threads.

    `schema`, `report`: what it was planned from. `roles`: who plays which role (house positions included).
    `pages`, `sections`: the whole plan in document order. `findings`: what the service owner should know.
    `manual_checks`: rules for the clerk to check by hand. `land`: two letters, or None.
    """

    def __init__(
        self,
        schema: Schema,
        report: RuleReport,
        *,
        roles: Roles,
        land: str | None,
        tree: Tree,
        sections: tuple[tuple[Section, Scope], ...],
        checks: tuple[Check, ...],
        findings: tuple[Finding, ...],
    ) -> None:
        self.schema, self.report, self.roles, self.land = schema, report, roles, land
        self.tree = tree
        self.sections: tuple[Section, ...] = tuple(section for section, _ in sections)
        self.pages: tuple[Page, ...] = tuple(page for section in self.sections for page in section.pages)
        self.findings = findings
        self.manual_checks: tuple[ManualCheck, ...] = tuple(tree.book.manual)
        self.following = Following(self.pages)
        self.addresses = Addresses(tree)
        self.overviews = Overviews(tree)
        self.openings = Openings(schema, report, self.pages)
        self._scopes = tuple(scope for _, scope in sections)
        self._checks = checks
        self._backward = any(
            (node.policy and node.policy.backward) or (node.extras and node.extras.backward)
            for node in tree.by_path.values()
        )
        self.today: dt.date | None = None
        self._nodes = {page.key: tuple(tree.node(item.path) for item in page.items) for page in self.pages}

    @property
    def asks_today(self) -> bool:
        """Whether any rule depends on the day on which somebody asks."""
        return self.tree.book.asks_today

    def on(self, today: dt.date) -> Questionnaire:
        """The questionnaire as it is asked on a day. Where rules depend on it, nothing can be checked without one."""
        dated = copy.copy(self)
        dated.today = today
        return dated

    # --- judging

    def check(self, draft: Draft) -> Outcome:
        """What is shown, required, wrong, and the valid answers. Never raises, whatever the draft holds.

        The day is the one of `on`, never that of the clock; LookupError where a rule asks for it and there is none.
        """
        answers: dict[str, Any] = {}
        run = Run(draft, today=self.today)
        self._walk(run, answers)
        if self._backward:
            run, answers = self._settle(draft, run)
        before = len(run.problems)
        for check in self._checks:
            check.run(run)
        problems = run.problems
        if len(problems) > before:
            order = {key: number for number, key in enumerate(run.shown)}
            problems.sort(key=lambda problem: _place(order, problem.key))
        return Outcome(
            shown=frozenset(run.shown),
            required=frozenset(run.required),
            problems=tuple(problems),
            answers=answers,
            entries=run.entries,
            given=run.given,
            forbidden=frozenset(run.forbidden),
            waiting=frozenset(run.waiting),
            offered=run.offered,
            preset=run.preset,
            most=run.most,
        )

    def _walk(self, run: Run, answers: dict[str, Any]) -> None:
        for root in self.tree.roots:
            root.check(run, TOP, answers, True)

    def _settle(self, draft: Draft, run: Run) -> tuple[Run, dict[str, Any]]:
        """Repeat until the conditions that point backwards see what they decide."""
        for number in range(_PASSES + 1):
            following = Run(draft, run, today=self.today, lenient=number == _PASSES)
            answers: dict[str, Any] = {}
            self._walk(following, answers)
            if following.values == run.values and following.shown == run.shown:
                return following, answers
            run = following
        return run, answers

    def draft_of(self, answers: Mapping[str, Any]) -> Draft:
        """A draft that amounts to these answers (choosers are set as the answers have it)."""
        return records.draft_of(self.tree, answers)

    def check_answers(self, answers: Mapping[str, Any]) -> Outcome:
        """`check` for stored answers; what the definition does not know, or not in this form, is a problem."""
        outcome = self.check(self.draft_of(answers))
        strange = records.difference(answers, outcome.answers)
        if strange is None or not outcome.complete:
            return outcome
        sentence = f"Die gespeicherten Antworten passen bei {strange} nicht zu dieser Definition."
        return replace(outcome, problems=(Problem(strange, sentence, ""),))

    def never(self, outcome: Outcome) -> set[str]:
        """The positions, by instance key, that rules close whatever is answered: they are not part of the plan."""
        layout, closed = self.tree.layout, self.tree.book.never
        tops = [path for path in closed if layout.positions[path].parent_path not in closed]
        return {
            prefix + layout.suffix[path]
            for path in tops
            for prefix in below(outcome.entries, "", tuple(layout.suffix[group] for group in layout.chain[path]))
        }

    # --- moving through the pages

    def steps(self, draft: Draft, outcome: Outcome | None = None) -> tuple[Step, ...]:
        """The reachable pages in order; pages of a repeated group once per entry, followed by its overview."""
        outcome = outcome or self.check(draft)
        return tuple(step for scope in self._scopes for step in self._steps(scope, TOP, outcome))

    def _steps(self, scope: Scope, frames: Frames, outcome: Outcome) -> Iterator[Step]:
        for part in scope.parts:
            if isinstance(part, Page):
                if any(node.key(frames) in outcome.shown for node in self._nodes[part.key]):
                    yield self._make_step(part, frames)
                continue
            entries, overview = part.entries, part.overview
            if entries is None or overview is None:
                raise TypeError("an inner scope belongs to a repeatable group")
            key = frames[entries.depth] + entries.suffix
            if key in outcome.shown:
                for id_ in outcome.entries.get(key, ()):
                    yield from self._steps(part, (*frames, f"{key}[{id_}]."), outcome)
                yield self._make_step(overview, frames)

    @staticmethod
    def _make_step(page: Page, frames: Frames) -> Step:
        suffix = page.key[len(page.repeat) + 1 :] if page.repeat else page.key
        return Step(page, frames[-1][:-1], slug(frames[-1] + suffix))

    def step(self, slug: str, draft: Draft, outcome: Outcome | None = None) -> Step | None:
        """The reachable step of that name; None where there is none (any more)."""
        return next((step for step in self.steps(draft, outcome) if step.slug == slug), None)

    def first_open(self, draft: Draft, outcome: Outcome | None = None) -> Step | None:
        """The first step that has a problem or was never saved; None when everything is done."""
        outcome = outcome or self.check(draft)
        return next((step for step in self.steps(draft, outcome) if not _is_done(step, draft, outcome)), None)

    def is_open(self, step: Step, draft: Draft, outcome: Outcome) -> bool:
        """Whether a step was never saved or has a problem."""
        return not _is_done(step, draft, outcome)

    def presettable(self, schema: Schema) -> dict[str, presets.Blank]:
        """The questions of `schema`, the definition without presets, that its owner can answer beforehand, by path."""
        return presets.blanks(schema, self.tree)

    def knows(self, key: str) -> bool:
        """Whether there is a position (or a question of the planner's own) behind an instance key."""
        return forms.long_key(path_of(key)) in self._long_paths

    @cached_property
    def _long_paths(self) -> frozenset[str]:
        return frozenset(map(forms.long_key, (*self.tree.by_path, *self.tree.questions)))

    def tasks(self, draft: Draft, outcome: Outcome | None = None) -> tuple[Task, ...]:
        """The task list: reachable sections with their state and where to go on."""
        outcome = outcome or self.check(draft)
        tasks = []
        for section, scope in zip(self.sections, self._scopes, strict=True):
            steps = tuple(self._steps(scope, TOP, outcome))
            if not steps:
                continue
            open_ = [step for step in steps if not _is_done(step, draft, outcome)]
            started = any(step.slug in draft.saved for step in steps)
            state = SectionState.DONE if not open_ else SectionState.STARTED if started else SectionState.OPEN
            tasks.append(Task(section, state, open_[0] if open_ else steps[0]))
        return tuple(tasks)

    # --- changing the draft

    def apply(self, draft: Draft, step: Step, form: Mapping[str, Sequence[str]]) -> Draft:
        """The draft with what the form of this step says, and the step marked as saved.

        Only names that belong to the step are read; names missing from the form leave their value as it is (except
        boxes, which browsers leave out when they are not ticked). Values are kept as typed.
        """
        outcome = self.check(draft) if forms.has_boxes(self.tree, step) else None
        return draft.with_values(forms.read_form(self.tree, step, form, outcome)).with_saved(step.slug)

    def apply_with_following(
        self, draft: Draft, step: Step, form: Mapping[str, Sequence[str]], followed: Collection[str]
    ) -> Draft:
        """As `apply`, for a form that also showed the steps `followed` (slugs) below its page.

        What was typed into follow-up questions that are not shown any more is kept, as everywhere.
        """
        draft = self.apply(draft, step, form)
        for page in self.following.candidates(step.page):
            below = self._make_step(page, frames_of(step.at))
            outcome = self.check(draft) if below.slug in followed else None
            draft = draft.with_values(forms.read_form(self.tree, below, form, outcome))
        for below in self.follow_ups(step, draft) if followed else ():
            if below.slug in followed:
                draft = draft.with_saved(below.slug)
        return draft

    def follow_ups(self, step: Step, draft: Draft, steps: Sequence[Step] = ()) -> tuple[Step, ...]:
        """The steps whose questions can be asked below those of `step`, because its answers bring them about.

        `steps`: the reachable ones, where they are at hand.
        """
        return self.following.of(step, steps or self.steps(draft), self._answered(draft))

    def stages(self, draft: Draft, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The reachable steps without those that are follow-ups of another."""
        return self.following.stages(steps, self._answered(draft))

    @cached_property
    def usual_stages(self) -> int:
        """How many pages somebody has before them who has answered nothing yet."""
        draft = Draft()
        return len(self.stages(draft, self.steps(draft)))

    def _answered(self, draft: Draft) -> Answered:
        run = Run(draft)

        def answered(path: str, at: str) -> bool:
            node, frames = self.tree.node(path), frames_of(at)
            return bool(draft.values.get(node.key(frames))) or node.has_raw(run, frames)

        return answered

    def add_entry(self, draft: Draft, key: str) -> tuple[Draft, str | None]:
        """One more entry at the repeated element `key`, and its id.

        At the limit, or where nothing is repeated, the draft comes back unchanged with None.
        """
        node, run = self._repeated(draft, key)
        if node is None:
            return draft, None
        ids = run.entries[key]
        if len(ids) >= run.most.get(key, node.cardinality.maximum or MAX_ENTRIES):
            return draft, None
        new = "e" + secrets.token_hex(3)
        return draft.with_entries(key, (*ids, new)), new

    def remove_entry(self, draft: Draft, key: str, entry: str) -> Draft:
        """Without that entry and everything in it; unknown keys and ids change nothing."""
        node, run = self._repeated(draft, key)
        if node is None or entry not in run.entries[key]:
            return draft
        rest = tuple(id_ for id_ in run.entries[key] if id_ != entry)
        return draft.with_entries(key, rest).without_below(f"{key}[{entry}]")

    def _repeated(self, draft: Draft, key: str) -> tuple[EntriesNode | ListNode | None, Run]:
        run = Run(draft, today=self.today)
        self._walk(run, {})
        node = self.tree.by_path.get(path_of(key))
        known = isinstance(node, EntriesNode | ListNode) and key in run.entries
        return (node if known and isinstance(node, EntriesNode | ListNode) else None), run

    def put_file(self, draft: Draft, key: str, file: FileRef) -> Draft:
        """With one more file at the file question `key` (instead of the old one where only one is allowed).

        Whether type, size and number are allowed is said by `check`. Unknown keys change nothing.
        """
        return forms.put_file(self.tree, draft, key, file, self.check(draft))

    def remove_file(self, draft: Draft, key: str, file_id: str) -> Draft:
        """Without that file; unknown ones change nothing."""
        return draft.with_files(key, tuple(f for f in draft.files.get(key, ()) if f.id != file_id))

    def starting_from(self, earlier: Draft, origin: str) -> Draft:
        """A fresh draft with the values of another one that fit here and hold; `origin` says where they came from.

        Files stay behind, and no page counts as saved: somebody looks at each once more.
        """
        draft = self.adopt(Draft(values=earlier.values, entries=earlier.entries))
        wrong = {problem.key for problem in self.check(draft).problems}
        values = {key: value for key, value in draft.values.items() if key not in wrong}
        return Draft(values=values, entries=draft.entries, origins=dict.fromkeys(values, origin))

    def starting_with(
        self, known: Mapping[str, str], origin: str, *, contact: Mapping[str, str] | None = None
    ) -> Draft:
        """A fresh draft with what is known of the applicant, by the names of roles (`Identity`).

        `contact` is whom to ask: put where the definition asks for a contact, else in the applicant's own place.
        """
        places = contact_places(self.schema)
        apart = known_values(self.tree, places, contact or {})
        own = known if apart else {**known, **(contact or {})}
        return self.starting_from(Draft(values=known_values(self.tree, self.roles, own) | apart), origin)

    def adopt(self, draft: Draft) -> Draft:
        """A draft of an earlier version of the definition, moved here by position path.

        Values without a position go aside, values set aside come back where there is one again.
        """
        return forms.adopt(self.tree, draft)

    def lost(self, draft: Draft) -> frozenset[str]:
        """The instance keys, as `draft` writes them, of values and files that `adopt` finds no place for."""
        return forms.lost(self.tree, draft)

    # --- showing

    def view(
        self, step: Step, draft: Draft, outcome: Outcome, *, show_problems: bool, steps: Sequence[Step] = (),
        entries_page: int = 1, town: str = "",
    ) -> PageView:  # fmt: skip
        """The page ready to render. `steps`: the reachable ones, where they are at hand.

        `entries_page`: which page of a long list of entries, from 1. `town`: what the administration is called.
        """
        viewer = views.Viewer(
            self.tree,
            draft,
            outcome,
            show_problems,
            self.following.deciding,
            self.addresses,
            entries_page=entries_page,
            town=town,
        )
        section = next(section for section in self.sections if section.key == step.page.section)
        return viewer.page(step, section.title, (steps or self.steps(draft, outcome)) if step.page.is_overview else ())

    def record(self, answers: Mapping[str, Any], *, input_labels: bool = False) -> tuple[RecordSection, ...]:
        """Stored answers in words, in document order, with output labels (or the applicant's)."""
        return records.record(self.tree, answers, input_labels=input_labels)

    def summary(self, draft: Draft, outcome: Outcome) -> tuple[RecordSection, ...]:
        """Check your answers: as `record` with the applicant's labels, plus unanswered questions and change links."""
        return records.summary(self.tree, draft, outcome)


def _place(order: Mapping[str, int], key: str) -> int:
    """Where the question of a problem stands; inputs of a repeated field stand where the field does."""
    return order[key] if key in order else order.get(key.rpartition("[")[0], len(order))


def _is_done(step: Step, draft: Draft, outcome: Outcome) -> bool:
    return step.slug in draft.saved and not outcome.problems_on(step)

"""The questionnaire of one service version: compiled once, then asked again and again; never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rathaus.fim.model import Schema
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire.draft import Draft, FileRef
from rathaus.questionnaire.model import (
    Finding,
    ManualCheck,
    Outcome,
    Page,
    PageView,
    RecordSection,
    Section,
    Step,
    Task,
)
from rathaus.questionnaire.roles import Roles


class Questionnaire:
    """What is asked, in which order, and whether answers hold. Made by `plan`; safe to share between threads.

    `schema`, `report`: what it was planned from. `roles`: who plays which role (house positions included).
    `pages`, `sections`: the whole plan in document order. `findings`: what the service owner should know.
    `manual_checks`: rules for the clerk to check by hand. `land`: two letters, or None.
    """

    schema: Schema
    report: RuleReport
    roles: Roles
    land: str | None
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    manual_checks: tuple[ManualCheck, ...]

    # --- moving through the pages

    def steps(self, draft: Draft, outcome: Outcome | None = None) -> tuple[Step, ...]:
        """The reachable pages in order; pages of a repeated group once per entry, followed by its overview."""
        raise NotImplementedError

    def step(self, slug: str, draft: Draft, outcome: Outcome | None = None) -> Step | None:
        """The reachable step of that name; None where there is none (any more)."""
        raise NotImplementedError

    def next_step(self, draft: Draft, step: Step, outcome: Outcome | None = None) -> Step | None:
        """The step after `step`; None after the last."""
        raise NotImplementedError

    def previous_step(self, draft: Draft, step: Step, outcome: Outcome | None = None) -> Step | None:
        """The step before `step`; None before the first."""
        raise NotImplementedError

    def first_open(self, draft: Draft, outcome: Outcome | None = None) -> Step | None:
        """The first step that has a problem or was never saved; None when everything is done."""
        raise NotImplementedError

    def tasks(self, draft: Draft, outcome: Outcome | None = None) -> tuple[Task, ...]:
        """The task list: reachable sections with their state."""
        raise NotImplementedError

    # --- changing the draft

    def apply(self, draft: Draft, step: Step, form: Mapping[str, Sequence[str]]) -> Draft:
        """The draft with what the form of this step says, and the step marked as saved.

        Only names that belong to the step are read; names missing from the form leave their value as it is (except
        boxes, which browsers leave out when they are not ticked). Values are kept as typed.
        """
        raise NotImplementedError

    def add_entry(self, draft: Draft, key: str) -> tuple[Draft, str]:
        """One more entry at the repeated element `key`, and its id; at the limit the draft comes back unchanged."""
        raise NotImplementedError

    def remove_entry(self, draft: Draft, key: str, entry: str) -> Draft:
        """Without that entry and everything in it; unknown keys and ids change nothing."""
        raise NotImplementedError

    def put_file(self, draft: Draft, key: str, file: FileRef) -> Draft:
        """With one more file at the file question `key` (instead of the old one where only one is allowed).

        Whether type, size and number are allowed is said by `check`. Unknown keys change nothing.
        """
        raise NotImplementedError

    def remove_file(self, draft: Draft, key: str, file_id: str) -> Draft:
        """Without that file; unknown ones change nothing."""
        raise NotImplementedError

    def adopt(self, draft: Draft) -> Draft:
        """A draft of an earlier version of the definition, moved here by position path.

        Values without a position go aside, values set aside come back where there is one again.
        """
        raise NotImplementedError

    # --- judging

    def check(self, draft: Draft) -> Outcome:
        """What is shown, required, wrong, and the valid answers. Never raises, whatever the draft holds."""
        raise NotImplementedError

    def draft_of(self, answers: Mapping[str, Any]) -> Draft:
        """A draft that amounts to these answers (choosers are set as the answers have it)."""
        raise NotImplementedError

    def check_answers(self, answers: Mapping[str, Any]) -> Outcome:
        """`check` for stored answers; what the definition does not know is a problem."""
        raise NotImplementedError

    # --- showing

    def view(self, step: Step, draft: Draft, outcome: Outcome, *, show_problems: bool) -> PageView:
        """The page ready to render."""
        raise NotImplementedError

    def record(self, answers: Mapping[str, Any], *, input_labels: bool = False) -> tuple[RecordSection, ...]:
        """Stored answers in words, in document order, with output labels (or the applicant's)."""
        raise NotImplementedError

    def summary(self, draft: Draft, outcome: Outcome) -> tuple[RecordSection, ...]:
        """As `record`, in the order and words of the form, plus unanswered questions and links to change them."""
        raise NotImplementedError

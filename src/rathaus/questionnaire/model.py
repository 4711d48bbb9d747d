"""The values a questionnaire is made of: what is asked (static) and what came of the answers.

Keys: a *position path* is made of bare ids (`G1.G2.F3`). An *instance key* carries the id of the entry in brackets
behind every repeated step (`G1.G2[k3f].F3`, repeated field `F5[a1]`). A key that begins with ``?`` is a chooser: a
question of the planner's own, whose answer lives in the draft and never in the answers.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rathaus.fim.model import Cardinality, LegalBasis
from rathaus.questionnaire.kinds import Kind

LONGEST_HEADING = 200
"""Characters of a question that may be the heading of its page."""


class Control(enum.StrEnum):
    """How a question is put to the person; the value is what templates compare with."""

    TEXT = "text"
    TEXTAREA = "textarea"
    RADIO = "radio"
    SELECT = "select"
    CHECKBOXES = "checkboxes"
    """Several of few options: a repeatable choice asked once; the form sends each chosen code under the one name."""
    YES_NO = "yes_no"
    """Two radio buttons with the values ``true`` and ``false``; none chosen means unanswered."""
    CHECKBOX = "checkbox"
    """A single box with the value ``true``; only where a rule demands the yes."""
    DATE = "date"
    """A full date. One text input; the form may also send the three parts under ``key.day``, ``.month``, ``.year``."""
    DATE_PARTS = "date_parts"
    """Day, month and year are fields of their own in the definition: inputs ``key.day``, ``key.month``, ``key.year``;
    parts that the definition does not demand may stay empty."""
    NUMBER = "number"
    AMOUNT = "amount"
    TIME = "time"
    DATETIME = "datetime"
    FILE = "file"
    FIXED = "fixed"
    """Shown, cannot be changed, part of the answers (a locked field with content)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `code` is what is stored; never the label."""

    code: str
    label: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class DatePartPaths:
    """The number fields behind a `Control.DATE_PARTS` question; day and month may be absent in the definition."""

    day: str | None
    month: str | None
    year: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as it stands in the plan (the same for every entry of a repeated group)."""

    path: str
    label: str
    label_output: str
    control: Control
    hint: str | None = None
    """Short, shown under the label: what to type and how."""
    help: str | None = None
    """Longer help, to be unfolded."""
    note: str | None = None
    """What the definition says about a question that explains itself; gathered in one fold-out per page."""
    options: tuple[Option, ...] = ()
    autocomplete: str | None = None
    inputmode: str | None = None
    max_length: int | None = None
    unit: str | None = None
    """Shown behind the input, for example ``€``."""
    legal_bases: tuple[LegalBasis, ...] = ()
    required_by_default: bool = False
    """Required wherever it is shown and its group is begun, before rules have a say."""
    repeat: Cardinality | None = None
    """Set where the question may be answered several times (several inputs, "add another")."""
    media_types: tuple[str, ...] = ()
    max_size: int | None = None
    """Bytes a single file may have."""
    date_parts: DatePartPaths | None = None
    kind: Kind | None = None
    """A number with a form of its own: bank, telephone, tax, postcode."""
    fixed: str | None = None
    default: str | None = None
    """What the definition suggests; shown until somebody has answered, never counted as an answer by itself."""
    groups: tuple[str, ...] = ()
    """Headings between the page's own heading and this question, outermost first."""

    @property
    def is_chooser(self) -> bool:
        """True for a question of the planner's own."""
        return self.path.startswith("?")


@dataclass(frozen=True, slots=True)
class StaticText:
    """A label field of the definition: text to read."""

    path: str
    label: str
    text: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryList:
    """The overview of a repeatable group: its entries, with add, edit and remove."""

    path: str
    label: str
    cardinality: Cardinality
    help: str | None = None
    legal_bases: tuple[LegalBasis, ...] = ()


Item = Question | StaticText | EntryList


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the plan. `repeat` is the path of the innermost repeatable group whose entries it belongs to."""

    key: str
    title: str
    section: str
    items: tuple[Item, ...]
    help: str | None = None
    repeat: str | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    group: str = ""
    """The path of the group whose name is the title; empty where it is that of the section."""
    continues: bool = False
    """An earlier page has the same title; this one goes on with it."""
    goes_on: bool = False
    """Where a script runs, the next questions of the group stand below: then the title stays the group's."""
    deciders: tuple[frozenset[str], ...] = ()
    """For each item the questions whose answers decide about it."""

    @property
    def is_overview(self) -> bool:
        """True for the page that lists the entries of a repeatable group."""
        return len(self.items) == 1 and isinstance(self.items[0], EntryList)

    @property
    def only_question(self) -> Question | None:
        """The question that is the heading of its page, because it stands there alone and is short enough."""
        item = self.items[0]
        if len(self.items) > 1 or not isinstance(item, Question) or len(item.label) > LONGEST_HEADING or self.goes_on:
            return None
        return None if item.control in (Control.CHECKBOX, Control.FIXED) else item


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the task list: one top-level group, or a run of top-level fields."""

    key: str
    title: str
    pages: tuple[Page, ...]


class SectionState(enum.StrEnum):
    """How far a section is."""

    OPEN = "open"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    """A reachable section with its state and the step where to go on."""

    section: Section
    state: SectionState
    step: Step


@dataclass(frozen=True, slots=True)
class Step:
    """A page at its place: `at` is the instance key of the entry it belongs to, empty outside repeated groups.

    `slug` names the step in addresses (letters, digits, ``.``, ``~`` and ``-`` only) and stays the same as long as the
    definition does.
    """

    page: Page
    at: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one answer, said to the applicant in one sentence that names the question.

    `sentence` is German; `language.say` says it otherwise. `key` is the instance key of the question to point at (of
    the overview where entries are missing); `page` the slug of its step; `rule` the id of the rule that is broken,
    where it is one; `legal_basis` its or the question's norm.
    """

    key: str
    sentence: str
    page: str
    rule: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that a rule gives a shown question, as typed; `fixed`: nobody can change it."""

    text: str
    fixed: bool


@dataclass(frozen=True)
class Outcome:
    """What a draft (or stored answers) amounts to.

    `answers` holds the valid values only, nested by bare ids, repeated elements as lists. `given` names the entry ids
    behind those lists, in the same order; `entries` all entries of every shown repeated element, blank ones included.

    What rules say at the moment, by instance key: `forbidden` are the positions they close, `waiting` those that a
    missing answer will decide about, `offered` the codes that a restricted question still offers, `preset` the values
    of shown questions, `most` how many entries there may be.
    """

    shown: frozenset[str]
    required: frozenset[str]
    problems: tuple[Problem, ...]
    answers: dict[str, Any]
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    offered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    preset: Mapping[str, Suggestion] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """True when nothing is missing and nothing is wrong."""
        return not self.problems

    @cached_property
    def problems_by_page(self) -> dict[str, tuple[Problem, ...]]:
        """The problems by the slug of their step."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.page, []).append(problem)
        return {slug: tuple(problems) for slug, problems in found.items()}

    def problems_on(self, step: Step) -> tuple[Problem, ...]:
        """The problems of one step, in document order."""
        return self.problems_by_page.get(step.slug, ())

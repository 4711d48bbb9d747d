"""What a page of questions or a record shows: nothing to compute any more, only to render (see `views`, `records`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.fim.model import LegalBasis
from rathaus.questionnaire.model import Control, Problem, Question, Step


@dataclass(frozen=True, slots=True)
class OptionView:
    """A choice with whether it is chosen."""

    code: str
    label: str
    help: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """An attached file as shown."""

    id: str
    name: str
    size: int
    media_type: str
    scan: str = ""
    """What a virus scanner said: ``clean``, ``waiting``, ``infected``; empty where none has looked."""
    preview: str | None = None
    """The address of a small picture of it; empty where none can be drawn, None where none is expected."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One input of a date in three parts; `name` is the form name, `part` is ``day``, ``month`` or ``year``."""

    part: str
    name: str
    label: str
    value: str
    autocomplete: str | None
    width: int
    """Characters: 2 or 4."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One input (or set of inputs) ready to render.

    `name` is the form name and `id` the HTML id of the first control (problems link there). Of a repeated field,
    `inputs` holds one view per entry and the view itself has no value; `add` says whether another may be added,
    `removable` (of an entry) whether it may go.
    """

    question: Question
    key: str
    name: str
    id: str
    label: str
    control: Control
    hint: str | None
    help: str | None
    value: str
    required: bool
    problems: tuple[str, ...]
    options: tuple[OptionView, ...] = ()
    parts: tuple[PartView, ...] = ()
    files: tuple[FileView, ...] = ()
    inputs: tuple[QuestionView, ...] = ()
    add: bool = False
    removable: bool = False
    autocomplete: str | None = None
    inputmode: str | None = None
    accept: str | None = None
    """For files: the value of the HTML attribute of the same name."""
    heading: bool = False
    """Its label is the heading of the page."""
    instead: str | None = None
    """What may be answered in its place: it is needed only where nothing of that is."""
    decides: bool = False
    """Its answer changes what is asked on this page or right below it."""
    kind: str = "question"


@dataclass(frozen=True, slots=True)
class HeadingView:
    """The heading of a group inside a page; `level` 1 is directly below the page's own heading."""

    text: str
    level: int
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class TextView:
    """Text of the definition to read."""

    label: str
    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry on an overview: its title, the first step to edit it, and whether something is missing in it."""

    id: str
    title: str
    step: str
    complete: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class EntryListView:
    """The overview of a repeatable group. `key` is what `add_entry` and `remove_entry` take."""

    key: str
    id: str
    label: str
    help: str | None
    entries: tuple[EntryView, ...]
    add: bool
    minimum: int
    maximum: int | None
    problems: tuple[str, ...]
    first: int = 1
    """The number of the first of the `entries`, which are those of one page of a long list."""
    total: int = 0
    """How many entries there are in all."""
    kind: str = "entries"


@dataclass(frozen=True, slots=True)
class OfferView:
    """An address that was given already and may be taken over into the questions behind, as `take_over` wants it."""

    target: str
    source: str
    text: str
    kind: str = "offer"


ItemView = QuestionView | HeadingView | TextView | EntryListView | OfferView


@dataclass(frozen=True, slots=True)
class PageView:
    """A page ready to render; `kind` of each item says which template to take.

    `problems` is for the error summary and empty unless problems are to be shown; link each to `anchors[problem.key]`.
    """

    step: Step
    title: str
    preline: str | None
    help: str | None
    items: tuple[ItemView, ...]
    problems: tuple[Problem, ...]
    anchors: Mapping[str, str]
    legal_bases: tuple[LegalBasis, ...] = ()
    question_is_heading: bool = False
    """The label of the only question is the heading of the page (`title` is the same text)."""
    goes_on: bool = False
    """It stands below another page, which goes on with it whatever is answered."""
    continues: bool = False
    """An earlier page has the same title."""

    @property
    def decides(self) -> bool:
        """Whether some answer on the page changes what is asked on it or right below it."""
        return any(isinstance(item, QuestionView) and item.decides for item in self.items)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One answer in words. `text` is German and ready to print; `key` and `slug` are set where a draft is known."""

    label: str
    text: str
    key: str | None = None
    slug: str | None = None
    files: tuple[FileView, ...] = ()
    answered: bool = True


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A group with its rows and the groups inside it, in document order."""

    title: str
    rows: tuple[RecordRow, ...]
    sections: tuple[RecordSection, ...] = ()

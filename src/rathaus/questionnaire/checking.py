"""What one check reads and finds, and what the rules say about a position while it runs."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rathaus.questionnaire.compiling import Condition, Entries, Values
from rathaus.questionnaire.draft import Draft, FileRef, Raw
from rathaus.questionnaire.keys import Frames, slug
from rathaus.questionnaire.model import Problem, Suggestion


class State(enum.IntEnum):
    """What applies to a position at the moment; the larger, the stronger."""

    UNCHOSEN = -2
    """Closed because somebody has not chosen it (yet), not by a rule."""
    WAITING = -1
    """Not asked yet: a demanded answer that is still missing decides about it."""
    HIDDEN = 0
    SHOWN = 1
    REQUIRED = 2
    DEMANDED = 3
    """Required by a rule: a group must then have something in it."""


class Run:
    """One check: what it reads and what it has found so far.

    `values` and `entries` are what conditions look at; conditions that point backwards look at `earlier`, the values
    and entries of the pass before. With `lenient`, such conditions hide nothing (they contradict each other). `today`
    is the day on which somebody asks.
    """

    __slots__ = (
        "bad", "begun", "earlier", "entries", "files", "forbidden", "given", "lenient", "most", "offered", "preset",
        "problems", "raw", "required", "shown", "stored", "today",
        "values", "waiting",
    )  # fmt: skip

    def __init__(
        self, draft: Draft, earlier: Run | None = None, *, today: dt.date | None = None, lenient: bool = False
    ) -> None:
        self.raw: Mapping[str, Raw] = draft.values
        self.stored: Mapping[str, Sequence[str]] = draft.entries
        self.files: Mapping[str, Sequence[FileRef]] = draft.files
        self.values: dict[str, Any] = {}
        self.entries: dict[str, tuple[str, ...]] = {}
        self.given: dict[str, tuple[str, ...]] = {}
        self.earlier = earlier
        self.lenient = lenient
        self.today = today
        self.shown: dict[str, None] = {}
        self.required: set[str] = set()
        self.forbidden: set[str] = set()
        self.waiting: set[str] = set()
        self.offered: dict[str, frozenset[str]] = {}
        self.preset: dict[str, Suggestion] = {}
        self.most: dict[str, int] = {}
        self.bad: set[str] = set()
        self.begun: set[str] = set()
        self.problems: list[Problem] = []


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition with the rule it comes from."""

    when: Condition
    rule: str | None
    legal_basis: str | None

    def holds(self, run: Run, frames: Frames, *, backward: bool = False) -> bool:
        """Whether the condition is true; one that points `backward` looks at the pass before."""
        source = run.earlier if backward else run
        return source is not None and self.when(source.values, source.entries, frames, run.today)


@dataclass(slots=True)
class Policy:
    """What the rules say about one position, combined: `decide` tells what applies, `open` so that nothing is hidden.

    `demands` are the rules that make it required. `backward`: conditions look at what is asked later.
    """

    decide: Callable[[Values, Entries, Frames, dt.date | None], State]
    open: Callable[[Values, Entries, Frames, dt.date | None], State]
    demands: tuple[Cause, ...] = ()
    backward: bool = False
    waits: tuple[tuple[tuple[int, str], ...], ...] = ()
    """For each rule with two branches where the answers lie that it looks at: depth and suffix."""
    opened: Condition | None = None
    """Whether any rule opens the position at the moment: then it does not wait."""

    def state(self, run: Run, frames: Frames) -> State:
        """What applies in the entry `frames`."""
        if not self.backward:
            state = self.decide(run.values, run.entries, frames, run.today)
            if state >= State.SHOWN and self.waits and self._waits(run, frames):
                return State.WAITING
            return state
        earlier = run.earlier
        decide = self.open if run.lenient else self.decide
        return decide(earlier.values if earlier else {}, earlier.entries if earlier else {}, frames, run.today)

    def _waits(self, run: Run, frames: Frames) -> bool:
        """Whether the position depends on an answer that is still missing and demanded: that comes first."""
        for places in self.waits:
            keys = [frames[depth] + suffix for depth, suffix in places]
            if not any(key in run.values for key in keys) and any(key in run.required for key in keys):
                opened = self.opened
                return opened is None or not opened(run.values, run.entries, frames, run.today)
        return False

    def cause(self, run: Run, frames: Frames) -> Cause | None:
        """The first rule that demands the position at the moment."""
        return next((cause for cause in self.demands if cause.holds(run, frames, backward=self.backward)), None)


class Anchor:
    """Where a problem points: a question (or overview) and, once pages are made, its step."""

    __slots__ = ("chooser", "depth", "legal_basis", "page_depth", "page_suffix", "suffix")

    def __init__(self, depth: int, suffix: str, legal_basis: str | None, *, chooser: bool = False) -> None:
        self.depth, self.suffix, self.legal_basis, self.chooser = depth, suffix, legal_basis, chooser
        self.page_depth, self.page_suffix = 0, ""

    def key(self, frames: Frames) -> str:
        """The instance key in the entry `frames`."""
        key = frames[self.depth] + self.suffix
        return "?" + key if self.chooser else key

    def problem(self, frames: Frames, sentence: str, cause: Cause | None = None) -> Problem:
        """A problem at this place."""
        return Problem(
            self.key(frames),
            sentence,
            slug(frames[self.page_depth] + self.page_suffix),
            cause.rule if cause else None,
            (cause.legal_basis if cause else None) or self.legal_basis,
        )

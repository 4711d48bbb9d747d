"""What one check reads and finds, and what the rules say about a position while it runs."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rathaus.questionnaire.conditions import Condition
from rathaus.questionnaire.draft import Draft, FileRef, Raw
from rathaus.questionnaire.keys import Frames, slug
from rathaus.questionnaire.model import Problem


class State(enum.IntEnum):
    """What applies to a position at the moment; the larger, the stronger."""

    HIDDEN = 0
    SHOWN = 1
    REQUIRED = 2
    DEMANDED = 3
    """Required by a rule: a group must then have something in it."""


class Run:
    """One check: what it reads and what it has found so far.

    `values` and `entries` are what conditions look at; conditions that point backwards look at `earlier`, the values
    and entries of the pass before. With `lenient`, such conditions hide nothing (they contradict each other).
    """

    __slots__ = (
        "bad", "begun", "earlier", "entries", "files", "given", "lenient", "problems", "raw", "required", "shown",
        "stored", "values",
    )  # fmt: skip

    def __init__(self, draft: Draft, earlier: Run | None = None, *, lenient: bool = False) -> None:
        self.raw: Mapping[str, Raw] = draft.values
        self.stored: Mapping[str, Sequence[str]] = draft.entries
        self.files: Mapping[str, Sequence[FileRef]] = draft.files
        self.values: dict[str, Any] = {}
        self.entries: dict[str, tuple[str, ...]] = {}
        self.given: dict[str, tuple[str, ...]] = {}
        self.earlier = earlier
        self.lenient = lenient
        self.shown: dict[str, None] = {}
        self.required: set[str] = set()
        self.bad: set[str] = set()
        self.begun: set[str] = set()
        self.problems: list[Problem] = []


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition with the rule it comes from."""

    when: Condition
    rule: str | None
    legal_basis: str | None


@dataclass(slots=True)
class Policy:
    """What the rules say about one position, combined.

    `bans` win always. `closes` (the other branch of rules that also open) count only while no `opens` holds; `closed`
    means closed unless opened. `demands` make it required, `waives` make it optional.
    """

    bans: tuple[Condition, ...] = ()
    closes: tuple[Condition, ...] = ()
    opens: tuple[Condition, ...] = ()
    closed: bool = False
    demands: tuple[Cause, ...] = ()
    waives: tuple[Condition, ...] = ()
    base: State = State.SHOWN
    backward: bool = False

    def state(self, run: Run, frames: Frames) -> State:
        """What applies in the entry `frames`."""
        if not self.backward:
            return self.decide(run.values, run.entries, frames)
        earlier = run.earlier
        values, entries = (earlier.values, earlier.entries) if earlier else ({}, {})
        return self.decide(values, entries, frames, hides=not run.lenient)

    def decide(
        self, values: Mapping[str, Any], entries: Mapping[str, Sequence[str]], frames: Frames, *, hides: bool = True
    ) -> State:
        """What applies for these values. `hides` false: nothing is hidden."""
        if hides and self._hidden(values, entries, frames):
            return State.HIDDEN
        for cause in self.demands:
            if cause.when(values, entries, frames):
                return State.DEMANDED
        if self.base >= State.REQUIRED and any(when(values, entries, frames) for when in self.waives):
            return State.SHOWN
        return self.base

    def _hidden(self, values: Mapping[str, Any], entries: Mapping[str, Sequence[str]], frames: Frames) -> bool:
        for when in self.bans:
            if when(values, entries, frames):
                return True
        if not self.closed:
            for when in self.closes:
                if when(values, entries, frames):
                    break
            else:
                return False
        return not any(when(values, entries, frames) for when in self.opens)

    def cause(self, run: Run, frames: Frames) -> Cause | None:
        """The first rule that demands the position at the moment."""
        source = run.earlier if self.backward else run
        if source is None:
            return None
        return next((c for c in self.demands if c.when(source.values, source.entries, frames)), None)


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

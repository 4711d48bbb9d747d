"""One difference between what a copy was made from and what its origin offers now, beside the town's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a difference is about, in the order of the page."""

    QUESTIONS = "questions"
    LIMITS = "limits"
    CODES = "codes"
    RULES = "rules"
    BY_HAND = "by_hand"
    TEXTS = "texts"
    PRESETS = "presets"
    LETTERS = "letters"
    ROLES = "roles"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the origin changed. `key` is stable for the same change between the same versions.

    `title` names what it is about. `sentences` say what the origin did, `own` what this town did at the same place:
    where there is something, it is a conflict and stands side by side. `before`, `theirs` and `mine` are the states in
    words; None: not there.
    """

    key: str
    part: Part
    title: str
    sentences: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    before: str | None = None
    theirs: str | None = None
    mine: str | None = None

    @property
    def conflict(self) -> bool:
        """Whether taking it changes something that the town changed itself."""
        return bool(self.own)

"""One difference between what a copy was made from and what its origin offers now, beside the town's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rathaus.exchange.package.manifest import digest


class Part(StrEnum):
    """What a difference is about, in the order of the page: parts of a service, then those of a strategy."""

    QUESTIONS = "questions"
    LIMITS = "limits"
    CODES = "codes"
    RULES = "rules"
    BY_HAND = "by_hand"
    TEXTS = "texts"
    PRESETS = "presets"
    LETTERS = "letters"
    ROLES = "roles"
    GOALS = "goals"
    MEASURES = "measures"
    INDICATORS = "indicators"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the origin changed. `key` is stable for the same change between the same versions.

    `title` names what it is about, `about` the goal, measure or indicator that this belongs to. `sentences` say what
    the origin did, `own` what this town did at the same place: where there is something, it is a conflict and stands
    side by side. `before`, `theirs` and `mine` are the states in words; None: not there. What the house never changes
    by itself is told only: it is not `takeable`.
    """

    key: str
    part: Part
    title: str
    sentences: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    before: str | None = None
    theirs: str | None = None
    mine: str | None = None
    about: str = field(default="", kw_only=True)
    takeable: bool = field(default=True, kw_only=True)

    @property
    def conflict(self) -> bool:
        """Whether taking it changes something that the town changed itself."""
        return bool(self.own)

    @property
    def mark(self) -> str:
        """What is decided on: this change beside just what the town has. Beside another own state, another mark."""
        return digest("\0".join([self.key, *self.own, self.theirs or "", self.mine or ""]).encode())[:32]

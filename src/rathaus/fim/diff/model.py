"""The value that a comparison gives."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.fim.model import Dialect


class Area(enum.StrEnum):
    """What a change is about, in the order of a report."""

    SERVICE = "service"
    POSITIONS = "positions"
    QUESTIONS = "questions"
    TYPES = "types"
    LIMITS = "limits"
    CARDINALITIES = "cardinalities"
    CODES = "codes"
    RULES = "rules"
    LEGAL_BASES = "legal_bases"


class Fate(enum.StrEnum):
    """What becomes of an answer in an open draft.

    Kept: it stays. Required: it was not demanded so far. Again: it stays as typed, but may no longer fit. Aside: its
    place is gone (or another one), so `Questionnaire.adopt` puts it aside.
    """

    KEPT = "kept"
    REQUIRED = "required"
    AGAIN = "again"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, said in one German sentence.

    `paths`: the positions in the new definition (of what is gone: in the old one); several where one building block
    changed at several places, none where it is about the whole. `before` and `after` hold texts or values as they
    stand. `fate` is None where no answer is touched; `conditional`: only under certain answers.
    """

    area: Area
    paths: tuple[str, ...]
    sentence: str
    before: str | None = None
    after: str | None = None
    fate: Fate | None = None
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """Which definition was compared."""

    id: str
    version: str | None
    dialect: Dialect
    label: str


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes, by area and in document order; empty where a service would be the same.

    `fates` gives for the paths of asked fields what becomes of their answers, the gravest where several apply: for old
    fields in their old place, for new demanded ones in their new place (`Fate.REQUIRED`). What is not in it is kept, or
    new and optional. `labels` names these fields. `kept` counts the asked fields whose answers simply stay.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    fates: Mapping[str, Fate]
    labels: Mapping[str, str]
    kept: int

    def __bool__(self) -> bool:
        return bool(self.changes)

    def having(self, fate: Fate) -> tuple[str, ...]:
        """The paths of the asked fields with that fate, in document order."""
        return tuple(path for path, found in self.fates.items() if found is fate)

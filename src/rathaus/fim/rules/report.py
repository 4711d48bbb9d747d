"""What became of every rule of a schema: executable, partial or unclear (law of DESIGN section 4)."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from rathaus.fim.model import BoundRule
from rathaus.fim.rules.logic import Constraint, Effect, Preset, Selectable, Statement


class RuleStatus(enum.Enum):
    """Executable: every sentence runs. Partial: some do, the others are named. Unclear: none runs, with the reason."""

    EXECUTABLE = "executable"
    PARTIAL = "partial"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class ReadRule:
    """One rule occurrence with what was understood of it.

    `unread` holds the sentences that nothing runs; `reasons` says in German why, one sentence each. `notes` are
    remarks on what does run: a clause that is void because its element is not in the schema, a prohibition that holds
    only together with those of other rules.
    """

    bound: BoundRule
    status: RuleStatus
    effects: tuple[Effect, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    unread: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    selectable: tuple[Selectable, ...] = ()
    presets: tuple[Preset, ...] = ()
    by_hand: bool = False
    """The reading was written by a person."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that the rule does."""
        return (*self.effects, *self.selectable, *self.presets, *self.constraints)

    @property
    def bearer_path(self) -> str:
        """The path of the position that bears the rule; empty for the schema itself."""
        return self.bound.bearer.path if self.bound.bearer else ""


@dataclass(frozen=True, slots=True)
class RuleReport:
    """All rule occurrences of a schema, in its order."""

    rules: tuple[ReadRule, ...]

    def count(self, status: RuleStatus) -> int:
        """How many rule occurrences have `status`."""
        return sum(rule.status is status for rule in self.rules)

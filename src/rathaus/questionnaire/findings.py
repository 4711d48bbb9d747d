"""What the planner has to tell: findings for the service owner, checks by hand for the clerk."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from rathaus.fim.model import LegalBasis


class FindingKind(enum.StrEnum):
    """What the planner has to tell the service owner."""

    NEVER_SHOWN = "never_shown"
    NOT_ASKED = "not_asked"
    BACKWARD_CONDITION = "backward_condition"
    CIRCULAR_CONDITION = "circular_condition"
    LIST_MISSING = "list_missing"
    LIST_OTHER_VERSION = "list_other_version"
    CONDITIONAL_REQUIREMENT = "conditional_requirement"
    RULE_BY_HAND = "rule_by_hand"
    PATTERN_UNUSABLE = "pattern_unusable"
    HOUSE_CONTACT = "house_contact"
    RULE_NOTE = "rule_note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One German sentence about the plan; `path` is the position it is about, where there is one."""

    kind: FindingKind
    sentence: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class ManualCheck:
    """A rule, or a part of one, that no program runs: the clerk checks it by hand.

    `texts` are the sentences of the definition that are not run, `reasons` says in German why.
    """

    rule: str
    name: str
    texts: tuple[str, ...]
    reasons: tuple[str, ...]
    legal_bases: tuple[LegalBasis, ...] = ()
    bearer: str | None = None

"""The expression language of rules: small immutable values over positions.

An expression is a tree of the dataclasses below. References are absolute position paths (see `rathaus.fim.model`);
which instance of a repeated position is meant follows from the bearer: `docs/standards/rules.md`.

Meaning of an unanswered position: `Equals` is false, and therefore `Not(Equals(...))` is true. On several values
`Equals` means one of them. `Filled` of a group is true when anything below it is answered.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

Literal = str | bool


@dataclass(frozen=True, slots=True)
class Always:
    """True in every case."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The answer at `path` is `value`: a code or text as written, or a truth value."""

    path: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Filled:
    """Something is answered at `path` (field or group)."""

    path: str


@dataclass(frozen=True, slots=True)
class ValidDate:
    """Day, month and year make a date of the calendar; true as long as one of the three is unanswered."""

    day: str
    month: str
    year: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of `part`."""

    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All `parts` are true."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts` is true."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class CountBetween:
    """Between `minimum` and `maximum` (None: no limit) of `parts` are true: at least one, exactly one, at most one."""

    parts: tuple[Expression, ...]
    minimum: int
    maximum: int | None


Expression = Always | Equals | Filled | ValidDate | Not | And | Or | CountBetween


class EffectKind(enum.Enum):
    """What a rule does to a position: must be filled, is shown, is not shown, may stay empty."""

    REQUIRED = "required"
    SHOWN = "shown"
    FORBIDDEN = "forbidden"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Effect:
    """While `when` holds, `kind` applies to the position `target`."""

    kind: EffectKind
    target: str
    when: Expression


@dataclass(frozen=True, slots=True)
class Constraint:
    """`holds` must be true; otherwise the answers at `paths` have a problem."""

    holds: Expression
    paths: tuple[str, ...]

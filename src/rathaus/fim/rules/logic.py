"""The expression language of rules: small immutable values over positions.

An expression is a tree of the dataclasses below. References are absolute position paths (see `rathaus.fim.model`);
which instance of a repeated position is meant follows from the bearer: `docs/standards/rules.md`.

Meaning of an unanswered position: `Equals` is false, and therefore `Not(Equals(...))` is true. On several values
`Equals` means one of them. `Filled` of a group is true when anything below it is answered.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Literal = str | bool
State = TypeVar("State")


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
class InLand:
    """The municipality lies in one of the Länder `codes` (``NW``, ``SL`` …).

    A reading has it as long as nobody has said for which Land it is; `rathaus.fim.rules.settling` decides it.
    """

    codes: tuple[str, ...]


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


Leaf = Equals | Filled | ValidDate | InLand
Expression = Always | Leaf | Not | And | Or | CountBetween


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


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every comparison in `expression`, from left to right."""
    match expression:
        case Equals() | Filled() | ValidDate() | InLand():
            yield expression
        case Not(part):
            yield from leaves(part)
        case And(parts) | Or(parts) | CountBetween(parts):
            for part in parts:
                yield from leaves(part)
        case Always():
            return


def paths(expression: Expression) -> tuple[str, ...]:
    """The positions that `expression` looks at, each once, in order."""
    found: dict[str, None] = {}
    for leaf in leaves(expression):
        match leaf:
            case Equals(path) | Filled(path):
                found[path] = None
            case ValidDate(day, month, year):
                found.update(dict.fromkeys((day, month, year)))
            case InLand():
                pass
    return tuple(found)


def holds(expression: Expression, of_leaf: Callable[[Leaf], bool]) -> bool:
    """The truth of `expression`, given the truth of its comparisons. Slow and plain: the measure for `compiled`."""
    match expression:
        case Always():
            return True
        case Not(part):
            return not holds(part, of_leaf)
        case And(parts):
            return all(holds(part, of_leaf) for part in parts)
        case Or(parts):
            return any(holds(part, of_leaf) for part in parts)
        case CountBetween(parts, minimum, maximum):
            count = sum(holds(part, of_leaf) for part in parts)
            return minimum <= count and (maximum is None or count <= maximum)
        case _:
            return of_leaf(expression)


def source(expression: Expression, of_leaf: Callable[[Leaf], str]) -> str:
    """`expression` as the text of a Python expression, given such a text (of an operand) for each comparison.

    The caller compiles it together with everything else that a form checks, so that no call is left in between.
    """
    match expression:
        case Always():
            return "True"
        case Not(part):
            return f"(not {source(part, of_leaf)})"
        case And(parts):
            return f"({' and '.join(source(part, of_leaf) for part in parts)})" if parts else "True"
        case Or(parts):
            return f"({' or '.join(source(part, of_leaf) for part in parts)})" if parts else "False"
        case CountBetween(parts, minimum, maximum):
            count = " + ".join(f"bool({source(part, of_leaf)})" for part in parts)
            limit = "" if maximum is None else f" <= {maximum}"
            return f"({minimum} <= ({count}){limit})"
        case _:
            return of_leaf(expression)


def compiled(expression: Expression, of_leaf: Callable[[Leaf], Callable[[State], bool]]) -> Callable[[State], bool]:
    """`expression` as a closure over whatever state the closures of its comparisons look at."""
    match expression:
        case Always():
            return lambda state: True
        case Not(part):
            inner = compiled(part, of_leaf)
            return lambda state: not inner(state)
        case And(parts):
            every = tuple(compiled(part, of_leaf) for part in parts)
            return lambda state: all(part(state) for part in every)
        case Or(parts):
            some = tuple(compiled(part, of_leaf) for part in parts)
            return lambda state: any(part(state) for part in some)
        case CountBetween(parts, minimum, maximum):
            counted = tuple(compiled(part, of_leaf) for part in parts)
            most = len(parts) if maximum is None else maximum
            return lambda state: minimum <= sum(part(state) for part in counted) <= most
        case _:
            return of_leaf(expression)

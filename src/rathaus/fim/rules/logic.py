"""The expression language of rules: small immutable values over positions.

An expression is a tree of the dataclasses below, with terms (`rathaus.fim.rules.terms`) in comparisons. References are
absolute position paths (see `rathaus.fim.model`); which instance of a repeated position is meant follows from the
bearer: `docs/standards/rules.md`.

Meaning of an unanswered position: every comparison with it is false, and therefore `Not` of it is true. On several
values a comparison means one of them. `Filled` of a group is true when anything below it is answered.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from rathaus.fim.rules.terms import Answer, Op, Term, Today, term_paths, walk

Literal = str | bool
State = TypeVar("State")


# --- expressions: what is true or false -------------------------------------------------------------------------------


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
class Compare:
    """Two terms in the order `op`: numbers by size, dates and times by time; other values only by EQ.

    False where a term has no value or the two cannot be compared. Where both look into one repeated group deeper than
    the bearer, they look at the same entry of it.
    """

    left: Term
    op: Op
    right: Term


@dataclass(frozen=True, slots=True)
class CodeBetween:
    """The code at `path` lies between `first` and `last`, both included; None: no limit on that side.

    Codes of equal length are compared as written; of other lengths as numbers, where both are digits without leading
    zeros; others are in no order.
    """

    path: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class StartsWith:
    """The code at `path` begins with `prefix`."""

    path: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Digits:
    """The answer at `path` consists of digits alone."""

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


Leaf = Equals | Filled | Compare | CodeBetween | StartsWith | Digits | ValidDate | InLand
Expression = Always | Leaf | Not | And | Or | CountBetween

NEVER: Expression = Not(Always())


# --- statements: what a rule does -------------------------------------------------------------------------------------


class EffectKind(enum.Enum):
    """What a rule does to a position: must be filled, is shown, is not shown, may stay empty; a repeated one gets one
    more entry, or none."""

    REQUIRED = "required"
    SHOWN = "shown"
    FORBIDDEN = "forbidden"
    OPTIONAL = "optional"
    REPEAT = "repeat"
    NO_REPEAT = "no_repeat"


@dataclass(frozen=True, slots=True)
class Effect:
    """While `when` holds, `kind` applies to the position `target`."""

    kind: EffectKind
    target: str
    when: Expression


@dataclass(frozen=True, slots=True)
class Selectable:
    """While `when` holds, of the codes of `target` only the named ones may be chosen (`only`), or all but those.

    Named are `codes`, what lies in `ranges` (first and last as in `CodeBetween`) and what begins with `prefixes`. Each
    of several values must be allowed; nothing needs to be chosen.
    """

    target: str
    when: Expression
    codes: tuple[str, ...] = ()
    ranges: tuple[tuple[str | None, str | None], ...] = ()
    prefixes: tuple[str, ...] = ()
    only: bool = True

    def allows(self, code: str) -> bool:
        """Whether `code` may be chosen while the restriction applies."""
        named = (
            code in self.codes
            or any(code_between(code, first, last) for first, last in self.ranges)
            or code.startswith(self.prefixes)
        )
        return named is self.only


@dataclass(frozen=True, slots=True)
class Preset:
    """While `when` holds, `target` has the value `value`: not asked at all (`hidden`), shown but not to be changed
    (`fixed`), or suggested. The value of another field is there once that is answered."""

    target: str
    value: Literal | Answer
    when: Expression
    hidden: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """`holds` must be true; otherwise the answers at `paths` have a problem.

    `message` is what a person wrote for the applicant then; read rules have none.
    """

    holds: Expression
    paths: tuple[str, ...]
    message: str = ""


Statement = Effect | Selectable | Preset | Constraint


def condition_of(statement: Statement) -> Expression:
    """The expression that decides about `statement`."""
    return statement.holds if isinstance(statement, Constraint) else statement.when


# --- looking inside ---------------------------------------------------------------------------------------------------


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every comparison in `expression`, from left to right."""
    match expression:
        case Not(part):
            yield from leaves(part)
        case And(parts) | Or(parts) | CountBetween(parts):
            for part in parts:
                yield from leaves(part)
        case Always():
            return
        case _:
            yield expression


def paths(expression: Expression) -> tuple[str, ...]:
    """The positions that `expression` looks at, each once, in order."""
    return tuple(dict.fromkeys(path for leaf in leaves(expression) for path in leaf_paths(leaf)))


def seen(statement: Statement) -> tuple[str, ...]:
    """The positions that `statement` looks at, each once, in order: in its condition, and for a value it copies."""
    copied = (statement.value.path,) if isinstance(statement, Preset) and isinstance(statement.value, Answer) else ()
    return tuple(dict.fromkeys((*paths(condition_of(statement)), *copied)))


def asks_today(expression: Expression) -> bool:
    """Whether the truth of `expression` depends on the day on which somebody asks."""
    compared = (leaf for leaf in leaves(expression) if isinstance(leaf, Compare))
    return any(isinstance(term, Today) for leaf in compared for side in (leaf.left, leaf.right) for term in walk(side))


def leaf_paths(leaf: Leaf) -> tuple[str, ...]:
    """The positions that one comparison looks at, as written."""
    match leaf:
        case Equals(path) | Filled(path) | CodeBetween(path) | StartsWith(path) | Digits(path):
            return (path,)
        case ValidDate(day, month, year):
            return (day, month, year)
        case Compare(left, _, right):
            return (*term_paths(left), *term_paths(right))
        case InLand():
            return ()


# --- truth ------------------------------------------------------------------------------------------------------------


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
            count = " + ".join(f"bool({source(part, of_leaf)})" for part in parts) or "0"
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


def code_between(code: str, first: str | None, last: str | None) -> bool:
    """The order of codes that `CodeBetween` means."""
    return (first is None or _code_order(first, code)) and (last is None or _code_order(code, last))


def _code_order(lower: str, higher: str) -> bool:
    if len(lower) == len(higher):
        return lower <= higher
    return _is_plain_number(lower) and _is_plain_number(higher) and int(lower) <= int(higher)


def _is_plain_number(code: str) -> bool:
    return code.isascii() and code.isdecimal() and (code == "0" or not code.startswith("0"))

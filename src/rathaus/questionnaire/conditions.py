"""Expressions of the rules as Python functions over the values of one check.

Which entry of a repeated group is meant: a condition is always asked from a place (its target, or the entry a
constraint is checked for). Repeated groups around both the place and the reference mean the same entry; entries below
that are all looked at, and one that fits is enough.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rathaus.fim.model import Field, Position
from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    And,
    CountBetween,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    ValidDate,
)
from rathaus.fim.rules.reckoning import fitted
from rathaus.questionnaire.keys import Frames

Values = Mapping[str, Any]
"""Valid values of shown questions by instance key; of repeated fields a list."""
Entries = Mapping[str, Sequence[str]]
"""Entry ids by the instance key of the repeated group."""
Condition = Callable[[Values, Entries, Frames], bool]


class UnknownExpressionError(ValueError):
    """An expression that this version cannot run; the message names its kind."""


class Layout:
    """Where positions stand: the repeated groups around each, and its key inside the innermost of them."""

    def __init__(self, positions: Mapping[str, Position]) -> None:
        self.positions = positions
        self.chain: dict[str, tuple[str, ...]] = {}
        self.suffix: dict[str, str] = {}
        for path, position in positions.items():
            parent = position.parent_path
            chain = self.chain.get(parent, ())
            if parent and not isinstance(positions[parent].element, Field) and positions[parent].cardinality.repeatable:
                chain = (*chain, parent)
            self.chain[path] = chain
            self.suffix[path] = path[len(chain[-1]) + 1 :] if chain else path

    def field(self, path: str) -> Field:
        """The field at `path`. Raises TypeError where a group stands there."""
        element = self.positions[path].element
        if not isinstance(element, Field):
            raise TypeError(f"{path} is a group")
        return element

    def is_list(self, path: str) -> bool:
        """True for a repeatable field, whose values are a list."""
        position = self.positions[path]
        return isinstance(position.element, Field) and position.cardinality.repeatable

    def fields(self, path: str) -> Iterator[str]:
        """The paths of all fields at or below `path`."""
        for position in self.positions[path].walk():
            if isinstance(position.element, Field):
                yield position.path

    def hops(self, path: str, place: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        """How deep `path` and a place inside the repeated groups `place` share entries, and what lies between.

        The second value holds the keys of the repeated groups still to be entered, each inside the one before.
        """
        chain = self.chain[path]
        shared = 0
        while shared < len(chain) and shared < len(place) and chain[shared] == place[shared]:
            shared += 1
        return shared, tuple(self.suffix[group] for group in chain[shared:])


def simplify(expression: Expression, known: Callable[[Equals], bool | None]) -> Expression:
    """The expression with everything decided that can be: `known` says what an `Equals` must be, or None."""
    match expression:
        case Equals():
            fixed = known(expression)
            return expression if fixed is None else Always() if fixed else NEVER
        case Not(part):
            inner = simplify(part, known)
            return inner.part if isinstance(inner, Not) else Not(inner)
        case And(parts):
            rest = [p for p in (simplify(part, known) for part in parts) if p != Always()]
            return NEVER if NEVER in rest else _one(rest, Always(), And)
        case Or(parts):
            rest = [p for p in (simplify(part, known) for part in parts) if p != NEVER]
            return Always() if Always() in rest else _one(rest, NEVER, Or)
        case CountBetween(parts, minimum, maximum):
            return CountBetween(tuple(simplify(part, known) for part in parts), minimum, maximum)
    return expression


def _one(
    parts: list[Expression], empty: Expression, wrap: Callable[[tuple[Expression, ...]], Expression]
) -> Expression:
    if not parts:
        return empty
    return parts[0] if len(parts) == 1 else wrap(tuple(parts))


class Compiler:
    """Turns expressions into functions, for one schema."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def compile(self, expression: Expression, place: tuple[str, ...]) -> Condition:
        """A function that tells whether `expression` holds, asked from inside the repeated groups `place`.

        Raises UnknownExpressionError for kinds of expressions that this version does not know.
        """
        match expression:
            case Always():
                return lambda _v, _e, _f: True
            case Equals(path, value):
                return self._equals(path, value, place)
            case Filled(path):
                return self._filled(path, place)
            case ValidDate():
                return self._valid_date(expression, place)
            case Not(part):
                inner = self.compile(part, place)
                return lambda v, e, f: not inner(v, e, f)
            case And(parts):
                return self._all([self.compile(part, place) for part in parts])
            case Or(parts):
                return self._any([self.compile(part, place) for part in parts])
            case CountBetween(parts, minimum, maximum):
                return self._count([self.compile(part, place) for part in parts], minimum, maximum)
        raise UnknownExpressionError(type(expression).__name__)

    def _equals(self, path: str, value: str | bool, place: tuple[str, ...]) -> Condition:
        element = self._layout.positions[path].element
        if not isinstance(element, Field):
            raise UnknownExpressionError(f"Vergleich mit der Gruppe {path}")
        wanted = fitted(value, element.data_type)
        if self._layout.is_list(path):
            return self._each(path, place, lambda v, key: wanted in v.get(key, ()))
        depth, hops = self._layout.hops(path, place)
        if hops:
            return self._each(path, place, lambda v, key: v.get(key) == wanted)
        suffix = self._layout.suffix[path]
        if depth == 0:
            return lambda v, _e, _f: v.get(suffix) == wanted
        return lambda v, _e, f: v.get(f[depth] + suffix) == wanted

    def _filled(self, path: str, place: tuple[str, ...]) -> Condition:
        parts = [self._each(leaf, place, lambda v, key: key in v) for leaf in self._layout.fields(path)]
        return parts[0] if len(parts) == 1 else self._any(parts)

    def _each(self, path: str, place: tuple[str, ...], test: Callable[[Values, str], bool]) -> Condition:
        """True where `test` holds for the key of `path` in one of the entries that are meant."""
        depth, hops = self._layout.hops(path, place)
        suffix = self._layout.suffix[path]
        if not hops:
            return lambda v, _e, f: test(v, f[depth] + suffix)

        def search(v: Values, e: Entries, prefix: str, level: int) -> bool:
            if level == len(hops):
                return test(v, prefix + suffix)
            group = prefix + hops[level]
            return any(search(v, e, f"{group}[{id_}].", level + 1) for id_ in e.get(group, ()))

        return lambda v, e, f: search(v, e, f[depth], 0)

    def _valid_date(self, parts: ValidDate, place: tuple[str, ...]) -> Condition:
        where = [
            (self._layout.hops(path, place)[0], self._layout.suffix[path])
            for path in (parts.day, parts.month, parts.year)
        ]
        if any(self._layout.hops(path, place)[1] for path in (parts.day, parts.month, parts.year)):
            raise UnknownExpressionError("Datum über mehrere Einträge")

        def valid(v: Values, _e: Entries, f: Frames) -> bool:
            day, month, year = (v.get(f[depth] + suffix) for depth, suffix in where)
            return day is None or month is None or year is None or is_date(day, month, year)

        return valid

    @staticmethod
    def _all(parts: list[Condition]) -> Condition:
        if len(parts) == 2:
            first, second = parts
            return lambda v, e, f: first(v, e, f) and second(v, e, f)
        return lambda v, e, f: all(part(v, e, f) for part in parts)

    @staticmethod
    def _any(parts: list[Condition]) -> Condition:
        if len(parts) == 2:
            first, second = parts
            return lambda v, e, f: first(v, e, f) or second(v, e, f)
        return lambda v, e, f: any(part(v, e, f) for part in parts)

    @staticmethod
    def _count(parts: list[Condition], minimum: int, maximum: int | None) -> Condition:
        def between(v: Values, e: Entries, f: Frames) -> bool:
            count = sum(part(v, e, f) for part in parts)
            return count >= minimum and (maximum is None or count <= maximum)

        return between


def is_date(day: Any, month: Any, year: Any) -> bool:
    """True where the three whole numbers make a date of the calendar."""
    try:
        dt.date(year, month, day)
    except (ValueError, TypeError, OverflowError):
        return False
    return True

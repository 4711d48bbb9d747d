"""Can a condition ever hold? Exact for what rules say of codes, truth values, presence and Länder.

Answers are tried in order of the positions, and a branch is left as soon as what is known decides the condition. Effort
is bounded: beyond it the answer is "not known", never a guess.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from rathaus.fim.model import DataType, Field, Position, Schema
from rathaus.fim.rules.cases import in_order, sized
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    Compare,
    CountBetween,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    leaves,
)

EFFORT = 20_000
"""So many combinations are looked at for one condition."""

_LAND = ""  # no position has an empty path
_MOST = 4  # values that a repeated position is asked about; more combinations than these are not tried
_OTHER = object()
_WAYS = (ROUND_FLOOR, ROUND_CEILING)
Value = frozenset[object]
Codes = Callable[[Field], Iterable[str] | None]


class _TooMuch(Exception):
    """More effort than is allowed."""


@dataclass(slots=True)
class Solver:
    """Decides about conditions over the positions of one schema.

    `codes` gives the codes of a field where they are known. `unanswered` holds paths that can never be answered.
    """

    schema: Schema
    codes: Codes
    unanswered: set[str] = field(default_factory=set)

    def may_hold(self, condition: Expression) -> bool | None:
        """Whether some answers make `condition` true; None where that is not known.

        Comparisons with something else than a figure, and of parts of codes, count as possible both ways: a No is
        certain all the same.
        """
        try:
            domains = self._domains(condition)
            return _Search(condition, domains).run(tuple(domains))
        except _TooMuch:
            return None

    def is_exact(self, condition: Expression) -> bool:
        """Whether a Yes of `may_hold` is certain too: no two comparisons in it depend on each other unseen."""
        figures = self.figures(condition)
        return all(isinstance(leaf, Equals | Filled | InLand) or _of(leaf) in figures for leaf in leaves(condition))

    def figures(self, condition: Expression) -> dict[str, set[Decimal]]:
        """The answers, one at each path, that `condition` compares with figures (of days: their numbers) alone."""
        found: dict[str, set[Decimal]] = {}
        said = {leaf.path for leaf in leaves(condition) if isinstance(leaf, Equals)}
        for leaf in leaves(condition):
            path = _of(leaf)
            if isinstance(leaf, Compare) and path and path not in said and not self.repeats(path):
                found.setdefault(path, set()).add(sized(leaf)[2])
        return found

    def repeats(self, path: str) -> bool:
        """Whether more than one answer may be given at `path`."""
        return any(position.cardinality.repeatable for position in self._around(path))

    def is_optional(self, path: str) -> bool:
        """Whether `path`, or something around it, need not be filled."""
        return any(position.cardinality.optional for position in self._around(path))

    def _around(self, path: str) -> Iterator[Position]:
        steps = path.split(".")
        return (self.schema.positions[".".join(steps[:count])] for count in range(1, len(steps) + 1))

    def _domains(self, condition: Expression) -> dict[object, list[Value]]:
        """What can be answered where the condition looks, by path; other comparisons stand for themselves."""
        said: dict[str, set[object]] = {}
        found: dict[object, list[Value]] = {}
        figures = self.figures(condition)
        for leaf in leaves(condition):
            match leaf:
                case Equals(path, value):
                    said.setdefault(path, set()).add(value)
                case Filled(path):
                    said.setdefault(path, set())
                case InLand():
                    found[_LAND] = [frozenset({land}) for land in NAMES]
                case _ if _of(leaf) not in figures:
                    found[leaf] = [frozenset(), frozenset({True})]
        answers = {path: self._domain(path, values) for path, values in said.items() if path not in figures}
        return answers | {path: self._sizes(path, sizes) for path, sizes in figures.items()} | found

    def _sizes(self, path: str, sizes: set[Decimal]) -> list[Value]:
        """Nothing, and of all figures those that `sizes` tell apart."""
        if self._never_answered(path):
            return [frozenset()]
        ordered = sorted(sizes)
        element = self.schema.positions[path].element
        if isinstance(element, Field) and element.data_type in (DataType.NUM_INT, DataType.DATE):
            near = {size.to_integral_value(way) + step for size in ordered for way in _WAYS for step in (-1, 0, 1)}
        else:
            between = {(low + high) / 2 for low, high in itertools.pairwise(ordered)}
            near = {*ordered, *between, ordered[0] - 1, ordered[-1] + 1}
        return [frozenset(), *(frozenset({size}) for size in sorted(near))]

    def _domain(self, path: str, said: set[object]) -> list[Value]:
        if self._never_answered(path):
            return [frozenset()]
        position = self.schema.positions[path]
        values = sorted(said, key=repr) + ([] if self._are_all(position, said) else [_OTHER])
        if not self.repeats(path):
            return [frozenset(), *(frozenset({value}) for value in values)]
        if len(values) > _MOST + 1:
            raise _TooMuch
        sizes = range(len(values) + 1)
        return [frozenset(some) for size in sizes for some in itertools.combinations(values, size)]

    def _never_answered(self, path: str) -> bool:
        return any(path == never or path.startswith(f"{never}.") for never in self.unanswered)

    def _are_all(self, position: Position, said: set[object]) -> bool:
        """Whether `said` are all values that can be answered."""
        element = position.element
        if not isinstance(element, Field):
            return False
        if element.data_type is DataType.BOOL:
            return said == {True, False}
        codes = self.codes(element)
        return codes is not None and said.issuperset(codes)


def _of(leaf: Leaf) -> str | None:
    """The path of the one answer that is compared with a figure; None for anything else."""
    place = sized(leaf)[0] if isinstance(leaf, Compare) else None
    return place if isinstance(place, str) else None


@dataclass(slots=True)
class _Search:
    """Tries answers until one makes the condition true. `domains`: what can be answered, by path or comparison."""

    condition: Expression
    domains: dict[object, list[Value]]
    known: dict[object, Value] = field(default_factory=dict)
    effort: int = 0

    def run(self, names: tuple[object, ...]) -> bool:
        """Whether `names` can be answered so that the condition holds."""
        self.effort += 1
        if self.effort > EFFORT:
            raise _TooMuch
        truth = self._truth(self.condition)
        if truth is not None:
            return truth
        name, *rest = names
        for value in self.domains[name]:
            self.known[name] = value
            if self.run(tuple(rest)):
                return True
        del self.known[name]
        return False

    def _truth(self, condition: Expression) -> bool | None:
        """The truth of a condition as far as what is known decides it."""
        match condition:
            case Always():
                return True
            case Not(part):
                inner = self._truth(part)
                return None if inner is None else not inner
            case And(parts):
                found = [self._truth(part) for part in parts]
                return False if False in found else None if None in found else True
            case Or(parts):
                found = [self._truth(part) for part in parts]
                return True if True in found else None if None in found else False
            case CountBetween(parts, minimum, maximum):
                found = [self._truth(part) for part in parts]
                least, most = found.count(True), len(found) - found.count(False)
                if most < minimum or (maximum is not None and least > maximum):
                    return False
                return True if least >= minimum and (maximum is None or most <= maximum) else None
            case _:
                return self._leaf(condition)

    def _leaf(self, leaf: Leaf) -> bool | None:
        match leaf:
            case Equals(path, value):
                return value in self.known[path] if path in self.known else None
            case Filled(path):
                return self._filled(path)
            case InLand(codes):
                return not self.known[_LAND].isdisjoint(codes) if _LAND in self.known else None
            case Compare() if leaf not in self.domains:
                place, op, size = sized(leaf)
                known = self.known.get(place)
                found = (one for one in known or () if isinstance(one, Decimal))
                return None if known is None else any(in_order(one, op, size) for one in found)
            case _:
                return bool(self.known[leaf]) if leaf in self.known else None

    def _filled(self, path: str) -> bool | None:
        """A group is filled by what is answered in it, or by something in it that the condition does not look at."""
        parts = [
            name for name in self.domains if isinstance(name, str) and (name == path or name.startswith(f"{path}."))
        ]
        answers = [self.known.get(name) for name in parts]
        return True if any(answers) else None if None in answers else False

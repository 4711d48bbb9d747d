"""What rules say for given answers, worked out plainly from the meaning in `docs/standards/rules.md`.

Nothing is compiled here: this is what commands and trials use, and what every faster form must agree with. Answers are
nested by bare ids; repeated elements are lists, entries of repeated groups objects. `True` stands for a group in which
something is answered.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rathaus.fim.model import Field, Position
from rathaus.fim.rules.logic import (
    CodeBetween,
    Compare,
    Constraint,
    Digits,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Preset,
    StartsWith,
    ValidDate,
    code_between,
    holds,
    leaf_paths,
)
from rathaus.fim.rules.reckoning import Value, compare, date_of, fitted, is_digits, term_value
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.terms import Answer, Term, term_paths

Frame = Mapping[str, int]
"""The entry that is meant of each repeated group, by its path; -1 where it has none."""
TOP: Frame = {}


def is_answered(found: Any) -> bool:
    """Whether anything is answered in a value, a list, an entry or a group."""
    if isinstance(found, Mapping):
        return any(is_answered(inner) for inner in found.values())
    if isinstance(found, list | tuple):
        return any(is_answered(inner) for inner in found)
    return found is not None and found != ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Answers to the questions at `positions`, and the day on which somebody asks.

    Expressions must not tell Länder apart any more: `rathaus.fim.rules.settle` decides that.
    """

    positions: Mapping[str, Position]
    answers: Mapping[str, Any]
    today: dt.date

    def holds(self, expression: Expression, frame: Frame = TOP) -> bool:
        """Whether `expression` is true, asked from inside the entries `frame`."""
        return holds(expression, lambda leaf: self._leaf(leaf, frame))

    def instances(self, paths: tuple[str, ...], *, bearer: str = "") -> list[Frame]:
        """Every entry for which a rule of `bearer` is asked, and below it of the groups around all of `paths`."""
        position = self.positions.get(bearer)
        groups = self._around(bearer)
        if position is not None and _is_repeated_group(position):
            groups = (*groups, bearer)
        around = [self._around(path) for path in paths]
        same = itertools.takewhile(lambda steps: len(set(steps)) == 1, zip(*around, strict=False))
        shared = tuple(steps[0] for steps in same)
        return list(self._bound(shared if shared[: len(groups)] == groups else groups, TOP))

    def entries(self, path: str, frame: Frame = TOP) -> int:
        """How often something is answered at `path`."""
        return sum(self._counted(found) for found in self._found(path, frame))

    def _counted(self, found: Any) -> int:
        return sum(map(is_answered, found)) if isinstance(found, list) else int(is_answered(found))

    def values(self, path: str, frame: Frame = TOP) -> list[str | bool | int | float]:
        """Everything that is answered in the field at `path`."""
        found = itertools.chain.from_iterable(
            inner if isinstance(inner, list) else [inner] for inner in self._found(path, frame)
        )
        return [value for value in found if isinstance(value, str | bool | int | float) and is_answered(value)]

    # --- where to look

    def _around(self, path: str) -> tuple[str, ...]:
        """The repeated groups around `path`, outermost first."""
        steps = path.split(".")[:-1]
        groups = (".".join(steps[: depth + 1]) for depth in range(len(steps)))
        return tuple(group for group in groups if self.positions[group].cardinality.repeatable)

    def _bound(self, groups: tuple[str, ...], frame: Frame) -> Iterator[Frame]:
        """`frame` with one entry chosen of each of `groups`, in every way; a group without entries has none."""
        if not groups:
            yield frame
            return
        first, *rest = groups
        if first in frame:
            yield from self._bound(tuple(rest), frame)
            return
        there = next(iter(self._found(first, frame)), None)
        for number in range(len(there)) if isinstance(there, list) and there else (-1,):
            yield from self._bound(tuple(rest), {**frame, first: number})

    def _found(self, path: str, frame: Frame) -> list[Any]:
        """What stands at `path`, in the entries that `frame` chooses; in all where it chooses none."""
        there: list[Any] = [self.answers]
        steps = path.split(".")
        for depth, step in enumerate(steps):
            there = [inner[step] for inner in there if isinstance(inner, Mapping) and step in inner]
            group = ".".join(steps[: depth + 1])
            if group in frame and depth + 1 < len(steps):
                number = frame[group]
                there = [inner[number] for inner in there if isinstance(inner, list) and 0 <= number < len(inner)]
            elif depth + 1 < len(steps):
                there = [one for inner in there for one in (inner if isinstance(inner, list) else [inner])]
        return there

    # --- comparisons

    def _leaf(self, leaf: Leaf, frame: Frame) -> bool:
        """True where the comparison holds for one choice of entries below `frame`."""
        groups = dict.fromkeys(group for path in leaf_paths(leaf) for group in self._around(path))
        return any(self._one(leaf, bound) for bound in self._bound(tuple(groups), frame))

    def _one(self, leaf: Leaf, frame: Frame) -> bool:
        match leaf:
            case Equals(path, value):
                element = self.positions[path].element
                wanted = fitted(value, element.data_type) if isinstance(element, Field) else value
                return any(_same(found, wanted) for found in self.values(path, frame))
            case Filled(path):
                return self.entries(path, frame) > 0
            case CodeBetween(path, first, last):
                return any(isinstance(v, str) and code_between(v, first, last) for v in self.values(path, frame))
            case StartsWith(path, prefix):
                return any(isinstance(v, str) and v.startswith(prefix) for v in self.values(path, frame))
            case Digits(path):
                return any(is_digits(v) for v in self.values(path, frame))
            case Compare(left, op, right):
                return any(compare(a, op, b) for a, b in self._pairs(left, right, frame))
            case ValidDate(day, month, year):
                return any(
                    None in parts or date_of(*parts) is not None for parts in self._choices((day, month, year), frame)
                )
            case InLand():
                raise TypeError("which Land it is must be settled before")

    def _choices(self, paths: tuple[str, ...], frame: Frame) -> Iterator[tuple[Value | None, ...]]:
        """One answer at each of `paths`, in every way; None where there is none."""
        return itertools.product(*(self.values(path, frame) or (None,) for path in paths))

    def _pairs(self, left: Term, right: Term, frame: Frame) -> Iterator[tuple[Value | None, Value | None]]:
        paths = tuple(dict.fromkeys((*term_paths(left), *term_paths(right))))
        fields = tuple(path for path in paths if isinstance(self.positions[path].element, Field))
        for chosen in self._choices(fields, frame):
            known = dict(zip(fields, chosen, strict=True))
            first, second = (
                term_value(term, known.get, lambda path: self.entries(path, frame), self.today)
                for term in (left, right)
            )
            yield first, second


def _is_repeated_group(position: Position) -> bool:
    return not isinstance(position.element, Field) and position.cardinality.repeatable


def _same(found: Value, wanted: Value) -> bool:
    return found == wanted and isinstance(found, bool) is isinstance(wanted, bool)


def is_satisfied(constraint: Constraint, rule: ReadRule, facts: Facts) -> bool:
    """Whether `constraint` of `rule` holds in every entry it is asked for."""
    frames = facts.instances(constraint.paths, bearer=rule.bearer_path)
    return all(facts.holds(constraint.holds, frame) for frame in frames if -1 not in frame.values())


def applies(when: Expression, rule: ReadRule, facts: Facts) -> bool:
    """Whether `when` holds for any instance of the bearer of `rule`; without one, for an instance without answers."""
    return any(facts.holds(when, frame) for frame in facts.instances((), bearer=rule.bearer_path))


def given(preset: Preset, rule: ReadRule, facts: Facts) -> str | bool | int | float | None:
    """The value that `preset` of `rule` gives; None where it does not apply, or copies what is not answered."""
    for frame in facts.instances((), bearer=rule.bearer_path):
        if facts.holds(preset.when, frame):
            if not isinstance(preset.value, Answer):
                return preset.value
            copied = facts.values(preset.value.path, frame)
            if copied:
                return copied[0]
    return None

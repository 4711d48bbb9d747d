"""What positions can come to: every state that some answers bring about, found before anybody answers."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping

from rathaus.fim.rules.logic import (
    CodeBetween,
    Equals,
    Expression,
    Filled,
    Leaf,
    StartsWith,
    code_between,
    holds,
    leaves,
)
from rathaus.questionnaire.checking import State
from rathaus.questionnaire.compiling import common
from rathaus.questionnaire.formulas import Formula, Said
from rathaus.questionnaire.layout import Layout

OneAnswer = Equals | Filled | CodeBetween | StartsWith
"""Comparisons that look at one answer."""

_COMBINATIONS = 4096
_MOST_KINDS = 6
"""Of so many kinds of answers to a question that takes several, all combinations are tried; of more, pairs."""
_OTHER = object()


class Reachable:
    """Tries all combinations of the compared answers; where they are too many, everything counts as possible.

    `codes` are those of each selection field with a list, `effects` what rules say of each position.
    """

    def __init__(self, layout: Layout, codes: Mapping[str, frozenset[str]], effects: Mapping[str, list[Said]]) -> None:
        self._layout, self._codes, self._effects = layout, codes, effects

    def states(self, path: str, formula: Formula) -> frozenset[State]:
        """Every state that some answers bring about in a position that rules speak of."""
        domains = self._domains(leaf for said in self._effects[path] for leaf in leaves(said.effect.when))
        if domains is None or math.prod(len(domain) for domain in domains.values()) > _COMBINATIONS:
            return frozenset(State)
        tried = (dict(zip(domains, values, strict=True)) for values in itertools.product(*domains.values()))
        waits = [seen for seen in formula.waits if any(self._must_be_answered(one, path) for one in seen)]

        def come_to(values: Mapping[str, object]) -> State:
            truth = _truth(values)
            waiting = any(all(values[one] is None for one in seen) for seen in waits)
            if waiting and not any(truth(said.effect.when) for said in formula.opens):
                return State.HIDDEN
            return formula.decide(truth)

        return frozenset(come_to(values) for values in tried)

    def _must_be_answered(self, path: str, target: str) -> bool:
        """Whether the question `path` is demanded wherever `target` is asked, whatever else is answered."""
        steps, shared = path.split("."), common(tuple(path.split(".")), tuple(target.split(".")))
        places = [".".join(steps[: depth + 1]) for depth in range(shared, len(steps))]
        return not any(self._layout.positions[one].cardinality.optional or one in self._effects for one in places)

    def _domains(self, seen: Iterable[Leaf]) -> dict[str, tuple[object, ...]] | None:
        """What each answer can be, as far as the comparisons tell it apart; None where one looks at more."""
        found: dict[str, list[OneAnswer]] = {}
        for leaf in seen:
            if not isinstance(leaf, OneAnswer):
                return None
            found.setdefault(leaf.path, []).append(leaf)
        domains: dict[str, tuple[object, ...]] = {}
        for path, compared in found.items():
            domain = self._domain(path, compared)
            if domain is None:
                return None
            domains[path] = domain
        return domains

    def _domain(self, path: str, compared: list[OneAnswer]) -> tuple[object, ...] | None:
        codes = self._codes.get(path)
        if codes is not None:
            alike: dict[tuple[bool, ...], object] = {}
            for code in sorted(codes):
                alike.setdefault(tuple(fits(leaf, code) for leaf in compared), code)
            single: tuple[object, ...] = tuple(alike.values())
        elif any(isinstance(leaf, CodeBetween | StartsWith) for leaf in compared):
            return None
        elif self._layout.is_truth(path):
            single = (True, False)
        else:
            single = (_OTHER, *dict.fromkeys(leaf.value for leaf in compared if isinstance(leaf, Equals)))
        if not self._layout.is_list(path):
            return (None, *single)
        most = len(single) if len(single) <= _MOST_KINDS else 2
        several = (itertools.combinations(single, size) for size in range(1, most + 1))
        return (None, *map(frozenset, itertools.chain.from_iterable(several)))


def fits(leaf: OneAnswer, answer: object) -> bool:
    """Whether a comparison is true of an answer, or of one of several (None: there is none)."""
    if isinstance(answer, frozenset):
        return any(fits(leaf, one) for one in answer)
    match leaf:
        case Filled():
            return answer is not None
        case Equals(_, value):
            return answer == value
        case CodeBetween(_, first, last):
            return isinstance(answer, str) and code_between(answer, first, last)
        case StartsWith(_, prefix):
            return isinstance(answer, str) and answer.startswith(prefix)


def _truth(values: Mapping[str, object]) -> Callable[[Expression], bool]:
    """The truth of conditions over answers by position path, whatever entry they stand in."""

    def of_leaf(leaf: Leaf) -> bool:
        if not isinstance(leaf, OneAnswer):
            raise TypeError(f"the answers to {leaf} cannot be listed")
        return fits(leaf, values[leaf.path])

    return lambda expression: holds(expression, of_leaf)

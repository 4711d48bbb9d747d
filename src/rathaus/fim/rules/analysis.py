"""Does a rule contradict itself? Answered by trying all answers that can make a difference to its conditions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from math import prod

from rathaus.fim.rules.logic import (
    Always,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    holds,
    leaves,
)

_SOMETHING_ELSE = object()
_LIMIT = 20_000
_LAND = ""  # no position has an empty path

Answers = dict[str, frozenset[object]]


def contradiction(
    effects: tuple[Effect, ...], conditions: tuple[Expression, ...], repeats: Callable[[str], bool]
) -> str | None:
    """Why one rule cannot be meant as it stands, as a German sentence; None where nothing speaks against it.

    `conditions` are those of all its sentences, `effects` what some of them do.
    """
    for when in dict.fromkeys((*conditions, *(effect.when for effect in effects))):
        problem = _condition_problem(when, repeats)
        if problem:
            return problem
    by_target: dict[str, list[Effect]] = {}
    for effect in effects:
        by_target.setdefault(effect.target, []).append(effect)
    for target, group in by_target.items():
        problem = _target_problem(target, group, repeats) if len(group) > 1 else None
        if problem:
            return problem
    return None


def _condition_problem(when: Expression, repeats: Callable[[str], bool]) -> str | None:
    if isinstance(when, Always):
        return None
    cases = _cases((when,), repeats)
    if cases is None:
        return "Die Bedingung ist zu verwickelt, um sie auf Widersprüche zu prüfen."
    truths = {_true(when, case) for case in cases}
    if truths == {False}:
        return "Die Bedingung kann nie zutreffen."
    if truths == {True}:
        return "Die Bedingung trifft immer zu."
    return None


def _target_problem(target: str, group: list[Effect], repeats: Callable[[str], bool]) -> str | None:
    cases = _cases(tuple(effect.when for effect in group), repeats)
    name = target.rpartition(".")[2]
    if cases is None:
        return f"Die Bedingungen für {name} sind zu verwickelt, um sie auf Widersprüche zu prüfen."
    always_one = True
    for case in cases:
        kinds = {effect.kind for effect in group if _true(effect.when, case)}
        always_one = always_one and bool(kinds)
        if len(kinds - {EffectKind.SHOWN} if EffectKind.REQUIRED in kinds else kinds) > 1:
            return f"Der Text widerspricht sich: {name} wäre zugleich {_listed(kinds)}."
    if always_one and len({effect.kind for effect in group}) == 1:
        return f"Alle Zweige sagen dasselbe über {name}; die Bedingung hätte keine Wirkung."
    return None


def _listed(kinds: set[EffectKind]) -> str:
    names = {
        EffectKind.REQUIRED: "Pflicht",
        EffectKind.SHOWN: "sichtbar",
        EffectKind.FORBIDDEN: "verboten",
        EffectKind.OPTIONAL: "freiwillig",
        EffectKind.REPEAT: "ein weiteres Mal verlangt",
        EffectKind.NO_REPEAT: "kein weiteres Mal verlangt",
    }
    return " und ".join(name for kind, name in names.items() if kind in kinds)


def _cases(conditions: tuple[Expression, ...], repeats: Callable[[str], bool]) -> Iterator[Answers] | None:
    """Every combination of answers that the conditions can tell apart; None where there are too many."""
    mentioned: dict[str, set[object]] = {}
    for leaf in itertools.chain.from_iterable(leaves(condition) for condition in conditions):
        if isinstance(leaf, Equals):
            mentioned.setdefault(leaf.path, set()).add(leaf.value)
        elif isinstance(leaf, Filled):  # only presence tells "something else" from "nothing"
            mentioned.setdefault(leaf.path, set()).add(_SOMETHING_ELSE)
        elif isinstance(leaf, InLand):
            mentioned.setdefault(_LAND, set()).update(leaf.codes)
    domains = {path: _domain(values, several=path != _LAND and repeats(path)) for path, values in mentioned.items()}
    if prod(len(domain) for domain in domains.values()) > _LIMIT:
        return None
    return (dict(zip(domains, combination, strict=True)) for combination in itertools.product(*domains.values()))


def _domain(values: set[object], *, several: bool) -> list[frozenset[object]]:
    """What can be answered: nothing, or one of `values`; on repeated positions two of them as well."""
    ordered = sorted(values, key=repr)
    sizes = (0, 1, 2) if several else (0, 1)
    return [frozenset(chosen) for size in sizes for chosen in itertools.combinations(ordered, size)]


def _true(when: Expression, case: Answers) -> bool:
    def of_leaf(leaf: Leaf) -> bool:
        if isinstance(leaf, Equals):
            return leaf.value in case[leaf.path]
        if isinstance(leaf, InLand):
            return not case[_LAND].isdisjoint(leaf.codes)
        return not isinstance(leaf, Filled) or bool(case[leaf.path])

    return holds(when, of_leaf)

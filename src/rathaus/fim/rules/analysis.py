"""Does a rule contradict itself? Answered by trying all answers that can make a difference to its conditions."""

from __future__ import annotations

from collections.abc import Callable

from rathaus.fim.rules.cases import cases, true
from rathaus.fim.rules.logic import (
    Always,
    Compare,
    Constraint,
    Effect,
    EffectKind,
    Expression,
    Not,
    Preset,
    Selectable,
    Statement,
    leaves,
    paths,
)

_KINDS = {
    EffectKind.REQUIRED: "Pflicht",
    EffectKind.SHOWN: "sichtbar",
    EffectKind.FORBIDDEN: "verboten",
    EffectKind.OPTIONAL: "freiwillig",
    EffectKind.REPEAT: "ein weiteres Mal verlangt",
    EffectKind.NO_REPEAT: "kein weiteres Mal verlangt",
}
_OPEN = frozenset({EffectKind.REQUIRED, EffectKind.SHOWN, EffectKind.OPTIONAL})


def contradiction(
    statements: tuple[Statement, ...], conditions: tuple[Expression, ...], repeats: Callable[[str], bool]
) -> str | None:
    """Why one rule cannot be meant as it stands, as a German sentence; None where nothing speaks against it.

    `conditions` are those of all its sentences, `statements` what some of them do.
    """
    acting = [statement for statement in statements if not isinstance(statement, Constraint)]
    for when in dict.fromkeys((*conditions, *(statement.when for statement in acting))):
        problem = _condition_problem(when, repeats)
        if problem:
            return problem
    for statement in statements:
        problem = _demand_problem(statement, repeats) if isinstance(statement, Constraint) else _hides_itself(statement)
        if problem:
            return problem
    by_target: dict[str, list[Effect | Selectable | Preset]] = {}
    for statement in acting:
        by_target.setdefault(statement.target, []).append(statement)
    for target, group in by_target.items():
        problem = _target_problem(target, group, repeats) if len(group) > 1 else None
        if problem:
            return problem
    return None


def _condition_problem(when: Expression, repeats: Callable[[str], bool]) -> str | None:
    if isinstance(when, Always):
        return None
    possible = cases((when,), repeats)
    if possible is None:
        return "Die Bedingung ist zu verwickelt, um sie auf Widersprüche zu prüfen."
    truths = {true(when, case) for case in possible}
    if truths == {False}:
        return "Die Bedingung kann nie zutreffen."
    if truths == {True}:
        return "Die Bedingung trifft immer zu."
    return None


def _demand_problem(demand: Constraint, repeats: Callable[[str], bool]) -> str | None:
    possible = cases((demand.holds,), repeats)
    if possible is None:
        return None
    sized = any(isinstance(leaf, Compare) for leaf in leaves(demand.holds))
    for case in possible:
        # What is not answered is not compared: of a figure, an answer must be able to fulfil what is demanded.
        alone_unanswered = sized and len(case) == 1 and not all(case.values())
        if not alone_unanswered and true(demand.holds, case):
            return None
    return "Was der Text verlangt, kann nie erfüllt werden."


def _hides_itself(statement: Effect | Selectable | Preset) -> str | None:
    """A question whose own answer hides it: hidden, it counts as unanswered, and would have to be shown again."""
    if not isinstance(statement, Effect) or statement.kind is not EffectKind.FORBIDDEN:
        return None
    target = statement.target
    if any(path == target or path.startswith(f"{target}.") for path in paths(statement.when)):
        return f"Der Text widerspricht sich: {target.rpartition('.')[2]} würde von der eigenen Antwort verborgen."
    return None


def _target_problem(
    target: str, group: list[Effect | Selectable | Preset], repeats: Callable[[str], bool]
) -> str | None:
    possible = cases(tuple(statement.when for statement in group), repeats)
    name = target.rpartition(".")[2]
    if possible is None:
        return f"Die Bedingungen für {name} sind zu verwickelt, um sie auf Widersprüche zu prüfen."
    always_one, joined = True, _closing_by_turns(group)
    for case in possible:
        acting = [statement for statement in group if true(statement.when, case)]
        always_one = always_one and bool(acting)
        if any(isinstance(statement, Effect) and statement.kind in _OPEN for statement in acting):
            acting = [statement for statement in acting if statement not in joined]
        problem = _at_once(name, acting)
        if problem:
            return problem
    if always_one and len({_what(statement) for statement in group}) == 1:
        return f"Alle Zweige sagen dasselbe über {name}; die Bedingung hätte keine Wirkung."
    return None


def _closing_by_turns(group: list[Effect | Selectable | Preset]) -> list[Effect]:
    """What closes the target of several two-branch sentences in one text, which join by OR; empty where it is not that.

    Each opens the target under its own condition, then closes it where that does not hold, each asking something else.
    """
    effects = [statement for statement in group if isinstance(statement, Effect)]
    pairs = list(zip(effects[::2], effects[1::2], strict=False))
    asked = [path for opening, _ in pairs for path in set(paths(opening.when))]
    turns = all(
        opening.kind in _OPEN and closing.kind is EffectKind.FORBIDDEN and closing.when == Not(opening.when)
        for opening, closing in pairs
    )
    whole = len(group) == 2 * len(pairs) > 2 and len(asked) == len(set(asked))
    return [closing for _, closing in pairs] if turns and whole else []


def _at_once(name: str, acting: list[Effect | Selectable | Preset]) -> str | None:
    """What cannot be meant of one target in one case."""
    kinds = {statement.kind for statement in acting if isinstance(statement, Effect)}
    if len(kinds - {EffectKind.SHOWN} if EffectKind.REQUIRED in kinds else kinds) > 1:
        return f"Der Text widerspricht sich: {name} wäre zugleich {_listed(kinds)}."
    presets = {statement.value for statement in acting if isinstance(statement, Preset)}
    if len(presets) > 1:
        return f"Der Text widerspricht sich: {name} hätte zugleich zwei Werte."
    hidden = any(isinstance(statement, Preset) and statement.hidden for statement in acting)
    if hidden and kinds & _OPEN:
        return f"Der Text widerspricht sich: {name} wäre zugleich ausgeblendet und {_listed(kinds)}."
    if _nothing_left([statement for statement in acting if isinstance(statement, Selectable)]):
        return f"Der Text widerspricht sich: Bei {name} wäre nichts mehr auswählbar."
    return None


def _nothing_left(limits: list[Selectable]) -> bool:
    """Whether no code fulfils all of `limits`; only where one of them names its codes one by one."""
    named = next((limit for limit in limits if limit.only and not limit.ranges and not limit.prefixes), None)
    return named is not None and not any(all(limit.allows(code) for limit in limits) for code in named.codes)


def _what(statement: Effect | Selectable | Preset) -> object:
    """What `statement` does, whenever it does it."""
    match statement:
        case Effect(kind):
            return kind
        case Preset(_, value, _, hidden, fixed):
            return value, hidden, fixed
        case Selectable():
            return statement.codes, statement.ranges, statement.prefixes, statement.only


def _listed(kinds: set[EffectKind]) -> str:
    return " und ".join(name for kind, name in _KINDS.items() if kind in kinds)

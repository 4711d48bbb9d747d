"""What rules say together: contradictions between them, and questions that can never appear."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rathaus.fim.model import Finding, Position
from rathaus.fim.rulecheck.solving import Solver
from rathaus.fim.rulecheck.words import label
from rathaus.fim.rules import ReadRule, RuleReport, TargetRules, join
from rathaus.fim.rules.logic import And, Expression, Not, Or, Preset, paths


def contradictions(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Pairs of rules that cannot both be followed under some answers, each pair and target once."""
    for target, rules in join(report).items():
        for closing, opening in itertools.product(rules.forbidden, rules.required):
            if closing.rule is not opening.rule and _meet(solver, closing.when, opening.when, target):
                position = solver.schema.positions[target]
                one, other = opening.rule.bound.rule.id, closing.rule.bound.rule.id
                sentence = (
                    f"{label(position)} wird unter denselben Antworten von einer Regel verlangt ({one}) und von einer "
                    f"anderen ausgeschlossen ({other})."
                )
                yield _finding("regel-widerspruch", sentence, opening.rule, target)
    yield from _presets(report, solver)
    yield from _constraints(report, solver)


def _presets(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    presets = [(preset, rule) for rule in report.rules for preset in rule.presets]
    for (one, rule), (other, second) in itertools.combinations(presets, 2):
        if one.target == other.target and one.value != other.value and _both(one, other, solver):
            name = label(solver.schema.positions[one.target])
            ids = " und ".join(dict.fromkeys((rule.bound.rule.id, second.bound.rule.id)))
            sentence = (
                f"{name} bekommt unter denselben Antworten verschiedene Werte: {one.value} und {other.value} ({ids})."
            )
            yield _finding("regel-widerspruch", sentence, rule, one.target)


def _both(one: Preset, other: Preset, solver: Solver) -> bool:
    return _meet(solver, one.when, other.when, one.target)


def _meet(solver: Solver, one: Expression, other: Expression, target: str) -> bool:
    """Whether both conditions certainly hold under some answers, asked about the same entry of everything."""
    both = And((one, other))
    alone = not any(solver.repeats(path) for path in (*paths(both), target))
    return alone and solver.is_exact(both) and solver.may_hold(both) is True


def _constraints(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Demands that no answers fulfil together."""
    demands = [(demand, rule) for rule in report.rules for demand in rule.constraints]
    for (one, rule), (other, second) in itertools.combinations(demands, 2):
        if rule is second or rule.bound.rule.id == second.bound.rule.id or not set(one.paths) & set(other.paths):
            continue
        both = And((one.holds, other.holds))
        if not any(map(solver.repeats, paths(both))) and solver.may_hold(both) is False:
            ids = f"{rule.bound.rule.id} und {second.bound.rule.id}"
            yield _finding("regel-widerspruch", f"{ids} lassen sich zusammen nie erfüllen.", rule, one.paths[0])


def never_asked(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Positions that rules close whatever is answered; what they hold counts as unanswered from then on."""
    joined = join(report)
    found: dict[str, TargetRules] = {}
    while True:
        new = {
            target: rules
            for target, rules in joined.items()
            if target not in found and solver.may_hold(_shown(rules)) is False
        }
        if not new:
            break
        found |= new
        solver.unanswered |= new.keys()
    for target, rules in found.items():
        if not any(target.startswith(f"{above}.") for above in found):
            closers = rules.forbidden or rules.closing
            ids = ", ".join(dict.fromkeys(clause.rule.bound.rule.id for clause in closers))
            what = _what(solver.schema.positions[target])
            yield _finding("nie-gefragt", f"{what} erscheint unter keinen Antworten ({ids}).", closers[0].rule, target)


def _shown(rules: TargetRules) -> Expression:
    """When the target is shown (`rathaus.fim.rules.joining.TargetRules`)."""
    forbidden = Or(tuple(clause.when for clause in rules.forbidden))
    closing = Or(tuple(clause.when for clause in rules.closing))
    opening = Or(tuple(clause.when for clause in rules.opening))
    return And((Not(forbidden), Or((Not(closing), opening))))


def _what(position: Position) -> str:
    return f"Die Gruppe {label(position)} mit allem darin" if position.children else label(position)


def _finding(code: str, sentence: str, rule: ReadRule, target: str) -> Finding:
    return Finding(code, sentence, target, rule.bound.rule.line, rule.bound.rule.id)

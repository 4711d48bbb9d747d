"""What rules say together: contradictions between them, and questions that can never appear."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rathaus.fim.model import Finding, Position
from rathaus.fim.rulecheck.solving import Solver
from rathaus.fim.rulecheck.words import label
from rathaus.fim.rules import Clause, ReadRule, RuleReport, TargetRules, join
from rathaus.fim.rules.logic import And, Constraint, Expression, Filled, Not, Or, Preset, paths

_PAIRS = 500
"""So many pairs of rules are held against each other at one target."""
_ROUNDS = 20
"""So often what never appears is looked for again, because what needs its answer cannot appear either."""


def contradictions(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Pairs of rules that cannot both be followed under some answers, each pair and target once."""
    for target, rules in join(report).items():
        for closing, opening in itertools.islice(itertools.product(rules.forbidden, rules.required), _PAIRS):
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
    by_target: dict[str, list[tuple[Preset, ReadRule]]] = {}
    for rule in report.rules:
        for preset in rule.presets:
            by_target.setdefault(preset.target, []).append((preset, rule))
    for target, presets in by_target.items():
        for (one, rule), (other, second) in itertools.islice(itertools.combinations(presets, 2), _PAIRS):
            if one.value != other.value and _meet(solver, one.when, other.when, target):
                name = label(solver.schema.positions[target])
                ids = " und ".join(dict.fromkeys((rule.bound.rule.id, second.bound.rule.id)))
                sentence = (
                    f"{name} bekommt unter denselben Antworten verschiedene Werte: {one.value}, {other.value} ({ids})."
                )
                yield _finding("regel-widerspruch", sentence, rule, target)


def _meet(solver: Solver, one: Expression, other: Expression, target: str) -> bool:
    """Whether both conditions certainly hold under some answers, asked about the same entry of everything."""
    both = And((one, other))
    alone = not any(solver.repeats(path) for path in (*paths(both), target))
    return alone and solver.is_exact(both) and solver.may_hold(both) is True


def _constraints(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Demands that no answers fulfil together."""
    by_path: dict[str, list[tuple[Constraint, ReadRule]]] = {}
    for rule in report.rules:
        for demand in rule.constraints:
            if not any(map(solver.repeats, paths(demand.holds))):
                for path in demand.paths:
                    by_path.setdefault(path, []).append((demand, rule))
    told: set[str] = set()
    for path, demands in by_path.items():
        for (one, rule), (other, second) in itertools.islice(itertools.combinations(demands, 2), _PAIRS):
            ids = f"{rule.bound.rule.id} und {second.bound.rule.id}"
            if rule.bound.rule.id == second.bound.rule.id or ids in told:
                continue
            # Unanswered, a figure breaks no demand: there must be an answer as well that breaks none.
            sized = solver.figures(one.holds).keys() & solver.figures(other.holds).keys()
            if solver.may_hold(And((one.holds, other.holds, *map(Filled, sorted(sized))))) is False:
                told.add(ids)
                yield _finding("regel-widerspruch", f"{ids} lassen sich zusammen nie erfüllen.", rule, path)


def never_asked(report: RuleReport, solver: Solver) -> Iterator[Finding]:
    """Positions that rules close whatever is answered; what they hold counts as unanswered from then on."""
    joined = join(report)
    found: dict[str, TargetRules] = {}
    for _ in range(_ROUNDS):
        new = {
            target: rules
            for target, rules in joined.items()
            if target not in found and solver.may_hold(_shown(rules, solver)) is False
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


def _shown(rules: TargetRules, solver: Solver) -> Expression:
    """When the target is shown (`rathaus.fim.rules.joining.TargetRules`), as far as rules are asked in any case."""

    def any_of(clauses: tuple[Clause, ...]) -> Expression:
        return Or(tuple(one.when for one in clauses if _is_asked(one.bearer_path, rules.target, solver)))

    opening = Or(tuple(clause.when for clause in rules.opening))
    return And((Not(any_of(rules.forbidden)), Or((Not(any_of(rules.closing)), opening))))


def _is_asked(bearer: str, target: str, solver: Solver) -> bool:
    """Whether a rule of `bearer` is asked whenever `target` could appear: one that nobody has begun asks nothing."""
    return f"{target}.".startswith(f"{bearer}.") or not bearer or not solver.is_optional(bearer)


def _what(position: Position) -> str:
    return f"Die Gruppe {label(position)} mit allem darin" if position.children else label(position)


def _finding(code: str, sentence: str, rule: ReadRule, target: str) -> Finding:
    return Finding(code, sentence, target, rule.bound.rule.line, rule.bound.rule.id)

"""All rules that speak of one target, put together.

Two-branch rules join by OR: each opens its target in one case and closes it in all others, so the target is closed
only where none opens it. What a rule forbids without ever opening it ("darf nicht befüllt werden") wins over all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rathaus.fim.rules.logic import Effect, EffectKind, Expression, Not
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.fim.rules.resolve import short_id

_ID = re.compile(r"[FG]\d{8,}")
_CONDITION = re.compile(r"\b(?:wenn|falls|sofern)\b.*?\bdann\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Clause:
    """One effect as part of a join: while `when` holds for an instance of the bearer of `rule`."""

    when: Expression
    rule: ReadRule

    @property
    def bearer_path(self) -> str:
        """The position whose instances `when` is evaluated for; empty for the schema itself."""
        return self.rule.bearer_path


@dataclass(frozen=True, slots=True)
class TargetRules:
    """What all rules together say of `target`.

    The target is **forbidden** where a clause of `forbidden` holds, or where a clause of `closing` holds and none of
    `required`, `shown` and `optional` does. Else it is **required** where a clause of `required` holds, **optional**
    where one of `optional` does, and follows its cardinality otherwise.

    `withheld` are closing clauses that do not run, because a rule that nobody could read may open the target as well.
    """

    target: str
    required: tuple[Clause, ...] = ()
    shown: tuple[Clause, ...] = ()
    optional: tuple[Clause, ...] = ()
    closing: tuple[Clause, ...] = ()
    forbidden: tuple[Clause, ...] = ()
    withheld: tuple[Clause, ...] = ()

    @property
    def opening(self) -> tuple[Clause, ...]:
        """The clauses that keep the target open."""
        return self.required + self.shown + self.optional

    @property
    def rules(self) -> tuple[ReadRule, ...]:
        """The rule occurrences that take part, each once."""
        clauses = (*self.opening, *self.closing, *self.forbidden, *self.withheld)
        return tuple({id(clause.rule): clause.rule for clause in clauses}.values())

    @property
    def joined(self) -> bool:
        """True where more than one rule closes the target, or one in turns: worth showing to the service owner."""
        denied = {Not(clause.when) for clause in self.opening}
        turns = {clause.when for clause in self.closing if clause.when in denied}
        return len(turns) > 1 or len({id(clause.rule) for clause in self.closing}) > 1


def join(report: RuleReport) -> dict[str, TargetRules]:
    """The effects of all executable and partial rules by target path, in the order of the report."""
    found: dict[str, dict[str, list[Clause]]] = {}
    for rule in report.rules:
        opened = {effect.target for effect in rule.effects if effect.kind is not EffectKind.FORBIDDEN}
        for effect in rule.effects:
            slot = _slot(effect, opened)
            if slot is None:
                continue
            found.setdefault(effect.target, {}).setdefault(slot, []).append(Clause(effect.when, rule))
    joined = {
        target: TargetRules(target, **{slot: tuple(clauses) for slot, clauses in slots.items()})
        for target, slots in found.items()
    }
    for target in doubtful_targets(report):
        rules = joined[target]
        joined[target] = replace(rules, closing=(), withheld=rules.closing)
    return joined


def noted(report: RuleReport) -> RuleReport:
    """`report` with a note at every rule whose prohibition holds only together with others: they are joined by OR."""
    notes: dict[int, list[str]] = {}
    for target, rules in join(report).items():
        if not rules.joined:
            continue
        closing = {id(clause.rule): clause.rule for clause in rules.closing}
        ids = tuple(dict.fromkeys(rule.bound.rule.id for rule in closing.values()))
        name = target.rpartition(".")[2]
        together = f"{name} entfällt nur, wenn keine dieser Regeln es öffnet: {', '.join(ids)}."
        alone = f"{name} entfällt nur, wenn keiner der Sätze dieser Regel es öffnet."
        for key in closing:
            notes.setdefault(key, []).append(together if len(ids) > 1 else alone)
    return RuleReport(tuple(_with_notes(rule, notes.get(id(rule), ())) for rule in report.rules))


def _with_notes(rule: ReadRule, more: Sequence[str]) -> ReadRule:
    return replace(rule, notes=tuple(dict.fromkeys((*rule.notes, *more)))) if more else rule


def doubtful_targets(report: RuleReport) -> frozenset[str]:
    """The targets of rules that an unread sentence of the report may open as well: nothing certain closes them."""
    targets = tuple(dict.fromkeys(effect.target for rule in report.rules for effect in rule.effects))
    named = _unread_targets(report, targets)
    return frozenset(t for t, scopes in named.items() if any(t.startswith(scope) for scope in scopes))


def _slot(effect: Effect, opened: set[str]) -> str | None:
    """Where an effect belongs; None for one more entry, which neither opens nor closes its target."""
    match effect.kind:
        case EffectKind.FORBIDDEN:
            return "closing" if effect.target in opened else "forbidden"
        case EffectKind.REQUIRED:
            return "required"
        case EffectKind.SHOWN:
            return "shown"
        case EffectKind.OPTIONAL:
            return "optional"
        case EffectKind.REPEAT | EffectKind.NO_REPEAT:
            return None


def _unread_targets(report: RuleReport, targets: tuple[str, ...]) -> dict[str, list[str]]:
    """The targets that an unread sentence may speak of, with the scopes of those sentences."""
    named: dict[str, list[str]] = {}
    for rule in report.rules:
        for sentence in rule.unread:
            for found in _ID.findall(_CONDITION.sub("", sentence)):
                fim_id = short_id(found)
                named.setdefault(fim_id, []).append(_scope(rule, fim_id, targets))
    return {target: named[fim_id] for target in targets if (fim_id := _last_id(target)) in named}


def _last_id(path: str) -> str:
    return short_id(path.rpartition(".")[2])


def _scope(rule: ReadRule, fim_id: str, targets: tuple[str, ...]) -> str:
    """The nearest enclosing path of the bearer that knows `fim_id`, as a prefix; empty for the whole schema."""
    bearer = rule.bound.bearer
    if bearer and any(short_id(position.id) == fim_id for position in bearer.walk()):
        return f"{bearer.path}."
    scope = rule.bearer_path
    while scope and not any(t.startswith(f"{scope}.") and _last_id(t) == fim_id for t in targets):
        scope = scope.rpartition(".")[0]
    return f"{scope}." if scope else ""

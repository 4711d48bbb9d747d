"""All rules that speak of one target, put together.

Two-branch rules join by OR: each opens its target in one case and closes it in all others, so the target is closed
only where none opens it. What a rule forbids without ever opening it ("darf nicht befüllt werden") wins over all.
"""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.fim.rules.logic import Effect, EffectKind, Expression
from rathaus.fim.rules.report import ReadRule, RuleReport


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
    """

    target: str
    required: tuple[Clause, ...] = ()
    shown: tuple[Clause, ...] = ()
    optional: tuple[Clause, ...] = ()
    closing: tuple[Clause, ...] = ()
    forbidden: tuple[Clause, ...] = ()

    @property
    def opening(self) -> tuple[Clause, ...]:
        """The clauses that keep the target open."""
        return self.required + self.shown + self.optional

    @property
    def rules(self) -> tuple[ReadRule, ...]:
        """The rule occurrences that take part, each once."""
        found: list[ReadRule] = []
        for clause in (*self.opening, *self.closing, *self.forbidden):
            if all(clause.rule is not other for other in found):
                found.append(clause.rule)
        return tuple(found)

    @property
    def joined(self) -> bool:
        """True where more than one rule closes the target: worth showing to the service owner."""
        return len({id(clause.rule) for clause in self.closing}) > 1


def join(report: RuleReport) -> dict[str, TargetRules]:
    """The effects of all executable and partial rules by target path, in the order of the report."""
    found: dict[str, dict[str, list[Clause]]] = {}
    for rule in report.rules:
        opened = {effect.target for effect in rule.effects if effect.kind is not EffectKind.FORBIDDEN}
        for effect in rule.effects:
            slot = _slot(effect, opened)
            found.setdefault(effect.target, {}).setdefault(slot, []).append(Clause(effect.when, rule))
    return {
        target: TargetRules(target, **{slot: tuple(clauses) for slot, clauses in slots.items()})
        for target, slots in found.items()
    }


def _slot(effect: Effect, opened: set[str]) -> str:
    match effect.kind:
        case EffectKind.FORBIDDEN:
            return "closing" if effect.target in opened else "forbidden"
        case EffectKind.REQUIRED:
            return "required"
        case EffectKind.SHOWN:
            return "shown"
        case EffectKind.OPTIONAL:
            return "optional"

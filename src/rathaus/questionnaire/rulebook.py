"""What the read rules mean for a questionnaire.

Policies of positions, either-or choices, constraints, and what is left to check by hand.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from rathaus.fim.model import LegalBasis
from rathaus.fim.rules import ReadRule, RuleReport, RuleStatus, doubtful_targets
from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Leaf,
    Not,
    ValidDate,
    holds,
    leaves,
    paths,
)
from rathaus.questionnaire.checking import Cause, Policy, State
from rathaus.questionnaire.conditions import Compiler, Condition, Layout, UnknownExpressionError, simplify
from rathaus.questionnaire.findings import Finding, FindingKind, ManualCheck

OPENING = frozenset({EffectKind.SHOWN, EffectKind.REQUIRED, EffectKind.OPTIONAL})


@dataclass(frozen=True, slots=True)
class Said:
    """One effect of one rule on a position, simplified.

    `doubtful`: a rule that is checked by hand may open the position as well, so that no other branch closes it.
    """

    effect: Effect
    rule: ReadRule
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """One constraint of one rule, simplified."""

    constraint: Constraint
    rule: ReadRule


@dataclass(frozen=True, slots=True)
class EitherOr:
    """An "exactly one of these" among siblings that no question decides: the planner asks."""

    members: tuple[str, ...]
    rule: ReadRule


@dataclass(slots=True)
class Rulebook:
    """All rules of a schema, sorted by what they are about."""

    effects: dict[str, list[Said]] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    either: dict[str, EitherOr] = field(default_factory=dict)
    """By the path of each member."""
    dates: dict[tuple[str, str, str], ReadRule] = field(default_factory=dict)
    """Rules that demand a date of the calendar, by the paths of day, month and year."""
    confirmations: dict[str, ReadRule] = field(default_factory=dict)
    """Truth values that must be yes, by path."""
    states: dict[str, frozenset[State]] = field(default_factory=dict)
    """What each position that a rule speaks of can come to."""
    manual: list[ManualCheck] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    """Positions that no answer can ever open."""


def norms(bases: Iterable[LegalBasis]) -> str | None:
    """Legal bases as one text; None where there are none."""
    return "; ".join(basis.text for basis in bases) or None


def cause_of(rule: ReadRule) -> tuple[str, str | None]:
    """Id and legal basis of a rule."""
    return rule.bound.rule.id, norms(rule.bound.rule.legal_bases)


class Sorter:
    """Builds the rulebook of a schema.

    `codes` gives the codes of each selection field with a list, `free` the selection fields without one.
    """

    def __init__(self, layout: Layout, codes: Mapping[str, frozenset[str]], free: frozenset[str]) -> None:
        self._layout, self._codes, self._free = layout, codes, free
        self._compiler = Compiler(layout)
        self._doubtful: set[str] = set()
        self.book = Rulebook()

    def sort(self, report: RuleReport) -> Rulebook:
        """The rulebook of all rules in `report`."""
        runnable: list[ReadRule] = []
        self._doubtful = set(doubtful_targets(report))
        for rule in report.rules:
            reasons = self._obstacles(rule)
            if reasons:
                self._by_hand(rule, (rule.bound.rule.text,), reasons)
                self._doubtful.update(effect.target for effect in rule.effects if effect.kind in OPENING)
                continue
            if rule.status is not RuleStatus.EXECUTABLE:
                self._by_hand(rule, rule.unread or (rule.bound.rule.text,), rule.reasons)
            runnable.append(rule)
            for note in rule.notes:
                self.book.findings.append(Finding(FindingKind.RULE_NOTE, f"Regel {rule.bound.rule.id}: {note}"))
        self._collect(runnable)
        self._find_either()
        self.book.states = {target: self.states(target) for target in self.book.effects}
        return self.book

    def _by_hand(self, rule: ReadRule, texts: tuple[str, ...], reasons: tuple[str, ...]) -> None:
        bound = rule.bound
        bearer = bound.bearer.path if bound.bearer else None
        self.book.manual.append(
            ManualCheck(bound.rule.id, bound.rule.name, texts, reasons, bound.rule.legal_bases, bearer)
        )

    def _obstacles(self, rule: ReadRule) -> tuple[str, ...]:
        """Why the whole rule must be checked by hand although it was read; a rule never runs by halves."""
        reasons: list[str] = []
        wholes = [*((e.when, (e.target,)) for e in rule.effects), *((c.holds, c.paths) for c in rule.constraints)]
        for expression, places in wholes:
            unknown = [p for p in (*paths(expression), *places) if p not in self._layout.positions]
            if unknown:
                reasons.append(f"Die Regel nennt {unknown[0]}; das gibt es in dieser Definition nicht.")
                continue
            if any(isinstance(part, Equals) and part.path in self._free for part in leaves(expression)):
                reasons.append("Die Codeliste des verglichenen Feldes fehlt; es ist ein freier Text.")
            try:
                self._compiler.compile(expression, self._layout.chain[places[0]] if places else ())
            except UnknownExpressionError as error:
                reasons.append(f"Diese Bedingung kann noch nicht ausgeführt werden ({error}).")
        for reason in reasons:
            rule_id = rule.bound.rule.id
            self.book.findings.append(Finding(FindingKind.RULE_BY_HAND, f"Regel {rule_id}: {reason}"))
        return tuple(dict.fromkeys(reasons))

    # --- simplifying until nothing changes: what can never be shown can never be answered either

    def _collect(self, rules: list[ReadRule]) -> None:
        while True:
            effects: dict[str, list[Said]] = {}
            for rule in rules:
                for effect in rule.effects:
                    simple = Effect(effect.kind, effect.target, self._simple(effect.when))
                    said = Said(simple, rule, effect.target in self._doubtful)
                    effects.setdefault(effect.target, []).append(said)
            self.book.effects = effects
            never = {target for target in effects if self.states(target) == frozenset({State.HIDDEN})}
            below = {path for target in never for path in self._below(target)}
            done = below == self.book.never
            self.book.never = below
            if done:
                break
        for rule in rules:
            for constraint in rule.constraints:
                self._demand(Demand(replace(constraint, holds=self._simple(constraint.holds)), rule))

    def _below(self, path: str) -> list[str]:
        return [position.path for position in self._layout.positions[path].walk()]

    def _simple(self, expression: Expression) -> Expression:
        return simplify(expression, self._known)

    def _known(self, equals: Equals) -> bool | None:
        if equals.path in self.book.never:
            return False
        codes = self._codes.get(equals.path)
        return False if codes is not None and equals.value not in codes else None

    def _demand(self, demand: Demand) -> None:
        wanted = demand.constraint.holds
        if wanted == Always():
            return
        if isinstance(wanted, ValidDate):
            self.book.dates[wanted.day, wanted.month, wanted.year] = demand.rule
        elif isinstance(wanted, Equals) and wanted.value is True:
            self.book.confirmations[wanted.path] = demand.rule
        self.book.demands.append(demand)

    # --- either-or

    def _find_either(self) -> None:
        for demand in self.book.demands:
            members = exactly_one(demand.constraint.holds)
            if members and self._nobody_decides(members):
                choice = EitherOr(members, demand.rule)
                self.book.either.update(dict.fromkeys(members, choice))
        replaced = {id(choice.rule) for choice in self.book.either.values()}
        self.book.demands = [
            d for d in self.book.demands if not (id(d.rule) in replaced and exactly_one(d.constraint.holds))
        ]

    def _nobody_decides(self, members: tuple[str, ...]) -> bool:
        parents = {self._layout.positions[path].parent_path for path in members}
        taken = any(path in self.book.effects or path in self.book.either for path in members)
        return len(parents) == 1 and not taken

    # --- policies

    def policy(self, path: str, backward: Callable[[Iterable[str]], bool]) -> Policy | None:
        """The policy of a position; None where no rule speaks of it. `backward` says whether paths come later."""
        said = self.book.effects.get(path)
        if not said:
            return None
        place = self._layout.chain[path]
        policy = self._combine(path, said, lambda when: self._compiler.compile(when, place))
        policy.backward = backward(p for s in said for p in paths(s.effect.when))
        if self._is_lenient(path, said):
            position = self._layout.positions[path]
            sentence = (
                f"„{position.element.label_input}“ ist nach der Anzahl {position.cardinality} immer verlangt, nach "
                f"Regel {said[0].rule.bound.rule.id} nur unter einer Bedingung: Verlangt wird nur unter der Bedingung."
            )
            self.book.findings.append(Finding(FindingKind.CONDITIONAL_REQUIREMENT, sentence, path))
        return policy

    def _is_lenient(self, path: str, said: list[Said]) -> bool:
        return is_lenient(said) and self._layout.positions[path].cardinality.minimum > 0

    def _combine(self, path: str, said: list[Said], run: Callable[[Expression], Condition]) -> Policy:
        """The policy of a position; `run` makes conditions of expressions."""

        def causes(chosen: Iterable[Said]) -> tuple[Cause, ...]:
            live = (s for s in chosen if s.effect.when != NEVER)
            return tuple(Cause(run(s.effect.when), *cause_of(s.rule)) for s in live)

        def conditions(chosen: Iterable[Said]) -> tuple[Condition, ...]:
            return tuple(cause.when for cause in causes(chosen))

        kinds = sort_effects(said)
        always = self._layout.positions[path].cardinality.minimum > 0 and not self._is_lenient(path, said)
        return Policy(
            bans=conditions(kinds.bans),
            closes=(*conditions(kinds.closes), *(run(when) for when in kinds.silent)),
            opens=conditions(kinds.opens),
            closed=kinds.closed,
            demands=causes(s for s in said if s.effect.kind is EffectKind.REQUIRED),
            waives=conditions(s for s in said if s.effect.kind is EffectKind.OPTIONAL),
            base=State.REQUIRED if always else State.SHOWN,
        )

    # --- what a position can come to

    def states(self, path: str) -> frozenset[State]:
        """Every state that some answers bring about in a position that rules speak of.

        All combinations of the compared answers are tried; where they are too many, everything counts as possible.
        """
        said = self.book.effects[path]
        domains: dict[str, tuple[object, ...]] = {}
        for seen in dict.fromkeys(leaf for s in said for leaf in leaves(s.effect.when)):
            if not self._add_domain(domains, seen):
                return frozenset(State)
        if math.prod(len(domain) for domain in domains.values()) > _COMBINATIONS:
            return frozenset(State)
        policy = self._combine(path, said, _abstract)
        names = tuple(domains)
        tried = (dict(zip(names, values, strict=True)) for values in itertools.product(*domains.values()))
        return frozenset(policy.decide(values, {}, ()) for values in tried)

    def _add_domain(self, domains: dict[str, tuple[object, ...]], leaf: Leaf) -> bool:
        """Note what the answer that `leaf` looks at can be; False where that is not one answer of one field."""
        if not isinstance(leaf, Equals | Filled):
            return False
        if isinstance(leaf, Equals) and self._layout.is_list(leaf.path):
            return False
        known = domains.get(leaf.path, (None, _OTHER) if self._has_others(leaf.path) else (None,))
        if isinstance(leaf, Equals) and leaf.value not in known:
            known = (*known, leaf.value)
        domains[leaf.path] = known
        return True

    def _has_others(self, path: str) -> bool:
        """Whether the field can hold something that no rule compares with."""
        codes = self._codes.get(path)
        if codes is None:
            return True
        compared = {
            leaf.value
            for said in self.book.effects.values()
            for s in said
            for leaf in leaves(s.effect.when)
            if isinstance(leaf, Equals) and leaf.path == path
        }
        return not codes <= compared


_OTHER = object()
_COMBINATIONS = 4096


def _abstract(expression: Expression) -> Condition:
    """A condition over answers by position path, whatever entry they stand in."""

    def truth(values: Mapping[str, object], leaf: Leaf) -> bool:
        if not isinstance(leaf, Equals | Filled):
            raise TypeError(f"the answers to {leaf} cannot be listed")
        value = values[leaf.path]
        return value is not None if isinstance(leaf, Filled) else value == leaf.value

    return lambda v, _e, _f: holds(expression, lambda leaf: truth(v, leaf))


@dataclass(frozen=True, slots=True)
class Kinds:
    """The effects on one position by how they combine (see `Policy`)."""

    bans: list[Said]
    closes: list[Said]
    opens: list[Said]
    closed: bool
    silent: tuple[Expression, ...]


def sort_effects(said: list[Said]) -> Kinds:
    """A prohibition of a rule that also opens the position is its other branch; any other prohibition wins always.

    A rule that shows without ever forbidding means: not shown otherwise. `silent` are the cases in which both
    branches of a rule look at questions that nobody has answered. What is doubtful is closed by bans only.
    """
    opening = {id(s.rule) for s in said if s.effect.kind in OPENING}
    forbids = [s for s in said if s.effect.kind is EffectKind.FORBIDDEN]
    forbidding = {id(s.rule) for s in forbids}
    certain = [s for s in said if not s.doubtful]
    return Kinds(
        bans=[s for s in forbids if id(s.rule) not in opening],
        closes=[s for s in forbids if id(s.rule) in opening and not s.doubtful],
        opens=[s for s in said if s.effect.kind in OPENING],
        closed=any(s.effect.kind is EffectKind.SHOWN and id(s.rule) not in forbidding for s in certain),
        silent=tuple(_nothing_answered(certain, rule) for rule in opening & forbidding if certain),
    )


def _nothing_answered(said: list[Said], rule: int) -> Expression:
    """Nobody has answered anything that the two branches of a rule look at: neither holds yet, so nothing opens."""
    seen = dict.fromkeys(path for s in said if id(s.rule) == rule for path in paths(s.effect.when))
    return And(tuple(Not(Filled(path)) for path in seen))


def is_lenient(said: list[Said]) -> bool:
    """Only conditional demands and no word on when it is shown: then the demand is meant to be conditional."""
    return all(s.effect.kind is EffectKind.REQUIRED and s.effect.when != Always() for s in said)


def exactly_one(wanted: Expression) -> tuple[str, ...] | None:
    """The members of a plain "exactly one of these is filled"; None for anything else."""
    if isinstance(wanted, CountBetween) and (wanted.minimum, wanted.maximum) == (1, 1) and len(wanted.parts) > 1:
        members = [part.path for part in wanted.parts if isinstance(part, Filled)]
        if len(members) == len(wanted.parts):
            return tuple(members)
    return None

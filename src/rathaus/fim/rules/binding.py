"""From the sentence tree of a rule to what runs: effects and constraints on positions, or the reason why not.

The law here: a sentence runs whole or not at all, and nothing runs that an unread sentence of the same rule could
change. An unread sentence taints every element it names; one that names none could mean them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rathaus.fim.model import BoundRule, FieldKind, Group, Position
from rathaus.fim.rules import tree
from rathaus.fim.rules.analysis import contradiction
from rathaus.fim.rules.logic import (
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    ValidDate,
    leaves,
    paths,
)
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.fim.rules.resolve import AbsentError, Places, UnresolvedError, short_id

_ID = re.compile(r"[FG]\d{4,}")
# "Für das Land X gilt: …", "In diesem Fall gilt": such a sentence can rule over all that follow it.
_SCOPE = re.compile(r":|\bgilt\b|\bgelten\b|\bnur\b|\b(?:Bundes)?l[aä]nd(?:er|ern)?\b", re.IGNORECASE)
_OTHERS_BESIDE = "„Alle anderen“ steht neben anderen Bedingungen; das ist nicht sicher zu lesen."
_DEPENDS = "Ein anderer Satz der Regel, der dasselbe Element nennt, ist nicht gelesen."


@dataclass(slots=True)
class _Bound:
    """What one sentence became; `reason` is set where it does not run."""

    text: str
    conditions: list[Expression] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    reason: str | None = None

    @property
    def runs(self) -> bool:
        return bool(self.effects or self.constraints)


def bind(bound: BoundRule, reading: tree.Reading, places: Places) -> ReadRule:
    """One rule occurrence, tied to the positions around its bearer."""
    binder = _Binder(bound.bearer, places, tree.compared(reading))
    sentences = [binder.sentence(sentence) for sentence in reading.sentences]
    binder.finish(sentences)
    _withhold(sentences)
    runs = [sentence for sentence in sentences if sentence.runs and not sentence.reason]
    effects = tuple(dict.fromkeys(effect for sentence in runs for effect in sentence.effects))
    conditions = tuple(condition for sentence in runs for condition in sentence.conditions)
    problem = contradiction(effects, conditions, lambda path: places.repeats(path, bound.bearer))
    notes = tuple(dict.fromkeys(binder.notes))
    if problem or not runs:
        unread = tuple(s.text for s in sentences if problem or s.reason) or tuple(s.text for s in sentences)
        reasons = _reasons(sentences) + ([problem] if problem else [])
        return ReadRule(
            bound,
            RuleStatus.UNCLEAR,
            unread=unread,
            reasons=tuple(dict.fromkeys(reasons or notes or ("Die Regel sagt nichts, was ausgeführt werden kann.",))),
            notes=notes,
        )
    unread = tuple(s.text for s in sentences if s.reason)
    return ReadRule(
        bound,
        RuleStatus.PARTIAL if unread else RuleStatus.EXECUTABLE,
        effects,
        tuple(constraint for sentence in runs for constraint in sentence.constraints),
        unread,
        tuple(_reasons(sentences)),
        notes,
    )


def _reasons(sentences: list[_Bound]) -> list[str]:
    """Why sentences do not run, each reason once; what only follows from another comes last."""
    found = dict.fromkeys(sentence.reason for sentence in sentences if sentence.reason)
    return sorted(found, key=lambda reason: reason == _DEPENDS)


def _withhold(sentences: list[_Bound]) -> None:
    """Keeps back what an unread sentence of the same rule could change, until nothing more is touched."""
    while True:
        unread = [sentence for sentence in sentences if sentence.reason]
        named = [set(_ID.findall(sentence.text)) for sentence in unread]
        tainted = {short_id(found) for ids in named for found in ids}
        everything = any(not ids for ids in named) or any(_SCOPE.search(sentence.text) for sentence in unread)
        touched = [s for s in sentences if s.runs and not s.reason and (everything or _touches(s, tainted))]
        if not touched:
            return
        for sentence in touched:
            sentence.reason = _DEPENDS


def _touches(sentence: _Bound, tainted: set[str]) -> bool:
    targets = [effect.target for effect in sentence.effects]
    targets += [path for constraint in sentence.constraints for path in constraint.paths]
    return any(short_id(target.rpartition(".")[2]) in tainted for target in targets)


class _Binder:
    """Binds the sentences of one rule occurrence."""

    def __init__(self, bearer: Position | None, places: Places, compared: frozenset[tree.Ref]) -> None:
        self.bearer = bearer
        self._compared = compared
        self.places = places
        self.notes: list[str] = []
        self._others: list[tuple[_Bound, str, tree.Act]] = []

    def sentence(self, said: tree.Sentence) -> _Bound:
        """What `said` does here, or why it does nothing."""
        bound = _Bound(said.text, reason=said.reason)
        try:
            for statement in said.statements:
                self._statement(statement, bound)
        except UnresolvedError as error:
            bound.effects.clear()
            bound.constraints.clear()
            bound.reason = str(error)
        if said.statements and not bound.runs and not bound.reason and not self._waits(bound):
            bound.reason = self.notes[-1]  # every target is absent
        return bound

    def _waits(self, bound: _Bound) -> bool:
        return any(waiting is bound for waiting, _, _ in self._others)

    def finish(self, sentences: list[_Bound]) -> None:
        """Adds the branches for "all other values", which need to know the values of every other branch."""
        for bound, path, act in self._others:
            values = {
                leaf
                for sentence in sentences
                for effect in sentence.effects
                for leaf in leaves(effect.when)
                if isinstance(leaf, Equals) and leaf.path == path
            }
            if not values or any(sentence.reason for sentence in sentences):
                bound.reason = "„Alle anderen“ ist nur sicher, wenn alle übrigen Zweige gelesen sind."
                continue
            ordered = tuple(sorted(values, key=lambda leaf: str(leaf.value)))
            bound.effects += self._effects(act, And((Filled(path), Not(_any_of(ordered)))))

    def _statement(self, statement: tree.Statement, bound: _Bound) -> None:
        match statement:
            case tree.Branch(tree.IsOther(ref), acts):
                path = self._place(ref).path
                for act in acts:
                    if isinstance(act, tree.Limit):
                        raise UnresolvedError(_OTHERS_BESIDE)
                    self._others.append((bound, path, act))
            case tree.Branch(condition, acts):
                when = self._condition(condition)
                bound.conditions.append(when)
                for act in acts:
                    if isinstance(act, tree.Limit):
                        bound.constraints.append(self._limit(act, when))
                    else:
                        bound.effects += self._effects(act, when)
            case tree.Demand(condition=condition):
                when = self._condition(condition)
                bound.conditions.append(when)
                bound.constraints.append(_while(when, self._demand(statement)))
            case tree.CalendarDate(day, month, year):
                named = tuple(self._place(ref).path for ref in (day, month, year))
                bound.constraints.append(Constraint(ValidDate(*named), named))

    def _place(self, ref: tree.Ref) -> Position:
        return self.places.find(ref, self.bearer)

    def _effects(self, act: tree.Act, when: Expression) -> list[Effect]:
        found: list[Effect] = []
        for ref in act.targets:
            try:
                target = self._place(ref)
            except AbsentError as error:
                self.notes.append(str(error))
                continue
            found.append(Effect(_kind_for(act.kind, target), target.path, when))
        return found

    def _limit(self, limit: tree.Limit, when: Expression) -> Constraint:
        (ref,) = limit.targets
        target = self._place(ref)
        allowed = tuple(Equals(target.path, self.places.literal(target, value)) for value in limit.values)
        return _while(when, Constraint(Or((Not(Filled(target.path)), *allowed)), (target.path,)))

    def _demand(self, demand: tree.Demand) -> Constraint:
        parts: list[Expression] = []
        for part in demand.parts:
            try:
                parts.append(self._condition(part))
            except AbsentError as error:
                # "At least one of A, B, C" asks the same of A and B where C does not exist; "exactly one" may not.
                if demand.maximum is not None:
                    raise
                self.notes.append(str(error))
        if not parts:
            raise AbsentError(self.notes[-1])
        named = tuple(dict.fromkeys(path for part in parts for path in paths(part)))
        if len(parts) == 1 and demand.minimum == 1:
            return Constraint(parts[0], named)
        return Constraint(CountBetween(tuple(parts), demand.minimum, demand.maximum), named)

    def _condition(self, condition: tree.Condition) -> Expression:
        match condition:
            case tree.Is(ref, values, negated):
                position = self._place(ref)
                equal = tuple(Equals(position.path, self.places.literal(position, value)) for value in values)
                return Not(_any_of(equal)) if negated else _any_of(equal)
            case tree.Given(ref, negated):
                filled = Filled(self._place(ref).path)
                return Not(filled) if negated else filled
            case tree.Bare(ref):
                # "F… „Freitag“" alone: unless the rule compares it elsewhere under this name, it could be its value.
                named = ref.label is None or ref in self._compared
                position = self._place(ref if named else replace(ref, doubtful=True))
                return Equals(position.path, self.places.literal(position, tree.Said("wahr")))
            case tree.Both(parts):
                return And(tuple(self._condition(part) for part in parts))
            case tree.Either(parts):
                return Or(tuple(self._condition(part) for part in parts))
            case tree.Otherwise(parts):
                conditions = tuple(self._condition(part) for part in parts)
                return Not(conditions[0] if len(conditions) == 1 else Or(conditions))
            case tree.IsOther():
                raise UnresolvedError(_OTHERS_BESIDE)
            case tree.InLand(codes, negated):
                return Not(InLand(codes)) if negated else InLand(codes)
            case tree.Whenever():
                return Always()


def _while(when: Expression, constraint: Constraint) -> Constraint:
    """`constraint`, demanded only while `when` holds."""
    if isinstance(when, Always):
        return constraint
    parts = constraint.holds.parts if isinstance(constraint.holds, Or) else (constraint.holds,)
    return Constraint(Or((Not(when), *parts)), constraint.paths)


def _any_of(equal: tuple[Equals, ...]) -> Expression:
    return equal[0] if len(equal) == 1 else Or(equal)


def _kind_for(kind: EffectKind, target: Position) -> EffectKind:
    """A static text cannot be filled: "must be filled" can only mean that it is shown."""
    element = target.element
    static = not isinstance(element, Group) and element.kind is FieldKind.LABEL
    return EffectKind.SHOWN if static and kind is EffectKind.REQUIRED else kind

"""From the sentence tree of a rule to what runs: effects and constraints on positions, or the reason why not.

The law here: a sentence runs whole or not at all, and nothing runs that an unread sentence of the same rule could
change. An unread sentence taints every element it names; one that names none could mean them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from rathaus.fim.model import BoundRule, Field, FieldKind, Group, Position
from rathaus.fim.rules.analysis import contradiction
from rathaus.fim.rules.linking import OTHERS_BESIDE, Linker, any_of
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Literal,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
    condition_of,
    leaves,
    paths,
)
from rathaus.fim.rules.reading import tree
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.fim.rules.resolve import AbsentError, Places, UnresolvedError, short_id
from rathaus.fim.rules.terms import Answer, Count, Number, Op

_ID = re.compile(r"[FG]\d{4,}")
# "Für das Land X gilt: …", "In diesem Fall gilt": such a sentence can rule over all that follow it.
_SCOPE = re.compile(r":|\bgilt\b|\bgelten\b|\bnur\b|\b(?:Bundes)?l[aä]nd(?:er|ern)?\b", re.IGNORECASE)
_DEPENDS = "Ein anderer Satz der Regel, der dasselbe Element nennt, ist nicht gelesen."


@dataclass(slots=True)
class _Bound:
    """What one sentence became; `reason` is set where it does not run."""

    text: str
    conditions: list[Expression] = field(default_factory=list)
    done: list[Statement] = field(default_factory=list)
    reason: str | None = None

    @property
    def runs(self) -> bool:
        return bool(self.done)


def bind(bound: BoundRule, reading: tree.Reading, places: Places) -> ReadRule:
    """One rule occurrence, tied to the positions around its bearer."""
    binder = _Binder(bound.bearer, places, tree.compared(reading))
    sentences = [binder.sentence(sentence) for sentence in reading.sentences]
    binder.finish(sentences)
    _withhold(sentences)
    runs = [sentence for sentence in sentences if sentence.runs and not sentence.reason]
    done = tuple(dict.fromkeys(statement for sentence in runs for statement in sentence.done))
    conditions = tuple(condition for sentence in runs for condition in sentence.conditions)
    problem = contradiction(done, conditions, lambda path: places.repeats(path, bound.bearer))
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
        effects=tuple(statement for statement in done if isinstance(statement, Effect)),
        constraints=tuple(statement for statement in done if isinstance(statement, Constraint)),
        selectable=tuple(statement for statement in done if isinstance(statement, Selectable)),
        presets=tuple(statement for statement in done if isinstance(statement, Preset)),
        unread=unread,
        reasons=tuple(_reasons(sentences)),
        notes=notes,
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
    targets = [path for statement in sentence.done for path in _acted_on(statement)]
    return any(short_id(target.rpartition(".")[2]) in tainted for target in targets)


def _acted_on(statement: Statement) -> tuple[str, ...]:
    return statement.paths if isinstance(statement, Constraint) else (statement.target,)


class _Binder:
    """Binds the sentences of one rule occurrence."""

    def __init__(self, bearer: Position | None, places: Places, compared: frozenset[tree.Ref]) -> None:
        self.linker = Linker(bearer, places, compared)
        self.notes = self.linker.notes
        self._others: list[tuple[_Bound, str, tree.Act]] = []

    def sentence(self, said: tree.Sentence) -> _Bound:
        """What `said` does here, or why it does nothing."""
        bound = _Bound(said.text, reason=said.reason)
        try:
            for statement in said.statements:
                self._statement(statement, bound)
        except UnresolvedError as error:
            bound.done.clear()
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
                for statement in sentence.done
                for leaf in leaves(condition_of(statement))
                if isinstance(leaf, Equals | CodeBetween | StartsWith) and leaf.path == path
            }
            if not values or any(sentence.reason for sentence in sentences):
                bound.reason = "„Alle anderen“ ist nur sicher, wenn alle übrigen Zweige gelesen sind."
                continue
            ordered = tuple(sorted(values, key=repr))
            bound.done += self._effects(act, And((Filled(path), Not(any_of(ordered)))))

    def _statement(self, statement: tree.Statement, bound: _Bound) -> None:
        match statement:
            case tree.Branch(tree.IsOther(ref), acts):
                path = self.linker.place(ref).path
                for act in acts:
                    if not isinstance(act, tree.Act):
                        raise UnresolvedError(OTHERS_BESIDE)
                    self._others.append((bound, path, act))
            case tree.Branch(condition, acts):
                when = self.linker.condition(condition)
                bound.conditions.append(when)
                for act in acts:
                    bound.done += self._act(act, when)
            case tree.Demand(condition=condition):
                when = self.linker.condition(condition)
                bound.conditions.append(when)
                bound.done.append(_while(when, self._demand(statement)))
            case tree.CalendarDate(day, month, year):
                named = tuple(self.linker.place(ref).path for ref in (day, month, year))
                bound.done.append(Constraint(ValidDate(*named), named))

    def _act(self, act: tree.Action, when: Expression) -> list[Statement]:
        match act:
            case tree.Act():
                return self._effects(act, when)
            case tree.Limit():
                return [self._limit(act, when)]
            case tree.Fix(targets, value, hidden, fixed):
                places = [self.linker.place(ref) for ref in targets]
                return [Preset(p.path, self._value(p, value), when, hidden, fixed) for p in places]
            case tree.Often():
                return [statement for ref in act.targets for statement in self._often(ref, act, when)]

    def _value(self, target: Position, value: tree.Said | tree.Ref) -> Literal | Answer:
        """What `target` is preset to: a value, or the answer to another field of its kind."""
        if isinstance(value, tree.Said):
            return self.linker.places.literal(target, value)
        source = self.linker.place(value)
        kinds = [one.element.data_type for one in (target, source) if isinstance(one.element, Field)]
        if len(kinds) != 2 or kinds[0] is not kinds[1] or source.path == target.path:
            raise UnresolvedError(f"{target.id} kann den Wert von {source.id} nicht übernehmen.")
        return Answer(source.path)

    def _effects(self, act: tree.Act, when: Expression) -> list[Statement]:
        found: list[Statement] = []
        for ref in act.targets:
            try:
                target = self.linker.place(ref)
            except AbsentError as error:
                self.notes.append(str(error))
                continue
            found.append(Effect(_kind_for(act.kind, target), target.path, when))
        return found

    def _often(self, ref: tree.Ref, said: tree.Often, when: Expression) -> list[Statement]:
        """How often something is filled; "at least once" is the plain duty."""
        target = self.linker.place(ref)
        if (said.minimum, said.maximum) == (1, None):
            return [Effect(EffectKind.REQUIRED, target.path, when)]
        count = Count(target.path)
        if said.maximum is not None and 0 < said.minimum < said.maximum:
            bounds = ((Op.GE, said.minimum), (Op.LE, said.maximum))
            both = And(tuple(Compare(count, op, Number(Decimal(number))) for op, number in bounds))
            return [_while(when, Constraint(both, (target.path,)))]
        if said.minimum == said.maximum:
            holds: Expression = Compare(count, Op.EQ, Number(Decimal(said.minimum)))
        elif said.maximum is None:
            holds = Compare(count, Op.GE, Number(Decimal(said.minimum)))
        else:
            holds = Compare(count, Op.LE, Number(Decimal(said.maximum)))
        return [_while(when, Constraint(holds, (target.path,)))]

    def _limit(self, limit: tree.Limit, when: Expression) -> Selectable:
        (ref,) = limit.targets
        target = self.linker.place(ref)
        allowed = [self.linker.value(target, value) for value in limit.values]
        codes = tuple(each.value for each in allowed if isinstance(each, Equals) and isinstance(each.value, str))
        ranges = tuple((each.first, each.last) for each in allowed if isinstance(each, CodeBetween))
        prefixes = tuple(each.prefix for each in allowed if isinstance(each, StartsWith))
        if len(codes) + len(ranges) + len(prefixes) != len(allowed):
            raise UnresolvedError(f"{target.id} hat keine Codes, die sich einschränken lassen.")
        return Selectable(target.path, when, codes, ranges, prefixes, only=not limit.excluded)

    def _demand(self, demand: tree.Demand) -> Constraint:
        parts: list[Expression] = []
        for part in demand.parts:
            try:
                parts.append(self.linker.demanded(part))
            except AbsentError as error:
                # "At least one of A, B, C" asks the same of A and B where C does not exist; "exactly one" may not.
                if demand.maximum is not None or demand.minimum != 1:
                    raise
                self.notes.append(str(error))
        if not parts:
            raise AbsentError(self.notes[-1])
        named = tuple(dict.fromkeys(path for part in parts for path in paths(part)))
        if len(parts) == 1 and demand.minimum == 1:
            return Constraint(parts[0], named)
        if demand.minimum == len(parts):
            return Constraint(And(tuple(parts)), named)
        return Constraint(CountBetween(tuple(parts), demand.minimum, demand.maximum), named)


def _while(when: Expression, constraint: Constraint) -> Constraint:
    """`constraint`, demanded only while `when` holds."""
    if isinstance(when, Always):
        return constraint
    parts = constraint.holds.parts if isinstance(constraint.holds, Or) else (constraint.holds,)
    return Constraint(Or((Not(when), *parts)), constraint.paths)


def _kind_for(kind: EffectKind, target: Position) -> EffectKind:
    """A static text cannot be filled: "must be filled" can only mean that it is shown."""
    element = target.element
    static = not isinstance(element, Group) and element.kind is FieldKind.LABEL
    return EffectKind.SHOWN if static and kind is EffectKind.REQUIRED else kind

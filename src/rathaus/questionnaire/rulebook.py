"""What the read rules mean for a questionnaire.

Policies of positions, restrictions and values of questions, numbers of entries, either-or choices, constraints, and
what is left to check by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from rathaus.fim.model import Field, LegalBasis
from rathaus.fim.rules import ReadRule, RuleReport, RuleStatus, doubtful_targets
from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    CodeBetween,
    Constraint,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Leaf,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
    asks_today,
    condition_of,
    leaves,
    paths,
    seen,
)
from rathaus.fim.rules.simplifying import simplify
from rathaus.fim.rules.terms import Answer
from rathaus.questionnaire.checking import Cause, Policy, State
from rathaus.questionnaire.compiling import Compiler, UnknownExpressionError, common
from rathaus.questionnaire.findings import Finding, FindingKind, ManualCheck
from rathaus.questionnaire.formulas import (
    OPENING,
    Coupling,
    Formula,
    Said,
    combine,
    coupling,
    exactly_one,
    is_lenient,
)
from rathaus.questionnaire.language import Sentence, explained
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.layout import Layout
from rathaus.questionnaire.reachable import OneAnswer, Reachable, fits
from rathaus.questionnaire.sentences import quote

REPEATING = frozenset({EffectKind.REPEAT, EffectKind.NO_REPEAT})


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
    limits: dict[str, list[tuple[Selectable, ReadRule]]] = field(default_factory=dict)
    presets: dict[str, list[tuple[Preset, ReadRule]]] = field(default_factory=dict)
    repeats: dict[str, list[tuple[Effect, ReadRule]]] = field(default_factory=dict)
    couplings: dict[str, list[tuple[Coupling, ReadRule]]] = field(default_factory=dict)
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
    asks_today: bool = False
    """Whether any rule depends on the day on which somebody asks."""

    def conditions(self, path: str) -> list[Expression]:
        """The conditions that decide about the position `path`: whether it is asked, what it offers, how often."""
        found = [said.effect.when for said in self.effects.get(path, ())]
        found += [limit.when for limit, _ in self.limits.get(path, ())]
        found += [preset.when for preset, _ in self.presets.get(path, ())]
        copied = (preset.value for preset, _ in self.presets.get(path, ()))
        found += [Filled(value.path) for value in copied if isinstance(value, Answer)]
        found += [effect.when for effect, _ in self.repeats.get(path, ())]
        return found + [one.when for one, _ in self.couplings.get(path, ())]


def norms(bases: Iterable[LegalBasis]) -> str | None:
    """Legal bases as one text; None where there are none."""
    return "; ".join(basis.text for basis in bases) or None


def cause_of(rule: ReadRule) -> tuple[str, str | None]:
    """Id and legal basis of a rule."""
    return rule.bound.rule.id, norms(rule.bound.rule.legal_bases)


def broken(rule: ReadRule) -> Cause:
    """The cause of a problem that is there because `rule` is broken."""
    return Cause(lambda _v, _e, _f, _t: True, *cause_of(rule))


def _about(rule: ReadRule, said: str) -> Sentence:
    return _("Regel {rule}: {said}", rule=rule.bound.rule.id, said=explained(said))


class Sorter:
    """Builds the rulebook of a schema.

    `codes` gives the codes of each selection field with a list, `free` the selection fields without one.
    """

    def __init__(self, layout: Layout, codes: Mapping[str, frozenset[str]], free: frozenset[str]) -> None:
        self._layout, self._codes, self._free = layout, codes, free
        self.compiler = Compiler(layout)
        self._doubtful: set[str] = set()
        self.book = Rulebook()

    def sort(self, report: RuleReport, *, choices: bool) -> Rulebook:
        """The rulebook of all rules in `report`; with `choices`, who must do one of several things is asked which."""
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
                self.book.findings.append(Finding(FindingKind.RULE_NOTE, _about(rule, note)))
        self._collect(runnable)
        if choices:
            self._find_either()
        self.book.states = {target: self.states(target) for target in self.book.effects}
        return self.book

    def _by_hand(self, rule: ReadRule, texts: tuple[str, ...], reasons: tuple[str, ...]) -> None:
        bound = rule.bound
        bearer = bound.bearer.path if bound.bearer else None
        self.book.manual.append(
            ManualCheck(bound.rule.id, bound.rule.name, texts, reasons, bound.rule.legal_bases, bearer)
        )

    def asked(self, rule: ReadRule) -> tuple[str, ...]:
        """The repeated groups in every entry of which `rule` is asked: those around its bearer, and the bearer."""
        bearer = rule.bearer_path
        position = self._layout.positions.get(bearer)
        if position is None:
            return ()
        own = not isinstance(position.element, Field) and position.cardinality.repeatable
        return (*self._layout.chain[bearer], bearer) if own else self._layout.chain[bearer]

    def _obstacles(self, rule: ReadRule) -> tuple[str, ...]:
        """Why the whole rule must be checked by hand although it was read; a rule never runs by halves."""
        reasons = [reason for said in rule.statements for reason in self._obstacle(said, rule)]
        for reason in dict.fromkeys(reasons):
            self.book.findings.append(Finding(FindingKind.RULE_BY_HAND, _about(rule, reason)))
        return tuple(dict.fromkeys(reasons))

    def _obstacle(self, said: Statement, rule: ReadRule) -> Iterable[str]:
        expression = condition_of(said)
        places = said.paths if isinstance(said, Constraint) else (said.target,)
        unknown = [path for path in (*seen(said), *places) if path not in self._layout.positions]
        if unknown:
            yield f"Die Regel nennt {unknown[0]}; das gibt es in dieser Definition nicht."
            return
        compared = (leaf.path for leaf in leaves(expression) if isinstance(leaf, Equals | CodeBetween | StartsWith))
        if any(path in self._free for path in compared):
            yield "Die Codeliste des verglichenen Feldes fehlt; es ist ein freier Text."
        try:
            self.compiler.source(expression, self.asked(rule), self._layout.chain[places[0]] if places else ())
        except UnknownExpressionError as error:
            yield f"Diese Bedingung kann noch nicht ausgeführt werden ({error})."
        if isinstance(said, Selectable | Preset):
            yield from self._misfit(said)
        if isinstance(said, Effect) and said.kind in REPEATING and not self._repeats(said.target):
            yield f"{said.target} kann nur einmal angegeben werden."

    def _misfit(self, said: Selectable | Preset) -> Iterable[str]:
        """Why a question cannot be restricted, or cannot have a value."""
        codes = self._codes.get(said.target)
        if codes is None and (isinstance(said, Selectable) or said.target in self._free):
            yield f"Die Codeliste von {said.target} fehlt."
        elif isinstance(said, Preset) and isinstance(said.value, Answer):
            if not isinstance(self._layout.positions[said.value.path].element, Field):
                yield f"{said.value.path} ist eine Gruppe und hat keinen Wert."
        elif codes is not None and isinstance(said, Preset) and said.value not in codes:
            yield f"Die Codeliste von {said.target} kennt „{said.value}“ nicht."
        elif not isinstance(self._layout.positions[said.target].element, Field):
            yield f"{said.target} ist eine Gruppe und hat keinen Wert."

    def _repeats(self, path: str) -> bool:
        return self._layout.positions[path].cardinality.repeatable

    # --- simplifying until nothing changes: what can never be shown can never be answered either

    def _collect(self, rules: list[ReadRule]) -> None:
        while True:
            effects: dict[str, list[Said]] = {}
            for rule in rules:
                for effect in (one for one in rule.effects if one.kind not in REPEATING):
                    simple = Effect(effect.kind, effect.target, self._simple(effect.when))
                    said = Said(simple, rule, effect.target in self._doubtful, self._begins(simple))
                    effects.setdefault(effect.target, []).append(said)
            self.book.effects = effects
            never = {target for target in effects if self.states(target) == frozenset({State.HIDDEN})}
            below = {path for target in never for path in self._below(target)}
            done = below == self.book.never
            self.book.never = below
            if done:
                break
        for rule in rules:
            self._collect_values(rule)
            for constraint in rule.constraints:
                self._demand(Demand(replace(constraint, holds=self._simple(constraint.holds)), rule))
            self.book.asks_today |= any(asks_today(condition_of(said)) for said in rule.statements)

    def _collect_values(self, rule: ReadRule) -> None:
        """What the rule says of values, codes and entries, as far as it can ever hold."""
        for limit in (replace(one, when=self._simple(one.when)) for one in rule.selectable):
            if limit.when != NEVER:
                self.book.limits.setdefault(limit.target, []).append((limit, rule))
        for preset in (replace(one, when=self._simple(one.when)) for one in rule.presets):
            if preset.when != NEVER:
                self.book.presets.setdefault(preset.target, []).append((preset, rule))
        for effect in (replace(one, when=self._simple(one.when)) for one in rule.effects if one.kind in REPEATING):
            if effect.when != NEVER:
                self.book.repeats.setdefault(effect.target, []).append((effect, rule))

    def _begins(self, effect: Effect) -> bool:
        """Whether a question that knows two answers opens an optional group by one of them."""
        position, when = self._layout.positions[effect.target], effect.when
        if isinstance(position.element, Field) or position.cardinality.repeatable or not isinstance(when, Equals):
            return False
        return effect.kind is EffectKind.SHOWN and (
            isinstance(when.value, bool) or len(self._codes.get(when.path, ())) == 2
        )

    def _below(self, path: str) -> list[str]:
        return [position.path for position in self._layout.positions[path].walk()]

    def _simple(self, expression: Expression) -> Expression:
        return simplify(expression, self._known)

    def _known(self, leaf: Leaf) -> bool | None:
        """What a comparison must be whatever is answered: false of what is never asked, of codes that do not exist."""
        if not isinstance(leaf, OneAnswer):
            return None
        if leaf.path in self.book.never:
            return False
        codes = self._codes.get(leaf.path)
        return None if codes is None or any(fits(leaf, code) for code in codes) else False

    def _demand(self, demand: Demand) -> None:
        wanted = demand.constraint.holds
        if wanted == Always():
            return
        if isinstance(wanted, ValidDate):
            self.book.dates[wanted.day, wanted.month, wanted.year] = demand.rule
        elif isinstance(wanted, Equals) and wanted.value is True:
            self.book.confirmations[wanted.path] = demand.rule
        coupled = coupling(wanted)
        if coupled is not None and self._repeats(coupled.path):
            self.book.couplings.setdefault(coupled.path, []).append((coupled, demand.rule))
        else:
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

    def policy(
        self, path: str, backward: Callable[[Iterable[str]], bool], *, chosen: str | None = None
    ) -> Policy | None:
        """The policy of a position; None where no rule speaks of it. `backward` says whether paths come later.

        `chosen` is code of a chooser that offers it.
        """
        said = self.book.effects.get(path, [])
        if not said and chosen is None:
            return None
        formula = self._formula(path, said)
        made = Policy(
            self.compiler.function(self._text(formula, path, chosen, hides=True)),
            self.compiler.lazily(self._text(formula, path, chosen, hides=False)),
            tuple(self.cause(s.effect.when, s.rule, path) for s in formula.demands if s.effect.when != NEVER),
            any(self.points_back(path, s.effect.when, s.rule, backward) for s in said),
            tuple(self._places(seen, path) for seen in formula.waits),
            self.compiler.lazily(self._any(formula.opens, path)),
        )
        if said and is_lenient(said) and self._layout.positions[path].cardinality.minimum > 0:
            self._tell_lenient(path, said[0].rule)
        return made

    def _places(self, seen: tuple[str, ...], path: str) -> tuple[tuple[int, str], ...]:
        """Where to look, from the position `path`, for the fields that a rule looks at."""
        place, layout = self._layout.chain[path], self._layout
        hops = {one: layout.hops(one, place) for one in seen}
        return tuple((depth, layout.suffix[one]) for one, (depth, deeper) in hops.items() if not deeper)

    def cause(self, when: Expression, rule: ReadRule, path: str) -> Cause:
        """A condition of `rule` as it is asked at the position `path`, with the rule."""
        text = self.compiler.source(when, self.asked(rule), self._layout.chain[path])
        return Cause(self.compiler.lazily(text), *cause_of(rule))

    def points_back(
        self, path: str, when: Expression, rule: ReadRule, backward: Callable[[Iterable[str]], bool]
    ) -> bool:
        """Whether a condition looks at what is asked later: further down, or in later entries around `path`."""
        seen, own, asked = paths(when), self._layout.chain[path], self.asked(rule)
        deeper = (group for one in seen for group in self._layout.chain[one][common(self._layout.chain[one], asked) :])
        return backward(seen) or any(group in own for group in deeper)

    def _any(self, said: tuple[Said, ...], path: str) -> str:
        place = self._layout.chain[path]
        texts = (self.compiler.source(one.effect.when, self.asked(one.rule), place) for one in said)
        return " or ".join(texts) or "False"

    def _text(self, formula: Formula, path: str, chosen: str | None, *, hides: bool) -> str:
        place = self._layout.chain[path]
        return formula.text(
            lambda said: self.compiler.source(said.effect.when, self.asked(said.rule), place),
            self.compiler.name,
            chosen=chosen,
            hides=hides,
        )

    def _formula(self, path: str, said: list[Said]) -> Formula:
        return combine(said, self._layout.positions[path].cardinality.minimum)

    def _tell_lenient(self, path: str, rule: ReadRule) -> None:
        position = self._layout.positions[path]
        sentence = _(
            "{name} ist nach der Anzahl {number} immer verlangt, nach Regel {rule} nur unter einer Bedingung: "
            "Verlangt wird nur unter der Bedingung.",
            name=quote(position.element.label_input),
            number=str(position.cardinality),
            rule=rule.bound.rule.id,
        )
        self.book.findings.append(Finding(FindingKind.CONDITIONAL_REQUIREMENT, sentence, path))

    # --- what a position can come to

    def states(self, path: str) -> frozenset[State]:
        """Every state that some answers bring about in a position that rules speak of."""
        reachable = Reachable(self._layout, self._codes, self.book.effects)
        return reachable.states(path, self._formula(path, self.book.effects[path]))

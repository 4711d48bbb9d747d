"""How the effects of several rules on one position combine, before anything is compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rathaus.fim.rules import ReadRule
from rathaus.fim.rules.logic import (
    NEVER,
    Always,
    And,
    Compare,
    CountBetween,
    Effect,
    EffectKind,
    Expression,
    Filled,
    Not,
    Or,
    paths,
)
from rathaus.fim.rules.terms import Count, Op, Term, walk
from rathaus.questionnaire.checking import State

OPENING = frozenset({EffectKind.SHOWN, EffectKind.REQUIRED, EffectKind.OPTIONAL})


@dataclass(frozen=True, slots=True)
class Said:
    """One effect of one rule on a position, simplified.

    `doubtful`: a rule that is checked by hand may open the position as well, so that no other branch closes it.
    `begins`: one of two answers opens an optional group by it; nobody need be asked as well whether to begin that.
    """

    effect: Effect
    rule: ReadRule
    doubtful: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """What the rules say about one position.

    `bans` win always. `closes` (the other branch of rules that also open) count only while no `opens` holds. `demands`
    make it required, `waives` make it optional; `keeps` have its parts follow their cardinalities where it is optional
    otherwise.
    """

    bans: tuple[Said, ...]
    closes: tuple[Said, ...]
    opens: tuple[Said, ...]
    demands: tuple[Said, ...]
    keeps: tuple[Said, ...]
    waives: tuple[Said, ...]
    base: State
    waits: tuple[tuple[str, ...], ...] = ()
    """What both branches of a rule look at: while nobody has answered any of it, but must, the position waits."""

    def decide(self, holds: Callable[[Expression], bool]) -> State:
        """What applies, given the truth of conditions and waiting aside: the measure for `text`."""

        def one(chosen: tuple[Said, ...]) -> bool:
            return any(holds(said.effect.when) for said in chosen)

        if one(self.bans) or (one(self.closes) and not one(self.opens)):
            return State.HIDDEN
        if one(self.demands):
            return State.DEMANDED
        if one(self.waives):
            return State.SHOWN
        return State.REQUIRED if one(self.keeps) else self.base

    def text(self, of: Callable[[Said], str], name: Callable[[State], str], *, chosen: str | None, hides: bool) -> str:
        """`decide` as generated code. Without `hides` nothing is hidden.

        `chosen` is code of a chooser that offers the position: without it the position is hidden, with it demanded.
        """

        def one(said: Iterable[Said]) -> str:
            return " or ".join(dict.fromkeys(of(each) for each in said if each.effect.when != NEVER))

        demanded = {(id(each.rule), each.effect.when) for each in self.demands}
        opened = one(each for each in self.opens if each not in self.demands)
        # What demands the position opens it as well, so that the other branch of such a rule needs no second look.
        sure = any((id(each.rule), _opposite(each.effect.when)) in demanded for each in self.closes)
        closing = "True" if sure else one(self.closes)
        shut = f"({closing}) and not ({opened})" if closing and opened else closing
        found = name(State.DEMANDED if chosen and hides else State.SHOWN if chosen else self.base)
        for said, state in ((self.keeps, State.REQUIRED), (self.waives, State.SHOWN)):
            if condition := one(said):
                found = f"{name(state)} if {condition} else {found}"
        if hides and shut:
            found = name(State.HIDDEN) if shut == "True" else f"{name(State.HIDDEN)} if {shut} else {found}"
        if condition := " or ".join(part for part in ("" if hides else chosen or "", one(self.demands)) if part):
            found = f"{name(State.DEMANDED)} if {condition} else {found}"
        if hides and (banned := one(self.bans)):
            found = f"{name(State.HIDDEN)} if {banned} else {found}"
        return f"({found}) if {chosen} else {name(State.UNCHOSEN)}" if hides and chosen else found


def _opposite(when: Expression) -> Expression:
    return when.part if isinstance(when, Not) else Not(when)


def combine(said: list[Said], minimum: int) -> Formula:
    """The formula of a position with this smallest cardinality.

    A prohibition of a rule that also opens the position is its other branch; any other prohibition wins always. What is
    doubtful is closed by bans only.
    """
    opening = {id(s.rule) for s in said if s.effect.kind in OPENING}
    forbids = [s for s in said if s.effect.kind is EffectKind.FORBIDDEN]
    lenient = is_lenient(said) and minimum > 0
    always = minimum > 0 and not lenient
    return Formula(
        bans=tuple(s for s in forbids if id(s.rule) not in opening),
        closes=tuple(s for s in forbids if id(s.rule) in opening and not s.doubtful),
        opens=tuple(s for s in said if s.effect.kind in OPENING),
        demands=tuple(s for s in said if s.effect.kind is EffectKind.REQUIRED),
        keeps=tuple(s for s in said if s.effect.kind is EffectKind.SHOWN and (lenient or s.begins)),
        waives=tuple(s for s in said if s.effect.kind is EffectKind.OPTIONAL) if always else (),
        base=State.REQUIRED if always else State.SHOWN,
        waits=tuple(
            _seen(said, rule) for rule in opening & {id(s.rule) for s in forbids} if not any(s.doubtful for s in said)
        ),
    )


def _seen(said: list[Said], rule: int) -> tuple[str, ...]:
    """What the branches of a rule look at."""
    return tuple(dict.fromkeys(path for s in said if id(s.rule) == rule for path in paths(s.effect.when)))


def is_lenient(said: list[Said]) -> bool:
    """Rules open it under conditions and never say what else applies: then they mean that it may stay empty else."""
    kinds = {EffectKind.REQUIRED, EffectKind.SHOWN}
    return all(s.effect.kind in kinds and s.effect.when != Always() for s in said)


def exactly_one(wanted: Expression) -> tuple[str, ...] | None:
    """The members of a plain "exactly one of these is filled"; None for anything else."""
    if isinstance(wanted, CountBetween) and (wanted.minimum, wanted.maximum) == (1, 1) and len(wanted.parts) > 1:
        members = [part.path for part in wanted.parts if isinstance(part, Filled)]
        if len(members) == len(wanted.parts):
            return tuple(members)
    return None


@dataclass(frozen=True, slots=True)
class Coupling:
    """While `when` holds, there must be `number` entries at `path`, or at least so many where it is not `exact`."""

    path: str
    number: Term
    exact: bool
    when: Expression


def coupling(wanted: Expression) -> Coupling | None:
    """The number of entries that a constraint couples to a value, where it does so: alone, or in "not …, or"."""
    parts = wanted.parts if isinstance(wanted, Or) else (wanted,)
    found = [one for part in parts if isinstance(part, Compare) and (one := _counted(part))]
    if len(found) != 1:
        return None
    ((path, number, exact),) = found
    others = tuple(part for part in parts if not (isinstance(part, Compare) and _counted(part)))
    when = Always() if not others else And(tuple(Not(part) for part in others))
    return Coupling(path, number, exact, when)


def _counted(leaf: Compare) -> tuple[str, Term, bool] | None:
    for counted, op, number in ((leaf.left, leaf.op, leaf.right), (leaf.right, _MIRRORED[leaf.op], leaf.left)):
        if isinstance(counted, Count) and op in (Op.EQ, Op.GE) and not any(isinstance(t, Count) for t in walk(number)):
            return counted.path, number, op is Op.EQ
    return None


_MIRRORED = {Op.EQ: Op.EQ, Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}

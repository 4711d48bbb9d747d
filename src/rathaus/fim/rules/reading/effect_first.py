"""Sentences that begin with their effect: "F… ist (nur dann) zu befüllen, wenn …", "F… muss in TH befüllt werden"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.branches import unless, with_further
from rathaus.fim.rules.reading.clause import Clause
from rathaus.fim.rules.reading.conditions import condition
from rathaus.fim.rules.reading.context import STILL_CONDITIONAL, Context
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.effects import acts, clauses
from rathaus.fim.rules.reading.laender import Named
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.openings import new_scope, on_choice, on_entry, otherwise, when_of
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Act,
    Action,
    Bare,
    Both,
    Branch,
    Condition,
    InLand,
    Limit,
    Otherwise,
    Statement,
    Whenever,
    inside,
)

_LEAVING_OUT = words.FREE | words.of("leer entfallen entbehrlich unterbleiben fehlen verzichtet")
_OPENING = frozenset({"grundsätzlich", "außerdem", "zudem", "ferner", "zusätzlich", "weiterhin", "daneben", "dort"})


def effect_first(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """ "F ist (nur dann) zu befüllen, wenn A", "F muss in TH befüllt werden", or a sentence without a condition."""
    if c.accept_all("unabhängig", "von"):  # "Unabhängig von F1 ist F2 immer ein Pflichtfeld"
        reference(c)
    inner = _inner_condition(c)
    if inner is not None:
        return inner
    if c.norm() in _OPENING and c.norm(1) in FINITE:
        c.take()
    found = clauses(c, context.targets, context.named)
    if len({clause.scope for clause in found}) > 1:
        c.fail()  # "F1 ist in BY Pflicht, F2 auszublenden": there, or everywhere?
    when = unless(c, Whenever())
    if not isinstance(when, Whenever):
        return with_further(c, [Branch(when, _but(c, found))])
    c.accept_kind(Kind.COMMA) if not new_scope(c) else None
    if c.done() or new_scope(c):
        then = any("dann" in clause.adverbs for clause in found)
        if not then and context.scope is None and context.leaves_open(c.tokens):
            c.fail(STILL_CONDITIONAL)
        return tuple(part for clause in found for part in _unconditional(c, clause, context))
    if c.accept("bis"):  # "F2 bleibt ausgeblendet, bis F1 = wahr"
        return (Branch(Otherwise((condition(c),)), _hidden(c, found)),)
    only = bool(c.norm(1) in words.IF and c.accept("nur"))
    when = unless(c, _behind(c))
    if only:
        found = tuple(replace(clause, adverbs=clause.adverbs | {"nur"}) for clause in found)
    if any("nur" in clause.adverbs for clause in found):
        return only_then(c, found[0], when) if len(found) == 1 and not found[0].scope else c.fail()
    lands = {clause.scope for clause in found}
    if len(lands) > 1:
        c.fail()
    land = lands.pop()
    branches = [Branch(Both((land, when)) if land else when, tuple(clause.act for clause in found))]
    return tuple(branches) if land else with_further(c, branches)


def _behind(c: Cursor) -> Condition:
    """ "(F2 ist auszufüllen) bei F1 = 001", "(…), wenn F1 = 001"."""
    if any((one.norm, two.norm) == ("auch", "dann") for one, two in pairwise(c.tokens)):
        c.fail()  # "ist auch dann Pflicht, wenn A": in which other cases?
    if c.norm() == "bei":
        return when_of(c)
    return condition(c) if c.accept_if() else c.fail()


def _hidden(c: Cursor, found: tuple[Clause, ...]) -> tuple[Action, ...]:
    acts = _plain(c, found)
    hidden = all(isinstance(act, Act) and act.kind is EffectKind.FORBIDDEN for act in acts)
    return acts if hidden and c.done() else c.fail()


def _but(c: Cursor, found: tuple[Clause, ...]) -> tuple[Action, ...]:
    """What is so, with an exception: "F2 ist nicht Pflicht, außer A" says of A that it is, and is not read."""
    acts = _plain(c, found)
    lifted = any(isinstance(act, Act) and act.kind is EffectKind.OPTIONAL for act in acts)
    return c.fail() if lifted else acts


def _plain(c: Cursor, found: tuple[Clause, ...]) -> tuple[Action, ...]:
    if any("nur" in clause.adverbs or clause.scope for clause in found):
        c.fail()
    return tuple(clause.act for clause in found)


def _inner_condition(c: Cursor) -> tuple[Branch, ...] | None:
    """ "F ist bei Auswahl von 99 in G anzuzeigen, sonst auszublenden": the condition inside the effect."""
    return c.attempt(_with_inner)


def _with_inner(c: Cursor) -> tuple[Branch, ...]:
    start = c.at
    place = next((at for at in range(start, len(c.tokens)) if c.tokens[at].norm == "bei"), None)
    if place is None or place == start:
        c.fail()
    only = c.tokens[place - 1].norm in {"nur", "ausschließlich", "lediglich"}
    c.at = place
    when = c.attempt(on_choice) or c.attempt(on_entry) or _inside_effect(c, c.tokens[place - 1 - only].norm)
    shorter = Cursor((*c.tokens[start : place - only], *c.tokens[c.at :]), c.members)
    if only:
        c.at = len(c.tokens)
        return _only_inside(shorter, when)
    branches = with_further(shorter, [Branch(when, acts(shorter))])
    if not shorter.done():
        c.fail()
    c.at = len(c.tokens)
    return branches


def _inside_effect(c: Cursor, before: str) -> Condition:
    """ "(F2 ist) bei F1 = 001 (ein Pflichtfeld)"."""
    start = c.at
    if before not in FINITE or not starts_reference(c):
        c.fail()
    found = condition(c)
    again = any(token.norm == "bei" for token in c.tokens[start + 1 : c.at])  # "bei A und bei B": in both cases
    return c.fail() if again or any(isinstance(part, Bare) for part in inside(found)) else found


def _only_inside(c: Cursor, when: Condition) -> tuple[Branch, ...]:
    """ "F2 ist nur bei F1 = 001 anzuzeigen"."""
    found = clauses(c, (), Named())
    if len(found) != 1 or found[0].scope:
        c.fail()
    return only_then(c, found[0], when)


def only_then(c: Cursor, clause: Clause, when: Condition) -> tuple[Branch, ...]:
    """ "nur (dann), wenn": forbidden otherwise. "muss nur" could also mean that it may stay empty otherwise."""
    act = clause.act
    if isinstance(act, Act) and act.kind in {EffectKind.REQUIRED, EffectKind.SHOWN} and _says_otherwise(c):
        return with_further(c, [Branch(when, (act,))])  # "…, ansonsten optional": what else holds is told
    if isinstance(act, Limit) and act.excluded and c.done():
        return (Branch(Otherwise((when,)), (act,)),)  # "der Code 004 ist nur auswählbar, wenn"
    if isinstance(act, Act) and act.kind is EffectKind.FORBIDDEN and c.done():
        return (Branch(when, (act,)),)  # "nur dann nicht anzuzeigen, wenn": otherwise by its cardinality
    if isinstance(act, Act) and act.kind is EffectKind.REQUIRED and _only_a_duty(c):
        c.fail()  # "ist nur dann Pflicht": otherwise hidden, or free?
    if isinstance(act, Act) and act.kind is EffectKind.OPTIONAL:
        if clause.verb not in {"may", "can"} or any(token.norm in _LEAVING_OUT for token in c.tokens):
            c.fail()  # "darf nur leer bleiben, wenn": otherwise a duty
        act = Act(EffectKind.SHOWN, act.targets)  # "kann nur befüllt werden, wenn"
    kinds = {EffectKind.REQUIRED, EffectKind.SHOWN}
    ends = c.done() or (isinstance(when, InLand) and new_scope(c))  # ", in allen anderen Ländern auszublenden"
    if not isinstance(act, Act) or act.kind not in kinds or clause.verb == "must" or not ends:
        c.fail()
    return Branch(when, (act,)), Branch(Otherwise((when,)), (Act(EffectKind.FORBIDDEN, act.targets),))


def _says_otherwise(c: Cursor) -> bool:
    start = c.at
    separated = c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON)
    found = separated is not None and otherwise(c)
    c.at = start
    return found


def _unconditional(c: Cursor, clause: Clause, context: Context) -> tuple[Statement, ...]:
    """An effect in some Länder or in all, or one that "dann" ties to the condition of the sentence before."""
    if "nur" in clause.adverbs:
        return only_then(c, clause, clause.scope) if clause.scope else c.fail()
    if "dann" not in clause.adverbs:
        return (Branch(clause.scope or Whenever(), (clause.act,)),)
    first, *others = context.branches or c.fail()
    other = [Otherwise((first.condition,))] if others else []  # of "nur dann, wenn A": what is so where A holds
    if [one.condition for one in others] != other or clause.scope:
        c.fail()
    return (Branch(first.condition, (clause.act,)),)


def elsewhere(c: Cursor, found: tuple[Statement, ...], land: InLand) -> tuple[Branch, ...]:
    """ "Nur in Berlin ist G einzublenden": hidden in all other Länder."""
    if any(token.norm in words.MUST for token in c.tokens) or _only_a_duty(c):
        c.fail()  # "Nur in BY muss F1 befüllt werden": elsewhere hidden, or free?
    hidden: list[Branch] = []
    for statement in found:
        if not isinstance(statement, Branch) or not isinstance(statement.condition, Whenever):
            c.fail()
        for act in statement.acts:
            if not isinstance(act, Act) or act.kind not in {EffectKind.REQUIRED, EffectKind.SHOWN}:
                c.fail()
            hidden.append(Branch(Otherwise((land,)), (Act(EffectKind.FORBIDDEN, act.targets),)))
    return tuple(hidden)


def _only_a_duty(c: Cursor) -> bool:
    """True where "nur" limits a duty, and not that something is shown or filled."""
    norms = [token.norm for token in c.tokens]
    duty = any(norm in words.MANDATORY_NOUNS | words.MANDATORY for norm in norms)
    return duty and not any(norm in words.VISIBLE | words.TO_SHOW | words.FILLED for norm in norms)

"""The grammar of whole sentences: conditions with their effects, in every order, with their opposites."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.branches import certainly_asked, else_branch, in_this_case, unless, with_further
from rathaus.fim.rules.reading.conditions import condition
from rathaus.fim.rules.reading.context import Context
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.dates import calendar_date, three_parts
from rathaus.fim.rules.reading.demands import demand
from rathaus.fim.rules.reading.dependent import by_answers, by_cases, followed, with_arrow
from rathaus.fim.rules.reading.effect_first import effect_first, only_then
from rathaus.fim.rules.reading.effects import acts, clauses
from rathaus.fim.rules.reading.forcing import cannot_send, no_other
from rathaus.fim.rules.reading.laender import Named
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.openings import (
    none_of_them,
    other_or_none,
    otherwise,
    starts_condition,
    then,
    when_of,
)
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.subjects import subject_of
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Act,
    Action,
    Both,
    Branch,
    Condition,
    Demand,
    Given,
    Otherwise,
    Ref,
    Statement,
    Whenever,
)


def statements(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """What one sentence (or one part of it that is limited to some Länder) says."""
    if context.spoken is not None and other_or_none(c):
        return (else_branch(c, context),)
    if not (c.norm() in words.IF and c.norm(1) == "nicht" and c.is_kind(Kind.COMMA, 2)) and starts_condition(c):
        return _conditional(c, context)
    if c.norm() in {"nur", "erst", "ausschließlich", "lediglich"} and (c.norm(1) in words.IF or c.norm(1) == "bei"):
        c.take()
        return _only_if(c)
    if otherwise(c):
        return (else_branch(c, context),)
    if c.norm() == "in" and c.norm(1) in {"diesem", "diesen"}:
        return (in_this_case(c, context),)
    for parse in (followed, with_arrow, _demanded, by_cases):
        found = c.attempt(partial(parse, context=context))
        if found is not None:
            return found
    if c.norm() == "es" and c.norm(1) in FINITE and (starts_reference(c, 2) or c.norm(2) in {"weder", "keines"}):
        c.take()
    return effect_first(c, context)


def _demanded(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """A constraint, or three fields that make a date."""
    found = c.attempt(demand)
    return (replace(found, condition=_behind(c)),) if found is not None else (three_parts(c),)


def _behind(c: Cursor) -> Condition:
    """ "(Es muss eines der Felder …), wenn A", "…, es sei denn, A": when a demand applies."""
    when = unless(c, Whenever())
    if not isinstance(when, Whenever) or not (c.is_kind(Kind.COMMA) or c.norm() in words.IF):
        return when
    start = c.at
    c.accept_kind(Kind.COMMA)
    if c.accept_if():
        return condition(c)
    c.at = start
    return when


def _conditional(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """ "Wenn A, dann X", with further branches in the same sentence."""
    if c.attempt(none_of_them):
        return (else_branch(c, context),)
    by_each = c.attempt(partial(by_answers, context=context))
    if by_each is not None:
        return by_each
    when = when_of(c)
    then(c)
    _spelled_out(c, subject_of(when))
    if c.norm() == "gilt" and not starts_reference(c, 1):
        c.take()
        if not (c.accept_kind(Kind.COLON) and context.last):
            c.fail()  # how many of the next sentences would it reach?
    date = c.attempt(partial(calendar_date, when=when))
    if date is not None:
        return (date,)
    if c.attempt(cannot_send):
        return (Demand((Otherwise((when,)),), 1, None),)
    demanded = c.attempt(demand) or c.attempt(partial(no_other, chosen=when))
    if demanded is not None:
        return (replace(demanded, condition=when),) if not c.pointed or not context.targets else c.fail()
    done = acts(c, context.targets)
    if not certainly_asked(c, context.targets, done):
        c.fail()
    if c.accept_all("und", "umgekehrt"):
        return _both_ways(c, when, done)
    if c.land:
        when = Both((c.land, when))
    more = c.attempt(_also_if)
    when = unless(c, Both((when, more)) if more else when)
    if c.land:
        return (Branch(when, done),) if c.done() else c.fail()
    return with_further(c, [Branch(when, done)])


def _spelled_out(c: Cursor, subject: Ref | None) -> None:
    """ "(Ist F1 angegeben, so) muss dieses Datum (in der Zukunft liegen)": the answer that was asked for."""
    noun = c.norm(1) in {"dieses", "dieser"} and c.norm(2) in {"datum", "wert", "betrag", "zeitpunkt"}
    if subject is None or subject.within or not noun or c.norm() not in words.MUST | words.MAY:
        return
    said = replace(c.tokens[c.at + 1], kind=Kind.REF, parts=subject.parts, label=subject.label)
    c.tokens = (*c.tokens[: c.at + 1], said, *c.tokens[c.at + 3 :])
    c.references.clear()
    c.unmeasured.clear()


def _both_ways(c: Cursor, when: Condition, done: tuple[Action, ...]) -> tuple[Branch, ...]:
    """ "Ist F1 befüllt, muss F2 leer bleiben und umgekehrt"."""
    act = done[0]
    plain = isinstance(when, Given) and len(done) == 1 and isinstance(act, Act) and len(act.targets) == 1
    if not plain or not isinstance(when, Given) or not isinstance(act, Act) or not c.done():
        c.fail()
    if when.negated and act.kind is EffectKind.REQUIRED:  # "Ist F1 leer, muss F2 angegeben werden, und umgekehrt"
        return Branch(when, done), Branch(Given(act.targets[0], negated=True), (Act(act.kind, (when.ref,)),))
    if when.negated:
        c.fail()
    if act.kind not in {EffectKind.REQUIRED, EffectKind.FORBIDDEN}:
        c.fail()
    return Branch(when, done), Branch(Given(act.targets[0]), (Act(act.kind, (when.ref,)),))


def _also_if(c: Cursor) -> Condition:
    """ ", sofern B" at the end of "Wenn A, dann X": both are asked for."""
    if not c.accept_kind(Kind.COMMA) or not c.accept_if() or c.is_kind(Kind.OP):
        c.fail()
    found = condition(c)
    return found if c.done() else c.fail()


def _only_if(c: Cursor) -> tuple[Branch, ...]:
    """ "Nur wenn A, ist F auszufüllen": forbidden otherwise."""
    when = when_of(c)
    then(c)
    found = clauses(c, (), Named())
    if len(found) != 1:
        c.fail()
    return only_then(c, found[0], when)

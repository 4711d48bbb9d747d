"""Other ways to say what depends on what: "Bedingung: … Folge: …", "001 -> …", "Pflichtangabe bei …"."""

from __future__ import annotations

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.branches import plain_branch, with_further
from rathaus.fim.rules.reading.conditions import condition
from rathaus.fim.rules.reading.context import Context
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.effects import acts
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.openings import arrow
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import BEARER, Act, Bare, Branch, Condition, InLand, Is, Otherwise
from rathaus.fim.rules.reading.values import value, values

_CONDITIONS = frozenset({"bedingung", "voraussetzung", "fall", "auslöser"})
_FOLLOWS = frozenset({"folge", "rechtsfolge", "wirkung", "konsequenz", "ergebnis", "aktion", "effekt"})


def followed(c: Cursor, context: Context) -> tuple[Branch, ...]:
    """ "Folge: F2 muss befüllt werden" behind "Bedingung: F1 = wahr", and other ways to say what depends on what."""
    start = c.at
    if context.pending is not None and c.accept(_FOLLOWS):
        if not c.accept_kind(Kind.COLON):
            c.fail()
        branches = with_further(c, [Branch(context.pending, acts(c))])
        context.pending = None
        return branches
    c.at = start
    needed = c.attempt(_needed)
    if needed is not None:
        return needed
    return _duty_at(c)


def waiting(c: Cursor, context: Context) -> bool:
    """Reads "Bedingung: F1 = wahr", and keeps it for the sentence behind it."""
    start = c.at
    if c.accept(_CONDITIONS) and c.accept_kind(Kind.COLON):
        found = c.attempt(condition)
        separated = found is not None and (c.done() or c.accept_kind(Kind.SEMICOLON) or c.accept_kind(Kind.COMMA))
        if separated and not isinstance(found, Bare) and (c.done() or c.norm() in _FOLLOWS):
            context.pending = found
            return True
    c.at = start
    return False


def _needed(c: Cursor) -> tuple[Branch, ...]:
    """ "Voraussetzung für die Anzeige von F2 ist, dass F1 = wahr": shown then, hidden otherwise."""
    c.accept("die")
    c.expect(frozenset({"voraussetzung", "bedingung"}))
    c.expect("für")
    c.accept(frozenset({"die", "das"}))
    duty = bool(c.accept(frozenset({"befüllung", "ausfüllen", "angabe", "eingabe"})))
    if not duty:
        c.expect(frozenset({"anzeige", "einblendung"}))
    if c.norm() not in words.THESE | {"der", "des"}:
        c.expect("von")
    own = c.accept_all(words.THESE, words.NOUNS) and not starts_reference(c)
    target = BEARER if own else reference(c)
    c.expect(words.BE)
    if not c.accept_kind(Kind.COMMA) or not c.accept("dass") or duty:
        c.fail()
    when = condition(c)
    shown, hidden = (Act(kind, (target,)) for kind in (EffectKind.SHOWN, EffectKind.FORBIDDEN))
    return (Branch(when, (shown,)), Branch(Otherwise((when,)), (hidden,))) if c.done() else c.fail()


def _duty_at(c: Cursor) -> tuple[Branch, ...]:
    """ "F2: Pflichtangabe bei F1 = 001", "Pflichtangabe bei F1 = 001: F2"."""
    target = None
    if starts_reference(c):
        target = reference(c)
        c.accept_kind(Kind.COLON)
    c.expect(words.MANDATORY_NOUNS)
    c.accept_kind(Kind.COMMA)
    c.expect("bei") if c.norm() == "bei" else c.accept_if() or c.fail()
    when = condition(c)
    if target is None:
        target = reference(c) if c.accept_kind(Kind.COLON) else c.fail()
    return with_further(c, [Branch(when, (Act(EffectKind.REQUIRED, (target,)),))])


def with_arrow(c: Cursor, context: Context) -> tuple[Branch, ...]:
    """ "F1 = 001 -> F2 ist Pflichtfeld; F1 <> 001 -> F2 wird ausgeblendet"."""
    branches: list[Branch] = []
    by_land = c.norm() in {"land", "bundesland"}
    signs = any(token.kind is Kind.COLON or token.text == "=>" or token.norm in words.THEN for token in c.tokens)
    if not signs or (not by_land and not starts_reference(c) and not c.is_kind(Kind.OPEN)):
        c.fail()
    while not branches or c.accept_kind(Kind.SEMICOLON):
        when = _all_others(c, branches) or condition(c)
        if isinstance(when, Bare) or not (c.accept(words.THEN) or arrow(c) or c.accept_kind(Kind.COLON)):
            c.fail()
        known = branches[-1].acts[-1].targets if branches else context.targets
        branches.append(plain_branch(c, when, acts(c, known)))
        separated = 0 if c.norm() in words.ELSE else 1
        if c.norm(separated) in words.ELSE:
            branches = list(with_further(c, branches))
    return tuple(branches) if c.done() else c.fail()


def _all_others(c: Cursor, branches: list[Branch]) -> Condition | None:
    """ "Land = HE -> …; alle anderen (Länder) -> …"."""
    lands = tuple(code for one in branches if isinstance(one.condition, InLand) for code in one.condition.codes)
    alike = all(isinstance(one.condition, InLand) and not one.condition.negated for one in branches)
    start = c.at
    c.accept("alle")
    if lands and alike and c.accept(frozenset({"anderen", "übrigen", "andere", "übrige", "restlichen"})):
        c.accept(words.LAND_WORDS)
        return InLand(lands, negated=True)
    c.at = start
    return None


def by_cases(c: Cursor, context: Context) -> tuple[Branch, ...]:
    """ "Abhängig von F1: 001 „Neu“ -> G1 muss befüllt werden; 002 „Alt“ -> G2 muss befüllt werden"."""
    if not c.accept_all("abhängig", "von") and not c.accept_all("in", "abhängigkeit", "von"):
        c.expect("je")
        c.expect("nach")
    c.accept_all(frozenset({"der", "dem"}), words.KINDS)
    ref = reference(c)
    c.accept("gilt")
    if not c.accept_kind(Kind.COLON):
        c.fail()
    branches: list[Branch] = []
    while not branches or c.accept_kind(Kind.SEMICOLON) or c.accept_kind(Kind.COMMA):
        led = c.accept("bei")
        when = Is(ref, values(c, "="))
        if not (c.accept(words.THEN) or arrow(c) or c.accept_kind(Kind.COLON)) and not (led and c.norm() in FINITE):
            c.fail()
        branches.append(plain_branch(c, when, acts(c)))
    return tuple(branches) if c.done() else c.fail()


def by_answers(c: Cursor, context: Context) -> tuple[Branch, ...]:
    """ "Wenn F1 folgende Ausprägung hat: 001 „Umzug“, dann muss G1 …, 002 „Verlust“, dann muss F2 …"."""
    if not c.accept_if():
        c.fail()
    ref = reference(c)
    c.accept("die")
    c.expect(frozenset({"folgende", "folgenden"}))
    c.expect(words.VALUE_NOUNS)
    c.expect(words.HAVE)
    if not c.accept_kind(Kind.COLON):
        c.fail()
    branches: list[Branch] = []
    while not branches or c.accept_kind(Kind.SEMICOLON) or c.accept_kind(Kind.COMMA):
        if branches and c.done():
            break
        when = Is(ref, (value(c),))
        c.accept_kind(Kind.COMMA)
        if not (c.accept(words.THEN) or arrow(c) or c.accept_kind(Kind.COLON)):
            c.fail()
        branches.append(plain_branch(c, when, acts(c)))
    return tuple(branches) if c.done() and len(branches) > 1 else c.fail()

"""Conditions made of several that are told by words: "entweder … oder", "eine der folgenden Bedingungen: …"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.joints import joined_by, starts_operand
from rathaus.fim.rules.reading.lists import ALL, how_many
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Bare, Both, Condition, Either, Given, Is, Otherwise, Several
from rathaus.fim.rules.reading.values import MIXED

Operand = Callable[[Cursor], Condition]
"""Reads one part of a condition."""


def either_or(c: Cursor, operand: Operand) -> Condition:
    """ "entweder F1 = 001 oder F2 = 002 ist": exactly one of them."""
    c.expect("entweder")
    parts = [operand(c)]
    while c.accept("oder"):
        parts.append(operand(c))
    if any(isinstance(part, Bare) for part in parts):
        c.fail()
    if len(parts) == 1:  # "entweder F1 = 001 oder 002"
        return replace(parts[0], loose=False) if isinstance(parts[0], Is) and len(parts[0].values) > 1 else c.fail()
    if c.norm() in words.AND and starts_operand_behind(c):
        c.fail(MIXED)  # "entweder A oder B und C"
    return Several(tuple(parts), 1, 1)


def starts_operand_behind(c: Cursor) -> bool:
    """True where another condition follows the "und" here."""
    c.at += 1
    found = starts_operand(c)
    c.at -= 1
    return found


def of_listed(c: Cursor, operand: Operand) -> Condition:
    """ "mindestens eine der folgenden Bedingungen erfüllt ist: F1 = wahr, F2 = 002"."""
    amount = _how_many_of(c)
    c.accept(frozenset({"folgenden", "folgende", "folgender", "nachfolgenden"}))
    c.expect(frozenset({"bedingungen", "voraussetzungen", "kriterien", "fälle", "aussagen", "punkte", "bedingung"}))
    if c.accept(frozenset({"erfüllt", "gegeben", "zutreffend", "wahr"})):
        c.accept(words.BE)
    else:
        c.accept(frozenset({"zutrifft", "zutreffen", "vorliegt", "vorliegen", "gilt", "gelten"}))
    if not c.accept_kind(Kind.COLON):
        c.fail()
    parts, joints = [operand(c)], set[str]()
    while joint := _list_joint(c):
        parts.append(operand(c))
        joints.add(joint)
    wrong = "oder" if amount == ALL else "und"
    if wrong in joints or len(parts) < 2 or any(isinstance(part, Bare) for part in parts):
        c.fail(MIXED if wrong in joints else None)
    if amount == ALL:
        return Both(tuple(parts))
    return Otherwise(tuple(parts)) if amount == 0 else Either(tuple(parts)) if amount == 1 else c.fail()


def _how_many_of(c: Cursor) -> int:
    """How many of the listed conditions must hold, at least."""
    if c.accept("alle") or c.accept_all("die") or c.norm() in {"folgende", "nachfolgende"}:
        c.accept("der")
        return ALL
    if c.accept(frozenset({"keine", "keiner"})):
        c.expect("der")
        return 0
    amount = how_many(c)
    c.expect("der")
    return 1 if amount == (1, None) else c.fail()


def _list_joint(c: Cursor) -> str:
    """What stands between two listed conditions; empty (and no move) behind the last."""
    start = c.at
    separated = c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON)
    word = c.accept(words.AND | words.OR)
    if not (separated or word) or not starts_operand(c):
        c.at = start
        return ""
    return "," if not word else "und" if word in words.AND else "oder"


def neither_holds(c: Cursor, operand: Operand) -> Condition:
    """ "(weder) F1 = 001 noch F2 = 002 ist"."""
    parts = [operand(c)]
    while c.accept("noch"):
        parts.append(operand(c))
    if len(parts) < 2 or any(isinstance(part, Bare) for part in parts):
        c.fail()
    return Otherwise(tuple(parts))


def in_some_group(c: Cursor, operand: Operand) -> Condition:
    """ "in mindestens einer Gruppe G… das Feld F… = 001 ist": one entry decides. "<>" would ask all of them, and a
    second comparison might speak of the same entry."""
    c.expect("in")
    some = c.accept(frozenset({"mindestens", "wenigstens", "irgendeiner", "irgendeinem"}))
    if not some.startswith("irgend"):
        c.expect(frozenset({"einer", "einem"}))
    if c.accept(frozenset({"eintrag", "wiederholung", "instanz"})):
        c.expect(frozenset({"der", "von"}))
    c.accept("der")
    c.expect(words.GROUP_NOUNS)
    group = reference(c)
    found = operand(c) if starts_reference(c) else c.fail()
    if not isinstance(found, Is | Given) or found.negated or joined_by(c, again=False):
        c.fail()
    named = (*found.ref.within, *found.ref.parts)
    if not group.parts[-1].startswith("G") or named[: len(group.parts)] == group.parts:
        return found if group.parts[-1].startswith("G") else c.fail()
    return replace(found, ref=replace(found.ref, within=group.parts)) if len(named) == 1 else c.fail()

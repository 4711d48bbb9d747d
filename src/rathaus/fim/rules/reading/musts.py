"""Constraints read by the roles of their words (`roles`), in whatever order these stand."""

from __future__ import annotations

from collections.abc import Sequence

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.roles import Part, Role
from rathaus.fim.rules.reading.tree import Answer, Demand, Given, Measure, Ref, Today

_FILLS = {Role.FILL, Role.ANSWERED, Role.TO_FILL, Role.MANDATORY, Role.ENTRY}
_COUNTS = {Role.LEAST, Role.MOST, Role.EXACTLY, Role.EITHER, Role.TOGETHER}
_COUNTED = {
    *_FILLS, *_COUNTS, Role.REF, Role.FILLER, Role.MUST, Role.MAY, Role.CAN, Role.BE, Role.BECOME, Role.AND, Role.OR,
    Role.COMMA, Role.COLON, Role.NOT, Role.NUMBER, Role.BOTH, Role.ONLY, Role.OPEN, Role.CLOSE, Role.NOT_BOTH,
}  # fmt: skip
_TIMES = {Role.BEFORE, Role.AFTER, Role.FUTURE, Role.PAST}
_DATED = {
    *_TIMES, Role.REF, Role.FILLER, Role.MUST, Role.MAY, Role.NOT, Role.OR, Role.EQUAL, Role.THESE, Role.COMMA,
}  # fmt: skip
_ORDER = {Role.BEFORE: "<", Role.AFTER: ">", Role.FUTURE: ">", Role.PAST: "<"}
_DENIED = {"<": ">=", ">": "<="}


def demand(row: Sequence[Part], subject: Ref | None) -> Demand | None:
    """The constraint that `row` is; None where it is none, or none that is certain."""
    roles = {part.role for part in row}
    refs = tuple(part.ref for part in row if part.ref is not None)
    if roles & _TIMES and roles <= _DATED:
        return _dated(row, refs, subject)
    if roles & (_COUNTS | {Role.ONLY}) and roles & _FILLS and roles <= _COUNTED and len(refs) > 1:
        if any(part.role is Role.COLON and any(one.ref for one in row[:at]) for at, part in enumerate(row)):
            return None  # "In G muss mindestens ein Feld befüllt sein: F1, F2": of these, and not of G
        amount = _amount(row, len(refs))
        return Demand(tuple(Given(ref) for ref in refs), *amount) if amount else None
    return None


def _dated(row: Sequence[Part], refs: tuple[Ref, ...], subject: Ref | None) -> Demand | None:
    """ "F1 muss vor F2 liegen (oder gleich sein)", "F1 darf nicht in der Zukunft liegen"."""
    roles = [part.role for part in row]
    signs = [role for role in roles if role in _TIMES]
    oblige, deny = roles.count(Role.MUST), roles.count(Role.NOT)
    if len(signs) != 1 or oblige + roles.count(Role.MAY) != 1 or oblige == deny or deny > 1:
        return None
    sign = _DENIED[_ORDER[signs[0]]] if deny else _ORDER[signs[0]]
    if Role.OR in roles:
        if deny or Role.EQUAL not in roles:
            return None
        sign += "="
    if signs[0] in {Role.FUTURE, Role.PAST}:
        refs = refs or ((subject,) if subject and Role.THESE in roles else ())
        return Demand((Measure(Answer(refs[0]), sign, Today(), dated=True),), 1, None) if len(refs) == 1 else None
    at = roles.index(signs[0])
    before = [part.ref for part in row[:at] if part.ref is not None]
    if len(refs) != 2 or len(before) != 1:
        return None
    return Demand((Measure(Answer(refs[0]), sign, Answer(refs[1]), dated=True),), 1, None)


def _of_them(row: Sequence[Part], place: int) -> bool:
    """False for "mindestens eine Angabe in F1 und F2": one of them, or one in each?"""
    counted = row[place].role not in {Role.EITHER, Role.TOGETHER}
    joined = any(part.role is Role.AND for part in row)
    return not (counted and joined) or (place + 2 < len(row) and row[place + 2].word in {"der", "von", "dieser"})


def _amount(row: Sequence[Part], most: int) -> tuple[int, int | None] | None:
    """How many of them, at least and at most."""
    roles = [part.role for part in row]
    counts = [place for place, role in enumerate(roles) if role in _COUNTS | {Role.ONLY}]
    may, denials = roles.count(Role.MAY) + roles.count(Role.CAN), roles.count(Role.NOT)
    if len(counts) != 1 or any(part.word == "jeweils" for part in row) or not _of_them(row, counts[0]):
        return None
    kind = roles[counts[0]]
    if Role.NOT_BOTH in roles and (kind not in {Role.EITHER, Role.LEAST} or most != 2):
        return None
    if kind is Role.EITHER:
        plain = Role.AND not in roles and not may and not denials and Role.BOTH not in roles
        return (1, 1) if plain and roles.count(Role.OR) == most - 1 else None
    if kind is Role.TOGETHER:
        return (0, 1) if most == 2 and may and denials == 1 else None
    number = words.NUMBERS.get(row[counts[0] + 1].word, 0) if counts[0] + 1 < len(row) else 0
    if not 0 < number < most or denials:
        return None
    limits = {
        Role.LEAST: None if may else (number, 1 if Role.NOT_BOTH in roles else None),
        Role.EXACTLY: None if may else (number, number),
        Role.MOST: (0, number) if may else None,
        Role.ONLY: (0, number) if may else None,
    }
    return limits[kind]

"""Conditions read by the roles of their words (`roles`), in whatever order these stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import NotReadError, require
from rathaus.fim.rules.reading.quantities import written_number
from rathaus.fim.rules.reading.roles import Part, Role
from rathaus.fim.rules.reading.subjects import of_one_sort
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Both,
    Chosen,
    Condition,
    Either,
    Given,
    Is,
    Measure,
    Ref,
    Said,
    Value,
)
from rathaus.fim.rules.reading.values import MIXED

_SIZES = {Role.MORE: ">", Role.LESS: "<", Role.LEAST: ">=", Role.MOST: "<="}
_COMMON = {Role.FILLER, Role.REF, Role.BE, Role.BECOME, Role.COMMA, Role.OR, Role.AND, Role.AT, Role.NOT}
_COMPARING = _COMMON | {
    *(Role.VALUE, Role.EQUAL, Role.UNEQUAL, Role.HAVE, Role.CHOSEN, Role.ANSWERED, Role.PICKABLE, Role.OTHER),
    *(Role.OPEN, Role.CLOSE, *_SIZES),
}
_FILLING = _COMMON | {Role.ANSWERED, Role.FILL, Role.EMPTY, Role.ENTRY, Role.CHOSEN, Role.EACH, Role.BOTH, Role.HAVE}
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")
_PREDICATES = {
    *(Role.BE, Role.BECOME, Role.HAVE, Role.EQUAL, Role.UNEQUAL, Role.CHOSEN, Role.ANSWERED, Role.FILL, Role.EMPTY),
    *(Role.ENTRY, *_SIZES),
}
_AGAIN = words.of("auch zusätzlich ebenfalls stattdessen zudem zugleich danach anschließend jedoch")
"""These speak of something before, which the condition then belongs to."""
_POINTING = words.NOUNS | words.of(
    "dieser diesem diesen diese dieses hier dabei dafür hierfür danach anschließend jeweilige jeweiligen folgende"
    " folgenden nachfolgende nachfolgenden zugehörige zugehörigen entsprechende entsprechenden frage antwort angabe"
    " datum betrag person"
)
"""With these a value alone may belong to what was shown before instead of what was asked."""
_MANY = words.of("werte werten codes einträge einträgen ausprägungen auswahlwerte optionen auswahlen antworten fragen")
_MEASURING = words.of("unter aus für zu zum von vom an durch")
_OF_THEM = words.of("der von dieser")
_ONE = words.of("ein einer eine eines einem einen")


def condition(
    row: Sequence[Part], subject: Ref | None, before: Condition | None = None, asked: Condition | None = None
) -> Condition:
    """What `row` asks for. Raises `NotReadError`.

    `subject` is what a value alone is compared with, `asked` the condition that it is taken from, `before` the one that
    "Option nicht gewählt" takes up.
    """
    atoms, joints = _split(row)
    require(_apart(atoms))
    found = [_atom(atom, subject, before, asked) for atom in atoms]
    inner = {part.role for atom in atoms for part in atom if part.role is Role.OR}
    if len(joints) > 1 or (len(atoms) > 1 and not inner <= joints):
        raise NotReadError(MIXED)
    if len(found) == 1:
        return found[0]
    return Both(tuple(found)) if joints == {Role.AND} else Either(tuple(found))


def _apart(atoms: Sequence[Sequence[Part]]) -> bool:
    """True where no comparison takes anything from another one, or from a sentence before."""
    first = next((part for part in atoms[0] if part.role not in {Role.FILLER, Role.BE, Role.BECOME, Role.HAVE}), None)
    again = [part.word for part, behind in pairwise([*atoms[0], *atoms[0][:1]]) if behind.role is not Role.VALUE]
    if set(again) & _AGAIN or any(part.word == "ebenfalls" for atom in atoms for part in atom):
        return False
    if len(atoms) == 1:
        return True
    if first is not None and first.role is Role.NOT:
        return False  # "wenn nicht F1 befüllt und F2 befüllt": one of them, or both?
    chosen = [atom for atom in atoms[1:] if not any(part.role is Role.VALUE for part in atom)]
    if any(part.word in _AGAIN for atom in chosen for part in atom):
        return False
    denied = any(part.role is Role.NOT for part in atoms[-1])
    return not denied or all(any(part.role in _PREDICATES for part in atom) for atom in atoms)


def _split(row: Sequence[Part]) -> tuple[list[list[Part]], set[Role]]:
    """The comparisons that UND or ODER join: each has a reference of its own and says something of it."""
    atoms: list[list[Part]] = [[]]
    joints: set[Role] = set()
    for place, part in enumerate(row):
        rest = _until_joint(row[place + 1 :])
        joins = part.role in {Role.AND, Role.OR} and _speaks(atoms[-1]) and _speaks(rest)
        if joins and any(one.role is Role.REF for one in rest):
            joints.add(part.role)
            atoms.append([])
        else:
            atoms[-1].append(part)
    return atoms, joints


def _until_joint(row: Sequence[Part]) -> Sequence[Part]:
    ends = (place for place, part in enumerate(row) if part.role in {Role.AND, Role.OR})
    return row[: next(ends, len(row))]


def _speaks(row: Iterable[Part]) -> bool:
    saying = {Role.VALUE, Role.ANSWERED, Role.FILL, Role.EMPTY, Role.ENTRY, Role.CHOSEN}
    return any(part.role in saying for part in row)


def _atom(row: Sequence[Part], subject: Ref | None, before: Condition | None, asked: Condition | None) -> Condition:
    refs = tuple(part.ref for part in row if part.ref is not None)
    values = tuple(part.value for part in row if part.value is not None)
    roles = [part.role for part in row]
    if not refs and not values:
        return _not_that(row, before)
    if values:
        if not refs and row[0].role is Role.VALUE:
            row = [replace(part, role=Role.OR) if part.role is Role.AND else part for part in row]  # "bei 04 und 05"
            roles = [part.role for part in row]
        require(bool(refs) or _of_the_same(row, values, asked))
        refs = refs or ((subject,) if subject else ())
        if Role.EMPTY in roles:
            return _or_empty(row, refs, values)
        require(len(refs) == 1 and refs[0].parts[-1].startswith("F") and set(roles) <= _COMPARING)
        return _sized(row, refs[0], values) if set(roles) & set(_SIZES) else _equal(row, refs[0], values)
    require(bool(refs) and set(roles) <= _FILLING and (len(refs) == 1 or not any(ref.within for ref in refs)))
    return _filled(row, refs)


def _of_the_same(row: Sequence[Part], values: tuple[Value, ...], asked: Condition | None) -> bool:
    """True where a value alone can only be one of what was asked: not "ist hier 02 gewählt", nor "bei ja" after 01."""
    return of_one_sort(asked, values) and not any(part.word in _POINTING for part in row)


def _or_empty(row: Sequence[Part], refs: tuple[Ref, ...], values: tuple[Value, ...]) -> Condition:
    """ "= falsch oder leer"."""
    roles = [part.role for part in row]
    allowed = {Role.REF, Role.VALUE, Role.OR, Role.EMPTY, Role.EQUAL, Role.FILLER, Role.BE, Role.HAVE}
    require(len(refs) == len(values) == roles.count(Role.OR) == 1 and set(roles) <= allowed)
    require(abs(roles.index(Role.OR) - roles.index(Role.EMPTY)) <= 2)
    either = Is(refs[0], values), Given(refs[0], negated=True)
    return Either(either if roles.index(Role.VALUE) < roles.index(Role.EMPTY) else either[::-1])


def _not_that(row: Sequence[Part], before: Condition | None) -> Condition:
    """ "wurde die Option nicht gewählt": not what was asked before."""
    roles = [part.role for part in row]
    require(set(roles) <= {Role.FILLER, Role.NOT, Role.CHOSEN, Role.BE, Role.BECOME, Role.PICKABLE})
    require(any(part.word in words.VALUE_NOUNS - _MANY | {"auswahl"} for part in row))
    require(not any(part.word in _ONE or part.word.startswith("kein") for part in row))
    require(roles.count(Role.NOT) == 1 and Role.CHOSEN in roles and row[0].role is not Role.NOT)
    if not isinstance(before, Is) or before.negated:
        raise NotReadError
    return replace(before, negated=True, loose=False)


def _equal(row: Sequence[Part], ref: Ref, values: tuple[Value, ...]) -> Condition:
    """One value or a list; "kein", "weder" and a bracket deny each of several, a bare "nicht … oder" does not say."""
    roles = {part.role for part in row}
    require(Role.AND not in roles and not _behind_under(row))
    denials = [part for part in row if part.role in {Role.NOT, Role.UNEQUAL}]
    require(len(denials) <= 1 and _in_one_bracket(row) and Said("") not in values and _lists(row, Role.VALUE))
    holds = any(part.word == "enthält" for part in row)
    require(not holds or any(part.word in words.VALUE_NOUNS for part in row))  # "enthält „Haus“": somewhere in it
    if Role.OTHER in roles:
        require(not denials and any(part.word == "als" for part in row))
        return Both((Given(ref), Is(ref, values, negated=True)))
    several = len(values) > 1
    require(not any(isinstance(one, Said) and one.label is None and written_number(one.text) for one in values))
    require(not any(part.role is Role.PICKABLE and part.word != "auswahl" for part in row))  # "ist auswählbar"
    require(not any(one.word == "zur" and two.word == "auswahl" for one, two in pairwise(row)))
    require(several or not any(part.word in _MANY for part in row))  # "die Optionen in F1 sind 2": how many?
    require(all(_labelled(one) and _labelled(two) for one, two in pairwise(row) if one.value and two.value))
    if several and not roles & {Role.OR, Role.OPEN}:
        require(all(isinstance(value, Said) and value.label for value in values))  # "001, 002": and, or?
    if several and denials:
        require(denials[0].word.startswith("kein") or Role.OPEN in roles)
    return Is(ref, values, negated=bool(denials))


def _labelled(part: Part) -> bool:
    return isinstance(part.value, Said) and part.value.label is not None


def _lists(row: Sequence[Part], role: Role) -> bool:
    """True where every joint stands between two parts of that role: none is left over that joins something else."""
    found = [place for place, part in enumerate(row) if part.role is role]
    joints = [place for place, part in enumerate(row) if part.role in {Role.AND, Role.OR, Role.COMMA}]
    return len(joints) < len(found) and all(found[0] < place < found[-1] for place in joints) if joints else True


def _behind_under(row: Sequence[Part]) -> bool:
    """True for "unter 18", "von 5": more than an equality."""
    return any(
        one.word in _MEASURING and other.role is Role.VALUE and other.word[:1].isdigit() for one, other in pairwise(row)
    )


def _in_one_bracket(row: Sequence[Part]) -> bool:
    """True where brackets, if there are any, hold nothing but the values."""
    opens = [place for place, part in enumerate(row) if part.role is Role.OPEN]
    closes = [place for place, part in enumerate(row) if part.role is Role.CLOSE]
    if not opens and not closes:
        return True
    if len(opens) != 1 or len(closes) != 1 or closes[0] < opens[0]:
        return False
    inside = row[opens[0] + 1 : closes[0]]
    outside = [*row[: opens[0]], *row[closes[0] + 1 :]]
    listing = {Role.VALUE, Role.OR, Role.COMMA}
    return {part.role for part in inside} <= listing and not any(part.role is Role.VALUE for part in outside)


def _sized(row: Sequence[Part], ref: Ref, values: tuple[Value, ...]) -> Condition:
    """ "mehr als 10 Euro", "größer 5", ">= 3"."""
    sizes = [part.role for part in row if part.role in _SIZES]
    equals = [part for part in row if part.role in {Role.EQUAL, Role.UNEQUAL, Role.NOT, Role.OTHER, Role.OR, Role.OPEN}]
    require(len(sizes) == 1 and len(values) == 1 and not equals)
    at = next(place for place, part in enumerate(row) if part.role in _SIZES)
    require(any(part.value is not None for part in row[at:]))  # "5 mehr"
    require(not any(part.word in _MANY or part.word in {"enthält", "für"} for part in row))
    require(all(part.role is not Role.CHOSEN for part in row))  # "mehr als 1 ausgewählt": how many, or what?
    value = values[0]
    if not isinstance(value, Said) or not _NUMBER.fullmatch(value.text) or value.label:
        raise NotReadError
    plain = value.text.replace(".", "") if _GROUPED.fullmatch(value.text) else value.text
    return Measure(Answer(ref), _SIZES[sizes[0]], Amount(plain.replace(",", ".")))


def _filled(row: Sequence[Part], refs: tuple[Ref, ...]) -> Condition:
    roles = {part.role for part in row}
    states = roles & {Role.ANSWERED, Role.FILL, Role.EMPTY, Role.ENTRY, Role.CHOSEN}
    denials = sum(part.role is Role.NOT for part in row)
    require(bool(states) and denials <= 1 and _lists(row, Role.REF))
    require(not any(one.word == "zu" and two.role is Role.FILL for one, two in pairwise(row)))  # a duty, and no state
    require(not any(ref.located and ref.label for ref in refs))  # its name, or the value that was given?
    if states == {Role.CHOSEN} and not any(part.word in words.VALUE_NOUNS for part in row):
        require(len(refs) == 1)
        return Chosen(refs[0], negated=bool(denials))
    require(Role.EMPTY not in states or states == {Role.EMPTY})
    negated = bool(denials) is not (Role.EMPTY in states)
    one = any(part.word in _ONE for part in row)
    if len(refs) == 1:
        require(not negated or not one or all(part.word != "nicht" and part.role is not Role.EMPTY for part in row))
        none = any(part.word.startswith("kein") for part in row) or (states == {Role.EMPTY} and not denials)
        require(not refs[0].fields or none or (one and not negated))  # "die Felder in G1 befüllt": all of them
        require(Role.BOTH not in roles and (Role.EACH not in roles or (Role.EMPTY in states and not denials)))
        return Given(refs[0], negated=negated)
    require(not negated and not (denials and roles & {Role.BOTH, Role.EACH}))  # "nicht beide leer"
    return _of_several(row, tuple(Given(ref) for ref in refs))


def _of_several(row: Sequence[Part], given: tuple[Given, ...]) -> Condition:
    """ "in einer der Gruppen …", "alle", "F1 und F2", "F1 oder F2"."""
    roles = {part.role for part in row}
    first = next(place for place, part in enumerate(row) if part.ref is not None)
    one = any(part.word in _ONE and behind.word in _OF_THEM for part, behind in pairwise(row[:first]))
    require(one or Role.OR in roles or not any(part.word in _ONE for part in row))  # "eine Angabe in F1 und F2"
    every = bool(roles & {Role.EACH, Role.BOTH})
    require(not (one and every) and not (every and Role.OR in roles) and not {Role.AND, Role.OR} <= roles)
    if one or Role.OR in roles:
        return Either(given)
    require(Role.AND in roles and (Role.BOTH not in roles or len(given) == 2))
    return Both(given)

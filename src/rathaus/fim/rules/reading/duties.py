"""Effects read by the roles of their words (`roles`), in whatever order these stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import NotReadError, require
from rathaus.fim.rules.reading.meanings import alike, meaning, verb_class
from rathaus.fim.rules.reading.musts import demand
from rathaus.fim.rules.reading.roles import Part, Role
from rathaus.fim.rules.reading.tree import BEARER, Act, Action, Demand, Fix, Limit, Ref, Said

_SAID = {
    Role.FILL: "fill",
    Role.ANSWERED: "fill",
    Role.CHOSEN: "fill",
    Role.TO_FILL: "to fill",
    Role.SHOW: "show",
    Role.TO_SHOW: "to show",
    Role.HIDE: "hide",
    Role.TO_HIDE: "to hide",
    Role.EMPTY: "empty",
    Role.MANDATORY: "mandatory",
    Role.OPTIONAL: "optional",
    Role.DROPS: "drop",
}
SAYING = frozenset(_SAID)
"""The roles that say what is done with a target."""
_VERBS = (Role.MUST, Role.MAY, Role.CAN)
_ALLOWED = {
    *_SAID, *_VERBS, Role.REF, Role.FILLER, Role.BE, Role.BECOME, Role.NOT, Role.ONLY, Role.AND, Role.COMMA,
    Role.COLON, Role.THESE, Role.BOTH, Role.EACH, Role.ENTRY, Role.EQUAL,
}  # fmt: skip
_BETWEEN = words.of("als zu zum zur in im")
"""What may stand between "nicht" or "nur" and what is said."""
_TICKED = words.TICKED - {"aktiviert"} | words.of("anzukreuzen bejaht bestätigt")
_ONE = words.of("ein eine eines einem einen einer")
_SEVERAL = words.of("felder gruppen datenfelder feldgruppen datenfeldgruppen felder feldern")


@dataclass(slots=True)
class Duties:
    """What a clause does; `only`: "nur", so that the opposite holds where its condition does not."""

    acts: tuple[Action, ...] = ()
    only: bool = False
    verb: str = ""
    demand: Demand | None = None
    """What must hold, instead of what is done."""


@dataclass(slots=True)
class _Clause:
    refs: list[Ref] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    verb: str = ""
    ending: str = ""
    """The infinitive at its end, which may belong to the verb of the clause before."""
    denials: int = 0
    late: bool = False
    """Whether something was said before a denial: "auszufüllen und nicht anzuzeigen" denies one of two."""


def duties(row: Sequence[Part], known: tuple[Ref, ...], subject: Ref | None = None, *, only: bool = False) -> Duties:
    """What `row` does. Raises `NotReadError`.

    `known` are the targets that it may speak of without naming them, `subject` is what its condition asks for; `only`:
    that condition began with "nur".
    """
    demanded = demand(row, subject)
    if demanded is not None:
        return Duties(demand=demanded)
    if any(part.role is Role.PRESET for part in row):
        return Duties((_preset(row, known),))
    if any(part.role is Role.VALUE for part in row):
        return _limit(row)
    roles = {part.role for part in row}
    require(roles <= _ALLOWED)
    require(Role.NOT not in roles or not roles & {Role.EACH, Role.BOTH})  # "nicht alle": which of them?
    require(row[-1].word not in words.PARTICLES or bool(roles & {Role.SHOW, Role.HIDE}))  # "Pflicht und aus"
    require(not any(part.word in _TICKED for part in row))  # "muss angekreuzt werden": yes, and not just anything
    require(not any(part.word == "unter" for part in row))  # "die Felder unter F1"
    require(not any((one.word, two.word) == ("auf", "antrag") for one, two in pairwise(row)))
    require(_joined(row) and _near(row) and not _of_many(row))
    only = only or Role.ONLY in roles
    found = _clauses(row)
    require(not only or len(found) == 1)
    verb, acts = "", list[Action]()
    for clause in found:
        shared = "" if clause.verb else verb
        verb = clause.verb = clause.verb or verb or (verb_class(clause.ending) if clause.ending else "")
        targets = tuple(clause.refs) or (known_of(row, known) if clause is found[0] else ())
        kind = _kind(clause, only=only)
        each = kind in {EffectKind.OPTIONAL, EffectKind.REQUIRED} and any(ref.fields for ref in targets)
        require(not each)  # "alle Felder in G sind Pflicht": each of them, and not the group
        act = Act(kind, targets if targets else _fail())
        require(not shared or alike(shared, acts[-1], act))
        acts.append(act)
    return Duties(tuple(acts), only, found[0].verb)


def _joined(row: Sequence[Part]) -> bool:
    """True where UND or a comma stands between each two targets: "F1 aus F2" and "F1 vor F2" name another relation."""
    refs = [place for place, part in enumerate(row) if part.role is Role.REF]
    return all(any(part.role in {Role.AND, Role.COMMA} for part in row[a:b]) for a, b in pairwise(refs))


def _near(row: Sequence[Part]) -> bool:
    """True where each "nicht" and "nur" belongs to what is said: "nicht F1", "nur F1" speak of other targets too."""
    named = [place for place, part in enumerate(row) if part.ref is not None]
    for place, part in enumerate(row):
        if part.word.startswith("kein") and len(named) > 1 and place + 1 >= named[0]:
            behind = row[place + 1] if place + 1 < len(row) else part
            if behind.role not in _SAID:
                return False  # "Angaben zu F1 und keine zu F2", "kein F1 und F2"
        if part.role is Role.ONLY or part.word == "nicht":
            following = next((one for one in row[place + 1 :] if one.word not in _BETWEEN), None)
            last = part.role is Role.ONLY and (following is None or following.word == "nicht")  # "nur, wenn"
            if not last and (following is None or following.role not in _SAID):
                return False
    return True


def _of_many(row: Sequence[Part]) -> bool:
    """True for "eines der Felder F1, F2", "ein Feld der Gruppe", "mit F1 alle Felder": which of them is meant?"""
    refs = [place for place, part in enumerate(row) if part.ref is not None]
    each = [place for place, part in enumerate(row) if part.role is Role.EACH]
    one = any(part.word in _ONE for part in row)
    group = any(part.ref is not None and part.ref.parts[-1].startswith("G") for part in row)
    return (one and (len(refs) > 1 or group)) or (bool(refs) and any(place > refs[0] for place in each))


def _clauses(row: Sequence[Part]) -> list[_Clause]:
    """One clause for each group of targets: named before what is said of them, or all of them behind it."""
    states = [place for place, part in enumerate(row) if part.role in _SAID]
    refs = [place for place, part in enumerate(row) if part.role is Role.REF]
    require(bool(states))
    if not refs or max(refs) < min(states) or min(refs) > max(states):
        return [_gathered(row)]
    pieces = _pieces(row)
    mixed = len({_leads(piece) for piece in pieces}) > 1
    if mixed and not any(part.role in {*_VERBS, Role.BE, Role.BECOME} for part in row):
        return [_gathered(row)]  # "zeige F1 und F2 als Pflichtfelder an"
    clauses = [_gathered(piece) for piece in pieces]
    require(not mixed and all(clause.refs and clause.said for clause in clauses))
    return clauses


def _pieces(row: Sequence[Part]) -> list[Sequence[Part]]:
    """The row cut at each UND and comma that stand between two things said of different targets."""
    pieces: list[Sequence[Part]] = []
    begin = 0
    for place, part in enumerate(row):
        closes = part.role in {Role.AND, Role.COMMA} and any(one.role in _SAID for one in row[begin:place])
        if closes and any(one.role is Role.REF for one in row[place:]):
            pieces.append(row[begin:place])
            begin = place + 1
    return [*pieces, row[begin:]]


def _leads(piece: Sequence[Part]) -> bool:
    """True where what is said stands before the targets; fails where it stands on both sides."""
    states = [place for place, part in enumerate(piece) if part.role in _SAID]
    refs = [place for place, part in enumerate(piece) if part.role is Role.REF]
    require(bool(states) and bool(refs) and (max(refs) < min(states) or max(states) < min(refs)))
    return max(states) < min(refs)


def _gathered(row: Sequence[Part]) -> _Clause:
    found = _Clause()
    for part in row:
        if part.ref is not None:
            found.refs.append(part.ref)
        elif part.role in _SAID:
            found.said.append(_SAID[part.role])
        elif part.role is Role.NOT:
            found.denials += 1
            found.late = found.late or bool(found.said)
    answers = {part.role for part in row} & {Role.ANSWERED, Role.CHOSEN}
    require(Role.BOTH not in {part.role for part in row} or len(found.refs) in {0, 2})
    require(not answers or not any(ref.located and ref.label for ref in found.refs))  # its name, or a value?
    require(len(found.refs) == 1 or not any(ref.within for ref in found.refs))  # "in G die Felder F1 und F2"
    verbs = [part.word for part in row if part.role in _VERBS]
    infinitive = row[-1].word in words.AUXILIARY and any(part.role in _SAID for part in row[:-1])
    found.ending = row[-1].word if infinitive else ""
    states = [part.word for part in row[: len(row) - infinitive] if part.role in {Role.BE, Role.BECOME}]
    require(len(verbs) <= 1)
    if verbs or states:
        found.verb = verb_class((verbs or states)[0])
    elif any(part.role is Role.EQUAL for part in row):
        found.verb = "be"
    return found


def _kind(clause: _Clause, *, only: bool) -> EffectKind:
    said = frozenset(clause.said)
    directive = any(word.startswith("to ") for word in said)
    verb = clause.verb or ("be" if directive else "shall")
    require(clause.denials == len(clause.said) or (clause.denials <= 1 and not clause.late))
    negated = clause.denials > 0
    if said == {"drop"}:
        return EffectKind.FORBIDDEN if not negated and not clause.verb else _fail()
    if only and verb == "may" and said <= {"fill", "show"} and not negated:
        return EffectKind.SHOWN
    if verb in {"may", "can"} and "mandatory" in said:
        _fail()
    require(not only or said != {"mandatory"})  # "ist nur Pflicht, wenn": otherwise free, or hidden?
    return meaning(verb, negated, said) or _fail()


def known_of(row: Sequence[Part], known: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """What a clause without ids acts on: what was named before, or the element that bears the rule."""
    if any(part.role is Role.BOTH for part in row):
        return known if len(set(known)) == len(known) == 2 else _fail()
    plural = any(part.word in _SEVERAL for part in row)
    single = any(part.word in words.NOUNS - _SEVERAL or part.word in {"es", "dieses"} for part in row)
    if known:
        return known if not (plural and len(known) == 1) and not (single and len(known) > 1) else _fail()
    points = row[0].role is Role.THESE or row[0].word in words.NOUNS
    return (BEARER,) if points else _fail()


def _preset(row: Sequence[Part], known: tuple[Ref, ...]) -> Fix:
    """ "mit 001 vorzubelegen und auszublenden", "… und darf nicht geändert werden"."""
    values = [part.value for part in row if part.value is not None]
    roles = [part.role for part in row]
    allowed = {
        *(Role.REF, Role.VALUE, Role.FILLER, Role.PRESET, Role.CHANGED, Role.NOT, Role.AND, Role.HIDE, Role.TO_HIDE),
        *(Role.BE, Role.BECOME, Role.MUST, Role.MAY, Role.CAN, Role.EQUAL, Role.PICKABLE, Role.COMMA, Role.THESE),
        *(Role.SHOW, Role.TO_SHOW),
    }
    require(set(roles) <= allowed and len(values) == 1 and any(part.word in {"mit", "auf"} for part in row))
    allows = [place for place, role in enumerate(roles) if role in {Role.MAY, Role.CAN}]
    changing = bool(allows) and Role.CHANGED in roles and allows[0] > roles.index(Role.PRESET)
    require(not allows or (changing and not {Role.HIDE, Role.TO_HIDE} & set(roles[allows[0] :])))
    denials, shown = roles.count(Role.NOT), any(role in {Role.SHOW, Role.TO_SHOW} for role in roles)
    require(denials == shown + (Role.CHANGED in roles))
    denied = [place for place, role in enumerate(roles) if role is Role.NOT]
    require(all(_firmly(row[:place], row[place:]) for place in denied))
    named = [place for place, part in enumerate(row) if part.ref is not None]
    value = values[0]
    at = roles.index(Role.VALUE)
    same = {part.ref.parts for part in row[:at] if part.ref is not None}
    require(all(row[place].ref.parts in same for place in named if place > at) or not same)  # type: ignore[union-attr]
    require(_joined(row[:at]) and _joined(row[at:]))
    refs = tuple(dict.fromkeys(part.ref for part in row if part.ref is not None)) or known_of(row, known)
    hidden = shown or bool({Role.HIDE, Role.TO_HIDE} & set(roles))
    return Fix(refs, value, hidden, fixed=Role.CHANGED in roles) if isinstance(value, Said) else _fail()


def _firmly(before: Sequence[Part], behind: Sequence[Part]) -> bool:
    """True where "nicht" locks or hides: "darf nicht geändert werden", not "muss nicht", "wurde nicht geändert"."""
    verbs = [part.role for part in before if part.role in {*_VERBS, Role.BE, Role.BECOME}]
    changed = next((part.word for part in behind if part.role is Role.CHANGED), "")
    firm = not verbs or verbs[-1] is not Role.MUST
    if changed and not changed.endswith("bar"):
        return firm and bool(verbs) and verbs[-1] in {Role.MAY, Role.CAN}
    return firm


def _limit(row: Sequence[Part]) -> Duties:
    """ "nur die Codes 1 und 3 zur Auswahl", "der Code 4 nicht ausgewählt werden", "der Code 4 nur ausgewählt, wenn"."""
    refs = tuple(part.ref for part in row if part.ref is not None)
    values = tuple(part.value for part in row if part.value is not None)
    roles = [part.role for part in row]
    allowed = {
        *(Role.REF, Role.VALUE, Role.FILLER, Role.ONLY, Role.NOT, Role.CHOSEN, Role.PICKABLE, Role.AND, Role.OR),
        *(Role.COMMA, Role.MAY, Role.CAN, Role.BE, Role.BECOME),
    }
    require(set(roles) <= allowed and len(refs) == 1 and bool({Role.CHOSEN, Role.PICKABLE} & set(roles)))
    only, denials = roles.count(Role.ONLY), roles.count(Role.NOT)
    require(only + denials == 1 and (len(values) == 1 or bool({Role.AND, Role.OR} & set(roles))))
    require(len(values) == 1 or not any(part.word in {"code", "wert", "eintrag", "option"} for part in row))
    allows = Role.MAY in roles or Role.CAN in roles
    require(allows or (Role.CHOSEN not in roles and (not denials or Role.BE in roles)))  # "ist nicht gewählt": a state
    at = roles.index(Role.ONLY if only else Role.NOT)
    named = next((role for role in roles[at:] if role in {Role.REF, Role.VALUE}), None)
    require(named is not Role.REF or (not only and Role.VALUE in roles[:at]))  # "nur in F1 ist 01 auswählbar"
    behind = only and roles.index(Role.ONLY) > roles.index(Role.VALUE)
    require(not behind or len(values) == 1)
    return Duties((Limit(refs, values, excluded=bool(denials or behind)),), only=bool(behind))


def _fail() -> NoReturn:
    raise NotReadError

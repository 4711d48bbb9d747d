"""The grammar of constraints: what must hold, instead of what is shown or must be filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rathaus.fim.rules import measures, words
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.lists import how_many, references
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import (
    Answer,
    Both,
    Chosen,
    Condition,
    Demand,
    Entries,
    Given,
    Is,
    Measure,
    Ref,
    Said,
    Term,
)
from rathaus.fim.rules.values import MIXED, values

_LISTED = frozenset({"angaben", "felder", "datenfelder", "gruppen"})
_ENDINGS = words.AUXILIARY | frozenset(
    {"haben", "liegen", "betragen", "zurückliegen", "enthalten", "lauten", "entsprechen"}
)


def demand(c: Cursor) -> Demand:
    """Any constraint. Fails where the words say something else."""
    parsers: tuple[Callable[[Cursor], Demand], ...] = (
        _counted,
        _in_group,
        _something_in,
        _either,
        _together,
        _coupled,
        _alike,
        _exclusive,
        _often_as,
        _forced,
        _exceeded,
    )
    for parse in parsers:
        found = c.attempt(parse)
        if found is not None:
            return found
    return c.fail()


def _verb(c: Cursor) -> str:
    if c.accept(words.MUST | words.SHALL):
        return "must"
    if c.accept(words.MAY | words.CAN):
        return "may"
    return "be" if c.accept(words.BE) else ""


def _counted(c: Cursor) -> Demand:
    """ "Es muss mindestens eines der Felder … befüllt sein", "Es dürfen maximal zwei der Felder … = „wahr“ sein"."""
    c.accept("es")
    verb = _verb(c)
    c.accept("es")
    refs: tuple[Ref, ...] = ()
    if not verb and c.accept_all("von", "den"):  # "Von den Feldern A, B und C sind mindestens zwei auszufüllen"
        refs, _ = references(c)
        verb = _verb(c)
    amount = how_many(c)
    counted = c.tokens[c.at - 2].norm if amount else ""
    if amount is None or counted not in {"mindestens", "wenigstens", "genau", "höchstens", "maximal", "max.", "nur"}:
        c.fail()
    minimum, maximum = amount
    if not refs:
        c.expect("der")
        c.accept(frozenset({"folgenden", "nachfolgenden", "beiden"}))
        if c.norm() in _LISTED and not starts_reference(c):
            return _counted_list(c, verb, minimum, maximum)
        refs, _ = references(c)
    if len(refs) < 2:
        c.fail()
    verb = verb or _verb(c)
    if counted == "nur":
        minimum = 0
    if (verb == "may") != (minimum == 0) or not verb:
        c.fail()
    return Demand(_of_each(c, refs, verb), minimum, maximum)


def _in_group(c: Cursor) -> Demand:
    """ "In der Gruppe G muss entweder F1 oder F2 angegeben werden": the fields below it."""
    if not c.accept("in"):
        c.fail()
    group = reference(c)
    if not group.parts[-1].startswith("G"):
        c.fail()
    found = c.attempt(_counted) or _either(c)
    return replace(found, parts=tuple(_below(c, part, group) for part in found.parts))


def _below(c: Cursor, part: Condition, group: Ref) -> Condition:
    match part:
        case Both(parts):
            return Both(tuple(_below(c, one, group) for one in parts))
        case Given(ref) | Is(ref) | Chosen(ref) if len(ref.parts) == 1 and not ref.within:
            return replace(part, ref=replace(ref, within=group.parts))
        case _:
            return c.fail()


def _counted_list(c: Cursor, verb: str, minimum: int, maximum: int | None) -> Demand:
    """ "(mindestens eine der folgenden) Angaben zu machen: F1, F2"."""
    c.take()
    to_fill = c.accept(words.TO_FILL | words.MANDATORY) or c.accept_all("zu", frozenset({"machen", "befüllen"}))
    if verb == "must" and c.accept(words.FILLED | frozenset({"gemacht"})):
        to_fill = c.expect(words.AUXILIARY)
    if verb not in {"be", "must"} or minimum == 0 or not to_fill or not c.accept_kind(Kind.COLON):
        c.fail()
    refs, _ = references(c)
    return Demand(tuple(Given(ref) for ref in refs), minimum, maximum) if len(refs) > 1 else c.fail()


def _alike(c: Cursor) -> Demand:
    """ "F1 und F2 müssen übereinstimmen", "F1 muss mit F2 übereinstimmen", "F1 und F2 dürfen nicht identisch sein"."""
    verb = _verb(c)
    refs, joint = references(c)
    verb = verb or _verb(c)
    negated = bool(c.accept("nicht"))
    if len(refs) == 1:
        c.expect("mit")
        refs = (*refs, reference(c))
        negated = bool(c.accept("nicht")) or negated
    elif joint != "und":
        c.fail()
    if len(refs) != 2 or verb != ("may" if negated else "must"):
        c.fail()
    if not c.accept("übereinstimmen"):
        c.expect(frozenset({"identisch", "gleich"}))
        c.expect("sein")
    return Demand((Measure(Answer(refs[0]), "<>" if negated else "=", Answer(refs[1])),), 1, None)


def _exclusive(c: Cursor) -> Demand:
    """ "Die Felder F1 und F2 schließen sich gegenseitig aus"."""
    refs, joint = references(c)
    if joint != "und" or not c.accept_all("schließen", frozenset({"sich", "einander"})):
        c.fail()
    c.accept("gegenseitig")
    c.expect("aus")
    return Demand(tuple(Given(ref) for ref in refs), 0, 1)


def _something_in(c: Cursor) -> Demand:
    """ "In der Gruppe G ist mindestens eine Angabe zu machen"."""
    group = reference(c)
    verb = _verb(c)
    if not c.accept_all("mindestens", "eine", "angabe") or verb not in {"be", "must"}:
        c.fail()
    if not c.accept_all("zu", "machen"):
        c.expect(frozenset({"gemacht", "erforderlich", "befüllt"}))
        c.accept(words.AUXILIARY)
    return Demand((Given(group),), 1, None)


def _either(c: Cursor) -> Demand:
    """ "Es muss entweder A oder (B und C) befüllt sein", "Entweder ist A oder B anzugeben"."""
    c.accept("es")
    verb = _verb(c)
    c.expect("entweder")
    verb = verb or _verb(c)
    parts = [_part(c)]
    while c.accept("oder") or (c.is_kind(Kind.COMMA) and starts_reference(c, 1) and c.take()):
        c.accept("entweder")
        parts.append(_part(c))
    if len(parts) < 2:
        c.fail()
    if c.norm() in words.AND and starts_reference(c, 1):
        c.fail(MIXED)
    verb = verb or _verb(c)
    if verb not in {"must", "be"}:
        c.fail()
    refs = tuple(ref for part in parts for ref in part)
    said = iter(_of_each(c, refs, verb))
    found = [tuple(next(said) for _ in part) for part in parts]
    if c.norm(1) in {"aber", "nicht"}:
        c.accept_kind(Kind.COMMA)
    c.accept("aber")
    c.accept_all("nicht", frozenset({"beide", "beides"}))
    return Demand(tuple(part[0] if len(part) == 1 else Both(part) for part in found), 1, 1)


def _part(c: Cursor) -> tuple[Ref, ...]:
    """One side of "entweder … oder": a reference, or several joined by "und" in brackets."""
    if not c.accept_kind(Kind.OPEN):
        return (reference(c),)
    refs, joint = references(c)
    if joint != "und" or not c.accept_kind(Kind.CLOSE):
        c.fail()
    return refs


def _together(c: Cursor) -> Demand:
    """ "A und B dürfen nicht gleichzeitig befüllt sein", "nicht beide leer", "entweder beide befüllt oder leer"."""
    finite = _verb(c)
    refs, joint = references(c)
    verb = finite or _verb(c)
    if len(refs) < 2 or joint == "oder":
        c.fail()
    if verb == "must":
        return _both_or_none(c, refs)
    if verb != "may" or not c.accept("nicht"):
        c.fail()
    c.expect(frozenset({"beide", "gleichzeitig", "alle", "zusammen", "zugleich", "gemeinsam"}))
    c.accept("gleichzeitig")
    if c.accept("leer"):
        c.expect(words.AUXILIARY)
        return Demand(tuple(Given(ref) for ref in refs), 1, None)
    parts = _of_each(c, refs, "must")
    return Demand(parts, 0, len(refs) - 1)


def _both_or_none(c: Cursor, refs: tuple[Ref, ...]) -> Demand:
    c.expect("entweder")
    c.expect(frozenset({"beide", "alle"}))
    c.expect(words.FILLED)
    c.accept(words.AUXILIARY)
    c.accept_kind(Kind.COMMA)
    c.expect("oder")
    c.accept(frozenset({"beide", "alle"}))
    (c.accept("nicht") and c.expect(words.FILLED)) or c.expect("leer")
    c.expect(words.AUXILIARY)
    filled, empty = (Given(ref) for ref in refs), (Given(ref, negated=True) for ref in refs)
    return Demand((Both(tuple(filled)), Both(tuple(empty))), 1, 1)


def _coupled(c: Cursor) -> Demand:
    """ "Der Wert in F gibt an, wie oft die Gruppe G befüllt sein muss"."""
    ref = reference(c)
    if not c.accept_all("gibt", "an") and not c.accept(frozenset({"bestimmt", "bezeichnet", "regelt", "legt"})):
        c.fail()
    c.accept("fest")
    c.accept_kind(Kind.COMMA)
    if not c.accept_all("wie", frozenset({"oft", "häufig"})) and not c.accept_all("wie", "viele"):
        c.fail()
    target = reference(c)
    c.expect(words.FILLED | words.VISIBLE)
    c.expect(words.AUXILIARY)
    c.accept("werden")
    c.expect(words.MUST)
    return _as_many(target, ref)


def _often_as(c: Cursor) -> Demand:
    """ "G ist so oft auszufüllen, wie in F angegeben ist", "Die Anzahl der Gruppen G muss F entsprechen"."""
    subject = c.attempt(lambda cursor: measures.subject(cursor) or cursor.fail())
    if isinstance(subject, Entries):
        c.expect(words.MUST)
        c.accept_all("mit", "dem", "wert") or c.accept_all("dem", "wert")
        ref = reference(c)
        c.expect(frozenset({"entsprechen", "übereinstimmen"}))
        return _as_many(subject.ref, ref)
    target = reference(c)
    c.expect(words.BE | words.MUST)
    if not c.accept_all("so", "oft"):
        c.fail()
    c.expect(words.TO_FILL | words.FILLED | words.TO_SHOW | frozenset({"zu", "wiederholt"}))
    c.accept(frozenset({"befüllen", "wiederholen"}))
    c.accept(words.AUXILIARY)
    c.accept_kind(Kind.COMMA)
    c.expect("wie")
    c.accept("es")
    ref = reference(c)
    c.expect(words.FILLED)
    if not c.accept(words.BE | words.BECOME) and not c.ends():
        c.fail()
    return _as_many(target, ref)


def _as_many(target: Ref, number: Ref) -> Demand:
    return Demand((Measure(Entries(target), "=", Answer(number)),), 1, None)


def _of_each(c: Cursor, refs: tuple[Ref, ...], verb: str) -> tuple[Condition, ...]:
    """What is demanded, said of each of `refs`."""
    start, parts = c.at, []
    for ref in refs:
        c.at = start
        parts.append(_said_of(c, ref, verb))
    return tuple(parts)


def _said_of(c: Cursor, ref: Ref, verb: str) -> Condition:
    """ "befüllt sein", "= „wahr“ sein", "den Wert „wahr“ haben", "anzugeben", "anzukreuzen"."""
    if verb == "be":
        if c.accept("anzukreuzen"):
            return Chosen(ref)
        c.accept(frozenset({"zwingend", "verpflichtend"}))
        if c.accept(words.TO_FILL | words.MANDATORY) or c.accept_all("zu", "befüllen"):
            return Given(ref)
        c.accept("ein")
        c.expect(words.MANDATORY_NOUNS)
        return Given(ref)
    found = c.attempt(partial(_value_of, ref=ref))
    if found is not None:
        return found
    if c.accept(words.TICKED | frozenset({"bejaht", "bestätigt"})):
        c.expect(words.AUXILIARY)
        return Chosen(ref)
    c.expect(words.FILLED)
    c.expect(words.AUXILIARY)
    return Given(ref)


def _value_of(c: Cursor, ref: Ref) -> Condition:
    """ "= „wahr“ sein", "den Wert 001 haben", "mit „Ja“ bestätigt werden"."""
    stated = c.accept_all(frozenset({"den", "der"}), words.VALUE_NOUNS) or c.accept("mit") or c.accept("gleich")
    token = c.peek()
    truth = token is not None and token.norm in words.TRUTH and c.norm(1) == "sein"  # "muss „Ja“ sein"
    operator = c.accept_kind(Kind.OP)
    if not (stated or truth or operator) or (operator and operator.norm not in {"=", "<>"}):
        c.fail()
    sign = operator.norm if operator else "="
    said = values(c, sign)
    c.accept(frozenset({"beantwortet", "bestätigt", "belegt", "angegeben", "ausgewählt"}))
    c.expect(_ENDINGS)
    if any(isinstance(each, Said) and not each.text for each in said):
        c.fail()
    return Is(ref, said, negated=sign == "<>")


def _forced(c: Cursor) -> Demand:
    """ "F muss = „wahr“ sein(, sonst kann … nicht abgeschickt werden)", "F darf nicht in der Zukunft liegen"."""
    verb = _verb(c)
    subject = c.attempt(lambda cursor: measures.subject(cursor) or cursor.fail())
    refs = () if subject else _subjects(c)
    verb = verb or _verb(c)
    if verb not in {"must", "may"}:
        c.fail()
    only = bool(c.accept("nur"))
    negated = bool(c.accept("nicht"))
    if negated and verb == "must":
        c.fail()
    parts: list[Condition] = []
    start = c.at
    for term in (subject,) if subject else tuple(Answer(ref) for ref in refs):
        c.at = start
        parts.append(_forced_part(c, term))
    found = [_opposite(c, part) for part in parts] if negated else parts
    if verb == "may" and not negated and not all(_limits(part, only) for part in parts):
        c.fail()
    if c.is_kind(Kind.COMMA) and c.norm(1) not in words.IF:
        c.take()
        _else_cannot_send(c)
    return Demand(tuple(found), len(found), None)


def _exceeded(c: Cursor) -> Demand:
    """ "F darf 100 % nicht überschreiten", "F1 darf den Wert in F2 nicht übersteigen"."""
    verb = _verb(c)
    subject = c.attempt(lambda cursor: measures.subject(cursor) or cursor.fail())
    terms = (subject,) if subject else tuple(Answer(ref) for ref in _subjects(c))
    if (verb or _verb(c)) != "may":
        c.fail()
    limit = measures.limit(c)
    c.expect("nicht")
    word = c.expect(frozenset({"überschreiten", "übersteigen", "unterschreiten"}))
    sign = ">=" if word == "unterschreiten" else "<="
    return Demand(tuple(Measure(term, sign, limit) for term in terms), len(terms), None)


def _subjects(c: Cursor) -> tuple[Ref, ...]:
    refs, joint = references(c)
    if joint == "oder":
        c.fail()
    if c.accept_kind(Kind.OPEN):  # "das Ende der Veranstaltung (F… „Ende“)" names it once more
        c.fail()
    return refs


def _forced_part(c: Cursor, term: Term) -> Condition:
    if isinstance(term, Answer):
        found = c.attempt(partial(_value_of, ref=term.ref))
        if found is not None:
            return found
        if c.accept(frozenset({"bejaht", "angekreuzt", "bestätigt", "akzeptiert", "angehakt"})):
            c.expect(words.AUXILIARY)
            return Chosen(term.ref)
    c.accept_all("den", "wert") or c.accept_all("einen", "wert") or c.accept("werte")
    found = measures.compared(c, term)
    c.expect(_ENDINGS)
    return found


def _limits(part: Condition, only: bool) -> bool:
    """True for what "darf" can only limit: "darf höchstens 12 betragen", "darf nur in der Zukunft liegen"."""
    if isinstance(part, Both):  # "nur Werte zwischen 1 und 12"
        return only and all(_limits(one, only) for one in part.parts)
    return isinstance(part, Measure) and (only or part.op in {"<=", "<"})


def _opposite(c: Cursor, part: Condition) -> Condition:
    match part:
        case Measure(left, sign, right):
            return Measure(left, measures.OPPOSITE[sign], right)
        case Is(_, _, negated):
            return replace(part, negated=not negated)
        case _:
            return c.fail()


def _else_cannot_send(c: Cursor) -> None:
    """The consequence in words: "sonst kann die Erklärung nicht abgeschickt werden"."""
    c.expect(words.ELSE | frozenset({"da"}))
    c.expect(words.CAN)
    c.accept(words.ARTICLES)
    c.expect(
        frozenset({"erklärung", "antrag", "anzeige", "formular", "anmeldung", "meldung", "vorgang", "antragstellung"})
    )
    c.expect("nicht")
    c.expect(
        frozenset({"abgeschickt", "abgesendet", "eingereicht", "versendet", "gestellt", "abgeschlossen", "fortgesetzt"})
    )
    c.expect("werden")

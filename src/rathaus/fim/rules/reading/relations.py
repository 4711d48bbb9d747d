"""Demands that relate answers: "entweder … oder", "nicht gleichzeitig", "müssen übereinstimmen", "nur gemeinsam"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.forcing import of_each, verb_of
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Answer, Both, Demand, Either, Given, Measure, Ref
from rathaus.fim.rules.reading.values import MIXED


def alike(c: Cursor) -> Demand:
    """ "F1 und F2 müssen übereinstimmen", "F1 muss mit F2 übereinstimmen", "F1 und F2 dürfen nicht identisch sein"."""
    verb = verb_of(c)
    refs, joint = references(c)
    verb = verb or verb_of(c)
    if len(refs) == 1 and verb == "must" and c.accept_all("sich", "von"):
        other = reference(c)
        c.expect("unterscheiden")
        return Demand((Measure(Answer(refs[0]), "<>", Answer(other)),), 1, None)
    negated = bool(c.accept("nicht"))
    if len(refs) == 1:
        c.expect("mit")
        refs = (*refs, reference(c))
        negated = bool(c.accept("nicht")) or negated
    elif joint != "und":
        c.fail()
    if len(refs) != 2 or verb != ("may" if negated else "must"):
        c.fail()
    if c.accept_all(frozenset({"den", "denselben"}), frozenset({"gleichen", "selben", "wert", "identischen"})):
        c.accept("wert")
        c.expect(frozenset({"haben", "enthalten", "aufweisen"}))
    elif not c.accept("übereinstimmen"):
        c.expect(frozenset({"identisch", "gleich"}))
        c.expect("sein")
    return Demand((Measure(Answer(refs[0]), "<>" if negated else "=", Answer(refs[1])),), 1, None)


def exclusive(c: Cursor) -> Demand:
    """ "Die Felder F1 und F2 schließen sich gegenseitig aus"."""
    refs, joint = references(c)
    if len(refs) == 1 and c.accept("schließt"):  # "Die Eingabe in F1 schließt eine Eingabe in F2 aus"
        c.accept(frozenset({"eine", "die"}))
        refs = (*refs, reference(c))
        return Demand(tuple(Given(ref) for ref in refs), 0, 1) if c.accept("aus") and c.done() else c.fail()
    if joint == "oder" or len(refs) < 2 or not c.accept_all("schließen", frozenset({"sich", "einander"})):
        c.fail()
    c.accept("gegenseitig")
    c.expect("aus")
    return Demand(tuple(Given(ref) for ref in refs), 0, 1)


def either(c: Cursor) -> Demand:
    """ "Es muss entweder A oder (B und C) befüllt sein", "Entweder ist A oder B anzugeben"."""
    c.accept("es")
    verb = verb_of(c)
    c.expect("entweder")
    verb = verb or verb_of(c)
    parts = [_part(c)]
    while c.accept("oder") or (c.is_kind(Kind.COMMA) and starts_reference(c, 1) and c.take()):
        c.accept("entweder")
        parts.append(_part(c))
    if len(parts) < 2:
        c.fail()
    if c.norm() in words.AND and starts_reference(c, 1):
        c.fail(MIXED)
    verb = verb or verb_of(c)
    if verb not in {"must", "be"}:
        c.fail()
    refs = tuple(ref for part in parts for ref in part)
    said = iter(of_each(c, refs, verb))
    found = [tuple(next(said) for _ in part) for part in parts]
    if c.is_kind(Kind.COMMA) and c.norm(1) not in words.IF:
        c.take()
        not_both(c) if len(parts) == 2 else c.fail()  # of three, "nicht beide" says something else
    else:
        c.accept_all("aber", "nicht", frozenset({"beide", "beides"}))
    return Demand(tuple(part[0] if len(part) == 1 else Both(part) for part in found), 1, 1)


def _part(c: Cursor) -> tuple[Ref, ...]:
    """One side of "entweder … oder": a reference, or several joined by "und" in brackets."""
    if not c.accept_kind(Kind.OPEN):
        return (reference(c),)
    refs, joint = references(c)
    if joint != "und" or not c.accept_kind(Kind.CLOSE):
        c.fail()
    return refs


def together(c: Cursor) -> Demand:
    """ "A und B dürfen nicht gleichzeitig befüllt sein", "nicht beide leer", "entweder beide befüllt oder leer"."""
    c.accept("es") if c.norm(1) in words.MAY else None
    finite = verb_of(c)
    if finite == "may" and c.accept_all("nicht", frozenset({"beide", "alle"})):
        refs, joint = references(c)
        parts = of_each(c, refs, "must")
        return Demand(parts, 0, len(parts) - 1) if len(refs) > 1 and joint != "oder" and c.done() else c.fail()
    refs, joint = references(c)
    verb = finite or verb_of(c)
    if len(refs) < 2 or joint == "oder":
        c.fail()
    if c.accept("nur") and c.accept(frozenset({"gemeinsam", "zusammen"})):
        of_each(c, refs, verb if verb == "be" else "must")
        return _all_or_none(refs)
    if verb == "be":
        return _given_or_left(c, refs)
    if verb == "must":
        return _both_or_none(c, refs)
    if verb != "may" or not c.accept("nicht"):
        c.fail()
    word = c.expect(frozenset({"beide", "gleichzeitig", "alle", "zusammen", "zugleich", "gemeinsam"}))
    if word not in {"beide", "alle"} and c.accept("mit"):
        return _not_with(c, refs)
    c.accept("gleichzeitig")
    if c.accept("leer"):
        c.expect(words.AUXILIARY)
        return Demand(tuple(Given(ref) for ref in refs), 1, None)
    parts = of_each(c, refs, "must")
    return Demand(parts, 0, len(refs) - 1)


def _not_with(c: Cursor, refs: tuple[Ref, ...]) -> Demand:
    """ "(A und B dürfen nicht zusammen) mit C befüllt werden": neither of them beside it."""
    other = reference(c)
    first, *others = of_each(c, (*refs, other), "must")
    return Demand((Either((first, *others[:-1])), others[-1]), 0, 1)


def all_or_none(c: Cursor) -> Demand:
    """ "Es müssen alle Felder (F1, F2) oder keines der Felder befüllt sein"."""
    c.accept("es")
    c.expect(words.MUST)
    c.accept("entweder")
    c.expect("alle")
    c.accept(frozenset(words.NUMBERS))
    c.expect(words.NOUNS | frozenset({"angaben"}))
    if c.accept(frozenset({"der", "zur"})) and not c.accept_kind(Kind.WORD):
        c.fail()
    brackets = c.accept_kind(Kind.OPEN)
    refs, _ = references(c)
    if (brackets and not c.accept_kind(Kind.CLOSE)) or len(refs) < 2:
        c.fail()
    c.expect("oder")
    c.expect(frozenset({"keines", "keine", "keins"}))
    if c.accept(frozenset({"der", "von"})) and not c.accept("diesen"):
        c.expect(words.NOUNS | frozenset({"angaben"}))
    c.expect(words.FILLED)
    c.expect(words.AUXILIARY)
    return _all_or_none(refs)


def _both_or_none(c: Cursor, refs: tuple[Ref, ...]) -> Demand:
    if c.accept_all(frozenset({"beide", "alle"}), "oder", frozenset({"keines", "keine", "keiner"})):
        c.accept_all("von", "beiden")
        c.expect(words.FILLED)
        c.expect(words.AUXILIARY)
        return _all_or_none(refs)
    c.expect("entweder")
    c.expect(frozenset({"beide", "alle"}))
    c.expect(words.FILLED)
    c.accept(words.AUXILIARY)
    c.accept_kind(Kind.COMMA)
    c.expect("oder")
    c.accept(frozenset({"beide", "alle"}))
    (c.accept("nicht") and c.expect(words.FILLED)) or c.expect("leer")
    c.expect(words.AUXILIARY)
    return _all_or_none(refs)


def _given_or_left(c: Cursor, refs: tuple[Ref, ...]) -> Demand:
    """ "(sind) entweder beide anzugeben oder beide leer zu lassen"."""
    c.expect("entweder")
    c.expect(frozenset({"beide", "alle"}))
    if not c.accept_all("zu", frozenset({"befüllen", "erfassen"})):
        c.expect(words.TO_FILL)
    c.expect("oder")
    c.accept(frozenset({"beide", "alle"}))
    if not c.accept_all("leer", "zu", "lassen"):
        c.expect("wegzulassen")
    return _all_or_none(refs)


def _all_or_none(refs: tuple[Ref, ...]) -> Demand:
    filled, empty = (Given(ref) for ref in refs), (Given(ref, negated=True) for ref in refs)
    return Demand((Both(tuple(filled)), Both(tuple(empty))), 1, 1)


def one_at_least(c: Cursor) -> Demand:
    """ "F1, F2 oder F3 muss angegeben werden (mindestens eine Angabe)", "F1 und/oder F2 …"."""
    least = bool(c.accept(frozenset({"mindestens", "wenigstens"})))
    begin = c.at
    refs, joint = references(c)
    least = least or any(token.norm == "und/oder" for token in c.tokens[begin : c.at])
    verb = verb_of(c)
    if joint != "oder" or verb not in {"must", "be"}:
        c.fail()
    parts = of_each(c, refs, verb)
    if least:
        return Demand(parts, 1, None) if c.done() else c.fail()
    if c.accept_kind(Kind.OPEN):
        word = c.expect(frozenset({"mindestens", "wenigstens", "genau", "nur"}))
        c.expect(frozenset({"eine", "eines", "einer"}))
        c.accept(frozenset({"angabe", "davon", "feld"}))
        c.accept_all("der", "beiden") or c.accept_all("von", "beiden")
        if not c.accept_kind(Kind.CLOSE):
            c.fail()
        return Demand(parts, 1, None if word in {"mindestens", "wenigstens"} else 1)
    if not (c.accept_kind(Kind.SEMICOLON) or c.accept_kind(Kind.COMMA)) or len(refs) != 2:
        c.fail()
    not_both(c)
    return Demand(parts, 1, 1)


def not_both(c: Cursor) -> None:
    """ "nicht (aber) beide", "beide gleichzeitig sind nicht zulässig"."""
    if c.accept("beide"):
        c.accept(words.NOUNS | frozenset({"angaben"}))
        c.accept(frozenset({"gleichzeitig", "zugleich", "zusammen"}))
        c.expect(words.BE)
        if not c.accept("unzulässig"):
            c.expect("nicht")
            c.expect(frozenset({"zulässig", "erlaubt", "möglich"}))
        return
    c.accept(frozenset({"jedoch", "aber"}))
    c.expect("nicht")
    c.accept(frozenset({"jedoch", "aber"}))
    c.expect(frozenset({"beide", "beides"}))
    c.accept(words.NOUNS | frozenset({"angaben"}))
    c.accept(frozenset({"gleichzeitig", "zugleich", "zusammen"}))

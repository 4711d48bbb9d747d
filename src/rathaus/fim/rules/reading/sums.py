"""The grammar of sums and differences: "die Summe aus F… und F…", "F… + F…", "F… abzüglich F…"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Answer, Gap, Less, Ref, Term, Total

_PLUS = frozenset({"+", "plus", "zuzüglich"})
_MINUS = frozenset({"minus", "abzüglich", "−"})
_FIGURES = words.of("werte angaben beträge zahlen eingaben felder datenfelder feldern datenfeldern antworten")


def reckoned(c: Cursor) -> Term | None:
    """A sum or difference; None (and no move) where none is here."""
    start = c.at
    found = c.attempt(_sum) or c.attempt(_difference) or c.attempt(added)
    if found is None:
        c.at = start
    return found


def _sum(c: Cursor) -> Term:
    """ "die Summe aus F… und F…", "der Summe der Werte in den Feldern F… und F…"."""
    c.accept(words.ARTICLES)
    c.expect(frozenset({"summe", "gesamtsumme"}))
    _to_fields(c)
    refs, joint = references(c)
    if len(refs) < 2 or joint != "und":
        c.fail()
    return Total(tuple(map(Answer, refs)))


def _to_fields(c: Cursor) -> None:
    """Moves past what stands between "Summe" and the fields: "aus", "der Werte in den", "von"."""
    c.expect(frozenset({"aus", "von", "der", "des"}))
    c.accept("den")
    if c.norm() in _FIGURES and not c.is_kind(Kind.REF, 1):
        c.take()
        c.accept(frozenset({"aus", "in", "von", "bei"}))
        c.accept(frozenset({"den", "der"}))


def _difference(c: Cursor) -> Term:
    """ "die Differenz aus F1 und F2" is F1 less F2; "zwischen" says nothing of the sign."""
    c.accept(words.ARTICLES)
    c.expect(frozenset({"differenz", "unterschied"}))
    between = c.accept("zwischen")
    if not between:
        _to_fields(c)
    refs, joint = references(c)
    if len(refs) != 2 or joint != "und":
        c.fail()
    left, right = map(Answer, refs)
    return Gap(left, right) if between else Less(left, right)


def added(c: Cursor) -> Term:
    """ "F1 + F2", "F1 zuzüglich F2 abzüglich F3"."""
    found: Term = Answer(_figure(c))
    count = 0
    while sign := _sign(c):
        count += 1
        right = Answer(_figure(c))
        if sign == "-":
            found = Less(found, right)
        else:
            parts = found.parts if isinstance(found, Total) else (found,)
            found = Total((*parts, right))
    return found if count else c.fail()


def _figure(c: Cursor) -> Ref:
    return reference(c) if starts_reference(c) else c.fail()


def _sign(c: Cursor) -> str:
    if c.accept(_PLUS):
        return "+"
    if c.accept(_MINUS) or (c.is_kind(Kind.DASH) and c.is_kind(Kind.REF, 1) and c.take()):
        return "-"
    return ""

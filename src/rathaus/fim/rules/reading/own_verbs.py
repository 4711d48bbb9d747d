"""Verbs that say something of their subject themselves: "übersteigt den Wert 100", "fehlt", "trifft zu"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.quantities import OPPOSITE, bound
from rathaus.fim.rules.reading.tree import Answer, Chosen, Condition, Given, Is, Measure, Ref, Said
from rathaus.fim.rules.reading.values import values

PASSING = {"übersteigt": ">", "überschreitet": ">", "unterschreitet": "<"}
PASSED = {"überschritten": "überschreitet", "unterschritten": "unterschreitet"}


def exceeding(ref: Ref, c: Cursor) -> Condition:
    """ "den Wert 100 (nicht) übersteigt"; with the verb first: "(Übersteigt F) den Wert 100"."""
    c.accept_all("der", frozenset({"wert", "betrag"}))
    most = bound(c)
    negated = bool(c.accept("nicht"))
    verb = c.accept(frozenset(PASSING)) or (c.finite if c.finite in PASSING else "")
    if not verb and (passed := c.accept(frozenset(PASSED))):
        verb = PASSED[passed]
        c.accept(words.BECOME) or (c.finite in words.BECOME) or c.fail()
    if not verb:
        c.fail()
    return Measure(Answer(ref), OPPOSITE[PASSING[verb]] if negated else PASSING[verb], most)


def missing(ref: Ref, c: Cursor) -> Condition:
    """ "(Fehlt F)"."""
    return Given(ref, negated=True)


def true_of(ref: Ref, c: Cursor) -> Condition:
    """ "(Trifft F) (nicht) zu"."""
    negated = bool(c.accept("nicht"))
    c.expect("zu")
    return Chosen(ref, negated)


def taken_on(ref: Ref, c: Cursor) -> Condition:
    """ "(Nimmt F) den Wert 99 (an)"."""
    c.expect("den")
    c.expect(words.VALUE_NOUNS)
    said = values(c, "=")
    return Is(ref, said) if c.norm() == "an" else c.fail()


def ticks(ref: Ref, c: Cursor) -> Condition:
    """ "(Kreuzt die Person) F (nicht) an"."""
    negated = bool(c.accept("nicht"))
    return Chosen(ref, negated) if c.norm() == "an" else c.fail()


def judged(ref: Ref, c: Cursor) -> Condition:
    """ "(Bejaht die Person) F"."""
    return Is(ref, (Said("ja" if c.finite == "bejaht" else "nein"),))

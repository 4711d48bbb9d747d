"""The grammar of what a condition says of several values: one of them, none of them, two of them at once."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.endings import HAS, TAKEN, trailing
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Amount, Both, Condition, Entries, Is, Measure, Ref, Value
from rathaus.fim.rules.reading.values import choices, starts_value, value


def one_of(ref: Ref, c: Cursor) -> Condition:
    """ "einen der Werte 1, 2 oder 5 hat", "die Einträge folgender Codes ausgewählt: 1, 2", "keiner der Codes 1, 2"."""
    c.accept_all("in", "der", "codeliste")
    word = c.accept(frozenset({"einer", "eine", "einen", "eines", "die", "keiner", "keine", "keinen", "keines"}))
    if not word:
        c.fail()
    c.accept(frozenset({"der", "von", "den"}))
    c.accept(frozenset({"folgenden", "folgende", "genannten"}))
    c.expect(words.VALUE_NOUNS)
    c.accept_all("folgender", frozenset({"codes", "werte"}))
    told = _told_before(ref, c)
    if told and not word.startswith("d") and not starts_value(c):
        trailing(c)
        return Is(ref, told, negated=word.startswith("kein"))
    taken = c.accept(TAKEN | words.HAVE)
    c.accept(words.BE | words.BECOME) if taken else None
    c.accept_kind(Kind.COLON)
    said = choices(c)
    if word == "die" and len(said) > 1 and not taken:
        c.fail()  # "die Werte 1 und 2 hat" asks for two at once
    trailing(c)
    return Is(ref, said, negated=word.startswith("kein"))


def _told_before(ref: Ref, c: Cursor) -> tuple[Value, ...]:
    """The answers that "der genannten Codes" means: all those to this question in the sentences before."""
    told = c.tokens[c.at - 2].norm == "genannten" and c.norm() in words.GIVEN
    return c.told.get(ref.parts, ()) if told else ()


def neither(ref: Ref, c: Cursor) -> Condition:
    """ "weder 05 „Handel“ noch 06 „Handwerk“ gewählt wurde"."""
    c.accept(HAS)
    c.expect("weder")
    said = [_named_value(c)]
    while c.accept("noch") or (c.is_kind(Kind.COMMA) and starts_value(c, 1) and c.take()):
        said.append(_named_value(c))
    if len(said) < 2:
        c.fail()
    trailing(c)
    return Is(ref, tuple(said), negated=True)


def _named_value(c: Cursor) -> Value:
    """ "der Code 05 „Handel“", "= 05"."""
    c.accept_equals()
    c.accept(words.ARTICLES) if c.norm(1) in words.VALUE_NOUNS | {"auswahl"} else None
    c.accept((words.VALUE_NOUNS | {"auswahl"}) - {"code"})
    return value(c)


def both_values(ref: Ref, c: Cursor) -> Condition:
    """ "sowohl 01 als auch 02 ausgewählt sind": two answers to one question."""
    c.accept(HAS)
    if c.norm() == "die":
        return _two_at_once(ref, c)
    c.expect("sowohl")
    first = _named_value(c)
    c.expect("als")
    c.expect("auch")
    second = _named_value(c)
    c.expect(words.GIVEN)
    trailing(c)
    return _at_once(ref, first, second)


def _at_once(ref: Ref, first: Value, second: Value) -> Condition:
    """Two answers to one question: of a question with one answer it never holds."""
    return Both((Is(ref, (first,)), Is(ref, (second,)), Measure(Entries(ref), ">=", Amount("2"))))


def _two_at_once(ref: Ref, c: Cursor) -> Condition:
    """ "die Codes 01 und 02 gemeinsam ausgewählt sind"."""
    c.take()
    c.expect(words.VALUE_NOUNS)
    first = value(c)
    c.expect("und")
    second = value(c)
    c.expect(frozenset({"gemeinsam", "gleichzeitig", "zugleich", "beide", "zusammen"}))
    c.expect(words.GIVEN)
    trailing(c)
    return _at_once(ref, first, second)

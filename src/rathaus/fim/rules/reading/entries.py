"""What is said of an entry in a field: "kein Eintrag vorgenommen wurde", "ein Wert größer 5 eingegeben wird"."""

from __future__ import annotations

from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.endings import TAKEN, finite
from rathaus.fim.rules.reading.measures import compared
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Answer, Condition, Elapsed, Given, Ref, Today

_ENTRY = frozenset({"eintrag", "einträge", "angabe", "angaben", "wert", "werte", "auswahl", "eingabe", "inhalt"})
_MEASURED = words.of("wert zahl betrag datum")


def entry(ref: Ref, c: Cursor) -> Condition:
    """ "kein Eintrag vorgenommen wurde", "mindestens eine Angabe gemacht wurde", "einen Wert enthält"."""
    first = finite(c)
    c.accept("mindestens")
    article = c.accept(frozenset({"etwas", "nichts"}))
    if not article:
        article = c.accept(frozenset({"kein", "keine", "keinen", "ein", "eine", "einen"}))
        c.expect(_ENTRY if article else frozenset({"angaben", "eingaben", "einträge"}))
    done = c.accept(_DONE)
    if done and done in _ACTING and c.ends():
        return Given(ref, negated=article in {"nichts", "kein", "keine", "keinen"})
    ended = c.accept(words.BE | words.BECOME | words.HAVE)
    if not (done and (ended or first)) and not ended and not first:
        c.fail()
    return Given(ref, negated=article.startswith("kein") or article == "nichts")


_ACTING = words.ACTIVE | frozenset({"macht", "trifft", "vornimmt", "enthält", "vorliegt"})
_DONE = _ACTING | frozenset({"vorgenommen", "gemacht", "eingetragen", "angegeben", "ausgewählt", "getroffen"})


def entered(ref: Ref, c: Cursor) -> Condition:
    """ "ein Wert größer 5 eingegeben wird", "ein Wert von mindestens 5 angegeben ist", "ein Datum in der Zukunft …"."""
    first = finite(c)
    c.expect(frozenset({"ein", "eine", "einen"}))
    noun = c.expect(_MEASURED)
    if noun == "datum" and (aged := c.attempt(partial(_of_an_age, ref))) is not None:
        return aged
    c.accept("von")
    found = compared(c, Answer(ref))
    done = c.accept(TAKEN | words.ACTIVE | frozenset({"enthält", "aufweist"}))
    ended = c.accept(words.BE | words.BECOME | words.HAVE)
    return found if (done and (ended or first or c.ends())) or ended else c.fail()


def _of_an_age(ref: Ref, c: Cursor) -> Condition:
    """ "(ein Datum) angegeben wurde, das ein Alter von weniger als 16 Jahren ergibt"."""
    c.expect(TAKEN)
    c.accept(words.BE | words.BECOME)
    if not c.accept_kind(Kind.COMMA):
        c.fail()
    c.expect(frozenset({"das", "aus"}))
    c.accept_all("dem", "sich")
    c.expect("ein")
    c.expect("alter")
    c.accept("von")
    found = compared(c, Elapsed(Answer(ref), Today(), "years", whole=True))
    c.expect("ergibt")
    return found


_ENTERED = frozenset({"angabe", "angaben", "eintrag", "eingabe", "auswahl", "wahl", "befüllung", "beantwortung"})


def of_entry(c: Cursor) -> bool:
    """True behind "(Wenn) Angabe von F1": of an entry, "F1" alone is no truth value."""
    place = c.at - 1
    while place > 0 and c.tokens[place].kind is not Kind.REF:
        place -= 1
    place -= 1
    while place > 0 and c.tokens[place].norm in words.INTO | words.ARTICLES | words.NOUNS:
        place -= 1
    return place >= 0 and c.tokens[place].norm in _ENTERED

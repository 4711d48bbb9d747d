"""How the condition of a sentence begins: with "wenn", with "bei", with its verb, or as the opposite of another."""

from __future__ import annotations

from rathaus.fim.rules import words
from rathaus.fim.rules.conditions import condition
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.laender import Named, code_of, scope
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import Condition, Given, Is, Ref
from rathaus.fim.rules.values import choices

ASKING = words.BE | words.BECOME | words.HAVE | words.STAY | frozenset({"beginnt", "handelt"})
_ASKED = frozenset(
    {"das", "die", "der", "in", "im", "eine", "mindestens", "es", "keine", "kein", "keines", "keiner", "weder"}
)
_ENTRY = frozenset({"angabe", "angaben", "eintrag", "eingabe", "auswahl"})
_ELSEWISE = (
    ("in", "allen", "anderen", "fällen"),
    ("in", "anderen", "fällen"),
    ("in", "allen", "übrigen", "fällen"),
    ("im", "anderen", "fall"),
    ("anderen", "falls"),
    ("trifft", "dies", "nicht", "zu"),
    ("trifft", "das", "nicht", "zu"),
    ("ist", "dies", "nicht", "der", "fall"),
    ("ist", "das", "nicht", "der", "fall"),
    ("wenn", "nicht"),
    ("falls", "nicht"),
)


def starts_condition(c: Cursor) -> bool:
    start = c.at
    if c.accept_if() or c.accept("bei") or c.accept_all("nach", "auswahl") or c.accept_all("ohne", _ENTRY):
        c.at = start
        return True
    begins = c.at == 0 or c.tokens[c.at - 1].kind is Kind.COLON or c.tokens[c.at - 1].norm == "gilt"
    if c.norm() not in ASKING or not begins:
        return False
    pronoun = c.norm(1) in {"es", "sie", "er"} and c.spoken is not None
    asking = starts_reference(c, 1) or pronoun or c.norm(1) in _ASKED
    return asking and any(token.kind is Kind.COMMA or token.norm in words.THEN for token in c.tokens[c.at :])


def new_scope(c: Cursor) -> bool:
    """True where the Länder of another part of the sentence begin: ", in allen anderen Ländern ist …"."""
    start, found = c.at, False
    if c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON):
        c.accept(words.AND)
        alike = c.norm() in {"in", "für"} and (c.norm(1) in {"allen", "alle", "den", "die"} or code_of(c, 1))
        found = bool(alike) and not starts_reference(c) and c.norm(3) != "fällen"
    c.at = start
    return found


def when_of(c: Cursor, subject: Ref | None = None) -> Condition:
    """A condition with "wenn", with "bei", or with its verb first."""
    if c.norm() == "nach":
        return on_choice(c)
    if c.norm() == "bei":
        chosen = c.attempt(on_choice)
        if chosen is not None:
            return chosen
        if c.is_kind(Kind.OP, 1):
            c.take()
        return condition(c, subject)
    if c.accept_all("ohne", _ENTRY):
        return Given(reference(c), negated=True) if c.norm() in words.PREPOSITIONS else c.fail()
    land = c.attempt(application_in)
    return land or condition(c, subject)


def application_in(c: Cursor) -> Condition:
    """ "Handelt es sich um einen Antrag in Sachsen-Anhalt (ST)", "wenn der Antrag in NW gestellt wird"."""
    c.accept_if()
    if c.accept_all(frozenset({"der", "ein"}), "antrag"):
        found = scope(c, Named())
        c.expect("gestellt")
        c.expect(words.BE | words.BECOME)
        return found
    verb = c.accept("handelt")
    if not c.accept_all("es", "sich", "um", "einen", "antrag"):
        c.fail()
    c.accept(frozenset({"aus", "für"})) if code_of(c, 1) else None
    c.at -= 1 if code_of(c) and c.tokens[c.at - 1].norm in {"aus", "für"} else 0
    found = scope(c, Named())
    return found if verb or c.accept("handelt") else c.fail()


def on_choice(c: Cursor) -> Condition:
    """ "bei Auswahl von 004 „Sonstiges“ in F…", "bei Auswahl des Codes 01 oder 02 im Feld F…"."""
    c.expect(frozenset({"bei", "nach"}))
    c.accept("der")
    c.expect(frozenset({"auswahl", "angabe", "wahl"}))
    c.accept(frozenset({"von", "des", "der", "vom"}))
    c.accept(frozenset({"codes", "code", "werts", "wertes", "wert", "ausprägung", "eintrags", "option"}))
    said = choices(c)
    if c.norm() not in words.PREPOSITIONS:
        c.fail()
    return Is(reference(c), said)


def then(c: Cursor) -> None:
    c.accept_kind(Kind.COMMA)
    c.accept(words.THEN)
    c.accept_kind(Kind.COLON)


def none_of_them(c: Cursor) -> bool:
    """ "Falls keiner der genannten Codes ausgewählt wurde"."""
    if not c.accept_if():
        c.fail()
    c.expect(frozenset({"keine", "keiner", "keines"}))
    c.expect(frozenset({"der", "dieser"}))
    c.accept(frozenset({"genannten", "oben", "vorgenannten"}))
    c.accept("genannten")
    c.expect(frozenset({"codes", "werte", "einträge", "ausprägungen"}))
    c.expect(words.PICKED | frozenset({"angegeben"}))
    c.expect(words.BE | words.BECOME)
    return True


def otherwise(c: Cursor) -> bool:
    """Moves past "sonst", "andernfalls", "in allen anderen Fällen"."""
    return bool(c.accept(words.ELSE)) or any(c.accept_all(*wording) for wording in _ELSEWISE)

"""The verbs of a condition: before its subject, before what is said, or at its end."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.tokens import Kind

TAKEN = (
    words.FILLED
    | words.GIVEN
    | words.ACTIVE
    | frozenset({"getroffen", "vorliegt", "vorgenommen", "vorhanden", "gemacht", "macht", "trifft", "erfolgt"})
)
HAS = words.HAVE | words.BE | words.BECOME | words.STAY


def finite(c: Cursor) -> str:
    """The verb that stands before what is said, here or before the subject."""
    return c.accept(HAS) or c.finite


def refuse_size(c: Cursor) -> None:
    """ "= 5 oder größer": no equality, but a size."""
    if c.norm() == "oder" and c.norm(1) in {"größer", "kleiner", "mehr", "weniger", "höher", "älter", "jünger"}:
        c.fail()
    if c.norm() in words.UNITS or c.norm() == "bis":
        c.fail()


def trailing(c: Cursor) -> None:
    """The verb that may close a comparison: "befüllt ist", "ausgewählt wird", "ist"."""
    start = c.at
    c.accept(TAKEN)
    c.accept(HAS | words.BECOME)
    c.accept(words.BE)  # "ausgewählt worden ist"
    if c.finite in words.SHOULD:
        c.accept(frozenset({"sein", "werden", "lauten"}))
    ends = c.done() or c.is_kind(Kind.COMMA) or c.is_kind(Kind.CLOSE) or c.is_kind(Kind.SEMICOLON)
    if not ends and c.norm() not in words.THEN | words.AND | words.OR | words.IF | {"als"}:
        c.at = start  # "… = 01 ist G… auszublenden": the verb belongs to what follows


def choice(c: Cursor) -> bool:
    """Moves past "(in) (die|der) Auswahl (gleich|ist)"."""
    start = c.at
    c.accept("in")
    c.accept(frozenset({"die", "der", "als"}))
    if not c.accept("auswahl"):
        c.at = start
        return False
    c.accept_kind(Kind.COLON)
    c.accept(frozenset({"gleich", "ist"}))
    return True

"""Where a condition goes on: what joins its parts, and how a part can begin."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.tokens import Kind

_ALSO = frozenset({"auch", "zusätzlich", "gleichzeitig", "zudem", "außerdem", "zugleich"})
FIRST_VERBS = words.STAY | words.HAVE | words.BE | words.BECOME | words.SHOULD | words.OWN_VERBS


def joined_by(c: Cursor, *, again: bool) -> str:
    """Moves past UND or ODER where another operand follows; `again`: one that begins with "wenn" once more."""
    start = c.at
    comma = c.accept_kind(Kind.COMMA)
    word = c.accept(words.AND | words.OR) or (c.accept("aber") if comma else "")
    c.accept(_ALSO)
    follows = c.norm() in words.IF or (not again and starts_operand(c))
    if not word or not follows:
        c.at = start
        return ""
    return "oder" if word in words.OR else "und"


def starts_operand(c: Cursor) -> bool:
    """True where a part of a condition can begin."""
    openings = {
        "land",
        "bundesland",
        "mindestens",
        "alle",
        "weder",
        "sowohl",
        "keines",
        "nicht",
        "eines",
        "einer",
        "eine",
        "das",
        "die",
    }
    if c.is_kind(Kind.OP) or c.is_kind(Kind.OPEN) or starts_reference(c) or c.norm() == "ungleich":
        return True
    return c.norm() in openings or (c.norm() in FIRST_VERBS and starts_reference(c, 1))

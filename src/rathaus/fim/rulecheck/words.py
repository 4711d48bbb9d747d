"""How positions are called in findings about rules."""

from __future__ import annotations

from rathaus.fim.model import Position

_LONGEST = 70


def label(position: Position) -> str:
    """A position by its label and id."""
    words = " ".join(position.element.label_input.split())
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
    return f"„{short}“ ({position.id})"

"""Figures about people: of how many at least, so that none points at one of them."""

from __future__ import annotations

SMALLEST_GROUP = 5
"""So many applications or answers a published mean, median or share must rest on."""


def enough(count: int) -> bool:
    """Whether a figure may be told that rests on so many."""
    return count >= SMALLEST_GROUP

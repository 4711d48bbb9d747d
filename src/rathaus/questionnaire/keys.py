"""Instance keys and where they point: paths, frames, addresses, entries."""

from __future__ import annotations

from collections.abc import Sequence

from rathaus.questionnaire.draft import MAX_ENTRIES

Frames = tuple[str, ...]
"""Key prefixes of the entries somebody is inside of, outermost first: the first is empty, others end with a dot."""

TOP: Frames = ("",)


def slug(key: str) -> str:
    """An instance key as a part of an address."""
    return key.replace("[", "~").replace("]", "")


def effective(stored: Sequence[str], least: int, most: int | None) -> tuple[str, ...]:
    """The entries that count: the stored ones, filled up with blank ones (ids 1, 2, …) to the demanded number."""
    ids = tuple(dict.fromkeys(id_ for id_ in stored[: (most or MAX_ENTRIES) + 1] if id_.isascii() and id_.isalnum()))
    spare = 1
    while len(ids) < least:
        if str(spare) not in ids:
            ids = (*ids, str(spare))
        spare += 1
    return ids


def path_of(key: str) -> str:
    """The position path behind an instance key."""
    if "[" not in key:
        return key
    return "".join(part.partition("]")[2] if number else part for number, part in enumerate(key.split("[")))


def frames_of(at: str) -> Frames:
    """The frames of the entry whose instance key is `at`."""
    return ("", *(at[: i + 1] + "." for i, char in enumerate(at) if char == "]"))

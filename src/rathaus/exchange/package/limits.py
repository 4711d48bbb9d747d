"""How much of a package is looked at."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, and in number of entries. The largest definition published so far has 5 MB."""

    whole: int = 50 * MEGABYTE
    entry: int = 32 * MEGABYTE
    manifest: int = 2 * MEGABYTE
    entries: int = 2000


LIMITS = Limits()

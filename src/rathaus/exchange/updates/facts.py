"""Facts compared: what the origin said under a name, what it says now, and what the town says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from rathaus.exchange.package.language import sentence as _

Key = TypeVar("Key")
CHANGED_BY_BOTH = _("Sie haben das auch geändert.")


def changed(
    before: Mapping[Key, Any], now: Mapping[Key, Any], mine: Mapping[Key, Any]
) -> Iterator[tuple[Key, Any, Any, Any]]:
    """What the origin changed and is not so here already: its name, before, now, and the town's. Nothing is None."""
    for key in {**now, **before}:
        was, there, here = (side.get(key) or None for side in (before, now, mine))
        if there not in (was, here):
            yield key, was, there, here


def told(before: object, now: object) -> str:
    """What happened to something."""
    return _("Das ist neu.") if before is None else _("Das entfällt.") if now is None else _("Das ist anders.")

"""One clause of an effect, with what limits it."""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.fim.rules.tree import Act, Action, InLand


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: what happens to targets, with "nur" or "dann" and the Länder that stood inside it; what it
    says of others beside them (`more`)."""

    act: Action
    adverbs: frozenset[str] = frozenset()
    scope: InLand | None = None
    verb: str = ""
    more: tuple[Act, ...] = ()

    @property
    def plain(self) -> Action | None:
        """What happens, where nothing limits it."""
        return None if self.scope or "nur" in self.adverbs else self.act

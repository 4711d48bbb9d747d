"""One clause of an effect, with what limits it."""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.fim.rules.tree import Action, InLand, Ref


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: what happens to targets, with "nur" or "dann" and the Länder that stood inside it; what it replaces
    (`instead`) is hidden."""

    act: Action
    adverbs: frozenset[str] = frozenset()
    scope: InLand | None = None
    verb: str = ""
    instead: tuple[Ref, ...] = ()

    @property
    def plain(self) -> Action | None:
        """What happens, where nothing limits it."""
        return None if self.scope or "nur" in self.adverbs else self.act

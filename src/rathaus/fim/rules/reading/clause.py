"""One clause of an effect, with what limits it."""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Act, Action, InLand

_PRONOUNS = frozenset({"es", "sie", "dieses", "diese"})


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

    @property
    def opens(self) -> bool:
        """False for what is hidden: nobody makes that mandatory in the same breath."""
        return not (isinstance(self.act, Act) and self.act.kind is EffectKind.FORBIDDEN)


def by_pronoun(tokens: tuple[Token, ...]) -> bool:
    """True for "mache es zu einer Pflichtangabe", which names its target by "es"."""
    return any(token.norm in _PRONOUNS for token in tokens) and all(token.kind is not Kind.REF for token in tokens)

"""What the sentences before tell about the one to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.laender import Named
from rathaus.fim.rules.reading.subjects import subject_of
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import (
    Both,
    Branch,
    Condition,
    Demand,
    Either,
    Given,
    InLand,
    Is,
    Otherwise,
    Ref,
    Sentence,
    Several,
    Statement,
    Value,
    Whenever,
)

STILL_CONDITIONAL = "Ob der Satz noch unter der Bedingung davor steht, sagt der Text nicht."
_LINKING = words.of("ebenfalls zusätzlich außerdem zudem ferner daneben auch weiterhin zugleich stattdessen")

Reader = Callable[[Cursor, "Context"], tuple[Statement, ...]]
"""Reads a sentence, or a part of it that is limited to some Länder, from the cursor on."""


@dataclass(slots=True)
class Context:
    """What the sentences before tell about the one to be read, and who reads it."""

    readers: tuple[Reader, ...]
    before: Sentence | None = None
    said: tuple[Statement, ...] = ()
    """What the sentence before said, without the Länder it was limited to."""
    count: int = 0
    """How many branches all sentences before have."""
    everything: list[Branch] = field(default_factory=list)
    """What all sentences before did, with the Länder they are limited to."""
    pending: Condition | None = None
    """A condition that stood alone ("Bedingung: …"), and waits for what follows from it."""
    named: Named = field(default_factory=Named)
    scope: InLand | None = None
    """The Länder that a sentence beginning with "Für …" named last; `lasting` after "Für … gilt:"."""
    lasting: bool = False
    last: bool = False
    """Nothing follows the sentence that is read."""
    headed: bool = False
    """A line "Wenn F1 = 001:" stands above it, which may be the head of more lines than its own sentence."""
    unread: bool = False
    """A sentence before it could not be read."""
    item: bool = False
    """It is an item of a list, and shares what was said at its head."""

    @property
    def branches(self) -> list[Branch]:
        """What the sentence before did."""
        return [statement for statement in self.said if isinstance(statement, Branch)]

    @property
    def targets(self) -> tuple[Ref, ...]:
        """All that the sentence before acted on: "es" is one of them only where there are no others."""
        return acted_on(self.branches)

    @property
    def mentioned(self) -> tuple[Ref, tuple[Value, ...]] | None:
        """The answers that the sentence before compared, where it did so with one question alone."""
        when = self.branches[-1].condition if self.branches else None
        return (when.ref, when.values) if isinstance(when, Is) else None

    @property
    def told(self) -> dict[tuple[str, ...], tuple[Value, ...]]:
        """By question all answers that were named so far, where every sentence was read and none is for a Land."""
        found: dict[tuple[str, ...], tuple[Value, ...]] = {}
        asked = [part for one in self.everything for part in _asked_in(one.condition)]
        for part in asked:
            if isinstance(part, Is):
                found[part.ref.parts] = tuple(dict.fromkeys((*found.get(part.ref.parts, ()), *part.values)))
        return {} if self.unread or any(isinstance(part, InLand) for part in asked) else found

    @property
    def pair(self) -> tuple[Ref, ...]:
        """The two fields that the sentence before made one demand on: "eines der beiden Felder"."""
        demands = [statement for statement in self.said if isinstance(statement, Demand)]
        if len(demands) != 1 or not all(isinstance(part, Given) for part in demands[0].parts):
            return ()
        refs = tuple(part.ref for part in demands[0].parts if isinstance(part, Given))
        return refs if len(refs) == 2 else ()

    def leaves_open(self, tokens: tuple[Token, ...]) -> bool:
        """True where a sentence without a condition may be held to the one before it: "Es muss befüllt werden", "F3
        ist ebenfalls Pflicht" behind "Wenn F1 = 001, ist F2 anzuzeigen"."""
        conditional = any(not isinstance(one.condition, Whenever | InLand) for one in self.branches)
        named = any(token.kind is Kind.REF for token in tokens)
        return self.headed or (conditional and (not named or any(token.norm in _LINKING for token in tokens)))

    @property
    def asked(self) -> Condition | None:
        """The condition of the branch before."""
        return self.branches[-1].condition if self.branches else None

    @property
    def spoken(self) -> Ref | None:
        """What "es" and "sie" in a condition speak of: the subject of the condition before."""
        return subject_of(self.asked) if self.asked is not None else None


def _asked_in(when: Condition) -> Iterable[Condition]:
    """The comparisons that `when` is made of."""
    if isinstance(when, Both | Either | Otherwise | Several):
        return (one for part in when.parts for one in _asked_in(part))
    return (when,)


def acted_on(branches: Iterable[Branch]) -> tuple[Ref, ...]:
    """Everything that `branches` act on, each element once."""
    return tuple({ref.parts: ref for branch in branches for act in branch.acts for ref in act.targets}.values())

"""What the sentences before tell about the one to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rathaus.fim.rules.cursor import Cursor
from rathaus.fim.rules.laender import Named
from rathaus.fim.rules.subjects import subject_of
from rathaus.fim.rules.tree import Branch, Condition, Demand, Given, InLand, Is, Ref, Sentence, Statement, Value

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
    item: bool = False
    """It is an item of a list, and shares what was said at its head."""

    @property
    def branches(self) -> list[Branch]:
        """What the sentence before did."""
        return [statement for statement in self.said if isinstance(statement, Branch)]

    @property
    def targets(self) -> tuple[Ref, ...]:
        """What the sentence before acted on last."""
        branches = self.branches
        return branches[-1].acts[-1].targets if branches else ()

    @property
    def mentioned(self) -> tuple[Ref, tuple[Value, ...]] | None:
        """The answers that the sentence before compared, where it did so with one question alone."""
        when = self.branches[-1].condition if self.branches else None
        return (when.ref, when.values) if isinstance(when, Is) else None

    @property
    def pair(self) -> tuple[Ref, ...]:
        """The two fields that the sentence before made one demand on: "eines der beiden Felder"."""
        demands = [statement for statement in self.said if isinstance(statement, Demand)]
        if len(demands) != 1 or not all(isinstance(part, Given) for part in demands[0].parts):
            return ()
        refs = tuple(part.ref for part in demands[0].parts if isinstance(part, Given))
        return refs if len(refs) == 2 else ()

    @property
    def spoken(self) -> Ref | None:
        """What "es" and "sie" in a condition speak of: the subject of the condition before."""
        branches = self.branches
        return subject_of(branches[-1].condition) if branches else None

"""What rules say of a question beside whether it is asked: which codes it offers, its value, how many entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rathaus.questionnaire.checking import Cause, Run
from rathaus.questionnaire.draft import MAX_ENTRIES
from rathaus.questionnaire.keys import Frames
from rathaus.questionnaire.values import Value


@dataclass(frozen=True, slots=True)
class Limit:
    """While its condition holds, only `codes` are offered."""

    cause: Cause
    backward: bool
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Given:
    """While its condition holds, the question has this value (`text`, as typed): `hidden`, `fixed` or suggested.

    A `copied` one is the answer to another question, once that is there and fits.
    """

    cause: Cause
    backward: bool
    value: Value
    text: str
    hidden: bool
    fixed: bool
    copied: Callable[..., tuple[Value, str] | None] | None = None

    def at(self, run: Run, frames: Frames) -> Given | None:
        """What is given at the moment, in the entry `frames`."""
        if not self.cause.holds(run, frames, backward=self.backward):
            return None
        source = run.earlier if self.backward else run
        if self.copied is None or source is None:
            return self
        found = self.copied(source.values, source.entries, frames, run.today)
        return None if found is None else replace(self, value=found[0], text=found[1])


@dataclass(frozen=True, slots=True)
class Repeat:
    """While its condition holds, one more entry is needed (`more`), or none. `inside`: it is asked in each entry."""

    cause: Cause
    backward: bool
    more: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class Coupled:
    """While its condition holds, there must be as many entries as `number` says, or at least so many."""

    cause: Cause
    backward: bool
    number: Callable[..., int | None]
    exact: bool

    def wanted(self, run: Run, frames: Frames) -> int | None:
        """How many entries that is at the moment; None where nothing is said."""
        source = run.earlier if self.backward else run
        if source is None or not self.cause.holds(run, frames, backward=self.backward):
            return None
        number = self.number(source.values, source.entries, frames, run.today)
        return None if number is None else max(0, min(number, MAX_ENTRIES))


@dataclass(frozen=True, slots=True)
class Extras:
    """Everything of that kind for one question."""

    limits: tuple[Limit, ...] = ()
    values: tuple[Given, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    coupled: tuple[Coupled, ...] = ()

    @property
    def backward(self) -> bool:
        """Whether a condition looks at what is asked later."""
        every: tuple[Limit | Given | Repeat | Coupled, ...] = (*self.limits, *self.values, *self.repeats, *self.coupled)
        return any(one.backward for one in every)

    def value(self, run: Run, frames: Frames) -> Given | None:
        """The value that a rule gives the question; of several a hidden one, then a fixed one."""
        there = [found for one in self.values if (found := one.at(run, frames))]
        return max(there, key=lambda one: (one.hidden, one.fixed), default=None)

    def offered(self, run: Run, frames: Frames) -> tuple[frozenset[str], Cause] | None:
        """The codes that every restriction allows, with the last rule that restricts; None where none does."""
        found: tuple[frozenset[str], Cause] | None = None
        for limit in self.limits:
            if limit.cause.holds(run, frames, backward=limit.backward):
                found = (limit.codes if found is None else found[0] & limit.codes, limit.cause)
        return found

    def bounds(self, run: Run, frames: Frames, least: int) -> tuple[int, int | None, Cause | None]:
        """How many entries there must be and may be (None: as the cardinality says), with the rule that says so."""
        most: int | None = None
        cause: Cause | None = None
        for one in self.coupled:
            number = one.wanted(run, frames)
            if number is not None:
                most = (number if most is None else min(most, number)) if one.exact else most
                least, cause = max(least, number), one.cause
        for repeat in self.repeats:
            if not repeat.inside and repeat.more and repeat.cause.holds(run, frames, backward=repeat.backward):
                least, cause = max(least, 1) + 1, repeat.cause
        return least, most, cause

    def again(self, run: Run, inner: Frames) -> bool:
        """Whether the entry `inner` asks for one more after it."""
        return any(one.inside and one.more and one.cause.holds(run, inner) for one in self.repeats)

    def is_last(self, run: Run, frames: Frames, inner: Frames | None) -> bool:
        """Whether a rule says that there is no further entry, asked from outside or from the last entry `inner`."""
        closing = (one for one in self.repeats if not one.more)
        asked = ((one, inner if one.inside else frames) for one in closing)
        return any(where is not None and one.cause.holds(run, where, backward=one.backward) for one, where in asked)


def whole(values: Sequence[object]) -> int | None:
    """The largest whole number among values; None where there is none."""
    found = [int(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool) and v == int(v)]
    return max(found, default=None)

"""What the words of a rule tell about the elements that it names: what they hold, and whether they are repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rathaus.fim.model import Code, DataType
from rathaus.fim.rules.reading import tree, words

_COUNTED = re.compile(r"(?:neue |gesamt|die )?(?:anzahl|zahl|menge|betrag|höhe|alter|summe|größe in)\b", re.IGNORECASE)


@dataclass(slots=True)
class Guess:
    """What is known of one element: its values, or that it is a number, a date, a truth value, or repeated."""

    values: list[tree.Value] = field(default_factory=list)
    number: bool = False
    date: bool = False
    chosen: bool = False
    repeated: bool = False

    @property
    def said(self) -> list[tree.Said]:
        """The single values, and the ends of ranges."""
        ends = ((v.first, v.last) if isinstance(v, tree.Span) else (v,) for v in self.values)
        return [each for pair in ends for each in pair if isinstance(each, tree.Said)]

    @property
    def coded(self) -> bool:
        """True where some value can only be a code."""
        ranged = any(not isinstance(value, tree.Said) for value in self.values)
        return ranged or any(said.label for said in self.said)

    @property
    def data_type(self) -> DataType:
        """What the element holds; a choice holds text."""
        truth = bool(self.said) and all(said.text.casefold() in words.TRUTH for said in self.said)
        if truth or (self.chosen and not self.values):
            return DataType.BOOL
        if self.date:
            return DataType.DATE
        return DataType.NUM if self.number and not self.coded else DataType.TEXT

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of a choice; a name that stands beside a code elsewhere in the text is none."""
        if self.data_type is not DataType.TEXT:
            return ()
        named = {said.label.casefold() for said in self.said if said.label}
        found: dict[str, str] = {}
        for said in self.said:
            if said.label or said.text.casefold() not in named:
                found[said.text] = said.label or found.get(said.text, said.text)
        return tuple(Code(code, name) for code, name in found.items())


def guesses(reading: tree.Reading, bearer: str | None) -> tuple[list[tree.Ref], dict[str, Guess]]:
    """Every reference of `reading`, and what it tells of each element by its id; "dieses Feld" is the `bearer`."""
    refs: list[tree.Ref] = []
    found: dict[str, Guess] = {}
    for sentence in reading.sentences:
        for statement in sentence.statements:
            for ref, hint in _mentions(statement):
                refs.append(ref)
                name = bearer if bearer and ref == tree.BEARER else ref.parts[-1]
                _add(found.setdefault(name, Guess()), hint, ref)
    return refs, found


def _add(guess: Guess, hint: Guess, ref: tree.Ref) -> None:
    guess.values += hint.values
    plain = all(isinstance(value, tree.Said) and value.text.isdecimal() for value in guess.values)
    counted = bool(guess.values) and plain and bool(_COUNTED.match(ref.label or ""))
    guess.number = guess.number or hint.number or counted
    guess.date = guess.date or hint.date
    guess.chosen = guess.chosen or hint.chosen
    guess.repeated = guess.repeated or hint.repeated


def _mentions(statement: tree.Statement) -> Iterator[tuple[tree.Ref, Guess]]:
    """Every reference of a statement with what it tells; targets first, since they name what is answered."""
    match statement:
        case tree.Branch(condition, acts):
            for act in acts:
                yield from _acted(act)
            yield from _compared(condition)
        case tree.Demand(parts, condition=condition):
            for part in (condition, *parts):
                yield from _compared(part)
        case tree.CalendarDate(day, month, year):
            yield from ((ref, Guess(number=True)) for ref in (day, month, year))


def _acted(act: tree.Action) -> Iterable[tuple[tree.Ref, Guess]]:
    match act:
        case tree.Limit(targets, values):
            return ((ref, Guess(list(values))) for ref in targets)
        case tree.Fix(targets, tree.Ref() as source):
            return ((ref, Guess()) for ref in (*targets, source))
        case tree.Fix(targets, tree.Said() as value):
            return ((ref, Guess([value])) for ref in targets)
        case tree.Often(targets):
            return ((ref, Guess(repeated=True)) for ref in targets)
        case _:
            return ((ref, Guess()) for ref in act.targets)


def _compared(condition: tree.Condition) -> Iterator[tuple[tree.Ref, Guess]]:
    for part in tree.inside(condition):
        match part:
            case tree.Is(ref, values):
                yield ref, Guess(list(values))
            case tree.Given(ref) | tree.IsOther(ref) | tree.InDigits(ref):
                yield ref, Guess()
            case tree.Chosen(ref):
                yield ref, Guess(chosen=True)
            case tree.Bare(ref):
                yield ref, Guess([tree.Said("wahr")])
            case tree.Measure(left, _, right, dated):
                yield from _measured(left, right, dated=dated)


def _measured(left: tree.Term, right: tree.Term, *, dated: bool) -> Iterator[tuple[tree.Ref, Guess]]:
    """Both sides are of one kind: dates where one of them is, numbers otherwise."""
    dated = dated or any(isinstance(term, tree.Day | tree.Today) for term in (left, right))
    for term in (left, right):
        elapsed = isinstance(term, tree.Elapsed)
        for ref in tree.answers(term):
            if isinstance(term, tree.Entries):
                yield ref, Guess(repeated=True)
            elif isinstance(term, tree.Signs):
                yield ref, Guess()
            else:
                yield ref, Guess(date=dated or elapsed, number=not (dated or elapsed))

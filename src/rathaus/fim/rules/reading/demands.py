"""The grammar of constraints: what must hold, instead of what is shown or must be filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.characters import once_given, written
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.forcing import alone, exceeded, forced, of_each, opposite, some_measure, ticked, verb_of
from rathaus.fim.rules.reading.lists import how_many, references
from rathaus.fim.rules.reading.measures import compared
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.predicates import equality
from rathaus.fim.rules.reading.quantities import comparator, number, other
from rathaus.fim.rules.reading.quantities import counted as counted_by
from rathaus.fim.rules.reading.relations import alike, all_or_none, either, exclusive, not_both, one_at_least, together
from rathaus.fim.rules.reading.repetition import coupled, entries, often_as
from rathaus.fim.rules.reading.sums import reckoned
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Both,
    Chosen,
    Condition,
    Demand,
    Entries,
    Gap,
    Given,
    Is,
    Less,
    Measure,
    Ref,
    Term,
    Total,
)

_LISTED = frozenset({"angaben", "felder", "datenfelder", "gruppen"})


def demand(c: Cursor) -> Demand:
    """Any constraint. Fails where the words say something else."""
    parsers: tuple[Callable[[Cursor], Demand], ...] = (
        _counted,
        _in_group,
        _something_in,
        either,
        all_or_none,
        together,
        coupled,
        alike,
        exclusive,
        often_as,
        forced,
        exceeded,
        one_at_least,
        _one_not_both,
        _listed_behind,
        ticked,
        alone,
        entries,
        _told,
        _to_enter,
        _plain_size,
    )
    for parse in parsers:
        found = c.attempt(parse)
        if found is not None:
            return found
    return c.fail()


def _plain_size(c: Cursor) -> Demand:
    """ "F1 < F2", "F1 + F2 + F3 = 100", "F1 nicht in der Zukunft", "F1 max. 250 Zeichen": nothing but a comparison."""
    low = _low_end(c)
    subject = some_measure(c) or (Answer(reference(c)) if starts_reference(c) else c.fail())
    c.accept_kind(Kind.COLON)
    if isinstance(subject, Answer) and (signs := c.attempt(partial(_signs_alone, ref=subject.ref))) is not None:
        return Demand((once_given(subject.ref, signs),), 1, None)
    negated = bool(c.accept("nicht"))
    if c.is_kind(Kind.OP) and c.tokens[c.at].text == "=>":
        c.fail()  # "F1 => F2": at least, or what follows from it?
    equal = c.is_kind(Kind.OP) and c.tokens[c.at].norm in {"=", "<>"}
    found = _plain_equality(c, subject) if equal else compared(c, subject)
    if negated:
        found = opposite(c, found)
    parts = (found,) if low is None else (Measure(low[0], low[1], subject), found)
    return Demand(parts, len(parts), None) if c.done() and not isinstance(found, Is) else c.fail()


def _to_enter(c: Cursor) -> Demand:
    """ "In F ist mindestens der Wert 1 und höchstens der Wert 250 einzutragen"."""
    ref = reference(c) if c.norm() in words.PREPOSITIONS else c.fail()
    c.expect(words.BE)
    c.accept_all("ein", "wert", "von")
    parts: list[Condition] = []
    while not parts or c.accept(words.AND):
        sign = comparator(c)
        c.accept_all(frozenset({"der", "ein"}), "wert") and c.accept("von")
        parts.append(Measure(Answer(ref), sign, Amount(number(c))) if sign in {">=", "<=", "<", ">"} else c.fail())
        counted_by(c)
    if not c.accept(words.TO_FILL) or not c.done():
        c.fail()
    return Demand(tuple(parts), len(parts), None)


def _told(c: Cursor) -> Demand:
    """ "F3 ergibt sich aus der Summe von F1 und F2", "F1 besteht aus 11 Ziffern": told as it must be."""
    ref = reference(c)
    if c.accept_all("ergibt", "sich", "aus") or c.accept(frozenset({"entspricht", "ist"})):
        total = reckoned(c)
        return Demand((Measure(Answer(ref), "=", total),), 1, None) if total and c.done() else c.fail()
    c.expect(frozenset({"besteht", "hat", "umfasst", "enthält"}))
    return Demand((once_given(ref, _signs_alone(c, ref)),), 1, None)


def _signs_alone(c: Cursor, ref: Ref) -> Condition:
    found = written(c, ref)
    return found if c.done() else c.fail()


def _low_end(c: Cursor) -> tuple[Term, str] | None:
    """ "0 <= (F1 <= 100)"."""
    if not c.is_kind(Kind.CODE) or not c.is_kind(Kind.OP, 1):
        return None
    low = Amount(number(c))
    sign = comparator(c)
    return (low, sign) if sign in {"<", "<="} else c.fail()


def _plain_equality(c: Cursor, subject: Term) -> Measure:
    sign = comparator(c)
    right = some_measure(c) or other(c) or Amount(number(c))
    reckoned = not isinstance(subject, Answer) or isinstance(right, Total | Less | Gap | Entries)
    return Measure(subject, sign, right) if reckoned else c.fail()


def _counted(c: Cursor) -> Demand:
    """ "Es muss mindestens eines der Felder … befüllt sein", "Es dürfen maximal zwei der Felder … = „wahr“ sein"."""
    c.accept("es")
    verb = verb_of(c)
    c.accept("es")
    refs: tuple[Ref, ...] = ()
    if c.accept("von"):  # "Von den Feldern A, B und C sind mindestens zwei auszufüllen"
        c.accept("den")
        refs, _ = references(c)
        verb = verb or verb_of(c)
    amount = how_many(c)
    counted = c.tokens[c.at - 2].norm if amount else ""
    if amount is None or counted not in {
        "mindestens",
        "wenigstens",
        "genau",
        "höchstens",
        "maximal",
        "max.",
        "nur",
        "mind.",
    }:
        c.fail()
    minimum, maximum = amount
    if not refs and (named := c.attempt(_of_a_kind)) is not None:
        refs = named
    if not refs:
        c.expect(frozenset({"der", "von", "aus"}))
        c.accept(frozenset({"folgenden", "nachfolgenden", "beiden"}))
        refs = _pair(c)
        if not refs and c.norm() in _LISTED and not starts_reference(c):
            return _counted_list(c, verb, minimum, maximum)
        refs = refs or references(c)[0]
    if len(refs) < 2:
        c.fail()
    verb = verb or verb_of(c)
    if not verb and (c.is_kind(Kind.OP) or c.norm() in words.FILLED):  # "Mind. 1 von F1, F2 = wahr"
        return Demand(tuple(_plainly(c, refs)), minimum, maximum)
    if counted == "nur":
        minimum = 0
    # "Es sind höchstens zwei … auszufüllen"; "nur zwei": are these enough?
    most = minimum == 0 and verb == "be" and counted != "nur" and c.norm() in words.TO_FILL
    if ((verb == "may") != (minimum == 0) and not most) or not verb:
        c.fail()
    parts = of_each(c, refs, verb)
    if amount == (1, None) and len(refs) == 2 and (c.accept_kind(Kind.SEMICOLON) or c.norm(1) in {"beide", "nicht"}):
        c.accept_kind(Kind.COMMA)
        not_both(c)  # "mindestens eine der beiden …; beide gleichzeitig sind nicht zulässig"
        maximum = 1
    return Demand(parts, minimum, maximum)


def _pair(c: Cursor) -> tuple[Ref, ...]:
    """ "(eines der beiden) Felder": those of the sentence before."""
    both = c.tokens[c.at - 1].norm == "beiden" and not starts_reference(c)
    if not both or not c.pair or not c.accept(words.NOUNS | frozenset({"angaben"})):
        return ()
    return c.pair


def _one_not_both(c: Cursor) -> Demand:
    """ "Eines der Felder F1 und F2 muss ausgefüllt sein, aber nicht beide"."""
    c.expect(frozenset({"eines", "eine", "einer"}))
    c.expect("der")
    c.accept("beiden")
    refs, _ = references(c)
    parts = of_each(c, refs, verb_of(c))
    if len(refs) != 2 or not c.accept_kind(Kind.COMMA):
        c.fail()
    not_both(c)
    return Demand(parts, 1, 1)


def _of_a_kind(c: Cursor) -> tuple[Ref, ...]:
    """ "(mindestens ein) Kontaktweg (F1 „Telefon“ oder F2 „E-Mail“)"."""
    if not c.accept_kind(Kind.WORD) or not c.accept_kind(Kind.OPEN):
        c.fail()
    refs, _ = references(c)
    return refs if c.accept_kind(Kind.CLOSE) and len(refs) > 1 else c.fail()


def _listed_behind(c: Cursor) -> Demand:
    """ "Es ist mindestens eine Kontaktmöglichkeit anzugeben: F1 oder F2"."""
    led = c.accept("es")
    c.expect(words.BE | words.MUST) if led else None
    amount = how_many(c)
    if amount is None or amount[0] == 0 or not c.accept_kind(Kind.WORD):
        c.fail()
    c.expect(words.BE | words.MUST) if not led else None
    if not c.accept(words.TO_FILL):
        c.expect(words.FILLED)
        c.expect(words.AUXILIARY)
    if not c.accept_kind(Kind.COLON):
        c.fail()
    refs, _ = references(c)
    return Demand(tuple(Given(ref) for ref in refs), *amount) if len(refs) > amount[0] else c.fail()


def _plainly(c: Cursor, refs: tuple[Ref, ...]) -> Iterator[Condition]:
    """ "= wahr", said of each of `refs`."""
    start = c.at
    for ref in refs:
        c.at = start
        yield Given(ref) if c.accept(words.FILLED) else equality(c, ref)
    if not c.done():
        c.fail()


def _in_group(c: Cursor) -> Demand:
    """ "In der Gruppe G muss entweder F1 oder F2 angegeben werden": the fields below it."""
    if not c.accept("in"):
        c.fail()
    group = reference(c)
    if not group.parts[-1].startswith("G"):
        c.fail()
    found = c.attempt(_counted) or either(c)
    return replace(found, parts=tuple(_below(c, part, group) for part in found.parts))


def _below(c: Cursor, part: Condition, group: Ref) -> Condition:
    match part:
        case Both(parts):
            return Both(tuple(_below(c, one, group) for one in parts))
        case Given(ref) | Is(ref) | Chosen(ref) if len(ref.parts) == 1 and not ref.within:
            return replace(part, ref=replace(ref, within=group.parts))
        case _:
            return c.fail()


def _counted_list(c: Cursor, verb: str, minimum: int, maximum: int | None) -> Demand:
    """ "(mindestens eine der folgenden) Angaben zu machen: F1, F2"."""
    c.take()
    to_fill = c.accept(words.TO_FILL | words.MANDATORY) or c.accept_all("zu", frozenset({"machen", "befüllen"}))
    if verb == "must" and c.accept(words.FILLED | frozenset({"gemacht"})):
        to_fill = c.expect(words.AUXILIARY)
    if verb not in {"be", "must"} or minimum == 0 or not to_fill or not c.accept_kind(Kind.COLON):
        c.fail()
    refs, _ = references(c)
    return Demand(tuple(Given(ref) for ref in refs), minimum, maximum) if len(refs) > 1 else c.fail()


def _something_in(c: Cursor) -> Demand:
    """ "In der Gruppe G ist mindestens eine Angabe zu machen", "mindestens ein Feld der Gruppe G …"."""
    least = frozenset({"mindestens", "wenigstens"})
    if c.accept_all(least, frozenset({"ein", "eine"}), frozenset({"feld", "angabe", "datenfeld"})):
        c.expect(frozenset({"der", "in"}))
        c.accept("der")
        c.accept(words.GROUP_NOUNS)
        group = reference(c)
        of_each(c, (group,), verb_of(c))
        return Demand((Given(group),), 1, None)
    group = reference(c)
    verb = verb_of(c)
    one = c.accept_all(least, "eine", "angabe") or c.accept_all(
        least, "ein", frozenset({"feld", "datenfeld", "eintrag"})
    )
    if not one or verb not in {"be", "must"} or not group.parts[-1].startswith("G"):
        c.fail()
    if not c.accept_all("zu", "machen") and not c.accept(words.TO_FILL):
        c.expect(words.FILLED | frozenset({"gemacht", "erforderlich", "vorgenommen"}))
        c.accept(words.AUXILIARY)
    return Demand((Given(group),), 1, None)

"""What is measured, where that is more than an answer: entries, ages, times between dates, sums."""

from __future__ import annotations

from collections.abc import Callable

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.persons import at_application, person
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import day, other
from rathaus.fim.rules.reading.sums import reckoned
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Answer,
    Bare,
    Both,
    Chosen,
    Condition,
    Either,
    Elapsed,
    Entries,
    Given,
    Is,
    IsOther,
    Measure,
    Otherwise,
    Ref,
    Said,
    Signs,
    Term,
    Today,
    Value,
)


def measured(c: Cursor) -> Term | None:
    """What is measured, where that is more than an answer: entries, an age, a time between two dates, a sum."""
    start = c.at
    parsers: tuple[Callable[[Cursor], Term | None], ...] = (
        _difference,
        _entries,
        _age_of,
        _length_of,
        _period,
        reckoned,
    )
    for parse in parsers:
        found = parse(c)
        if found is not None:
            return found
        c.at = start
    return None


def _difference(c: Cursor) -> Term | None:
    """ "(aktuelles Datum - F…)"."""
    brackets = c.accept_kind(Kind.OPEN)
    end = day(c) or (Answer(reference(c)) if brackets and starts_reference(c) else None)
    if end is None or not (c.accept_kind(Kind.DASH) or c.accept("minus")) or not starts_reference(c):
        return None
    start = Answer(reference(c))
    if brackets and not c.accept_kind(Kind.CLOSE):
        return None
    return Elapsed(start, end, "days")


def _entries(c: Cursor) -> Term | None:
    """ "die Anzahl der Gruppen G…", "die Anzahl der Einträge in F…", "Anzahl G…"."""
    c.accept(words.ARTICLES)
    if not c.accept(frozenset({"anzahl", "zahl"})):
        return None
    if c.is_kind(Kind.REF) and c.tokens[c.at].parts[-1].startswith("G"):
        return Entries(reference(c))
    if not c.accept(frozenset({"der", "von"})):
        return None
    counted = c.accept(frozenset({"einträge", "angaben", "wiederholungen", "ausgefüllten", "befüllten", "instanzen"}))
    if not (counted or c.norm() in words.NOUNS) or not starts_reference(c):
        return None
    return Entries(reference(c))


_GENITIVES = words.of("antragstellers kindes schülers bewerbers teilnehmers jugendlichen inhabers halters")


def _age_of(c: Cursor) -> Term | None:
    """ "das Alter (der Person) in F…", "die Person laut F…", "die antragstellende Person (F…)"."""
    whole = c.accept_all(frozenset({"das", "dem"}), "alter") or bool(c.accept("alter"))
    if whole:
        if c.accept("der") and not person(c, led=True):
            return None
        if c.accept("des") and not c.accept(_GENITIVES) and c.norm() not in words.FIELD_NOUNS:
            return None  # "das Alter des Hundes"
    elif not person(c):
        return None
    c.accept(frozenset({"laut", "nach", "gemäß", "aus", "ausweislich"}))
    bracket = whole and c.is_kind(Kind.OPEN) and c.is_kind(Kind.REF, 1) and c.accept_kind(Kind.OPEN)
    if not starts_reference(c):
        return None
    ref = reference(c)
    if whole and ref.label and not _dated(ref.label):
        return None  # "das Alter in F… „Alter des Hundes“": a number
    found = Elapsed(Answer(ref), Today(), "years", whole=whole)
    if bracket and not c.accept_kind(Kind.CLOSE):
        return None
    at_application(c)
    return found


def _length_of(c: Cursor) -> Term | None:
    """ "die Länge der Eingabe in F…", "die Zeichenanzahl von F…"."""
    c.accept("die")
    if not c.accept(frozenset({"länge", "textlänge", "zeichenanzahl", "zeichenzahl"})):
        return None
    c.accept_all(frozenset({"der", "des"}), frozenset({"eingabe", "textes", "angabe", "eintrags"}))
    c.accept("von")
    return Signs(reference(c)) if starts_reference(c) else None


def _dated(label: str) -> bool:
    return any(part in label.lower() for part in ("geburt", "geboren", "datum"))


def _period(c: Cursor) -> Term | None:
    """ "der Zeitraum zwischen F… und F…", "zwischen F… und F… (müssen mindestens 7 Tage liegen)"."""
    c.accept(frozenset({"der", "die"}))
    c.accept(frozenset({"zeitraum", "abstand", "zeitspanne", "dauer", "zeit"}))
    if not c.accept("zwischen"):
        return None
    start = other(c)
    c.expect("und")
    end = other(c)
    return Elapsed(start, end, "days") if start and end else None


def of_one_sort(before: Condition | None, said: tuple[Value, ...]) -> bool:
    """True where a value without a question can be an answer to the one before: "bei Ja" is none to "= 001"."""
    if isinstance(before, Both | Either | Otherwise):
        return all(of_one_sort(part, said) for part in before.parts)
    truth = {isinstance(value, Said) and value.text.lower() in words.TRUTH for value in said}
    if isinstance(before, Bare | Chosen):
        return truth == {True}
    if not isinstance(before, Is):
        return False
    return truth | {isinstance(one, Said) and one.text.lower() in words.TRUTH for one in before.values} == truth


def subject_of(found: Condition) -> Ref | None:
    """The one reference that `found` compares; None where there are several."""
    if isinstance(found, Both | Either | Otherwise):
        subjects = {subject_of(part) for part in found.parts}
        return subjects.pop() if len(subjects) == 1 else None
    if isinstance(found, Measure):
        left = found.left.start if isinstance(found.left, Elapsed) else found.left
        return left.ref if isinstance(left, Answer) else None
    return found.ref if isinstance(found, Is | IsOther | Given | Bare | Chosen) else None

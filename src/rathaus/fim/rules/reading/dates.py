"""The grammar of dates in three parts: day, month and year must make a date of the calendar."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Both, CalendarDate, Condition, Given, Ref

_VALID = frozenset(
    {
        "validität",
        "gültigkeit",
        "gültiges",
        "gültig",
        "existierende",
        "korrektes",
        "valides",
        "gültigen",
        "existierendes",
        "reales",
    }
)
_DATE = frozenset({"kalenderdatum", "kalenderdatums", "datum", "datums"})
_CALENDAR = (
    _VALID
    | _DATE
    | words.of(
        "muss müssen die des sich daraus ergebenden aus sichergestellt geprüft gewährleistet werden sein dass sie diese"
        " ein ergeben bilden darstellen es handelt um zusammen gemeinsam angaben drei felder ergibt der den"
    )
)


def three_parts(c: Cursor) -> CalendarDate:
    """ "F „Tag“, F „Monat“ und F „Jahr“ müssen ein gültiges Datum ergeben"."""
    c.accept("aus")
    made_of = c.accept_all(frozenset({"die", "das", "der"}), frozenset({"kombination", "datum", "zusammensetzung"}))
    if made_of:
        c.expect(frozenset({"aus", "von", "der"}))
        c.accept(words.ARTICLES | words.FIELD_NOUNS)
    elif not starts_reference(c):
        c.expect("die")
        c.expect(frozenset({"geburtsdaten", "daten", "datumsangaben", "datumsteile", "werte", "eingaben"}))
    refs, joint = references(c)
    if joint == "oder":
        c.fail()
    c.expect(words.MUST)
    return calendar_date(c, Both(tuple(Given(ref) for ref in refs)))


def calendar_date(c: Cursor, when: Condition) -> CalendarDate:
    """ "… muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden" (central kit, R60000000024)."""
    said: set[str] = set()
    while not c.done():
        said.add(c.norm()) if c.norm() in _CALENDAR else c.fail()
        c.at += 1
        if c.is_kind(Kind.COMMA) and c.norm(1) in {"dass"}:
            c.at += 1
    parts = when.parts if isinstance(when, Both) else ()
    refs = {_date_part(part.ref): part.ref for part in parts if isinstance(part, Given) and not part.negated}
    if not (said & _VALID and said & _DATE) or len(parts) != 3 or set(refs) != {"tag", "monat", "jahr"}:
        c.fail()
    return CalendarDate(refs["tag"], refs["monat"], refs["jahr"])


def _date_part(ref: Ref) -> str:
    """Which part of a date the label names: "Tag (ohne Monat und Jahr)" is the day."""
    words_of_label = (ref.label or "").lower().split()
    return words_of_label[0] if words_of_label else ""

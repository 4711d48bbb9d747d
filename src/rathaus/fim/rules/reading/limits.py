"""The grammar of what limits an answer: selectable codes, and how often something is filled."""

from __future__ import annotations

import re
from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import TIMES
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Limit, Often, Ref, Said, Span, Starting, Value
from rathaus.fim.rules.reading.values import choices, starts_value, value

_TIMES = re.compile(r"(\d{1,3})(?:-mal|mal|x)")
_PICKED = words.PICKED | frozenset({"angegeben", "angeboten"})
_BARRED = frozenset({"ausgeschlossen", "unzulässig", "gesperrt"})
_NARROW = frozenset({"beschränken", "begrenzen", "einzuschränken"})
_PICKABLE = frozenset(
    {"verfügbar", "auswählbar", "wählbar", "zulässig", "erlaubt", "möglich", "gültig", "selektierbar"}
)
_OF_CODES = frozenset({"einer", "eine", "eines", "einen"})
_NOUNS = words.VALUE_NOUNS | frozenset({"auswahl", "auswahlmöglichkeit", "auswahlmöglichkeiten"})


def whereby(c: Cursor, targets: tuple[Ref, ...]) -> Limit:
    """ ", wobei nur der Code A „…“ ausgewählt werden darf", ", wobei der Code B nicht ausgewählt werden darf"."""
    if not c.accept_kind(Kind.COMMA) or not c.accept("wobei"):
        c.fail()
    only = bool(c.accept("nur"))
    values = _named(c)
    excluded = bool(c.accept("nicht"))
    if only is excluded:
        c.fail()
    if c.accept(_PICKED):
        c.accept(words.AUXILIARY)
        c.expect(words.MAY | words.CAN)
    else:
        c.expect(_PICKABLE)
        c.expect(words.BE)
    return _limit(c, targets, values, excluded)


def _limit(c: Cursor, targets: tuple[Ref, ...], values: tuple[Value, ...], excluded: bool) -> Limit:
    return Limit(targets, values, excluded) if len(targets) == 1 else c.fail()


def _named(c: Cursor) -> tuple[Value, ...]:
    """ "der Code A „…“", "einer der Codes A „…“ oder B „…“", "die Einträge folgender Codes …: 1, 2"."""
    one = False
    if c.accept(_OF_CODES):
        c.expect("der")
    else:
        article = c.accept(frozenset({"der", "die", "den", "das"}))
        one = article in {"der", "den", "das"}
    c.accept(frozenset({"folgenden", "folgende"}))
    noun = c.accept(_NOUNS)
    if noun:
        c.accept_all("folgender", "codes") or c.accept_all("mit", "den", "codes") or c.accept_all("mit", "dem", "code")
        c.accept_kind(Kind.COLON)
        if c.accept("zwischen"):
            first, last = value(c), (c.expect("und"), value(c))[1]
            return (Span(first, last),) if isinstance(first, Said) and isinstance(last, Said) else c.fail()
    elif not starts_value(c):
        c.fail()
    values = choices(c)
    if one and noun and noun not in {"einträge", "codes", "werte", "auswahl"} and len(values) > 1:
        c.fail()
    return values


def limited(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Limit:
    """A restriction of what may be chosen: "darf nur der Code A ausgewählt sein", "sind nur 1, 2 auswählbar"."""
    if verb not in {"may", "can", "be", "become", "must", "stand"}:
        c.fail()
    c.accept_all("in", "der", "codeliste")
    if verb in {"may", "can", "be"} and c.norm() == "nicht":
        denied = c.attempt(partial(_denied_first, verb=verb, targets=targets))
        if denied is not None:
            return denied
    narrowed = c.attempt(partial(_narrowed, targets=targets)) if verb == "be" else None
    if narrowed is not None:
        return narrowed
    but = c.attempt(partial(_all_but, verb=verb, targets=targets))
    if but is not None:
        return but
    only = bool(c.accept(frozenset({"nur", "ausschließlich", "lediglich"})))
    c.accept("noch") if only else None
    spelled = c.accept_all("die", "einträge", "folgender", "codes")
    if spelled:
        return _spelled_first(c, verb, targets, only)
    beginning = c.attempt(_beginning) if only else None
    if beginning is not None:
        return _limit(c, targets, beginning, excluded=False)
    values = _named(c)
    return _limit(c, targets, values, _excluded(c, verb, only))


def _all_but(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Limit:
    """ "(sind in F) alle Codes außer 07 und 08 (auswählbar)", "(kann in F) jeder Code außer 09 (gewählt werden)"."""
    c.expect(frozenset({"alle", "jeder", "jede", "jeden", "sämtliche"}))
    c.expect(_NOUNS)
    if not c.accept_all("mit", "ausnahme", frozenset({"von", "der", "des"})) and not c.accept_all("bis", "auf"):
        c.expect(frozenset({"außer", "ausser"}))
    c.accept(words.ARTICLES)
    c.accept(_NOUNS)
    values = choices(c)
    if verb in {"may", "can"}:
        c.expect(_PICKED)
        c.expect(words.AUXILIARY)
    elif verb == "stand":
        c.expect("zur")
        c.expect(frozenset({"auswahl", "verfügung"}))
    elif verb != "be" or not _pickable(c):
        c.fail()
    return _limit(c, targets, values, excluded=True)


_ALLOWED = frozenset({"zulässige", "erlaubte", "auswählbare", "wählbare"})
_REFUSED = frozenset({"unzulässige", "ausgeschlossene", "gesperrte"})


def told_codes(c: Cursor) -> Limit:
    """ "Zulässige Codes in F1: 01, 02", "Nicht auswählbare Einträge in F1 sind 05 und 06"."""
    negated = bool(c.accept("nicht"))
    word = c.expect(_ALLOWED | (frozenset() if negated else _REFUSED))
    c.expect(words.of("codes werte einträge optionen ausprägungen"))
    c.accept("für") or c.accept("bei")
    target = reference(c) if starts_reference(c) else c.fail()
    if not c.accept_kind(Kind.COLON):
        c.expect(words.BE)
        c.accept_kind(Kind.COLON)
    c.accept("nur")
    values = choices(c)
    return _limit(c, (target,), values, negated or word in _REFUSED) if c.done() else c.fail()


def _denied_first(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Limit:
    """ "(darf in F2) nicht „99“ (Sonstiges) gewählt werden"."""
    c.expect("nicht")
    values = _named(c)
    if len(values) > 1:
        c.fail()  # "darf nicht 01 und 02 gewählt werden": neither, or not both?
    if verb == "be":
        c.expect(_PICKABLE)
    else:
        c.expect(_PICKED)
        c.expect(words.AUXILIARY)
    return _limit(c, targets, values, excluded=True)


def _narrowed(c: Cursor, targets: tuple[Ref, ...]) -> Limit:
    """ "(ist in F2 die Auswahl) auf 05 und 06 beschränkt", "(ist F2) auf die Codes 1 und 2 zu beschränken"."""
    c.accept_all("die", frozenset({"auswahl", "auswahlmöglichkeiten"}))
    c.expect("auf")
    values = _named(c)
    if not c.accept_all("zu", _NARROW):
        c.expect(frozenset({"beschränkt", "begrenzt", "eingeschränkt"}))
    return _limit(c, targets, values, excluded=False)


def _beginning(c: Cursor) -> tuple[Value, ...]:
    """ "Codes ausgewählt werden, die mit 5 beginnen"."""
    c.accept("die")
    c.expect(words.VALUE_NOUNS)
    c.expect(_PICKED)
    c.expect(words.AUXILIARY)
    if not c.accept_kind(Kind.COMMA) or not c.accept_all("die", "mit") or not c.is_kind(Kind.CODE):
        c.fail()
    said = Starting(c.take().text)
    c.expect("beginnen")
    return (said,)


def _excluded(c: Cursor, verb: str, only: bool) -> bool:
    """What may be done with the codes just read: whether they are excluded, and not the only ones."""
    excluded = bool(c.accept("nicht"))
    if verb == "be" and not only and not excluded and c.accept(_BARRED):
        return True
    if verb in {"may", "can"}:
        c.accept("mehr")
        if c.accept_all("zur", frozenset({"auswahl", "verfügung"}), "stehen"):
            return c.fail() if only is excluded else excluded
        c.expect(_PICKED | _PICKABLE | frozenset({"haben", "annehmen", "enthalten", "sein"}))
        c.accept(words.AUXILIARY)
    elif verb == "stand":
        c.expect("zur")
        c.expect(frozenset({"auswahl", "verfügung"}))
    elif not (verb == "be" and _pickable(c)) and not (
        only and verb in {"be", "become"} and c.accept(frozenset({"angeboten"}))
    ):
        c.fail()
    return c.fail() if only is excluded else excluded


def code_first(c: Cursor, verb: str) -> Limit:
    """ "(darf) der Code 004 in F… nicht ausgewählt werden", "(sind) nur die Einträge 01 und 02 in F… auswählbar"."""
    if verb not in {"may", "can", "be", "stand"}:
        c.fail()
    only = bool(c.accept(frozenset({"nur", "ausschließlich", "lediglich"})))
    values = _named(c)
    return _limit(c, (place(c),), values, _excluded(c, verb, only))


def only_when(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Limit:
    """ "(In F1 kann) der Wert 003 nur ausgewählt werden(, wenn …)": not to be chosen otherwise."""
    if verb not in {"may", "can", "be"}:
        c.fail()
    values = _named(c)
    c.expect("nur")
    c.accept("dann")
    if verb == "be":
        c.expect(_PICKABLE)
    else:
        c.expect(_PICKED)
        c.expect(words.AUXILIARY)
    if not (c.is_kind(Kind.COMMA) and c.norm(1) in words.IF) and c.norm() not in words.IF:
        c.fail()
    return _limit(c, targets, values, excluded=True)


def code_as_subject(c: Cursor) -> tuple[Limit, bool]:
    """ "der Code 004 in F… ist nicht auswählbar"; with True for "ist nur auswählbar(, wenn …)"."""
    values = _named(c)
    first = place(c) if c.norm() in words.PREPOSITIONS else None
    finite = c.expect(words.BE | words.MAY | words.CAN | words.STAND)
    verb = "be" if finite in words.BE else "stand" if finite in words.STAND else "may"
    target = first or place(c)
    conditional = bool(c.accept("nur"))
    excluded = _excluded(c, verb, only=conditional)
    return _limit(c, (target,), values, excluded or conditional), conditional


def place(c: Cursor) -> Ref:
    """ "in F…": where something is chosen."""
    return reference(c) if c.norm() in words.PREPOSITIONS and starts_reference(c) else c.fail()


def _pickable(c: Cursor) -> bool:
    """ "auswählbar", "zur Auswahl anzuzeigen", "anzuzeigen", "zugelassen"."""
    if c.accept_all("zur", "auswahl"):
        return bool(
            c.accept(frozenset({"anzuzeigen", "anzubieten", "zugelassen", "zu"})) and (c.accept("stellen") or True)
        )
    return bool(c.accept(_PICKABLE | frozenset({"anzuzeigen", "anzubieten", "zugelassen"})))


def _spelled_first(c: Cursor, verb: str, targets: tuple[Ref, ...], only: bool) -> Limit:
    """ "nur die Einträge folgender Codes zur Auswahl anzuzeigen: 1, 2"."""
    excluded = bool(c.accept("nicht"))
    if only is excluded:
        c.fail()
    if verb in {"may", "can"}:
        c.expect(_PICKED | _PICKABLE)
        c.accept(words.AUXILIARY)
    elif not _pickable(c):
        c.fail()
    if not c.accept_kind(Kind.COLON):
        c.fail()
    return _limit(c, targets, choices(c), excluded)


def often(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Often:
    """ "mindestens zweimal befüllt werden", "genau einmal", "bis zu dreimal", "mindestens 1 und höchstens 3 Mal"."""
    low, high = c.attempt(_from_to) or amounts(c, verb)
    if not (verb == "be" and c.accept_all("zu", "befüllen")):
        c.expect(
            words.FILLED
            | words.PICKED
            | words.VISIBLE
            | frozenset({"angelegt"})
            | (words.TO_FILL if verb == "be" else frozenset())
        )
    c.accept(words.AUXILIARY)
    return Often(targets, low, high)


def _from_to(c: Cursor) -> tuple[int, int]:
    """ "2 bis 4 Mal", "zwischen zwei und vier Mal"."""
    between = c.accept("zwischen")
    low = _count(c)
    c.expect("und" if between else "bis")
    high = _times(c) or c.fail()
    return (low, high) if low and low <= high else c.fail()


def amounts(c: Cursor, verb: str = "may") -> tuple[int, int | None]:
    """One bound, or two: "mindestens einmal und (darf) höchstens dreimal"."""
    least = _least(c)
    count = _times(c) or c.fail()
    start = c.at
    c.accept_kind(Kind.COMMA)
    if least == "at least" and c.accept(words.AND | frozenset({"aber", "jedoch"})):
        c.accept(words.MAY | words.CAN | words.BE | words.MUST)
        c.accept("jedoch")
        second = _times(c) if c.attempt(_least) == "at most" else 0
        return (count, second) if second >= count else c.fail()
    c.at = start
    if (least == "at most") != (verb in {"may", "can"}) and (verb, least) != ("be", "at most"):
        c.fail()
    if least == "at least":
        return count, None
    return 0 if least == "at most" else count, count


def _count(c: Cursor) -> int:
    """A number in figures or words; 0 where none is here."""
    count = words.NUMBERS.get(c.norm(), int(c.norm()) if c.norm().isdecimal() else 0)
    c.at += bool(count)
    return count


def _times(c: Cursor) -> int:
    """ "zweimal", "2 mal", "zwei Codes"; 0 where nothing of the kind is here."""
    word = c.accept(frozenset(TIMES))
    if word:
        return TIMES[word]
    if found := _TIMES.fullmatch(c.norm()):  # "5-mal", "5x"
        c.take()
        return int(found[1])
    counted = c.norm(1) == "mal" or c.norm(1) in words.VALUE_NOUNS | {"angaben", "auswahlmöglichkeiten"}
    count = words.NUMBERS.get(c.norm(), int(c.norm()) if c.norm().isdecimal() else 0)
    c.at += 2 if counted and count else 0
    return count if counted else 0


def _least(c: Cursor) -> str:
    if c.accept(frozenset({"mindestens", "wenigstens"})):
        return "at least"
    if (
        c.accept_all("nicht", "mehr", "als")
        or c.accept(frozenset({"höchstens", "maximal"}))
        or c.accept_all("bis", "zu")
        or c.accept("nur")
    ):
        return "at most"
    return "exactly" if c.accept("genau") else c.fail()

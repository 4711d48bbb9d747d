"""The grammar of what limits an answer: selectable codes, preset values, how often something is filled."""

from __future__ import annotations

import re
from functools import partial

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.meanings import adverbs
from rathaus.fim.rules.quantities import TIMES
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import Fix, Limit, Often, Ref, Said, Starting, Value
from rathaus.fim.rules.values import choices, starts_value, value

_TIMES = re.compile(r"(\d{1,3})(?:-mal|mal|x)")
_PICKED = words.PICKED | frozenset({"angegeben", "angeboten"})
_NARROW = frozenset({"beschränken", "begrenzen", "einzuschränken"})
_PICKABLE = frozenset(
    {"verfügbar", "auswählbar", "wählbar", "zulässig", "erlaubt", "möglich", "gültig", "selektierbar"}
)
_PRESET = frozenset(
    {"vorbefüllt", "vorbelegt", "vorausgefüllt", "vorausgewählt", "voreingestellt", "befüllt", "belegt"}
)
_TO_PRESET = frozenset({"vorzubefüllen", "vorzubelegen", "vorauszufüllen", "voreinzustellen", "vorauszuwählen"})
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
    narrowed = c.attempt(partial(_narrowed, targets=targets)) if verb == "be" else None
    if narrowed is not None:
        return narrowed
    only = bool(c.accept(frozenset({"nur", "ausschließlich", "lediglich"})))
    spelled = c.accept_all("die", "einträge", "folgender", "codes")
    if spelled:
        return _spelled_first(c, verb, targets, only)
    beginning = c.attempt(_beginning) if only else None
    if beginning is not None:
        return _limit(c, targets, beginning, excluded=False)
    values = _named(c)
    return _limit(c, targets, values, _excluded(c, verb, only))


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
    if verb in {"may", "can"}:
        c.accept("mehr")
        c.expect(_PICKED | _PICKABLE | frozenset({"haben", "annehmen", "enthalten"}))
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
    return _limit(c, (_place(c),), values, _excluded(c, verb, only))


def code_as_subject(c: Cursor) -> tuple[Limit, bool]:
    """ "der Code 004 in F… ist nicht auswählbar"; with True for "ist nur auswählbar(, wenn …)"."""
    values = _named(c)
    place = _place(c) if c.norm() in words.PREPOSITIONS else None
    verb = "be" if c.expect(words.BE | words.MAY | words.CAN) in words.BE else "may"
    target = place or _place(c)
    conditional = bool(c.accept("nur"))
    excluded = _excluded(c, verb, only=conditional)
    return _limit(c, (target,), values, excluded or conditional), conditional


def _place(c: Cursor) -> Ref:
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


def preset(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Fix:
    """ "mit 001 „privat“ vorzubefüllen (und in der Antragsstrecke auszublenden)", "der Code 001 vorzubelegen"."""
    adverbs(c)
    fixed = bool(c.accept("fest"))
    stated = c.accept_all("der", _NOUNS)
    word = c.accept(frozenset({"mit", "auf"}))
    fixed = bool(c.accept("fest")) or fixed
    if not word and not stated:
        c.fail()
    c.accept(frozenset({"dem", "der", "den"}))
    fixed = bool(c.accept(frozenset({"festen", "fixen"}))) or fixed
    c.accept(frozenset({"wert", "code", "auswahl", "eintrag", "ausprägung", "angabe", "inhalt", "angaben"}))
    c.accept_kind(Kind.OP)
    said = _copied(c) or value(c)
    if not isinstance(said, Said | Ref) or not _presetting(c, verb):
        c.fail()
    plain = c.tokens[c.at - 1].norm in {"befüllt", "belegt", "befüllen", "belegen"}
    hidden = _and_hidden(c, verb)
    changes = _changeable(c)
    fixed = fixed or changes is False
    if plain and not hidden and not fixed and verb:
        c.fail()  # "muss mit „Ja“ befüllt werden": by whom?
    if verb not in {"be", ""}:
        c.accept(words.AUXILIARY)
    return Fix(targets, said, hidden, fixed and not hidden)


def _changeable(c: Cursor) -> bool | None:
    """ "und kann geändert werden", "und ist nicht änderbar"; None (and no move) where nothing is said."""
    start = c.at
    joined = c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON) or c.accept(words.AND)
    c.accept_all("der", "wert") or c.accept("jedoch") or c.accept("aber")
    c.accept(words.CAN | words.MAY | words.BE)
    c.accept("jedoch")
    negated = bool(c.accept("nicht"))
    changed = c.accept("änderbar") or c.accept("editierbar") or c.accept_all("geändert", "werden")
    if joined and (changed or c.accept_all("überschrieben", "werden")):
        return not negated
    c.at = start
    return None


def _copied(c: Cursor) -> Ref | None:
    """ "aus F…", "des Feldes F…", "in F…": the answer to another field."""
    start = c.at
    led = c.accept(frozenset({"aus", "von", "in", "im"})) or c.norm() == "des" or c.tokens[start - 1].norm == "mit"
    if led and starts_reference(c):
        return reference(c)
    c.at = start
    return None


def taken_over(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Fix:
    """ "(In F2 ist) der Wert aus F1 zu übernehmen", "(F2) aus F1 übernommen (werden)"."""
    adverbs(c)
    c.accept_all(
        frozenset({"der", "die", "das", "den"}), _NOUNS | frozenset({"angabe", "inhalt", "angaben", "antwort"})
    )
    source = _copied(c)
    adverbs(c)
    if source is None or not (c.accept_all("zu", "übernehmen") or c.accept("übernommen")):
        c.fail()
    if verb not in {"be", ""}:
        c.accept(words.AUXILIARY)
    return Fix(targets, source, _and_hidden(c, verb)) if len(targets) == 1 else c.fail()


def source_first(c: Cursor) -> Fix:
    """ "der Wert aus F1 ist in F2 zu übernehmen", "die Angabe in F1 wird in F2 übernommen"."""
    c.accept_all(frozenset({"der", "die", "das"}), _NOUNS | frozenset({"angabe", "inhalt", "angaben", "antwort"}))
    c.accept("aus")
    source = reference(c)
    verb = c.expect(words.BE | words.BECOME)
    adverbs(c)
    c.expect(frozenset({"in", "nach", "für"})) if c.norm() in {"nach", "für"} else None
    target = _place(c)
    adverbs(c)
    if not (c.accept_all("zu", "übernehmen") or c.accept("übernommen")):
        c.fail()
    return Fix((target,), source, _and_hidden(c, "be" if verb in words.BE else "become"))


def always(c: Cursor, targets: tuple[Ref, ...]) -> Fix:
    """ "(F…) hat immer den Wert 05 „…“ (und wird nicht angezeigt)", "hat den Standardwert 001"."""
    c.expect("hat")
    if c.accept_all("den", frozenset({"standardwert", "vorgabewert", "defaultwert"})):
        said = value(c)
        return Fix(targets, said, _and_hidden(c, "be")) if isinstance(said, Said) else c.fail()
    if not c.accept_all(frozenset({"immer", "stets"}), "den", words.VALUE_NOUNS) and not c.accept_all(
        "den", frozenset({"festen", "fixen"}), "wert"
    ):
        c.fail()
    said = value(c)
    hidden = c.accept_all("und", "wird", "nicht", "angezeigt") or c.accept_all("und", "wird", "ausgeblendet")
    return Fix(targets, said, hidden, not hidden) if isinstance(said, Said) else c.fail()


def _presetting(c: Cursor, verb: str) -> bool:
    adverbs(c)
    if verb == "be":
        if c.accept(_TO_PRESET) or c.accept_all("zu", frozenset({"befüllen", "belegen", "setzen"})):
            return True
        return bool(c.accept(_PRESET - {"befüllt", "belegt"}))
    if verb == "":
        return bool(c.accept_all("vor", "befüllen") or c.accept(frozenset({"vorbefüllen", "vorbelegen", "befüllen"})))
    return bool(c.accept(_PRESET | frozenset({"gesetzt"})))


def _and_hidden(c: Cursor, verb: str) -> bool:
    """ "und in der Antragsstrecke auszublenden", "und nicht angezeigt"."""
    start = c.at
    if c.accept(words.AND):
        adverbs(c)
        if c.accept(words.TO_HIDE if verb == "be" else words.HIDDEN if verb else frozenset({"ausblenden"})):
            return True
        if c.accept("nicht") and c.accept(words.TO_SHOW | words.VISIBLE):
            return True
    c.at = start
    return False


def often(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Often:
    """ "mindestens zweimal befüllt werden", "genau einmal", "bis zu dreimal", "mindestens 1 und höchstens 3 Mal"."""
    low, high = c.attempt(_from_to) or _amounts(c, verb)
    if not (verb == "be" and c.accept_all("zu", "befüllen")):
        c.expect(words.FILLED | words.PICKED | words.VISIBLE | (words.TO_FILL if verb == "be" else frozenset()))
    c.accept(words.AUXILIARY)
    return Often(targets, low, high)


def _from_to(c: Cursor) -> tuple[int, int]:
    """ "2 bis 4 Mal", "zwischen zwei und vier Mal"."""
    between = c.accept("zwischen")
    low = _count(c)
    c.expect("und" if between else "bis")
    high = _times(c) or c.fail()
    return (low, high) if low and low <= high else c.fail()


def _amounts(c: Cursor, verb: str) -> tuple[int, int | None]:
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


def leads_to_value(c: Cursor) -> bool:
    """True where no reference but a value stands here."""
    return starts_value(c) and not starts_reference(c)

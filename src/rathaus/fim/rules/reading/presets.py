"""The grammar of values that are given: "mit 001 vorzubelegen", "der Wert aus F… ist zu übernehmen"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.limits import place
from rathaus.fim.rules.reading.meanings import adverbs
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Fix, Ref, Said
from rathaus.fim.rules.reading.values import starts_value, value

_PRESET = frozenset(
    {"vorbefüllt", "vorbelegt", "vorausgefüllt", "vorausgewählt", "voreingestellt", "befüllt", "belegt"}
)
_TO_PRESET = frozenset({"vorzubefüllen", "vorzubelegen", "vorauszufüllen", "voreinzustellen", "vorauszuwählen"})
_NOUNS = words.VALUE_NOUNS | frozenset({"auswahl"})


def preset(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Fix:
    """ "mit 001 „privat“ vorzubefüllen (und in der Antragsstrecke auszublenden)", "der Code 001 vorzubelegen"."""
    if verb in {"may", "can"}:
        c.fail()  # "kann mit 02 vorbelegt werden" allows it, and does not say that it is
    adverbs(c)
    behind = verb in {"be", "become"} and c.norm(1) == "mit" and c.accept(_PRESET - {"befüllt", "belegt"})
    if behind:  # "ist vorbelegt mit „ja“"
        c.expect("mit")
        said = _copied(c) or value(c)
        return Fix(targets, said, _and_hidden(c, verb)) if isinstance(said, Said | Ref) else c.fail()
    if verb == "be" and starts_value(c) and not starts_reference(c) and targets[0].located:
        said = value(c)  # "(In F ist) 001 voreingestellt"
        c.expect(_PRESET - {"befüllt", "belegt"})
        return Fix(targets, said) if isinstance(said, Said) else c.fail()
    inner = c.accept_all("im", "hintergrund")
    fixed = bool(c.accept("fest"))
    stated = c.accept_all("der", _NOUNS)
    word = c.accept(frozenset({"mit", "auf"}))
    fixed = bool(c.accept("fest")) or fixed
    if not word and not stated:
        c.fail()
    c.accept(frozenset({"dem", "der", "den"}))
    fixed = bool(c.accept(frozenset({"festen", "fixen"}))) or fixed
    c.accept(frozenset({"wert", "code", "auswahl", "eintrag", "ausprägung", "angabe", "inhalt", "angaben"}))
    c.accept_equals()
    said = _copied(c) or value(c)
    if not isinstance(said, Said | Ref) or not _presetting(c, verb, fixed=fixed):
        c.fail()
    fixed = fixed or c.tokens[c.at - 2].norm == "fest"
    plain = c.tokens[c.at - 1].norm in {"befüllt", "belegt", "befüllen", "belegen"}
    hidden = _and_hidden(c, verb) or bool(inner)
    changes = _changeable(c)
    if fixed and changes:
        c.fail()  # "ist fest mit 01 belegt und kann geändert werden"
    fixed = fixed or changes is False
    by_itself = any(token.norm == "automatisch" for token in c.tokens)
    if plain and not (hidden or fixed or by_itself) and verb and not isinstance(said, Ref):
        c.fail()  # "muss mit „Ja“ befüllt werden": by whom?
    if verb not in {"be", ""}:
        c.accept(words.AUXILIARY)
    return Fix(targets, said, hidden, fixed and not hidden)


_CHANGED = frozenset({"geändert", "verändert", "bearbeitet"})


def _changeable(c: Cursor) -> bool | None:
    """ "und kann geändert werden", "und ist nicht änderbar"; None (and no move) where nothing is said."""
    start = c.at
    joined = c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON) or c.accept(words.AND)
    c.accept_all("der", "wert") or c.accept("jedoch") or c.accept("aber")
    c.accept(words.CAN | words.MAY | words.BE)
    c.accept(frozenset({"jedoch", "aber"}))
    negated = bool(c.accept("nicht"))
    changed = c.accept("änderbar") or c.accept("editierbar") or c.accept_all(_CHANGED, "werden")
    if joined and (changed or c.accept_all("überschrieben", "werden")):
        return not negated
    c.at = start
    return None


def _copied(c: Cursor) -> Ref | None:
    """ "aus F…", "des Feldes F…", "in F…": the answer to another field."""
    start = c.at
    led = c.accept(frozenset({"aus", "von", "in", "im"})) or c.norm() == "des"
    if led and starts_reference(c):
        return reference(c)
    c.at = start
    return None


def taken_over(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Fix:
    """ "(In F2 ist) der Wert aus F1 zu übernehmen", "(F2) aus F1 übernommen (werden)"."""
    if verb in {"may", "can"}:
        c.fail()
    adverbs(c)
    c.accept_all(
        frozenset({"der", "die", "das", "den"}), _NOUNS | frozenset({"angabe", "inhalt", "angaben", "antwort"})
    )
    source = _copied(c)
    adverbs(c)
    taken = frozenset({"übernommen", "eingetragen", "einzutragen"})
    if source is None or not (c.accept_all("zu", "übernehmen") or c.accept(taken)):
        c.fail()
    if verb not in {"be", ""}:
        c.accept(words.AUXILIARY)
    return Fix(targets, source, _and_hidden(c, verb)) if len(targets) == 1 else c.fail()


def taken_first(c: Cursor, verb: str) -> Fix:
    """ "(wird) der Name aus F1 in F2 übernommen"."""
    c.expect(words.ARTICLES)
    if not c.accept_kind(Kind.WORD):
        c.fail()
    c.expect(frozenset({"aus", "von"}))
    source = reference(c)
    target = place(c)
    adverbs(c)
    if not (c.accept_all("zu", "übernehmen") or c.accept("übernommen")):
        c.fail()
    return Fix((target,), source, _and_hidden(c, verb))


def source_first(c: Cursor) -> Fix:
    """ "der Wert aus F1 ist in F2 zu übernehmen", "die Angabe in F1 wird in F2 übernommen"."""
    c.accept_all(frozenset({"der", "die", "das"}), _NOUNS | frozenset({"angabe", "inhalt", "angaben", "antwort"}))
    c.accept("aus")
    source = reference(c)
    verb = c.expect(words.BE | words.BECOME)
    adverbs(c)
    c.expect(frozenset({"in", "nach", "für"})) if c.norm() in {"nach", "für"} else None
    target = place(c)
    adverbs(c)
    if not (c.accept_all("zu", "übernehmen") or c.accept("übernommen")):
        c.fail()
    return Fix((target,), source, _and_hidden(c, "be" if verb in words.BE else "become"))


def hidden_value(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Fix:
    """ "(wird) nicht angezeigt, Wert ist fest „DEU“", "(ist) nicht sichtbar und hat den Wert „DE“"."""
    if not c.accept(words.HIDDEN | words.TO_HIDE):
        c.expect("nicht")
        c.expect(words.VISIBLE | words.TO_SHOW)
        if c.is_kind(Kind.COMMA, 1) or c.norm(1) in words.AND:
            c.accept(words.AUXILIARY)
    if not (c.accept_kind(Kind.COMMA) or c.accept(words.AND)):
        c.fail()
    c.accept("der")
    if c.accept("wert"):
        c.expect("ist")
    elif c.accept_all("den", "wert"):
        said = value(c)
        c.expect(frozenset({"enthalten", "haben"}))
        return Fix(targets, said, hidden=True) if isinstance(said, Said) else c.fail()
    elif not c.accept_all("hat", "den", "wert"):
        c.accept("fest")
        c.expect("mit")
        said = value(c)
        c.expect(_PRESET | _TO_PRESET)
        return Fix(targets, said, hidden=True) if isinstance(said, Said) else c.fail()
    c.accept(frozenset({"fest", "immer", "stets"}))
    said = value(c)
    return Fix(targets, said, hidden=True) if isinstance(said, Said) else c.fail()


def always(c: Cursor, targets: tuple[Ref, ...]) -> Fix:
    """ "(F…) hat immer den Wert 05 „…“ (und wird nicht angezeigt)", "hat den Standardwert 001"."""
    if c.accept("erhält"):
        c.expect("den")
        c.expect(words.VALUE_NOUNS)
        said = value(c)
        return Fix(targets, said, _and_hidden(c, "be")) if isinstance(said, Said) else c.fail()
    c.expect("hat")
    if c.accept_all("den", frozenset({"standardwert", "vorgabewert", "defaultwert"})):
        said = value(c)
        return Fix(targets, said, _and_hidden(c, "be")) if isinstance(said, Said) else c.fail()
    if not c.accept_all(frozenset({"immer", "stets"}), "den", words.VALUE_NOUNS) and not c.accept_all(
        "den", frozenset({"festen", "fixen"}), "wert"
    ):
        c.fail()
    said = value(c)
    hidden = _and_hidden(c, "be")
    return Fix(targets, said, hidden, not hidden) if isinstance(said, Said) else c.fail()


def _presetting(c: Cursor, verb: str, *, fixed: bool) -> bool:
    adverbs(c)
    fixed = bool(c.accept("fest")) or fixed  # "ist mit 08 fest vorbelegt"
    if verb == "be" and fixed and c.accept(frozenset({"befüllt", "belegt", "gesetzt"})):
        return True
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
    if _itself_hidden(c):
        return True
    if c.accept(words.AND):
        adverbs(c)
        if c.accept(words.TO_HIDE if verb == "be" else words.HIDDEN if verb else frozenset({"ausblenden"})):
            return True
        if c.accept(words.BE | words.BECOME) and c.accept(words.TO_HIDE | words.HIDDEN):
            return True  # "hat den festen Wert 05 und ist auszublenden"
        if c.accept("nicht") and c.accept(words.TO_SHOW | words.VISIBLE):
            return True
    c.at = start
    return False


def _itself_hidden(c: Cursor) -> bool:
    """ "; das Feld ist auszublenden", ", es wird nicht angezeigt": said of the one that was given its value."""
    start = c.at
    separated = c.accept_kind(Kind.SEMICOLON) or c.accept_kind(Kind.COMMA) or c.accept(words.AND)
    itself = c.accept("es") or c.accept_all(frozenset({"das", "dieses"}), words.FIELD_NOUNS)
    if separated and itself and not starts_reference(c) and c.accept(words.BE | words.BECOME):
        adverbs(c)
        if c.accept(words.TO_HIDE | words.HIDDEN) or (c.accept("nicht") and c.accept(words.TO_SHOW | words.VISIBLE)):
            return True
    c.at = start
    return False

"""The sixteen Länder in rules: how texts name them, and the grammar of what is limited to some of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import InLand

_SHORT = {"NRW": "NW"}
_SORTS = frozenset({"freistaat", "stadtstaaten", "flächenländern", "küstenländern", "freistaaten"})
_EXCEPT = frozenset({"außer", "ausser", "ausgenommen"})
_ALL_OTHERS = frozenset({"anderen", "andern", "übrigen", "restlichen", "sonstigen"})


@dataclass(slots=True)
class Named:
    """The Länder that the sentences of one rule have named so far: what "alle anderen" leaves out."""

    codes: list[str] = field(default_factory=list)

    def add(self, codes: tuple[str, ...]) -> None:
        """Remember `codes`."""
        self.codes += [code for code in codes if code not in self.codes]


def scope(c: Cursor, named: Named) -> InLand:
    """``für die Länder NW und SL``, ``in TH``, ``für alle anderen Länder``, ``für alle Bundesländer außer BW``."""
    if c.accept_all("mit", "ausnahme") or c.accept(_EXCEPT):
        c.accept(frozenset({"von", "in", "für"}))
        return _but(c, named)
    c.expect(frozenset({"für", "in", "im"}))
    if c.accept_all(frozenset({"jedem", "jedes"}), words.LAND_WORDS):
        c.expect(_EXCEPT)
        return _but(c, named)
    if c.accept("alle") or c.accept("allen"):
        return _all_but(c, named)
    if c.accept_all(frozenset({"die", "den"}), _ALL_OTHERS):
        return _others(c, named)
    if c.accept(words.ARTICLES):
        if code_of(c) not in {"SL", "TH"}:  # "für das Saarland"
            c.expect(words.LAND_WORDS | _SORTS)
    else:
        c.accept(words.LAND_WORDS | frozenset({"freistaat"}))
    c.accept("für")  # "für die Länder für NI, RP und SN"
    codes = laender(c)
    named.add(codes)
    return InLand(codes)


def _but(c: Cursor, named: Named) -> InLand:
    """All but the Länder named here; "… ist in allen Ländern" behind it repeats that."""
    c.accept(frozenset({"den", "der"}))
    c.accept(words.LAND_WORDS)
    codes = laender(c)
    named.add(codes)
    return InLand(codes, negated=True)


def _all_but(c: Cursor, named: Named) -> InLand:
    if c.accept(_ALL_OTHERS):
        return _others(c, named)
    c.expect(words.LAND_WORDS)
    if c.norm() == "gilt" or c.is_kind(Kind.COLON):  # "Für alle Länder gilt: …"
        return InLand((), negated=True)
    if not c.accept_all("mit", "ausnahme", "von") and not c.accept_all("bis", "auf"):
        c.expect(_EXCEPT)
    c.accept(frozenset({"in", "für"}))
    return _but(c, named)


def _others(c: Cursor, named: Named) -> InLand:
    c.expect(words.LAND_WORDS)
    if not named.codes:
        c.fail()
    return InLand(tuple(named.codes), negated=True)


def laender(c: Cursor) -> tuple[str, ...]:
    """One or more Länder, joined by commas and "und"."""
    codes = [*_one(c)]
    while True:
        start = c.at
        joined = c.accept_kind(Kind.COMMA) or c.accept(words.AND | words.OR)
        c.accept(frozenset({"in", "im", "für"}))
        c.accept(words.ARTICLES)
        c.accept(frozenset({"freistaat", "land"}))
        if not joined or code_of(c) is None:
            c.at = start
            return tuple(dict.fromkeys(codes))
        codes += _one(c)


def _one(c: Cursor) -> tuple[str, ...]:
    """One Land; its abbreviation may stand in brackets behind its name."""
    code = code_of(c)
    if code is None:
        c.fail()
    c.at += 1
    if c.is_kind(Kind.OPEN) and code_of(c, 1) == code and c.is_kind(Kind.CLOSE, 2):
        c.at += 3
    return (code,)


def code_of(c: Cursor, offset: int = 0) -> str | None:
    """The Land that the word `offset` places ahead names, by its two capitals or its name."""
    token = c.peek(offset)
    if token is None or token.kind is not Kind.WORD:
        return None
    return token.text if token.text in NAMES else _SHORT.get(token.text) or CODES.get(token.norm)


def heading(c: Cursor, named: Named) -> InLand:
    """ "Nordrhein-Westfalen: …", "Übrige Länder: …"."""
    if c.accept("alle"):
        c.expect(_ALL_OTHERS)
        found = _others(c, named)
    elif c.accept(frozenset({"übrige", "andere", "restliche", "sonstige"})):
        found = _others(c, named)
    else:
        c.accept(words.LAND_WORDS)
        found = InLand(laender(c))
        named.add(found.codes)
    return found if c.is_kind(Kind.COLON) or c.norm() in words.THEN else c.fail()


_TOWNS = words.of("gemeinde kommune stadt behörde antragsbehörde verwaltung")
_DEEDS = words.of("gestellt durchgeführt eingereicht bearbeitet")


def land_condition(c: Cursor) -> InLand:
    """ "das Land NW ist", "Land = NW", "die Gemeinde in Hessen liegt", "der Antrag in BY gestellt wird"."""
    if c.accept(frozenset({"der", "das", "die"})) and c.accept(_TOWNS | frozenset({"antrag", "verfahren"})):
        c.expect("in")
        codes = laender(c)
        deed = c.accept(_DEEDS)
        if not c.accept(frozenset({"liegt", "ist", "wird", "wurde"})) and not (c.finite and (deed or c.ends())):
            c.fail()
        return InLand(codes)
    c.accept("zuständige")
    c.expect(frozenset({"land", "bundesland"}))
    negated = False
    operator = c.accept_kind(Kind.OP)
    if operator is not None:
        negated = operator.norm == "<>"
        if operator.norm not in {"=", "<>"}:
            c.fail()
    else:
        c.accept("nicht")
        negated = c.tokens[c.at - 1].norm == "nicht"
    brackets = c.accept_kind(Kind.OPEN)
    codes = laender(c)
    if brackets and not c.accept_kind(Kind.CLOSE):
        c.fail()
    if not c.accept(words.BE) and not c.ends() and operator is None:
        c.fail()
    return InLand(codes, negated)

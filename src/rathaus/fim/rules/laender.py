"""The sixteen Länder in rules: how texts name them, and the grammar of what is limited to some of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import InLand

CODES = {
    "baden-württemberg": "BW",
    "bayern": "BY",
    "berlin": "BE",
    "brandenburg": "BB",
    "bremen": "HB",
    "hamburg": "HH",
    "hessen": "HE",
    "mecklenburg-vorpommern": "MV",
    "niedersachsen": "NI",
    "nordrhein-westfalen": "NW",
    "rheinland-pfalz": "RP",
    "saarland": "SL",
    "sachsen": "SN",
    "sachsen-anhalt": "ST",
    "schleswig-holstein": "SH",
    "thüringen": "TH",
}
NAMES = {code: name.title() for name, code in CODES.items()}
_ALL_OTHERS = frozenset({"anderen", "übrigen", "restlichen"})


@dataclass(slots=True)
class Named:
    """The Länder that the sentences of one rule have named so far: what "alle anderen" leaves out."""

    codes: list[str] = field(default_factory=list)

    def add(self, codes: tuple[str, ...]) -> None:
        """Remember `codes`."""
        self.codes += [code for code in codes if code not in self.codes]


def scope(c: Cursor, named: Named) -> InLand:
    """``für die Länder NW und SL``, ``in TH``, ``für alle anderen Länder``, ``für alle Bundesländer außer BW``."""
    c.expect(frozenset({"für", "in", "im"}))
    if c.accept("alle"):
        return _all_but(c, named)
    if c.accept_all("die", _ALL_OTHERS):
        return _others(c, named)
    if c.accept(words.ARTICLES):
        c.expect(words.LAND_WORDS)
    else:
        c.accept(words.LAND_WORDS)
    c.accept("für")  # "für die Länder für NI, RP und SN"
    codes = _list(c)
    named.add(codes)
    return InLand(codes)


def _all_but(c: Cursor, named: Named) -> InLand:
    if c.accept(_ALL_OTHERS):
        return _others(c, named)
    c.expect(words.LAND_WORDS)
    c.expect(frozenset({"außer", "ausser"}))
    codes = _list(c)
    named.add(codes)
    return InLand(codes, negated=True)


def _others(c: Cursor, named: Named) -> InLand:
    c.expect(words.LAND_WORDS)
    if not named.codes:
        c.fail()
    return InLand(tuple(named.codes), negated=True)


def _list(c: Cursor) -> tuple[str, ...]:
    """One or more Länder, joined by commas and "und"."""
    codes = [_one(c)]
    while True:
        start = c.at
        joined = c.accept_kind(Kind.COMMA) or c.accept(words.AND)
        code = _code(c) if joined else None
        if code is None:
            c.at = start
            return tuple(dict.fromkeys(codes))
        c.at += 1
        codes.append(code)


def _one(c: Cursor) -> str:
    code = _code(c)
    if code is None:
        c.fail()
    c.at += 1
    return code


def _code(c: Cursor) -> str | None:
    """The Land that the word here names, by its two capitals or its name."""
    token = c.peek()
    if token is None or token.kind is not Kind.WORD:
        return None
    return token.text if token.text in NAMES else CODES.get(token.norm)

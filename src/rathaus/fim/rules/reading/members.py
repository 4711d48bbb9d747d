"""Sets of states that a text names ("ein EU-Staat") and explains in a sentence of its own.

"Die Mitgliedstaaten der Europäischen Union (Stand 2025) sind: 124 Belgien, 125 Bulgarien …". A set that the text does
not explain has no certain members: they change, and every code list has codes of its own for them.
"""

from __future__ import annotations

import re

from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Said

_UNEXPLAINED = "Welche Staaten gemeint sind, sagt der Text nicht."
_NAMES = {
    "eu": "eu",
    "europäischen union": "eu",
    "ewr": "ewr",
    "europäischen wirtschaftsraums": "ewr",
    "europäischen wirtschaftsraum": "ewr",
    "schweiz": "schweiz",
}
_NAME = re.compile("|".join(rf"\b{name}\b" for name in sorted(_NAMES, key=len, reverse=True)))
_TITLE = re.compile(r"\b(?:mitgliedsstaaten|mitgliedstaaten|eu-staaten|ewr-staaten|mitgliedsländer|eu-länder)\b")
_DENIED = re.compile(r"\b(?:nicht|keine?|nur|außer|ausser|ohne|mindestens|teilweise|insbesondere|gegebenenfalls)\b")
_STATE = re.compile(r"((?:eu|ewr)(?:/(?:eu|ewr))?)-(?:mitglieds?)?(?:staate?[ns]?|staates|land|länder|landes)")
_LINKS = frozenset({"zur", "zum", "der", "des", "die", "dem", "oder", "und"})


def named_set(c: Cursor, drop: str = "") -> tuple[Said, ...] | None:
    """The members of the set named here; None (and no move) where none is named. `drop`: a prefix of its name."""
    start = c.at
    found = _STATE.fullmatch(c.norm().removeprefix(drop))
    if found:
        c.take()
        return _looked_up(c, frozenset(found[1].split("/")))
    if drop:
        return None
    member = c.accept_all(frozenset({"mitgliedstaat", "mitgliedsstaat"}), "der")
    names: set[str] = set()
    while True:
        place = c.at
        while c.accept_kind(Kind.COMMA) or c.accept(_LINKS):
            pass
        name = c.norm() if c.norm() in _NAMES else f"{c.norm()} {c.norm(1)}"
        if name not in _NAMES:
            c.at = place
            break
        c.at += len(name.split())
        names.add(_NAMES[name])
    if not names and not member:
        c.at = start
        return None
    return _looked_up(c, frozenset(names))


def _looked_up(c: Cursor, names: frozenset[str]) -> tuple[Said, ...]:
    if names in c.members:
        return c.members[names]
    parts = [c.members.get(frozenset({name})) for name in sorted(names)]
    if not parts or None in parts:
        c.fail(_UNEXPLAINED)
    return tuple(dict.fromkeys(said for part in parts for said in part or ()))


def explained(tokens: tuple[Token, ...]) -> tuple[frozenset[str], tuple[Said, ...]] | None:
    """The set that a sentence explains, with its members; None for any other sentence."""
    colon = next((place for place, token in enumerate(tokens) if token.kind is Kind.COLON), None)
    if colon is None:
        colon = next((place for place, token in enumerate(tokens) if token.norm in {"sind", "gelten"}), None)
    if colon is None or any(token.kind in {Kind.REF, Kind.BROKEN, Kind.OP} for token in tokens):
        return None
    head = " ".join(token.text for token in tokens[:colon]).lower()
    names = frozenset(_NAMES[name] for name in _NAME.findall(head.replace("-", " ")))
    members = _listed(tokens[colon + 1 :])
    if not _TITLE.search(head) or _DENIED.search(head) or not names or members is None:
        return None
    beside = re.search(r"\bneben (\w+)", head)
    first = (Said(beside[1].capitalize()),) if beside else ()
    return names, first + members


def _names(token: Token) -> bool:
    """True for what can stand in a list of states: codes, and names, which begin with a capital letter."""
    return token.kind in {Kind.CODE, Kind.QUOTE} or (token.kind is Kind.WORD and token.text[0].isupper())


def _listed(tokens: tuple[Token, ...]) -> tuple[Said, ...] | None:
    """``124 Belgien, 125 Bulgarien und 181 Zypern``, with or without codes."""
    found: list[Said] = []
    item: list[Token] = []
    for token in (*tokens, Token(Kind.COMMA, ",", 0, 0)):
        if token.kind is Kind.COMMA or token.norm in {"und", "sowie"}:
            if not item or not all(_names(each) for each in item):
                return None
            coded = item[0].kind is Kind.CODE
            if found and coded is not bool(found[0].label):
                return None
            name = " ".join(each.text for each in (item[1:] if coded else item))
            found.append(Said(item[0].text, name or None) if coded else Said(name))
            item = []
        else:
            item.append(token)
    return tuple(found)

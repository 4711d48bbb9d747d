"""Lists that stand behind a colon, put where the sentence speaks of them.

"Folgende Felder sind Pflichtfelder, wenn F1 = wahr: F2, F3" says what "Folgende Felder F2, F3 sind Pflichtfelder, wenn
F1 = wahr" says, and is read as that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.laender import laender
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.values import choices

_FOLLOWING = frozenset({"folgende", "folgenden", "folgender", "nachfolgende", "nachfolgenden", "nachfolgender"})
_THINGS = words.NOUNS | words.of("angaben elemente nachweise dokumente fragen anlagen felder/gruppen gruppen/felder")


def gathered(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens`, with the list behind the last colon put behind the "folgende Felder" that it explains."""
    place = _announced(tokens)
    colon = next((at for at in range(len(tokens) - 1, place, -1) if tokens[at].kind is Kind.COLON), None)
    if not place or colon is None or colon == place + 1:
        return tokens
    items = tokens[colon + 1 :]
    whole = _lister(tokens[place].norm)(items)
    if not whole:
        return tokens
    noun = tokens[place]
    if noun.norm in words.LAND_WORDS:
        den = replace(tokens[place - 1], text="den", norm="den")
        first = place - 2 if tokens[place - 2].norm == "den" else place - 1
        return (*tokens[:first], den, noun, *items, *tokens[place + 1 : colon])
    if noun.norm not in words.NOUNS | words.VALUE_NOUNS:
        noun = replace(noun, text="Felder", norm="felder")
    return (*tokens[:place], noun, *items, *tokens[place + 1 : colon])


def _announced(tokens: tuple[Token, ...]) -> int:
    """The place of the noun behind "folgende", where no list follows it; 0 where there is none, or several are."""
    found = [at + 1 for at, token in enumerate(tokens[:-1]) if token.norm in _FOLLOWING]
    if len(found) != 1:
        return 0
    if tokens[found[0] - 1].norm == "folgender" and tokens[found[0]].norm in words.VALUE_NOUNS:
        return 0  # "die Einträge folgender Codes zur Auswahl anzuzeigen: 1, 2" is read as it stands
    noun, behind = tokens[found[0]], tokens[found[0] + 1] if found[0] + 1 < len(tokens) else None
    named = behind is not None and behind.kind in {Kind.REF, Kind.QUOTE, Kind.CODE}
    return found[0] if noun.norm in _THINGS | words.VALUE_NOUNS | words.LAND_WORDS and not named else 0


def _lister(noun: str) -> Callable[[tuple[Token, ...]], bool]:
    if noun in words.LAND_WORDS:
        return _is_list_of_laender
    return _is_list_of_references if noun in _THINGS else _is_list_of_values


def _is_list_of_laender(items: tuple[Token, ...]) -> bool:
    c = Cursor(items)
    try:
        laender(c)
    except NotReadError:
        return False
    return c.done()


def _is_list_of_references(items: tuple[Token, ...]) -> bool:
    c = Cursor(items)
    try:
        found, joint = references(c)
    except NotReadError:
        return False
    return c.done() and bool(found) and joint != "oder"


def _is_list_of_values(items: tuple[Token, ...]) -> bool:
    if any(token.kind is Kind.REF for token in items):
        return False
    c = Cursor(items)
    try:
        choices(c)
    except NotReadError:
        return False
    return c.done()

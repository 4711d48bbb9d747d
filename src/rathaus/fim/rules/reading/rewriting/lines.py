"""Lists that a text writes line by line, as the grammar reads them: items become parts of one sentence, or sentences.

Die Gruppe G… wird eingeblendet, wenn alle folgenden Bedingungen zutreffen:
- F… = „Ja“
- F… = 002
Andernfalls wird sie ausgeblendet.
"""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import parted
from rathaus.fim.rules.reading.tokens import Kind, Token

_LEADING_ON = words.IF | words.THEN | words.AND | words.OR
_ENDED = frozenset({Kind.STOP, Kind.COLON, Kind.COMMA, Kind.SEMICOLON})


def listed(text: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens` without the marks of items: a comma stands where two items follow each other inside one sentence.

    A mark is left only at the beginning of a sentence. Behind the last item a line that begins anew is a new sentence.
    """
    found: list[Token] = []
    inside, indent, bare = False, 0, False
    for token in tokens:
        before = found[-1] if found else None
        if token.kind is Kind.ITEM:
            inside, indent = True, _indent(text, token)
            found += _between(before, token)
            continue
        if before and parted(text, before, token):
            named = token.kind is Kind.REF and not inside
            if bare and before.kind not in _ENDED:  # a list whose lines have no marks
                found.append(Token(Kind.COMMA if named else Kind.STOP, "", token.start, token.start))
            bare = named and (bare or before.kind is Kind.COLON)
            ends = inside and _indent(text, token) <= indent and not _goes_on(token)
            case = _is_case(text, token)
            if (ends or case) and before.kind not in _ENDED | {Kind.ITEM}:
                found.append(Token(Kind.SEMICOLON if case else Kind.STOP, "", token.start, token.start))
            inside = inside and not ends
        found.append(token)
    return tuple(found)


def _between(before: Token | None, item: Token) -> list[Token]:
    """What stands for the mark of an item behind `before`."""
    if before is None or before.kind is Kind.STOP:
        return [item]
    if before.kind in _ENDED or before.norm in _LEADING_ON | words.NOUNS | words.VALUE_NOUNS:
        return []  # "in den Feldern - F1 - F2 müssen"
    return [Token(Kind.COMMA, item.text, item.start, item.end)]


def _indent(text: str, token: Token) -> int:
    return token.start - text.rfind("\n", 0, token.start) - 1


def _goes_on(token: Token) -> bool:
    """True for a line that can only go on with the sentence before it."""
    return token.text[:1].islower() or token.kind is not Kind.WORD or token.norm in words.THEN | words.AND | words.OR


def _is_case(text: str, token: Token) -> bool:
    """True for a line of its own like ``001 "Neuantrag" -> …``."""
    end = text.find("\n", token.start)
    line = text[token.start : end if end >= 0 else len(text)]
    return token.kind in {Kind.CODE, Kind.QUOTE} and any(arrow in line for arrow in ("->", "→", "⇒", ": "))

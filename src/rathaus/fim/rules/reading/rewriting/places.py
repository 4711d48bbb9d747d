"""What stands at a place of a text: an id with its name, a value with its own; and new tokens for such places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

Tokens = tuple[Token, ...]
PLACED = words.of("unter laut gemäß")
_VALUES = {Kind.CODE, Kind.QUOTE}
ENDS = {Kind.COMMA, Kind.SEMICOLON, Kind.COLON, Kind.STOP}


def worded(token: Token, text: str) -> Token:
    """A word in the place of `token`."""
    return replace(token, kind=Kind.WORD, text=text, norm=text, parts=(), label=None)


def a_sign(token: Token, kind: Kind, text: str) -> Token:
    return Token(kind, text, token.start, token.start, text)


def norm_at(tokens: Tokens, at: int) -> str:
    """The word at this place in lower case; empty outside the sentence."""
    return tokens[at].norm if 0 <= at < len(tokens) else ""


def norm_of(tokens: Tokens, at: int) -> str:
    """The word or code at this place in lower case; empty for anything else, and outside."""
    if not 0 <= at < len(tokens):
        return ""
    token = tokens[at]
    return token.norm if token.kind is Kind.WORD or token.kind is Kind.CODE else ""


def kind_of(tokens: Tokens, at: int) -> Kind | None:
    return tokens[at].kind if 0 <= at < len(tokens) else None


def is_value(tokens: Tokens, at: int) -> bool:
    return kind_of(tokens, at) in _VALUES or norm_of(tokens, at) in words.TRUTH


def past_ref(tokens: Tokens, at: int) -> int:
    """The place behind the id at `at`, its name, and a noun in front of it; `at` where none is."""
    start = at
    while norm_of(tokens, at) in words.ARTICLES | words.NOUNS:
        at += 1
    if kind_of(tokens, at) is not Kind.REF:
        return start
    return at + 1 + (kind_of(tokens, at + 1) is Kind.QUOTE and tokens[at + 1].norm not in words.TRUTH)


def past_value(tokens: Tokens, at: int) -> int:
    """The place behind a value and its name in quotation marks or brackets."""
    if kind_of(tokens, at + 1) is Kind.QUOTE:
        return at + 2
    if kind_of(tokens, at + 1) is Kind.OPEN:
        close = next((n for n in range(at + 2, min(at + 8, len(tokens))) if tokens[n].kind is Kind.CLOSE), 0)
        inside = tokens[at + 2 : close]
        plain = all(token.kind in {Kind.WORD, Kind.QUOTE} and token.norm not in words.RESTRICTING for token in inside)
        return close + 1 if close and plain else at + 1
    return at + 1


def past_values(tokens: Tokens, at: int) -> int:
    """The place behind values with their names, joined by commas and "und"; `at` where none is here."""
    end = at
    while is_value(tokens, end):
        at = past_value(tokens, end)
        end = at + 1 if kind_of(tokens, at) is Kind.COMMA or norm_of(tokens, at) == "und" else at
    return at


def a_name(tokens: Tokens) -> Token:
    """A name in quotation marks in the place of `tokens`."""
    text = " ".join(token.text for token in tokens)
    return Token(Kind.QUOTE, text, tokens[0].start, tokens[-1].end, text.lower())


def length_of(tokens: Tokens, at: int, wordings: Iterable[tuple[str, ...]]) -> int:
    """How many words the one of `wordings` has that stands here; 0 where none does."""
    return next((len(one) for one in wordings if all(norm_of(tokens, at + n) == word for n, word in enumerate(one))), 0)


def clause_end(tokens: Tokens, at: int) -> int:
    """The place of the next comma, semicolon or colon from `at` on that stands in no bracket, or of the end."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].kind is Kind.OPEN) - (tokens[place].kind is Kind.CLOSE)
        if not depth and tokens[place].kind in {Kind.COMMA, Kind.SEMICOLON, Kind.COLON}:
            return place
    return len(tokens)


def refs_in(tokens: Tokens) -> int:
    """How many ids stand there."""
    return sum(token.kind is Kind.REF for token in tokens)


def parted(text: str, before: Token, token: Token) -> bool:
    """True where a new line begins between two tokens of `text`."""
    return "\n" in text[before.end : token.start]

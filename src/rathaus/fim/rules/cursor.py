"""A place in the tokens of one sentence, with the few moves that a recursive descent needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NoReturn, TypeVar

from rathaus.fim.rules import words
from rathaus.fim.rules.tokens import Kind, Token
from rathaus.fim.rules.tree import Ref

T = TypeVar("T")


class NotReadError(Exception):
    """The sentence is not of the grammar. `reason` is a German sentence where more is known than that."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        super().__init__(reason)


class Cursor:
    """Reads tokens from left to right. `far` is the furthest token that anything looked at in vain."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0
        self.far = 0

    def peek(self, offset: int = 0) -> Token | None:
        """The token `offset` places ahead; None behind the last."""
        place = self.at + offset
        return self.tokens[place] if place < len(self.tokens) else None

    def norm(self, offset: int = 0) -> str:
        """The word `offset` places ahead in lower case; empty where there is none."""
        token = self.peek(offset)
        return token.norm if token and token.kind in {Kind.WORD, Kind.CODE} else ""

    def is_kind(self, kind: Kind, offset: int = 0) -> bool:
        """True where the token `offset` places ahead is of `kind`."""
        token = self.peek(offset)
        return token is not None and token.kind is kind

    def done(self) -> bool:
        """True behind the last token."""
        return self.at >= len(self.tokens)

    def take(self) -> Token:
        """The token here; moves on."""
        token = self.tokens[self.at]
        self.at += 1
        return token

    def accept(self, choice: frozenset[str] | str) -> str:
        """Moves past a word of `choice` and returns it in lower case; empty (and no move) where it is not here."""
        word = self.norm()
        if word and (word == choice if isinstance(choice, str) else word in choice):
            self.at += 1
            return word
        return ""

    def accept_all(self, *sequence: frozenset[str] | str) -> bool:
        """Moves past the words in this order; no move unless all are here."""
        start = self.at
        for choice in sequence:
            if not self.accept(choice):
                self.at = start
                return False
        return True

    def accept_kind(self, kind: Kind) -> Token | None:
        """Moves past a token of `kind` and returns it."""
        return self.take() if self.is_kind(kind) else None

    def expect(self, choice: frozenset[str] | str) -> str:
        """Like `accept`, but the word must be here."""
        return self.accept(choice) or self.fail()

    def fail(self, reason: str | None = None) -> NoReturn:
        """Gives up this reading."""
        self.far = max(self.far, self.at)
        raise NotReadError(reason)

    def attempt(self, parse: Callable[[Cursor], T]) -> T | None:
        """What `parse` reads here, or None with nothing moved. A reason that is known is not swallowed."""
        start = self.at
        try:
            return parse(self)
        except NotReadError as error:
            if error.reason:
                raise
            self.at = start
            return None


def reference(c: Cursor) -> Ref:
    """``das Feld F… "Label"``, ``in Feldgruppe G… "Label" im Datenfeld F…``, ``"F… Label"``, ``F… Label``."""
    first = _one_reference(c)
    if c.norm() in words.PREPOSITIONS and _stands_before_reference(c, 1):
        second = _one_reference(c)
        if first.parts[-1].startswith("G"):
            return replace(second, within=first.parts)
        c.fail()
    return first


def _one_reference(c: Cursor) -> Ref:
    located = bool(c.accept(words.PREPOSITIONS))
    c.accept(words.ARTICLES)
    while c.accept(words.ADJECTIVES | words.NOUNS):
        pass
    token = c.accept_kind(Kind.REF)
    if token is None:
        c.fail()
    if token.label:
        return Ref(token.parts, token.label)
    following = c.peek()
    is_value = following and following.kind is Kind.QUOTE and following.norm in words.TRUTH
    name = None if is_value else label(c)  # "bei F… „Ja“ angegeben wird"
    if name is None:
        return Ref(token.parts, located=located)
    return Ref(token.parts, name.text, name.doubtful, located=located)


def starts_reference(c: Cursor, offset: int = 0) -> bool:
    """True where a reference begins `offset` places ahead: an id, or article and noun before one."""
    if c.norm(offset) in words.PREPOSITIONS:
        offset += 1
    return c.is_kind(Kind.REF, offset) or _stands_before_reference(c, offset)


def _stands_before_reference(c: Cursor, offset: int) -> bool:
    if c.norm(offset) in words.ARTICLES:
        offset += 1
    while c.norm(offset) in words.ADJECTIVES | words.NOUNS:
        offset += 1
    return c.is_kind(Kind.REF, offset)


@dataclass(frozen=True, slots=True)
class Label:
    """A name behind an id or a code; `doubtful` where an unquoted one contains "und" or "oder"."""

    text: str
    doubtful: bool = False


def label(c: Cursor) -> Label | None:
    """The name that may stand after an id: in quotation marks, or bare words up to the next word with a meaning."""
    quoted = c.accept_kind(Kind.QUOTE)
    if quoted:
        return Label(quoted.text)
    first = c.peek()
    if first is None or first.kind is not Kind.WORD or not first.text[0].isupper() or _means_something(c, 0):
        return None
    taken: list[str] = []
    doubtful = False
    while (token := c.peek()) and (_belongs_to_label(c, token) or _joins_label(c, token)):
        doubtful = doubtful or token.norm in words.AND | words.OR
        taken.append(token.text)
        c.at += 1
        if token.kind is Kind.OPEN:
            taken.extend(_bracketed(c))
    return Label(" ".join(taken), doubtful)


def _belongs_to_label(c: Cursor, token: Token) -> bool:
    if token.kind is Kind.CODE:
        return c.is_kind(Kind.WORD, 1) and not _means_something(c, 1)
    if token.kind is Kind.WORD:
        return not _means_something(c, 0)
    return token.kind in {Kind.OPEN, Kind.DASH} or (token.kind is Kind.COLON and c.is_kind(Kind.WORD, 1))


def _joins_label(c: Cursor, token: Token) -> bool:
    """True for a small "und" or "oder" between words that mean nothing to the grammar."""
    return (
        token.text in {"und", "oder"}
        and c.is_kind(Kind.WORD, 1)
        and not _means_something(c, 1)
        and not starts_reference(c, 1)
    )


def _bracketed(c: Cursor) -> list[str]:
    """The words of a bracket inside a bare label, with the closing bracket."""
    inside: list[str] = []
    while token := c.accept_kind(Kind.WORD) or c.accept_kind(Kind.CODE) or c.accept_kind(Kind.COMMA):
        inside.append(token.text)
    if not c.accept_kind(Kind.CLOSE):
        c.fail()
    return [*inside, ")"]


def _means_something(c: Cursor, offset: int) -> bool:
    """True where the word is one of the grammar's, so that no bare label may swallow it."""
    word = c.norm(offset)
    if word == "auswahl":  # "F… Auswahl der Person ===" is a name, "F… Auswahl = 01" is a comparison
        following = c.peek(offset + 1)
        return (
            following is None
            or following.kind in {Kind.OP, Kind.CODE, Kind.QUOTE}
            or following.norm
            in {
                "gleich",
                "ist",
                *words.TRUTH,
            }
        )
    if word in words.PARTICLES:  # "zeige F… Angabe an", but "Auskunft aus dem Register"
        following = c.peek(offset + 1)
        return following is None or following.kind is not Kind.WORD or following.norm in words.KEYWORDS
    if word in {"mit", "im", "in", "den", "der", "die"}:
        following = c.peek(offset + 1)
        return (
            following is None
            or following.kind in {Kind.QUOTE, Kind.REF, Kind.CODE}
            or following.norm
            in {
                "wert",
                "auswahl",
                "zahl",
                "codeliste",
            }
        )
    return word in words.KEYWORDS

"""A place in the tokens of one sentence, with the few moves that a recursive descent needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NoReturn, TypeVar

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Condition, InLand, Ref, Said, Value

T = TypeVar("T")
Members = Mapping[frozenset[str], tuple[Said, ...]]
NO_MEMBERS: Members = MappingProxyType({})


class NotReadError(Exception):
    """The sentence is not of the grammar. `reason` is a German sentence where more is known than that."""

    def __init__(self, reason: str | None = None) -> None:
        self.reason = reason
        super().__init__(reason)


def require(holds: bool) -> None:
    """Gives up the reading where a condition of it does not hold."""
    if not holds:
        raise NotReadError


class Cursor:
    """Reads tokens from left to right. `far` is the furthest token that anything looked at in vain.

    `members` are the sets of states that the text explains, `spoken` is what "es" and "sie" mean in a condition,
    `asked` the condition that they take it from, `pointed` is set where one did so, and `finite` is the verb that stood
    before its subject ("Ist F… befüllt, dann …"). `signs` is what `values` found out about these tokens.
    `mentioned` are the answers that the sentence before compared, `pair` the two fields that it made a demand on,
    `told` are by question all answers that were named before,
    `contrary` is set by a word that opposes it ("jedoch"). `land` are the Länder that stood inside the effects just
    read, `depth` is how many brackets of conditions are open. `references` are those read so far, by the place where
    they begin, `unmeasured` the places where nothing is that is measured.
    """

    def __init__(self, tokens: tuple[Token, ...], members: Members = NO_MEMBERS, spoken: Ref | None = None) -> None:
        self.tokens = tokens
        self.members = members
        self.spoken = spoken
        self.asked: Condition | None = None
        self.pointed = False
        self.signs: tuple[tuple[Token, ...], list[bool]] = (), [False]
        self.finite = ""
        self.contrary = False
        self.mentioned: tuple[Ref, tuple[Value, ...]] | None = None
        self.told: dict[tuple[str, ...], tuple[Value, ...]] = {}
        self.pair: tuple[Ref, ...] = ()
        self.depth = 0
        self.unmeasured: set[int] = set()
        self.references: dict[int, tuple[Ref, int]] = {}
        self.land: InLand | None = None
        self.at = 0
        self.far = 0

    def peek(self, offset: int = 0) -> Token | None:
        """The token `offset` places ahead; None behind the last, and before the first."""
        place = self.at + offset
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def norm(self, offset: int = 0) -> str:
        """The word `offset` places ahead in lower case; empty where there is none."""
        place = self.at + offset
        token = self.tokens[place] if place < len(self.tokens) else None
        return token.norm if token and (token.kind is Kind.WORD or token.kind is Kind.CODE) else ""

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

    def accept_if(self) -> bool:
        """Moves past "wenn", "falls", "für den Fall, dass" …"""
        start = self.at
        if self.norm() == "immer" and self.norm(1) in words.IF:
            self.take()
        led = 2 if self.norm(1) in words.ARTICLES and self.norm(2) in words.NOUNS else 0
        named = self.is_kind(Kind.REF, 1 + led) or self.norm(1) in words.PREPOSITIONS
        if self.accept(words.IF) or (named and self.accept("soweit")):
            return True
        opened = any(self.accept_all(*opening) for opening in words.IN_CASE)
        given = self.tokens[start].norm == "vorausgesetzt" if opened else False
        comma = self.accept_kind(Kind.COMMA) if opened else None
        if opened and (self.accept("dass") or (given and comma)):
            return True
        self.at = start
        return False

    def accept_equals(self) -> bool:
        """Moves past "=" if it is here; every other sign compares: "mit > 5"."""
        here = self.peek()
        equals = here is not None and here.kind is Kind.OP and here.norm == "="
        self.at += equals
        return equals

    def ends(self) -> bool:
        """True where a clause can end here: behind the last token, or before a comma, a bracket, "dann", "und" …"""
        token = self.peek()
        if token is None or token.kind in {Kind.COMMA, Kind.CLOSE, Kind.SEMICOLON, Kind.COLON}:
            return True
        return token.norm in words.THEN | words.AND | words.OR | words.IF

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

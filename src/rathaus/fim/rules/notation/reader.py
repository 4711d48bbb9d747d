"""Reading tokens from left to right: the ground that terms, conditions and sentences stand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from rathaus.fim.model import Position
from rathaus.fim.rules.notation.lexing import Kind, Token
from rathaus.fim.rules.notation.naming import Names

T = TypeVar("T")


class Reader:
    """Reads tokens from left to right; every method reads one thing or raises `NotationError`."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        self._tokens, self.names = tokens, names
        self._at = 0

    # --- tokens

    @property
    def next(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._at]

    def after(self, number: int = 1) -> Token:
        """The token `number` behind the next one."""
        return self._tokens[min(self._at + number, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Go past the next token."""
        token = self.next
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def back(self) -> None:
        """Go back over the token taken last."""
        self._at -= 1

    def is_word(self, *words: str, ahead: int = 0) -> bool:
        """Whether a certain word comes next (or later)."""
        token = self.after(ahead)
        return token.kind is Kind.WORD and token.text.casefold() in words

    def is_sign(self, *signs: str) -> bool:
        """Whether a certain sign comes next."""
        return self.next.kind is Kind.SIGN and self.next.text in signs

    def word(self, *words: str) -> Token | None:
        """Take one of these words, if it comes next."""
        return self.take() if self.is_word(*words) else None

    def sign(self, *signs: str) -> Token | None:
        """Take one of these signs, if it comes next."""
        return self.take() if self.is_sign(*signs) else None

    def expect_sign(self, sign: str) -> Token:
        """Take this sign; nothing else may come."""
        return self.sign(sign) or self.fail(Token(Kind.SIGN, sign, 0, 0))

    def expect_word(self, word: str) -> Token:
        """Take this word; nothing else may come."""
        return self.word(word) or self.fail(Token(Kind.WORD, word, 0, 0))

    def fail(self, expected: str | Token) -> NoReturn:
        """Say what should have come."""
        raise self.next.error("Hier wird {expected} erwartet, nicht {token}.", expected=expected, token=self.next)

    def listed(self, read: Callable[[], T]) -> tuple[T, ...]:
        """One or more of what `read` reads, with commas between."""
        found = [read()]
        while self.sign(","):
            found.append(read())
        return tuple(found)

    def bracketed(self, read: Callable[[], T]) -> tuple[T, ...]:
        """The same in brackets."""
        self.expect_sign("(")
        found = self.listed(read)
        self.expect_sign(")")
        return found

    def whole(self) -> int:
        """A whole number from 0."""
        if self.next.kind is not Kind.NUMBER or not self.next.text.isdigit() or len(self.next.text) > 6:
            self.fail("eine ganze Zahl")
        return int(self.take().text)

    # --- questions

    def reference(self) -> Position:
        """``"Name" (F…)``, ``F…`` or ``"Name"``."""
        token = self.next
        if token.kind is Kind.REFERENCE:
            return self.names.by_reference(self.take())
        if token.kind is not Kind.STRING:
            self.fail("eine Frage")
        name = self.take()
        if self.is_sign("(") and self.after().kind is Kind.REFERENCE:
            self.take()
            position = self.names.by_reference(self.take(), name)
            self.expect_sign(")")
            return position
        return self.names.by_name(name)

    def begins_reference(self) -> bool:
        """Whether a question comes next for certain, and no text."""
        token = self.next
        if token.kind is Kind.STRING:
            opens = self.after().kind is Kind.SIGN and self.after().text == "("
            return opens and self.after(2).kind is Kind.REFERENCE
        return token.kind is Kind.REFERENCE

    def arguments(self, count: int) -> tuple[Position, ...]:
        """So many questions in brackets."""
        start = self.next
        found = self.bracketed(self.reference)
        if len(found) != count:
            raise start.error(
                "In diese Klammern gehört eine Frage, nicht {found}."
                if count == 1
                else "In diese Klammern gehören {count} Fragen, nicht {found}.",
                count=count,
                found=len(found),
            )
        return found

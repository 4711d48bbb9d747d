"""Conditions of the notation: recursive descent over its tokens, straight to expressions."""

from __future__ import annotations

from rathaus.fim.model import Position
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Digits,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    StartsWith,
    ValidDate,
)
from rathaus.fim.rules.notation.lexing import Kind, Token
from rathaus.fim.rules.notation.naming import Names
from rathaus.fim.rules.notation.terms import Sort, TermReader, same_sort, sort_of
from rathaus.fim.rules.terms import Answer, Op, Term

DEEPEST = 40
"""So many brackets and "nicht" may stand inside each other."""
_OPS = {op.value: op for op in Op}
_COMPARISONS = "„=“, „<>“, „<“, „>“, „in“, „von“, „ab“, „bis“ oder „beginnt mit“"


class ConditionReader(TermReader):
    """Reads conditions; every method reads one thing or raises `NotationError`."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        super().__init__(tokens, names)
        self._depth = 0

    def condition(self) -> Expression:
        """One or more parts, all joined by "und" or all by "oder": both side by side need brackets."""
        parts, joint = [self._part()], None
        while found := self.word("und", "oder"):
            joint = joint or found
            if found.text.casefold() != joint.text.casefold():
                raise found.error("„und“ und „oder“ stehen nebeneinander. Setzen Sie Klammern.")
            parts.append(self._part())
        if joint is None:
            return parts[0]
        return And(tuple(parts)) if joint.text.casefold() == "und" else Or(tuple(parts))

    def _part(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.next.error("Hier stehen zu viele Klammern ineinander.")
        try:
            if self.word("nicht"):
                return Not(self._part())
            if self.sign("("):
                inside = self.condition()
                self.expect_sign(")")
                return inside
            return self._atom()
        finally:
            self._depth -= 1

    def _atom(self) -> Expression:
        if self.word("immer"):
            return Always()
        if self.word("gefüllt"):
            return Filled(self.arguments(1)[0].path)
        if self.word("ziffern"):
            start = self.next
            (position,) = self.arguments(1)
            self.names.field(position, start)
            return Digits(position.path)
        if self.word("kalenderdatum"):
            return ValidDate(*(position.path for position in self.arguments(3)))
        if self.word("land"):
            return self._land()
        if self.is_word("mindestens", "höchstens", "genau") or self._begins_count():
            return self._count()
        if self.begins_term():
            left, sort = self.term()
            return self._order(left, sort)
        return self._about_question()

    # --- counting, Länder

    def _begins_count(self) -> bool:
        return self.next.kind is Kind.NUMBER and self.is_word("bis", ahead=1)

    def _count(self) -> Expression:
        word = self.take() if self.next.kind is Kind.WORD else None
        low = self.whole()
        high: int | None = low
        match word.text.casefold() if word else "":
            case "mindestens":
                high = None
            case "höchstens":
                low = 0
            case "":
                self.expect_word("bis")
                at = self.next
                high = self.whole()
                if high < low:
                    raise at.error("{high} ist kleiner als {low}.", high=high, low=low)
        self.expect_word("von")
        return CountBetween(self.bracketed(self.condition), low, high)

    def _land(self) -> Expression:
        negated = self.is_sign("<>") or self.is_word("nicht")
        if self.sign("=", "<>"):
            land: Expression = InLand((self._land_code(),))
        else:
            self.word("nicht")
            if not self.word("in"):
                self.fail("„=“, „<>“ oder „in“")
            land = InLand(self.bracketed(self._land_code))
        return Not(land) if negated else land

    def _land_code(self) -> str:
        token = self.next
        if token.kind is not Kind.WORD or token.text.upper() not in NAMES:
            self.fail("ein Land mit zwei Buchstaben wie NW")
        return self.take().text.upper()

    # --- comparing

    def _about_question(self) -> Expression:
        start = self.next
        if start.kind not in (Kind.REFERENCE, Kind.STRING):
            self.fail("eine Bedingung")
        position = self.reference()
        self.names.field(position, start)
        sort = sort_of(position)
        if self.is_sign("=", "<>") and sort is Sort.OTHER and not self._names_question_behind_sign():
            sign = self.take()
            equals = Equals(position.path, self.value(position))
            return equals if sign.text == "=" else Not(equals)
        if self.is_sign("=", "<>", "<", "<=", ">", ">=", "+", "-"):
            return self._order(*self.later(start, Answer(position.path), sort))
        return self._about_code(position)

    def _names_question_behind_sign(self) -> bool:
        self.take()
        named = self.begins_reference()
        self.back()
        return named

    def _order(self, left: Term, sort: Sort) -> Expression:
        sign = self.sign("=", "<>", "<", "<=", ">", ">=")
        if sign is None:
            self.fail("„=“, „<>“, „<“, „<=“, „>“ oder „>=“")
        start = self.next
        right, other = self.term()
        same_sort(start, sort, other)
        if sign.text == "<>":
            return Not(Compare(left, Op.EQ, right))
        if sort is Sort.OTHER and sign.text != "=":
            raise sign.error("Texte und Codes lassen sich nur mit „=“ und „<>“ vergleichen.")
        return Compare(left, _OPS[sign.text], right)

    def _about_code(self, position: Position) -> Expression:
        path = position.path
        if self.word("von"):
            first = self.code(position)
            self.expect_word("bis")
            return CodeBetween(path, first, self.code(position))
        if self.word("ab"):
            return CodeBetween(path, self.code(position), None)
        if self.word("bis"):
            return CodeBetween(path, None, self.code(position))
        if self.word("beginnt"):
            self.expect_word("mit")
            return StartsWith(path, self.text())
        negated = self.word("nicht") is not None
        if not self.word("in"):
            self.fail(_COMPARISONS)
        if sort_of(position) is not Sort.OTHER:
            raise self.next.error("„in“ geht nur mit Codes und Texten.")
        return one_of(path, self.bracketed(lambda: self.value(position)), negated=negated)

    # --- values

    def value(self, position: Position) -> str | bool:
        """A value of the question at `position`, perhaps with its name behind it."""
        literal = self.names.literal(position, self.take())
        if self.next.kind is Kind.STRING:
            self.names.check_label(position, literal, self.take())
        return literal

    def code(self, position: Position) -> str:
        """An end of a range of codes; it need not be in the list."""
        literal = self.text()
        if self.next.kind is Kind.STRING:
            self.names.check_label(position, literal, self.take())
        return literal

    def text(self) -> str:
        """A text in quotation marks, or digits; not empty."""
        token = self.next
        if token.kind is Kind.NUMBER and token.text.isdigit():
            return self.take().text
        if token.kind is not Kind.STRING or not token.text:
            self.fail("ein Text in Anführungszeichen")
        return self.take().text


def one_of(path: str, values: tuple[str | bool, ...], *, negated: bool) -> Expression:
    """The answer at `path` is one of `values`, or none of them."""
    equals: tuple[Expression, ...] = tuple(Equals(path, value) for value in values)
    if len(equals) == 1:
        return Not(equals[0]) if negated else equals[0]
    return And(tuple(Not(part) for part in equals)) if negated else Or(equals)

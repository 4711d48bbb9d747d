"""Whole rules of the notation: sentences and what they do."""

from __future__ import annotations

from rathaus.fim.model import Position
from rathaus.fim.rules.logic import (
    Always,
    Constraint,
    Effect,
    EffectKind,
    Expression,
    Not,
    Or,
    Preset,
    Selectable,
    Statement,
    paths,
)
from rathaus.fim.rules.notation.conditions import ConditionReader
from rathaus.fim.rules.notation.lexing import Kind, NotationError, Token, tokens
from rathaus.fim.rules.notation.naming import Names
from rathaus.fim.rules.notation.terms import same_sort, sort_of
from rathaus.fim.rules.terms import Answer

KINDS = {
    EffectKind.REQUIRED: "Pflicht",
    EffectKind.SHOWN: "zeigen",
    EffectKind.FORBIDDEN: "verboten",
    EffectKind.OPTIONAL: "freiwillig",
    EffectKind.REPEAT: "wiederholen",
    EffectKind.NO_REPEAT: "nicht wiederholen",
}
_BY_WORD = {word.casefold(): kind for kind, word in KINDS.items()}
ALLOWED = {True: "erlaubt", False: "ausgeschlossen"}
PRESET = {(False, False): "vorbelegt", (False, True): "fest", (True, False): "versteckt"}
"""By (hidden, fixed)."""
_RESULTS = "Pflicht, zeigen, verboten, freiwillig, erlaubt, vorbelegt oder es muss gelten"
LONGEST = 20_000
"""Characters of a rule."""


def read(text: str, names: Names) -> tuple[Statement, ...]:
    """What `text` does, in its order. Raises `NotationError` for the first thing that is wrong."""
    if len(text) > LONGEST:
        raise NotationError("Die Regel hat mehr als {most} Zeichen.", 1, 1, most=LONGEST)
    reader = _SentenceReader(tokens(text), names)
    while True:
        reader.sentence()
        if reader.next.kind is Kind.END:
            return tuple(reader.said)


def opposite(expression: Expression) -> Expression:
    """What "sonst" means."""
    return expression.part if isinstance(expression, Not) else Not(expression)


class _SentenceReader(ConditionReader):
    """Reads sentence by sentence and gathers what they do."""

    def __init__(self, tokens: list[Token], names: Names) -> None:
        super().__init__(tokens, names)
        self.said: list[Statement] = []

    def sentence(self) -> None:
        """``wenn … dann …; sonst ….``, ``immer ….`` or ``es muss gelten: ….``."""
        if self.word("wenn"):
            when = self.condition()
            self.expect_word("dann")
            self._results(when)
            if self.word("sonst"):
                self._results(opposite(when))
        elif self.is_word("es") or self.word("immer"):
            self._results(Always())
        else:
            self.fail("„wenn“, „immer“ oder „es muss gelten“")
        if not self.sign(".") and self.next.kind is not Kind.END:
            self.fail("„;“ oder „.“")

    def _results(self, when: Expression) -> None:
        self.sign(":")
        self._result(when)
        while self.sign(";"):
            if self.is_word("sonst") or self.next.kind is Kind.END:
                return
            self._result(when)

    def _result(self, when: Expression) -> None:
        if self.is_word("es"):
            self._demand(when)
        elif word := self.word(*ALLOWED.values()):
            self._selectable(when, only=word.text.casefold() == ALLOWED[True])
        elif word := self.word(*PRESET.values()):
            self._preset(when, word.text.casefold())
        else:
            self._effect(when)

    def _effect(self, when: Expression) -> None:
        word = self.next.text.casefold()
        if self.is_word("nicht"):
            self.take()
            word = f"nicht {self.next.text.casefold()}"
        kind = _BY_WORD.get(word) if self.next.kind is Kind.WORD else None
        if kind is None:
            self.fail(_RESULTS)
        self.take()
        self.expect_sign(":")
        self.said += [Effect(kind, target.path, when) for target in self.listed(self.reference)]

    def _selectable(self, when: Expression, *, only: bool) -> None:
        """``erlaubt bei F…: 001, 100 bis 199, ab 900, Anfang 4``."""
        self.expect_word("bei")
        position = self._field()
        self.expect_sign(":")
        codes: list[str] = []
        ranges: list[tuple[str | None, str | None]] = []
        prefixes: list[str] = []
        self.listed(lambda: self._choice(position, codes, ranges, prefixes))
        self.said.append(Selectable(position.path, when, tuple(codes), tuple(ranges), tuple(prefixes), only))

    def _choice(
        self,
        position: Position,
        codes: list[str],
        ranges: list[tuple[str | None, str | None]],
        prefixes: list[str],
    ) -> None:
        if self.word("ab"):
            ranges.append((self.code(position), None))
        elif self.word("bis"):
            ranges.append((None, self.code(position)))
        elif self.word("anfang"):
            prefixes.append(self.text())
        elif self.is_word("bis", ahead=1) or (self.after().kind is Kind.STRING and self.is_word("bis", ahead=2)):
            first = self.code(position)
            self.expect_word("bis")
            ranges.append((first, self.code(position)))
        else:
            start = self.next
            value = self.value(position)
            if isinstance(value, bool):
                raise start.error("Hier werden Codes einer Auswahl erwartet.")
            codes.append(value)

    def _preset(self, when: Expression, word: str) -> None:
        """``vorbelegt: F… = 001``."""
        self.expect_sign(":")
        position = self._field()
        self.expect_sign("=")
        hidden, fixed = next(flags for flags, name in PRESET.items() if name == word)
        value = self._copied(position) if self.begins_reference() else self.value(position)
        self.said.append(Preset(position.path, value, when, hidden, fixed))

    def _copied(self, position: Position) -> Answer:
        """The answer to another question, which must be of the same kind."""
        start = self.next
        source = self._field()
        same_sort(start, sort_of(position), sort_of(source))
        return Answer(source.path)

    def _field(self) -> Position:
        start = self.next
        position = self.reference()
        self.names.field(position, start)
        return position

    def _demand(self, when: Expression) -> None:
        """``es muss gelten: … sonst "Meldung" bei F…``."""
        for word in ("es", "muss", "gelten"):
            self.expect_word(word)
        self.expect_sign(":")
        holds = self.condition()
        if not isinstance(when, Always):
            holds = Or((opposite(when), holds))
        message = ""
        if self.is_word("sonst") and self.after().kind is Kind.STRING:
            self.take()
            message = self.take().text
        about = self.listed(self.reference) if self.word("bei") else ()
        places = tuple(position.path for position in about) or paths(holds)
        self.said.append(Constraint(holds, places, message))

"""The words of the notation for rules, each with the place where it stands."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from rathaus.fim.rules.notation.english import ENGLISH
from rathaus.fim.rules.phrases import Language


class NotationError(ValueError):
    """A rule is not written as the notation has it.

    `line` and `column` (both from 1) say where. Its text is German; `said` gives it in another language.
    """

    def __init__(self, sentence: str, line: int, column: int, **parts: object) -> None:
        """`sentence` is a German text with its ``{parts}``; its English stands in `english`."""
        self.line, self.column = line, column
        self._sentence, self._parts = sentence, parts
        super().__init__(self.said("de"))

    def said(self, language: Language) -> str:
        """Where and what, in a language."""
        sentence = self._sentence if language == "de" else ENGLISH[self._sentence]
        what = sentence.format(**{name: _part(part, language) for name, part in self._parts.items()})
        where = _PLACE[language].format(line=self.line, column=self.column)
        return f"{where}: {what[0].upper()}{what[1:]}" if language == "en" else f"{where}: {what}"


_PLACE: dict[Language, str] = {"de": "Zeile {line}, Zeichen {column}", "en": "Line {line}, character {column}"}


def _part(part: object, language: Language) -> str:
    if isinstance(part, Token):
        return part.shown(language)
    text = str(part)
    return text if language == "de" else ENGLISH.get(text, text)


class Kind(enum.Enum):
    """What a token is."""

    REFERENCE = "reference"
    DATE = "date"
    NUMBER = "number"
    STRING = "string"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, string or sign; of a string `text` is what stands between the quotation marks."""

    kind: Kind
    text: str
    line: int
    column: int

    def error(self, sentence: str, **parts: object) -> NotationError:
        """That something is wrong here."""
        return NotationError(sentence, self.line, self.column, **parts)

    def shown(self, language: Language) -> str:
        """The token as an error sentence names it."""
        if language == "de":
            return "das Ende" if self.kind is Kind.END else f"„{self.text}“"
        return "the end" if self.kind is Kind.END else f"“{self.text}”"


_QUOTED = "|".join(
    [
        r'"(?:[^"\\]|\\.)*"',
        r"„(?:[^„“”\"\\]|\\.)*[“”\"]",
        r"“(?:[^“”\\]|\\.)*”",
        r"»(?:[^»«\\]|\\.)*«",
    ]
)
_PATTERNS = (
    (None, r"\s+"),
    (Kind.STRING, _QUOTED),
    (Kind.REFERENCE, r"[FG]\d{8,}(?:\.[FG]\d{8,})*"),
    (Kind.DATE, r"\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"),
    (Kind.NUMBER, r"\d+(?:,\d+)?"),
    (Kind.WORD, r"[^\W\d_]+"),
    (Kind.SIGN, r"<>|<=|>=|[=≠<>≤≥(),;:.%+\-*/]"),
)
_TOKEN = re.compile("|".join(f"(?P<t{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_SAME_SIGN = {"≠": "<>", "≤": "<=", "≥": ">="}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def tokens(text: str) -> list[Token]:
    """`text` in tokens, with one of `Kind.END` at its end. Raises `NotationError`."""
    found: list[Token] = []
    at, line, start = 0, 1, 0
    while at < len(text):
        column = at - start + 1
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotationError(_unknown(text[at]), line, column, char=text[at])
        kind = _PATTERNS[int((match.lastgroup or "t0")[1:])][0]
        if kind is not None:
            found.append(Token(kind, _content(kind, match[0]), line, column))
        if breaks := match[0].count("\n"):
            line, start = line + breaks, at + match[0].rindex("\n") + 1
        at = match.end()
    return [*found, Token(Kind.END, "", line, at - start + 1)]


def _unknown(char: str) -> str:
    if char in '"„“»':
        return "Das Anführungszeichen wird nicht wieder geschlossen."
    return "Mit dem Zeichen „{char}“ fängt hier nichts an."


def _content(kind: Kind, written: str) -> str:
    if kind is Kind.STRING:
        return _ESCAPED.sub(r"\1", written[1:-1])
    return _SAME_SIGN.get(written, written)


def quoted(text: str) -> str:
    """`text` as a string of the notation."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

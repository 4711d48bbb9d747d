"""``pattern`` of a field: regular expressions as XML Schema writes them, compiled for the `regex` engine.

XML Schema (Part 2, appendix F) differs from what Python reads: the whole value must match; ``.`` excludes both line
ends; ``\\w``, ``\\s``, ``\\d``, ``\\i`` and ``\\c`` are sets of their own; classes subtract with ``[a-z-[aeiou]]``.
Real definitions also use ``^`` and ``$`` as anchors (literals by the letter), ``(?:``, lookaheads, lazy quantifiers and
``\\u00E4``; these are taken as they are meant. Everything else that is not in the grammar is an error, not a guess.
"""

from __future__ import annotations

import functools
import re
import time
from dataclasses import dataclass

import regex

MAX_LENGTH = 4000
"""Characters of a pattern; the recommended maximum is 500 (QS 1136)."""
MAX_SIZE = 20_000
"""Characters that a pattern may stand for with its counts written out (``(a{50}){20}`` has 1,000): the engine does
write them out, and memory must stay bounded."""
TIMEOUT = 0.2
"""Seconds that one match may take: patterns that run away are stopped, whoever wrote them."""
_TRIES = 5
_RUN = TIMEOUT / 10
"""Seconds of the processor after which a match that was stopped has run, and not only waited on a busy machine."""

_NAME_START = r":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
_NAME_START += r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NAME = _NAME_START + r"\-.0-9\xB7\u0300-\u036F\u203F\u2040"
_CLASSES = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_PROPERTY = re.compile(r"\{(Is)?([A-Za-z0-9-]{1,40})\}")
_CATEGORY = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_QUANTITY = re.compile(r"\{([0-9]{1,6})(,([0-9]{0,6}))?\}")
_HEX = {"x": re.compile(r"[0-9A-Fa-f]{2}"), "u": re.compile(r"[0-9A-Fa-f]{4}")}
_GROUPS = ("(?:", "(?=", "(?!")


class PatternError(ValueError):
    """The pattern cannot be used; the message is a German sentence part that says why."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A pattern ready for use."""

    pattern: str
    _compiled: regex.Pattern[str]

    def matches(self, text: str) -> bool:
        """Whether the whole of `text` matches. A match that takes longer than `TIMEOUT` counts as none."""
        try:
            return _fullmatch(self._compiled, text)
        except TimeoutError:
            return False


def _fullmatch(compiled: regex.Pattern[str], text: str) -> bool:
    """Whether the whole of `text` matches. Raises TimeoutError for a match that runs away."""
    for _ in range(_TRIES):
        begun = time.thread_time()
        try:
            return compiled.fullmatch(text, timeout=TIMEOUT) is not None
        except TimeoutError:
            if time.thread_time() - begun > _RUN:
                raise
    raise TimeoutError


@functools.lru_cache(maxsize=1024)
def compile(pattern: str) -> Matcher:  # noqa: A001 - patterns.compile reads as re.compile does
    """Make `pattern` ready for use. Raises `PatternError` where it is none."""
    if len(pattern) > MAX_LENGTH:
        raise PatternError(f"es ist länger als {MAX_LENGTH} Zeichen")
    translated = _Translator(pattern).translate()
    try:
        matcher = Matcher(pattern, regex.compile(translated, regex.VERSION1))
    except (regex.error, RecursionError, MemoryError, OverflowError) as error:
        raise PatternError("es ist kein regulärer Ausdruck") from error
    _try_out(matcher)
    return matcher


def _try_out(matcher: Matcher) -> None:
    """Refuse patterns that run away on short texts which almost match, as ``(a+)+`` does."""
    for text in ("a" * 40 + "!", "1" * 40 + "!", "a1 -." * 8 + "!"):
        try:
            _fullmatch(matcher._compiled, text)
        except TimeoutError as error:
            raise PatternError("seine Prüfung dauert zu lange") from error


class _Translator:
    """Reads one XSD pattern from left to right and writes what `regex` (version 1) understands."""

    def __init__(self, pattern: str) -> None:
        self._text, self._at = pattern, 0
        self._sizes = [0]  # of the brackets that are open, the outermost first

    def translate(self) -> str:
        """The whole pattern in the words of `regex`."""
        out: list[str] = []
        while self._at < len(self._text):
            size = 1
            atom = self._atom()
            if atom in _GROUPS:
                self._enter()
            elif atom == ")":
                size = self._leave()
            out.append(atom)
            if atom not in _GROUPS and atom not in ("|", "^", "$"):
                out.append(self._quantifier(size))
        if len(self._sizes) > 1:
            raise PatternError("eine Klammer wird nicht geschlossen")
        return "".join(out)

    def _enter(self) -> None:
        """Go one bracket deeper. The depth is bounded because `regex` compiles by recursion."""
        self._sizes.append(0)
        if len(self._sizes) > 50:
            raise PatternError("es ist zu tief geschachtelt")

    def _leave(self) -> int:
        if len(self._sizes) == 1:
            raise PatternError("eine Klammer wird geschlossen, die nie geöffnet wurde")
        return max(self._sizes.pop(), 1)

    def _take(self) -> str:
        if self._at >= len(self._text):
            raise PatternError("es endet mitten im Ausdruck")
        self._at += 1
        return self._text[self._at - 1]

    def _atom(self) -> str:
        char = self._take()
        match char:
            case "(":
                return self._open()
            case ")" | "|" | "^" | "$":
                return char
            case ".":
                return r"[^\n\r]"
            case "\\":
                return self._escape()
            case "[":
                return self._set()
            case "?" | "*" | "+" | "{":
                raise PatternError(f"„{char}“ steht ohne Zeichen davor")
            case "]" | "}":
                raise PatternError(f"„{char}“ steht ohne Klammer davor")
        return _literal(char)

    def _open(self) -> str:
        """An opening bracket of one of the kinds that are known."""
        if not self._text.startswith("?", self._at):
            return "(?:"
        kind = self._text[self._at - 1 : self._at + 2]
        if kind not in _GROUPS:
            raise PatternError(f"„{kind}“ gibt es in XML Schema nicht")
        self._at += 2
        return kind

    def _quantifier(self, size: int) -> str:
        """What stands after an atom of `size`: nothing, or one quantifier.

        Whether it is lazy makes no difference where the whole value must match.
        """
        rest, count = self._text[self._at : self._at + 1], 1
        if rest and rest in "?*+":
            self._at += 1
        elif rest == "{":
            rest, count = self._quantity()
        else:
            rest = ""
        if rest and self._text.startswith("?", self._at):
            self._at += 1
        self._sizes[-1] += size * max(count, 1)
        if self._sizes[-1] > MAX_SIZE:
            raise PatternError("es ist mit seinen Wiederholungen zu groß")
        return rest

    def _quantity(self) -> tuple[str, int]:
        """A ``{n,m}`` and its largest number."""
        match = _QUANTITY.match(self._text, self._at)
        if match is None:
            raise PatternError("nach „{“ steht keine Anzahl")
        low, high = int(match[1]), int(match[3]) if match[3] else None
        if high is not None and high < low:
            raise PatternError(f"die Anzahl {match[0]} ist unmöglich")
        self._at = match.end()
        return match[0], max(low, high or 0)

    def _escape(self) -> str:
        """An escape outside or inside of a class, after its backslash."""
        char = self._take()
        if char in _CLASSES:
            return _CLASSES[char]
        if char in "pP":
            return self._property(char)
        if char in _HEX and (match := _HEX[char].match(self._text, self._at)):
            self._at = match.end()
            return _literal(chr(int(match[0], 16)))
        if char in _CONTROLS:
            return _literal(_CONTROLS[char])
        if char.isalnum():
            raise PatternError(f"„\\{char}“ gibt es in XML Schema nicht")
        return _literal(char)

    def _property(self, char: str) -> str:
        match = _PROPERTY.match(self._text, self._at)
        if match is None or not (match[1] or _CATEGORY.fullmatch(match[2])):
            raise PatternError(f"nach „\\{char}“ steht keine Zeichenklasse")
        self._at = match.end()
        if match[1]:
            name = match[2].replace("-", "_")
            return rf"\{char}{{Block={name}}}"
        return rf"\{char}{{{match[2]}}}"

    def _set(self) -> str:
        """A character class after its ``[``, with ranges and subtraction."""
        negated = self._text.startswith("^", self._at)
        self._at += negated
        parts: list[str] = []
        while True:
            char = self._take()
            if char == "]" and parts:
                return f"[{'^' * negated}{''.join(parts)}]"
            if char == "-" and parts and self._text.startswith("[", self._at):
                return self._subtraction("".join(parts), negated)
            parts.append(self._member(char))

    def _subtraction(self, parts: str, negated: bool) -> str:
        self._at += 1
        self._enter()
        taken = self._set()
        self._leave()
        if self._take() != "]":
            raise PatternError("nach einer abgezogenen Zeichenklasse steht noch etwas")
        return f"[[{'^' * negated}{parts}]--{taken}]"

    def _member(self, char: str) -> str:
        """One character, one escape or one range of a class."""
        if char == "[":
            raise PatternError("„[“ steht in einer Zeichenklasse")
        low = self._escape() if char == "\\" else _literal(char)
        following = self._text[self._at : self._at + 2]
        if len(following) < 2 or following[0] != "-" or following[1] in "[]" or not _is_single(low):
            return low
        self._at += 1
        char = self._take()
        high = self._escape() if char == "\\" else _literal(char)
        if not _is_single(high) or _char(high) < _char(low):
            raise PatternError("ein Zeichenbereich ist unmöglich")
        return f"{low}-{high}"


def _literal(char: str) -> str:
    return f"\\U{ord(char):08X}" if not char.isalnum() or not char.isascii() else char


def _is_single(part: str) -> bool:
    return len(part) == 1 or part.startswith("\\U")


def _char(part: str) -> str:
    return part if len(part) == 1 else chr(int(part[2:], 16))

"""Made-up values that a definition accepts: for rehearsals and tests, never for real people."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from rathaus.fim.model import DataType, Limits
from rathaus.questionnaire.values import typed

_WORDS = ("Birke", "Linde", "Ahorn", "Eiche", "Buche", "Kiefer", "Erle", "Weide", "Ulme", "Esche", "Tanne")
_BY_LABEL = (
    (re.compile(r"(familien|nach|geburts)name", re.I), ("Muster", "Özdemir", "Müller-Lüdenscheidt", "Krüger")),
    (re.compile(r"vorname", re.I), ("Erika", "Jürgen", "Ayşe", "Zoë Marie")),
    (re.compile(r"stra(ß|ss)e", re.I), ("Hauptstraße", "Am Mühlbach", "Straße des Friedens")),
    (re.compile(r"hausnummer", re.I), ("1", "27b", "104")),
    (re.compile(r"\bort$|wohnort|stadt", re.I), ("Musterstadt", "Köln", "Gößweinstein")),
    (re.compile(r"telefon|telefax|mobil", re.I), ("0123 456789", "+49 171 5550123")),
)
_ANY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"
_CLASSES = {
    "d": "0123456789",
    "w": _ANY,
    "s": " ",
    "D": _LETTERS,
    "S": _ANY,
    "W": " -.",
    "i": _LETTERS,
    "c": _ANY,
    "n": "\n",
    "t": "\t",
}
_PROPERTIES = {"L": _LETTERS, "Lu": "ABCDEÄÖÜ", "Ll": "abcdeäöü", "N": "0123456789", "Nd": "0123456789", "P": "-.,"}


def sample_text(rng: Random, label: str, limits: Limits) -> str:
    """A text within `limits`, fitting its label where that is possible; may miss a hard pattern."""
    if limits.pattern:
        return sample_pattern(rng, limits.pattern)
    least, most = limits.min_length or 1, limits.max_length or 60
    fitting = [value for pattern, values in _BY_LABEL if pattern.search(label) for value in values]
    text = rng.choice([value for value in fitting if least <= len(value) <= most] or [""])
    while len(text) < least or not text:
        text = f"{text} {rng.choice(_WORDS)}".strip()
    return text[:most]


def sample_number(rng: Random, limits: Limits, data_type: DataType) -> str:
    """A number within `limits`, typed the German way."""
    least = limits.min_value if isinstance(limits.min_value, Decimal) else None
    most = limits.max_value if isinstance(limits.max_value, Decimal) else None
    low = least if least is not None else min(Decimal(0), most) if most is not None else Decimal(0)
    high = most if most is not None else low + 1000
    places = {DataType.NUM_INT: 0, DataType.NUM_CURRENCY: 2}.get(data_type, 1)
    scale = 10**places
    first, last = -((-low * scale) // 1), (high * scale) // 1
    number = Decimal(rng.randint(int(first), int(min(last, first + 10**9)))) / scale
    return typed(int(number) if number == int(number) else float(number))


def sample_date(rng: Random, limits: Limits) -> dt.date:
    """A date within `limits`, of the last decades where that is possible."""
    low, high = dt.date(1960, 1, 1), dt.date(2025, 12, 31)
    if isinstance(limits.min_value, str):
        low = dt.date.fromisoformat(limits.min_value[:10])
        high = max(low, high)
    if isinstance(limits.max_value, str):
        high = dt.date.fromisoformat(limits.max_value[:10])
        low = min(low, high)
    return low + dt.timedelta(days=rng.randint(0, (high - low).days))


def sample_time(rng: Random, limits: Limits) -> str:
    """A time of day within `limits`."""
    low = str(limits.min_value)[-8:][:5] if limits.min_value else "08:00"
    high = str(limits.max_value)[-8:][:5] if limits.max_value else max(low, "18:00")
    first, last = (int(t[:2]) * 60 + int(t[3:5]) for t in (low, high))
    minutes = rng.randint(min(first, last), last)
    return f"{minutes // 60}:{minutes % 60:02}"


# --- patterns ---------------------------------------------------------------------------------------------------------


def sample_pattern(rng: Random, pattern: str) -> str:
    """A text that most likely matches an XML Schema pattern."""
    return _Sampler(rng, pattern).alternatives()


@dataclass(slots=True)
class _Sampler:
    """Reads a pattern and writes a text for it in one go; branches not taken are read and thrown away."""

    rng: Random
    pattern: str
    at: int = 0

    def alternatives(self) -> str:
        options = [self._branch()]
        while self._take("|"):
            options.append(self._branch())
        return self.rng.choice(options)

    def _take(self, text: str) -> bool:
        if not self.pattern.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def _branch(self) -> str:
        out = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = self.at
            piece = self._atom()
            end = self.at
            low, high = self._quantity()
            after = self.at
            for number in range(self.rng.randint(low, max(low, min(high, low + 8)))):
                if number:
                    self.at = start
                    piece = self._atom()
                    self.at = end
                out += piece
            self.at = after
        return out

    def _quantity(self) -> tuple[int, int]:
        if self._take("?"):
            return 0, 1
        if self._take("*"):
            return 0, 8
        if self._take("+"):
            return 1, 8
        found = re.compile(r"\{(\d+)(,?)(\d*)\}").match(self.pattern, self.at)
        if not found:
            return 1, 1
        self.at = found.end()
        low = int(found[1])
        return low, int(found[3]) if found[3] else low + 8 if found[2] else low

    def _atom(self) -> str:
        if self._take("("):
            self._take("?:")
            inner = self.alternatives()
            self._take(")")
            return inner
        if self._take("["):
            return self.rng.choice(self._set())
        if self._take("^") or self._take("$"):
            return ""
        if self._take("."):
            return self.rng.choice(_ANY)
        return self.rng.choice(self._char())

    def _char(self) -> str:
        """The characters that one character or escape stands for."""
        char = self.pattern[self.at]
        self.at += 1
        if char != "\\" or self.at >= len(self.pattern):
            return char
        char = self.pattern[self.at]
        self.at += 1
        if char in "pP" and (found := re.compile(r"\{([^}]*)\}").match(self.pattern, self.at)):
            self.at = found.end()
            return _PROPERTIES.get(found[1], _ANY) if char == "p" else "-"
        return _CLASSES.get(char, char)

    def _set(self) -> str:
        negated = self._take("^")
        found = ""
        taken = ""
        while self.at < len(self.pattern) and not self._take("]"):
            if self._take("-["):
                taken = self._set()
                continue
            first = self._char()
            ranged = self.pattern.startswith("-", self.at) and self.pattern[self.at + 1 : self.at + 2] not in (
                "]",
                "[",
                "",
            )
            if len(first) == 1 and ranged:
                self.at += 1
                last = self._char()
                found += "".join(chr(n) for n in range(ord(first), min(ord(last[0]), ord(first) + 200) + 1))
            else:
                found += first
        base = [c for c in _ANY + " -" if c not in found] if negated else list(found)
        return "".join(c for c in base if c not in taken) or "x"

"""Finding a service by the words a citizen uses.

Words are folded (case, accents, ``ß`` and umlauts in either spelling) and reduced to their German stem; a query matches
where each of its words begins, or lies within, a word of the service. German joins words (Hundesteueranmeldung), so
parts of words count, at a lower weight.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import snowballstemmer

T = TypeVar("T")

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[a-z0-9]+")
# Words that say nothing about which service is meant.
_FILLERS = frozenset(
    """der die das den dem des ein eine einen einem einer und oder in im am an auf fuer von vom zu zum zur mit bei ich
    wir mein meine meinen meiner unser wie wo was wann moechte will kann muss brauche beantragen anmelden melden antrag
    stadt""".split()  # noqa: SIM905
)
_stemmer = snowballstemmer.stemmer("german")
_stemmer_lock = threading.Lock()


def fold(text: str) -> str:
    """`text` in lower case, umlauts spelt out (``ä`` and ``ae`` meet), other accents dropped."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    decomposed = unicodedata.normalize("NFKD", composed)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The German stem of a folded word."""
    with _stemmer_lock:  # the stemmer keeps state while it works
        return str(_stemmer.stemWord(word))


def tokens(text: str) -> tuple[str, ...]:
    """The stems of all words in `text`, in order."""
    return tuple(stem(word) for word in _WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Indexed:
    """A service prepared for search: words by how much they say about it."""

    name: frozenset[str]
    keywords: frozenset[str]
    texts: frozenset[str]


def index(*, name: str, keywords: Iterable[str], texts: Iterable[str]) -> Indexed:
    """Prepare a service's words."""
    return Indexed(
        frozenset(tokens(name)),
        frozenset(token for word in keywords for token in tokens(word)),
        frozenset(token for text in texts for token in tokens(text)),
    )


def score(query: Sequence[str], service: Indexed) -> int:
    """How well a service meets the query's stems: 0 where one of them is found nowhere."""
    total = 0
    for word in query:
        best = max(
            _weight(word, service.name, whole=12, start=10, part=6),
            _weight(word, service.keywords, whole=9, start=7, part=4),
            _weight(word, service.texts, whole=2, start=1, part=0),
        )
        if not best:
            return 0
        total += best
    return total


_FILLER_STEMS = frozenset(stem(word) for word in _FILLERS)


def _weight(word: str, among: frozenset[str], *, whole: int, start: int, part: int) -> int:
    if word in among:
        return whole
    if len(word) < 3:
        return 0
    if any(other.startswith(word) for other in among):
        return start
    if part and any(
        word in other or (len(other) >= 4 and other not in _FILLER_STEMS and other in word) for other in among
    ):
        return part
    return 0


def find(query: str, services: Iterable[tuple[T, Indexed]]) -> list[T]:
    """The services that meet every word of `query`, best first; small words do not count unless they are all."""
    words = [word for word in _WORD.findall(fold(query)) if word not in _FILLERS] or _WORD.findall(fold(query))
    stems = [stem(word) for word in words]
    scored = [(score(stems, prepared), service) for service, prepared in services] if stems else []
    return [service for points, service in sorted(scored, key=lambda pair: -pair[0]) if points]

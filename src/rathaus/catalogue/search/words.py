"""Words, folded and reduced to what they have in common.

Folded: lower case, ``ß`` and umlauts in either spelling, no other accents. Reduced: to the stem that the Snowball
algorithms for German and English give, so that `Bäume` meets `Baum`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD = re.compile(r"[^\W_]+")
# Words that say nothing about which service is meant.
_FILLERS = frozenset(
    """der die das den dem des ein eine einen einem einer und oder in im am an auf fuer von vom zu zum zur mit bei ich
    wir mein meine meinen meiner unser wie wo was wann moechte will kann muss brauche beantragen anmelden melden antrag
    stadt the a an of for to my how do i where what can need apply application register""".split()  # noqa: SIM905
)
_stemmers = {"de": snowballstemmer.stemmer("german"), "en": snowballstemmer.stemmer("english")}
_stemmer_lock = threading.Lock()


def fold(text: str) -> str:
    """`text` in lower case, umlauts spelt out (``ä`` and ``ae`` meet), other accents dropped."""
    composed = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    decomposed = unicodedata.normalize("NFKD", composed)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in a language that the house has no stemmer for."""
    stemmer = _stemmers.get(language)
    if stemmer is None:
        return word
    with _stemmer_lock:  # the stemmer keeps state while it works
        return str(stemmer.stemWord(word))


def split(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(fold(text))


def stems_of(word: str) -> tuple[str, ...]:
    """Every stem that a folded word of an unknown language may have, each once."""
    return tuple(dict.fromkeys((stem(word, "de"), stem(word, "en"), word)))


def stem_text(text: str, language: str) -> set[str]:
    """The stems of all words in a text of this language."""
    return {stem(word, language) for word in split(text)}


def query_words(query: str) -> list[str]:
    """The folded words that somebody searches for, each once; small words do not count unless they are all."""
    words = list(dict.fromkeys(split(query)))
    return [word for word in words if word not in _FILLERS] or words


def is_filler(stemmed: str) -> bool:
    """Whether a stem is that of a word that says nothing."""
    return stemmed in _FILLER_STEMS


_FILLER_STEMS = frozenset(stem(word, language) for word in _FILLERS for language in ("de", "en"))

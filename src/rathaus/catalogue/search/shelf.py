"""All services of one town, arranged for search; kept in memory, made anew when one of them changes.

The words of names and keywords stand in a word list, because they decide: it is looked through for parts of words
(German joins them: Hundesteueranmeldung) and for words that look alike (typing errors). Of the words of the texts, many
more, only whole ones and beginnings are looked up. Why not the full text search of the databases:
``docs/decisions/2026-11-27-search-in-memory.md``.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rathaus.catalogue.search.words import is_filler, query_words, split, stem, stems_of

WHOLE, START, PART, ALIKE = range(4)
"""How a word of the query is met: by the word itself, its beginning, a part of it, one that looks alike."""

_NAME = (12, 10, 6, 5)
_KEYWORD = (9, 7, 4, 3)
_TEXT = (2, 1, 0, 1)
_SHORTEST_PART = 4
_LONGEST = 40
"""Letters of a query's word that are looked at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a service: names and keywords by language, and the stems of its texts, parted by spaces."""

    id: UUID
    names: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    stems: str


@dataclass(frozen=True, slots=True)
class Found:
    """The services found, best first.

    `instead` pairs words that nothing meets with those that were taken for them. `loose` says that no service meets
    every word, so that those are shown that meet most.
    """

    ids: tuple[UUID, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()
    loose: bool = False


class Shelf:
    """The services of a town, in the order in which equally good ones are shown."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._ids: list[UUID] = []
        self._names: dict[str, list[int]] = {}
        self._keywords: dict[str, list[int]] = {}
        self._spelt: dict[str, str] = {}
        texts: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self._ids.append(entry.id)
            for language, name in entry.names.items():
                self._put(self._names, number, name, language)
            for language, keywords in entry.keywords.items():
                self._put(self._keywords, number, " ".join(keywords), language)
            for word in entry.stems.split():
                texts.setdefault(word, []).append(number)
        self._texts = {word: array("I", numbers) for word, numbers in texts.items()}
        self._text_words = sorted(self._texts)
        self._known = {word for word in (*self._names, *self._keywords) if not is_filler(word)}
        self._joined = "\n".join(["", *self._known, ""])
        self._alike = [word for word in self._spelt if len(word) >= _SHORTEST_PART]

    def _put(self, words: dict[str, list[int]], number: int, text: str, language: str) -> None:
        for spelt in text.split():
            for word in split(spelt):
                self._spelt.setdefault(word, spelt.strip("()„“\"',.:;!?"))
                numbers = words.setdefault(stem(word, language), [])
                if not numbers or numbers[-1] != number:
                    numbers.append(number)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, query: str) -> Found:
        """The services that meet every word of `query`; where there is none, those that meet most of them."""
        instead: list[tuple[str, str]] = []
        met = [self._meet(word[:_LONGEST], instead) for word in query_words(query)]
        points: dict[int, int] = {}
        words: dict[int, int] = {}
        for one in met:
            for number, value in one.items():
                points[number] = points.get(number, 0) + value
                words[number] = words.get(number, 0) + 1
        most = max(words.values(), default=0)
        best = sorted((number for number in points if words[number] == most), key=lambda one: (-points[one], one))
        return Found(tuple(self._ids[number] for number in best), tuple(instead), loose=bool(best) and most < len(met))

    def _meet(self, word: str, instead: list[tuple[str, str]]) -> dict[int, int]:
        """The numbers of the services that meet one word, with how well."""
        points: dict[int, int] = {}
        for stemmed in stems_of(word):
            self._add(points, stemmed, WHOLE)
            if len(stemmed) >= 3:
                for other in self._holding(stemmed):
                    self._add(points, other, START if other.startswith(stemmed) else PART)
        if not points:
            for other in self._held_by(word):
                self._add(points, other, PART)
        self._add_texts(points, stems_of(word), WHOLE)
        if not points:
            self._meet_alike(points, word, instead)
        return points

    def _add(self, points: dict[int, int], stemmed: str, how: int) -> None:
        for numbers, value in ((self._names.get(stemmed), _NAME[how]), (self._keywords.get(stemmed), _KEYWORD[how])):
            for number in numbers or ():
                if points.get(number, 0) < value:
                    points[number] = value

    def _add_texts(self, points: dict[int, int], stems: tuple[str, ...], how: int) -> None:
        """Texts with one of the stems, then those with a word that begins with the shortest of them."""
        for stemmed in stems:
            for number in self._texts.get(stemmed, ()):
                points.setdefault(number, _TEXT[how])
        shortest = min(stems, key=len)
        if len(shortest) >= 3:
            for at in range(bisect_left(self._text_words, shortest), len(self._text_words)):
                if not self._text_words[at].startswith(shortest):
                    break
                for number in self._texts[self._text_words[at]]:
                    points.setdefault(number, _TEXT[START])

    def _holding(self, stemmed: str) -> Iterator[str]:
        """The words of the list that begin with or hold a stem."""
        at = self._joined.find(stemmed)
        while at >= 0:
            start, end = self._joined.rfind("\n", 0, at) + 1, self._joined.find("\n", at)
            yield self._joined[start:end]
            at = self._joined.find(stemmed, end)

    def _held_by(self, word: str) -> list[str]:
        """The words of the list that lie within a long word, without those within a longer one of them."""
        spans = [
            (start, end)
            for start in range(len(word))
            for end in range(start + _SHORTEST_PART, len(word) + 1)
            if word[start:end] in self._known
        ]
        longest = [
            (start, end)
            for start, end in spans
            if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)
        ]
        return [word[start:end] for start, end in longest]

    def _meet_alike(self, points: dict[int, int], word: str, instead: list[tuple[str, str]]) -> None:
        """Take the words of the list that differ least, by one letter in a short word and by two in a longer one."""
        if len(word) < _SHORTEST_PART:
            return
        limit = 1 if len(word) < 6 else 2
        alike = process.extract(word, self._alike, scorer=OSA.distance, score_cutoff=limit, limit=8)
        nearest = [other for other, distance, _at in alike if distance == alike[0][1]]
        for other in nearest:
            for stemmed in stems_of(other):
                self._add(points, stemmed, ALIKE)
            self._add_texts(points, stems_of(other), ALIKE)
        if nearest:
            instead.append((word, self._spelt[nearest[0]]))

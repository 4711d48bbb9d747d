"""A published service as lists and search show it: made when it is published, and kept beside it.

The listing is what a card shows; the stems are those of all its texts, for search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rathaus.catalogue.markup import words
from rathaus.catalogue.search.words import fold, stem_text
from rathaus.catalogue.texts import Audience, ServiceTexts, Translation

GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Card:
    """A service in lists: everything by language where it has one."""

    id: UUID
    slug: str
    names: Mapping[str, str]
    teasers: Mapping[str, str]
    keywords: Mapping[str, list[str]]
    situations: tuple[str, ...]
    audience: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A card in the language of the page; `lang` and `teaser_lang` say where it had to be German."""

    id: UUID
    slug: str
    name: str
    lang: str
    teaser: str
    teaser_lang: str
    situations: tuple[str, ...]
    audience: frozenset[str]
    letter: str

    @property
    def for_business(self) -> bool:
        """Whether businesses are among those it is for."""
        return Audience.BUSINESS.value in self.audience

    @property
    def for_citizens(self) -> bool:
        """Whether citizens are among those it is for."""
        return Audience.CITIZEN.value in self.audience


def listing_of(texts: ServiceTexts) -> dict[str, Any]:
    """What the card of a service with these texts shows, as JSON values."""
    spoken: dict[str, Translation] = {GERMAN: texts, **texts.translations}
    return {
        "names": {language: one.name for language, one in spoken.items() if one.name},
        "teasers": {language: words(one.teaser) for language, one in spoken.items() if one.teaser},
        "keywords": {
            language: [*one.keywords, *(basis.name for basis in one.legal_bases)]
            for language, one in spoken.items()
            if one.keywords or one.legal_bases
        },
        "situations": list(texts.life_situations),
        "audience": [one.value for one in texts.audience],
    }


def stems_of_texts(texts: ServiceTexts) -> str:
    """The stems of all texts in all languages, each once, parted by spaces."""
    found = stem_text(" ".join([texts.easy_language, *texts.life_situations]), GERMAN)
    spoken: dict[str, Translation] = {GERMAN: texts, **texts.translations}
    for language, one in spoken.items():
        found |= stem_text(" ".join(_prose(one)), language)
    return " ".join(sorted(found))


def _prose(texts: Translation) -> Iterable[str]:
    yield from (
        words(text)
        for text in (
            texts.teaser, texts.description, texts.preconditions, texts.cost, texts.duration, texts.deadline,
            texts.procedure, texts.hints, texts.documents_note, texts.more, texts.contact,
        )
    )  # fmt: skip
    for document in texts.documents:
        yield from (document.name, document.note)


def card(service: UUID, slug: str, listing: Mapping[str, Any]) -> Card:
    """The card of a service from its listing."""
    return Card(
        service,
        slug,
        listing["names"],
        listing["teasers"],
        listing["keywords"],
        tuple(listing["situations"]),
        frozenset(listing["audience"]),
    )


def line(one: Card, language: str) -> Line:
    """A card in one language, German where it has no other words."""
    lang = language if language in one.names else GERMAN
    teaser_lang = language if language in one.teasers else GERMAN
    name = one.names[lang]
    letter = fold(name)[:1].upper()
    return Line(
        one.id,
        one.slug,
        name,
        lang,
        one.teasers.get(teaser_lang, ""),
        teaser_lang,
        one.situations,
        one.audience,
        letter if letter.isalpha() else "#",
    )

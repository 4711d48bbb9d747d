"""Texts of the house that know their English, without Django.

A `Sentence` is German text like any other `str`: compared, stored and printed as such. Whoever shows it to somebody
reading another language calls `say`. So a questionnaire that is kept in memory, and a check that many share, freeze no
language. What a definition says is plain `str` and stays German.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from rathaus.fim.diff.english import english as changed
from rathaus.fim.english import english
from rathaus.fim.rules.phrases import Language

_LOCALE = Path(__file__).parent / "locale"


class Sentence(str):
    """German text of the house that can be said in another language, too."""

    make: Callable[[Language], str] | None = None

    @classmethod
    def by(cls, make: Callable[[Language], str]) -> Sentence:
        """The text that `make` gives for a language."""
        made = cls(make("de"))
        made.make = make
        return made


class Together(Sentence):
    """Texts one behind the other with a blank between them, some of the house, some of a definition."""

    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, *parts: str) -> Together:
        """These texts together."""
        made = cls(" ".join(parts))
        made.parts = parts
        made.make = lambda language: " ".join(say(part, language) for part in parts)
        return made


def explained(text: str) -> str:
    """What `fim` says of rules or of a new version, as text that knows its English; other text stays as it is."""
    said = None if isinstance(text, Sentence) else english(text) or changed(text)
    return text if said is None else Sentence.by(lambda language: text if language == "de" else said)


def say(text: str, language: Language) -> str:
    """A text as it is said in a language; what is no text of the house stays as it is."""
    if language == "de" or not isinstance(text, Sentence) or text.make is None:
        return text
    return text.make(language)


class Catalogue:
    """The sentences of one room, with their English in the room's folder `locale`."""

    def __init__(self, locale: Path) -> None:
        self._locale = locale
        self._templates: dict[str, Sentence] = {}

    def sentence(self, german: str, /, **parts: str | int) -> Sentence:
        """A text of the room's catalogue with its ``{parts}``, which may be sentences themselves.

        Without any, it is a template for `fill`.
        """
        template = self._templates.get(german)
        if template is None:
            template = self._templates[german] = Sentence.by(partial(_translated, self._locale, german))
        return fill(template, **parts) if parts else template


sentence = Catalogue(_LOCALE).sentence


def fill(template: Sentence, **parts: str | int) -> Sentence:
    """A template with its ``{parts}``."""
    return Sentence.by(partial(_filled, template, parts))


def _translated(locale: Path, german: str, language: Language) -> str:
    return german if language == "de" else _catalogue(locale, language).gettext(german)


def _filled(template: Sentence, parts: Mapping[str, str | int], language: Language) -> str:
    said = {name: say(part, language) if isinstance(part, str) else part for name, part in parts.items()}
    return say(template, language).format(**said)


@cache
def _catalogue(locale: Path, language: Language) -> gettext.NullTranslations:
    return gettext.translation("django", locale, [language])

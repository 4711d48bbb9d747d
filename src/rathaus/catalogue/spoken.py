"""The texts of a service in one language, each part with the language that it is really in."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from rathaus.catalogue.cards import GERMAN
from rathaus.catalogue.texts import ServiceTexts, Translation
from rathaus.questionnaire.language import Sentence

_PARTS = tuple(one.name for one in dataclasses.fields(Translation) if one.name != "keywords")


@dataclass(frozen=True, slots=True)
class Part:
    """One text (or list) and its language."""

    value: Any
    lang: str

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def marks(self) -> SafeString:
        """The attributes that say in which language, and in which direction, it is to be read."""
        if self.lang in settings.LANGUAGES_BIDI:
            return format_html(' lang="{}" dir="rtl"', self.lang)
        return format_html(' lang="{}"', self.lang)


def parts(texts: ServiceTexts, language: str) -> Mapping[str, Part]:
    """Every text by the name of its field, in German where it is not translated."""
    translation = texts.translations.get(language, Translation())
    found = {}
    for name in _PARTS:
        value = getattr(translation, name)
        found[name] = Part(value, language) if value else Part(getattr(texts, name), GERMAN)
    return found


def spoken(texts: ServiceTexts, part: str) -> str:
    """One short text in German, which knows its English (`web.telling`) where the service has it."""
    german, english = str(getattr(texts, part)), str(getattr(texts.translations.get("en", Translation()), part))
    return Sentence.by(lambda language: english if language == "en" else german) if english else german


def described_in(texts: ServiceTexts) -> tuple[str, ...]:
    """The languages in which more is told than the name, German first."""
    return (GERMAN, *sorted(code for code, one in texts.translations.items() if one.teaser or one.description))


def own_name(language: str) -> str:
    """What a language calls itself; its code where Django does not know it."""
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language

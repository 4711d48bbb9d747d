"""What a definition and the house say, on a page in the visitor's language.

Texts of the house come as `Sentence` and are said in that language; all other text of a questionnaire is the
definition's own, stays German, and is marked as such on pages of another language (WCAG 3.1.2).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from rathaus.fim.rules.phrases import Language
from rathaus.questionnaire.language import Sentence, Together, say


def reader() -> Language:
    """The visitor's language, of those that questionnaires speak."""
    return "en" if (get_language() or "").startswith("en") else "de"


def of_house(make: Callable[[], str]) -> Sentence:
    """The text that `make` writes with Django's translations, as one to be said in any language."""

    def in_language(language: Language) -> str:
        with override(language):
            return make()

    return Sentence.by(in_language)


def said(text: str) -> str:
    """A text in the visitor's language where it is the house's, for places that take no markup."""
    return say(text, reader())


def told(text: str) -> SafeString:
    """As HTML: in the visitor's language where it is the house's, else marked as German where the page is not."""
    return mark_safe(_told(text, reader()))  # noqa: S308  # escaped


def foreign(text: str = "") -> str:
    """The attribute, blank before it, of an element that holds nothing but this text; empty where none is needed."""
    return "" if isinstance(text, Sentence) or reader() == "de" else ' lang="de"'


def _told(text: str, language: Language) -> str:
    if language == "de" or not text:
        return escape(text)
    if isinstance(text, Together):
        return " ".join(_told(part, language) for part in text.parts)
    return escape(say(text, language)) if isinstance(text, Sentence) else f'<span lang="de">{escape(text)}</span>'

"""The words of documents, German with their English in the room's catalogue."""

from __future__ import annotations

from pathlib import Path

from rathaus.questionnaire.language import Catalogue

sentence = Catalogue(Path(__file__).parent / "locale").sentence

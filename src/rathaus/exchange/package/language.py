"""The package's sentences, German with their English in the room's catalogue."""

from __future__ import annotations

from pathlib import Path

from rathaus.questionnaire.language import Catalogue

sentence = Catalogue(Path(__file__).parent.parent / "locale").sentence

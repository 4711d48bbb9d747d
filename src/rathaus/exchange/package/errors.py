"""What is said where a package cannot be used."""

from __future__ import annotations

from rathaus.questionnaire.language import Sentence


class PackageError(ValueError):
    """A package cannot be built, or was refused. `sentence` is one clear sentence that knows its English."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))

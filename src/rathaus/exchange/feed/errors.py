"""What is said where a feed or a file of it cannot be had or used."""

from __future__ import annotations

from rathaus.questionnaire.language import Sentence


class FeedError(ValueError):
    """An address could not be fetched, or what came was refused. `sentence` knows its English."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))

"""What people wrote for a rule, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rathaus.catalogue.by_hand.editing import results
from rathaus.catalogue.by_hand.queries import value_of
from rathaus.catalogue.models import WrittenRule
from rathaus.catalogue.queries import Material
from rathaus.fim.rules.explain import Wording, explain, explain_statement
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.notation import Names, write
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.report import ReadRule
from rathaus.people.models import Role


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial in words: question and answer, and what came of it."""

    answers: tuple[tuple[str, str], ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A stored rule: its text in the notation, what it does in words, and the answers that were tried."""

    row: WrittenRule
    text: str
    sentences: tuple[str, ...]
    trials: Sequence[Tried]

    @classmethod
    def of(cls, row: WrittenRule, made: Material, language: Language) -> Written:
        """The row as it is to be read in this definition."""
        reading, wording = value_of(row), Wording(made.schema, made.lists)
        sentences = tuple(explain_statement(one, wording, language) for one in reading.says)
        trials = []
        for trial in reading.trials:
            answers = [
                (wording.name(path), _answer(path, value, wording, language)) for path, value in trial.answers.items()
            ]
            if trial.land and trial is not reading.trials[0]:
                answers.append(("Land", NAMES.get(trial.land, trial.land)))
            trials.append(Tried(tuple(answers), results(trial, wording)))
        return cls(row, write(reading.says, Names(made.schema, made.lists)), sentences, trials)

    @staticmethod
    def sentences_of(rule: ReadRule, made: Material, language: Language) -> tuple[str, ...]:
        """What the house reads, in words."""
        return explain(rule, Wording(made.schema, made.lists), language)

    @property
    def written_role(self) -> str:
        """In which role it was written."""
        return _role(self.row.written_role)

    @property
    def signed_role(self) -> str:
        """In which role it was signed off."""
        return _role(self.row.signed_role)


def _role(word: str) -> str:
    return str(Role(word).label) if word in Role.values else word


def _answer(path: str, value: Value, wording: Wording, language: Language) -> str:
    if isinstance(value, str | bool):
        return wording.value(path, value, language)
    return str(value)

"""What people wrote for a rule, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rathaus.catalogue.by_hand.editing import results
from rathaus.catalogue.by_hand.queries import value_of
from rathaus.catalogue.models import WrittenRule
from rathaus.catalogue.queries import Material
from rathaus.fim.model import DataType, Field, Group
from rathaus.fim.rules.explain import explain, explain_statement
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.notation import Names, write
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.trying import bare, entry_of
from rathaus.fim.rules.wording import Wording
from rathaus.people.models import Role
from rathaus.questionnaire.language import say
from rathaus.questionnaire.values import value_text


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
                (
                    _question(key, wording),
                    _answer(made.schema.positions[bare(key)].element, bare(key), value, wording, language),
                )
                for key, value in trial.answers.items()
            ]
            if trial.land and trial is not reading.trials[0]:
                answers.append((_("Land"), NAMES.get(trial.land, trial.land)))
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


def _question(key: str, wording: Wording) -> str:
    name, entry = wording.name(bare(key)), entry_of(key)
    return name if entry == 1 else f"{name}, {_('Eintrag %(number)s') % {'number': entry}}"


def _answer(element: Field | Group, path: str, value: Value, wording: Wording, language: Language) -> str:
    kind = element.data_type if isinstance(element, Field) else None
    if isinstance(value, bool):
        return wording.value(path, value, language) if kind is DataType.BOOL else _("etwas angegeben")
    if isinstance(value, str) and (named := wording.value(path, value, language)) != value:
        return named
    return str(value) if kind is None or isinstance(value, Decimal) else say(value_text(value, kind), language)

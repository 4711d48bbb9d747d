"""Why a question is asked: what its person answered before, in words, with the rule's legal basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from rathaus.fim.model import LegalBasis
from rathaus.fim.rules.because import because, core
from rathaus.fim.rules.evaluating import Facts
from rathaus.fim.rules.explain import Wording
from rathaus.fim.rules.logic import (
    Always,
    EffectKind,
    Equals,
    Expression,
    Literal,
    Not,
    Or,
    leaf_paths,
    leaves,
)
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.report import ReadRule
from rathaus.questionnaire.keys import path_of
from rathaus.questionnaire.model import Outcome, Problem, Question
from rathaus.questionnaire.questionnaire import Questionnaire

_OPENING = frozenset({EffectKind.REQUIRED, EffectKind.SHOWN})


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence to the person, and the norms that the rule rests on."""

    sentence: str
    legal_bases: tuple[LegalBasis, ...]


class _FormWording(Wording):
    """The words of the form: codes are called as its options are."""

    def __init__(self, asked: Questionnaire) -> None:
        super().__init__(asked.schema)
        questions = (item for page in asked.pages for item in page.items if isinstance(item, Question))
        self._options = {one.path: {option.code: option.label for option in one.options} for one in questions}

    def value(self, path: str, literal: Literal, language: Language) -> str:
        """What the applicant chose."""
        label = self._options.get(path, {}).get(literal) if isinstance(literal, str) else None
        return label or super().value(path, literal, language)


class _Index:
    """What does not change with the answers: which rules open and demand what, and how things are called."""

    def __init__(self, asked: Questionnaire) -> None:
        self.wording = _FormWording(asked)
        self.openings: dict[str, list[tuple[Expression, ReadRule]]] = {}
        self.demands: dict[str, list[tuple[Expression, ReadRule]]] = {}
        for rule in asked.report.rules:
            for effect in rule.effects:
                if effect.kind in _OPENING and not isinstance(effect.when, Always):
                    self.openings.setdefault(effect.target, []).append((effect.when, rule))
            for constraint in rule.constraints:
                match constraint.holds:
                    case Or((Not(when), *_)):
                        self.demands.setdefault(rule.bound.rule.id, []).append((when, rule))


_indexes: WeakKeyDictionary[Questionnaire, _Index] = WeakKeyDictionary()


def _index_of(asked: Questionnaire) -> _Index:
    """Made once for each questionnaire; two threads may make it at once."""
    found = _indexes.get(asked)
    if found is None:
        found = _indexes[asked] = _Index(asked)
    return found


def wording_of(asked: Questionnaire) -> Wording:
    """What the questions and options of a form are called, for explaining its rules."""
    return _index_of(asked).wording


class Reasons:
    """Says why, for the answers of one draft."""

    def __init__(self, asked: Questionnaire, outcome: Outcome, today: dt.date, language: Language = "de") -> None:
        self._index, self._outcome, self._language = _index_of(asked), outcome, language
        self._facts = Facts(asked.schema.positions, outcome.answers, today)

    def of(self, key: str, *, demanded: bool = False) -> Reason | None:
        """Why the element at the instance key is asked; None where no rule opened it."""
        path = path_of(key.lstrip("?"))
        for when, rule in self._index.openings.get(path, ()):
            if reason := self._reason(when, rule, key, demanded=demanded):
                return reason
        return None

    def around(self, key: str) -> Reason | None:
        """Why the nearest group around the element is asked, where a rule opened one."""
        while "." in key:
            key = key.rpartition(".")[0]
            if reason := self.of(key.rpartition("[")[0] if key.endswith("]") else key):
                return reason
        return None

    def of_problem(self, problem: Problem) -> Reason | None:
        """Why an answer is demanded, where a rule demands it under a condition."""
        if problem.rule is None:
            return None
        if reason := self.of(problem.key, demanded=True):
            return reason
        for when, rule in self._index.demands.get(problem.rule, ()):
            if reason := self._reason(when, rule, problem.key, demanded=True):
                return reason
        return None

    def _reason(self, when: Expression, rule: ReadRule, key: str, *, demanded: bool) -> Reason | None:
        frame = self._frame(key)
        if not self._facts.holds(when, frame):
            return None
        why = core(when, lambda part: self._facts.holds(part, frame))
        if why is None or self._is_silence(why, frame):
            return None
        sentence = because(why, self._index.wording, self._language, demanded=demanded)
        return Reason(sentence, rule.bound.rule.legal_bases)

    def _is_silence(self, why: Expression, frame: Mapping[str, int]) -> bool:
        """Whether something holds only because nothing was answered yet: that is nothing a person did."""
        compared = (leaf for leaf in leaves(why) if isinstance(leaf, Equals))
        return any(not self._facts.values(path, frame) for leaf in compared for path in leaf_paths(leaf))

    def _frame(self, key: str) -> dict[str, int]:
        """The entry that is meant of each repeated group around the key, as a number."""
        frame: dict[str, int] = {}
        for at, char in enumerate(key):
            if char == "]":
                group, _bracket, entry = key[:at].lstrip("?").rpartition("[")
                given = self._outcome.given.get(group, ())
                frame[path_of(group)] = given.index(entry) if entry in given else -1
        return frame

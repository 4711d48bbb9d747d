"""Why a question is asked: what its person answered before, in words, with the rule's legal basis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.fim.model import LegalBasis
from rathaus.fim.rules.because import What, because, core
from rathaus.fim.rules.evaluating import Facts
from rathaus.fim.rules.logic import Equals, Expression, leaf_paths, leaves
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.report import ReadRule
from rathaus.questionnaire.keys import path_of
from rathaus.questionnaire.model import Outcome, Problem
from rathaus.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence to the person, and the norms that the rule rests on."""

    sentence: str
    legal_bases: tuple[LegalBasis, ...]


class Reasons:
    """Says why, for the answers of one draft."""

    def __init__(self, asked: Questionnaire, outcome: Outcome, today: dt.date, language: Language = "de") -> None:
        self._openings, self._outcome, self._language = asked.openings, outcome, language
        self._facts = Facts(asked.schema.positions, outcome.answers, today)

    def of(self, key: str, *, what: What = "asked") -> Reason | None:
        """Why the element at the instance key is asked; None where no rule opened it."""
        path = path_of(key.lstrip("?"))
        for when, rule in self._openings.by_target.get(path, ()):
            if reason := self._reason(when, rule, key, what):
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
        if reason := self.of(problem.key, what="demanded"):
            return reason
        for when, rule in self._openings.by_rule.get(problem.rule, ()):
            if reason := self._reason(when, rule, problem.key, "so"):
                return reason
        return None

    def _reason(self, when: Expression, rule: ReadRule, key: str, what: What) -> Reason | None:
        frame = self._frame(key)
        if not self._facts.holds(when, frame):
            return None
        why = core(when, lambda part: self._facts.holds(part, frame))
        if why is None or self._is_silence(why, frame):
            return None
        sentence = because(why, self._openings.wording, self._language, what=what)
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

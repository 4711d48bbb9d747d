"""Trials of a service: made-up answers, and what must come of them.

They are made by chance from a fixed seed and from nothing that anybody ever answered. Half of them are complete; in the
others one answer is missing. Run again on another version they show what it does to applications.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from rathaus.exchange.contents.reading import unusable
from rathaus.exchange.package.language import sentence
from rathaus.questionnaire import Draft, Problem, Questionnaire
from rathaus.questionnaire.generator import GeneratorError, fill
from rathaus.questionnaire.keys import path_of

COUNT = 3
"""So many complete ones, and so many with a gap."""
_MOST = 50


@dataclass(frozen=True, slots=True)
class Trial:
    """Answers as an application has them, the day, and the questions that are wrong with them; none: they are valid."""

    answers: dict[str, Any]
    today: str
    wrong: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form that `all_from_json` reads."""
        return {"answers": self.answers, "today": self.today, "wrong": list(self.wrong)}

    @classmethod
    def all_from_json(cls, value: Any, name: str) -> tuple[Trial, ...]:
        """The trials of a package. Raises `PackageError`."""
        if not isinstance(value, list) or len(value) > _MOST:
            raise unusable(name)
        return tuple(cls._from_json(one, name) for one in value)

    @classmethod
    def _from_json(cls, value: Any, name: str) -> Trial:
        try:
            answers, today, wrong = value["answers"], value["today"], value["wrong"]
            dt.date.fromisoformat(today)
        except (KeyError, TypeError, ValueError) as error:
            raise unusable(name) from error
        if not isinstance(answers, dict) or not isinstance(wrong, list) or not all(isinstance(w, str) for w in wrong):
            raise unusable(name)
        return cls(answers, today, tuple(wrong))


@dataclass(frozen=True, slots=True)
class Surprise:
    """A trial that came out otherwise: its number, and what is said about it."""

    number: int
    sentences: tuple[str, ...]


def make(asked: Questionnaire, today: dt.date) -> tuple[Trial, ...]:
    """Trials for a service; none where chance finds no complete answers (`rathaus rehearse` says why)."""
    dated = asked.on(today)
    try:
        drafts = [fill(dated, Random(number)) for number in range(1, COUNT + 1)]  # noqa: S311  # no secrets
    except GeneratorError:
        return ()
    whole = [_trial(dated, draft, today) for draft in drafts]
    gaps = [_trial(dated, _with_gap(dated, draft, number), today) for number, draft in enumerate(drafts)]
    return (*whole, *(one for one in gaps if one.wrong))


def _trial(asked: Questionnaire, draft: Draft, today: dt.date) -> Trial:
    answers = asked.check(draft).answers
    return Trial(dict(answers), today.isoformat(), _wrong(asked.check_answers(answers).problems))


def _with_gap(asked: Questionnaire, draft: Draft, number: int) -> Draft:
    required = sorted(key for key in asked.check(draft).required if key in draft.values and "[" not in key)
    if not required:
        return draft
    gap = required[number % len(required)]
    return replace(draft, values={key: value for key, value in draft.values.items() if key != gap})


def _wrong(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(sorted({problem.key for problem in problems}))


def run(trials: Sequence[Trial], asked: Questionnaire) -> Iterator[Surprise]:
    """Play all trials; what comes out as it should is not told."""
    for number, trial in enumerate(trials, start=1):
        outcome = asked.on(dt.date.fromisoformat(trial.today)).check_answers(trial.answers)
        if _wrong(outcome.problems) != trial.wrong:
            yield Surprise(number, tuple(_told(outcome.problems, trial, asked)))


def _told(problems: Sequence[Problem], trial: Trial, asked: Questionnaire) -> Iterator[str]:
    for problem in problems:
        if problem.key not in trial.wrong:
            yield problem.sentence if problem.page else _unknown(problem.key, asked)
    found = {problem.key for problem in problems}
    for key in trial.wrong:
        if key not in found:
            name = _label(key, asked)
            yield sentence("„{name}“ fehlt in diesen Angaben, und das wird nicht mehr bemerkt.", name=name)


def _unknown(key: str, asked: Questionnaire) -> str:
    return sentence("„{name}“ ist angegeben, wird hier aber nicht oder anders gefragt.", name=_label(key, asked))


def _label(key: str, asked: Questionnaire) -> str:
    position = asked.schema.positions.get(path_of(key.lstrip("?")))
    return position.element.label_input if position else key

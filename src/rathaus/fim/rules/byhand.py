"""Rules that a person has written, where the house could not read them or read them otherwise.

A `HandReading` belongs to one rule occurrence and to the exact text that the definition had when it was written: where
the text is another one, nothing is replaced. It is a plain JSON value, so that it travels with a service.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rathaus.fim.model import BoundRule
from rathaus.fim.rules.jsonform import ExpressionError, Json, statement_from_json, statement_to_json
from rathaus.fim.rules.logic import Constraint, Effect, Preset, Selectable, Statement
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus
from rathaus.fim.rules.trying import Trial, trials_from_json


class HandReadingError(ValueError):
    """What was given is no rule written by hand, or does not fit; the message is one German sentence."""


@dataclass(frozen=True, slots=True)
class HandReading:
    """What a person wrote for the rule `rule` of the element at `bearer` (empty: of the schema itself).

    `replaces` is the hash of the rule's text (`text_hash`). `trials` are the answers the writer tried, with what came
    of them. `written_by` and `signed_by` say in which roles two people answer for it; they name nobody.
    """

    rule: str
    bearer: str
    replaces: str
    says: tuple[Statement, ...]
    trials: tuple[Trial, ...] = ()
    written_by: str = ""
    signed_by: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it replaces."""
        return self.rule, self.bearer, self.replaces

    def to_json(self) -> dict[str, Json]:
        """The form that `from_json` reads back."""
        return {
            "rule": self.rule,
            "bearer": self.bearer,
            "replaces": self.replaces,
            "says": [statement_to_json(statement) for statement in self.says],
            "trials": [trial.to_json() for trial in self.trials],
            "written_by": self.written_by,
            "signed_by": self.signed_by,
        }

    @classmethod
    def from_json(cls, value: Any) -> HandReading:
        """The reading that `value` stands for. Raises `HandReadingError`."""
        if not isinstance(value, Mapping):
            raise HandReadingError("Eine Regel von Hand ist ein JSON-Objekt.")
        texts = {key: value.get(key, "") for key in ("rule", "bearer", "replaces", "written_by", "signed_by")}
        for key, text in texts.items():
            if not isinstance(text, str) or (not text and key in ("rule", "replaces")):
                raise HandReadingError(f"Einer Regel von Hand fehlt „{key}“ als Text.")
        try:
            return cls(
                **texts, says=_says_from_json(value.get("says")), trials=trials_from_json(value.get("trials", []))
            )
        except ExpressionError as error:
            raise HandReadingError(f"Regel {texts['rule']}: {error}") from error


def _says_from_json(value: Any) -> tuple[Statement, ...]:
    if not isinstance(value, list) or not value:
        raise ExpressionError("„says“ ist eine Liste mit mindestens einer Anweisung.")
    return tuple(map(statement_from_json, value))


def text_hash(text: str) -> str:
    """SHA-256 of a rule's text, white space aside: line breaks differ between downloads of one definition."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def key_of(bound: BoundRule) -> tuple[str, str, str]:
    """What a `HandReading` must have as its key to replace the reading of `bound`."""
    return bound.rule.id, bound.bearer.path if bound.bearer else "", text_hash(bound.rule.text)


def override(report: RuleReport, readings: Iterable[HandReading]) -> RuleReport:
    """`report` with what was written by hand instead of what was read; readings of other texts change nothing."""
    by_key = {reading.key: reading for reading in readings}
    if not by_key:
        return report
    return RuleReport(tuple(_overridden(rule, by_key.get(key_of(rule.bound))) for rule in report.rules))


def _overridden(rule: ReadRule, reading: HandReading | None) -> ReadRule:
    return rule if reading is None else rule_of(rule.bound, reading.says)


def rule_of(bound: BoundRule, says: Sequence[Statement]) -> ReadRule:
    """What somebody wrote, as the rule that runs."""
    return ReadRule(
        bound,
        RuleStatus.EXECUTABLE,
        effects=tuple(one for one in says if isinstance(one, Effect)),
        constraints=tuple(one for one in says if isinstance(one, Constraint)),
        selectable=tuple(one for one in says if isinstance(one, Selectable)),
        presets=tuple(one for one in says if isinstance(one, Preset)),
        by_hand=True,
    )

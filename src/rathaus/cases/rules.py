"""The rules of a definition in words, for clerks: what the house has checked itself, and which part of it is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.phrases import Language
from rathaus.questionnaire import ManualCheck, Questionnaire


@dataclass(frozen=True, slots=True)
class Told:
    """One rule that was read: its text, what of it can run in words, and whether a person has written that."""

    rule: str
    name: str
    text: str
    bearer: str
    sentences: tuple[str, ...]
    by_hand: bool


def told(asked: Questionnaire) -> list[Told]:
    """Every rule of which something was read, in the order of the definition."""
    language: Language = "en" if (get_language() or "").startswith("en") else "de"
    found = []
    for one in asked.report.rules:
        if sentences := explain(one, asked.openings.wording, language):
            rule = one.bound.rule
            found.append(Told(rule.id, rule.name or rule.id, rule.text, one.bearer_path, sentences, one.by_hand))
    return found


def without(rules: Sequence[Told], checks: Sequence[ManualCheck]) -> list[Told]:
    """The rules that leave nothing to check by hand."""
    by_hand = {(check.rule, check.bearer or "") for check in checks}
    return [one for one in rules if (one.rule, one.bearer) not in by_hand]


def running_part(rules: Sequence[Told], check: ManualCheck) -> tuple[str, ...]:
    """What the house does check of a rule that it has only read in part."""
    found = next((one for one in rules if (one.rule, one.bearer) == (check.rule, check.bearer or "")), None)
    return found.sentences if found and check.texts != (found.text,) else ()

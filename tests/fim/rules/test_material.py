"""Real rules: every reading that runs was looked at by somebody, and the share that runs does not shrink."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from rathaus.fim.rules import RuleStatus, join
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.wording import Wording
from tests import reals
from tests.fim.rules import guessing

DISTINCT_TEXTS = 445
"""Of them run:"""
EXECUTABLE_TEXTS = 426
NOT_READ = {
    "ranges that no code can be in": 6,
    "no certain meaning": 5,
    "contradictions": 4,
    "quotation marks": 1,
    "no verb": 1,
    "another rule": 1,
    "two signs": 1,
}
"""As `docs/standards/rules.md` lists them."""
_REASONS = {
    "Die Bedingung kann nie zutreffen.": "ranges that no code can be in",
    "Nicht sicher zu lesen ab „sein“.": "no certain meaning",
    "Nicht sicher zu lesen ab „werden“.": "no certain meaning",
    "Nicht sicher zu lesen ab „UND“.": "no verb",
    "Nicht sicher zu lesen ab „Abhängigkeit“.": "another rule",
    "Nicht sicher zu lesen ab „<“.": "two signs",
}
OCCURRENCES = 430
"""In the 27 schemas; of them run at least:"""
EXECUTABLE_OCCURRENCES = 408


def test_readings_that_run_are_those_that_were_reviewed(material: Path) -> None:
    reviewed = json.loads(guessing.REVIEWED.read_text(encoding="utf-8"))
    texts = guessing.texts(material / "fim" / "rules.jsonl")
    readings = {text: guessing.read_alone(text)[0] for text in texts}
    running = {text: rule for text, rule in readings.items() if rule.status is not RuleStatus.UNCLEAR}
    changed = [
        text for text, rule in running.items() if reviewed.get(guessing.digest(text)) != guessing.fingerprint(rule)
    ]
    assert changed == []
    assert len(texts) == DISTINCT_TEXTS
    assert sum(rule.status is RuleStatus.EXECUTABLE for rule in readings.values()) == EXECUTABLE_TEXTS
    unread = Counter(_why(rule.reasons[0]) for rule in readings.values() if rule.status is not RuleStatus.EXECUTABLE)
    assert unread == NOT_READ


def test_rules_of_the_real_schemas_run(material: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[RuleStatus] = Counter()
    for file in reals.files(material):
        schema, codes, report = reals.schema(file), reals.code_lists(file), reals.report(file)
        counted.update(rule.status for rule in report.rules)
        assert set(join(report)) <= set(schema.positions)
        assert all(len(explain(rule, Wording(schema, codes))) == _parts(rule) for rule in report.rules)
    assert counted.total() == OCCURRENCES
    assert counted[RuleStatus.EXECUTABLE] >= EXECUTABLE_OCCURRENCES
    with capsys.disabled():
        print(f"\n{ {status.value: number for status, number in counted.items()} } of {counted.total()} occurrences")


def _why(reason: str) -> str:
    if reason.startswith("Die Anführungszeichen"):
        return "quotation marks"
    return _REASONS.get(reason, "contradictions")


def _parts(rule: ReadRule) -> int:
    return len(rule.statements)


def test_kit_rules_run_wherever_they_are_borne(material: Path) -> None:
    kit = {f"R600000000{number}" for number in (19, 20, 21, 23, 24, 37, 50, 56, 57, 58, 59)}
    kit |= {f"R600000{number}" for number in (19, 20, 21, 23, 24, 37, 48, 50, 56, 57, 58, 59)}
    borne = [rule for file in reals.files(material) for rule in reals.report(file).rules if rule.bound.rule.id in kit]
    assert len(borne) > 150
    assert {rule.status for rule in borne} == {RuleStatus.EXECUTABLE}
    assert [rule.notes for rule in borne if rule.notes] == []

"""Whatever the text, reading it ends in a report that keeps the law: whole sentences, or visibly not."""

from __future__ import annotations

from hypothesis import given, settings

from rathaus.fim.rules import RuleStatus, join, read_rules
from rathaus.fim.rules.explain import Wording, explain
from rathaus.fim.rules.grammar import read
from rathaus.fim.rules.logic import paths
from tests.fim.rules import building, strategies


@given(strategies.rule_like_texts())
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_to_a_lawful_report(text: str) -> None:
    codes = ("001 Name", "002 zweitens")
    made = building.schema(
        building.field("F99000000001", building.TRUTH),
        building.field("F99000000002", codes=codes),
        building.group("G99000000001", building.field("F99000000003"), rules=(text,)),
        rules=(text,),
    )
    report = read_rules(made)
    for rule in report.rules:
        named = [path for effect in rule.effects for path in (effect.target, *paths(effect.when))]
        named += [path for constraint in rule.constraints for path in paths(constraint.holds)]
        assert all(path in made.positions for path in named)
        assert bool(rule.effects or rule.constraints) is (rule.status is not RuleStatus.UNCLEAR)
        assert bool(rule.reasons) is (rule.status is not RuleStatus.EXECUTABLE)
        assert rule.status is not RuleStatus.PARTIAL or bool(rule.unread)
        assert all(explain(rule, Wording(made), "de"))
    join(report)


@given(strategies.rule_like_texts())
@settings(deadline=None)
def test_sentence_says_something_or_has_a_reason_or_prepares_or_explains(text: str) -> None:
    for place, sentence in enumerate(read(text).sentences):
        assert not (sentence.statements and sentence.reason)
        only_names_laender = sentence.text.lower().startswith("für")
        assert sentence.statements or sentence.reason or place > 0 or only_names_laender

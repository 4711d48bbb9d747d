"""Whatever the text, reading it ends in a report that keeps the law: whole sentences, or visibly not."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings

from rathaus.fim.rules import RuleStatus, join, read_rules
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.logic import paths
from rathaus.fim.rules.reading.grammar import read
from rathaus.fim.rules.wording import Wording
from tests.fim.rules import building, strategies


@given(strategies.rule_like_texts())
@example("( ;")
@example("So oft")
@example("Antwortet er auf F99000000001, ist F99000000002 Pflicht.")
@example("\n - !")
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
        prepares = sentence.text.lower().startswith(("für", "gilt", "hinweis", "bedingung", "voraussetzung"))
        assert sentence.statements or sentence.reason or place > 0 or prepares


LONG = 2_000
F = "F99000000001"
MANY = {
    "targets": f"Wenn {F} = wahr, dann müssen {', '.join(f'F99{n:09}' for n in range(LONG))} und {F} befüllt werden.",
    "values": f"Wenn {F} = {' ODER '.join(f'{n:04}' for n in range(LONG))}, dann ist F99000000002 anzugeben.",
    "spread": f"Wenn {', '.join(f'F99{n:09}' for n in range(200))} oder {F} leer ist, dann ist F99000000002 anzugeben.",
    "brackets": f"Wenn {'(' * LONG}{F} = 01{')' * LONG}, dann ist F99000000002 anzugeben.",
    "open brackets": f"Wenn {'(' * LONG}{F} = 01, dann ist F99000000002 anzugeben.",
    "denials": f"Wenn {'nicht (' * LONG}{F} = 01{')' * LONG}, dann ist F99000000002 anzugeben.",
    "sentences": f"Wenn {F} = 01, dann ist F99000000002 anzugeben. " * (LONG // 4),
    "clauses": f"Wenn {F} = 01, dann ist {' und '.join(['F99000000002 anzuzeigen'] * LONG)}.",
    "names": f"Wenn {F} {', '.join(f'{n:04} Name' for n in range(3 * LONG))} gewählt ist, ist F99000000002 anzugeben.",
    "quotation marks": "Wenn " + '" ' * LONG,
    "openings": "wenn " * LONG,
    "alternatives": f"{F} ist {'bei ' * LONG}",
}


@pytest.mark.parametrize("text", MANY.values(), ids=list(MANY))
def test_long_text_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    begun = time.process_time()
    assert read(text).sentences
    assert time.process_time() - begun < 5  # a busy machine; hundredths of a second alone


def test_more_brackets_than_anybody_reads_are_unread() -> None:
    (sentence,) = read(MANY["brackets"]).sentences
    assert sentence.reason == "So viele Klammern ineinander liest niemand sicher."

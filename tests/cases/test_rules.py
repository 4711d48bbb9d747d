"""Rules in words on the case page: what the house has checked, and what is left to the clerk."""

import pytest
from django.utils import translation

from rathaus.cases import rules
from rathaus.cases.page import load
from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import Equals
from rathaus.fim.rules.report import RuleStatus
from tests.cases import builders
from tests.questionnaire import samples

A, B = "F99000000001", "F99000000002"


@pytest.fixture
def page(scoped, settings, tmp_path):
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return load(builders.case(builders.dog_service(builders.department())))


def test_clerk_reads_what_the_house_has_checked_and_what_is_left(page):
    assert [(one.name, len(one.sentences), one.by_hand) for one in page.rules] == [
        ("Herkunft nur bei Zuzug", 2, False),
        ("Nachweis nur bei gefährlichen Hunden", 2, False),
    ]
    asked, answer = "„Nachweis der Haftpflichtversicherung“", "„Ist der Hund als gefährlich eingestuft?“ „Ja“"
    assert page.rules[1].sentences[0] == f"{asked} muss ausgefüllt werden, wenn bei {answer} gewählt ist."
    assert [(one.rule.name, one.checked) for one in page.checks] == [("Haltung im Haushalt", ())]


def asked(**changes):
    read = samples.rule(samples.required(B, Equals(A, True)), **changes)
    return samples.make(samples.field(A, "Ja?", DataType.BOOL), samples.field(B, "Text", anzahl="0:1"), rules=(read,))


def test_part_that_runs_of_a_rule_is_named_beside_the_part_that_does_not():
    questionnaire = asked(status=RuleStatus.PARTIAL, unread=("Der Rest.",), reasons=("Unklar.",))
    told = rules.told(questionnaire)
    (check,) = questionnaire.manual_checks
    assert rules.running_part(told, check) == ("„Text“ muss ausgefüllt werden, wenn bei „Ja?“ „Ja“ gewählt ist.",)
    assert rules.without(told, questionnaire.manual_checks) == []


def test_rule_that_is_left_to_the_clerk_as_a_whole_names_no_part():
    questionnaire = asked(status=RuleStatus.PARTIAL, unread=("Wenn …, dann …",), reasons=("Unklar.",))
    assert rules.running_part(rules.told(questionnaire), questionnaire.manual_checks[0]) == ()


def test_rules_are_told_in_the_language_of_the_page():
    with translation.override("en"):
        (one,) = rules.told(asked())
    assert one.sentences == ("“Text” must be filled in if “Ja?” is answered with “Yes”.",)

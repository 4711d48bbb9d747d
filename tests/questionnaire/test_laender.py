"""Rules that tell Länder apart, in the questionnaire of one municipality."""

from __future__ import annotations

import pytest

from rathaus.fim.rules.logic import InLand
from rathaus.fim.rules.report import RuleReport
from rathaus.questionnaire import Draft, Questionnaire, plan

from .samples import NOBODY, both, field, rule, schema

PATH = "F99000000002"


def asked(land: str | None) -> Questionnaire:
    made = schema(field("F99000000001", "Name"), field(PATH, "Nachweis", anzahl="0:1"))
    report = RuleReport((rule(*both(PATH, InLand(("NW", "SL")))),))
    return plan(made, report, {}, roles=NOBODY, land=land)


@pytest.mark.parametrize(("land", "shown", "by_hand"), [("SL", True, 0), ("BY", False, 0), (None, True, 1)])
def test_question_of_some_laender_is_asked_there_only(land: str | None, shown: bool, by_hand: int) -> None:
    questionnaire = asked(land)
    assert (PATH in questionnaire.check(Draft()).shown) is shown
    assert len(questionnaire.manual_checks) == by_hand

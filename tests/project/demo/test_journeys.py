"""Every service of the demo town can be completed, whichever way the deciding questions are answered."""

from random import Random

import pytest

from rathaus.questionnaire.deciding import drive
from tests.project.demo.test_services import FOLDERS, reading_of


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_both_states_of_every_deciding_answer_come_to_an_end(folder):
    asked = reading_of(folder).questionnaire
    driven = list(drive(asked, Random(2026)))
    assert len(driven) > 1
    assert [(one.deciding, one.holds) for one in driven if one.draft is None] == []
    assert {asked.check(one.draft).complete for one in driven if one.draft} == {True}

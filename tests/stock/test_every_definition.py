"""Each real definition becomes a service whose pages render and which can be completed to a receipt."""

import pytest

from rathaus.applications.models import Application
from rathaus.project.rehearsal.rehearsing import Rehearsal, rehearse, states_of
from tests.stock.definitions import FILES
from tests.stock.publishing import publish, read

pytestmark = pytest.mark.material


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


def test_material_is_complete(material):
    assert len(FILES) >= 27


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_definition_is_completed_to_a_receipt(scoped, path):
    found = rehearse(publish(path), read(path), quick=True)
    assert (found.sent, list(found.problems)) == (1, [])
    assert Application.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_every_deciding_answer_is_sent_in_both_states(scoped, path, capsys):
    version, reading = publish(path), read(path)
    found: Rehearsal = rehearse(version, reading)
    with capsys.disabled():
        print(
            f"\n{path.name}: {found.sent} Anträge, {len(found.seen)} von {found.pages} Seiten gesehen.",
            *found.notes,
            *found.out_of_reach,
            sep="\n  ",
        )
    assert list(found.problems) == []
    assert Application.objects.count() == found.sent
    assert found.states + len(found.out_of_reach) == states_of(reading.questionnaire)

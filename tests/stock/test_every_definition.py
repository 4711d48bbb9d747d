"""Each real definition becomes a service whose pages render and which can be completed to a receipt."""

import pytest

from rathaus.applications.models import Application
from rathaus.catalogue.queries import questionnaire
from rathaus.questionnaire import FindingKind
from rathaus.questionnaire.deciding import drive
from rathaus.questionnaire.generator import fill
from tests.stock.definitions import FILES
from tests.stock.walk import Walk, rng

pytestmark = pytest.mark.material


def test_material_is_complete(material):
    assert len(FILES) >= 27


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_definition_is_completed_to_a_receipt(publish, path):
    version = publish(path)
    asked = questionnaire(version.pk)
    applicant = Walk(version.service.slug, asked, fill(asked, rng())).to_receipt()
    assert applicant.path.endswith("/eingang/")
    assert Application.objects.get().number in applicant.body.decode()


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_every_deciding_answer_is_sent_in_both_states(publish, path, capsys):
    version = publish(path)
    asked = questionnaire(version.pk)
    seen: set[str] = set()
    out_of_reach = []
    sent = 0
    for driven in drive(asked, rng()):
        if driven.draft is None:
            out_of_reach.append(f"{driven.deciding.path} {'=' if driven.holds else '<>'} {driven.deciding.value}")
            continue
        walk = Walk(version.service.slug, asked, driven.draft)
        assert walk.to_receipt().path.endswith("/eingang/"), driven.deciding
        seen |= walk.seen
        sent += 1
    assert Application.objects.count() == sent
    never = [finding.sentence for finding in asked.findings if finding.kind is FindingKind.NEVER_SHOWN]
    with capsys.disabled():
        print(
            f"\n{path.name}: {sent} Anträge, {len(seen)} von {len(asked.pages)} Seiten gesehen.",
            *never,
            *out_of_reach,
            sep="\n  ",
        )
    assert len(asked.pages) - len(seen) <= len(never)

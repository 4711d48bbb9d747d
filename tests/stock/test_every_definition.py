"""Each real definition becomes a service whose pages render and which can be completed to a receipt."""

from collections.abc import Iterator

import pytest

from rathaus.applications.models import Application
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import questionnaire
from rathaus.questionnaire import Draft, FindingKind, Questionnaire
from rathaus.questionnaire.deciding import drive
from rathaus.questionnaire.generator import fill
from tests.stock.definitions import FILES
from tests.stock.publishing import publish
from tests.stock.walk import Walk, rng

pytestmark = pytest.mark.material


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


def test_material_is_complete(material):
    assert len(FILES) >= 27


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_definition_is_completed_to_a_receipt(scoped, path):
    version = publish(path)
    asked = questionnaire(version.pk)
    applicant = Walk(version.service.slug, asked, fill(asked, rng())).to_receipt()
    assert applicant.path.endswith("/eingang/")
    assert Application.objects.get().number in applicant.body.decode()


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_every_deciding_answer_is_sent_in_both_states(scoped, path, capsys):
    version = publish(path)
    asked = questionnaire(version.pk)
    seen: set[str] = set()
    out_of_reach = []
    sent = 0
    for driven in drive(asked, rng()):
        if driven.draft is None:
            out_of_reach.append(f"{driven.deciding.path} {'=' if driven.holds else '<>'} {driven.deciding.value}")
            continue
        seen |= _sent_pages(version, driven.draft)
        sent += 1
    for draft in _drafts_with_other_pages(asked, seen):
        seen |= _sent_pages(version, draft)
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


def _sent_pages(version: ServiceVersion, draft: Draft) -> set[str]:
    """Send an application with the answers of this draft; returns the keys of the pages that were filled in."""
    walk = Walk(version.service.slug, questionnaire(version.pk), draft)
    assert walk.to_receipt().path.endswith("/eingang/")
    return walk.seen


def _drafts_with_other_pages(asked: Questionnaire, seen: set[str]) -> Iterator[Draft]:
    """Pages that no deciding answer happened to need (entries of optional lists): some more drafts, chosen by them."""
    random = rng()
    for _ in range(40):
        draft = fill(asked, random)
        if {step.page.key for step in asked.steps(draft)} - seen:
            yield draft

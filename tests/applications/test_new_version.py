"""A new version of a service while somebody is filling it in: what changed is said, what still fits is kept."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from rathaus.applications import queries
from rathaus.applications.actions import submit
from rathaus.applications.actions.moving import move
from rathaus.applications.errors import Outdated
from rathaus.applications.handlers import open_drafts
from rathaus.applications.models import Application, DraftRecord
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import questionnaire
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.applications.sampling import NAME, filled, owner
from tests.applications.walking import FORWARD, PERSON, SLUG, to_check, to_person

NUMBER = "G99000000004.F99000000021"
SUFFIX = "G99000000004.F99000000098"


@pytest.fixture
def publish_again(version, tmp_path: Path):
    """Publishes a version in which another question takes the place of the house number, or nothing changes."""

    def publish_next(*, changed: bool = True, moves_drafts: bool = True) -> ServiceVersion:
        text = SAMPLE.read_text(encoding="utf-8")
        if changed:
            text = text.replace("F99000000021", "F99000000098").replace(">Hausnummer<", ">Gebäude<")
        path = tmp_path / "next.xdf3.xml"
        path.write_text(text, encoding="utf-8")
        roles = {**ROLES, "number": SUFFIX if changed else NUMBER}
        return publish(path, slug=SLUG, roles=roles, moves_drafts=moves_drafts)

    return publish_next


def lists(applicant: Applicant) -> dict[str, list[str]]:
    """The page's lists and rows by their heading."""
    found: dict[str, list[str]] = {}
    for heading in applicant.tree.xpath("//main//h2"):
        below = itertools.takewhile(lambda one: one.tag != "h2", heading.itersiblings())
        rows = [row for one in below for row in one.xpath("self::ul/li | self::div//dt")]
        found[heading.text_content()] = [" ".join(row.text_content().split()) for row in rows]
    return found


def test_next_visit_says_what_changed(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    publish_again()
    applicant.open(applicant.path)
    assert applicant.heading == "Die Anmeldung hat sich geändert"
    told = lists(applicant)
    assert (told["Neu gefragt"], told["Nicht mehr gefragt"]) == (["Gebäude"], ["Hausnummer"])
    assert told["Bitte noch einmal ansehen"] == ["Halterin oder Halter"]


def test_going_on_keeps_what_fits_and_asks_for_the_rest(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    version = publish_again()
    applicant.open(applicant.path).press("Mit der neuen Fassung weitermachen").follow("Weiter")
    opened = queries.opened(DraftRecord.objects.select_related("data_key").get())
    assert (opened.record.version_id, opened.draft.values[NAME]) == (version.pk, PERSON["Familienname"])
    assert (opened.draft.aside, len(opened.draft.files)) == ({NUMBER: "7a"}, 1)
    applicant.press(FORWARD, {"Gebäude": "B"}).open(f"/antrag/{opened.record.pk}/pruefen/")
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert Application.objects.get().version_id == version.pk


def test_what_is_typed_on_an_old_page_is_not_lost(applicant: Applicant, publish_again) -> None:
    to_person(applicant)
    publish_again()
    applicant.press(FORWARD, PERSON)
    assert applicant.heading == "Die Anmeldung hat sich geändert"
    assert queries.opened(DraftRecord.objects.select_related("data_key").get()).draft.values[NAME] == "Özdemir-Łukasz"


def test_a_version_that_changes_nothing_says_so(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    publish_again(changed=False)
    applicant.open(applicant.path)
    assert lists(applicant) == {}
    assert "Für Sie ändert sich nichts" in applicant.tree.text_content()
    applicant.press("Mit der neuen Fassung weitermachen").follow("Angaben prüfen und absenden")
    assert applicant.heading == "Angaben prüfen und absenden"


def test_drafts_are_finished_on_the_old_version_where_the_owner_says_so(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    publish_again(moves_drafts=False)
    applicant.open(applicant.path).press("Jetzt absenden", {"Ich versichere": "ja"})
    assert Application.objects.get().version.number == 1


def test_a_later_version_does_not_take_the_decision_back(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    publish_again()
    last = publish_again(moves_drafts=False)
    applicant.open(applicant.path).press("Mit der neuen Fassung weitermachen")
    assert DraftRecord.objects.get().version_id == last.pk


def test_nothing_is_sent_on_a_version_that_is_over(service, publish_again) -> None:
    opened, _ = filled(service)
    publish_again()
    with pytest.raises(Outdated):
        submit(opened, by=owner(opened))


def test_pressing_send_on_an_old_page_leads_to_what_changed(applicant: Applicant, publish_again) -> None:
    to_check(applicant)
    publish_again()
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert (applicant.heading, Application.objects.count()) == ("Die Anmeldung hat sich geändert", 0)


def test_the_page_of_a_draft_that_is_up_to_date_leads_on(applicant: Applicant) -> None:
    applicant.start(SLUG).open(f"/antrag/{DraftRecord.objects.get().pk}/neue-fassung/")
    assert applicant.heading == "Hund anmelden (Probe)"


def test_only_the_writer_moves_a_draft(service, publish_again) -> None:
    opened, _ = filled(service)
    version = publish_again()
    with pytest.raises(NotAllowed):
        move(opened, version.pk, by=Actor.applicant("somebody else"))


def test_publishing_names_what_drafts_would_lose(service, publish_again, monkeypatch) -> None:
    assert open_drafts(service, questionnaire(service.current_id)) == []
    filled(service)
    filled(service)
    same = open_drafts(service, questionnaire(service.current_id))
    changed = open_drafts(service, questionnaire(publish_again().pk))
    monkeypatch.setattr("rathaus.applications.handlers._LOOKED_AT", 1)
    some = open_drafts(service, questionnaire(service.current_id))
    opening = "2 begonnene Anträge sind offen. "
    nothing = "Auf die neue Fassung können alle übergehen, ohne dass sich etwas ändert."
    hit = "Auf der neuen Fassung entfallen bei 2 Angaben. Auf der neuen Fassung ist bei 2 etwas zu ergänzen."
    expected = [opening + nothing, opening + hit, opening + "Angesehen haben wir die ersten 1. " + nothing]
    assert [one.sentence for one in (*same, *changed, *some)] == expected

"""Answers that a service gives beforehand: set by its owner, kept from version to version, taken along as a file."""

from __future__ import annotations

import json

import pytest

from rathaus import cli
from rathaus.catalogue import actions, preset_files, queries
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.preset_files import PresetsError
from rathaus.people import actors
from rathaus.protection.models import AuditEntry
from rathaus.towns.errors import NotAllowed
from tests.catalogue import samples
from tests.catalogue.pages import problems
from tests.people import making

NAME, COLOUR, WHY = "F99000000001", "F99000000003", "F99000000004"
PAGE = "/amt/leistungen/zaun/vorgaben/"


def preset(service, presets, by):
    version = actions.change_presets(service, presets, by=actors.staff(by.account))
    service.refresh_from_db()
    return version


def test_owner_publishes_presets_with_everything_else_as_it_is(service, owner):
    before = service.current
    version = preset(service, {COLOUR: "grün 1", WHY: "Satzung"}, owner)
    assert (version.presets, version.number) == ({COLOUR: "2", WHY: "Satzung"}, before.number + 1)
    same = ("definition_id", "lists", "roles", "texts", "rules", "land")
    assert [getattr(version, one) for one in same] == [getattr(before, one) for one in same]
    assert queries.questionnaire(version.pk).tree.presets == version.presets
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.action, json.loads(entry.details)["presets"]) == ("catalogue.presets_changed", [COLOUR, WHY])
    texts = actions.change_texts(service, queries.offer("zaun").texts, by=actors.staff(owner.account))
    assert texts.presets == version.presets


def test_presets_that_do_not_hold_and_people_who_may_not_change_nothing(service, owner):
    stranger = making.colleague(email="fremd@musterstadt.example")
    with pytest.raises(actions.PublishError, match="Wählen Sie bei „Farbe“"):
        preset(service, {COLOUR: "blau"}, owner)
    with pytest.raises(NotAllowed):
        preset(service, {COLOUR: "1"}, stranger)
    assert ServiceVersion.objects.count() == 1


def test_new_definition_keeps_what_still_fits_and_says_what_does_not(service, owner):
    preset(service, {NAME: "Amt", WHY: "Satzung"}, owner)
    source = samples.definition(rules=(samples.UNREAD_RULE,)).replace(WHY.encode(), b"F99000000009")
    proposal = actions.propose(
        source, file_name="zaun.xml", department=service.department, service=service, by=actors.staff(owner.account)
    )
    reading = actions.reading_of(proposal)
    assert reading.presets == {NAME: "Amt"}
    assert reading.notes[0] == (f"Die Vorgabe für {WHY} entfällt: Diese Frage gibt es hier nicht zum Vorausfüllen.")


def test_page_saves_one_version_and_says_what_is_wrong(service, owner):
    client = making.signed_in(owner)
    wrong = client.post(PAGE, {f"v-{COLOUR}": "3"})
    assert problems(wrong.content) == ["Farbe: Bitte eine gültige Auswahl treffen. 3 ist keine gültige Auswahl."]
    done = client.post(PAGE, {f"v-{NAME}": " Amt ", f"v-{COLOUR}": "1", f"v-{WHY}": ""})
    assert (done.status_code, done["Location"]) == (302, "/amt/leistungen/zaun/")
    assert ServiceVersion.objects.get(number=2).presets == {NAME: "Amt", COLOUR: "1"}
    assert b'value="Amt"' in client.get(PAGE).content
    client.post(PAGE, {f"v-{NAME}": "Amt", f"v-{COLOUR}": "1"})
    assert ServiceVersion.objects.count() == 2
    client.post(PAGE, {f"v-{NAME}": "", f"v-{COLOUR}": ""})
    assert ServiceVersion.objects.get(number=3).presets is None


def test_of_a_long_definition_one_looks_for_the_question_and_the_rest_stays(service, owner, monkeypatch):
    monkeypatch.setattr("rathaus.catalogue.forms.presets.MOST_ROWS", 1)
    monkeypatch.setattr("rathaus.catalogue.views.presets.MOST_ROWS", 1)
    preset(service, {WHY: "Satzung"}, owner)
    client = making.signed_in(owner)
    page = client.get(PAGE, {"suche": "farb"}).content.decode()
    assert [one in page for one in (f"v-{WHY}", f"v-{COLOUR}", f"v-{NAME}")] == [True, True, False]
    client.post(f"{PAGE}?suche=farb", {f"v-{WHY}": "Satzung", f"v-{COLOUR}": "2"})
    client.post(f"{PAGE}?suche=familien", {f"v-{NAME}": "Amt", f"v-{WHY}": "Satzung", f"v-{COLOUR}": "2"})
    assert ServiceVersion.objects.latest("number").presets == {NAME: "Amt", WHY: "Satzung", COLOUR: "2"}


def test_file_travels_from_town_to_town(service, owner, tmp_path, capsys):
    preset(service, {COLOUR: "2"}, owner)
    file = making.signed_in(owner).get(f"{PAGE}datei/").content
    assert json.loads(file) == {"format": "rathaus-presets/1", "presets": {COLOUR: "2"}}
    (tmp_path / "vorgaben.json").write_bytes(file)
    (tmp_path / "zaun.xml").write_bytes(samples.definition())
    arguments = ["publish", str(tmp_path / "zaun.xml"), "--slug", "zwei", "--department", "Bauamt"]
    assert cli.main([*arguments, "--presets", str(tmp_path / "vorgaben.json")]) == 0
    assert f"  Vorgaben der Verwaltung: {COLOUR}" in capsys.readouterr().out.splitlines()
    again = ServiceVersion.objects.get(service__slug="zwei")
    assert again.presets == {COLOUR: "2"}
    assert cli.main(arguments) == 0
    assert ServiceVersion.objects.get(service__slug="zwei", number=2).presets == {COLOUR: "2"}


@pytest.mark.parametrize("data", [b"\xff", b"[]", b'{"format": "rathaus-presets/1", "presets": {"F1": 1}}'])
def test_other_files_are_refused_with_a_sentence(data):
    with pytest.raises(PresetsError, match=r"^Die Datei "):
        preset_files.from_file(data)

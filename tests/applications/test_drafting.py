"""Filling in: every way into, through and out of the pages, and what two windows and the back button do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.applications import queries
from rathaus.applications.actions import drafts
from rathaus.applications.models import Attachment, DraftRecord
from rathaus.protection import files
from rathaus.protection.models import DataKey
from rathaus.questionnaire import Draft, Questionnaire
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Host
from tests.applications.applicant import Applicant
from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.applications.walking import (
    DOG,
    FORWARD,
    HARMLESS,
    NO_ACCOUNT,
    PDF,
    PERSON,
    PROOF,
    REASON,
    SLUG,
    proof,
    to_check,
    to_entries,
    to_papers,
    to_person,
)
from tests.conftest import ROOT
from tests.protection.pdfs import pdf


def second_window(applicant: Applicant) -> Applicant:
    """The same browser, another tab on the same page."""
    other = Applicant()
    other.client.cookies = applicant.client.cookies
    return other.open(applicant.path)


# Starting and coming back ---------------------------------------------------------------------------------------------


def test_start_opens_the_first_page(applicant: Applicant) -> None:
    applicant.start(SLUG)
    assert (applicant.status, applicant.heading) == (200, "Ihr Anliegen")
    assert DraftRecord.objects.count() == 1


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "hund"])
def test_start_of_an_unknown_service(applicant: Applicant, slug: str) -> None:
    assert applicant.start(slug).status == 404
    assert DraftRecord.objects.count() == 0


def test_start_of_a_withdrawn_service(applicant: Applicant, service) -> None:
    service.withdrawn_at = dt.datetime.now(dt.UTC)
    service.save()
    assert applicant.start(SLUG).status == 404
    assert DraftRecord.objects.count() == 0


def test_start_only_by_button(applicant: Applicant) -> None:
    """A link, a prefetch or a crawler begins nothing."""
    assert applicant.client.get(f"/antrag/beginnen/{SLUG}/").status_code == 405


def test_no_address_and_no_page_of_a_draft_is_kept_by_the_browser(applicant: Applicant) -> None:
    applicant.start(SLUG)
    response = applicant.client.get(applicant.path)
    assert response.headers["Cache-Control"] == "no-store"
    code = applicant.client.cookies["__Secure-antrag"]
    assert code.value not in applicant.path
    assert (code["secure"], code["httponly"], code["samesite"]) == (True, True, "Lax")
    assert code["path"] == f"/antrag/{DraftRecord.objects.get().pk}/"
    assert code["max-age"] == code["expires"] == ""


def test_draft_without_its_code_is_not_to_be_found(applicant: Applicant) -> None:
    applicant.start(SLUG)
    stranger = Applicant().open(applicant.path)
    assert (stranger.status, stranger.heading) == (404, "Hier ist kein Antrag zu finden")


def test_draft_with_a_foreign_code_is_not_to_be_found(applicant: Applicant) -> None:
    stranger = Applicant().start(SLUG)
    applicant.start(SLUG)
    own = stranger.client.cookies["__Secure-antrag"]
    own["path"] = "/"
    assert stranger.open(applicant.path).status == 404


def test_draft_of_another_town_is_not_to_be_found(applicant: Applicant, other_town) -> None:
    Host.objects.create(hostname="musterstadt.example", municipality=scope.current())
    Host.objects.create(hostname="nachbarstadt.example", municipality=other_town)
    applicant.start(SLUG)
    stranger = Applicant("nachbarstadt.example")
    stranger.client.cookies = applicant.client.cookies
    assert stranger.open(applicant.path).status == 404
    assert applicant.open(applicant.path).status == 200


def test_code_opens_the_draft_on_another_device(applicant: Applicant) -> None:
    to_person(applicant)
    applicant.press("Speichern und später weitermachen", {"Vornamen": "Käthe"})
    assert applicant.heading == "Später weitermachen"
    code = applicant.tree.xpath("//*[@id='code']")[0].text
    elsewhere = Applicant().open("/antrag/fortsetzen/").press("Weitermachen", {"Zugangscode": code.lower()})
    assert elsewhere.heading == "Hund anmelden (Probe)"
    elsewhere.follow("Halterin oder Halter")
    assert elsewhere.tree.xpath("//input[@autocomplete='given-name']/@value") == ["Käthe"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Geben Sie bitte den Zugangscode ein."),
        ("1234", "Ein Zugangscode hat 16 Zeichen. Prüfen Sie bitte, ob er vollständig ist."),
        (
            "0000-0000-0000-0000",
            "Zu diesem Code gibt es keinen begonnenen Antrag. Prüfen Sie bitte, ob er richtig ist.",
        ),
    ],
)
def test_wrong_code_is_refused_with_a_sentence_and_stays_to_be_mended(
    applicant: Applicant, code: str, sentence: str
) -> None:
    applicant.open("/antrag/fortsetzen/").press("Weitermachen", {"Zugangscode": code})
    assert applicant.problems == [sentence]
    assert applicant.title.startswith("Fehler: ")
    assert applicant.tree.xpath("//input[@id='code']/@value") == [code]


def test_too_many_wrong_codes_are_refused_for_a_while(applicant: Applicant) -> None:
    to_person(applicant).press("Speichern und später weitermachen")
    code = applicant.tree.xpath("//*[@id='code']")[0].text
    guesser = Applicant().open("/antrag/fortsetzen/")
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, 1, tzinfo=dt.UTC), tick=False):
        for _ in range(10):
            guesser.press("Weitermachen", {"Zugangscode": "0000-0000-0000-0000"})
        guesser.press("Weitermachen", {"Zugangscode": code})
        assert guesser.problems[0].startswith("Das waren zu viele Versuche.")
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, 11, tzinfo=dt.UTC), tick=False):
        assert guesser.press("Weitermachen", {"Zugangscode": code}).heading == "Hund anmelden (Probe)"


def test_expired_draft_is_closed_before_it_is_deleted(applicant: Applicant) -> None:
    applicant.start(SLUG)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=30, minutes=1)):
        assert applicant.open(applicant.path).status == 404
    assert DraftRecord.objects.count() == 1


def test_saving_keeps_a_draft_for_another_thirty_days(applicant: Applicant) -> None:
    applicant.start(SLUG)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=29)):
        applicant.press(FORWARD, REASON)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=58)):
        assert applicant.open(applicant.path).status == 200


def test_discard_asks_first_and_then_deletes_for_good(applicant: Applicant) -> None:
    to_papers(applicant).press(FORWARD, {PROOF: proof(), **NO_ACCOUNT})
    applicant.press("Speichern und später weitermachen").follow("Anmeldung verwerfen")
    assert DraftRecord.objects.count() == 1
    applicant.press("Ja, endgültig löschen")
    assert applicant.heading == "Ihre Anmeldung ist gelöscht"
    assert (DraftRecord.objects.count(), Attachment.objects.count()) == (0, 0)
    assert DataKey.objects.get().wrapped is None


def test_what_is_saved_everywhere_at_once_is_not_lost_silently(applicant: Applicant, monkeypatch) -> None:
    applicant.start(SLUG)
    monkeypatch.setattr(drafts, "_TRIES", 0)
    applicant.press(FORWARD, REASON)
    assert (applicant.status, applicant.heading) == (503, "Bitte senden Sie noch einmal")


def test_saving_what_another_window_discards_at_this_moment(applicant: Applicant, monkeypatch) -> None:
    applicant.start(SLUG)
    record = DraftRecord.objects.select_related("data_key").get()
    by = Actor.applicant(str(record.pk))
    monkeypatch.setattr(drafts, "draw_previews", lambda _uploads: drafts.discard(record, by=by))
    applicant.press(FORWARD, REASON)
    assert (applicant.status, applicant.heading) == (404, "Hier ist kein Antrag zu finden")


# Pages ----------------------------------------------------------------------------------------------------------------


def test_page_with_problems_is_shown_again_with_what_was_typed(applicant: Applicant) -> None:
    to_person(applicant).press(FORWARD, PERSON | {"Postleitzahl": "123", "Ort": ""})
    assert applicant.heading == "Halterin oder Halter"
    assert applicant.title.startswith("Fehler: Halterin oder Halter")
    assert len(applicant.problems) == 2
    assert ["Postleitzahl" in applicant.problems[0], "Ort" in applicant.problems[1]] == [True, True]
    anchors = applicant.tree.xpath("//*[@id='fehler']//a/@href")
    assert [applicant.tree.xpath(f"//input[@id='{one[1:]}']/@value") for one in anchors] == [["123"], []]


def test_page_with_problems_can_be_reloaded_and_mended(applicant: Applicant) -> None:
    """The answer to a form is always a redirect: reloading and the back button send nothing twice."""
    to_person(applicant).press(FORWARD, PERSON | {"Ort": ""})
    applicant.open(applicant.path)
    assert len(applicant.problems) == 1
    assert applicant.press(FORWARD, {"Ort": "Musterstadt"}).heading == "Hund"


def test_page_opened_fresh_shows_no_problems(applicant: Applicant) -> None:
    assert to_person(applicant).problems == []


def test_back_leads_through_the_pages(applicant: Applicant) -> None:
    to_person(applicant)
    headings = [applicant.follow("Zurück").heading for _ in range(3)]
    assert headings == ["Ist der Hund als gefährlich eingestuft?", "Ihr Anliegen", "Hund anmelden (Probe)"]
    assert applicant.follow("Halterin oder Halter").heading == "Halterin oder Halter"


def test_unknown_page_leads_to_where_something_is_open(applicant: Applicant) -> None:
    to_person(applicant)
    applicant.open(applicant.path.replace("G99000000004.F99000000005", "G99~1.F1"))
    assert (applicant.status, applicant.heading) == (200, "Halterin oder Halter")
    assert "wird nach Ihren Angaben nicht gebraucht" in applicant.tree.text_content()


def test_forged_names_change_nothing(applicant: Applicant) -> None:
    """Names of other pages, of unknown questions and of answers that are not asked are passed over."""
    to_person(applicant)
    forged = {
        "G99000000004.F99000000005": "Käthe",
        "G99000000001.F99000000003": "true",
        "G99000000003[1].F99000000008": "Bello",
        "F00000000000": "x",
        "?G99000000002.G99000000005": "true",
        "__proto__": "x",
        "add": "G99000000004",
        "remove": "G99000000003[1]",
        "remove-file": str(uuid.uuid4()),
    }
    applicant.client.post(applicant.path, forged)
    assert saved_values()["G99000000004.F99000000005"] == "Käthe"
    assert saved_values()["G99000000001.F99000000003"] == "false"
    assert set(forged) & set(saved_values()) == {"G99000000004.F99000000005", "G99000000001.F99000000003"}


@pytest.mark.parametrize("value", ["\x00", "<script>", "A" * 100_000, "'; DROP TABLE--", "🦊" * 50])
def test_odd_input_is_kept_or_refused_but_never_breaks_a_page(applicant: Applicant, value: str) -> None:
    to_person(applicant)
    response = applicant.client.post(applicant.path, {"G99000000004.F99000000005": value})
    assert response.status_code == 302
    assert applicant.open(applicant.path).status == 200


def saved_values() -> dict[str, str]:
    return dict(queries.opened(DraftRecord.objects.select_related("data_key", "version").get()).draft.values)


# Two windows ----------------------------------------------------------------------------------------------------------


def test_two_windows_on_different_pages_both_keep_what_was_typed(applicant: Applicant) -> None:
    to_person(applicant)
    other = second_window(applicant)
    other.follow("Zurück")
    applicant.press(FORWARD, PERSON)
    other.press(FORWARD, HARMLESS)
    assert saved_values()["G99000000004.F99000000005"] == "Käthe"


def test_two_windows_on_the_same_page_the_later_counts(applicant: Applicant) -> None:
    to_person(applicant)
    other = second_window(applicant)
    applicant.press(FORWARD, PERSON)
    other.press(FORWARD, PERSON | {"Vornamen": "Karla"})
    assert saved_values()["G99000000004.F99000000005"] == "Karla"


def test_page_of_an_entry_that_another_window_removed_says_so(applicant: Applicant) -> None:
    to_entries(applicant).press("Hund hinzufügen")
    other = second_window(applicant).follow("Zurück")
    other.press("Entfernen – 2. Eintrag")
    applicant.press(FORWARD, WALDI)
    assert "wird nach Ihren Angaben nicht gebraucht" in applicant.tree.text_content()
    assert "Waldi" not in saved_values().values()


# Entries --------------------------------------------------------------------------------------------------------------


DOGS = "G99000000003"


ANOTHER = "Speichern und noch einen Eintrag machen"
WALDI = {"Name des Hundes": "Waldi", "Rasse": "Pudel"}
PAPERS = "Unterlagen und Zahlung"


def test_entry_that_is_filled_in_for_the_first_time_leads_past_the_list(applicant: Applicant) -> None:
    to_person(applicant).press(FORWARD, PERSON)
    assert applicant.press(FORWARD, DOG | {"Name des Hundes": ""}).heading == "Hund"
    assert len(applicant.problems) == 1
    assert applicant.press(FORWARD, DOG).heading == PAPERS
    assert entries(applicant.follow("Zurück")) == ["Bello, Dackel"]
    assert applicant.press(FORWARD).heading == PAPERS


def test_one_press_adds_an_entry(applicant: Applicant) -> None:
    to_person(applicant).press(FORWARD, PERSON)
    applicant.press(ANOTHER, {"Name des Hundes": "Bello"})
    assert (applicant.heading, len(applicant.problems)) == ("Hund", 1)
    applicant.press(ANOTHER, DOG)
    assert applicant.tree.xpath("//input[@value='Bello']") == []
    applicant.press(ANOTHER, WALDI)
    assert applicant.tree.xpath("//button[@name='another']") == []
    assert applicant.press(FORWARD, {"Name des Hundes": "Rex", "Rasse": "Boxer"}).heading == PAPERS
    assert entries(applicant.follow("Zurück")) == ["Bello, Dackel", "Waldi, Pudel", "Rex, Boxer"]
    applicant.follow("Bello, Dackel")
    assert applicant.tree.xpath("//button[@name='another']") == []
    assert entries(applicant.press(FORWARD)) == ["Bello, Dackel", "Waldi, Pudel", "Rex, Boxer"]


def test_entry_can_be_added_edited_and_removed(applicant: Applicant) -> None:
    to_entries(applicant)
    applicant.press("Hund hinzufügen")
    assert applicant.heading == "Hund"
    applicant.press(FORWARD, WALDI).follow("Zurück")
    assert entries(applicant) == ["Bello, Dackel", "Waldi, Pudel"]
    applicant.follow("Bello, Dackel").press(FORWARD, {"Name des Hundes": "Bella"})
    assert entries(applicant) == ["Bella, Dackel", "Waldi, Pudel"]
    applicant.press("Entfernen – Bella")
    assert entries(applicant) == ["Waldi, Pudel"]


def entries(applicant: Applicant) -> list[str]:
    return [
        one.xpath("text()")[0]
        for one in applicant.tree.xpath("//a[contains(@class,'kern-task-list__content')]/span[2]")
    ]


def test_long_list_of_entries_is_shown_page_by_page(scoped, tmp_path: Path) -> None:
    many_dogs = tmp_path / "many.xdf3.xml"
    many_dogs.write_bytes(SAMPLE.read_bytes().replace(b">1:3<", b">1:200<"))
    publish(many_dogs, slug=SLUG, roles=ROLES)
    applicant = Applicant()
    to_entries(applicant)
    record = DraftRecord.objects.select_related("data_key").get()

    def many(asked: Questionnaire, draft: Draft) -> Draft:
        ids = [f"n{number}" for number in range(1, 121)]
        dogs = {f"{DOGS}[{id_}].F99000000008": f"Hund {id_}" for id_ in ids}
        breeds = {f"{DOGS}[{id_}].F99000000009": "002" for id_ in ids}
        draft = draft.with_entries(DOGS, tuple(ids)).with_values({**dogs, **breeds})
        return replace(draft, saved=frozenset(step.slug for step in asked.steps(draft)))

    drafts.change(queries.opened(record), many, by=Actor.applicant(str(record.pk)))
    applicant.open(applicant.path)
    assert (len(entries(applicant)), entries(applicant)[0]) == (50, "Hund n1, Dackel")
    assert "Einträge 1 bis 50 von 120" in applicant.tree.text_content()
    links = applicant.tree.xpath("//nav[@class='r-pagination']//a/@href")
    assert links[:2] == ["?seite=1", "?seite=2"]
    applicant.open(f"{applicant.path}?seite=3")
    assert (len(entries(applicant)), entries(applicant)[0]) == (20, "Hund n101, Dackel")
    applicant.follow("Hund n103").press(FORWARD, {"Name des Hundes": "Bello"})
    assert (entries(applicant)[2], applicant.path.endswith("?seite=3")) == ("Bello, Dackel", True)
    applicant.press("Entfernen – Bello")
    assert (entries(applicant)[2], applicant.path.endswith("?seite=3")) == ("Hund n104, Dackel", True)
    applicant.open(applicant.path.replace("seite=3", "seite=99"))
    assert len(entries(applicant)) == 19


def test_entry_that_was_just_added_leads_back_to_the_list(applicant: Applicant) -> None:
    to_entries(applicant).press("Hund hinzufügen")
    applicant.follow("Zurück")
    assert entries(applicant)[0] == "Bello, Dackel"


def test_entry_left_incomplete_is_named(applicant: Applicant) -> None:
    to_entries(applicant).press("Hund hinzufügen").follow("Zurück")
    badges = [one.text_content() for one in applicant.tree.xpath("//main//*[contains(@class,'kern-badge--')]")]
    assert badges == ["Erledigt", "Unvollständig"]
    applicant.press(FORWARD)
    assert applicant.heading == "Hund"
    assert [sentence.partition("„")[2].partition("“")[0] for sentence in applicant.problems] == [
        "Name des Hundes",
        "Rasse",
    ]


def test_entries_stop_at_the_limit(applicant: Applicant) -> None:
    to_entries(applicant)
    for name in ("Waldi", "Rex"):
        applicant.press("Hund hinzufügen").press(FORWARD, WALDI | {"Name des Hundes": name}).follow("Zurück")
    assert len(entries(applicant)) == 3
    assert applicant.tree.xpath("//button[@name='add']") == []
    applicant.client.post(applicant.path, {"add": "G99000000003"})
    assert len(entries(applicant.open(applicant.path))) == 3


def test_two_windows_adding_entries_do_not_shift_each_other(applicant: Applicant) -> None:
    to_entries(applicant)
    other = second_window(applicant)
    applicant.press("Hund hinzufügen")
    other.press("Hund hinzufügen").press(FORWARD, {"Name des Hundes": "Rex", "Rasse": "Boxer"})
    applicant.press(FORWARD, WALDI)
    applicant.open(applicant.path.rpartition("/seite/")[0] + "/seite/G99000000003-liste/")
    assert entries(applicant) == ["Bello, Dackel", "Waldi, Pudel", "Rex, Boxer"]


# Files ----------------------------------------------------------------------------------------------------------------


def test_file_is_kept_sealed_and_can_be_fetched_again(applicant: Applicant) -> None:
    to_papers(applicant).press(FORWARD, {PROOF: proof(), **NO_ACCOUNT})
    attachment = Attachment.objects.get()
    assert files.content(attachment.file) == PDF
    assert files.name(attachment.file) == "nachweis.pdf"
    draft_id = DraftRecord.objects.get().pk
    response = applicant.client.get(f"/antrag/{draft_id}/datei/{attachment.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="nachweis.pdf"'
    assert Applicant().open(f"/antrag/{draft_id}/datei/{attachment.pk}/").status == 404


def test_file_can_be_removed(applicant: Applicant, django_capture_on_commit_callbacks) -> None:
    to_papers(applicant).press(FORWARD, {PROOF: proof(), **NO_ACCOUNT}).follow("Zurück")
    with django_capture_on_commit_callbacks(execute=True):
        applicant.press("Entfernen – nachweis.pdf")
    assert Attachment.objects.count() == 0
    assert applicant.tree.xpath("//button[@name='remove-file']") == []
    assert list(stored_files()) == []


def stored_files() -> Iterator[Path]:
    return (path for path in settings.RATHAUS_FILES_DIR.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("brief.pdf", b"<html><script>", "Die Datei „brief.pdf“ hat das Format HTML. Erlaubt sind: PDF, PNG, JPEG."),
        (
            "programm.png",
            b"MZ\x90\x00",
            "Die Datei „programm.png“ hat das Format Programm. Erlaubt sind: PDF, PNG, JPEG.",
        ),
        ("leer.pdf", b"", "Die Datei „leer.pdf“ ist leer. Bitte wählen Sie eine andere Datei."),
        (
            "groß.pdf",
            PDF.ljust(2_500_000),
            "Die Datei „groß.pdf“ ist mit 2,5 MB zu groß. Erlaubt sind höchstens 2 MB.",
        ),
    ],
)
def test_file_that_cannot_be_taken_is_refused_with_a_sentence(
    applicant: Applicant, name: str, content: bytes, sentence: str
) -> None:
    to_papers(applicant).press(FORWARD, {PROOF: proof(name, content), **NO_ACCOUNT})
    assert applicant.problems == [f"{PROOF}: {sentence}"]
    [link] = applicant.tree.xpath("//*[@id='fehler']//a")
    assert applicant.tree.xpath(f"//*[@id='{link.get('href')[1:]}']/@type") == ["file"]
    at_the_question = applicant.tree.xpath("//input[@type='file']/following-sibling::*[contains(@id, '-error')]")
    assert [" ".join(one.text_content().split()) for one in at_the_question] == [sentence]
    assert Attachment.objects.count() == 0
    assert saved_values()["?G99000000002.G99000000005"] == "false"


def test_files_stop_at_their_number(applicant: Applicant) -> None:
    three = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(4)]
    to_papers(applicant).press(FORWARD, {PROOF: three, **NO_ACCOUNT})
    told = "Die Datei „3.pdf“ wurde nicht angenommen: Hier sind höchstens 3 Dateien möglich."
    assert applicant.problems == [f"{PROOF}: {told}"]
    assert Attachment.objects.count() == 3
    assert applicant.tree.xpath("//input[@type='file']") == []


def test_files_stop_at_their_size_together(applicant: Applicant, settings) -> None:
    settings.RATHAUS_DRAFT_FILES_LIMIT = len(PDF) + 10
    two = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(2)]
    to_papers(applicant).press(FORWARD, {PROOF: two, **NO_ACCOUNT})
    assert len(applicant.problems) == 1
    assert Attachment.objects.count() == 1


def test_file_at_a_forged_question_is_not_kept(applicant: Applicant) -> None:
    to_person(applicant)
    applicant.client.post(applicant.path, {"G99000000002.F99000000004": proof(), "F1": proof()})
    assert Attachment.objects.count() == 0
    assert list(stored_files()) == []


def test_files_are_seen_small_and_what_cannot_be_drawn_says_so(applicant: Applicant, settings) -> None:
    settings.RATHAUS_PREVIEWS = True
    to_papers(applicant)
    path = applicant.path
    applicant.press(FORWARD, {PROOF: proof("police.pdf", pdf())})
    applicant.open(path).press(FORWARD, {PROOF: proof("kaputt.pdf")})
    applicant.open(path)
    rows = applicant.tree.xpath("//li[@class='r-file']")
    seen = {
        row.xpath("span[not(@aria-hidden)]")[0].text_content().partition(" ")[0]: row.xpath("img/@src") for row in rows
    }
    told = ["Keine Vorschau." in row.text_content() for row in rows]
    (there,) = seen["police.pdf"]
    assert (seen["kaputt.pdf"], told) == ([], [False, True])
    response = applicant.client.get(there)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert response.content[:3] == b"\xff\xd8\xff"
    assert Applicant().open(there).status == 404
    broken = Attachment.objects.get(file__preview=None, draft__isnull=False)
    assert applicant.client.get(f"/antrag/{broken.draft_id}/datei/{broken.pk}/vorschau/").status_code == 404


# Going back from "check your answers" ---------------------------------------------------------------------------------


def test_change_link_leads_there_and_back(applicant: Applicant) -> None:
    to_check(applicant).follow("Ändern: Vornamen")
    assert applicant.heading == "Halterin oder Halter"
    applicant.press(FORWARD, {"Vornamen": "Karla"})
    assert applicant.heading == "Angaben prüfen und absenden"
    assert "Karla" in applicant.tree.text_content()


def test_change_that_opens_a_question_asks_it_before_going_back(applicant: Applicant) -> None:
    to_check(applicant).follow("Ändern: Warum melden Sie sich?")
    applicant.press(FORWARD, {"Warum melden Sie sich?": "Ich bin mit einem Hund zugezogen"})
    assert applicant.heading == "Aus welchem Ort sind Sie zugezogen?"
    applicant.press(FORWARD, {"Aus welchem Ort sind Sie zugezogen?": "Altstadt"})
    assert applicant.heading == "Angaben prüfen und absenden"


def test_check_before_everything_is_answered_leads_to_what_is_missing(applicant: Applicant) -> None:
    to_person(applicant)
    applicant.open(applicant.path.partition("/seite/")[0] + "/pruefen/")
    assert applicant.heading == "Halterin oder Halter"
    assert len(applicant.problems) == 7


LONG = ROOT / "src/rathaus/project/demo/services/zuschuss-fuer-betriebe/definition.xml"


def test_long_service_counts_sections_and_not_its_changing_pages(scoped) -> None:
    publish(LONG, slug="zuschuss", roles={})
    applicant = Applicant().start("zuschuss").follow("Weiter")
    assert [one.text_content() for one in applicant.tree.xpath("//label[@for='fortschritt']")] == ["Abschnitt 1 von 9"]


def test_long_service_goes_on_section_by_section_and_opens_one_again(scoped) -> None:
    publish(LONG, slug="zuschuss", roles={})
    applicant = Applicant().start("zuschuss")
    overview = applicant.path
    reach = {"Funktion im Unternehmen": "Leitung", "Telefon": "01234 567890", "E-Mail-Adresse": "adler@example.org"}
    applicant.follow("Ansprechperson").press(FORWARD, {"Familienname": "Adler", "Vornamen": "Ada"} | reach)
    assert applicant.heading == "Ihr Vorhaben"
    applicant.press(FORWARD, {"Was möchten Sie fördern lassen?": "Barrierefreier Zugang"})
    assert applicant.open(overview).follow("Ansprechperson").press(FORWARD).heading == "Angaben zum Unternehmen"


# Why something is asked -----------------------------------------------------------------------------------------------

MOVED = {"Warum melden Sie sich?": "Ich bin mit einem Hund zugezogen"}
CHOSEN = "bei „Warum melden Sie sich?“ „Ich bin mit einem Hund zugezogen“ gewählt"


def said(applicant: Applicant, css: str) -> list[str]:
    found = applicant.tree.xpath(f"//p[contains(@class, '{css}')][@lang]")
    return [" ".join(one.text_content().split()) for one in found]


def test_question_opened_by_a_rule_says_why_and_what_is_missing_says_why_it_is_needed(applicant: Applicant) -> None:
    applicant.start(SLUG).press(FORWARD, MOVED)
    assert said(applicant, "kern-body") == [f"Weil Sie {CHOSEN} haben, fragen wir danach."]
    applicant.press(FORWARD)
    assert said(applicant, "r-because") == [f"Weil Sie {CHOSEN} haben, brauchen wir diese Angabe."]
    applicant.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert said(applicant.open(applicant.path), "kern-body") == [
        "We ask this because you answered “Warum melden Sie sich?” with “Ich bin mit einem Hund zugezogen”."
    ]


def test_a_script_that_sends_files_is_told_where_to_go_on(applicant: Applicant) -> None:
    page = to_papers(applicant).path
    sent = {"G99000000002.F99000000004": proof(), "ziel": ""}
    answer = applicant.client.post(page, sent, headers={"X-Upload": "1"})
    assert (answer.status_code, answer.headers["X-Location"], answer.has_header("Location")) == (
        204,
        f"{page}?fehler=1",
        False,
    )
    assert "nachweis.pdf" in applicant.open(page).tree.text_content()

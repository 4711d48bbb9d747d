"""The applicant's way from the start button to the status page, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rathaus.applications import history
from rathaus.applications.models import Application, DraftRecord
from rathaus.towns.transactions import atomic_write
from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.browser import helpers
from tests.browser.conftest import PHONE

FORWARD, ANOTHER = "Speichern und weiter", "Speichern und noch einen Eintrag machen"
PERSON = {
    "Vornamen": "Käthe",
    "Familienname": "Özdemir-Łukasz",
    "Tag": "3",
    "Monat": "4",
    "Jahr": "1985",
    "E-Mail-Adresse": "kaethe@example.org",
    "Straße": "Am Rathaus",
    "Hausnummer": "7a",
    "Postleitzahl": "12345",
    "Ort": "Musterstadt",
}
PDF = {"name": "nachweis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}


@pytest.fixture(autouse=True)
def service(scoped, settings, tmp_path: Path):
    """The sample service, with every kind of question."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return publish(SAMPLE, slug="hund-anmelden", roles=ROLES).service


Look = Callable[[Page], None]


def unseen(page: Page) -> None:
    """For windows without JavaScript, where axe cannot run; the same pages are looked at with it."""


def forward(page: Page, sound: Look = helpers.sound) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=FORWARD).click()
    sound(page)


def to_person(page: Page, sound: Look = unseen) -> None:
    page.goto("/leistungen/hund-anmelden/")
    page.locator("form[action*='/antrag/beginnen/'] button").first.click()
    sound(page)
    page.get_by_label("Ich habe einen Hund bekommen").check()
    say_whether_dangerous(page, "Ja", sound)
    forward(page, sound)


def say_whether_dangerous(page: Page, answer: str, sound: Look = unseen) -> None:
    """Where a script runs, the page goes on with this question; otherwise it comes on the next one."""
    page.wait_for_load_state()
    if not page.get_by_role("radio", name=answer).count():
        forward(page, sound)
    page.get_by_role("radio", name=answer).check()


def fill_person(page: Page) -> None:
    for label, text in PERSON.items():
        page.get_by_label(label).fill(text)


def to_check(page: Page, sound: Look = unseen) -> None:
    to_person(page, sound)
    fill_person(page)
    forward(page, sound)
    page.get_by_label("Name des Hundes").fill("Bello")
    page.get_by_label("Rasse").select_option(label="Dackel")
    with page.expect_navigation():
        page.get_by_role("button", name=ANOTHER).click()
    sound(page)
    page.get_by_label("Name des Hundes").fill("Waldi")
    page.get_by_label("Rasse").select_option(label="Pudel")
    forward(page, sound)
    page.get_by_label("Nachweis der Haftpflichtversicherung").set_input_files(PDF)
    page.get_by_role("radio", name="Ja").check()
    forward(page, sound)
    page.get_by_label("Kontoinhaberin oder Kontoinhaber").fill("Käthe Özdemir-Łukasz")
    page.get_by_label("IBAN").fill("DE02120300000000202051")
    forward(page, sound)
    page.get_by_label("Möchten Sie uns noch etwas mitteilen?").fill("Vielen Dank.")
    forward(page, sound)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["wide", "phone"])
def test_apply_from_the_start_button_to_the_status_page(visit: Callable[..., Page], size, javascript: bool) -> None:
    page = visit(size=size, javascript=javascript)
    sound = helpers.sound if javascript else unseen
    to_check(page, sound)
    assert page.locator("h1").text_content() == "Hund anmelden (Probe)Angaben prüfen und absenden"
    helpers.picture(page, "antrag-pruefen")
    page.get_by_label("Ich versichere").check()
    page.get_by_role("button", name="Jetzt absenden").click()
    sound(page)
    helpers.picture(page, "antrag-eingang")
    application = Application.objects.get()
    assert page.locator("#nummer").text_content() == application.number
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Eingangsbestätigung herunterladen").click()
    assert receipt.value.path().read_bytes()[:5] == b"%PDF-"
    page.get_by_role("link", name="Stand meiner Anmeldung ansehen").click()
    sound(page)
    helpers.picture(page, "antrag-stand")


def test_question_of_the_town_is_answered(visit: Callable[..., Page]) -> None:
    page = visit()
    to_check(page)
    page.get_by_label("Ich versichere").check()
    page.get_by_role("button", name="Jetzt absenden").click()
    code, number = page.locator("#code").text_content(), page.locator("#nummer").text_content()
    application = Application.objects.select_related("data_key").get()
    with atomic_write():
        history.add(application, history.Kind.QUESTION, "Wie alt ist Bello?")
    elsewhere = visit(size=PHONE)
    elsewhere.goto("/status/")
    helpers.sound(elsewhere)
    elsewhere.get_by_label("Nummer des Antrags").fill(number)
    elsewhere.get_by_label("Zugangscode").fill("falsch")
    elsewhere.get_by_role("button", name="Stand ansehen").click()
    helpers.sound(elsewhere)
    assert elsewhere.title().startswith("Fehler: ")
    elsewhere.get_by_label("Zugangscode").fill(code)
    elsewhere.get_by_role("button", name="Stand ansehen").click()
    helpers.sound(elsewhere)
    answer = elsewhere.locator("form", has=elsewhere.get_by_label("Ihre Antwort"))
    answer.get_by_label("Ihre Antwort").fill("Drei Jahre.")
    answer.get_by_label("Dateien").set_input_files(PDF)
    answer.get_by_role("button", name="Antwort senden").click()
    helpers.sound(elsewhere)
    latest = history.lines(application)[0]
    assert (latest.kind, latest.text) == ("reply", "Drei Jahre.")


def test_problems_take_the_focus_and_lead_to_their_control(visit: Callable[..., Page]) -> None:
    page = visit()
    to_person(page)
    forward(page, unseen)
    assert page.title().startswith("Fehler: ")
    assert page.evaluate("document.activeElement.id") == "fehler"
    links = page.locator("#fehler a")
    assert links.count() == 7
    for number in range(links.count()):
        links.nth(number).click()
        named = page.evaluate(
            "() => { const it = document.activeElement, set = it.closest('fieldset');"
            " return (set ? set.querySelector('legend') : it.labels[0]).textContent.trim(); }"
        )
        assert f"„{named}“" in links.nth(number).text_content()
    described = page.locator("[aria-invalid='true']").first.get_attribute("aria-describedby")
    assert page.locator(f"[id='{described.split()[-1]}']").text_content() == links.first.text_content()
    page.get_by_role("link", name="English").click()
    helpers.sound(page)  # marked right in both languages
    assert links.first.text_content() == "Enter “Vornamen”."


def test_page_is_filled_in_by_keyboard_in_reading_order(visit: Callable[..., Page]) -> None:
    page = visit()
    to_person(page)
    for label, text in PERSON.items():
        helpers.type_into(page, label if label != "E-Mail-Adresse" else "E-Mail-Adresse – freiwillig", text)
    helpers.press(page, FORWARD)
    page.get_by_label("Name des Hundes").wait_for()


def test_enter_in_a_field_goes_on_and_removes_nothing(visit: Callable[..., Page]) -> None:
    page = visit()
    to_person(page)
    fill_person(page)
    forward(page, unseen)
    page.get_by_label("Rasse").select_option(label="Dackel")
    page.get_by_label("Name des Hundes").fill("Bello")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Unterlagen und Zahlung").wait_for()
    page.get_by_role("link", name="Zurück").click()
    page.get_by_role("link", name="Bello, Dackel").wait_for()


def test_back_button_and_second_tab_do_no_harm(visit: Callable[..., Page]) -> None:
    page = visit()
    to_check(page)
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    page.get_by_label("Ich versichere").check()
    page.get_by_role("button", name="Jetzt absenden").click()
    number = page.locator("#nummer").text_content()
    page.go_back()
    page.reload()
    assert page.locator("#nummer").text_content() == number
    other.get_by_label("Ich versichere").check()
    other.get_by_role("button", name="Jetzt absenden").click()
    assert other.locator("#nummer").text_content() == number
    assert (Application.objects.count(), DraftRecord.objects.count()) == (1, 0)


def test_entry_is_removed_only_after_asking(visit: Callable[..., Page]) -> None:
    page = visit()
    to_person(page)
    fill_person(page)
    forward(page, unseen)
    page.get_by_label("Name des Hundes").fill("Bello")
    page.get_by_label("Rasse").select_option(label="Dackel")
    page.get_by_role("button", name=ANOTHER).click()
    page.get_by_role("heading", name="Hund").wait_for()
    page.get_by_role("link", name="Zurück").click()
    helpers.sound(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Entfernen – Bello").click()
    assert page.get_by_role("link", name="Bello, Dackel").count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Entfernen – Bello").click()
    page.get_by_role("link", name="Bello, Dackel").wait_for(state="detached")


def test_come_back_later_with_the_code(visit: Callable[..., Page]) -> None:
    page = visit()
    to_person(page)
    page.get_by_label("Vornamen").fill("Käthe")
    page.get_by_role("button", name="Speichern und später weitermachen").click()
    helpers.sound(page)
    code = page.locator("#code").text_content()
    elsewhere = visit(size=PHONE, javascript=False)
    elsewhere.goto("/antrag/fortsetzen/")
    elsewhere.get_by_label("Zugangscode").fill(code)
    elsewhere.get_by_role("button", name="Weitermachen").click()
    elsewhere.get_by_role("link", name="Halterin oder Halter").click()
    assert elsewhere.get_by_label("Vornamen").input_value() == "Käthe"


@pytest.mark.parametrize("address", ["/status/", "/antrag/fortsetzen/"])
def test_doors_look_sound(look: Callable[..., None], address: str) -> None:
    look(address, "antrag" + address.strip("/").replace("/", "-"))

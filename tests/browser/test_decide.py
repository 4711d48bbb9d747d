"""The clerk's way from the inbox to the decision."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from rathaus.cases import actions
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, Outcome
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.browser import helpers
from tests.browser.conftest import PHONE
from tests.cases import builders
from tests.people.making import PASSWORD, colleague


@pytest.fixture
def taxes(scoped):
    return builders.department()


@pytest.fixture
def clerk(taxes):
    return colleague(Grant(Role.CLERK, taxes), email="petra@musterstadt.example", name="Petra Sommer")


@pytest.fixture
def case(taxes):
    """A dog, with a file, to be decided."""
    sent = builders.application(builders.dog_service(taxes), answers=builders.dog_answers())
    attachment = builders.with_file(sent, "Versicherungspolice Müller.pdf")
    file = {
        "file": str(attachment.pk),
        "name": "Versicherungspolice Müller.pdf",
        "size": 15,
        "media_type": "application/pdf",
    }
    builders.put_answers(sent, builders.dog_answers(file))
    return Case.objects.get(application=sent)


@pytest.fixture
def full_inbox(taxes, clerk):
    """Cases in every state."""
    petra, at = actors.staff(clerk.account), datetime(2026, 11, 2, 8, tzinfo=UTC)
    dogs, homes = builders.service(taxes), builders.service(taxes, "Zweitwohnungssteuer erklären")
    people = ["Müller-Lüdenscheidt", "Öztürk", "Ngô", "Schmidt", "von der Heide-Groß", "Weber", "Yıldız"]
    cases = [
        builders.case(dogs if day % 2 else homes, replace(builders.ANNA, family=name), at=at + timedelta(days=day))
        for day, name in enumerate(people)
    ]
    for case in cases[:5]:
        actions.take_over(case.pk, by=petra)
    soon = timezone.localdate() + timedelta(days=7)
    for case in cases[1:3]:
        actions.ask_back(case.pk, question="Bitte senden Sie uns das Datum.", reply_by=soon, by=petra)
    builders.reply(cases[2])
    for case, outcome in zip(cases[3:5], (Outcome.GRANTED, Outcome.REFUSED), strict=True):
        actions.decide(case.pk, wording=Wording(outcome, "So.", "Weil.", "Klage."), by=petra)
    Case.objects.filter(pk=cases[0].pk).update(due_on=timezone.localdate() - timedelta(days=3))
    return cases


def sign_in(page, clerk) -> None:
    page.get_by_label("E-Mail-Adresse").fill(clerk.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_label("Code", exact=True).fill(clerk.code())
    page.get_by_role("button", name="Anmelden").click()


def find(page, name: str, service: str) -> None:
    page.get_by_label("Vorgangsnummer oder ganzer Name").fill(name)
    page.get_by_role("button", name="Anzeigen").click()
    page.get_by_role("link", name=service).click()


def ask(page, question: str) -> None:
    page.get_by_role("link", name="Rückfrage stellen").click()
    page.get_by_label("Was möchten Sie wissen?").fill(question)
    page.get_by_role("button", name="Rückfrage senden").click()
    assert page.get_by_role("heading", name="Die Rückfrage ist gestellt.").is_visible()


def open_status(page, number: str, code: str) -> None:
    page.goto("/status/")
    page.get_by_label("Nummer des Antrags").fill(number)
    page.get_by_label("Zugangscode").fill(code)
    page.get_by_role("button", name="Stand ansehen").click()


def refuse(page, *, picture: bool) -> None:
    """Refuse with a text module, forget the reason once, look again, send."""
    page.get_by_role("link", name="Entscheiden").click()
    page.get_by_label("Abgelehnt").check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_text("Textbausteine für die Begründung").click()
    page.get_by_role("button", name=re.compile("Anfügen.*Voraussetzungen liegen vor")).click()
    reason = page.get_by_label("Begründung", exact=True)
    assert reason.input_value().startswith("Die Voraussetzungen liegen vor.")
    reason.fill("")
    page.get_by_role("button", name="Weiter").click()
    assert page.title().startswith("Fehler: ")
    page.get_by_label("Begründung", exact=True).fill("Rex ist zu groß.")
    page.get_by_role("button", name="Weiter").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("Prüfen und senden")
    if picture:
        helpers.sound(page)
        helpers.picture(page, "vorgang-pruefen-und-senden")
    page.get_by_role("button", name="Entscheiden und senden").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_the_inbox_to_the_letter(visit, clerk, case, javascript):
    """Sign in, take over, ask; the applicant answers; decide; the applicant has the letter."""
    code, number = builders.with_code(case), case.application.number
    desk, home = visit(javascript=javascript), visit(javascript=javascript, size=PHONE)
    desk.goto("/amt/vorgaenge/")
    sign_in(desk, clerk)
    find(desk, "müller", "Hund anmelden")
    desk.get_by_role("button", name="Übernehmen").click()
    desk.get_by_role("button", name="Als geprüft vermerken").click()
    ask(desk, "Ist Rex geimpft?")
    open_status(home, number, code)
    assert "Ist Rex geimpft?" in home.locator("main").inner_text()
    home.get_by_label("Ihre Antwort").fill("Ja, seit März.")
    home.get_by_role("button", name="Antwort senden").click()
    desk.reload()
    assert "Ja, seit März." in desk.locator("main").inner_text()
    refuse(desk, picture=javascript)
    assert desk.get_by_role("link", name="Schreiben herunterladen (PDF)").is_visible()
    home.reload()
    assert "Ihre Anmeldung ist abgelehnt." in home.locator("main").inner_text()
    with home.expect_download() as letter:
        home.get_by_role("link", name=f"Schreiben {number}.pdf").first.click()
    assert letter.value.path().read_bytes().startswith(b"%PDF-")
    assert letter.value.suggested_filename == f"Schreiben {number}.pdf"


def test_by_keyboard_from_the_case_to_the_decision(visit, clerk, case):
    page = visit(as_=clerk)
    page.goto(f"/amt/vorgaenge/{case.pk}/")
    helpers.press(page, "Übernehmen")
    page.wait_for_load_state()
    helpers.tab_to(page, page.get_by_role("link", name="Entscheiden"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/entscheiden/")
    helpers.tab_to(page, page.get_by_label("Bewilligt", exact=True))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entscheiden/granted/")
    helpers.press(page, "Weiter")
    page.wait_for_load_state()
    helpers.press(page, "Entscheiden und senden")
    page.wait_for_url(f"**/amt/vorgaenge/{case.pk}/")
    assert page.get_by_text("Bewilligt", exact=True).is_visible()


def test_a_refused_form_puts_the_focus_on_the_error(visit, clerk, case):
    page = visit(as_=clerk)
    page.goto(f"/amt/vorgaenge/{case.pk}/")
    page.get_by_role("button", name="Vermerk speichern").click()
    summary = page.locator("#fehler")
    assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link").click()
    assert page.get_by_label("Neuer Vermerk").evaluate("element => element === document.activeElement")
    helpers.sound(page)


def test_inbox_is_sound(look, clerk, full_inbox):
    look("/amt/vorgaenge/", "eingang", as_=clerk)
    look("/amt/ausweis/", "ausweis", as_=clerk)
    look("/amt/vorgaenge/?zustand=all", "eingang-alle", as_=clerk)
    look("/amt/vorgaenge/?q=Schmitt", "eingang-nichts", as_=clerk)


def test_empty_inbox_is_sound(look, clerk):
    look("/amt/vorgaenge/", "eingang-leer", as_=clerk)


def test_case_pages_are_sound(look, clerk, case):
    petra = actors.staff(clerk.account)
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-neu", as_=clerk)
    actions.take_over(case.pk, by=petra)
    for page in ("rueckfrage", "entscheiden", "entscheiden/refused"):
        look(f"/amt/vorgaenge/{case.pk}/{page}/", f"vorgang-{page.replace('/', '-')}", as_=clerk)
    actions.tick(case.pk, rule="R99000000009", done=True, by=petra)
    actions.note(case.pk, text="Telefonat mit der Hundeschule.\nRückruf am Montag.", by=petra)
    actions.ask_back(case.pk, question="Ist Rex geimpft?", reply_by=timezone.localdate() + timedelta(days=9), by=petra)
    builders.reply(case, "Ja, seit März.\nDen Impfpass lege ich bei.")
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-antwort", as_=clerk)
    actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-entschieden", as_=clerk)

"""Staff come in: by keyboard, with a second factor, on wide and narrow screens."""

import pytest

from rathaus.people import mail, second_factor
from rathaus.people.actions import Grant, invite
from rathaus.people.models import Account, Role
from tests.browser import helpers
from tests.browser.conftest import PHONE
from tests.people.making import OPERATOR, PASSWORD, colleague, department


@pytest.fixture
def administrator(scoped):
    return colleague(Grant(Role.ADMINISTRATOR), Grant(Role.CLERK, department()), name="Andrea Meyer")


def test_signing_in_by_keyboard_leads_past_the_second_factor(visit, administrator):
    page = visit()
    page.goto("/amt/personal/")
    assert page.title() == "Anmelden für Beschäftigte – Musterstadt"
    helpers.sound(page)
    helpers.type_into(page, "E-Mail-Adresse", administrator.email)
    helpers.type_into(page, "Passwort", PASSWORD)
    helpers.press(page, "Anmelden")
    page.wait_for_url("**/konto/code/")
    helpers.sound(page)
    helpers.type_into(page, "Code", administrator.code())
    helpers.press(page, "Anmelden")
    page.wait_for_url("**/amt/personal/")
    assert page.get_by_role("heading", level=1).inner_text() == "Personal"


def test_a_wrong_password_puts_the_focus_on_the_error(visit, administrator):
    page = visit()
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(administrator.email)
    page.get_by_label("Passwort", exact=True).fill("falsch falsch falsch")
    page.get_by_role("button", name="Anmelden").click()
    summary = page.locator("#fehler")
    assert summary.evaluate("element => element === document.activeElement")
    assert "E-Mail-Adresse oder Passwort stimmt nicht." in summary.inner_text()
    assert page.title().startswith("Fehler: ")
    helpers.sound(page)


def test_an_invited_person_sets_a_password_and_the_second_factor(visit, scoped):
    invite(
        email="neu@musterstadt.example",
        name="Nora Neu",
        grants=[Grant(Role.ADMINISTRATOR)],
        by=OPERATOR,
    )
    page = visit(size=PHONE)
    page.goto(mail.password_path(Account.objects.get()))
    helpers.sound(page)
    helpers.picture(page, "passwort-festlegen")
    page.get_by_label("Neues Passwort", exact=True).fill("vier woerter hinter einander")
    page.get_by_label("Neues Passwort noch einmal").fill("vier woerter hinter einander")
    page.get_by_role("button", name="Passwort festlegen").click()
    page.wait_for_url("**/konto/app/einrichten/")
    helpers.sound(page)
    helpers.picture(page, "zweiter-faktor-einrichten")
    page.get_by_text("Schlüssel von Hand eingeben").click()
    secret = page.locator("#schluessel").inner_text()
    page.get_by_label("Geben Sie den Code ein").fill(code_of(secret))
    page.get_by_role("button", name="Einrichten").click()
    page.wait_for_url("**/konto/notfallcodes/")
    assert page.locator(".r-codes li").count() == 10
    helpers.sound(page)
    helpers.picture(page, "notfallcodes")
    page.get_by_role("link", name="Weiter zur Verwaltung").click()


def test_a_security_key_opens_the_door_instead_of_a_code(visit, administrator):
    second_factor.forget(administrator.account)
    page = visit()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    sign_in(page, administrator)
    page.wait_for_url("**/konto/app/einrichten/")
    page.get_by_role("link", name="Stattdessen einen Sicherheitsschlüssel einrichten").click()
    helpers.sound(page)
    helpers.picture(page, "schluessel-einrichten")
    page.get_by_role("button", name="Schlüssel einrichten").click()
    page.wait_for_url("**/konto/notfallcodes/")
    page.goto("/konto/schluessel/")
    assert page.get_by_role("heading", name="Sicherheitsschlüssel 1").is_visible()
    helpers.sound(page)
    page.context.clear_cookies()
    sign_in(page, administrator)
    page.wait_for_url("**/konto/code/")
    helpers.sound(page)
    helpers.picture(page, "schluessel-benutzen")
    page.get_by_role("button", name="Sicherheitsschlüssel benutzen").click()
    page.wait_for_url("**/amt/**")
    page.goto("/amt/personal/")
    assert page.get_by_role("heading", level=1).inner_text() == "Personal"


def test_a_missing_security_key_is_said_on_the_page(visit, administrator):
    second_factor.forget(administrator.account)
    page = visit()
    page.add_init_script("navigator.credentials.create = () => Promise.reject(new Error('kein Schlüssel'))")
    sign_in(page, administrator)
    page.wait_for_url("**/konto/app/einrichten/")
    page.goto("/konto/schluessel/neu/")
    assert not page.get_by_text("Das hat nicht geklappt.").is_visible()
    page.get_by_role("button", name="Schlüssel einrichten").click()
    page.get_by_text("Das hat nicht geklappt.").wait_for()
    helpers.sound(page)


def sign_in(page, person) -> None:
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()


def code_of(secret: str) -> str:
    person = colleague(email="rechnet@musterstadt.example")
    person.secret = secret
    return person.code()


def test_the_way_in_needs_no_javascript(visit, administrator):
    page = visit(javascript=False)
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(administrator.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_label("Code", exact=True).fill(administrator.code())
    page.get_by_role("button", name="Anmelden").click()
    page.goto("/amt/personal/")
    assert page.get_by_role("heading", level=1).inner_text() == "Personal"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/konto/anmelden/", "anmelden"),
        ("/konto/passwort/vergessen/", "passwort-vergessen"),
        ("/konto/passwort/vergessen/gesendet/", "passwort-gesendet"),
        ("/konto/passwort/neu/x-y/", "link-gilt-nicht"),
        ("/konto/gesperrt/", "gesperrt"),
        ("/impressum/", "impressum"),
        ("/datenschutz/", "datenschutz"),
        ("/barrierefreiheit/", "barrierefreiheit"),
        ("/gibt-es-nicht/", "404"),
    ],
)
def test_pages_for_everybody_are_sound(look, scoped, address, name):
    look(address, name)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/amt/personal/", "personal"),
        ("/amt/personal/einladen/", "einladen"),
        ("/amt/personal/fachbereich/", "fachbereich"),
        ("/amt/angaben/", "angaben"),
        ("/konto/sicherheit/", "konto"),
        ("/konto/abmelden/", "abmelden"),
        ("/konto/passwort/aendern/", "passwort-aendern"),
    ],
)
def test_pages_for_administrators_are_sound(look, administrator, address, name):
    look(address, name, as_=administrator)


def test_the_page_of_an_account_is_sound(look, administrator):
    look(f"/amt/personal/konto/{administrator.account.pk}/", "konto-anderer", as_=administrator)

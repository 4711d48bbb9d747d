"""Coming back, taking one's data along, and what can be done after sending, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from rathaus.applications import together
from rathaus.applications.models import DraftRecord, Signature
from rathaus.people import registering
from rathaus.people.actions import Grant
from rathaus.people.mail import password_path
from rathaus.people.models import Role
from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.applications.sampling import filled
from tests.browser import helpers
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_apply import PDF, to_person
from tests.people.making import PASSWORD, colleague

PHONE_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""What a phone brings: it keeps the passkey and checks whose finger it is."""


@pytest.fixture(autouse=True)
def service(scoped, settings, tmp_path: Path):
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return publish(SAMPLE, slug="hund-anmelden", roles=ROLES).service


def seen(page: Page, name: str) -> None:
    """The page as it is now fits on a phone and is sound; both pictures are kept."""
    for width, height in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        helpers.fits(page)
        helpers.picture(page, name)
    helpers.sound(page)


def at_check(page: Page, service) -> DraftRecord:
    """ "Check and send" of a draft that was filled in without walking through its pages."""
    opened, code = filled(service)
    path = f"/antrag/{opened.record.pk}/"
    page.goto("/leistungen/")
    address = urlsplit(page.url)
    page.context.add_cookies([{"name": "antrag", "value": code, "domain": address.hostname or "", "path": path}])
    page.goto(f"{path}pruefen/")
    return opened.record


def test_pause_send_the_code_and_take_the_data_along(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    to_person(page)
    page.get_by_label("Vornamen").fill("Käthe")
    page.get_by_role("button", name="Speichern und später weitermachen").click()
    page.get_by_role("button", name="Code per E-Mail schicken").click()
    assert page.title().startswith("Fehler: ")
    seen(page, "antrag-spaeter")
    page.get_by_label("E-Mail-Adresse").fill("kaethe@example.org")
    page.get_by_role("button", name="Code per E-Mail schicken").click()
    seen(page, "antrag-spaeter-gesendet")
    with page.expect_download() as download:
        page.get_by_role("link", name="Meine Angaben herunterladen").click()
    assert download.value.suggested_filename.endswith(".zip")
    DraftRecord.objects.update(expires_at=DraftRecord.objects.get().expires_at.replace(year=2026, month=11, day=30))
    page.get_by_role("link", name="Jetzt weitermachen").click()
    seen(page, "antrag-uebersicht")
    text = SAMPLE.read_text(encoding="utf-8").replace("F99000000005", "F99000000097").replace(">Vornamen<", ">Rufname<")
    (tmp_path / "next.xml").write_text(text, encoding="utf-8")
    publish(tmp_path / "next.xml", slug="hund-anmelden", roles={})
    page.reload()
    seen(page, "antrag-neue-fassung")


def test_receipt_status_and_a_new_application_from_it(visit: Callable[..., Page], service) -> None:
    page = visit()
    at_check(page, service)
    page.get_by_label("Ich versichere").check()
    page.get_by_role("button", name="Jetzt absenden").click()
    seen(page, "antrag-eingang")
    page.get_by_role("link", name="Stand meiner Anmeldung ansehen").click()
    seen(page, "antrag-stand")
    page.get_by_text("Nachricht schreiben oder etwas nachreichen").click()
    page.get_by_label("Ihre Nachricht").fill("Ich ziehe um.")
    page.get_by_role("button", name="Nachricht senden").click()
    seen(page, "antrag-nachricht")
    page.get_by_role("link", name="Anmeldung zurücknehmen").click()
    seen(page, "antrag-zuruecknehmen")
    page.go_back()
    page.get_by_role("button", name="Neue Anmeldung mit diesen Angaben").click()
    seen(page, "antrag-noch-einmal")


def test_sign_along_and_on_behalf(visit: Callable[..., Page], service) -> None:
    page = visit()
    record = at_check(page, service)
    page.get_by_role("link", name="Für jemand anderen").click()
    page.get_by_role("button", name="Um Zustimmung bitten").click()
    seen(page, "weitere-personen")
    page.get_by_label("Name", exact=True).fill("Emil Özdemir")
    page.get_by_label("E-Mail-Adresse").fill("emil@example.org")
    page.get_by_role("button", name="Um Zustimmung bitten").click()
    page.get_by_label("Für wen?").fill("Oma Özdemir")
    page.get_by_label("Vollmacht").set_input_files(PDF)
    page.get_by_role("button", name="Vollmacht hinzufügen").click()
    seen(page, "weitere-personen-da")
    page.goto(f"/antrag/{record.pk}/pruefen/")
    seen(page, "pruefen-wartet")
    emil = visit()
    emil.goto("/mitzeichnen/")
    seen(emil, "mitzeichnen")
    emil.get_by_label("Zugangscode").fill(together.code_of(Signature.objects.get().pk, record.data_key))
    emil.get_by_role("button", name="Antrag ansehen").click()
    seen(emil, "mitzeichnen-antrag")


def test_rating_and_its_figures(visit: Callable[..., Page], look: Callable[..., None], service) -> None:
    page = visit()
    page.goto("/leistungen/hund-anmelden/bewerten/")
    page.get_by_role("button", name="Bewertung absenden").click()
    seen(page, "bewerten")
    page.get_by_label("Sehr leicht").check()
    page.get_by_role("button", name="Bewertung absenden").click()
    page.get_by_role("heading", name="Danke").wait_for()
    owner = colleague(Grant(Role.SERVICE_OWNER, service.department))
    look("/amt/leistungen/hund-anmelden/bewertungen/", "bewertungen", as_=owner)
    look("/amt/leistungen/hund-anmelden/antraege/", "einstellungen-antraege", as_=owner)


def add_contact(page: Page) -> None:
    """Somebody to ask, on the page of an organisation."""
    page.get_by_role("link", name="Ansprechperson hinzufügen").click()
    page.get_by_label("Vornamen").fill("Mara")
    page.get_by_label("Familienname").fill("Grün")
    seen(page, "ansprechperson")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Mara Grün").wait_for()


def see_organisation(page: Page) -> None:
    """Its page, and that of somebody who acts for it."""
    seen(page, "organisation")
    page.get_by_role("link", name="gehilfe@example.org").click()
    seen(page, "organisation-person")


def test_an_account_from_registering_to_a_prefilled_application(visit: Callable[..., Page]) -> None:
    page = visit()
    page.goto("/mein/registrieren/")
    page.get_by_label("E-Mail-Adresse").fill("kaethe")
    page.get_by_role("button", name="Link anfordern").click()
    seen(page, "konto-registrieren")
    page.goto(password_path(registering.register("kaethe@example.org")))
    seen(page, "konto-passwort")
    for label in ("Neues Passwort", "Neues Passwort noch einmal"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Passwort festlegen").click()
    page.get_by_role("link", name="Meine Daten").click()
    page.get_by_label("Vornamen").fill("Käthe")
    seen(page, "konto-daten")
    page.get_by_role("button", name="Speichern").click()
    to_person(page)
    seen(page, "antrag-vorbefuellt")
    page.goto("/mein/")
    seen(page, "konto")
    page.get_by_role("link", name="Unternehmen oder Verein anlegen").click()
    seen(page, "organisation-neu")
    page.get_by_label("Firma oder Verein").fill("Gärtnerei Grün")
    page.get_by_role("button", name="Anlegen").click()
    page.get_by_label("E-Mail-Adresse").fill("gehilfe@example.org")
    page.get_by_role("button", name="Einladen").click()
    add_contact(page)
    see_organisation(page)
    page.goto("/mein/")
    page.get_by_role("button", name="Gärtnerei Grün").click()
    seen(page, "konto-fuer")
    page.goto("/antrag/beginnen/hund-anmelden/ansprechperson/")
    seen(page, "ansprechperson-waehlen")
    page.goto("/mein/")
    page.get_by_role("link", name="Passwort, Passkey").click()
    seen(page, "konto-sicherheit")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_KEY})
    page.goto("/mein/passkey/")
    seen(page, "konto-passkey")
    page.get_by_role("button", name="Passkey einrichten").click()
    page.wait_for_url("**/konto/notfallcodes/")
    page.goto("/mein/loeschen/")
    seen(page, "konto-loeschen")
    page.goto("/mein/")
    page.get_by_role("button", name="Abmelden").click()
    page.goto("/mein/anmelden/?next=/mein/vertrauen/")
    seen(page, "konto-anmelden")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.get_by_role("heading", name="Vertrauensniveau", exact=True).wait_for()
    seen(page, "konto-vertrauen")

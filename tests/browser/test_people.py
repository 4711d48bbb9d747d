"""Five people's tasks, each from the start page to the receipt, with a ceiling on what it may take.

Each prints what it took: `pytest tests/browser/test_people.py`. The ceilings are what the shortest honest way takes;
whoever makes a way longer has to say so here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import FilePayload

from rathaus.applications.models import Application
from rathaus.catalogue import queries
from rathaus.people import actors, registering
from rathaus.people.models import Account
from rathaus.project.demo import building, town
from tests.browser import helpers
from tests.browser.conftest import PHONE
from tests.browser.person import Effort, Person, Traffic, Typist
from tests.people import making
from tests.people.citizen import citizen

ADDRESS = {"Straße": "Lindenallee", "Hausnummer": "12", "Postleitzahl": "59999", "Ort": "Lindenfurt"}
MAIL = {"E-Mail-Adresse": "sommer@example.org"}
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(150_000) + b"\xff\xd9"
PHOTO: FilePayload = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
NAME = {"Familienname": "Sommer", "Vornamen": "Alex"}


@pytest.fixture(autouse=True)
def services(scoped, settings, tmp_path: Path) -> None:
    """Everything that the demo town offers."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    queries.forget_compiled()
    departments = {name: making.department(name) for name in town.DEPARTMENTS}
    for folder in sorted(path for path in town.SERVICES.iterdir() if path.is_dir()):
        building.publish(folder, departments)


@pytest.fixture
def within(capsys) -> Callable[[str, Person, Effort], None]:
    """Say what a task took, and hold it against its ceiling."""

    def check(who: str, person: Person, most: Effort) -> None:
        took = person.effort()
        with capsys.disabled():
            tabs = f", {took.tabs} mal Tab" if took.tabs else ""
            print(f"\n{who:<40}{took.pages:>3} Seiten, {took.interactions:>3} Handlungen{tabs},", end=" ")
            print(f"{person.seconds():.1f} s (höchstens {most.pages} und {most.interactions})")
        assert took.pages <= most.pages, person.seen
        assert took.interactions <= most.interactions
        assert took.tabs <= most.tabs

    return check


def send(person: Person, heading: str = "Ihre Anmeldung ist eingegangen") -> None:
    """Check, declare, send; the receipt is there when the application is, and calls it by its name."""
    person.expect_heading("Angaben prüfen und absenden")
    person.tick("Ich versichere")
    person.press("Jetzt absenden")
    person.expect_heading(heading)
    assert person.page.get_by_text(Application.objects.get().number).count() == 1


def test_dog_owner_registers_a_dog(visit, within) -> None:
    owner = Person(visit())
    owner.find("hundesteuer", "Hund anmelden (Hundesteuer)")
    owner.press("Jetzt beginnen")
    owner.fill(NAME)
    owner.date("Geburtsdatum", dt.date(1985, 4, 3))
    owner.fill(ADDRESS | MAIL)
    owner.press()
    owner.fill({"Name des Hundes": "Bello", "Rasse": "Dackel"})
    owner.choose("Geschlecht", "Rüde")
    owner.date("Wann ist der Hund geboren?", dt.date(2026, 3, 1))
    owner.date("Seit wann halten Sie den Hund in Lindenfurt?", dt.date(2026, 11, 2))
    owner.choose("Woher haben Sie den Hund?", "von einer Privatperson")
    owner.choose("Gehört der Hund zu einer Rasse, für die der erhöhte Steuersatz gilt?", "Nein")
    owner.press()
    owner.choose("Möchten Sie eine Ermäßigung oder Befreiung beantragen?", "Nein")
    owner.press()
    owner.choose("Möchten Sie per Lastschrift zahlen?", "Ja")
    owner.fill({"Kontoinhaberin oder Kontoinhaber": "Alex Sommer", "IBAN": "DE02120300000000202051"})
    owner.press()
    send(owner)
    within("Hundehalterin, Hundesteuer", owner, Effort(8, 34))


def test_parent_asks_for_a_place(visit, within) -> None:
    parent = Person(visit())
    parent.find("kita", "Kita-Platz anmelden")
    parent.press("Jetzt beginnen")
    parent.fill(NAME | ADDRESS | MAIL)
    parent.press()
    parent.fill({"Familienname des Kindes": "Sommer", "Vornamen des Kindes": "Juna"})
    parent.date("Geburtsdatum", dt.date(2025, 9, 1))
    parent.choose("Hat Ihr Kind einen besonderen Förderbedarf?", "Nein")
    parent.choose("Besucht schon ein Geschwisterkind eine dieser Einrichtungen?", "Nein")
    parent.press()
    parent.tick("Städtische Kita Lindenhof")
    parent.date("Ab wann brauchen Sie den Platz?", dt.date(2027, 8, 1))
    parent.choose("Wie viele Stunden in der Woche brauchen Sie?", "35 Stunden")
    parent.press()
    send(parent)
    within("Mutter, Kita-Platz", parent, Effort(7, 27))


@pytest.fixture
def account() -> Account:
    """The account of somebody who has left name and address there."""
    made = citizen("sommer@example.org")
    known = {"family": "Sommer", "given": "Alex", "date_of_birth": "1985-04-03", "street": "Lindenallee"}
    known |= {"number": "12", "postcode": "59999", "town": "Lindenfurt"}
    registering.save_profile(made, known, by=actors.holder(made))
    return made


def test_craftsman_registers_a_trade(visit, within, account) -> None:
    craftsman = Person(visit())
    craftsman.find("gewerbe", "Gewerbe anmelden")
    craftsman.follow("Vorher anmelden (freiwillig)")
    craftsman.fill(MAIL | {"Passwort": making.PASSWORD})
    craftsman.press("Anmelden")
    craftsman.press("Jetzt beginnen")
    craftsman.choose("Wer betreibt das Gewerbe?", "eine Person allein")
    craftsman.press()
    craftsman.fill({"Geburtsort": "Lindenfurt"})
    craftsman.press()
    craftsman.expect_field("Straße", "Lindenallee")
    craftsman.choose("Haben Sie die deutsche Staatsangehörigkeit oder die eines anderen EU-Staats?", "Ja")
    craftsman.press()
    craftsman.choose("Warum melden Sie das Gewerbe an?", "Ich gründe neu")
    craftsman.fill({"Was ist Ihre Tätigkeit?": "Tischlerei: Möbel und Innenausbau"})
    craftsman.choose("Betreiben Sie das Gewerbe im Nebenerwerb?", "Nein")
    craftsman.date("Wann beginnen Sie?", dt.date(2027, 1, 4))
    craftsman.choose("Braucht Ihre Tätigkeit eine Erlaubnis?", "Nein")
    craftsman.choose("Ist es ein Handwerk, das in die Handwerksrolle eingetragen wird?", "Ja")
    craftsman.attach("Handwerkskarte", PHOTO)
    craftsman.fill({"Wie viele Vollzeitkräfte beschäftigen Sie?": "2"})
    craftsman.fill({"Wie viele Teilzeitkräfte beschäftigen Sie?": "0"})
    craftsman.press()
    craftsman.choose("Welche Anschrift möchten Sie angeben?", "Straßenanschrift")
    craftsman.press("Lindenallee 12, 59999 Lindenfurt übernehmen")
    craftsman.expect_field("Straße", "Lindenallee")
    craftsman.press()
    send(craftsman)
    within("Tischler mit Konto, Gewerbe", craftsman, Effort(12, 30))


@pytest.fixture
def packed(settings, tmp_path: Path) -> Iterator[str]:
    """The address of a server that sends style sheets and scripts compressed, as an installation does."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES |= {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    server = LiveServerThread("localhost", lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.mark.slow
def test_defect_is_reported_from_the_roadside(visit, within, packed) -> None:
    page = visit(size=PHONE, base_url=packed)
    page.context.set_default_timeout(60_000)
    traffic = Traffic(page.context.new_cdp_session(page))
    passerby = Person(page)
    passerby.find("laterne", "Mangel melden")
    passerby.press("Jetzt beginnen")
    passerby.choose("Was ist Ihnen aufgefallen?", "Straßenlaterne defekt")
    passerby.fill({"Nummer der Laterne": "1234"})
    passerby.fill({"Beschreiben Sie den Mangel": "Sie flackert."})
    passerby.choose("Besteht Gefahr für Menschen?", "Nein")
    passerby.attach("Foto", PHOTO)
    passerby.press()
    passerby.choose("Wo ist der Mangel?", "Adresse")
    passerby.fill({"Straße, in der der Mangel liegt": "Lindenallee"})
    passerby.press()
    passerby.choose("Möchten Sie eine Antwort erhalten?", "Nein")
    passerby.press()
    send(passerby, "Ihre Meldung ist eingegangen")
    within(f"Handy, 400 kbit/s ({traffic.bytes // 1000} kB), Mangel", passerby, Effort(7, 16))


def test_bin_is_ordered_by_keyboard_and_ear(visit, within) -> None:
    listener = Typist(visit())
    listener.find("mülltonne", "Abfalltonne bestellen oder ändern")
    listener.press("Jetzt beginnen")
    listener.choose("Was möchten Sie?", "Behälter bestellen")
    listener.press()
    listener.fill(NAME | {name: ADDRESS[name] for name in ("Straße", "Hausnummer", "Postleitzahl")} | MAIL)
    listener.press()
    listener.expect_problem("Ort")
    listener.fill({"Ort": "Lindenfurt"})
    listener.press()
    listener.fill({"Straße des Grundstücks": "Lindenallee", "Hausnummer des Grundstücks": "12"})
    listener.fill({"Wie viele Personen wohnen dort?": "4"})
    listener.choose("Sind Sie Eigentümerin oder Eigentümer des Grundstücks, oder verwalten Sie es?", "Ja")
    listener.press()
    listener.choose("Welcher Abfall?", "Bioabfall (braune Tonne)")
    listener.choose("Gewünschte Größe", "120 Liter")
    listener.fill({"Wie viele Behälter?": "1"})
    listener.press()
    listener.date("Ab wann?", dt.date(2027, 1, 4))
    listener.press()
    send(listener, "Ihre Bestellung ist eingegangen")
    within("Tastatur und Ohr, Abfalltonne", listener, Effort(10, 28, 125))


def test_main_pages_by_keyboard_and_in_forced_colours(visit) -> None:
    page = visit()
    for address in ("/", "/leistungen/", "/leistungen/mangel-melden/", "/status/", "/mein/anmelden/"):
        page.goto(address)
        helpers.in_order(page)
        helpers.visible_in_forced_colours(page)
    page.goto("/leistungen/hundesteuer-anmelden/")
    person = Person(page)
    person.press("Jetzt beginnen")
    person.expect_heading("Angaben zu Ihnen")
    helpers.in_order(page)
    person.press()
    page.locator("#fehler").wait_for()
    helpers.in_order(page)
    helpers.visible_in_forced_colours(page)

"""Uploads where a script runs: what was chosen is shown, and that it is being sent."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.browser import helpers
from tests.browser.test_apply import PDF, fill_person, forward, to_person, unseen

PROOF = "Nachweis der Haftpflichtversicherung"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PICTURE = {"name": "hund.png", "mimeType": "image/png", "buffer": DOT}


@pytest.fixture(autouse=True)
def service(scoped, settings, tmp_path: Path):
    """The sample service, with every kind of question."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return publish(SAMPLE, slug="hund-anmelden", roles=ROLES).service


def to_papers(page: Page) -> None:
    to_person(page)
    fill_person(page)
    forward(page, unseen)
    page.get_by_label("Name des Hundes").fill("Bello")
    page.get_by_label("Rasse").select_option(label="Dackel")
    forward(page, unseen)
    forward(page, unseen)
    page.get_by_label(PROOF).wait_for()


def test_chosen_files_are_shown_and_that_they_are_being_sent(visit: Callable[..., Page]) -> None:
    page = visit()
    to_papers(page)
    page.get_by_label(PROOF).set_input_files([PDF, PICTURE])
    page.locator("[data-chosen] img[src^='data:image/png']").wait_for()
    chosen = [one.strip() for one in page.locator("[data-chosen] li").all_text_contents()]
    assert chosen == ["nachweis.pdf (0,1 kB)", "hund.png (0,1 kB)"]
    helpers.sound(page)
    helpers.picture(page, "dateien-gewaehlt")
    address = page.url
    hold = "document.querySelector('form.r-form').addEventListener('submit', (event) => event.preventDefault())"
    page.evaluate(hold)  # as long as it is on its way
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_text("Die Dateien werden gesendet").wait_for()
    helpers.axe(page)
    page.goto(address)
    page.get_by_label(PROOF).set_input_files([PDF, PICTURE])
    page.get_by_role("button", name="Speichern und weiter").click()
    page.wait_for_url("**/seite/**fehler=1**")  # another question of the page is still open
    page.goto(address)
    names = page.locator(".r-file > span:not(.kern-icon)").all_text_contents()
    assert [one.partition(" (")[0] for one in names] == ["nachweis.pdf", "hund.png"]
    helpers.sound(page)
    helpers.picture(page, "dateien-da")
    page.set_viewport_size({"width": 360, "height": 740})
    helpers.picture(page, "dateien-da")


def test_refused_file_is_told_on_the_same_page(visit: Callable[..., Page]) -> None:
    page = visit()
    to_papers(page)
    page.get_by_label(PROOF).set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"})
    page.get_by_role("button", name="Speichern und weiter").click()
    page.locator("#fehler").wait_for()
    assert page.title().startswith("Fehler: ")
    assert "„a.txt“" in page.locator("#fehler").inner_text()
    assert page.evaluate("document.activeElement.id") == "fehler"
    helpers.sound(page)

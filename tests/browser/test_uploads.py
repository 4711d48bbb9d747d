"""Uploads where a script runs: what was chosen is shown, and that it is being sent."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

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


def test_chosen_files_are_shown_and_that_they_are_being_sent(visit: Callable[..., Page], settings) -> None:
    settings.RATHAUS_PREVIEWS = True
    page = visit()
    to_papers(page)
    page.get_by_label(PROOF).set_input_files([PDF, PICTURE])
    page.locator("[data-chosen] img[src^='data:image/png']").wait_for()
    chosen = [one.strip() for one in page.locator("[data-chosen] li").all_text_contents()]
    assert chosen == ["nachweis.pdf (0,1 kB)", "hund.png (0,1 kB)"]
    helpers.sound(page)
    helpers.picture(page, "dateien-gewaehlt")
    address = page.url
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/seite/**", hold, times=1)  # as long as it is on its way
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_text("Die Dateien werden gesendet").wait_for()
    helpers.axe(page)
    held[0].abort()
    page.get_by_text("Die Verbindung ist abgebrochen").wait_for()
    assert page.get_by_text("Die Dateien werden gesendet").is_hidden()
    helpers.picture(page, "dateien-abgebrochen")
    helpers.axe(page)
    with page.expect_navigation():  # what was chosen is still there
        page.get_by_role("button", name="Speichern und weiter").click()
    assert "fehler=1" in page.url  # another question of the page is still open
    page.goto(address)
    names = page.locator(".r-file > span:not(.kern-icon)").all_text_contents()
    assert [one.partition(" (")[0] for one in names] == ["nachweis.pdf", "hund.png"]
    assert page.locator(".r-file img").evaluate_all("all => all.map((one) => [one.naturalWidth, one.alt])") == [[1, ""]]
    helpers.sound(page)
    helpers.picture(page, "dateien-da")
    page.set_viewport_size({"width": 360, "height": 740})
    helpers.picture(page, "dateien-da")


def test_how_much_has_been_sent_is_said_in_percent(visit: Callable[..., Page]) -> None:
    page = visit()
    to_papers(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate(
        """() => new MutationObserver((all) => console.info(all[0].target.textContent.trim()))
             .observe(document.querySelector("[data-percent]"), {childList: true})"""
    )
    large = {"name": "gross.pdf", "mimeType": "application/pdf", "buffer": PDF["buffer"] + b"% " * 250_000}
    page.get_by_label(PROOF).set_input_files([large])
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern und weiter").click()
    seen = [int(one.removesuffix(" %")) for one in said if one.endswith(" %")]
    assert (seen, seen[0] < 100, seen[-1]) == (sorted(seen), True, 100)


def test_refused_file_is_told_on_the_same_page(visit: Callable[..., Page]) -> None:
    page = visit()
    to_papers(page)
    page.get_by_label(PROOF).set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"})
    page.get_by_role("button", name="Speichern und weiter").click()
    page.locator("#fehler", has_text="„a.txt“").wait_for()
    assert page.title().startswith("Fehler: ")
    assert "„a.txt“" in page.locator("#fehler").inner_text()
    assert page.evaluate("document.activeElement.id") == "fehler"
    helpers.sound(page)

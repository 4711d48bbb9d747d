"""From the catalogue to the decision with real definitions, as a person does it: by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from rathaus.applications.models import Application
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.queries import questionnaire
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.rehearsal.walking import PAGES, draft_of
from rathaus.project.rehearsal.wanted import Wanted
from rathaus.questionnaire.generator import fill
from tests.browser import helpers
from tests.conftest import MATERIAL, ROOT
from tests.people.making import colleague
from tests.stock.publishing import publish
from tests.stock.walk import newest_draft_id, rng, slug_of

DEMO = ROOT / "src" / "rathaus" / "project" / "demo" / "services"
REAL = ["S00000000371", "S02000000112", "S05000001299", "S00000094"]
FILES = {"hundesteuer": DEMO / "hundesteuer-anmelden" / "definition.xml"} | {
    name: path for name in REAL for path in (MATERIAL / "fim").glob(f"xdf?/**/{name}*.xml")
}

Check = Callable[[Page], None]
FORWARD = ":has-text('Speichern und weiter')"

pytestmark = [pytest.mark.slow, pytest.mark.material]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


@pytest.mark.parametrize("javascript", [True, False], ids=["script-and-keyboard", "no-script"])
@pytest.mark.parametrize("name", ["hundesteuer", *REAL])
def test_from_the_catalogue_to_the_decision(visit, scoped, name, javascript) -> None:
    version = publish(FILES[name])
    check = helpers.sound if javascript else _walked_past
    page = visit(javascript=javascript)
    _find(page, version, check)
    _see_an_error(page, check)
    _fill_in(page, version, check, by_keyboard=javascript)
    page.get_by_label("Ich versichere").check()
    check(page)
    page.get_by_role("button", name="Jetzt absenden").click()
    page.wait_for_url("**/eingang/")
    check(page)
    number = Application.objects.get().number
    assert number in page.locator("main").inner_text()
    _decide(visit, version, number, check, javascript=javascript)


def _walked_past(page: Page) -> None:
    """In a window without scripts axe cannot run; the same pages are checked in the one with scripts."""


def _find(page: Page, version: ServiceVersion, check: Check) -> None:
    """Search in the catalogue, read the service's page, begin."""
    page.goto("/")
    page.get_by_label("Leistung suchen").fill(version.service.name)
    page.keyboard.press("Enter")
    page.locator(f'main a[href$="/leistungen/{version.service.slug}/"]').first.click()
    check(page)
    page.get_by_role("button", name="Jetzt beginnen").first.click()
    page.wait_for_url("**/antrag/**")


def _see_an_error(page: Page, check: Check) -> None:
    """An empty page that asks for something: the title says so, the focus is on the summary, the links lead on."""
    page.goto(f"/antrag/{newest_draft_id()}/pruefen/")
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern und weiter").click()
    if not page.locator("#fehler").count():
        return  # a page on which nothing must be answered
    assert page.title().startswith("Fehler: ")
    check(page)
    link = page.locator("#fehler a").first
    target = link.get_attribute("href")
    assert target
    assert target.startswith("#")
    assert page.locator(f'[id="{target[1:]}"]').count() == 1


def _fill_in(page: Page, version: ServiceVersion, check: Check, *, by_keyboard: bool) -> None:
    asked = questionnaire(version.pk)
    wanted, draft_id = Wanted(asked, fill(asked, rng())), newest_draft_id()
    looked_at: set[str] = set()
    for _ in range(PAGES):
        page.goto(f"/antrag/{draft_id}/pruefen/")
        if "/pruefen/" in page.url:
            return
        slug = slug_of(page.url)
        if slug not in looked_at:
            check(page)
            looked_at.add(slug)
        data = wanted.on(slug, draft_of(draft_id), with_below=by_keyboard)[1]
        _fill_page(page, data, by_keyboard=by_keyboard)
    raise AssertionError(f"the walk does not end at {page.url}")


def _fill_page(page: Page, data: dict[str, object], *, by_keyboard: bool) -> None:
    more = [f'[name="{name}"][value="{data.pop(name)}"]' for name in ("add", "another") if name in data]
    for name, value in data.items():
        page.locator(f'main [name="{name}"], main [name="{name}.day"]').first.wait_for()
        controls = page.locator(f'main [name="{name}"]')
        if not controls.count():  # a date in three inputs
            for part, text in zip(("day", "month", "year"), str(value).split("."), strict=False):
                _give(page, page.locator(f'main [name="{name}.{part}"]'), text, by_keyboard=by_keyboard)
            continue
        if isinstance(value, list):
            files = [{"name": file, "mimeType": kind, "buffer": content} for file, kind, content in value]
            if files:
                controls.set_input_files(files)  # type: ignore[arg-type]
        else:
            _give(page, controls, value, by_keyboard=by_keyboard)
    button = page.locator(f"main button{more[0] if more else FORWARD}").first
    with page.expect_navigation():
        if by_keyboard:
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()


def _give(page: Page, controls: Locator, value: object, *, by_keyboard: bool) -> None:
    """Give one control its value; a group of radio buttons or boxes is one control."""
    kind = controls.first.evaluate("one => one.type || one.tagName")
    if kind in {"radio", "checkbox"}:
        for one in value if isinstance(value, tuple) else (value,):
            chosen = controls.and_(page.locator(f'[value="{one}"]'))
            if one and not chosen.is_checked():
                chosen.focus()
                page.keyboard.press("Space")
    elif kind == "select-one":
        controls.select_option(str(value))
    elif by_keyboard:
        controls.focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(str(value))
    else:
        controls.fill(str(value))


def _decide(visit, version: ServiceVersion, number: str, check: Check, *, javascript: bool) -> None:
    clerk = colleague(Grant(Role.CLERK, version.service.department), email="petra@musterstadt.example")
    desk = visit(javascript=javascript, as_=clerk)
    desk.goto("/amt/vorgaenge/")
    desk.get_by_label("Vorgangsnummer oder ganzer Name").fill(number)
    desk.get_by_role("button", name="Anzeigen").click()
    desk.locator('main table a[href*="/amt/vorgaenge/"]').first.click()
    check(desk)
    desk.get_by_role("button", name="Übernehmen").click()
    desk.get_by_role("link", name="Entscheiden").click()
    desk.get_by_label("Bewilligt", exact=True).check()
    desk.get_by_role("button", name="Weiter").click()
    desk.locator("textarea[name=reason]").fill("Alle Voraussetzungen liegen vor.")
    desk.get_by_role("button", name="Weiter").click()
    check(desk)
    desk.get_by_role("button", name="Entscheiden und senden").click()
    assert desk.get_by_role("link", name="Schreiben herunterladen (PDF)").is_visible()

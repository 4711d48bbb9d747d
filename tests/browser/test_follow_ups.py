"""Follow-up questions on the same page where a script runs: nothing above moves, nothing is lost, same answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rathaus.applications import queries
from rathaus.applications.models import Application
from tests.applications.conftest import ROLES, SAMPLE
from tests.applications.publishing import publish
from tests.browser import helpers
from tests.browser.test_apply import fill_person, forward, say_whether_dangerous, unseen

TOWN = "Aus welchem Ort sind Sie zugezogen?"
PERSON = "Halterin oder Halter"
MOVED, GOT = "Ich bin mit einem Hund zugezogen", "Ich habe einen Hund bekommen"


@pytest.fixture(autouse=True)
def service(scoped, settings, tmp_path: Path):
    """The sample service, with every kind of question."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return publish(SAMPLE, slug="hund-anmelden", roles=ROLES).service


def begin(page: Page) -> None:
    """Open the first page, its script included: what is answered before that gets its follow-up on the next page."""
    page.goto("/leistungen/hund-anmelden/")
    with page.expect_navigation():
        page.locator("form[action*='/antrag/beginnen/'] button").first.click()


def choose(page: Page, label: str) -> None:
    """Choose by keyboard, and wait for what the house says about it."""
    with page.expect_response("**/folgefragen/**"):
        page.get_by_label(label).check()


def places(page: Page) -> list[dict[str, float]]:
    """Where everything stands that was there before the answer."""
    return page.evaluate(
        "() => [...document.querySelectorAll('h1, .r-question:not(.r-follow *)')]"
        ".map((one) => one.getBoundingClientRect().toJSON())"
    )


def test_follow_up_appears_below_without_moving_anything_or_the_focus(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    before = places(page)
    assert page.get_by_label(TOWN).count() == 0
    choose(page, MOVED)
    page.get_by_label(TOWN).wait_for()
    assert places(page) == before
    assert page.evaluate("document.activeElement.value") == "002"
    assert page.locator("form [role=status]").text_content() == f"Neue Frage: {TOWN}"
    helpers.sound(page)
    helpers.picture(page, "folgefrage")
    page.set_viewport_size({"width": 360, "height": 740})
    helpers.picture(page, "folgefrage")
    helpers.tab_to(page, page.get_by_label(TOWN), at_most=4)


def test_follow_up_goes_and_comes_back_with_what_was_typed(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    choose(page, MOVED)
    page.get_by_label(TOWN).fill("Altstadt")
    choose(page, GOT)
    page.get_by_label(TOWN).wait_for(state="hidden")
    assert page.locator("form [role=status]").text_content() == "Fragen sind weggefallen."
    choose(page, MOVED)
    page.get_by_label(TOWN).wait_for()
    assert page.get_by_label(TOWN).input_value() == "Altstadt"
    choose(page, GOT)
    page.get_by_label(TOWN).wait_for(state="hidden")
    page.get_by_role("radio", name="Nein").check()
    forward(page, unseen)
    page.get_by_role("link", name="Zurück").click()
    choose(page, MOVED)  # kept, although it was not part of the answers
    assert page.get_by_label(TOWN).input_value() == "Altstadt"


def test_follow_up_stands_there_when_the_page_is_opened_again(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    first = page.url
    choose(page, MOVED)
    page.get_by_label(TOWN).fill("Altstadt")
    page.get_by_role("radio", name="Nein").check()
    forward(page, unseen)
    page.get_by_role("heading", level=1, name=PERSON).wait_for()
    page.get_by_role("link", name="Zurück").click()
    assert page.url == first
    assert page.get_by_label(TOWN).input_value() == "Altstadt"
    helpers.sound(page)


def test_problem_in_a_follow_up_is_shown_where_it_was_asked(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    choose(page, MOVED)
    page.get_by_label(TOWN).wait_for()
    page.get_by_role("radio", name="Nein").check()
    forward(page)
    assert page.title().startswith("Fehler: ")
    assert page.locator("#fehler a").count() == 1
    page.locator("#fehler a").click()
    assert page.evaluate("document.activeElement.labels[0].textContent") == TOWN
    page.keyboard.type("Altstadt")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=PERSON).wait_for()


@pytest.mark.parametrize("broken", ["abort", "slow"])
def test_without_an_answer_from_the_house_it_comes_on_the_next_page(visit: Callable[..., Page], broken: str) -> None:
    page = visit()
    begin(page)
    page.route("**/folgefragen/**", lambda route: route.abort() if broken == "abort" else None)
    page.get_by_label(MOVED).check()
    page.get_by_role("radio", name="Nein").check()
    forward(page, unseen)
    page.get_by_role("heading", level=1, name=TOWN, exact=True).wait_for()


def test_newer_answer_wins_over_an_older_one_on_its_way(visit: Callable[..., Page]) -> None:
    page = visit()
    begin(page)
    waiting = []
    page.route("**/folgefragen/**", lambda route: waiting.append(route) if not waiting else route.continue_())
    with page.expect_request("**/folgefragen/**"):
        page.get_by_label(MOVED).check()
    choose(page, GOT)
    waiting[0].abort()
    page.get_by_role("radio", name="Nein").check()
    forward(page, unseen)
    page.get_by_role("heading", level=1, name=PERSON).wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_both_ways_end_in_the_same_answers(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(javascript=javascript)
    begin(page)
    page.get_by_label(MOVED).check()
    fill_follow_up(page, lambda: page.get_by_label(TOWN).fill("Altstadt"), javascript)
    say_whether_dangerous(page, "Nein")
    forward(page, unseen)
    fill_person(page)
    forward(page, unseen)
    page.get_by_label("Name des Hundes").fill("Bello")
    page.get_by_label("Rasse").select_option(label="Dackel")
    forward(page, unseen)
    page.get_by_role("radio", name="Ja").check()
    fill_follow_up(page, lambda: fill_account(page), javascript)
    forward(page, unseen)
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_label("Ich versichere").check()
    page.get_by_role("button", name="Jetzt absenden").click()
    page.locator("#nummer").wait_for()
    answers = queries.answers(Application.objects.select_related("data_key").get())
    assert answers["G99000000001"] == {"F99000000001": "002", "F99000000002": "Altstadt", "F99000000003": False}
    account = {"F99000000013": "Käthe Özdemir-Łukasz", "F99000000014": "DE02120300000000202051"}
    assert answers["G99000000002"] == {"G99000000005": account}


def fill_follow_up(page: Page, fill: Callable[[], None], javascript: bool) -> None:
    """Without a script the follow-up is asked on the next page."""
    if not javascript:
        forward(page, unseen)
    fill()


def fill_account(page: Page) -> None:
    page.get_by_label("Kontoinhaberin oder Kontoinhaber").fill("Käthe Özdemir-Łukasz")
    page.get_by_label("IBAN").fill("DE02120300000000202051")

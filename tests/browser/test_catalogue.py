"""The catalogue's pages in Chromium: axe, keyboard, no JavaScript, wide and on a phone."""

import pytest

from rathaus.catalogue import actions, queries
from rathaus.catalogue.models import Service
from rathaus.people import actions as people
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import building, town, use
from tests.browser import helpers
from tests.people import making


@pytest.fixture
def services(scoped):
    """Four services of the demo town, in the town of the tests."""
    queries.forget_compiled()
    departments = {
        name: people.create_department(name=name, email=email, by=making.OPERATOR)
        for name, email in town.DEPARTMENTS.items()
    }
    for name in (
        "zuschuss-fuer-betriebe",
        "hundesteuer-anmelden",
        "kita-platz-anmelden",
        "gewerbe-anmelden",
        "abfalltonne-bestellen",
    ):
        building.publish(town.SERVICES / name, departments)


@pytest.fixture
def owner(services):
    return making.colleague(Grant(Role.SERVICE_OWNER), name="Petra Sommer")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "start"),
        ("/leistungen/", "catalogue"),
        ("/leistungen/?suche=hund", "search"),
        ("/leistungen/?suche=gibtesnicht", "search-nothing"),
        ("/themen/umzug/", "situation"),
        ("/a-z/", "a-to-z"),
        ("/leistungen/hundesteuer-anmelden/datenschutz/", "privacy-of-service"),
        ("/barrierefreiheit/", "accessibility"),
        ("/leistungen/hundesteuer-anmelden/", "service"),
        ("/leistungen/zuschuss-fuer-betriebe/", "service-long-address"),
    ],
)
def test_public_pages_are_sound(look, services, address, name):
    look(address, name)


def test_public_pages_are_sound_in_the_dark(look, services):
    look("/", "start-dark", dark=True)
    look("/leistungen/hundesteuer-anmelden/", "service-dark", dark=True)


def test_search_by_keyboard_without_javascript_leads_to_the_first_page(visit, services):
    page = visit(javascript=False)
    page.goto("/")
    search = page.get_by_label("Leistung suchen")
    search.focus()
    page.keyboard.type("Welpe")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leistungen/?suche=Welpe")
    page.get_by_role("link", name="Hund anmelden (Hundesteuer)").click()
    page.get_by_role("button", name="Jetzt beginnen").first.click()
    page.wait_for_url("**/antrag/**")
    assert page.get_by_role("heading", level=1).count() == 1


def test_suggestions_appear_while_typing_and_are_chosen_by_keyboard(visit, services):
    page = visit()
    page.goto("/")
    search = page.get_by_role("combobox", name="Leistung suchen")
    search.focus()
    page.keyboard.type("anm")
    page.get_by_role("option").first.wait_for()
    helpers.axe(page)
    helpers.picture(page, "suggestions")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    page.keyboard.type("elden hudn")
    page.get_by_role("option", name="Hund anmelden (Hundesteuer)").wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert search.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leistungen/hundesteuer-anmelden/")


def test_service_owner_uploads_reads_the_report_and_publishes(visit, owner):
    page = visit(as_=owner)
    page.goto("/amt/leistungen/")
    helpers.sound(page)
    page.get_by_role("link", name="Neue Leistung aus einer Definition").click()
    helpers.sound(page)
    page.get_by_label("Definition").set_input_files(town.SERVICES / "mangel-melden" / "definition.xml")
    page.get_by_label("Fachbereich").select_option(label=town.PLANNING)
    page.get_by_role("button", name="Hochladen und prüfen").click()
    page.wait_for_url("**/amt/leistungen/entwurf/**")
    helpers.sound(page)
    page.get_by_label("Name der Leistung").fill("")
    page.get_by_role("button", name="Veröffentlichen").click()
    page.locator("#fehler").wait_for()
    assert page.title().startswith("Fehler: ")
    assert page.locator("#fehler").evaluate("element => element === document.activeElement")
    helpers.sound(page)
    page.get_by_label("Name der Leistung").fill("Mangel melden")
    page.get_by_role("button", name="Veröffentlichen").click()
    page.wait_for_url("**/amt/leistungen/mangel-melden/")
    helpers.sound(page)
    page.get_by_role("link", name="Öffentliche Seite").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mangel melden"


def test_staff_pages_are_sound_on_a_phone(look, owner):
    definition = (town.SERVICES / "hundesteuer-anmelden" / "definition.xml").read_text(encoding="utf-8")
    service = Service.objects.get(slug="hundesteuer-anmelden")
    proposal = actions.propose(
        definition.replace("<xdf3:anzahl>0:1", "<xdf3:anzahl>1:1").replace("Hund", "Tier").encode(),
        file_name="hundesteuer.xml",
        department=service.department,
        service=service,
        by=making.OPERATOR,
    )
    look("/amt/leistungen/hundesteuer-anmelden/", "manage-service", as_=owner)
    look(f"/amt/leistungen/entwurf/{proposal.pk}/", "review", as_=owner)


@pytest.mark.slow
def test_all_other_staff_pages_are_sound_on_a_phone(look, owner):
    use.count()
    for name, address in OTHERS.items():
        look(f"/amt/{address}", name, as_=owner)


OTHERS = {
    "manage": "leistungen/",
    "upload": "leistungen/neu/",
    "texts": "leistungen/hundesteuer-anmelden/texte/",
    "presets": "leistungen/hundesteuer-anmelden/vorgaben/",
    "usage": "nutzung/",
    "maturity": "reifegrad/",
    "usage-of-service": "leistungen/hundesteuer-anmelden/nutzung/",
}


def test_file_that_is_no_definition_is_answered_with_one_sentence(visit, owner):
    page = visit(as_=owner)
    page.goto("/amt/leistungen/neu/")
    page.get_by_label("Definition").set_input_files(town.SERVICES / "mangel-melden" / "texts.json")
    page.get_by_role("button", name="Hochladen und prüfen").click()
    assert page.title().startswith("Fehler: ")
    assert page.locator("#fehler li").count() == 1
    helpers.sound(page)

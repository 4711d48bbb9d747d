"""Rules by hand in Chromium: written by a service owner, signed off by an administrator; without JavaScript too."""

import pytest

from rathaus.catalogue import queries
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import building, rules, town
from tests.browser import helpers
from tests.people import making

SERVICE = "veranstaltung-anzeigen"
RULES = f"/amt/leistungen/{SERVICE}/regeln/"
WAITING = f"{RULES}R99000001520@G99000001520/"
SIGNED = f"{RULES}R99000001518@G99000001510/"


@pytest.fixture
def people(scoped):
    """A service of the demo town with its two rules by hand, and the two people who care for them."""
    queries.forget_compiled()
    departments = {name: making.department(name) for name in town.DEPARTMENTS}
    owner = making.colleague(Grant(Role.SERVICE_OWNER), name="Petra Sommer")
    administrator = making.colleague(Grant(Role.ADMINISTRATOR), email="weber@musterstadt.example", name="Jonas Winter")
    service = building.publish(town.SERVICES / SERVICE, departments).service
    rules.write(town.SERVICES / SERVICE, service, writer=owner.account, signer=administrator.account)
    return owner, administrator


def test_rules_are_written_and_signed_on_pages_that_are_sound(look, visit, people):
    owner, administrator = people
    look(RULES, "rules", as_=owner)
    look(WAITING, "rule-waiting", as_=administrator)
    look(f"{WAITING}schreiben/", "rule-write", as_=owner)
    written_without_javascript(visit(javascript=False, as_=owner))
    explained_while_it_is_written(visit(as_=owner, language="en-GB"))
    signed_by_keyboard(visit(as_=administrator))


def written_without_javascript(page):
    page.goto(f"{SIGNED}schreiben/")
    page.get_by_label("Regel", exact=True).fill("wenn")
    page.get_by_label("Frage einfügen").fill("Besucherinnen")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    written = page.get_by_label("Regel", exact=True)
    assert written.input_value() == (
        'wenn "Wie viele Besucherinnen und Besucher erwarten Sie gleichzeitig?" (F99000001512)'
    )
    written.fill(f"{written.input_value()} in (3, 4) dann Pflicht: F99000001518; sonst freiwillig: F99000001518.")
    with page.expect_navigation():
        page.get_by_role("button", name="Prüfen").click()
    assert page.locator("[data-meaning] li").count() == 2
    page.get_by_label("gleichzeitig?, Zeile 1").select_option("4")
    page.get_by_role("button", name="Ergebnisse zeigen").click()
    assert page.locator("tbody tr").nth(1).locator("td").last.inner_text() == "„Lageplan“: Pflicht"
    page.get_by_role("button", name="Zur Freigabe geben").click()
    page.wait_for_url(f"**{SIGNED}")
    assert page.get_by_text("wartet auf Freigabe", exact=True).count() == 1


def explained_while_it_is_written(page):
    page.goto(f"{WAITING}schreiben/")
    written = page.get_by_label("Rule", exact=True)
    written.fill("immer freiwillig: ")
    page.get_by_text("is expected here").wait_for()
    page.get_by_label("Insert a question").fill('"Lageplan" (F99000001518)')
    helpers.press(page, "Insert")
    page.get_by_text("“Lageplan” is always optional.").wait_for()
    assert written.input_value() == 'immer freiwillig: "Lageplan" (F99000001518)'
    helpers.sound(page)
    helpers.press(page, "Submit for sign-off")
    page.wait_for_url(f"**{WAITING}")


def signed_by_keyboard(page):
    page.goto("/amt/freigaben/")
    helpers.sound(page)
    page.get_by_role("link", name="Veranstaltung anzeigen: R99000001520").press("Enter")
    page.wait_for_url(f"**{WAITING}")
    helpers.press(page, "Freigeben")
    page.get_by_text("Die Regel ist freigegeben.").wait_for()

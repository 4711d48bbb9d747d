"""Strategy and indicators in Chromium: axe, wide, on a phone, in the dark; a table taken in by keyboard."""

import pytest

from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import figures, town
from rathaus.project.demo import plans as demo_plans
from rathaus.strategy import columns
from rathaus.strategy.models import Goal, Indicator, Measure
from tests.browser import helpers
from tests.people.making import OPERATOR, colleague, department


@pytest.fixture
def furnished(scoped):
    """The demo's indicators and places."""
    columns.forget()
    scoped.ars = "059990000999"
    scoped.save()
    figures.furnish(department(), by=OPERATOR)


@pytest.fixture
def officer(furnished):
    return colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")


PUBLIC = {
    "indicators": "",
    "indicator": "glasfaser/",
    "comparison": "vergleich/",
    "comparison-one": "vergleich/?kennzahl=glasfaser&gruppe=alle",
}
KEPT = {"indicators-kept": "", "indicator-kept": "glasfaser/", "places": "orte/", "indicator-new": "neu/"}
STRATEGY = {
    "strategy": "",
    "council": "rat/",
    "strategy-changes": "aenderungen/",
    "side-by-side": "nebeneinander/?suche=schul",
}


def test_public_pages_are_sound(look, furnished):
    for name, address in PUBLIC.items():
        look(f"/strategie/kennzahlen/{address}", name)


def test_pages_of_those_who_keep_them_are_sound(look, officer):
    for name, address in KEPT.items():
        look(f"/amt/kennzahlen/{address}", name, as_=officer)


def test_strategy_is_sound(look, furnished):
    demo_plans.furnish({name: department(name) for name in town.DEPARTMENTS}, by=OPERATOR)
    for name, address in STRATEGY.items():
        look(f"/strategie/{address}", name)
    look(f"/strategie/massnahme/{Measure.objects.first().pk}/", "measure")


def test_pages_of_those_who_keep_the_strategy_are_sound(look, officer):
    look("/amt/strategie/beginnen/", "strategy-begin", as_=officer)
    demo_plans.furnish({name: department(name) for name in town.DEPARTMENTS}, by=OPERATOR)
    look("/amt/strategie/", "strategy-kept", as_=officer)
    look(f"/amt/strategie/massnahmen/{Measure.objects.first().pk}/", "measure-kept", as_=officer)
    look(f"/amt/strategie/massnahme/neu/{Goal.objects.first().pk}/", "measure-new", as_=officer)


def test_table_is_taken_in_by_keyboard(visit, officer, tmp_path):
    table = tmp_path / "werte.csv"
    table.write_text("ARS;Jahr;Wert\n059990000999;2026;44,5\n", encoding="utf-8")
    page = visit(as_=officer)
    page.goto("/amt/kennzahlen/glasfaser/einlesen/")
    page.get_by_label("Tabelle (CSV oder XLSX)").set_input_files(table)
    helpers.press(page, "Hochladen und ansehen")
    page.wait_for_url("**/tabelle/**")
    helpers.sound(page)
    helpers.press(page, "Werte übernehmen")
    page.get_by_text("1 Wert ist übernommen.").wait_for()
    assert Indicator.objects.get(key="glasfaser").observations.filter(value=44.5).count() == 1


def test_comparison_works_without_javascript(visit, furnished):
    page = visit(javascript=False)
    page.goto("/strategie/kennzahlen/vergleich/")
    page.get_by_label("Verglichen wird mit").select_option(label="alle")
    page.get_by_role("button", name="Vergleichen").click()
    assert page.get_by_text("unter 25 Orten").count() == 1

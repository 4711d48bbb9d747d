"""Strategy and indicators in Chromium: axe, wide, on a phone, in the dark; a table taken in by keyboard."""

import pytest
from django.utils import timezone

from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import figures, neighbours, plans, rollouts, town
from rathaus.project.demo.days import Days
from rathaus.strategy import beside, columns
from rathaus.strategy.actions import rollouts as sites
from rathaus.strategy.models import Goal, Indicator, Measure, Rollout
from rathaus.strategy.models import Grant as FundingGrant
from tests.browser import helpers
from tests.cases import builders
from tests.people.making import OPERATOR, colleague, department


@pytest.fixture
def furnished(scoped):
    """The demo's indicators and places."""
    columns.forget()
    scoped.ars = "059990000999"
    scoped.save()
    figures.furnish(department(), Days(), by=OPERATOR)


@pytest.fixture
def officer(furnished):
    return colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")


@pytest.fixture
def planned(furnished):
    """The demo's strategy beside its indicators."""
    plans.furnish({name: department(name) for name in town.DEPARTMENTS}, Days(), by=OPERATOR)
    rollouts.furnish(department(), Days(), by=OPERATOR)


def test_pages_of_a_meeting_are_sound(look, planned):
    look("/strategie/rat/", "council")
    look("/strategie/kennzahlen/vergleich/", "comparison")
    look("/strategie/ausbau/schulen/", "rollout")
    look("/api/", "interface")


def test_a_measure_and_an_indicator_are_kept_on_pages_that_are_sound(look, officer, planned):
    look(f"/amt/strategie/massnahmen/{Measure.objects.first().pk}/", "measure-kept", as_=officer)
    look("/amt/kennzahlen/glasfaser/", "indicator-kept", as_=officer)
    look(f"/amt/foerderung/zuwendung/{FundingGrant.objects.get().pk}/nachweis/", "proof", as_=officer)


@pytest.mark.slow
def test_paper_is_counted_on_a_page_that_is_sound(look, scoped):
    where = department()
    builders.service(where)
    look("/amt/papier/", "paper", as_=colleague(Grant(Role.SERVICE_OWNER, where)))


@pytest.mark.slow
def test_all_public_pages_are_sound(look, planned):
    neighbours.furnish(Days(), by=OPERATOR)
    elsewhere = next(one for one in beside.everywhere(timezone.localdate()) if not one.own and one.measure.stopped_on)
    look(f"/strategie/nebeneinander/{elsewhere.measure.id}/", "elsewhere")
    for name, address in PUBLIC.items():
        look(f"/strategie/{address}", name)
    look(f"/strategie/massnahme/{Measure.objects.first().pk}/", "measure")


@pytest.mark.slow
def test_all_pages_of_those_who_keep_them_are_sound(look, officer):
    look("/amt/strategie/beginnen/", "strategy-begin", as_=officer)
    plans.furnish({name: department(name) for name in town.DEPARTMENTS}, Days(), by=OPERATOR)
    for name, address in KEPT.items():
        look(f"/amt/{address}", name, as_=officer)
    look(f"/amt/strategie/massnahme/neu/{Goal.objects.first().pk}/", "measure-new", as_=officer)
    rollouts.furnish(department(), Days(), by=OPERATOR)
    one = Rollout.objects.get(slug="strassen")
    look(f"/amt/ausbau/{one.pk}/", "rollout-kept", as_=officer)
    look(f"/amt/ausbau/{one.pk}/einlesen/", "sites-upload", as_=officer)
    look(f"/amt/ausbau/standort/{one.sites.first().pk}/", "site", as_=officer)
    table = b"Kennung;Name\nH-01;Lindenallee 1\nH-09;Neuer Weg\n"
    file, _reading = sites.propose(one, table, file_name="neu.csv", by=OPERATOR)
    look(f"/amt/ausbau/datei/{file.pk}/", "sites-review", as_=officer)
    granted = FundingGrant.objects.get()
    look(f"/amt/foerderung/zuwendung/{granted.pk}/", "grant", as_=officer)
    look(f"/amt/strategie/zuwendung/{granted.pk}/", "grant-change", as_=officer)
    look(f"/amt/strategie/massnahmen/{granted.measure_id}/foerderung/", "measure-funding", as_=officer)
    look(f"/amt/foerderung/programm/{granted.programme_id}/", "programme", as_=officer)
    look(f"/amt/foerderung/programm/{granted.programme_id}/aendern/", "programme-change", as_=officer)


PUBLIC = {
    "strategy": "",
    "strategy-changes": "aenderungen/",
    "rollout-streets": "ausbau/strassen/",
    "side-by-side": "nebeneinander/?suche=Schulnetze",
    "indicators": "kennzahlen/",
    "indicator": "kennzahlen/glasfaser/",
    "comparison-one": "kennzahlen/vergleich/?kennzahl=offene-daten&gruppe=alle&einwohner=on",
}
KEPT = {
    "strategy-kept": "strategie/",
    "indicators-kept": "kennzahlen/",
    "places": "kennzahlen/orte/",
    "indicator-new": "kennzahlen/neu/",
    "funding": "foerderung/",
    "rollouts": "ausbau/",
}


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
    page.get_by_label("Anzahlen je 1.000 Einwohner").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Vergleichen").click()
    page.get_by_text("Orten, die alle Werte haben").wait_for()
    assert page.locator("tr.s-own").count() == 1
    page.get_by_text("Datensätze je 1.000 Einwohner").wait_for()
    assert page.get_by_label("Verglichen wird mit").input_value() == "alle"

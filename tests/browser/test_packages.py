"""Packages in Chromium: what the neighbour changed, decided by keyboard; all pages sound, wide and on a phone."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.exchange.actions import installing, planning
from rathaus.exchange.models import Copy
from rathaus.exchange.package import Kind, read
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import takeover
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Field, Measure, Strategy
from rathaus.towns import clock
from tests.browser import helpers
from tests.exchange import test_strategy_parts as strategy_parts
from tests.exchange import test_strategy_updates as strategy_updates
from tests.exchange.making import BY, foreign, packed, received, service
from tests.people.making import colleague, department


@pytest.fixture
def copy(scoped):
    """The demo's copy, with the neighbour's change waiting."""
    key = Ed25519PrivateKey.generate()
    made = takeover.take_over(key, department(), by=BY)
    received(takeover.package(2, key, made_at=clock.today()))
    return made


@pytest.fixture
def owner(scoped):
    return colleague(Grant(Role.SERVICE_OWNER, department()), Grant(Role.ADMINISTRATOR), name="Petra Lindner")


def test_changes_of_the_neighbour_are_taken_by_keyboard_and_published(visit, look, copy, owner):
    address = f"/amt/austausch/pakete/kopien/{copy.pk}/neues/"
    look(address, "update", as_=owner)
    page = visit(as_=owner)
    page.goto(address)
    with page.expect_navigation():
        helpers.press(page, "Alles übernehmen, was Sie nicht selbst geändert haben")
    with page.expect_navigation():
        helpers.press(page, "So lassen")
    helpers.picture(page, "update-decided")
    with page.expect_navigation():
        helpers.press(page, "Veröffentlichen")
    page.get_by_text("„Lastenrad ausleihen“ ist veröffentlicht.").wait_for()
    done = Copy.objects.select_related("base", "service__current").get()
    assert (done.base.version, done.service.current.texts["cost"]) == (
        2,
        "Die Ausleihe ist kostenlos. Sie hinterlegen 30 Euro.",
    )


@pytest.mark.slow
def test_all_pages_are_sound(look, visit, copy, owner, tmp_path):
    one = service()
    packed(one)
    look("/amt/austausch/pakete/", "packages", as_=owner)
    look(f"/amt/austausch/pakete/{copy.package_id}/", "package", as_=owner)
    look(f"/amt/austausch/pakete/eigene/{one.packages.get().pk}/", "package-own", as_=owner)
    look("/amt/austausch/pakete/packen/zaun/", "package-new", as_=owner)
    look(f"/amt/austausch/pakete/herkunft/{copy.package.origin_id}/", "origin", as_=owner)
    draft = Copy.objects.get()
    Copy.objects.filter(pk=draft.pk).update(service=None)
    look(f"/amt/austausch/pakete/kopien/{draft.pk}/", "package-draft", as_=owner)


@pytest.mark.slow
def test_pages_of_a_strategy_part_are_sound(look, scoped):
    officer = colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")
    measure = strategy_parts.make_published()
    data = strategy_parts.packed(measure)
    look("/amt/austausch/pakete/strategie/", "measures-new", as_=officer)
    copy = installing.install(received(foreign(dict(read(data).files), kind=Kind.STRATEGY)), by=BY)
    look(f"/amt/austausch/pakete/kopien/{copy.pk}/strategie/", "plan", as_=officer)


@pytest.mark.slow
def test_changes_of_a_strategy_part_are_taken_by_keyboard(visit, look, scoped):
    officer = colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")
    strategy = plans.begin(Strategy(title="Plan", vision="Gut.", first_year=2025, last_year=2029), (), by=BY)
    field = plans.save(Field(strategy=strategy, name="Schule"), by=BY)
    copy = installing.install(received(strategy_updates.part(strategy_updates.FIRST)), by=BY)
    planning.put_into_strategy(copy, field, department=department("Schulamt"), by=BY)
    measure = Measure.objects.get()
    measure.title = "Breitband"
    plans.save(measure, by=BY)
    strategy_updates.offer(strategy_updates.NEWER)
    address = f"/amt/austausch/pakete/kopien/{copy.pk}/strategie/"
    look(address, "update-part", as_=officer)
    page = visit(as_=officer, language="en-GB")
    page.goto(address)
    helpers.picture(page, "update-part-english")
    with page.expect_navigation():
        helpers.press(page, "Take everything that you have not changed yourself")
    with page.expect_navigation():
        helpers.press(page, "Leave as it is")
    helpers.sound(page)
    helpers.picture(page, "update-part-decided")
    with page.expect_navigation():
        helpers.press(page, "Put into the strategy")
    assert set(Measure.objects.values_list("title", flat=True)) == {"Breitband", "WLAN", "Tafeln"}

"""What towns pass on to each other, in Chromium: the public pages, and following another town by keyboard."""

import pytest

from rathaus.exchange import contacting
from rathaus.exchange.actions import following, packing
from rathaus.exchange.models import Arrival, Subscription
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.browser import helpers
from tests.exchange.making import BY, service
from tests.exchange.neighbour import OTHER_KEY, beginning, work
from tests.exchange.web_server import LOOPBACK, web_server
from tests.people.making import colleague


@pytest.fixture
def neighbour(scoped, settings):
    settings.RATHAUS_FEED_NETWORKS = LOOPBACK
    with web_server() as server:
        yield beginning(server, summary="Anzeige für Zäune an der Straße")


@pytest.fixture
def officer(scoped):
    return colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")


def test_pages_of_the_feed_are_sound(look, neighbour, officer):
    packing.pack_service(service(name="Baum fällen", slug="baum"), summary="Läuft seit 2024", by=BY)
    look("/austausch/", "offers")
    following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    look("/amt/austausch/andere/", "subscriptions", as_=officer)


@pytest.mark.slow
def test_all_pages_of_the_feed_are_sound(look, neighbour, officer):
    release = packing.pack_service(service(name="Baum fällen", slug="baum"), summary="Läuft seit 2024", by=BY)
    look(f"/austausch/pakete/{release.package_id}/1/", "offer")
    look("/amt/austausch/andere/", "subscriptions-none", as_=officer)
    row = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    look(f"/amt/austausch/andere/paket/{Arrival.objects.get().pk}/", "arrival", as_=officer)
    neighbour.offer(2, served=b"x")
    neighbour.tell()
    following.look_again(row, by=BY)
    work()
    look("/amt/austausch/andere/", "subscriptions-refused", as_=officer)
    neighbour.key = OTHER_KEY
    neighbour.tell()
    following.look_again(row, by=BY)
    work()
    look("/amt/austausch/andere/", "subscriptions-key", as_=officer)
    look(f"/amt/austausch/andere/{row.pk}/schluessel/", "other-key", as_=officer)
    look(f"/amt/austausch/andere/{row.pk}/beenden/", "unsubscribe", as_=officer)
    neighbour.server.routes.clear()
    following.look_again(row, by=BY)
    work()
    Subscription.objects.update(other_key="")
    look("/amt/austausch/andere/", "subscriptions-away", as_=officer)


def test_town_is_followed_by_keyboard(visit, neighbour, officer):
    page = visit(as_=officer)
    page.goto("/amt/austausch/andere/")
    page.get_by_label("Adresse der Kommune").fill(neighbour.page)
    helpers.press(page, "Nachsehen")
    page.get_by_role("heading", name="Ist das Beispielstadt?").wait_for()
    helpers.sound(page)
    helpers.press(page, "Folgen")
    page.get_by_role("link", name="Vergleichen Sie erst den Fingerabdruck").wait_for()
    page.get_by_label("Der Fingerabdruck stimmt, Zeichen für Zeichen.").check()
    helpers.press(page, "Folgen")
    page.get_by_text("Sie folgen Beispielstadt. Gleich wird nachgesehen.").wait_for()
    assert Subscription.objects.get().page == neighbour.page

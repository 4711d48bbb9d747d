"""The demo town is built through the real actions, and everything a visitor may look for is in it."""

import datetime as dt
from collections import Counter
from datetime import UTC

import pytest
from lxml import html

from rathaus.applications.models import Application
from rathaus.cases.models import Case, Outcome, State
from rathaus.catalogue import queries
from rathaus.exchange.models import Copy, Meeting
from rathaus.exchange.queries import following, meetings, offers
from rathaus.exchange.queries.parts import pending_part
from rathaus.people.models import Account
from rathaus.project.demo import past, town
from rathaus.project.demo.codes import totp
from rathaus.project.demo.timeline import Timeline
from rathaus.protection import audit
from rathaus.protection.groups import SMALLEST_GROUP
from rathaus.towns import clock, scope
from rathaus.towns.models import Municipality


@pytest.fixture
def demo(demo_town, db):
    with scope.of(Municipality.objects.get(slug=town.SLUG)):
        yield demo_town


def test_everything_is_there_after_building(demo):
    assert len(queries.catalogue().cards) == 14
    assert Application.objects.filter(registration=None).count() == 12
    assert meetings.places(Meeting.objects.get(slug="digitaltag-der-region")) == meetings.Places(51, 3, 0)
    assert {case.state for case in Case.objects.all()} == set(State.values)
    assert {case.outcome for case in Case.objects.all()} - {""} == set(Outcome.values)
    assert len(demo.samples) == 12


def test_accounts_sign_in_with_the_password_that_is_printed(demo):
    accounts = {account.email: account for account in Account.objects.all()}
    assert set(accounts) == {person.email for person in town.PEOPLE}
    assert all(account.check_password(demo.password) for account in accounts.values())


def test_two_services_are_passed_on_and_a_neighbour_is_followed(demo):
    assert [offer.manifest.name for offer in offers.newest()] == [
        "Hund anmelden (Hundesteuer)",
        "Veranstaltung anzeigen",
    ]
    (found,) = following.followed()
    assert [(one.arrival.name, one.arrival.version, str(one.state)) for one in found.arrivals] == [
        ("Lastenrad ausleihen", 2, "newer"),
        ("Brennholz bestellen", 1, "new"),
    ]


def test_a_newer_version_of_a_measure_waits_beside_what_the_town_made_of_it(demo):
    found = pending_part(Copy.objects.get(package__kind="strategy"))
    told = {one.title: (one.mine, one.theirs) for one in found.update.differences}
    assert (len(told), len(found.open)) == (4, 4)
    assert told["Geplantes Geld: Haushalt, 1. Jahr"] == ("4.500 Euro", "7.200 Euro")


def test_neighbours_did_something_about_school_networks_and_it_went_differently(demo, client):
    """Who did, and how did it go?"""
    page = html.fromstring(client.get("/strategie/nebeneinander/?suche=Schulnetze").content)
    found = {
        (cell.xpath("../td[1]")[0].text, cell.xpath("../td[3]//span[@class]")[0].text_content().strip())
        for cell in page.xpath("//div[@aria-labelledby='treffer']//tbody/tr/th")
    }
    assert found == {
        ("Gemeinde Eschenrode*", "beendet"),
        ("Gemeinde Eschenrode*", "verspätet"),
        ("Gemeinde Eschenrode*", "erledigt"),
        ("Stadt Auenbrück*", "erledigt"),
        ("Stadt Auenbrück*", "läuft nach Plan"),
        ("Stadt Falkenried*", "verspätet"),
        ("Stadt Lindenfurt", "verspätet"),
        ("Stadt Lindenfurt", "noch nicht begonnen"),
    }


def test_audit_chain_of_the_demo_is_sound(demo):
    report = audit.verify(scope.current())
    assert (report.problems, report.entries > 50) == ([], True)


def test_status_page_opens_with_number_and_code(demo, client):
    sample = demo.samples[0]
    answer = client.post("/status/", {"nummer": sample.number, "code": sample.code}, follow=True)
    assert answer.status_code == 200
    assert sample.number in answer.content.decode()


def test_code_is_the_one_of_the_standard():
    """RFC 6238, appendix B, SHA-1; the last six of eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [totp(secret, at) for at in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]


@pytest.mark.parametrize("days_on", range(0, 92, 7))
def test_every_quarter_of_the_year_before_has_enough_decisions_for_a_figure(days_on):
    """Whenever the demo is built: the plan alone, nothing of it is played."""
    now = dt.datetime(2026, 10, 1, 12, tzinfo=UTC) + dt.timedelta(days=days_on)
    timeline = Timeline(now)
    decided = Counter()
    for story in past.stories():
        moment = timeline.ago(story.words["sent"])
        for step in story.words["story"]:
            moment = timeline.office(moment + dt.timedelta(days=step["days"]))
        decided[moment.year, (moment.month - 1) // 3] += 1
    ended = [(2025, 3), (2026, 0), (2026, 1), (2026, 2)]
    assert [quarter for quarter in ended if decided[quarter] < SMALLEST_GROUP] == []


def test_what_happens_keeps_its_order_and_its_moment():
    timeline, seen = Timeline(), []
    timeline.at(timeline.ago(1), lambda: seen.append(("late", clock.now())))
    timeline.at(timeline.ago(3), lambda: timeline.at(timeline.ago(2), lambda: seen.append(("early", clock.now()))))
    timeline.play()
    assert seen == [("early", timeline.ago(2)), ("late", timeline.ago(1))]


def test_office_is_closed_at_weekends():
    friday = dt.datetime(2026, 11, 20, 9, tzinfo=UTC)
    timeline = Timeline(dt.datetime(2026, 11, 27, 12, tzinfo=UTC))
    days = [timeline.office(friday + dt.timedelta(days=days)).day for days in range(4)]
    assert (days, timeline.office(friday + dt.timedelta(days=9))) == ([20, 23, 23, 23], timeline.now)

"""Following the feed of a town elsewhere, over a real web server: what comes, what is refused, with which sentence."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone

from rathaus.documents.mail import deliver
from rathaus.events.models import OutboxMessage
from rathaus.exchange import contacting, jobs
from rathaus.exchange.actions import following
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.feed import FeedError
from rathaus.exchange.models import Arrival, Copy, Received, Subscription
from rathaus.exchange.queries import following as queries
from rathaus.exchange.queries import offers
from rathaus.exchange.queries.following import State
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.exchange.making import BY, foreign, installed, received
from tests.exchange.neighbour import OTHER_KEY, work
from tests.exchange.web_server import redirect
from tests.people.making import colleague


@pytest.fixture
def row(neighbour) -> Subscription:
    """Followed, and looked at once."""
    made = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    return made


def arrival() -> Arrival:
    return Arrival.objects.select_related("received", "subscription").get()


def state() -> tuple[State, int, str]:
    """How it stands with the package: state, version, why it was refused."""
    shown = queries.shown(arrival())
    return shown.state, shown.arrival.version, shown.arrival.refusal_told


def look(row: Subscription) -> None:
    """Have the feed looked at once more."""
    following.look_again(row, by=BY)
    work()


def test_address_of_the_page_is_enough(neighbour):
    found = contacting.contact(neighbour.page)
    assert (found.name, found.ars, found.offers) == ("Beispielstadt", "099990000001", ("Zaun streichen",))
    assert found.feed == neighbour.page + "feed.atom"
    neighbour.server.put("/", b"<!doctype html><title>Willkommen</title>", "text/html")
    assert contacting.contact(neighbour.server.address) == found
    assert contacting.contact(neighbour.page + "feed.atom") == found


def test_page_without_a_feed_says_so(neighbour):
    address = neighbour.server.put("/austausch/", b"<!doctype html><title>x</title>", "text/html")
    with pytest.raises(FeedError, match="Auf dieser Seite ist kein Feed eines Rathauses zu finden"):
        contacting.contact(address)


def test_new_package_is_fetched_checked_and_kept_and_never_installed(row, neighbour):
    assert state() == (State.NEW, 1, "")
    assert arrival().received.file() == foreign(neighbour.files)
    row.refresh_from_db()
    assert (row.origin.key, row.failures, Copy.objects.count()) == (row.key, 0, 0)
    assert {"exchange.subscribed", "exchange.received", "exchange.arrived"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_what_is_known_is_not_fetched_again(row, neighbour):
    neighbour.server.asked.clear()
    look(row)
    ((path, headers),) = neighbour.server.asked
    assert (path, "If-None-Match" in headers) == ("/austausch/feed.atom", True)


def test_newer_version_of_a_copy_is_told_as_such(row, neighbour):
    installed(foreign(neighbour.files), slug="kopie")
    assert state()[0] == State.TAKEN
    neighbour.offer(2, name="Zaun und Tor streichen")
    neighbour.tell()
    look(row)
    assert state() == (State.NEWER, 2, "")
    assert Received.objects.count() == 2


def test_officer_hears_of_it_once(neighbour):
    colleague(Grant(Role.DIGITAL_OFFICER), email="sommer@musterstadt.example")
    colleague(Grant(Role.ADMINISTRATOR), email="weber@musterstadt.example")
    row = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    look(row)
    letters = OutboxMessage.objects.filter(topic="mail", payload__kind=following.ARRIVED)
    for letter in letters:
        deliver(letter.payload, letter.key)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["sommer@musterstadt.example"], "Neues aus anderen Kommunen")
    assert "– Zaun streichen, Fassung 1 (Beispielstadt)" in sent.body


def test_package_that_is_here_already_arrives_as_well(neighbour):
    """It came as a file, or the worker died after it had been kept."""
    data = foreign(neighbour.files)
    before = received(data)
    following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    work()
    assert (arrival().received, Received.objects.count(), state()[0]) == (before, 1, State.NEW)


def test_file_that_comes_late_does_not_stand_for_a_newer_version(row, neighbour):
    """While version 1 was on its way, the feed went on to version 2."""
    data = foreign(neighbour.files)
    Arrival.objects.update(received=None)
    on_its_way = arrival()
    neighbour.offer(2)
    neighbour.tell()
    following.take_in(row, *contacting.look(Subscription.objects.get()), by=BY)
    following.arrive(on_its_way, data, by=BY)
    assert (arrival().version, arrival().received) == (2, None)
    following.refuse(on_its_way, following._OTHER_KEY, by=BY)
    assert state() == (State.WAITING, 2, "")


# What is refused ------------------------------------------------------------------------------------------------------


def test_changed_byte_on_the_way_is_refused_and_comes_right_later(neighbour):
    right = foreign(neighbour.files)
    middle = len(right) // 2
    wrong = right[:middle] + bytes([right[middle] ^ 1]) + right[middle + 1 :]
    neighbour.server.put("/austausch/1.rathaus", wrong)
    row = following.subscribe(contacting.contact(neighbour.page), by=BY)
    work()
    sentence = (
        "Was ankam, ist nicht, was der Feed nennt: Die Prüfsumme stimmt nicht. Vielleicht wurde es unterwegs verändert."
    )
    assert state() == (State.REFUSED, 1, sentence)
    assert Received.objects.count() == 0
    neighbour.server.put("/austausch/1.rathaus", right)
    look(row)
    assert state() == (State.NEW, 1, "")


def test_swapped_key_stops_everything_until_somebody_has_compared(row, neighbour):
    neighbour.key = OTHER_KEY
    neighbour.offer(2)
    neighbour.tell()
    look(row)
    row.refresh_from_db()
    assert row.problem_told == (
        "Der Feed nennt einen anderen Schlüssel als bisher. Bis Sie ihn verglichen haben, wird nichts abgerufen."
    )
    assert (state()[1], Received.objects.count(), "/austausch/2.rathaus" in neighbour.server.paths()) == (1, 1, False)
    with pytest.raises(ExchangeError, match="inzwischen einen anderen"):
        following.accept_key(row, "0" * 64, by=BY)
    following.accept_key(queries.subscriptions().get(), row.other_key, by=BY)
    work()
    assert state() == (State.NEW, 2, "")


def test_package_of_another_key_than_the_feed_names_is_refused(row, neighbour):
    neighbour.offer(2, key=OTHER_KEY)
    neighbour.tell()
    look(row)
    assert state() == (
        State.REFUSED, 2,
        "Das Paket ist nicht mit dem Schlüssel unterschrieben, der für Beispielstadt verglichen wurde.",
    )  # fmt: skip


def test_replayed_older_version_is_not_taken(row, neighbour):
    neighbour.offer(2)
    neighbour.tell()
    look(row)
    neighbour.entries = neighbour.entries[1:]
    neighbour.tell()
    look(row)
    assert state() == (
        State.REFUSED, 2,
        "Der Feed bietet nur noch Fassung 1 an; Fassung 2 ist hier schon bekannt. Die ältere wird nicht abgerufen.",
    )  # fmt: skip
    assert arrival().received.version == 2


def test_version_that_changes_its_content_is_not_taken(row, neighbour):
    neighbour.entries.clear()
    neighbour.offer(1, name="Etwas anderes")
    neighbour.tell()
    look(row)
    assert state()[2] == "Fassung 1 hat im Feed auf einmal einen anderen Inhalt. Er wird nicht abgerufen."
    assert arrival().received.read().manifest.name == "Zaun streichen"


@pytest.mark.parametrize(
    "said", [{"version": 3}, {"hash": "0" * 64}, {"package": "9b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b"}], ids=str
)
def test_package_that_is_another_than_the_feed_names_is_refused(row, neighbour, said):
    neighbour.offer(2)
    neighbour.entries = [replace(neighbour.entries[0], **said)]
    neighbour.tell()
    look(row)
    refused = Arrival.objects.get(received=None)
    assert refused.refusal_told == "Das Paket ist ein anderes, als der Feed nennt."


def test_origin_cannot_be_borrowed(row, neighbour):
    """A pinned neighbour signs a package that says it comes from a third town."""
    neighbour.offer(2, ars="099990000007")
    neighbour.tell()
    look(row)
    assert state()[2] == "Das Paket ist ein anderes, als der Feed nennt."


def test_file_longer_than_the_feed_says_is_cut_off(row, neighbour):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    neighbour.offer(2)
    neighbour.server.put("/austausch/2.rathaus", endless)
    neighbour.tell()
    look(row)
    assert state()[2] == "„127.0.0.1“ schickt mehr als 1 MB; das Abrufen wurde abgebrochen."


def test_file_behind_a_redirect_into_an_internal_network_is_not_asked_for(row, neighbour, settings):
    neighbour.offer(2)
    neighbour.server.put("/austausch/2.rathaus", redirect("http://10.0.0.1/secret"))
    neighbour.tell()
    look(row)
    assert state()[2].startswith("„10.0.0.1“ liegt in einem internen Netz.")


def test_larger_than_any_package_is_not_asked_for(row, neighbour):
    neighbour.offer(2)
    neighbour.entries[0] = replace(neighbour.entries[0], size=50_000_001)
    neighbour.tell()
    look(row)
    assert state()[2] == "Das Paket ist größer als 50 MB und wird nicht abgerufen."


def test_file_that_never_comes_right_is_given_up_until_somebody_asks(neighbour):
    neighbour.server.put("/austausch/1.rathaus", b"x")
    row = following.subscribe(contacting.contact(neighbour.page), by=BY)
    for _ in range(following.MOST_TRIES + 2):
        work()
        Subscription.objects.update(due_at=timezone.now())
        jobs.look_at_feeds()
    work()
    tried = neighbour.server.paths().count("/austausch/1.rathaus")
    look(row)
    assert (tried, neighbour.server.paths().count("/austausch/1.rathaus")) == (following.MOST_TRIES, tried + 1)


def test_feed_that_fails_is_tried_less_and_less_often(row, neighbour):
    neighbour.server.routes.clear()
    pauses = []
    for _ in range(7):
        look(row)
        row.refresh_from_db()
        pauses.append(round((row.due_at - timezone.now()) / dt.timedelta(hours=1)))
    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert row.problem_told == "„127.0.0.1“ kennt diese Adresse nicht (mehr) (Antwort 404)."
    neighbour.tell()
    look(row)
    row.refresh_from_db()
    assert (row.failures, row.problem) == (0, {})


def test_withdrawn_package_is_told_and_what_came_stays(row, neighbour):
    neighbour.entries.clear()
    neighbour.tell()
    look(row)
    assert (arrival().is_offered, state()[0]) == (False, State.NEW)


def test_timer_asks_for_what_is_due_once(row):
    Subscription.objects.update(due_at=timezone.now())
    jobs.look_at_feeds()
    jobs.look_at_feeds()
    assert OutboxMessage.objects.filter(topic=following.LOOK, done_at=None).count() == 1


# Whom to follow -------------------------------------------------------------------------------------------------------


def test_own_town_cannot_be_followed(neighbour):
    found = replace(contacting.contact(neighbour.page), key=offers.own_fingerprint())
    with pytest.raises(ExchangeError, match="eigenen Kommune"):
        following.subscribe(found, by=BY)


def test_town_whose_packages_came_with_another_key_cannot_be_followed(neighbour):
    received(foreign(neighbour.files, key=OTHER_KEY))
    with pytest.raises(ExchangeError, match="Von Beispielstadt ist hier schon ein anderer Schlüssel bekannt"):
        following.subscribe(contacting.contact(neighbour.page), by=BY)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_followed_twice(neighbour):
    found = contacting.contact(neighbour.page)
    following.subscribe(found, by=BY)
    with pytest.raises(ExchangeError, match="folgen Sie schon"):
        following.subscribe(found, by=BY)


def test_only_officer_and_administrator_choose(neighbour):
    found = contacting.contact(neighbour.page)
    clerk = colleague(Grant(Role.CLERK))
    with pytest.raises(NotAllowed):
        following.subscribe(found, by=Actor("staff", str(clerk.account.pk), "x"))
    for role in (Role.DIGITAL_OFFICER, Role.ADMINISTRATOR):
        person = colleague(Grant(role), email=f"{role}@musterstadt.example")
        by = Actor("staff", str(person.account.pk), "x")
        following.unsubscribe(following.subscribe(found, by=by), by=by)
    assert Subscription.objects.count() == 0


def test_what_came_stays_when_nobody_follows_any_more(row):
    following.unsubscribe(row, by=BY)
    assert (Arrival.objects.count(), Received.objects.count()) == (0, 1)

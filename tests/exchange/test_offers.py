"""What a town passes on: pages, files and feeds, for everybody."""

import hashlib

import pytest
from django.test import Client

from rathaus.exchange import feed
from rathaus.exchange.actions import packing
from rathaus.exchange.feed.reading import feeds_of
from rathaus.exchange.queries import offers
from tests.exchange.making import BY, service

WEB = "http://testserver"


@pytest.fixture
def release(scoped):
    return packing.pack_service(service(), summary="Läuft seit 2024", by=BY)


def told(path: str) -> feed.Feed:
    return feed.read(Client().get(path).content, address=WEB + path)


def test_page_shows_what_is_offered_and_names_the_feeds(release):
    page = Client().get("/austausch/")
    html = page.content.decode()
    assert ("Zaun streichen" in html, "Läuft seit 2024" in html, page.headers["Cache-Control"]) == (
        True,
        True,
        "no-cache",
    )
    assert list(feeds_of(page.content, address=f"{WEB}/austausch/")) == [
        f"{WEB}/austausch/feed.atom", f"{WEB}/austausch/feed.json",
    ]  # fmt: skip


def test_both_feeds_say_the_same_and_lead_to_the_very_file(release):
    found = told("/austausch/feed.atom")
    assert found == told("/austausch/feed.json")
    (entry,) = found.entries
    assert (found.town, found.key, entry.version, entry.summary) == (
        "Musterstadt", offers.own_fingerprint(), 1, "Läuft seit 2024",
    )  # fmt: skip
    file = Client().get(entry.file.removeprefix(WEB))
    assert file.content == release.file()
    assert (hashlib.sha256(file.content).hexdigest(), len(file.content)) == (entry.sha256, entry.size)
    assert file.headers["Content-Disposition"] == 'attachment; filename="zaun-streichen-1.rathaus"'
    assert Client().get(entry.page.removeprefix(WEB)).status_code == 200


def test_who_has_a_file_or_feed_need_not_fetch_it_again(release):
    path = told("/austausch/feed.atom").entries[0].file.removeprefix(WEB)
    for address, kept in ((path, "public, max-age=31536000, immutable"), ("/austausch/feed.atom", "no-cache")):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.headers["Cache-Control"], again.status_code, again.content) == (kept, 304, b"")
        assert again.headers["Cache-Control"] == kept
        assert Client().get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_every_version_keeps_its_address(release):
    first = told("/austausch/feed.atom").entries[0]
    packing.pack_service(service(slug="tor"), by=BY)
    packing.pack_service(service(name="Zaun und Tor streichen"), summary="Neu", by=BY)
    entries = told("/austausch/feed.atom").entries
    assert [(entry.name, entry.version) for entry in entries] == [
        ("Zaun und Tor streichen", 2), ("Zaun streichen", 1), ("Zaun streichen", 1),
    ]  # fmt: skip
    assert first in entries
    page = Client().get(first.page.removeprefix(WEB)).content.decode()
    assert "Das ist eine ältere Fassung." in page
    assert Client().get(first.file.removeprefix(WEB)).content == release.file()


def test_what_is_withdrawn_is_gone_and_comes_back_as_it_was(release):
    entry = told("/austausch/feed.atom").entries[0]
    paths = [address.removeprefix(WEB) for address in (entry.page, entry.file)]
    packing.offer(release.package, False, by=BY)
    assert [Client().get(path).status_code for path in paths] == [404, 404]
    assert told("/austausch/feed.atom").entries == ()
    packing.offer(release.package, True, by=BY)
    assert told("/austausch/feed.atom").entries == (entry,)


def test_town_that_passes_nothing_on_says_so(scoped):
    assert "Noch geben wir nichts weiter." in Client().get("/austausch/").content.decode()
    assert told("/austausch/feed.json").entries == ()

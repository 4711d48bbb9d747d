"""Going out to the feeds of other towns: what is fetched, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings

from rathaus.exchange import feed
from rathaus.exchange.feed import Feed, FeedError
from rathaus.exchange.feed.fetching import Answer, Known, fetch
from rathaus.exchange.feed.reading import feeds_of, is_page
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.package import LIMITS
from rathaus.exchange.package.language import sentence

PAGE_BYTES = 2_000_000
"""How much a page or a feed may have."""
PATIENCE, FILE_PATIENCE = 20.0, 90.0
"""Seconds for a page or feed, while somebody may be waiting, and for a package; a worker's lease is longer."""
USUAL_PAGE = "/austausch/"
"""Where a Rathaus shows what it passes on, should the address of its front page be given."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A town as its feed presents it, before anybody trusts it. `feed` is the feed's address, `offers` are names."""

    page: str
    feed: str
    name: str
    ars: str
    key: str
    offers: tuple[str, ...]


def contact(address: str) -> Contact:
    """Find the feed by the address of a page (or its own), and read who it says it is. Raises `FeedError`."""
    given = address.strip()
    given = given if "://" in given else f"https://{given}"
    came = _get(given)
    if is_page(came.body or b"", came.media_type):
        came = _feed_of(came)
    found = feed.read(came.body or b"", address=came.address)
    newest = {entry.package: entry.name for entry in reversed(found.entries)}
    return Contact(found.home[:1000], came.address, found.town, found.ars, found.key, tuple(sorted(newest.values())))


def _feed_of(page: Answer) -> Answer:
    """The feed that a page names; where it names none, the one that the usual page names."""
    for body, at in ((page.body, page.address), (None, urljoin(page.address, USUAL_PAGE))):
        found = _get(at) if body is None else page
        feeds = feeds_of(found.body or b"", address=found.address)
        if feeds:
            return _get(feeds[0])
    raise FeedError(sentence("Auf dieser Seite ist kein Feed eines Rathauses zu finden."))


def look(subscription: Subscription) -> tuple[Answer, Feed | None]:
    """What the feed says now; no feed where it has not changed. Raises `FeedError`."""
    came = _get(subscription.feed, Known(subscription.etag, subscription.modified))
    return came, None if came.body is None else feed.read(came.body, address=came.address)


def bring(arrival: Arrival) -> bytes:
    """The file that the feed names, no longer than it says. Raises `FeedError`."""
    if arrival.size > LIMITS.whole:
        raise FeedError(
            sentence("Das Paket ist größer als {most} MB und wird nicht abgerufen.", most=LIMITS.whole // 1_000_000)
        )
    came = fetch(arrival.file, most=arrival.size, networks=settings.RATHAUS_FEED_NETWORKS, seconds=FILE_PATIENCE)
    return came.body or b""


def _get(address: str, known: Known | None = None) -> Answer:
    return fetch(address, most=PAGE_BYTES, networks=settings.RATHAUS_FEED_NETWORKS, known=known, seconds=PATIENCE)

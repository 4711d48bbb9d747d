"""A feed in whichever form it came; and where a page says that its feed is."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from rathaus.exchange.feed import atom, json_feed
from rathaus.exchange.feed.model import ATOM, JSON, Feed, is_web_address, joined


def read(data: bytes, *, address: str) -> Feed:
    """The feed in these bytes, Atom or JSON, fetched from `address`. Raises `FeedError`."""
    if data.lstrip()[:1] == b"{":
        return json_feed.read(data, address=address)
    return atom.read(data, address=address)


def is_page(data: bytes, media_type: str) -> bool:
    """Whether this is a page for people, which may name a feed."""
    return media_type in {"text/html", "application/xhtml+xml"} or data.lstrip()[:14].lower() == b"<!doctype html"


def feeds_of(page: bytes, *, address: str) -> Sequence[str]:
    """The addresses of the feeds that a page names, Atom before JSON (HTML, section 4.6.7.2: `alternate`)."""
    root = etree.fromstring(page, etree.HTMLParser(no_network=True, encoding="utf-8")) if page.strip() else None
    found: dict[str, list[str]] = {ATOM: [], JSON: []}
    for link in () if root is None else root.iter("link"):
        kind = str(link.get("type", "")).partition(";")[0].strip().lower()
        if "alternate" in str(link.get("rel", "")).lower().split() and kind in found:
            found[kind].append(joined(address, str(link.get("href", ""))))
    return [one for some in found.values() for one in some if is_web_address(one)]

"""What a feed says, whether it came as Atom or as JSON; and the checks that both must pass."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from rathaus.exchange.feed.errors import FeedError
from rathaus.exchange.package import Kind, Manifest
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.names import is_of_here

ATOM, JSON = "application/atom+xml", "application/feed+json"
"""Media types: RFC 4287, section 7; JSON Feed 1.1."""
PACKAGE = "application/zip"
"""What a package is to a browser."""
MOST_ENTRIES = 1000
_LONGEST = 1000
_HASH = re.compile(r"[0-9a-f]{64}")
_ARS = re.compile(r"(?:[0-9]{12})?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a package on offer.

    `hash` is the package's own (of its manifest), `sha256` and `size` (bytes) are those of the file at `file`;
    `page` describes it to people.
    """

    package: str
    version: int
    kind: Kind
    name: str
    summary: str
    licence: str
    hash: str
    page: str
    file: str
    sha256: str
    size: int
    updated: dt.datetime

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        *,
        package_hash: str,
        page: str,
        file: str,
        sha256: str,
        size: int,
        updated: dt.datetime,
    ) -> Entry:
        """What a feed says of a package, from what the package says of itself."""
        return cls(
            package=manifest.package,
            version=manifest.version,
            kind=manifest.kind,
            name=manifest.name,
            summary=manifest.summary,
            licence=manifest.licence,
            hash=package_hash,
            page=page,
            file=file,
            sha256=sha256,
            size=size,
            updated=updated,
        )

    @property
    def id(self) -> str:
        """The same for this version of this package, in every feed and form (RFC 4287, section 4.2.6)."""
        return uuid.uuid5(uuid.UUID(self.package), str(self.version)).urn


@dataclass(frozen=True, slots=True)
class Report:
    """An experience report on its page; about a version of a package (`package` empty, `version` 0: about none)."""

    title: str
    page: str
    updated: dt.datetime
    package: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """What a town offers. `key` is the fingerprint of the key that signs all its packages; `home` is its page."""

    id: str
    town: str
    ars: str
    key: str
    home: str
    updated: dt.datetime
    entries: tuple[Entry, ...]
    reports: tuple[Report, ...] = ()


def checked(feed: Feed) -> Feed:
    """The feed as it is; :class:`FeedError` where one of its values cannot be what it says."""
    if not feed.key:
        raise FeedError(sentence("Das ist ein Feed, aber nicht der eines Rathauses: Er nennt keinen Schlüssel."))
    if len(feed.entries) > MOST_ENTRIES:
        raise FeedError(sentence("Der Feed nennt mehr als {most} Pakete.", most=MOST_ENTRIES))
    require(bool(_HASH.fullmatch(feed.key) and _ARS.fullmatch(feed.ars) and feed.town), "key, ars, author")
    require(is_of_here(feed.town), "author")
    for text in (feed.id, feed.town, feed.home):
        require(_is_line(text), "id, author, home")
    require(is_web_address(feed.home), "home")
    seen = set[str]()
    for entry in feed.entries:
        _check(entry)
        require(entry.id not in seen, entry.id)
        seen.add(entry.id)
    require(len(feed.reports) <= MOST_ENTRIES, "report")
    for report in feed.reports:
        require(_is_line(report.title) and bool(report.title), "report")
        require(_is_line(report.page) and is_web_address(report.page), "report")
    return feed


def _check(entry: Entry) -> None:
    require(bool(_HASH.fullmatch(entry.hash) and _HASH.fullmatch(entry.sha256)), "hash")
    require(1 <= entry.version <= 10**9 and 1 <= entry.size <= 10**12, "version, length")
    require(all(_is_line(text) for text in (entry.name, entry.summary, entry.licence)) and bool(entry.name), "title")
    for address in (entry.page, entry.file):
        require(_is_line(address) and is_web_address(address), "link")


def require(holds: bool, what: str) -> None:
    """Raise :class:`FeedError` unless it holds; `what` names the place in the words of the format."""
    if not holds:
        raise unreadable(what)


def unreadable(what: str) -> FeedError:
    """The refusal of a feed for one of its values."""
    return FeedError(sentence("Der Feed ist nicht in Ordnung: {what} fehlt oder ist unlesbar.", what=what))


def joined(base: str, reference: str) -> str:
    """An address as it is meant on the page or in the feed at `base`; empty where it is none."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return ""


def is_web_address(address: str) -> bool:
    """Whether it is a full address with http or https and a host, and carries no password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    return plain and port != 0


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST and (text.isprintable() or text == "")

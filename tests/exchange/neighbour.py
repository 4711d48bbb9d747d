"""A town elsewhere that offers packages on a real web server."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.events.models import OutboxMessage
from rathaus.events.outbox import consumer_of
from rathaus.exchange.actions import following
from rathaus.exchange.feed import Entry, Feed, atom
from rathaus.exchange.feed.model import ATOM, Report
from rathaus.exchange.package import fingerprint, read
from rathaus.exchange.package.signing import public_of
from tests.exchange.making import KEY, foreign, packed, service
from tests.exchange.web_server import WebServer

ARS = "099990000001"
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
DAY = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@dataclass
class Neighbour:
    """What it offers; `tell` puts it onto the server."""

    server: WebServer
    files: dict[str, bytes]
    key: Ed25519PrivateKey = KEY
    entries: list[Entry] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    @property
    def page(self) -> str:
        return self.server.address + "/austausch/"

    def offer(self, version: int = 1, *, served: bytes | None = None, **cover: object) -> bytes:
        """Offer a version; `served` is what really lies there."""
        data = foreign(self.files, version=version, **{"key": self.key} | cover)
        package, path = read(data), f"/austausch/{version}.rathaus"
        self.server.put(path, data if served is None else served)
        entry = Entry.of(
            package.manifest, package_hash=package.hash, page=self.page, file=self.server.address + path,
            sha256=hashlib.sha256(data).hexdigest(), size=len(data), updated=DAY,
        )  # fmt: skip
        self.entries.insert(0, entry)
        return data

    def tell(self, town: str = "Beispielstadt") -> str:
        """Put the feed and its page there; returns the page's address."""
        key = fingerprint(public_of(self.key))
        told = Feed("urn:uuid:1", town, ARS, key, self.page, DAY, tuple(self.entries), tuple(self.reports))
        self.server.put("/austausch/feed.atom", atom.write(told, address=self.page + "feed.atom"), ATOM)
        link = f'<link rel="alternate" type="{ATOM}" href="feed.atom">'
        return self.server.put("/austausch/", f"<!doctype html><title>x</title>{link}".encode(), "text/html")


def beginning(server: WebServer, **cover: object) -> Neighbour:
    """One that offers version 1 of the small sample, on a server with nothing else."""
    server.routes.clear()
    server.asked.clear()
    there = Neighbour(server, dict(read(packed(service(slug="vorlage"))).files))
    there.offer(**cover)
    there.tell()
    return there


def work() -> None:
    """Do what the outbox asks for of feeds, in the town in scope, until nothing is left."""
    topics = (following.LOOK, following.BRING)
    while message := OutboxMessage.objects.filter(topic__in=topics, done_at=None).first():
        consumer_of(message.topic)(message.payload, message.key)
        OutboxMessage.objects.filter(pk=message.pk).update(done_at=DAY)

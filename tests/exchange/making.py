"""Services, packages and copies for tests, made with the room's own actions."""

from __future__ import annotations

import datetime as dt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.actions import installing, packing, receiving
from rathaus.exchange.models import Copy, Received
from rathaus.exchange.package import Cover, Kind, build
from rathaus.towns.actors import Actor
from tests.catalogue.publishing import publisher
from tests.people.making import department

BY = Actor.operator("Test")
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PACKAGE = "5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b"


def service(*, slug: str = "zaun", name: str = "Zaun streichen", **texts: object) -> Service:
    """The small sample of the catalogue, published in the town in scope."""
    run = publisher(department("Bürgerservice"))
    return run(slug=slug, texts=ServiceTexts(name=name, teaser="Für Zäune an der Straße.", **texts)).service


def packed(of: Service) -> bytes:
    """The next version of its package."""
    return packing.pack_service(of, by=BY).file()


def foreign(
    files: dict[str, bytes], *, version: int = 1, key: Ed25519PrivateKey = KEY, package: str = PACKAGE, **cover: object
) -> bytes:
    """A package of a town elsewhere."""
    said = {
        "kind": Kind.SERVICE,
        "name": "Zaun streichen",
        "town": "Beispielstadt",
        "ars": "099990000001",
        "address": "https://beispielstadt.example",
        "licence": "CC0-1.0",
        "made_at": dt.date(2026, 11, 27),
    }
    return build(files, Cover(package=package, version=version, **said | cover), key)


def received(data: bytes, came_from: str = "zaun-1.rathaus") -> Received:
    """A package that came from elsewhere."""
    return receiving.receive(data, came_from=came_from, by=BY)


def installed(data: bytes, *, slug: str = "zaun") -> tuple[Copy, ServiceVersion]:
    """A copy, put up under an address."""
    copy = installing.install(received(data), by=BY)
    contents, _reading = installing.draft_of(copy)
    version = installing.put_up(
        copy, texts=contents.service_texts(), department=department("Bürgerservice"), slug=slug, by=BY
    )
    return copy, version

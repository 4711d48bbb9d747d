"""What the demo town passes on, and an invented neighbour that it follows: made here, without any network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from rathaus.catalogue.models import Service
from rathaus.exchange.actions import following, packing
from rathaus.exchange.contacting import Contact
from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.feed import Entry, Feed
from rathaus.exchange.feed.fetching import Answer
from rathaus.exchange.feed.model import ATOM
from rathaus.exchange.models import Arrival
from rathaus.exchange.package import Cover, Kind, build, fingerprint, read
from rathaus.exchange.package.signing import public_of
from rathaus.towns import scope
from rathaus.towns.actors import Actor

NEIGHBOUR = Path(__file__).parent / "neighbour"
NAME, ARS = "Gemeinde Erlenbruck (erfunden)", "059990000998"
PAGE = "https://rathaus.erlenbruck.example/austausch/"
PACKAGE = "0f6c1d9e-7a53-4d0e-9f4e-2f1b7a6c5d43"
OFFERED = {
    "veranstaltung-anzeigen": "Mit Regeln, die wir von Hand geschrieben und geprüft haben.",
    "hundesteuer-anmelden": "Rechnet Ermäßigungen mit und verlangt nur die Nachweise, die wirklich nötig sind.",
}
"""Services that the town passes on, and what it says of each."""


def furnish(*, by: Actor) -> None:
    """Offer two services, and follow the neighbour, who offers one."""
    for slug, summary in OFFERED.items():
        packing.pack_service(Service.objects.get(slug=slug), summary=summary, by=by)
    key = Ed25519PrivateKey.generate()  # nobody keeps it: there is no such town
    data = _package(key)
    feed = Feed(
        id="urn:uuid:4f0a7c55-6a0e-4c5e-8a3a-5d6b3f1c2e10",
        town=NAME,
        ars=ARS,
        key=fingerprint(public_of(key)),
        home=PAGE,
        updated=timezone.now(),
        entries=(_entry(data),),
    )
    row = following.subscribe(Contact(PAGE, f"{PAGE}feed.atom", NAME, ARS, feed.key, ()), by=by)
    following.take_in(row, Answer(row.feed, b"", ATOM, "", ""), feed, by=by)
    arrival = Arrival.objects.select_related("subscription__origin").get(subscription=row)
    following.arrive(arrival, data, by=by)


def _package(key: Ed25519PrivateKey) -> bytes:
    texts = json.loads((NEIGHBOUR / "texts.json").read_text(encoding="utf-8"))
    contents = ServiceContents((NEIGHBOUR / "definition.xml").read_bytes(), {}, texts)
    today = timezone.localdate()
    asked = contents.reading(land=scope.current().land).questionnaire
    cover = Cover(
        kind=Kind.SERVICE,
        package=PACKAGE,
        name=texts["name"],
        version=1,
        town=NAME,
        ars=ARS,
        address=PAGE.removesuffix("/austausch/"),
        licence="CC0-1.0",
        made_at=today,
        summary="Läuft in Erlenbruck seit zwei Wintern.",
    )
    return build(replace(contents, trials=trials.make(asked, today)).to_files(), cover, key)


def _entry(data: bytes) -> Entry:
    package = read(data)
    address = f"{PAGE}pakete/{PACKAGE}/1/"
    return Entry.of(
        package.manifest,
        package_hash=package.hash,
        page=address,
        file=f"{address}paket.rathaus",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        updated=timezone.now() - timedelta(days=2),
    )

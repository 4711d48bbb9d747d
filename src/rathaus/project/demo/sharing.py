"""What the demo town passes on, and how it follows its invented neighbour's feed: made here, without any network."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.catalogue.models import Service
from rathaus.exchange.actions import following, packing
from rathaus.exchange.contacting import Contact
from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.feed import Entry, Feed
from rathaus.exchange.feed.fetching import Answer
from rathaus.exchange.feed.model import ATOM, Report
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.package import build, fingerprint, read
from rathaus.exchange.package.signing import public_of
from rathaus.project.demo import takeover
from rathaus.project.demo.timeline import Timeline
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor

PAGE = f"{takeover.ADDRESS}/austausch/"
FEED = f"{PAGE}feed.atom"
FIREWOOD = "0f6c1d9e-7a53-4d0e-9f4e-2f1b7a6c5d43"
OFFERED = {
    "veranstaltung-anzeigen": (41, "Mit Regeln, die wir von Hand geschrieben und geprüft haben."),
    "hundesteuer-anmelden": (
        12,
        "Rechnet Ermäßigungen mit und verlangt nur die Nachweise, die wirklich nötig sind.",
    ),
}
"""Services that the town passes on: since how many days, and what it says of each."""
LEARNED = "Lastenrad für alle: was wir im ersten Sommer gelernt haben"
_FOLLOWED, _CHANGED_THERE = 20, 6
"""Days ago."""


def schedule(timeline: Timeline, key: Ed25519PrivateKey, *, by: Actor) -> None:
    """Offer two services, follow the neighbour after one of its packages came as a file, and hear of a newer one."""
    for slug, (days, summary) in OFFERED.items():
        timeline.at(timeline.ago(days, hour=14), partial(_pass_on, slug, summary, by=by))
    firewood: list[bytes] = []

    def follow() -> None:
        firewood.append(_firewood(key))
        _subscribe(key, by=by)
        _hear(key, [takeover.package(1, key, made_at=timeline.ago(takeover.TAKEN_OVER).date()), *firewood], by=by)

    timeline.at(timeline.ago(_FOLLOWED, hour=11), follow)
    timeline.at(
        timeline.ago(_CHANGED_THERE, hour=8),
        lambda: _hear(key, [takeover.package(2, key, made_at=clock.today()), *firewood], by=by),
    )


def _pass_on(slug: str, summary: str, *, by: Actor) -> None:
    packing.pack_service(Service.objects.get(slug=slug), summary=summary, by=by)


def _subscribe(key: Ed25519PrivateKey, *, by: Actor) -> None:
    found = Contact(PAGE, FEED, takeover.TOWN, takeover.ARS, fingerprint(public_of(key)), ())
    following.subscribe(found, by=by)


def _hear(key: Ed25519PrivateKey, packages: list[bytes], *, by: Actor) -> None:
    """The feed says what the neighbour offers, and what is new comes."""
    entries = {entry.package: (entry, data) for entry, data in ((_entry(data), data) for data in packages)}
    feed = Feed(
        id="urn:uuid:4f0a7c55-6a0e-4c5e-8a3a-5d6b3f1c2e10",
        town=takeover.TOWN,
        ars=takeover.ARS,
        key=fingerprint(public_of(key)),
        home=PAGE,
        updated=clock.now(),
        entries=tuple(entry for entry, _data in entries.values()),
        reports=(Report(LEARNED, f"{PAGE}erfahrungen/lastenrad/", clock.now(), takeover.PACKAGE, 1),),
    )
    following.take_in(Subscription.objects.get(feed=FEED), Answer(FEED, b"", ATOM, "", ""), feed, by=by)
    for arrival in Arrival.objects.select_related("subscription__origin").filter(received=None):
        following.arrive(arrival, entries[str(arrival.package)][1], by=by)


def _firewood(key: Ed25519PrivateKey) -> bytes:
    """Another service of the neighbour, which the town has not."""
    texts = json.loads((takeover.FOLDER / "brennholz.json").read_text(encoding="utf-8"))
    contents = ServiceContents((takeover.FOLDER / "brennholz.xml").read_bytes(), {}, texts)
    asked = contents.reading(land=scope.current().land).questionnaire
    contents = replace(contents, trials=trials.make(asked, clock.today()))
    cover = takeover.cover(FIREWOOD, 1, texts["name"], "Läuft bei uns seit zwei Wintern.", made_at=clock.today())
    return build(contents.to_files(), cover, key)


def _entry(data: bytes) -> Entry:
    package = read(data)
    address = f"{PAGE}pakete/{package.manifest.package}/{package.manifest.version}/"
    return Entry.of(
        package.manifest,
        package_hash=package.hash,
        page=address,
        file=f"{address}paket.rathaus",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        updated=clock.now(),
    )

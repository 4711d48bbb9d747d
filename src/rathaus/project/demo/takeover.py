"""What the demo town took over from a neighbour, who has changed it since. The neighbour is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.catalogue.texts import ServiceTexts, read_texts_file
from rathaus.exchange.actions import installing, receiving
from rathaus.exchange.contents import trials
from rathaus.exchange.contents.service import ServiceContents, texts_of
from rathaus.exchange.models import Copy
from rathaus.exchange.package import Cover, Kind, build
from rathaus.people.models import Department
from rathaus.project.demo.timeline import Timeline
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor

FOLDER = Path(__file__).parent / "ahornwerder"
PACKAGE = "0d8ac0de-3a1b-4c55-9c4d-5f1f6a0f5e01"
TOWN, ARS, ADDRESS = "Stadt Ahornwerder (erfunden)", "059990000997", "https://ahornwerder.example"
TAKEN_OVER = 64
"""Days ago."""


def schedule(timeline: Timeline, key: Ed25519PrivateKey, department: Department, *, by: Actor) -> None:
    """Let a service come from the neighbour, as a file."""
    timeline.at(timeline.ago(TAKEN_OVER, hour=14), partial(take_over, key, department, by=by))


def take_over(key: Ed25519PrivateKey, department: Department, *, by: Actor) -> Copy:
    """Put the neighbour's service up as the town wants it: with a deposit of its own, and where the bike is fetched."""
    received = receiving.receive(
        package(1, key, made_at=clock.today()), came_from="lastenrad-ausleihen-1.rathaus", by=by
    )
    copy = installing.install(received, by=by)
    contents, _reading = installing.draft_of(copy)
    own = {
        "cost": "Die Ausleihe ist kostenlos. Sie hinterlegen 30 Euro.",
        "contact": "Bauhof, Industriestraße 14",
    }
    texts = ServiceTexts.from_json({**contents.service_texts().to_json(), **own})
    installing.put_up(copy, texts=texts, department=department, slug="lastenrad-ausleihen", by=by)
    return copy


def package(version: int, key: Ed25519PrivateKey, *, made_at: dt.date) -> bytes:
    """What the neighbour released: the second version asks about children, lends for a week, and has a new deposit."""
    said = cover(
        PACKAGE,
        version,
        "Lastenrad ausleihen",
        "Ein Rad, ein Antrag mit sechs Fragen: läuft bei uns seit Mai.",
        made_at=made_at,
    )
    return build(_contents(version, made_at).to_files(), said, key)


def cover(package_id: str, version: int, name: str, summary: str, *, made_at: dt.date) -> Cover:
    """What the neighbour says of a package of its own."""
    return Cover(
        kind=Kind.SERVICE,
        package=package_id,
        name=name,
        summary=summary,
        version=version,
        town=TOWN,
        ars=ARS,
        address=ADDRESS,
        licence="CC0-1.0",
        made_at=made_at,
    )


@cache
def _contents(version: int, day: dt.date) -> ServiceContents:
    file = read_texts_file((FOLDER / "texte.json").read_bytes())
    contents = ServiceContents(
        definition=(FOLDER / f"lastenrad-{version}.xml").read_bytes(),
        lists={},
        texts=texts_of(file.texts),
        positions=dict(file.roles),
        letters=dict(file.texts.letters),
    )
    if version > 1:
        changed = {
            "cost": "Die Ausleihe ist kostenlos. Sie hinterlegen 80 Euro.",
            "deadline": "Spätestens drei Tage vorher.",
        }
        contents = replace(contents, texts={**contents.texts, **changed})
    asked = contents.reading(land=scope.current().land).questionnaire
    return replace(contents, trials=trials.make(asked, day))

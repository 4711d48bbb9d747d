"""What the town passes on: the packages on offer, as people and as other towns see them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from rathaus.catalogue.models import Service
from rathaus.exchange import holdings
from rathaus.exchange.actions.packing import town_key
from rathaus.exchange.feed import Entry, Feed
from rathaus.exchange.feed.model import MOST_ENTRIES, Report
from rathaus.exchange.holdings import Holdings
from rathaus.exchange.models import Call, Experience, Meeting, Release
from rathaus.exchange.package import Manifest, fingerprint
from rathaus.exchange.package.manifest import digest
from rathaus.exchange.package.signing import public_of
from rathaus.towns import scope

_FEED = uuid.UUID("6f1d3c0e-5f0b-4b8e-9a55-0f6f2e7c1a42")
"""The namespace of the ids of feeds, one per town."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file of a release says of itself, which never changes."""

    manifest: Manifest
    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Ways:
    """What else there is to see in public."""

    meetings: bool
    reports: bool
    calls: bool

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return self.meetings or self.reports or self.calls


def ways() -> Ways:
    """What of meetings, reports and calls the town has published."""
    return Ways(*(kind.objects.filter(published_at__isnull=False).exists() for kind in (Meeting, Experience, Call)))


@dataclass(frozen=True, slots=True)
class Offer:
    """A release on offer."""

    release: Release
    facts: Facts

    @property
    def manifest(self) -> Manifest:
        """What the package says of itself."""
        return self.facts.manifest

    @property
    def address(self) -> str:
        """The path of its page."""
        return reverse("exchange:offered", args=[self.release.package_id, self.release.version])

    @property
    def file(self) -> str:
        """The path of its file."""
        return reverse("exchange:offered_file", args=[self.release.package_id, self.release.version])

    @property
    def holdings(self) -> Holdings | None:
        """What it holds, for its own page: lists do without, as it takes reading all that is inside."""
        return _holdings(self.release.pk)

    def content(self) -> bytes:
        """The file itself."""
        return Release.objects.get(pk=self.release.pk).file()


def own_fingerprint() -> str:
    """The fingerprint of the town's key, which others compare."""
    return fingerprint(public_of(town_key()))


def newest() -> list[Offer]:
    """The newest version of each package on offer, by name."""
    found: dict[UUID, Release] = {}
    for row in _on_offer():
        found.setdefault(row.package_id, row)
    return sorted((Offer(row, _facts_of(row)) for row in found.values()), key=lambda one: one.manifest.name.casefold())


def all_versions() -> Iterator[Offer]:
    """Every version on offer, the newest first."""
    return (Offer(row, _facts_of(row)) for row in _on_offer())


def _on_offer() -> QuerySet[Release]:
    return Release.objects.filter(package__offered=True).defer("data").order_by("-made_at", "-version")


def versions_of(package_id: UUID) -> list[Offer]:
    """The versions of one package on offer, the newest first; none where it is not offered."""
    rows = Release.objects.filter(package_id=package_id, package__offered=True).defer("data").order_by("-version")
    return [Offer(row, _facts_of(row)) for row in rows]


def service_of(package_id: UUID) -> Service | None:
    """The service that a package on offer was made of, while the town itself still offers it."""
    return Service.objects.filter(packages=package_id, current__isnull=False, withdrawn_at__isnull=True).first()


def _facts_of(release: Release) -> Facts:
    return _facts(release.pk)


@lru_cache(maxsize=1024)
def _facts(release_id: UUID) -> Facts:
    release = Release.objects.get(pk=release_id)
    data, package = release.file(), release.read()
    return Facts(package.manifest, digest(data), package.file_name)


@lru_cache(maxsize=1024)
def _holdings(release_id: UUID) -> Holdings | None:
    return holdings.of(Release.objects.get(pk=release_id).read())


def feed(base: str) -> Feed:
    """The town's feed. `base`: the address of the town without a slash at its end."""
    entries, reports = tuple(_entries(all_versions(), base)), tuple(_reports(base))
    town = scope.current()
    return Feed(
        id=uuid.uuid5(_FEED, str(town.pk)).urn,
        town=town.name,
        ars=town.ars,
        key=own_fingerprint(),
        home=base + reverse("exchange:offers"),
        updated=max([*(one.updated for one in entries), *(one.updated for one in reports)], default=town.created_at),
        entries=entries,
        reports=reports,
    )


def _reports(base: str) -> Iterator[Report]:
    """The experience reports that everybody may see, the newest first."""
    for row in Experience.objects.filter(published_at__isnull=False).order_by("-published_at", "slug")[:MOST_ENTRIES]:
        if row.published_at is None:  # the rows say otherwise; the types do not know
            continue
        package, version = (str(row.package), row.package_version) if row.package_version else ("", 0)
        title = "".join(sign for sign in row.title if sign.isprintable())
        page = base + reverse("exchange:report", args=[row.slug])
        yield Report(title, page, row.published_at, package, version)


def _entries(offers: Iterable[Offer], base: str) -> Iterator[Entry]:
    for offer in offers:
        yield Entry.of(
            offer.manifest,
            package_hash=offer.release.hash,
            page=base + offer.address,
            file=base + offer.file,
            sha256=offer.facts.sha256,
            size=offer.release.size,
            updated=offer.release.made_at,
        )

"""Reads: packages of the town, copies of others', and what waits to be taken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.db.models import Prefetch, QuerySet

from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange import holdings
from rathaus.exchange.contents import gathering, trials
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.trials import Surprise
from rathaus.exchange.holdings import Holdings
from rathaus.exchange.models import Copy, ForeignPackage, OwnPackage, PackageKind, Received, Release
from rathaus.exchange.package import Manifest
from rathaus.exchange.package.manifest import digest
from rathaus.exchange.updates.model import Difference
from rathaus.exchange.updates.services import Update
from rathaus.people.permissions import Grants, Permission
from rathaus.towns import scope


def own_packages(grants: Grants) -> QuerySet[OwnPackage]:
    """What somebody may pass on, with the releases."""
    found = OwnPackage.objects.select_related("service__current").prefetch_related(
        Prefetch("releases", Release.objects.defer("data"))
    )
    return _seen(found, grants).order_by("name")


def foreign_packages(grants: Grants) -> QuerySet[ForeignPackage]:
    """What came from others, with the versions and what became of it."""
    kinds = [
        kind
        for kind, permission in (
            (PackageKind.SERVICE, Permission.SERVICES),
            (PackageKind.STRATEGY, Permission.STRATEGY),
        )
        if grants.allow(permission)
    ]
    copies = Copy.objects.select_related("base", "service").defer("base__data")
    return (
        ForeignPackage.objects.select_related("origin")
        .filter(kind__in=kinds)
        .prefetch_related(
            Prefetch("versions", Received.objects.defer("data")),
            Prefetch("copies", copies),
        )
    )


def _seen(found: QuerySet[OwnPackage], grants: Grants) -> QuerySet[OwnPackage]:
    mine = found.none()
    if grants.allow(Permission.SERVICES):
        mine = found.filter(service__department__in=grants.where(Permission.SERVICES))
    return mine | found.filter(kind=PackageKind.STRATEGY) if grants.allow(Permission.STRATEGY) else mine


def target_of(copy: Copy) -> Received | None:
    """The newest version of its origin that a copy has not taken yet."""
    newest = Received.objects.filter(package_id=copy.package_id).order_by("-version").first()
    return newest if newest is not None and newest.version > copy.base.version else None


class Compared(Protocol):
    """Three states compared."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the origin changed and the town does not have."""


@dataclass(frozen=True)
class Waiting:
    """A newer version beside what the town has, and what was decided of it so far (`Copy.decisions`)."""

    copy: Copy
    target: Received
    update: Compared

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the origin changed and the town does not have."""
        return self.update.differences

    @property
    def choices(self) -> tuple[Difference, ...]:
        """What is to be decided."""
        return tuple(one for one in self.differences if one.takeable)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The keys of what was taken."""
        return self._decided("take")

    @cached_property
    def kept(self) -> frozenset[str]:
        """The keys of that for which the own is kept."""
        return self._decided("keep")

    def _decided(self, name: str) -> frozenset[str]:
        """A decision counts for one version of the origin beside one own state; after another, it is asked again."""
        decided = self.copy.decisions if self.copy.decisions.get("version") == self.target.version else {}
        return frozenset(one.key for one in self.choices if one.mark in decided.get(name, ()))

    @property
    def open(self) -> tuple[Difference, ...]:
        """What nobody has decided yet."""
        return tuple(one for one in self.choices if one.key not in self.taken | self.kept)


@dataclass(frozen=True)
class Pending(Waiting):
    """The same for a service."""

    update: Update
    version: ServiceVersion

    @cached_property
    def draft(self) -> ServiceContents:
        """The town's service with what was taken."""
        return self.update.taken(self.taken)

    @cached_property
    def reading(self) -> Reading:
        """The draft as it would run here."""
        return self.draft.reading(land=scope.current().land)

    @cached_property
    def texts(self) -> ServiceTexts:
        """The draft's texts with those that are the town's own."""
        return self.draft.service_texts(ServiceTexts.from_json(self.version.texts))

    @cached_property
    def surprises(self) -> tuple[Surprise, ...]:
        """Trials of the origin that come out otherwise in the draft."""
        return tuple(trials.run(self.draft.trials, self.reading.questionnaire))

    def mark(self, surprise: Surprise) -> str:
        """What is kept of somebody's having looked at a trial: this one, with this outcome."""
        said = "\n".join([str(self.target.hash), str(surprise.number), *map(str, surprise.sentences)])
        return digest(said.encode())

    @property
    def unseen(self) -> tuple[Surprise, ...]:
        """Trials that came out otherwise and that nobody has looked at."""
        seen = set(self.copy.looked_at)
        return tuple(one for one in self.surprises if self.mark(one) not in seen)


def pending(copy: Copy) -> Pending | None:
    """What waits to be taken into a service; None where nothing does, or the copy is not put up."""
    target = target_of(copy)
    if target is None or copy.service is None or copy.service.current is None:
        return None
    version = copy.service.current
    update = Update.of(
        ServiceContents.from_files(copy.base.read().files),
        gathering.of_version(version),
        ServiceContents.from_files(target.read().files),
    )
    return Pending(copy, target, update, version)


@dataclass(frozen=True)
class Standing:
    """A package of another town and what became of it here."""

    package: ForeignPackage
    newest: int
    copy: Copy | None

    @property
    def waits(self) -> bool:
        """Whether its origin has something newer than what was put up here."""
        return self.copy is not None and self.is_up and self.newest > self.copy.base.version

    @property
    def is_strategy(self) -> bool:
        """Whether it is a part of a strategy, not a service."""
        return self.package.kind == PackageKind.STRATEGY

    @property
    def is_up(self) -> bool:
        """Whether it is more than a draft here."""
        return self.copy is not None and (self.copy.service_id is not None or bool(self.copy.rows))


def standing(package: ForeignPackage) -> Standing:
    """How it stands with a package; from the prefetched rows of `foreign_packages`."""
    versions = [one.version for one in package.versions.all()]
    return Standing(package, max(versions, default=0), next(iter(package.copies.all()), None))


def foreign(grants: Grants) -> list[Standing]:
    """Everything that came from others."""
    return [standing(one) for one in foreign_packages(grants)]


@dataclass(frozen=True)
class Inside:
    """A package for people: what it says of itself, and what it holds."""

    manifest: Manifest
    hash: str
    holdings: Holdings | None


def inside(row: Received | Release) -> Inside:
    """What is in a package."""
    package = row.read()
    return Inside(package.manifest, package.hash, holdings.of(package))

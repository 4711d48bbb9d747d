"""Making packages of what the town has published, signed with its own key."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError
from django.utils.translation import gettext as _

from rathaus.catalogue.models import Service
from rathaus.exchange.actions.showing import show
from rathaus.exchange.contents import contacts, gathering
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy, OwnPackage, PackageKind, Release
from rathaus.exchange.package import Ancestor, Cover, Kind, PackageError, build, read
from rathaus.exchange.placed import Placed
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.protection.keys import signing_key
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Host
from rathaus.towns.transactions import atomic_write
from rathaus.web.telling import said

_PURPOSE = "rathaus packages 1"
LICENCE = "CC-BY-4.0"
"""Proposed for what a town passes on; it chooses another one where it wants to."""


class NothingNew(ExchangeError):
    """The last version (`release`) holds just what a new one would."""

    def __init__(self, release: Release) -> None:
        super().__init__(_("Seit Fassung %d hat sich nichts geändert.") % release.version)
        self.release = release


def town_key() -> Ed25519PrivateKey:
    """The key with which the town in scope signs its packages: kept with its other keys, outside the database."""
    return signing_key(scope.current_id(), _PURPOSE)


def pack_service(service: Service, *, licence: str = LICENCE, summary: str = "", by: Actor) -> Release:
    """Make the next version of a service's package, of what it publishes now.

    Raises `ExchangeError` where there is nothing to pack or nothing new, `NotAllowed`.
    """
    require(by, Permission.SERVICES, service)
    version = service.current
    if version is None:
        raise ExchangeError(_("Diese Leistung ist noch nicht veröffentlicht."))
    package = OwnPackage.objects.filter(service=service).first() or OwnPackage(
        kind=PackageKind.SERVICE, service=service
    )
    package.name, package.summary, package.licence = version.texts["name"], summary.strip(), licence.strip()
    contents = gathering.to_pass_on(version, today=clock.today())
    return _release(package, contents.to_files(), lineage=_lineage(service), number=version.number, by=by)


def pack_measures(
    measures: Collection[str],
    *,
    name: str,
    licence: str = LICENCE,
    summary: str = "",
    package: OwnPackage | None = None,
    by: Actor,
) -> Release:
    """Make a package of measures of the published strategy, by their ids: a new one, or the next version of one.

    Raises `ExchangeError` where none of them is published or nothing is new, `NotAllowed`.
    """
    require(by, Permission.STRATEGY)
    contents = gathering.of_strategy(measures)
    if not contents.goals:
        raise ExchangeError(_("Wählen Sie mindestens eine veröffentlichte Maßnahme."))
    package = package or OwnPackage(kind=PackageKind.STRATEGY)
    package.name, package.summary, package.licence = name.strip(), summary.strip(), licence.strip()
    package.measures = [one.id for one in contents.measures]
    return _release(package, contents.to_files(), lineage=_lineage_of(package.measures), number=None, by=by)


def _lineage(service: Service) -> tuple[Ancestor, ...]:
    """What the service was made from, where it is a copy."""
    copy = Copy.objects.select_related("base").filter(service=service).first()
    return _ancestors(copy) if copy else ()


def _lineage_of(measures: Collection[str]) -> tuple[Ancestor, ...]:
    """What measures were made from, where some of them came from other towns; each ancestor once."""
    copies = Copy.objects.select_related("base").filter(package__kind=PackageKind.STRATEGY).order_by("installed_at")
    found: dict[Ancestor, None] = {}
    for copy in copies:
        if Placed.is_kept(copy.rows) and set(Placed.from_json(copy.rows).measures.values()) & set(measures):
            found |= dict.fromkeys(_ancestors(copy))
    return tuple(found)


def _ancestors(copy: Copy) -> tuple[Ancestor, ...]:
    base = copy.base.read()
    return (*base.manifest.lineage, base.ancestor())


def _release(
    package: OwnPackage, files: Mapping[str, bytes], *, lineage: tuple[Ancestor, ...], number: int | None, by: Actor
) -> Release:
    """Sign and keep the next version.

    Raises `NothingNew` where it would hold what the one before holds, `ExchangeError` where it would name somebody or
    no town could read it.
    """
    _check(package, files)
    before = None if package._state.adding else package.releases.first()
    if before is not None and before.source_number == number and dict(before.read().files) == dict(files):
        raise NothingNew(before)
    next_version = before.version + 1 if before else 1
    town = scope.current()
    host = Host.objects.filter(municipality=town).order_by("hostname").first()
    cover = Cover(
        kind=Kind(package.kind),
        package=str(package.pk),
        name=package.name,
        summary=package.summary,
        version=next_version,
        town=town.name,
        ars=town.ars,
        address=f"https://{host}" if host else "",
        licence=package.licence,
        made_at=clock.today(),
        lineage=lineage,
    )
    data = build(files, cover, town_key())
    hash_, packed = read(data).hash, zlib.compress(data, 9)
    try:
        with atomic_write():
            package.save()
            release = Release.objects.create(
                package=package,
                version=next_version,
                hash=hash_,
                data=packed,
                size=len(data),
                source_number=number,
                made_by=by.label,
            )
            show()
            details = {"package": str(package.pk), "name": package.name, "version": next_version, "hash": hash_}
            audit.record("exchange.packed", release, by=by, details=details)
    except IntegrityError as error:
        raise ExchangeError(_("Dieses Paket wird gerade von jemand anderem gepackt.")) from error
    return release


def _check(package: OwnPackage, files: Mapping[str, bytes]) -> None:
    if named := contacts.first(files, package.name, package.summary):
        raise ExchangeError(named)
    kind = StrategyContents if package.kind == PackageKind.STRATEGY else ServiceContents
    try:
        kind.from_files(files)
    except PackageError as error:
        raise ExchangeError(said(error.sentence)) from error


def offer(package: OwnPackage, offered: bool, *, by: Actor) -> None:
    """Show a package to other towns, or no longer. What they have taken, they keep."""
    if package.service is None:
        require(by, Permission.STRATEGY)
    else:
        require(by, Permission.SERVICES, package.service)
    with atomic_write():
        package.offered = offered
        package.save(update_fields=["offered"])
        show()
        audit.record("exchange.offered" if offered else "exchange.withdrawn", package, by=by)

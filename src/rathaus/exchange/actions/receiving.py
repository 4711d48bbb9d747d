"""Packages of other towns: checked, tied to the key that their origin always had, and kept."""

from __future__ import annotations

import zlib

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import ForeignPackage, Origin, OwnPackage, Received
from rathaus.exchange.package import Kind, Manifest, Package, PackageError, read
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.names import is_of_here, skeleton
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.questionnaire.language import Sentence
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

PERMISSIONS = {Kind.SERVICE: Permission.SERVICES, Kind.STRATEGY: Permission.STRATEGY}
_FINGERPRINT = 64


def receive(data: bytes, *, came_from: str, by: Actor) -> Received:
    """Check a package and keep it; nothing of it runs yet. One that is known comes back as it is.

    The key of a new origin is pinned. Raises `PackageError` for anything wrong with the file, for another key than the
    pinned one and for an older version than was seen; `NotAllowed`.
    """
    package = read(data)
    require(by, PERMISSIONS[package.manifest.kind])
    check_contents(package, land=scope.current().land)
    packed = zlib.compress(data, 9)
    try:
        with atomic_write():
            origin = _origin_of(package.manifest, lock=True)
            known = _package_of(package.manifest)
            found = _refusal(package, origin, known) or _version_of(package, known)
            if found is None:
                found = _keep(package, packed, len(data), came_from, origin, known, by)
    except IntegrityError as error:
        raise ExchangeError(_("Dieses Paket wird gerade von jemand anderem eingelesen.")) from error
    if isinstance(found, Sentence):
        raise PackageError(found)
    return found


def refusal_of(package: Package) -> Sentence | None:
    """Why `receive` would refuse a sound package; None where it would not."""
    return _refusal(package, _origin_of(package.manifest), _package_of(package.manifest))


def check_contents(package: Package, *, land: str) -> None:
    """Raise `PackageError` where the entries are not what their kind of package holds."""
    if package.manifest.kind is Kind.STRATEGY:
        StrategyContents.from_files(package.files)
    else:
        ServiceContents.from_files(package.files).reading(land=land)


def mark_of(manifest: Manifest) -> str:
    """What an origin is known by: its regional key, else its address, else its name."""
    origin = manifest.origin
    return (origin.ars or origin.address or origin.name)[:250]


def _looks_like(manifest: Manifest) -> str:
    """The town that a new origin with another key could be taken for; empty where there is none.

    Towns of one name are told apart by their regional keys. Whoever names none has no way to borrow a name.
    """
    said, town = manifest.origin, scope.current()
    looks = skeleton(said.name)
    if looks == skeleton(town.name) and said.ars in ("", town.ars):
        return str(town.name)
    for origin in Origin.objects.exclude(key=said.key):
        has_both = bool(said.ars) and origin.mark.isdecimal()
        if (said.address and said.address == origin.address) or (looks == skeleton(origin.name) and not has_both):
            return origin.name
    return ""


def _origin_of(manifest: Manifest, *, lock: bool = False) -> Origin | None:
    rows = Origin.objects.select_for_update() if lock else Origin.objects.all()
    return rows.filter(mark=mark_of(manifest)).first()


def _package_of(manifest: Manifest) -> ForeignPackage | None:
    return ForeignPackage.objects.select_related("origin").filter(package=manifest.package).first()


def _version_of(package: Package, known: ForeignPackage | None) -> Received | None:
    return Received.objects.filter(package=known, hash=package.hash).first() if known else None


def _refusal(package: Package, origin: Origin | None, known: ForeignPackage | None) -> Sentence | None:
    manifest = package.manifest
    if OwnPackage.objects.filter(pk=manifest.package).exists():
        return sentence("Das ist ein Paket Ihrer eigenen Kommune.")
    if not is_of_here(manifest.origin.name):
        return sentence(
            "Der Name „{origin}“ enthält Buchstaben, die anderen nur ähnlich sehen. So heißt keine Kommune.",
            origin=manifest.origin.name,
        )
    if origin is not None and origin.key != manifest.origin.key:
        return sentence(
            "Das Paket ist mit einem anderen Schlüssel unterschrieben als alles, was bisher von {origin} kam. "
            "Fragen Sie dort nach, bevor Sie den neuen Schlüssel annehmen.",
            origin=origin.name,
        )
    if known is not None and known.origin_id != (origin.pk if origin else None):
        return sentence("Dieses Paket gehört {origin}; es kommt jetzt von anderswo.", origin=known.origin.name)
    if origin is None and (like := _looks_like(manifest)):
        return sentence(
            "Das Paket gibt sich als eines von {origin} aus, ist aber mit einem anderen Schlüssel unterschrieben. "
            "Fragen Sie dort nach.",
            origin=like,
        )
    if known is not None and manifest.version < known.newest:
        return sentence(
            "Fassung {version} ist älter als Fassung {newest}, die hier schon bekannt ist.",
            version=manifest.version,
            newest=known.newest,
        )
    if known is not None and manifest.version == known.newest and _version_of(package, known) is None:
        return sentence("Fassung {version} ist hier schon mit anderem Inhalt bekannt.", version=manifest.version)
    return None


def _keep(
    package: Package,
    packed: bytes,
    size: int,
    came_from: str,
    origin: Origin | None,
    known: ForeignPackage | None,
    by: Actor,
) -> Received:
    manifest = package.manifest
    if origin is None:
        said = manifest.origin
        origin = Origin.objects.create(
            mark=mark_of(manifest), name=said.name, address=said.address, key=said.key, pinned_by=by.label
        )
    if known is None:
        known = ForeignPackage(origin=origin, package=manifest.package, kind=manifest.kind.value)
    known.name, known.newest = manifest.name, manifest.version
    known.save()
    received = Received.objects.create(
        package=known,
        version=manifest.version,
        hash=package.hash,
        data=packed,
        size=size,
        came_from=came_from[:1000],
        received_by=by.label,
    )
    details = {"package": manifest.package, "version": manifest.version, "hash": package.hash, "key": origin.key}
    audit.record("exchange.received", received, by=by, details=details | {"origin": origin.mark})
    return received


def trust_new_key(origin: Origin, fingerprint: str, *, by: Actor) -> None:
    """Pin another key for an origin, after somebody has asked there. Raises `ExchangeError`, `NotAllowed`."""
    require(by, Permission.ADMINISTER)
    new = "".join(fingerprint.lower().split())
    if len(new) != _FINGERPRINT or not set(new) <= set("0123456789abcdef"):
        raise ExchangeError(_("Ein Fingerabdruck hat 64 Zeichen: Ziffern und Buchstaben von a bis f."))
    if new == origin.key:
        raise ExchangeError(_("Diesen Schlüssel hat die Herkunft schon."))
    with atomic_write():
        before, origin.key, origin.pinned_at, origin.pinned_by = origin.key, new, timezone.now(), by.label
        origin.save(update_fields=["key", "pinned_at", "pinned_by"])
        audit.record(
            "exchange.key_changed", origin, by=by, details={"origin": origin.mark, "before": before, "after": new}
        )

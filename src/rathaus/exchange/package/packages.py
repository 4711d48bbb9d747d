"""Building a package, and reading one that came from anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.exchange.package import signing
from rathaus.exchange.package.archive import MANIFEST, SIGNATURE, pack, unpack
from rathaus.exchange.package.errors import PackageError
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.limits import LIMITS, Limits
from rathaus.exchange.package.manifest import Ancestor, Content, Kind, Manifest, Origin, digest, parse


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose structure, hashes and signature were found in order. `key` is the raw key that signed it.

    Whether that is the key which the origin always had is another question (`rathaus.exchange.actions.trusting`).
    """

    manifest: Manifest
    files: Mapping[str, bytes]
    hash: str
    key: bytes

    @property
    def file_name(self) -> str:
        """How its file is called."""
        letters = [letter if letter.isalnum() else "-" for letter in self.manifest.name.casefold()]
        name = "-".join(part for part in "".join(letters).split("-") if part)[:60].strip("-")
        return f"{name or 'paket'}-{self.manifest.version}.rathaus"

    def ancestor(self) -> Ancestor:
        """This package as the lineage of one made from it names it."""
        manifest = self.manifest
        return Ancestor(manifest.package, manifest.version, self.hash, manifest.origin.key)


@dataclass(frozen=True, slots=True)
class Cover:
    """What a new package says about itself, its contents apart. The origin's key is filled in by signing."""

    kind: Kind
    package: str
    name: str
    version: int
    town: str
    ars: str
    address: str
    licence: str
    made_at: dt.date
    summary: str = ""
    lineage: tuple[Ancestor, ...] = ()


def build(files: Mapping[str, bytes], cover: Cover, key: Ed25519PrivateKey) -> bytes:
    """The signed file; the same input gives the same bytes. :class:`PackageError` where it could not be read back."""
    manifest = Manifest(
        kind=cover.kind,
        package=cover.package,
        name=cover.name,
        summary=cover.summary,
        version=cover.version,
        origin=Origin(cover.town, cover.ars, cover.address, signing.fingerprint(signing.public_of(key))),
        lineage=cover.lineage,
        licence=cover.licence,
        made_at=cover.made_at,
        contents={path: Content(digest(data), len(data)) for path, data in files.items()},
    ).to_bytes()
    data = pack({**files, MANIFEST: manifest, SIGNATURE: signing.sign(manifest, key)})
    read(data)
    return data


def read(data: bytes, limits: Limits = LIMITS) -> Package:
    """Check a package to the last byte. Raises :class:`PackageError` with one sentence on the first thing wrong."""
    entries = unpack(data, limits)
    raw, signed = entries.pop(MANIFEST, None), entries.pop(SIGNATURE, None)
    if raw is None or signed is None:
        raise PackageError(
            sentence("Dem Paket fehlt {name}.", name=MANIFEST if raw is None else SIGNATURE),
        )
    if len(raw) > limits.manifest or len(signed) > limits.manifest:
        raise PackageError(sentence("Das Verzeichnis des Pakets ist zu groß."))
    manifest = parse(raw)
    key = signing.verify(raw, signed)
    if signing.fingerprint(key) != manifest.origin.key:
        raise PackageError(sentence("Das Paket ist mit einem anderen Schlüssel unterschrieben, als es selbst nennt."))
    _check_contents(manifest, entries)
    return Package(manifest, MappingProxyType(entries), digest(raw), key)


def _check_contents(manifest: Manifest, entries: Mapping[str, bytes]) -> None:
    for path in manifest.contents:
        if path not in entries:
            raise PackageError(sentence("Im Paket fehlt der Eintrag „{name}“.", name=path))
    for path, data in entries.items():
        known = manifest.contents.get(path)
        if known is None:
            raise PackageError(sentence("Im Paket liegt „{name}“, das nicht in seinem Verzeichnis steht.", name=path))
        if (digest(data), len(data)) != (known.sha256, known.size):
            raise PackageError(sentence("Der Eintrag „{name}“ wurde verändert.", name=path))

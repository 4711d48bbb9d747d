"""What a package says about itself: `manifest.json`, in canonical JSON."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rathaus.exchange.package.errors import PackageError
from rathaus.exchange.package.language import sentence

FORMAT = 1
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_TEXT, _LONGEST_LINEAGE = 1000, 100
_MOST_VERSIONS = 10**9


class Kind(StrEnum):
    """What is in a package."""

    SERVICE = "service"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True)
class Origin:
    """The town that made it: name, regional key (ARS, empty where it has none), address, fingerprint of its key."""

    name: str
    ars: str
    address: str
    key: str


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A package that this one was made from: `hash` is that of its manifest, `origin` the fingerprint of its key."""

    package: str
    version: int
    hash: str
    origin: str


@dataclass(frozen=True, slots=True)
class Content:
    """One entry: SHA-256 and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The statement that is signed. `lineage` goes from the first ancestor to the direct one."""

    kind: Kind
    package: str
    name: str
    summary: str
    version: int
    origin: Origin
    lineage: tuple[Ancestor, ...]
    licence: str
    made_at: dt.date
    contents: Mapping[str, Content]

    def to_bytes(self) -> bytes:
        """Canonical JSON: keys sorted, UTF-8, no blanks."""
        values = {
            "format": FORMAT,
            "kind": self.kind.value,
            "package": self.package,
            "name": self.name,
            "summary": self.summary,
            "version": self.version,
            "origin": asdict(self.origin),
            "lineage": [asdict(one) for one in self.lineage],
            "licence": self.licence,
            "made_at": self.made_at.isoformat(),
            "contents": {path: asdict(one) for path, one in self.contents.items()},
        }
        return canonical(values)


def canonical(value: Any) -> bytes:
    """JSON with one form only: keys sorted, UTF-8, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes) -> Manifest:
    """The manifest in these bytes; :class:`PackageError` where they are none of format 1, or not in canonical form."""
    values = _object(data)
    version = values.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        raise PackageError(
            sentence(
                "Das Paket hat das Format {format}; dieses Haus kennt nur Format {known}. "
                "Bringen Sie es auf den neuen Stand.",
                format=min(version, _MOST_VERSIONS),
                known=FORMAT,
            )
        )
    try:
        manifest = _manifest(values)
        is_canonical = version == FORMAT and manifest.to_bytes() == data
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _bad() from error
    if not is_canonical:
        raise _bad()
    return manifest


def load(data: bytes) -> Any:
    """The JSON value in these bytes; ValueError for anything else, however deep or long."""
    try:
        return json.loads(data.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("too deep") from error


def _object(data: bytes) -> dict[str, Any]:
    try:
        values = load(data)
    except ValueError as error:
        raise _bad() from error
    if not isinstance(values, dict):
        raise _bad()
    return values


def _bad() -> PackageError:
    return PackageError(sentence("Das Verzeichnis des Pakets (manifest.json) ist beschädigt oder unvollständig."))


def _manifest(values: dict[str, Any]) -> Manifest:
    lineage = [Ancestor(**one) for one in values["lineage"]]
    contents = {_text(path): Content(**one) for path, one in values["contents"].items()}
    _check(len(lineage) <= _LONGEST_LINEAGE)
    for ancestor in lineage:
        _check(_is_id(ancestor.package) and _is_number(ancestor.version))
        _check(_is_hash(ancestor.hash) and _is_hash(ancestor.origin))
    for content in contents.values():
        _check(_is_hash(content.sha256) and type(content.size) is int and content.size >= 0)
    origin = Origin(**values["origin"])
    _check(_is_hash(origin.key) and re.fullmatch(r"(?:[0-9]{12})?", _text(origin.ars)) is not None)
    _check(_is_id(values["package"]) and _is_number(values["version"]))
    return Manifest(
        kind=Kind(values["kind"]),
        package=values["package"],
        name=_text(values["name"]),
        summary=_text(values["summary"]),
        version=values["version"],
        origin=Origin(_text(origin.name), origin.ars, _text(origin.address), origin.key),
        lineage=tuple(lineage),
        licence=_text(values["licence"]),
        made_at=dt.date.fromisoformat(values["made_at"]),
        contents=contents,
    )


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("not a manifest")


def _text(value: Any) -> str:
    _check(isinstance(value, str) and len(value) <= _LONGEST_TEXT and (value.isprintable() or value == ""))
    return str(value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and str(UUID(value)) == value


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_number(value: Any) -> bool:
    return type(value) is int and 1 <= value <= _MOST_VERSIONS

"""The town's keys, in a file outside the database: ``RATHAUS_KEY_DIR/<municipality id>.key``, mode 0600.

The file is JSON: the keys that wrap data keys (the last one wraps new ones, the older ones only unwrap until a rotation
is finished, see ``rotation``) and the Ed25519 key that signs the heads of the audit chain. Losing it loses every sealed
byte of the town; a copy in the same archive as the data protects nothing.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from rathaus.protection.disk import write_new_synced, write_replacing_synced
from rathaus.protection.errors import KeyMissing
from rathaus.towns.models import Municipality

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class WrappingKey:
    """One key that wraps data keys."""

    id: str
    key: bytes
    created: datetime

    @classmethod
    def new(cls) -> WrappingKey:
        """A fresh one."""
        return cls(secrets.token_hex(8), secrets.token_bytes(KEY_BYTES), datetime.now(UTC).replace(microsecond=0))


@dataclass(frozen=True, slots=True)
class TownKeys:
    """What a key file holds: the wrapping keys, oldest first (at least one), and the key that signs."""

    wrapping: tuple[WrappingKey, ...]
    signing: Ed25519PrivateKey

    @property
    def current(self) -> WrappingKey:
        """The key that wraps new data keys."""
        return self.wrapping[-1]

    def by_id(self, key_id: str) -> bytes:
        """A wrapping key by its id; :class:`KeyMissing` if the file does not hold it."""
        for each in self.wrapping:
            if each.id == key_id:
                return each.key
        raise KeyMissing(f"Die Schlüsseldatei der Kommune enthält den Schlüssel {key_id} nicht.")


def key_path(municipality_id: UUID) -> Path:
    """Where a town's key file lies."""
    return Path(settings.RATHAUS_KEY_DIR) / f"{municipality_id}.key"


def create_town_key(municipality: Municipality) -> Path:
    """Make the key file of a new town; an existing one is never overwritten (``FileExistsError``)."""
    path = key_path(municipality.pk)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_new_synced(path, _serialise([WrappingKey.new()], Ed25519PrivateKey.generate()))
    return path


def replace_wrapping(municipality_id: UUID, wrapping: Sequence[WrappingKey]) -> None:
    """Write the file anew with these wrapping keys; the signing key stays."""
    signing = town_keys(municipality_id).signing
    write_replacing_synced(key_path(municipality_id), _serialise(wrapping, signing))


def town_keys(municipality_id: UUID) -> TownKeys:
    """The keys of a town; read again when the file changes."""
    path = key_path(municipality_id)
    try:
        changed = path.stat()
    except FileNotFoundError:
        raise KeyMissing(f"Die Schlüsseldatei {path.name} der Kommune fehlt.") from None
    return _read(path, changed.st_mtime_ns, changed.st_ino)


def index_key(municipality_id: UUID, purpose: str) -> bytes:
    """A key for one blind index of a town, derived from the one key of its file that no rotation replaces.

    HKDF-SHA256, RFC 5869; `purpose` names the index.
    """
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return derive.derive(town_keys(municipality_id).signing.private_bytes_raw())


def signing_key(municipality_id: UUID, purpose: str) -> Ed25519PrivateKey:
    """A key of the town that signs for one purpose and no other, derived as `index_key` is."""
    return Ed25519PrivateKey.from_private_bytes(index_key(municipality_id, purpose))


@lru_cache(maxsize=1024)
def _read(path: Path, _changed: int, _inode: int) -> TownKeys:
    try:
        raw = json.loads(path.read_bytes())
        wrapping = tuple(
            WrappingKey(entry["id"], _decode(entry["key"]), datetime.fromisoformat(entry["created"]))
            for entry in raw["wrapping"]
        )
        signing = Ed25519PrivateKey.from_private_bytes(_decode(raw["signing"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyMissing(f"Die Schlüsseldatei {path.name} der Kommune ist nicht lesbar.") from error
    if not wrapping:
        raise KeyMissing(f"Die Schlüsseldatei {path.name} der Kommune enthält keinen Schlüssel.")
    return TownKeys(wrapping, signing)


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key


def _serialise(wrapping: Sequence[WrappingKey], signing: Ed25519PrivateKey) -> bytes:
    content = {
        "format": 1,
        "wrapping": [
            {"id": each.id, "created": each.created.isoformat(), "key": base64.b64encode(each.key).decode()}
            for each in wrapping
        ],
        "signing": base64.b64encode(signing.private_bytes_raw()).decode(),
    }
    return json.dumps(content, indent=1).encode() + b"\n"

"""The town's keys, in a file outside the database: ``RATHAUS_KEY_DIR/<municipality id>.key``, mode 0600.

The file is JSON: the keys that wrap data keys (the last one wraps new ones, the older ones only unwrap until
``sealing.rewrap_all`` has moved everything over) and the Ed25519 key that signs the heads of the audit chain. Losing it
loses every sealed byte of the town; a copy in the same archive as the data protects nothing.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from rathaus.protection.disk import write_new_synced, write_replacing_synced
from rathaus.protection.errors import KeyMissing
from rathaus.towns.models import Municipality


@dataclass(frozen=True, slots=True)
class TownKeys:
    """What a key file holds."""

    wrapping: Mapping[str, bytes]
    signing: Ed25519PrivateKey

    @property
    def current(self) -> str:
        """The id of the key that wraps new data keys."""
        return next(reversed(list(self.wrapping)))

    def wrapping_key(self, key_id: str) -> bytes:
        """A wrapping key by its id; :class:`KeyMissing` if the file does not hold it."""
        try:
            return self.wrapping[key_id]
        except KeyError:
            raise KeyMissing(f"The town's key file does not hold the key {key_id}.") from None


def key_path(municipality_id: UUID) -> Path:
    """Where a town's key file lies."""
    return Path(settings.RATHAUS_KEY_DIR) / f"{municipality_id}.key"


def create_town_key(municipality: Municipality) -> Path:
    """Make the key file of a new town; an existing one is never overwritten (``FileExistsError``)."""
    path = key_path(municipality.pk)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing = Ed25519PrivateKey.generate()
    write_new_synced(path, _serialise({secrets.token_hex(8): secrets.token_bytes(32)}, signing))
    return path


def add_wrapping_key(municipality: Municipality) -> str:
    """Begin a key rotation: a new key that wraps from now on. Returns its id."""
    keys = town_keys(municipality.pk)
    key_id = secrets.token_hex(8)
    _replace(municipality, {**keys.wrapping, key_id: secrets.token_bytes(32)}, keys)
    return key_id


def drop_old_wrapping_keys(municipality: Municipality) -> None:
    """End a key rotation: forget every wrapping key but the current one."""
    keys = town_keys(municipality.pk)
    _replace(municipality, {keys.current: keys.wrapping[keys.current]}, keys)


def town_keys(municipality_id: UUID) -> TownKeys:
    """The keys of a town; read again when the file changes."""
    path = key_path(municipality_id)
    try:
        changed = path.stat()
    except FileNotFoundError:
        raise KeyMissing(f"The town's key file {path.name} is missing.") from None
    return _read(path, changed.st_mtime_ns, changed.st_ino)


@lru_cache(maxsize=1024)
def _read(path: Path, _changed: int, _inode: int) -> TownKeys:
    try:
        raw = json.loads(path.read_bytes())
        wrapping = {entry["id"]: base64.b64decode(entry["key"], validate=True) for entry in raw["wrapping"]}
        signing = Ed25519PrivateKey.from_private_bytes(base64.b64decode(raw["signing"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyMissing(f"The town's key file {path.name} cannot be read.") from error
    if not wrapping:
        raise KeyMissing(f"The town's key file {path.name} holds no key.")
    return TownKeys(wrapping, signing)


def _replace(municipality: Municipality, wrapping: Mapping[str, bytes], keys: TownKeys) -> None:
    write_replacing_synced(key_path(municipality.pk), _serialise(wrapping, keys.signing))


def _serialise(wrapping: Mapping[str, bytes], signing: Ed25519PrivateKey) -> bytes:
    text = {
        "format": 1,
        "wrapping": [{"id": name, "key": base64.b64encode(key).decode()} for name, key in wrapping.items()],
        "signing": base64.b64encode(signing.private_bytes_raw()).decode(),
    }
    return json.dumps(text, indent=1).encode() + os.linesep.encode()

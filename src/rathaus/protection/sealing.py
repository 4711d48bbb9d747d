"""Sealing personal data: AES-256-GCM with a data key per application, wrapped by the town's key.

Every seal names its ``context`` ("draft:<id>", "answers:<id>"): bytes moved to another place do not open there.
Sealed bytes are: version (1), nonce (12), ciphertext with tag.
"""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection, transaction
from django.utils import timezone

from rathaus.events import announce, outbox, require_transaction, timers
from rathaus.protection import journal
from rathaus.protection.errors import KeyDestroyed, SealBroken
from rathaus.protection.keys import town_keys
from rathaus.protection.models import DataKey
from rathaus.towns import scope

VERSION = b"\x01"
NONCE = 12


def new_data_key() -> DataKey:
    """A fresh data key for the town in scope, stored wrapped."""
    data_key = DataKey()
    _wrap(data_key, AESGCM.generate_key(256))
    data_key.save(force_insert=True)
    return data_key


def seal(data_key: DataKey, plaintext: bytes, *, context: str) -> bytes:
    """Seal some bytes for one place."""
    return encrypt(_unwrap(data_key), plaintext, f"{data_key.pk}|{context}")


def unseal(data_key: DataKey, sealed: bytes, *, context: str) -> bytes:
    """Open what :func:`seal` sealed for the same place; :class:`SealBroken` or :class:`KeyDestroyed` otherwise."""
    return decrypt(_unwrap(data_key), sealed, f"{data_key.pk}|{context}")


def seal_json(data_key: DataKey, value: Any, *, context: str) -> bytes:
    """Seal a JSON value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return seal(data_key, text.encode(), context=context)


def unseal_json(data_key: DataKey, sealed: bytes, *, context: str) -> Any:
    """Open a sealed JSON value."""
    return json.loads(unseal(data_key, sealed, context=context))


def derive(data_key: DataKey, *, purpose: str) -> bytes:
    """32 secret bytes for one purpose, always the same for a data key, and gone with it (HKDF-SHA256, RFC 5869)."""
    info = f"rathaus|{data_key.pk}|{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(_unwrap(data_key))


def destroy(data_key: DataKey) -> None:
    """Delete for good whatever this key sealed: the key is gone from the row, and the deletion journal remembers it.

    Needs a transaction. The journal is written right after the commit, and again by the worker should the machine
    die in between; ``restore`` replays it, so that a backup does not bring the data back.
    """
    require_transaction("destroying a data key")
    if data_key.wrapped is None:
        return
    data_key.wrapped = None
    data_key.destroyed_at = timezone.now()
    data_key.save(update_fields=["wrapped", "destroyed_at"])
    municipality_id, key_id = scope.current_id(), data_key.pk
    outbox.put(journal.TOPIC, {"data_key": str(key_id)}, key=str(key_id))
    announce(journal.DataKeyDestroyed(key_id))
    transaction.on_commit(lambda: journal.write(municipality_id, key_id), robust=True)


def wrap_again(data_key: DataKey) -> None:
    """Wrap a data key with the town's current key (not saved here)."""
    _wrap(data_key, _unwrap(data_key))


@timers.every(hours=1)
def empty_write_ahead_log() -> None:
    """SQLite's log keeps the old pages, and with them a destroyed key, until it is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def encrypt(key: bytes, plaintext: bytes, context: str) -> bytes:
    """AES-256-GCM bound to a context."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, VERSION + context.encode())


def decrypt(key: bytes, sealed: bytes, context: str) -> bytes:
    """The reverse of :func:`encrypt`; :class:`SealBroken` if a single bit or the context differs."""
    raw = bytes(sealed)
    if raw[:1] != VERSION:
        raise SealBroken("Diese Daten hat diese Fassung von Rathaus nicht versiegelt.")
    try:
        return AESGCM(key).decrypt(raw[1 : 1 + NONCE], raw[1 + NONCE :], VERSION + context.encode())
    except (InvalidTag, ValueError):
        raise SealBroken("Versiegelte Daten wurden verändert oder gehören an eine andere Stelle.") from None


def _wrap(data_key: DataKey, plain: bytes) -> None:
    keys = town_keys(scope.current_id())
    data_key.town_key = keys.current.id
    data_key.wrapped = encrypt(keys.current.key, plain, _wrapping_context(data_key))


def _unwrap(data_key: DataKey) -> bytes:
    if data_key.wrapped is None:
        raise KeyDestroyed("Der Datenschlüssel ist vernichtet; was er versiegelt hat, ist gelöscht.")
    keys = town_keys(scope.current_id())
    return decrypt(keys.by_id(data_key.town_key), bytes(data_key.wrapped), _wrapping_context(data_key))


def _wrapping_context(data_key: DataKey) -> str:
    """The town in scope is part of it: a key of another town does not open, whoever hands it over."""
    return f"datakey|{scope.current_id()}|{data_key.pk}"

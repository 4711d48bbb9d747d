"""Files that rest sealed: written in chunks as they arrive, never in clear, synced before anybody relies on them.

Every file has a key of its own, which is sealed by the data key of what it belongs to; destroying the data key
destroys the file wherever a copy of it lies. On disk: ``MAGIC``, then chunks of 64 KiB, each AES-256-GCM with its
number and whether it is the last as nonce – a chunk that was changed, moved, dropped or cut off does not open.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from rathaus.events import timers
from rathaus.protection.disk import sync, sync_folder
from rathaus.protection.errors import SealBroken
from rathaus.protection.models import DataKey, SealedFile
from rathaus.protection.sealing import seal, unseal
from rathaus.towns import scope

MAGIC = b"RATHAUS1"
CHUNK = 64 * 1024
TAG = 16
SWEPT_AFTER = 24 * 3600
"""Seconds after which a file without a row is nobody's."""


class SealingWriter:
    """Seals bytes into a new file while they come in. The key is in memory only until somebody seals it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self.key = AESGCM.generate_key(256)
        self.size = 0
        self._cipher = AESGCM(self.key)
        self._hash = hashlib.sha256()
        self._number = 0
        self._buffer = bytearray()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._out = os.fdopen(descriptor, "wb")
        self._out.write(MAGIC)

    @property
    def sha256(self) -> str:
        """SHA-256 of what was written so far, in clear."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Take some more bytes."""
        self.size += len(data)
        self._hash.update(data)
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]

    def finish(self) -> None:
        """Write the end; the bytes are durable on return (their name only after :func:`sync_folder`)."""
        self._put(bytes(self._buffer), last=True)
        self._buffer.clear()
        self._out.flush()
        sync(self._out.fileno())
        self._out.close()

    def abort(self) -> None:
        """Throw away what was written."""
        try:
            self._out.close()
        finally:
            self.path.unlink(missing_ok=True)

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, MAGIC))
        self._number += 1


class SealedStream(io.RawIOBase):
    """Reads a sealed file in clear, from any position, one chunk in memory at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._in: BinaryIO = path.open("rb")
        self._cipher = AESGCM(key)
        length = path.stat().st_size - len(MAGIC)
        self._last = (length - 1) // (CHUNK + TAG)
        self.length = length - (self._last + 1) * TAG
        if self._in.read(len(MAGIC)) != MAGIC or self.length < 0:
            self._in.close()
            raise SealBroken("Eine versiegelte Datei ist abgeschnitten oder stammt von einer anderen Fassung.")
        self._position = 0
        self._number = -1
        self._plain = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.length}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        number, offset = divmod(self._position, CHUNK)
        # Even an empty or finished file proves its last chunk, so that a cut is noticed and not read as the end.
        number = min(number, self._last)
        if number != self._number:
            self._plain, self._number = self._open(number), number
        piece = self._plain[offset : offset + len(buffer)] if self._position < self.length else b""
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._in.close()
        super().close()

    def _open(self, number: int) -> bytes:
        self._in.seek(len(MAGIC) + number * (CHUNK + TAG))
        sealed = self._in.read(CHUNK + TAG)
        try:
            return self._cipher.decrypt(_nonce(number, last=number == self._last), sealed, MAGIC)
        except (InvalidTag, ValueError):
            raise SealBroken(f"Teil {number} einer versiegelten Datei wurde verändert oder vertauscht.") from None


def incoming_path() -> Path:
    """A new name for what is still arriving; nobody can read it, for its key is in memory only."""
    return Path(settings.RATHAUS_FILES_DIR) / "incoming" / str(uuid4())


def adopt(
    writer: SealingWriter,
    data_key: DataKey,
    *,
    name: str,
    media_type: str,
    scan: str = "",
    preview: SealedFile | None = None,
) -> SealedFile:
    """Give a finished file its place and its row. Both are durable once the caller's transaction commits.

    `scan` is what a scanner said of it (`SealedFile.Scan`), `preview` what it shows (`previews`).

    Call it before that transaction, or inside; a file whose row never came is swept away after a day.
    """
    file_id = uuid4()
    relative = f"{scope.current_id()}/{file_id.hex[:2]}/{file_id}"
    target = Path(settings.RATHAUS_FILES_DIR) / relative
    _make_folders(target.parent)
    writer.path.rename(target)
    sync_folder(target.parent)
    return SealedFile.objects.create(
        id=file_id,
        data_key=data_key,
        path=relative,
        size=writer.size,
        sha256=writer.sha256,
        media_type=media_type,
        name_sealed=seal(data_key, name.encode(), context=_context("name", file_id)),
        key_sealed=seal(data_key, writer.key, context=_context("key", file_id)),
        scan=scan,
        preview=preview,
    )


def store(content: bytes, data_key: DataKey, *, name: str, media_type: str) -> SealedFile:
    """Seal bytes that the house made itself (a letter, a receipt) into a file."""
    return adopt(sealed(content), data_key, name=name, media_type=media_type)


def sealed(content: bytes) -> SealingWriter:
    """Bytes of the house's own in a finished file that has no place yet."""
    writer = SealingWriter(incoming_path())
    writer.write(content)
    writer.finish()
    return writer


def open_file(sealed_file: SealedFile) -> SealedStream:
    """A file in clear, to read in pieces. Raises ``KeyDestroyed`` when it is deleted, ``SealBroken`` when changed."""
    context = _context("key", sealed_file.pk)
    key = unseal(sealed_file.data_key, bytes(sealed_file.key_sealed), context=context)
    return SealedStream(Path(settings.RATHAUS_FILES_DIR) / sealed_file.path, key)


def read_sealed(sealed_file: SealedFile) -> Iterator[bytes]:
    """A file in clear, chunk by chunk. The key is taken at the call, so the chunks may be read outside the scope."""
    stream = open_file(sealed_file)
    return _chunks(stream)


def content(sealed_file: SealedFile) -> bytes:
    """A whole file in clear."""
    return b"".join(read_sealed(sealed_file))


def name(sealed_file: SealedFile) -> str:
    """The name its sender gave the file."""
    context = _context("name", sealed_file.pk)
    return unseal(sealed_file.data_key, bytes(sealed_file.name_sealed), context=context).decode()


def delete(sealed_file: SealedFile) -> None:
    """Remove one file and its preview: the rows in the caller's transaction, the bytes after the commit."""
    for each in (sealed_file, sealed_file.preview):
        if each is not None:
            path = Path(settings.RATHAUS_FILES_DIR) / each.path
            each.delete()
            transaction.on_commit(partial(path.unlink, missing_ok=True), robust=True)


@timers.every(hours=24)
def sweep() -> None:
    """Remove what no row knows of: uploads that were never kept, files whose transaction never came about.

    Only what is older than a day: a request may still be at work on the rest.
    """
    before = time.time() - SWEPT_AFTER
    root = Path(settings.RATHAUS_FILES_DIR)
    for path in _files_of(root / "incoming"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    old = [path for path in _files_of(root / str(scope.current_id())) if path.stat().st_mtime < before]
    for first in range(0, len(old), 500):
        some = {str(path.relative_to(root)): path for path in old[first : first + 500]}
        known = set(SealedFile.objects.filter(path__in=some).values_list("path", flat=True))
        for relative in some.keys() - known:
            some[relative].unlink(missing_ok=True)


def _files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _chunks(stream: SealedStream) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(CHUNK):
            yield piece


def _make_folders(folder: Path) -> None:
    """Make the two levels of folders, durable with their names."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
        sync_folder(folder.parent.parent)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _context(what: str, file_id: UUID) -> str:
    return f"file-{what}|{file_id}"

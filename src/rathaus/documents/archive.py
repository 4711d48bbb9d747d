"""A ZIP file made while it is sent: nothing of it lies on the disk or, as a whole, in memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: its path, folders by ``/``, and its bytes in pieces."""

    path: str
    pieces: Iterable[bytes]


class _Pipe:
    """Where `zipfile` writes: keeps what it wrote until it is taken."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open here."""

    def take(self) -> bytes:
        data = b"".join(self._written)
        self._written.clear()
        return data


def stream(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The archive of these files, piece by piece (ZIP 6.3.3 with data descriptors, names in UTF-8)."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            with archive.open(entry.path, "w", force_zip64=True) as target:
                for piece in entry.pieces:
                    target.write(piece)
                    yield pipe.take()
    yield pipe.take()


def safe_name(name: str) -> str:
    """A file's name as every system can store it, without folders."""
    return _UNSAFE.sub("_", name).strip(" .")[:150] or "Datei"

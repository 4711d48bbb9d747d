"""A tar archive that carries the SHA-256 of each of its members, and is there whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from rathaus.fim import files
from rathaus.protection.disk import sync_folder

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 20


class ArchiveError(ValueError):
    """An archive that cannot be used, said in one German sentence."""


class _HashingReader(io.RawIOBase):
    """Hands on a file's bytes and hashes them on the way; exactly ``size`` of them, should the file still grow."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


@dataclass
class Writer:
    """What `writing` hands out: members go in one after the other, their hashes into the manifest."""

    _tar: tarfile.TarFile
    about: dict[str, Any]
    members: dict[str, str] = field(default_factory=dict)

    def add_file(self, path: Path, name: str) -> None:
        """Add a file under a name of its own; raises ``FileNotFoundError`` if it is gone."""
        with path.open("rb") as file:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
            reader = _HashingReader(file)
            self._tar.addfile(entry, reader)
        self.members[name] = reader.digest.hexdigest()

    def add_bytes(self, content: bytes, name: str) -> None:
        """Add some bytes under a name."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))
        self.members[name] = hashlib.sha256(content).hexdigest()

    def add_folder(self, folder: Path, name: str) -> int:
        """Add all files below a folder; one that is deleted meanwhile is passed over. Returns how many were added."""
        added = 0
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            try:
                self.add_file(path, f"{name}/{path.relative_to(folder).as_posix()}")
            except FileNotFoundError:
                continue  # the house deletes while it is backed up; the database in the archive knows the file is gone
            added += 1
        return added


@contextmanager
def writing(target: Path, **about: Any) -> Iterator[Writer]:
    """Write an archive that appears under its name only when it is whole and on disk. It never overwrites one."""
    if target.exists():
        raise ArchiveError(f"{target} gibt es schon; eine Sicherung überschreibt keine andere.")
    part = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise ArchiveError(f"{target}: {files.unwritten(error)}") from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            # Sealed files do not compress; the lowest level is for the database.
            with gzip.GzipFile("", "wb", 1, out) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
                writer = Writer(tar, {"format": FORMAT, **about})
                yield writer
                writer.add_bytes(json.dumps({**writer.about, "members": writer.members}, indent=1).encode(), MANIFEST)
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
        sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Unpack an archive into an empty folder and compare every member with its hash. Returns the manifest.

    Raises :class:`ArchiveError` for anything that is not an undamaged archive of ours; what it wrote until then stays
    in the folder, which is the caller's to remove.
    """
    try:
        with gzip.open(archive) as packed:
            found = _extract_all(packed, into)
    except ArchiveError as error:
        raise ArchiveError(f"{archive} ist keine unversehrte Sicherung: {error}") from error
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, ValueError) as error:
        raise ArchiveError(f"{archive} ist keine unversehrte Sicherung.") from error
    except OSError as error:
        # Without a name it is what the archive was unpacked into that gave out.
        at_archive = error.filename in (str(archive), archive)
        sentence = files.unread(error) if at_archive else files.unwritten(error)
        raise ArchiveError(f"{archive if at_archive else into}: {sentence}") from error
    return _checked(archive, into, found)


def _extract_all(packed: gzip.GzipFile, into: Path) -> dict[str, str]:
    """The hash of each member by its name."""
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        found = {member.name: _extract(tar, member, into) for member in tar}
    while packed.read(_BLOCK):  # to the end, where the checksum of the whole stands
        pass
    return found


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> str:
    path = (into / member.name).resolve()
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or not path.is_relative_to(into.resolve()):
        raise ArchiveError(f"unerwarteter Eintrag {member.name!r}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while block := source.read(_BLOCK):
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _checked(archive: Path, into: Path, found: dict[str, str]) -> dict[str, Any]:
    found.pop(MANIFEST, None)
    try:
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
        members = manifest["members"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ArchiveError(f"{archive} ist unvollständig: Das Verzeichnis am Ende fehlt.") from None
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"{archive} hat das Format {manifest.get('format')}; gelesen wird {FORMAT}.")
    if wrong := sorted(name for name in members.keys() | found.keys() if members.get(name) != found.get(name)):
        raise ArchiveError(f"{archive} ist beschädigt: {wrong[0]} stimmt nicht mit dem Verzeichnis überein.")
    return manifest

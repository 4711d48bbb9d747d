"""Writing files so that they are there after a power cut."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_hurried = ContextVar("rathaus_hurried", default=False)


@contextmanager
def hurried() -> Iterator[None]:
    """Within it nobody waits for the disk. Only for what is begun anew after a power cut: the demo, tests."""
    before = _hurried.set(True)
    try:
        yield
    finally:
        _hurried.reset(before)


def sync(descriptor: int) -> None:
    """Make the bytes of an open file durable."""
    if not _hurried.get():
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def write_new_synced(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file that must not exist yet (``FileExistsError``), durable with its name."""
    _write(path, content, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


def write_replacing_synced(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace a file as a whole: after a crash either the old or the new content is there."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(beside, content, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    beside.replace(path)
    sync_folder(path.parent)


def append_synced(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Append to a file, durable on return."""
    _write(path, content, os.O_WRONLY | os.O_CREAT | os.O_APPEND, mode)


def _write(path: Path, content: bytes, flags: int, mode: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        sync(out.fileno())
    sync_folder(path.parent)

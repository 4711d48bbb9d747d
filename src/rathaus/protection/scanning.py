"""Looking for viruses with ClamAV, where one is set up (``RATHAUS_CLAMD``): its INSTREAM command, over TCP or a socket.

A file is checked as it comes in. Where the scanner cannot be reached it is kept, sealed, and marked as waiting; a timer
tries again. Where no scanner is set up nothing is claimed. Protocol: clamd(8), ``zINSTREAM`` and ``zPING``.
"""

from __future__ import annotations

import enum
import logging
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing

from django.conf import settings

from rathaus.protection import audit, files
from rathaus.protection.models import SealedFile
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

log = logging.getLogger(__name__)
CHUNK = 64 * 1024
SECONDS = 30.0
"""How long a single answer of the scanner may take."""
BATCH = 100
"""Files that one run of the timer looks at."""


class Verdict(enum.Enum):
    """What the scanner says of a file."""

    CLEAN = SealedFile.Scan.CLEAN
    INFECTED = SealedFile.Scan.INFECTED
    UNREACHABLE = SealedFile.Scan.WAITING
    NOT_SET_UP = SealedFile.Scan.NONE


class ScannerError(OSError):
    """The scanner answers, but not as it should; the message is its answer."""


def is_set_up() -> bool:
    """Whether this house has a scanner."""
    return bool(settings.RATHAUS_CLAMD)


def scan(chunks: Iterable[bytes]) -> Verdict:
    """Let the scanner look at a file in clear. Never raises; a scanner that fails is one that cannot be reached."""
    if not is_set_up():
        return Verdict.NOT_SET_UP
    try:
        answer = _instream(chunks)
    except OSError as error:
        log.warning("the virus scanner cannot be asked: %s", error)
        return Verdict.UNREACHABLE
    return Verdict.INFECTED if answer.endswith(" FOUND") else Verdict.CLEAN


def _instream(chunks: Iterable[bytes]) -> str:
    """One INSTREAM command: pieces with their length in front, an empty one at the end."""
    with closing(_connect()) as connection:
        connection.sendall(b"zINSTREAM\0")
        for piece in _pieces(chunks):
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = _answer(connection)
    if answer != "stream: OK" and not answer.endswith(" FOUND"):
        raise ScannerError(answer or "no answer")
    return answer


def _connect() -> socket.socket:
    """``host:port``, or the path of a socket."""
    address: str = settings.RATHAUS_CLAMD
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(SECONDS)
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ScannerError(f"RATHAUS_CLAMD is neither host:port nor a path: {address}")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK):
            yield chunk[start : start + CHUNK]


def _answer(connection: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < 4096 and (more := connection.recv(4096)):
        found += more
    return found.partition(b"\0")[0].decode(errors="replace").strip()


def scan_waiting(*, by: Actor) -> int:
    """Look at the town's files that wait for it, until the scanner fails. Returns how many were looked at."""
    if not is_set_up():
        return 0
    waiting = SealedFile.objects.filter(scan=SealedFile.Scan.WAITING).select_related("data_key").order_by("created_at")
    done = 0
    for file in waiting[:BATCH]:
        verdict = scan(files.read_sealed(file))
        if verdict is Verdict.UNREACHABLE:
            break
        _note(file, verdict, by=by)
        done += 1
    return done


def _note(file: SealedFile, verdict: Verdict, *, by: Actor) -> None:
    with atomic_write():
        SealedFile.objects.filter(pk=file.pk).update(scan=verdict.value)
        if verdict is Verdict.INFECTED:
            audit.record("file.infected", file, by=by)

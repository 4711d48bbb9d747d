"""Previews of what came from outside: the first page of a PDF, or a picture, drawn small by a bounded process.

Readers of such formats are large and are what attackers aim at, so none runs inside the house. `drawing` is a program
of its own that gets the content through a pipe and may do nothing but calculate, within limits of memory and time.
Whatever it does, the house goes on: there is a preview, or there is none.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, cast

from django.conf import settings

from rathaus.protection.models import SealedFile

log = logging.getLogger(__name__)
SECONDS = 10.0
"""How long one drawing may take in all, waiting for a processor included."""
DRAWN = frozenset({"application/pdf", "image/jpeg", "image/png", "image/tiff"})
"""The media types of which there are previews."""
MEDIA_TYPE = "image/jpeg"
MOST = 200_000
"""Bytes that a preview may have; usual are 10,000."""
_COMMAND = (sys.executable, "-S", "-m", "rathaus.protection.drawing")
_JPEG = b"\xff\xd8\xff"


def address(file: SealedFile, there: str) -> str | None:
    """Where the preview of a file is: `there`; empty where it could not be drawn, None where nobody expects one.

    A file with a virus is not looked at any more.
    """
    if file.scan == SealedFile.Scan.INFECTED:
        return None
    if file.preview_id:
        return there
    return "" if settings.RATHAUS_PREVIEWS and file.media_type in DRAWN else None


def draw(chunks: Iterable[bytes], media_type: str) -> bytes | None:
    """A small JPEG of a file in clear; None where there can be none. Never raises for what the file contains.

    It takes a quarter of a second, at most `SECONDS`: never call it in a transaction.
    """
    if not settings.RATHAUS_PREVIEWS or media_type not in DRAWN:
        return None
    try:
        process = _start(media_type)
    except OSError as error:  # no memory left for another process
        log.warning("a preview cannot be drawn: %s", error)
        return None
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        drawn = _talk(process, chunks)
    finally:
        process.kill()
        process.wait()
        timer.cancel()
    if process.returncode == 0 and drawn.startswith(_JPEG) and len(drawn) <= MOST:
        return drawn
    log.debug("no preview: the program that draws ended with %s", process.returncode)
    return None


def _start(media_type: str) -> subprocess.Popen[bytes]:
    """Nothing of our environment (keys, database) goes along, and no open file does."""
    return subprocess.Popen(  # noqa: S603 our own program
        [*_COMMAND, media_type],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def _talk(process: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> bytes:
    """Give the program the file, take what it says, but no more than a preview may have, and wait for its end."""
    stdin, stdout = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    with stdout:
        with suppress(BrokenPipeError), stdin:  # it may end before it has read everything
            for chunk in chunks:
                stdin.write(chunk)
        drawn = stdout.read(MOST + 1)
        if len(drawn) <= MOST:
            process.wait()
    return drawn

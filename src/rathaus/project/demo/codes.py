"""The one-time code of the demo's accounts, shown in the terminal as an authenticator app would show it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import TextIO

STEP = 30


def totp(secret: str, at: float) -> str:
    """The six-digit code of a base32 secret at a time (RFC 6238, SHA-1, 30 seconds)."""
    padded = secret + "=" * (-len(secret) % 8)
    counter = struct.pack(">Q", int(at) // STEP)
    digest = hmac.new(base64.b32decode(padded, casefold=True), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


class LiveCode:
    """A line at the bottom of the terminal that always holds the present code; without a terminal, the secret."""

    def __init__(self, secret: str, out: TextIO) -> None:
        self._secret, self._out, self._live = secret, out, False

    def begin(self) -> None:
        """Say it for the first time."""
        self._live = self._out.isatty()
        if self._live:
            self.show()
        else:
            self._out.write(f"Einmalcodes: Schlüssel {self._secret} in eine Authenticator-App eingeben.\n")
            self._out.flush()

    def show(self) -> None:
        """Bring the line up to date."""
        if self._live:
            now = time.time()
            code, left = totp(self._secret, now), STEP - int(now) % STEP
            self._out.write(f"\r  Einmalcode jetzt: {code[:3]} {code[3:]}  (noch {left:2d} Sekunden) ")
            self._out.flush()

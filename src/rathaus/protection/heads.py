"""The signed head of a town's audit chain: what leaves the database, so that nobody can quietly rewrite it.

A head says "at this time the chain had so many entries, and the last one's digest was this", signed with the town's
Ed25519 key. The newest lies in ``RATHAUS_HEADS_DIR/<municipality id>.head``, a daily one is added to ``….history``, and
receipts carry it out of the house. Each is one line of JSON.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from django.conf import settings

from rathaus.protection.disk import append_synced
from rathaus.protection.keys import town_keys


class HeadError(ValueError):
    """A file holds no heads that can be read; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Head:
    """A signed statement about a chain."""

    municipality: str
    sequence: int
    digest: str
    at: str
    signature: str = ""

    def line(self) -> str:
        """One line of JSON, for files and receipts."""
        return json.dumps(asdict(self), separators=(",", ":"))

    def short(self) -> str:
        """Number and beginning of the digest, for people to compare."""
        return f"{self.sequence}-{self.digest[:16]}"

    def is_genuine(self) -> bool:
        """Whether the town's own key signed it. ``KeyMissing`` where the key file is not there."""
        public = town_keys(UUID(self.municipality)).signing.public_key()
        try:
            public.verify(base64.b64decode(self.signature), self._signed())
        except (InvalidSignature, ValueError):
            return False
        return True

    def _signed(self) -> bytes:
        return json.dumps(["rathaus-head-1", self.municipality, self.sequence, self.digest, self.at]).encode()


def sign(municipality_id: UUID, sequence: int, digest: str) -> Head:
    """A fresh head."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    bare = Head(str(municipality_id), sequence, digest, at)
    signature = town_keys(municipality_id).signing.sign(bare._signed())
    return Head(bare.municipality, sequence, digest, at, base64.b64encode(signature).decode())


def head_path(municipality_id: UUID) -> Path:
    """Where the newest head of a town lies."""
    return Path(settings.RATHAUS_HEADS_DIR) / f"{municipality_id}.head"


def publish(head: Head) -> None:
    """Put a head into its file, unless a newer one is there.

    Not synced: after a power cut an older head may be there, which is as true as the newer one.
    """
    path = head_path(UUID(head.municipality))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    beside.write_text(head.line() + "\n")
    beside.replace(path)


def remember(head: Head) -> None:
    """Add a head to the town's history of heads, durable on return."""
    path = head_path(UUID(head.municipality)).with_suffix(".history")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    append_synced(path, b"\n" + head.line().encode() + b"\n")


def read(path: Path) -> list[Head]:
    """The heads in a file; :class:`HeadError` names the line that is none."""
    heads = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if line.strip():
            try:
                heads.append(_parse(line))
            except (ValueError, TypeError, KeyError):
                raise HeadError(f"{path}, Zeile {number}: Das ist kein Kopf eines Protokolls.") from None
    return heads


def kept(municipality_id: UUID) -> list[Head]:
    """All heads of a town that lie in the house: the history and the newest."""
    path = head_path(municipality_id)
    return [head for each in (path.with_suffix(".history"), path) if each.exists() for head in read(each)]


def _parse(line: str) -> Head:
    raw = json.loads(line)
    return Head(
        municipality=str(UUID(raw["municipality"])),
        sequence=int(raw["sequence"]),
        digest=str(raw["digest"]),
        at=str(raw["at"]),
        signature=str(raw["signature"]),
    )

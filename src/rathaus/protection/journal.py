"""The deletion journal: which data keys were destroyed, in a file beside the town's key.

A backup from before a deletion still holds the wrapped key. ``restore`` replays the journal before it opens the house,
so deleted data stays deleted. One line each: time (UTC), id of the data key. No personal data.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from rathaus.events import announce, outbox
from rathaus.protection.disk import append_synced
from rathaus.protection.models import DataKey
from rathaus.towns import scope
from rathaus.towns.transactions import atomic_write

TOPIC = "deletion-journal"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DataKeyDestroyed:
    """A data key is gone; whoever keeps something beside it that must go too deletes that in the same transaction."""

    key_id: UUID


def journal_path(municipality_id: UUID) -> Path:
    """Where a town's deletion journal lies."""
    return Path(settings.RATHAUS_KEY_DIR) / f"{municipality_id}.deleted"


def write(municipality_id: UUID, key_id: UUID) -> None:
    """Note one destroyed key, durable on return; noting it twice is harmless."""
    # Begins a line of its own even where a power cut left the last one half written.
    line = f"\n{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {key_id}\n"
    append_synced(journal_path(municipality_id), line.encode())


def read(municipality_id: UUID) -> Iterator[UUID]:
    """The ids of all keys the journal names; a last line cut by a power failure is passed over, with a log line."""
    path = journal_path(municipality_id)
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        if not line:
            continue
        _, _, raw = line.partition(" ")
        try:
            key_id = UUID(raw)
        except ValueError:
            log.exception("deletion journal %s, line %d is unreadable", path.name, number)
            continue
        yield key_id


def replay() -> int:
    """Destroy again, in the town in scope, every key the journal names. Returns how many had come back."""
    ids = set(read(scope.current_id()))
    with atomic_write():
        returned = list(DataKey.objects.filter(pk__in=ids, wrapped__isnull=False).values_list("pk", flat=True))
        DataKey.objects.filter(pk__in=returned).update(wrapped=None, destroyed_at=timezone.now())
        for key_id in returned:
            announce(DataKeyDestroyed(key_id))
    return len(returned)


@outbox.consumer(TOPIC)
def _journal_again(payload: outbox.Payload, key: str) -> None:
    """The worker's safety net behind the write after the commit."""
    key_id = UUID(payload["data_key"])
    municipality_id = scope.current_id()
    if key_id not in set(read(municipality_id)):
        write(municipality_id, key_id)

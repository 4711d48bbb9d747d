"""The audit log: append-only, and a hash chain per town.

Each entry's digest covers the previous digest and every field of the entry; a changed byte, a missing or added entry
breaks the chain there. Cutting off the end, or rewriting everything from some point on, leaves a chain that is sound in
itself: that is what the signed head outside the database is for (``rathaus audit verify --against HEAD``).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from rathaus.events import require_transaction
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.actors import Actor

GENESIS = "0" * 64
_FIELDS = ("sequence", "at", "action", "subject_type", "subject_id", "actor_kind", "actor_id", "actor_label", "details")


def record(
    action: str, subject: models.Model | UUID, *, by: Actor, details: dict[str, Any] | None = None
) -> AuditEntry:
    """Append what just happened. The last thing an action does before its transaction ends.

    ``details`` are for auditors and hold no personal data. Until the transaction ends, other actions of the same town
    wait here, which is what keeps the chain one chain.
    """
    require_transaction(f"recording {action!r}")
    last = _lock_tail()
    entry = AuditEntry(
        sequence=last.sequence + 1 if last else 1,
        at=datetime.now(UTC).isoformat(timespec="microseconds"),
        action=action,
        subject_type=subject._meta.label if isinstance(subject, models.Model) else "",
        subject_id=str(subject.pk if isinstance(subject, models.Model) else subject),
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        details=json.dumps(details or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous=last.digest if last else GENESIS,
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    return entry


def digest(entry: AuditEntry) -> str:
    """SHA-256 over the entry's id, town, fields and its predecessor's digest, as canonical JSON."""
    content = [str(entry.pk), str(entry.municipality_id), *(getattr(entry, name) for name in _FIELDS), entry.previous]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lock_tail() -> AuditEntry | None:
    """The last entry, with everybody else of this town waiting until our transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit {scope.current_id()}"])
    return AuditEntry.objects.order_by("-sequence").first()

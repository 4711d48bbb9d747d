"""The audit log: append-only, and a hash chain per town.

Each entry's digest covers the previous digest and every field of the entry; a changed byte, a missing or added entry
breaks the chain there. Cutting off the end, or rewriting everything from some point on, leaves a chain that is sound in
itself: that is what the signed heads outside the database are for (``rathaus audit verify --against HEAD``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction

from rathaus.events import require_transaction, timers
from rathaus.protection import heads
from rathaus.protection.errors import KeyMissing
from rathaus.protection.heads import Head
from rathaus.protection.models import AuditEntry
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality

GENESIS = "0" * 64
_FIELDS = (
    "id", "municipality_id", "sequence", "at", "action", "subject_type", "subject_id",
    "actor_kind", "actor_id", "actor_label", "details", "previous",
)  # fmt: skip


def record(
    action: str, subject: models.Model | UUID, *, by: Actor, details: dict[str, Any] | None = None
) -> AuditEntry:
    """Append what just happened. The last thing an action does before its transaction ends.

    ``details`` are for auditors and hold no personal data. Until the transaction ends, other actions of the same town
    wait here, which is what keeps the chain one chain. Where the demo plays a past (`rathaus.towns.clock`), the entry
    says when it was really written.
    """
    require_transaction(f"recording {action!r}")
    last = _lock_tail()
    really = {"played": datetime.now(UTC).isoformat(timespec="seconds")} if clock.is_played() else {}
    entry = AuditEntry(
        sequence=last.sequence + 1 if last else 1,
        at=clock.now().astimezone(UTC).isoformat(timespec="microseconds"),
        action=action,
        subject_type=subject._meta.label if isinstance(subject, models.Model) else "",
        subject_id=str(subject.pk if isinstance(subject, models.Model) else subject),
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label[:200],
        details=json.dumps({**(details or {}), **really}, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous=last.digest if last else GENESIS,
    )
    entry.digest = digest({name: getattr(entry, name) for name in _FIELDS})
    entry.save(force_insert=True)
    municipality_id, sequence, value = scope.current_id(), entry.sequence, entry.digest
    transaction.on_commit(lambda: heads.publish(heads.sign(municipality_id, sequence, value)), robust=True)
    return entry


def hold() -> None:
    """Have everybody else who is about to record wait until our transaction ends.

    For actions that lock a row which others lock *after* an entry of theirs (a handler of an event does): all then take
    the two locks in one order, and none can wait for each other in a circle. `record` comes last all the same.
    """
    require_transaction("holding the audit log")
    _lock_tail()


def digest(fields: dict[str, Any]) -> str:
    """SHA-256 over all fields of an entry as canonical JSON."""
    content = [value if isinstance(value, int) else str(value) for value in (fields[name] for name in _FIELDS)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def head() -> Head | None:
    """The present head of the chain of the town in scope, signed; None while there is no entry. For receipts."""
    last = AuditEntry.objects.order_by("-sequence").first()
    return heads.sign(scope.current_id(), last.sequence, last.digest) if last else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a chain, and at which entry."""

    sequence: int
    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass
class Report:
    """What a verification found."""

    entries: int = 0
    checked_heads: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, sequence: int, code: str, sentence: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(sequence, code, sentence))


def verify(municipality: Municipality, against: Sequence[Head] | None = None) -> Report:
    """Check the whole chain of a town, and that it contains what each head says.

    Without ``against``, the heads that lie in the house are taken.
    """
    wanted = heads.kept(municipality.pk) if against is None else against
    report = Report()
    seen: dict[int, str] = {}
    waiting = {head.sequence for head in wanted}
    link = _Link()
    with scope.of(municipality):
        for row in _rows():
            link = _check_row(row, link, report)
            if row["sequence"] in waiting:
                seen[row["sequence"]] = row["digest"]
    for each in wanted:
        _check_head(each, municipality, seen, link, report)
    return report


@timers.every(hours=24)
def remember_head() -> None:
    """Once a day, the head of each town goes into its history of heads."""
    if present := head():
        heads.remember(present)


class _Link(NamedTuple):
    """What the next entry hangs on: the last one's number, and the digests that it may name as its predecessor's.

    They are two where the last entry's own digest was changed: the next one still follows the true digest, and that
    is one finding, not two.
    """

    sequence: int = 0
    digests: tuple[str, ...] = (GENESIS,)


def _check_row(row: dict[str, Any], link: _Link, report: Report) -> _Link:
    """Check one entry against itself and against the one before it."""
    number = row["sequence"]
    own = digest(row)
    if number != link.sequence + 1:
        sentence = f"Auf Eintrag {link.sequence} folgt Eintrag {number}: Dazwischen fehlt etwas."
        report.add(link.sequence + 1, "missing", sentence)
    elif row["previous"] not in link.digests:
        report.add(number, "broken", f"Zwischen Eintrag {number - 1} und Eintrag {number} ist die Kette unterbrochen.")
    if own != row["digest"]:
        report.add(number, "changed", f"Eintrag {number} wurde verändert.")
    report.entries += 1
    return _Link(number if isinstance(number, int) else link.sequence + 1, (row["digest"], own))


def _check_head(head: Head, municipality: Municipality, seen: dict[int, str], last: _Link, report: Report) -> None:
    what = f"Kopf {head.short()} vom {head.at}"
    report.checked_heads += 1
    try:
        genuine = head.municipality == str(municipality.pk) and head.is_genuine()
    except KeyMissing:
        report.add(head.sequence, "no key", f"{what}: Ohne die Schlüsseldatei der Kommune ist er nicht prüfbar.")
        return
    if not genuine:
        report.add(head.sequence, "head", f"{what}: Er trägt keine gültige Unterschrift dieser Kommune.")
    elif head.sequence > last.sequence:
        sentence = f"{what}: Das Ende des Protokolls fehlt, von Eintrag {last.sequence + 1} bis {head.sequence}."
        report.add(last.sequence + 1, "cut", sentence)
    elif seen.get(head.sequence) != head.digest:
        report.add(
            head.sequence, "rewritten", f"{what}: Das Protokoll wurde bis Eintrag {head.sequence} neu geschrieben."
        )


def _rows() -> Iterator[dict[str, Any]]:
    """Every entry of the town in scope exactly as it is stored: no conversion may smooth over a changed byte."""
    columns = [*_FIELDS, "digest"]
    native = connection.features.has_native_uuid_field
    # SQLite hands out text only if it is valid UTF-8, which a changed byte need not be.
    wanted = columns if native else [name if name == "sequence" else f"CAST({name} AS BLOB)" for name in columns]
    select = f"SELECT {', '.join(wanted)} FROM protection_auditentry WHERE municipality_id = %s ORDER BY sequence"  # noqa: S608
    town = scope.current_id()
    with connection.cursor() as cursor:
        cursor.execute(select, [town if native else town.hex])
        while rows := cursor.fetchmany(1000):
            for row in rows:
                yield {name: _as_hashed(name, value) for name, value in zip(columns, row, strict=True)}


def _as_hashed(name: str, raw: object) -> object:
    """A stored value in the form in which it was hashed. SQLite keeps a UUID as its 32 digits."""
    if not isinstance(raw, bytes):
        return raw
    text = raw.decode(errors="replace")
    if name in {"id", "municipality_id"}:
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    return text


def _lock_tail() -> AuditEntry | None:
    """The last entry, with everybody else of this town waiting until our transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit {scope.current_id()}"])
    return AuditEntry.objects.order_by("-sequence").first()

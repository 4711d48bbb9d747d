"""Taking figures in from a file: proposed, looked at, and then stored row by row with their origin."""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy import tables
from rathaus.strategy.actions.indicators import touch
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Import, Indicator, Observation, Unit
from rathaus.strategy.tables import Figure, Mapping, Reading
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

CHUNK = 10_000
"""Rows stored in one transaction: applicants must not wait for the write lock while a million rows go in."""
_SAME = {"municipality_id": "uuid", "indicator_id": "uuid", "origin_id": "uuid", "released_at": "timestamptz"}
"""The columns that are the same in every row of an import, with their type in PostgreSQL."""
_OWN = {
    "id": "uuid", "unit_id": "uuid", "start": "date", "end": "date", "breakdown": "text", "value": "float8",
    "quality": "text", "row": "integer",
}  # fmt: skip
_COLUMNS = (*_SAME, *_OWN)
_FROM_VALUES = f"VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
_FROM_LISTS = "SELECT {same}, rows.* FROM unnest({own}) AS rows".format(  # noqa: S608
    same=", ".join(f"%s::{kind}" for kind in _SAME.values()), own=", ".join(f"%s::{kind}[]" for kind in _OWN.values())
)
_KEY = ("municipality_id", "indicator_id", "end", "start", "breakdown", "unit_id")

_Row = tuple[str, str, str, str, str, float, str, int]


def propose(
    indicator: Indicator, data: bytes, *, file_name: str, source: str, licence: str = "", public: bool, by: Actor
) -> Import:
    """Keep a file of figures until somebody has looked at its mapping.

    `public`: its figures are published already, at `source`; they are then released with the import. Raises
    `tables.TableError` where the file is no table, `StrategyError` for an indicator that the house computes.
    """
    require(by, Permission.STRATEGY)
    if indicator.computed:
        raise StrategyError(_("Diese Kennzahl rechnet das Haus selbst aus."))
    heading, sample = tables.head(data, file_name)
    packed = zlib.compress(data, 6)
    with atomic_write():
        proposal = Import.objects.create(
            indicator=indicator,
            file_name=file_name[:250],
            content_hash=hashlib.sha256(data).hexdigest(),
            data=packed,
            mapping=tables.guess(heading, sample),
            source=source,
            licence=licence,
            public=public,
            uploaded_by=by.label,
        )
        audit.record(
            "strategy.import_proposed",
            proposal,
            by=by,
            details={"indicator": indicator.key, "content_hash": proposal.content_hash},
        )
    return proposal


def content(proposal: Import) -> bytes:
    """The file as it was handed in."""
    return zlib.decompress(proposal.data)


def discard(proposal: Import, *, by: Actor) -> None:
    """Throw away a file that was not taken in. Raises `StrategyError` where it was, or where rows of it are stored."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        if Observation.objects.filter(origin=proposal).exists():
            raise StrategyError(_("Aus dieser Datei sind Werte übernommen; sie bleibt als ihr Beleg."))
        proposal.delete()
        audit.record("strategy.import_discarded", proposal.pk, by=by, details={"file": proposal.content_hash})


def take_in(
    proposal: Import, mapping: Mapping, *, by: Actor, progress: Callable[[int], object] = lambda _rows: None
) -> Reading:
    """Store every figure of the file; earlier figures of the same unit and period are replaced.

    Nothing is stored where any row has a problem: the reading is returned with its problems, and the import stays a
    proposal. `progress` hears how many rows were stored at a time. Rows go in by chunks, each with its own short
    transaction; an import that was cut off on the way stays a proposal and is completed by taking it in again.
    """
    require(by, Permission.STRATEGY)
    indicator = proposal.indicator
    reading = tables.read(content(proposal), proposal.file_name, mapping)
    units = _known_units(reading.figures)
    problems = [*reading.problems, *_unknown(reading.figures, units)]
    if problems or not reading.figures:
        empty = [] if problems else [_("In der Datei steht kein einziger Wert.")]
        return Reading(reading.figures, reading.empty, [*problems, *empty][: tables.MOST_PROBLEMS])
    now = timezone.now()
    ids = _add_units(reading.figures, units)
    same = _same(proposal, now if proposal.public else None)
    for chunk in _rows(reading.figures, ids):
        _store(chunk, same)
        progress(len(chunk))
    with atomic_write():
        proposal.mapping, proposal.rows, proposal.taken_in_at = mapping.to_json(), len(reading.figures), now
        proposal.save(update_fields=["mapping", "rows", "taken_in_at"])
        touch(indicator)
        audit.record(
            "strategy.import_taken_in",
            proposal,
            by=by,
            details={"indicator": indicator.key, "content_hash": proposal.content_hash, "rows": proposal.rows},
        )
    return reading


def _known_units(figures: Sequence[Figure]) -> dict[str, uuid.UUID]:
    wanted = {figure.unit for figure in figures}
    return {key: pk for key, pk in Unit.objects.values_list("key", "pk") if key in wanted}


def _unknown(figures: Sequence[Figure], known: dict[str, uuid.UUID]) -> Iterator[str]:
    """A unit that nobody knows can be added only with its name."""
    told: set[str] = set()
    for figure in figures:
        if figure.unit not in known and not figure.name and figure.unit not in told:
            told.add(figure.unit)
            yield _("Zeile %(row)s: Die Einheit „%(unit)s“ ist nicht bekannt, und ihr Name fehlt.") % {
                "row": figure.row,
                "unit": figure.unit,
            }


def _add_units(figures: Sequence[Figure], known: dict[str, uuid.UUID]) -> dict[str, uuid.UUID]:
    new = {figure.unit: figure.name for figure in figures if figure.unit not in known}
    with atomic_write():
        made = Unit.objects.bulk_create([Unit(key=key, name=name[:200]) for key, name in new.items()])
    return known | {unit.key: unit.pk for unit in made}


def _rows(figures: Sequence[Figure], units: dict[str, uuid.UUID]) -> Iterator[list[_Row]]:
    """The figures as the database takes them, by chunks. Straight SQL: a million model instances would take minutes.

    Place by place, so that a chunk touches few pages of every index: by the period, the index of the places would be
    written all over for each chunk. The ids grow, and go in at the end of theirs.
    """
    places = {key: pk.hex for key, pk in units.items()}
    days = {day: day.isoformat() for period in {one.period for one in figures} for day in (period.start, period.end)}
    ordered = sorted(figures, key=lambda one: (places[one.unit], one.period, one.breakdown))
    ids = _growing_ids()
    for begin in range(0, len(ordered), CHUNK):
        yield [
            (
                next(ids), places[one.unit], days[one.period.start], days[one.period.end], one.breakdown, one.value,
                one.quality, one.row,
            )
            for one in ordered[begin : begin + CHUNK]
        ]  # fmt: skip


def _growing_ids() -> Iterator[str]:
    """UUIDs of version 7 (RFC 9562): the time, then a counter that begins at random."""
    head = (time.time_ns() // 1_000_000) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62
    for number in count(secrets.randbits(61)):
        yield f"{head + number:032x}"


def _same(proposal: Import, released: datetime | None) -> tuple[str | None, ...]:
    """What every row of an import begins with."""
    at = connection.ops.adapt_datetimefield_value(released) if released else None
    return (scope.current_id().hex, proposal.indicator_id.hex, proposal.pk.hex, at)


def _store(rows: Sequence[_Row], same: tuple[str | None, ...]) -> None:
    """Insert, or replace what is there of the same place and period."""
    with atomic_write(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement with a list for each column: a round trip and a plan for all instead of for each.
            cursor.execute(_upsert(_FROM_LISTS), [*same, *(list(column) for column in zip(*rows, strict=True))])
        else:
            cursor.executemany(_upsert(_FROM_VALUES), [same + row for row in rows])


def _upsert(rows: str) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in _COLUMNS)
    replaced = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in _COLUMNS if name not in {"id", *_KEY})
    key = ", ".join(quote(name) for name in _KEY)
    table = quote(Observation._meta.db_table)
    return f"INSERT INTO {table} ({columns}) {rows} ON CONFLICT ({key}) DO UPDATE SET {replaced}"

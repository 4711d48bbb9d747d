"""Taking figures in from a file: proposed, looked at, and then stored row by row with their origin."""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

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
_COLUMNS = (
    "id", "municipality_id", "indicator_id", "unit_id", "start", "end", "breakdown", "value", "quality", "origin_id",
    "row", "released_at",
)  # fmt: skip
_KEY = ("municipality_id", "indicator_id", "end", "start", "breakdown", "unit_id")


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
    rows = _rows(proposal, reading.figures, ids, now if proposal.public else None)
    while chunk := list(islice(rows, CHUNK)):
        with atomic_write(), connection.cursor() as cursor:
            cursor.executemany(_upsert(), chunk)
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


def _rows(
    proposal: Import, figures: Sequence[Figure], units: dict[str, uuid.UUID], released: datetime | None
) -> Iterator[tuple[Any, ...]]:
    """The figures as the database takes them. Straight SQL: a million model instances would take minutes."""
    as_id = Observation._meta.get_field("id").get_db_prep_value
    as_day = connection.ops.adapt_datefield_value
    town = as_id(scope.current_id(), connection)
    indicator, origin = as_id(proposal.indicator_id, connection), as_id(proposal.pk, connection)
    places = {key: as_id(pk, connection) for key, pk in units.items()}
    at = connection.ops.adapt_datetimefield_value(released) if released else None
    days = {day: as_day(day) for figure in figures for day in (figure.period.start, figure.period.end)}
    for one in figures:
        start, end = days[one.period.start], days[one.period.end]
        identity = as_id(uuid.uuid4(), connection)
        yield (
            identity, town, indicator, places[one.unit], start, end, one.breakdown, one.value, one.quality, origin,
            one.row, at,
        )  # fmt: skip


def _upsert() -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in _COLUMNS)
    places = ", ".join(["%s"] * len(_COLUMNS))
    replaced = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in _COLUMNS if name not in {"id", *_KEY})
    key = ", ".join(quote(name) for name in _KEY)
    table = quote(Observation._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {replaced}"  # noqa: S608

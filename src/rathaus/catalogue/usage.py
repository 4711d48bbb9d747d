"""Counting how services are used: how often, how far, on what kind of device; never by whom.

No cookie, no address, no identifier: a count is a number per town, day, service, step and kind of device. Each web
process adds up in memory, and a thread of its own writes every few seconds (`RATHAUS_USAGE_PAUSE`), so that counting
costs a page nothing, and many pages cost the database one short transaction. What a process has not written when it
ends is lost. Why: ``docs/decisions/2026-11-27-usage-without-visitors.md``.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
from collections import Counter
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.utils import timezone

from rathaus.catalogue.models import ServiceVersion, UsageCount
from rathaus.towns import scope
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write

log = logging.getLogger(__name__)
MOST_KEYS = 5_000
"""So many different counts a process holds before it writes in any case."""
_ROBOTS = re.compile(r"bot|crawl|spider|slurp|fetch|monitor|preview|curl|wget|python|java/|go-http", re.IGNORECASE)
_TABLET = re.compile(r"ipad|tablet|kindle|silk|android(?!.*mobi)", re.IGNORECASE)
_PHONE = re.compile(r"mobi|iphone|android", re.IGNORECASE)
_DESKTOP = re.compile(r"windows|macintosh|linux|x11|cros", re.IGNORECASE)


class _Key(NamedTuple):
    day: dt.date
    version: UUID
    step: str
    page: str
    device: str


_lock = threading.Lock()
_counts: dict[UUID, tuple[Municipality, Counter[_Key]]] = {}


def device_of(agent: str) -> str | None:
    """The kind of device that a browser names; None for programs that read pages for others."""
    if _ROBOTS.search(agent):
        return None
    for pattern, device in (
        (_TABLET, UsageCount.Device.TABLET),
        (_PHONE, UsageCount.Device.PHONE),
        (_DESKTOP, UsageCount.Device.DESKTOP),
    ):
        if pattern.search(agent):
            return device
    return UsageCount.Device.OTHER


def count(request: HttpRequest, version_id: UUID, step: str, *, page: str = "") -> None:
    """Count one step of somebody who uses a service in this version: `UsageCount.Step`, and which page it was."""
    device = device_of(request.headers.get("User-Agent", ""))
    if device is None:
        return
    town = scope.current()
    with _lock:
        counts = _counts.setdefault(town.pk, (town, Counter()))[1]
        counts[_Key(timezone.localdate(), version_id, step, page[:200], device)] += 1
        full = len(counts) >= MOST_KEYS
    if full:
        flush()


def flush() -> None:
    """Write down what this process has counted. What cannot be written now is kept for the next time."""
    with _lock:
        taken = list(_counts.values())
        _counts.clear()
    for town, counts in taken:
        try:
            with scope.of(town):
                _write(counts)
        except DatabaseError:
            log.warning("usage of %s could not be written and is kept", town.slug, exc_info=True)
            with _lock:
                _counts.setdefault(town.pk, (town, Counter()))[1].update(counts)


def write_from_time_to_time(stop: threading.Event) -> None:
    """Flush after every pause until `stop` is set: the work of the thread that `begin` starts."""
    while not stop.wait(settings.RATHAUS_USAGE_PAUSE):
        if _counts:
            flush()
            connection.close()  # a thread's connection is its own, and nobody else closes it


def begin() -> None:
    """Start the thread that writes; called once by each web process. It ends with the process."""
    threading.Thread(target=write_from_time_to_time, args=(threading.Event(),), name="usage", daemon=True).start()


def forget() -> None:
    """Drop what this process has counted (tests)."""
    with _lock:
        _counts.clear()


def _write(counts: Counter[_Key]) -> None:
    versions = {key.version for key in counts}
    services = dict(ServiceVersion.objects.filter(pk__in=versions).values_list("pk", "service_id"))
    rows: Counter[tuple[dt.date, UUID, str, str, str]] = Counter()
    for key, number in counts.items():
        if key.version in services:
            rows[key.day, services[key.version], key.step, key.page, key.device] += number
    # Written out: Django's own upsert would replace the numbers instead of adding to them.
    columns = UsageCount._meta.concrete_fields
    values = [
        [
            column.get_db_prep_save(value, connection)
            for column, value in zip(columns, _values(row, number), strict=True)
        ]
        for row, number in sorted(rows.items(), key=lambda pair: str(pair[0]))
    ]
    with atomic_write(), connection.cursor() as cursor:
        cursor.executemany(_ADD.format(columns=", ".join(str(column.column) for column in columns)), values)


_ADD = """
    INSERT INTO catalogue_usagecount ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (municipality_id, service_id, day, step, page, device)
    DO UPDATE SET number = catalogue_usagecount.number + excluded.number
"""


def _values(row: tuple[dt.date, UUID, str, str, str], number: int) -> list[object]:
    """The values of a row in the order of the model's columns."""
    day, service, step, page, device = row
    made = UsageCount(day=day, service_id=service, step=step, page=page, device=device, number=number)
    return [getattr(made, column.attname) for column in UsageCount._meta.concrete_fields]

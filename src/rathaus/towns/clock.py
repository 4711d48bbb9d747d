"""What time it is for an action: the real time, unless somebody plays a past on purpose.

Actions write when something happened, and take that from here. Only the demo plays (`played_at`): its cases happened in
the course of a year. Whatever is written down meanwhile says so: each entry of the audit log carries the real time too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_played: ContextVar[dt.datetime | None] = ContextVar("rathaus_clock", default=None)


def now() -> dt.datetime:
    """This moment, with its time zone."""
    return _played.get() or timezone.now()


def today() -> dt.date:
    """The day that it is in town."""
    return timezone.localdate(now())


def is_played() -> bool:
    """Whether the time is not the real one."""
    return _played.get() is not None


@contextmanager
def played_at(moment: dt.datetime) -> Iterator[None]:
    """Act as if it were that moment. Raises ValueError for one without a time zone, or one that is still to come."""
    if timezone.is_naive(moment) or moment > timezone.now():
        raise ValueError(f"{moment} is no moment of the past")
    token = _played.set(moment)
    try:
        yield
    finally:
        _played.reset(token)

"""Months, where something is counted by month only."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def whole(first: dt.date, last: dt.date) -> bool:
    """Whether the days from `first` to `last` are nothing but whole months."""
    return first.day == 1 and (last + dt.timedelta(days=1)).day == 1


def following(month: dt.date) -> dt.date:
    """The first day of the month after the one that begins on `month`."""
    return (month + dt.timedelta(days=31)).replace(day=1)


def begin(day: dt.date) -> dt.datetime:
    """The moment at which a day begins in town."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))

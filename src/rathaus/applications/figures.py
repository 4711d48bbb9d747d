"""Figures on what came in, for any period."""

from __future__ import annotations

import datetime as dt

from rathaus.applications.models import Application


def received(start: dt.datetime, end: dt.datetime) -> int:
    """How many applications were sent from `start` up to, but not at, `end`."""
    return Application.objects.filter(submitted_at__gte=start, submitted_at__lt=end).count()

"""Figures on what came in, for any period."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Sum

from rathaus.applications import months
from rathaus.applications.models import Application, PaperCount
from rathaus.protection.groups import enough


def received(start: dt.datetime, end: dt.datetime) -> int:
    """How many applications were sent from `start` up to, but not at, `end`."""
    return Application.objects.filter(submitted_at__gte=start, submitted_at__lt=end).count()


def share_online(first: dt.date, last: dt.date) -> float | None:
    """The share, in percent, of applications that came online and not on paper, in the months from `first` to `last`.

    Counted are the services and months whose paper somebody noted: elsewhere nothing is known. None where too few
    applications are left, or where the days are no whole months.
    """
    if not months.whole(first, last):
        return None
    noted = PaperCount.objects.filter(month__gte=first, month__lte=last)
    services: dict[dt.date, list[UUID]] = {}
    for month, service in noted.values_list("month", "service"):
        services.setdefault(month, []).append(service)
    online = sum(_received_in(month, some) for month, some in services.items())
    total = online + (noted.aggregate(all=Sum("number"))["all"] or 0)
    return online / total * 100 if enough(total) else None


def _received_in(month: dt.date, services: list[UUID]) -> int:
    sent = Application.objects.filter(version__service__in=services, submitted_at__gte=months.begin(month))
    return sent.filter(submitted_at__lt=months.begin(months.following(month))).count()

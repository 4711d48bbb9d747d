"""What still comes on paper: noted by month and service, so that the share of what comes online is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from rathaus.applications.models import PaperCount
from rathaus.catalogue.models import Service
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def noted(services: Iterable[Service], month: dt.date) -> dict[UUID, int]:
    """What was noted for a month, by service."""
    rows = PaperCount.objects.filter(month=month, service__in=list(services))
    return dict(rows.values_list("service", "number"))


def note(numbers: Mapping[Service, int | None], month: dt.date, *, by: Actor) -> None:
    """Say how many applications for each service came on paper in a month; None: nobody counted."""
    for service in numbers:
        require(by, Permission.SERVICES, service)
    counted = [
        PaperCount(service=service, month=month, number=number)
        for service, number in numbers.items()
        if number is not None
    ]
    with atomic_write():
        PaperCount.objects.filter(month=month, service__in=list(numbers)).delete()
        PaperCount.objects.bulk_create(counted)
        audit.record(
            "application.paper_noted",
            scope.current_id(),
            by=by,
            details={"month": f"{month:%Y-%m}", "services": len(counted)},
        )

"""Figures on what was offered, for any day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.protection.models import AuditEntry

_SWITCHES = {"catalogue.withdrawn": False, "catalogue.offered_again": True}


def offered(at: dt.datetime) -> int:
    """How many services the town offered online at a moment.

    Publishing begins or resumes the offer, withdrawing ends it: the versions and the audit log say when.
    """
    last = {service: on for _moment, service, on in sorted(_changes(at))}
    return sum(last.values())


def _changes(until: dt.datetime) -> Iterator[tuple[dt.datetime, str, bool]]:
    published = ServiceVersion.objects.filter(published_at__lte=until).values_list("published_at", "service_id")
    yield from ((at, str(service), True) for at, service in published)
    services = [str(pk) for pk in Service.objects.values_list("pk", flat=True)]
    entries = AuditEntry.objects.filter(subject_id__in=services, action__in=_SWITCHES)
    for written, service, action in entries.values_list("at", "subject_id", "action"):
        if (at := dt.datetime.fromisoformat(written)) <= until:
            yield at, service, _SWITCHES[action]

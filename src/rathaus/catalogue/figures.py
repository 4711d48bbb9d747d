"""Figures on what was offered, for any day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from rathaus.catalogue import maturity
from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.protection.models import AuditEntry

_SWITCHES = {"catalogue.withdrawn": False, "catalogue.offered_again": True}


def offered(at: dt.datetime) -> int:
    """How many services the town offered online at a moment.

    Publishing begins or resumes the offer, withdrawing ends it: the versions and the audit log say when.
    """
    return len(_offered(at))


def maturity_levels(at: dt.datetime) -> tuple[maturity.Model, Counter[int]] | None:
    """How many of the services offered at a moment stood at each level of the maturity model of that day.

    None where no model with known criteria was in force.
    """
    model = maturity.in_force(timezone.localdate(at))
    if model is None:
        return None
    standings = (maturity.standing(model, maturity.facts(version)) for version in _offered(at).values())
    return model, Counter(one.level for one in standings)


def _offered(at: dt.datetime) -> dict[str, UUID]:
    """The services offered at a moment, each with its version of that time."""
    versions: dict[str, UUID] = {}
    on: dict[str, bool] = {}
    for _moment, service, switch, version in sorted(_changes(at), key=lambda change: change[0]):
        on[service] = switch
        if version is not None:
            versions[service] = version
    return {service: versions[service] for service, offered_ in on.items() if offered_}


def _changes(until: dt.datetime) -> Iterator[tuple[dt.datetime, str, bool, UUID | None]]:
    published = ServiceVersion.objects.filter(published_at__lte=until)
    for at, service, version in published.values_list("published_at", "service_id", "pk"):
        yield at, str(service), True, version
    services = [str(pk) for pk in Service.objects.values_list("pk", flat=True)]
    entries = AuditEntry.objects.filter(subject_id__in=services, action__in=_SWITCHES)
    for written, service_id, action in entries.values_list("at", "subject_id", "action"):
        if (switched := dt.datetime.fromisoformat(written)) <= until:
            yield switched, service_id, _SWITCHES[action], None

"""Service owners: how their services are used, and how far they are online."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.catalogue import maturity, usage_figures
from rathaus.catalogue.models import Service
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.towns import clock

DAYS = (30, 90, 365)


@require_safe
@staff_required(Permission.SERVICES)
def all_services(request: StaffRequest) -> HttpResponse:
    """The services of the departments one cares for, the most used first."""
    services = Service.objects.filter(department__in=request.grants.where(Permission.SERVICES))
    days = _days(request)
    context = {"rows": usage_figures.overview(services, since=_since(days)), "days": days, "choices": DAYS}
    return render(request, "catalogue/usage.html", context)


@require_safe
@staff_required(Permission.SERVICES)
def one_service(request: StaffRequest, slug: str) -> HttpResponse:
    """One service: how many came, how far they got, on what."""
    departments = request.grants.where(Permission.SERVICES)
    service = get_object_or_404(Service, slug=slug, department__in=departments)
    days = _days(request)
    found = usage_figures.figures(service, since=_since(days))
    context = {"service": service, "figures": found, "days": days, "choices": DAYS}
    return render(request, "catalogue/usage_of_service.html", context)


@require_safe
@staff_required(Permission.SERVICES)
def levels(request: StaffRequest) -> HttpResponse:
    """The level of each service on offer in the departments one cares for, the lowest first, and what holds it."""
    offered = Service.objects.filter(withdrawn_at=None, department__in=request.grants.where(Permission.SERVICES))
    model = maturity.in_force(clock.today())
    rows = [
        (one, standing)
        for one in offered.order_by("name")
        if one.current_id and (standing := maturity.of_version(one.current_id))
    ]
    context = {
        "rows": sorted(rows, key=lambda row: row[1].level),
        "model": model,
        "newer": maturity.newer(model, clock.today()) if model else None,
    }
    return render(request, "catalogue/maturity.html", context)


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("tage", "")
    return int(asked) if asked in map(str, DAYS) else DAYS[0]


def _since(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days - 1)

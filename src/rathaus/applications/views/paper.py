"""Service owners: what still comes on paper."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.applications import paper
from rathaus.applications.forms import PaperForm
from rathaus.catalogue.models import Service
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission

MONTHS_BACK = 15
"""So many ended months can be chosen."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.SERVICES)
def note(request: StaffRequest) -> HttpResponse:
    """A month, and for each service how many applications came on paper."""
    departments = request.grants.where(Permission.SERVICES)
    services = Service.objects.filter(department__in=departments, current__isnull=False).order_by("name")
    month = _month(request)
    form = PaperForm(request.POST or None, services=services, noted=paper.noted(services, month))
    if request.method == "POST" and form.is_valid():
        paper.note(form.numbers(), month, by=request.actor)
        named = {"month": date_format(month, "F Y")}
        messages.success(request, _("Die Zahlen für %(month)s sind gespeichert.") % named)
        return redirect(f"{reverse('applications:paper')}?monat={month:%Y-%m}")
    context = {"form": form, "month": month, "months": _months()}
    return render(request, "applications/paper.html", context)


def _months() -> list[dt.date]:
    """The first days of the last months that have ended, the newest first."""
    today = timezone.localdate()
    count = today.year * 12 + today.month - 1
    return [dt.date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(1, MONTHS_BACK + 1)]


def _month(request: HttpRequest) -> dt.date:
    asked = request.GET.get("monat", "")
    return next((month for month in _months() if f"{month:%Y-%m}" == asked), _months()[0])

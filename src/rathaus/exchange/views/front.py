"""Where the exchange begins for those who work here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.exchange.queries import calls as queries
from rathaus.exchange.queries.entering import shares_the_house
from rathaus.people.decorators import StaffRequest, staff_required


@require_safe
@staff_required()
def manage(request: StaffRequest) -> HttpResponse:
    """The ways to everything that is kept here."""
    context = {"judging": queries.open_for(request.actor.id), "elsewhere": shares_the_house()}
    return render(request, "exchange/staff/index.html", context)

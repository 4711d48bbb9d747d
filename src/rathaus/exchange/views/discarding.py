"""Drafts are thrown away by the button below their form."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rathaus.exchange.actions.discarding import Draft
from rathaus.exchange.actions.discarding import discard as discarded
from rathaus.exchange.models import Call, Experience, Meeting
from rathaus.exchange.views.editing import tried
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.staff import officers_only


@require_POST
@officers_only
def meeting(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting that is not public."""
    return _discard(request, get_object_or_404(Meeting, pk=meeting_id), "exchange:manage_meetings")


@require_POST
@officers_only
def call(request: StaffRequest, call_id: UUID) -> HttpResponse:
    """A call that is not public."""
    return _discard(request, get_object_or_404(Call, pk=call_id), "exchange:manage_calls")


@require_POST
@officers_only
def report(request: StaffRequest, experience_id: UUID) -> HttpResponse:
    """A report that is not public."""
    return _discard(request, get_object_or_404(Experience, pk=experience_id), "exchange:manage_reports")


def _discard(request: StaffRequest, draft: Draft, back: str) -> HttpResponse:
    tried(request, lambda: discarded(draft, by=request.actor), _("Der Entwurf ist entfernt."))
    return redirect(back)

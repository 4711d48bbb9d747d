"""Those who registered for a meeting, as those see them who prepare it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.documents import tables
from rathaus.exchange import participant_lists
from rathaus.exchange.actions import attending
from rathaus.exchange.actions import meetings as actions
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, Registration
from rathaus.exchange.queries import meetings as queries
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.staff import officers_only


@require_http_methods(["GET", "POST"])
@officers_only
def participants(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Who comes and who waits; by POST, which places stand on the public page."""
    found = get_object_or_404(Meeting, pk=meeting_id)
    people = queries.participants(found)
    towns = queries.towns_of(people)
    if request.method == "POST":
        chosen = set(request.POST.getlist("orte"))
        actions.show_towns(found, [name for name, _count in towns if name in chosen], by=request.actor)
        messages.success(request, _("Die öffentliche Seite nennt jetzt diese Orte."))
        return redirect("exchange:participants", meeting_id)
    return render(
        request,
        "exchange/staff/participants.html",
        {
            "meeting": found,
            "places": queries.places(found),
            "placed": [one for one in people if one.registration.placed_at],
            "waiting": [one for one in people if not one.registration.placed_at],
            "towns": [(name, count, name in found.shown_towns) for name, count in towns],
        },
    )


@require_POST
@officers_only
def attendance(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Note who was there."""
    found = get_object_or_404(Meeting, pk=meeting_id)
    chosen = set(request.POST.getlist("da"))
    rows = Registration.objects.filter(meeting=found).values_list("pk", flat=True)
    try:
        came = attending.note_who_came(found, [one for one in rows if str(one) in chosen], by=request.actor)
    except ExchangeError as refused:
        messages.warning(request, str(refused))
    else:
        text = ngettext("Gespeichert: %(count)s Person war da.", "Gespeichert: %(count)s Personen waren da.", came)
        messages.success(request, text % {"count": came})
    return redirect("exchange:participants", meeting_id)


@require_safe
@officers_only
def participants_file(request: StaffRequest, meeting_id: UUID, kind: str) -> HttpResponse:
    """The list as a file; the audit log knows who took it."""
    found = get_object_or_404(Meeting, pk=meeting_id)
    file = tables.download(participant_lists.sheets(queries.participants(found)), kind, f"Teilnehmende {found.title}")
    attending.note_export(found, kind, by=request.actor)
    return file

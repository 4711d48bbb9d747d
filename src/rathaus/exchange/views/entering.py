"""Calls of other towns of the house, and what this town enters there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.exchange.actions import entering as actions
from rathaus.exchange.forms.calls import OwnEntryForm
from rathaus.exchange.models import OwnEntry
from rathaus.exchange.queries import entering as queries
from rathaus.exchange.views.editing import done, tried
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.staff import officers_only
from rathaus.towns.models import Municipality


@require_safe
@officers_only
def elsewhere(request: StaffRequest) -> HttpResponse:
    """What is open, and what this town has entered."""
    context = {"calls": queries.elsewhere(), "entries": queries.own_entries()}
    return render(request, "exchange/staff/elsewhere.html", context)


@require_http_methods(["GET", "POST"])
@officers_only
def enter(request: StaffRequest, town_slug: str, open_call_id: UUID) -> HttpResponse:
    """Read a call of another town, and enter something."""
    call = queries.call_of(Municipality.objects.filter(slug=town_slug).first(), open_call_id)
    if call is None or not call.open:
        raise Http404
    entry = OwnEntry()
    form = OwnEntryForm(request.POST or None, instance=entry)
    if done(form, lambda: actions.enter(form.save(commit=False), call, by=request.actor)):
        messages.success(request, _("Der Beitrag ist abgeschickt."))
        return redirect("exchange:own_entry", entry.pk)
    return render(request, "exchange/staff/enter.html", {"call": call, "form": form})


@require_http_methods(["GET", "POST"])
@officers_only
def own_entry(request: StaffRequest, own_entry_id: UUID) -> HttpResponse:
    """What was entered: where it stands, and until the call ends other words for it."""
    entry = get_object_or_404(OwnEntry, pk=own_entry_id)
    call = queries.call_for(entry)
    title = entry.title
    changeable = call is not None and call.open and not entry.refusal and entry.withdrawn_at is None
    form = OwnEntryForm(request.POST or None, instance=entry)
    if done(form, lambda: actions.change(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Die neue Fassung ist abgeschickt."))
        return redirect("exchange:own_entry", own_entry_id)
    context = {"entry": entry, "title": title, "call": call, "form": form, "changeable": changeable}
    return render(request, "exchange/staff/own_entry.html", context)


@require_POST
@officers_only
def take_back(request: StaffRequest, own_entry_id: UUID) -> HttpResponse:
    """Withdraw what was entered."""
    entry = get_object_or_404(OwnEntry, pk=own_entry_id)
    tried(request, lambda: actions.withdraw(entry, by=request.actor), _("Der Beitrag ist zurückgezogen."))
    return redirect("exchange:own_entry", own_entry_id)

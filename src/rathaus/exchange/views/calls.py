"""Calls: as everybody sees them, as those see them who keep them, and as the jury does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.exchange.actions import calls as actions
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.forms import calls as forms
from rathaus.exchange.models import Call, Criterion, Entry, Juror
from rathaus.exchange.queries import calls as queries
from rathaus.exchange.queries.entering import shares_the_house
from rathaus.exchange.views.editing import done, tried
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.strategy.views.editing import PartKind, form_page, kind_of
from rathaus.strategy.views.staff import officers_only
from rathaus.towns.caching import public_page

KINDS = {
    "kriterium": PartKind(Criterion, forms.CriterionForm, "call", Call, gettext_lazy("Neues Kriterium")),
    "einreichung": PartKind(Entry, forms.EntryForm, "call", Call, gettext_lazy("Neuer Beitrag")),
    "jury": PartKind(Juror, forms.JurorForm, "call", Call, gettext_lazy("Jury: eine Person dazu")),
}
"""The parts that are edited by one page, by their word in the address."""


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All public calls."""
    return render(request, "exchange/calls.html", {"calls": queries.calls(public=True)})


@require_safe
@public_page
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call; its finalists, once they are named."""
    found = get_object_or_404(queries.calls(public=True), slug=slug)
    finalists = found.entries.filter(finalist=True) if found.finalists_at else ()
    return render(
        request,
        "exchange/call.html",
        {
            "call": found,
            "criteria": found.criteria.all(),
            "finalists": finalists,
            "open": found.ends_on >= timezone.localdate(),
            "shared": shares_the_house(),
        },
    )


# Those who keep them --------------------------------------------------------------------------------------------------


@require_safe
@officers_only
def kept(request: StaffRequest) -> HttpResponse:
    """All calls, public or not."""
    context = {"calls": queries.calls(public=False), "elsewhere": shares_the_house()}
    return render(request, "exchange/staff/calls.html", context)


@require_http_methods(["GET", "POST"])
@officers_only
def write(request: StaffRequest, call_id: UUID | None = None) -> HttpResponse:
    """Begin a call, or change it."""
    found = get_object_or_404(Call, pk=call_id) if call_id else Call()
    form = forms.CallForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_call", found.pk)
    back = _manage(found.pk) if call_id else reverse("exchange:manage_calls")
    delete = reverse("exchange:discard_call", args=[call_id]) if call_id and not found.published_at else ""
    return form_page(request, form, _("Aufruf"), back, delete=delete)


@require_safe
@officers_only
def manage(request: StaffRequest, call_id: UUID) -> HttpResponse:
    """Everything about one call: who has judged how much, and the points once all are in."""
    found = get_object_or_404(Call, pk=call_id)
    return render(
        request,
        "exchange/staff/call.html",
        {
            "call": found,
            "criteria": found.criteria.all(),
            "entries": found.entries.all(),
            "jurors": queries.progress(found),
            "results": queries.results(found),
        },
    )


@require_POST
@officers_only
def move_on(request: StaffRequest, call_id: UUID, step: str) -> HttpResponse:
    """Publish, close the jury, or name the finalists."""
    found = get_object_or_404(Call, pk=call_id)
    try:
        if step == "veroeffentlichen":
            actions.publish(found, by=request.actor)
            messages.success(request, _("Der Aufruf ist öffentlich."))
        elif step == "jury-schliessen":
            actions.close(found, by=request.actor)
            messages.success(request, _("Die Jury ist geschlossen. Jetzt sehen Sie alle Punkte."))
        elif step == "finale":
            chosen = [one for one in found.entries.all() if str(one.pk) in request.POST.getlist("finale")]
            actions.publish_finalists(found, chosen, by=request.actor)
            messages.success(request, _("Die Finalisten sind öffentlich."))
        else:
            raise Http404
    except ExchangeError as refused:
        messages.warning(request, str(refused))
    return redirect("exchange:manage_call", call_id)


@require_http_methods(["GET", "POST"])
@officers_only
def add(request: StaffRequest, call_part: str, call_id: UUID) -> HttpResponse:
    """Add a part."""
    kind = kind_of(KINDS, call_part)
    parent = get_object_or_404(Call, pk=call_id)
    form = kind.form(request.POST or None, instance=kind.model(call=parent))
    return _edited(request, form, str(kind.new), call_id)


@require_http_methods(["GET", "POST"])
@officers_only
def change_part(request: StaffRequest, call_part: str, call_part_id: UUID) -> HttpResponse:
    """Change a part, or take it out."""
    kind = kind_of(KINDS, call_part)
    part = get_object_or_404(kind.model.objects.select_related("call"), pk=call_part_id)
    if isinstance(part, Entry) and part.sender is not None:
        return render(request, "exchange/staff/entry.html", {"entry": part})
    form = kind.form(request.POST or None, instance=part)
    delete = reverse("exchange:remove_call_part", args=[call_part, call_part_id])
    return _edited(request, form, str(part), part.call_id, delete=delete)


@require_POST
@officers_only
def remove_part(request: StaffRequest, call_part: str, call_part_id: UUID) -> HttpResponse:
    """Take a part out."""
    kind = kind_of(KINDS, call_part)
    part = get_object_or_404(kind.model.objects.select_related("call"), pk=call_part_id)
    tried(request, lambda: actions.remove_part(part, by=request.actor), _("Der Eintrag ist entfernt."))
    return redirect("exchange:manage_call", part.call_id)


def _edited(request: StaffRequest, form: Any, title: str, call_id: UUID, *, delete: str = "") -> HttpResponse:
    if done(form, lambda: actions.save_part(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_call", call_id)
    return form_page(request, form, title, _manage(call_id), delete=delete)


def _manage(call_id: UUID) -> str:
    return reverse("exchange:manage_call", args=[call_id])


# The jury -------------------------------------------------------------------------------------------------------------


@require_safe
@staff_required()
def jury(request: StaffRequest, call_id: UUID) -> HttpResponse:
    """One's own points; those of all once the jury is closed. Others in the house are not let in."""
    found, juror = _judging(request, call_id)
    own = queries.given(juror)
    entries = found.entries.all()
    criteria = list(found.criteria.all())
    rows = [(entry, [own.get((entry.pk, one.pk)) for one in criteria]) for entry in entries]
    context = {"call": found, "criteria": criteria, "rows": rows, "results": queries.results(found)}
    return render(request, "exchange/staff/jury.html", context)


@require_http_methods(["GET", "POST"])
@staff_required()
def judge(request: StaffRequest, call_id: UUID, entry_id: UUID) -> HttpResponse:
    """Give points to one entry."""
    found, juror = _judging(request, call_id)
    entry = get_object_or_404(found.entries, pk=entry_id)
    own = queries.given(juror)
    criteria = list(found.criteria.all())
    known = {one.pk: own[entry.pk, one.pk] for one in criteria if (entry.pk, one.pk) in own}
    form = forms.ScoreForm(request.POST or None, criteria=criteria, known=known)
    if done(form, lambda: actions.score(juror, entry, form.points(), by=request.actor)):
        messages.success(request, _("Ihre Punkte sind gespeichert."))
        return redirect("exchange:jury", call_id)
    lead = "\n".join(filter(None, (entry.summary, entry.link)))
    return form_page(request, form, str(entry), reverse("exchange:jury", args=[call_id]), lead=lead)


def _judging(request: StaffRequest, call_id: UUID) -> tuple[Call, Juror]:
    found = get_object_or_404(Call, pk=call_id)
    juror = queries.juror(found, request.actor.id)
    if juror is None:
        raise Http404
    return found, juror

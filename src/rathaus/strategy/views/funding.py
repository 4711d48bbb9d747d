"""Those who look after funding: what is due, programmes and what they fit, grants and their proof of use."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.documents import tables
from rathaus.people.decorators import StaffRequest
from rathaus.strategy import funding, matching, proof_files, samples
from rathaus.strategy.actions import funding as actions
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.funding_forms import ProgrammeForm
from rathaus.strategy.matching import Match
from rathaus.strategy.models import Applicant, Grant, Measure, Programme
from rathaus.strategy.views.editing import form_page
from rathaus.strategy.views.staff import done, officers_only


@require_safe
@officers_only
def overview(request: StaffRequest) -> HttpResponse:
    """What is due, what was granted, which programmes there are, and what might be applied for."""
    today = timezone.localdate()
    grants = list(funding.grants())
    given = [one for one in grants if one.granted_on]
    return render(
        request,
        "strategy/staff/funding.html",
        {
            "due": funding.due(grants, today=today),
            "grants": [(one, funding.state(one).value) for one in grants],
            "granted": sum((one.amount for one in given), Decimal()),
            "received": sum(
                (part.amount for one in given for part in one.instalments.all() if part.received_on), Decimal()
            ),
            "programmes": Programme.objects.all(),
            "fitting": funding.fitting(today=today),
            "today": today,
        },
    )


@require_safe
@officers_only
def programme(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """A programme, and the measures it is about with what speaks for and against."""
    found = get_object_or_404(Programme, pk=programme_id)
    return render(
        request,
        "strategy/staff/programme.html",
        {
            "programme": found,
            "applicants": [Applicant(one).label for one in found.applicants],
            "topics": matching.lines(found.topics),
            "not_with": matching.lines(found.not_with),
            "grants": [(one, funding.state(one).value) for one in found.grants.select_related("measure")],
            "matches": [
                (one, _apply_for(one)) for one in funding.matches_of_programme(found, today=timezone.localdate())
            ],
        },
    )


def _apply_for(match: Match) -> str:
    """Where a grant of this programme is entered for this measure, with what is known already."""
    known = {
        "programme": match.programme.pk,
        "amount": f"{matching.possible(match.programme, match.measure.budget):.2f}".replace(".", ","),
        "cost": f"{match.measure.budget:.2f}".replace(".", ","),
        "own_share": f"{match.programme.own_share:.2f}".replace(".", ","),
        "starts_on": f"{match.measure.starts_on:%d.%m.%Y}",
        "ends_on": f"{match.measure.ends_on:%d.%m.%Y}",
    }
    return f"{reverse('strategy:add_part', args=['zuwendung', match.measure.id])}?{urlencode(known)}"


@require_http_methods(["GET", "POST"])
@officers_only
def edit(request: StaffRequest, programme_id: UUID | None = None) -> HttpResponse:
    """Add a programme, or change it."""
    found = get_object_or_404(Programme, pk=programme_id) if programme_id else Programme()
    found.sample = False  # what the town wrote is its own
    form = ProgrammeForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("strategy:programme", form.instance.pk)
    title = found.name if programme_id else _("Neues Förderprogramm")
    back = reverse("strategy:programme", args=[programme_id]) if programme_id else reverse("strategy:funding")
    delete = reverse("strategy:remove_programme", args=[programme_id]) if programme_id else ""
    return form_page(request, form, title, back, delete=delete)


@require_POST
@officers_only
def remove(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """Take a programme out."""
    found = get_object_or_404(Programme, pk=programme_id)
    try:
        actions.remove(found, by=request.actor)
        messages.success(request, _("Der Eintrag ist entfernt."))
    except StrategyError as refused:
        messages.error(request, str(refused))
        return redirect("strategy:programme", programme_id)
    return redirect("strategy:funding")


@require_POST
@officers_only
def take_samples(request: StaffRequest) -> HttpResponse:
    """Begin with the sample programmes."""
    count = actions.take_samples(samples.read(), by=request.actor)
    said = ngettext("%(count)s Muster ist angelegt.", "%(count)s Muster sind angelegt.", count)
    messages.success(request, said % {"count": count} if count else _("Die Muster sind schon da."))
    return redirect("strategy:funding")


@require_safe
@officers_only
def measure(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    """Every programme beside one measure."""
    get_object_or_404(Measure, pk=measure_id)
    place = next((one for one in funding.places() if one[2].id == str(measure_id)), None)
    if place is None:
        raise Http404
    matches = funding.matches_of_measure(place, today=timezone.localdate())
    return render(
        request,
        "strategy/staff/measure_funding.html",
        {"measure": place[2], "matches": [(one, _apply_for(one)) for one in matches]},
    )


def _grant(grant_id: UUID) -> Grant:
    return get_object_or_404(funding.grants().prefetch_related("measure__money"), pk=grant_id)


@require_safe
@officers_only
def grant(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """A grant with its instalments and reports."""
    found = _grant(grant_id)
    today = timezone.localdate()
    context = {"grant": found, "state": funding.state(found).value, "today": today}
    return render(request, "strategy/staff/grant.html", context | {"proof": funding.proof_of(found, today=today)})


@require_safe
@officers_only
def proof(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """The proof of use, to look at and to print."""
    found = _grant(grant_id)
    today = timezone.localdate()
    return render(
        request,
        "strategy/staff/proof.html",
        {"proof": funding.proof_of(found, today=today), "grant": found, "today": today},
    )


@require_safe
@officers_only
def proof_file(request: StaffRequest, grant_id: UUID, kind: str) -> HttpResponse:
    """The proof of use as a table."""
    found = _grant(grant_id)
    made = funding.proof_of(found, today=timezone.localdate())
    return tables.download([proof_files.sheet(made)], kind, f"Verwendungsnachweis {found.measure.title}")

"""Rollouts: what everybody sees of them, and what those do who keep them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.people.decorators import StaffRequest
from rathaus.strategy import charts, jobs, maps, rollout_forms, site_files
from rathaus.strategy import rollout as values
from rathaus.strategy.actions import computing
from rathaus.strategy.actions import rollouts as actions
from rathaus.strategy.actions.rollouts import Difference
from rathaus.strategy.charts import Drawing, Line
from rathaus.strategy.computed import rollout_key
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Rollout, Site, SiteEvent, SiteFile, SiteState
from rathaus.strategy.rollout import Site as SiteValue
from rathaus.strategy.views.editing import form_page
from rathaus.strategy.views.staff import done, officers_only
from rathaus.towns.caching import public_page

SITES_ON_A_PAGE = 100
SHOWN_DIFFERENCES = 100


def _shown(rollout: Rollout, page: str | None) -> dict[str, Any]:
    """What both pages of a rollout show: map, coverage, progress, and the sites as a table."""
    today = timezone.localdate()
    sites, districts = values.sites(rollout, today), values.by_district(rollout, today)
    found = Paginator(sites, SITES_ON_A_PAGE).get_page(page)
    return {
        "rollout": rollout,
        "today": today,
        "total": values.together(districts),
        "districts": districts,
        **_map(sites, rollout.name),
        "chart": _progress(rollout),
        "page": found,
    }


def _map(sites: list[SiteValue], title: str) -> dict[str, Any]:
    """The map, and what its legend and the sentence below it need."""
    return {
        "map": maps.draw(sites, title=title),
        "narrow_map": maps.draw(sites, title=title, paper=maps.NARROW),
        "points": any(len(site.shape) == 1 for site in sites),
        "lines": any(len(site.shape) > 1 for site in sites),
        "unplaced": sum(not site.shape for site in sites),
    }


def _progress(rollout: Rollout) -> Drawing | None:
    points = list(values.progress(rollout, timezone.localdate()))
    if not points:
        return None
    title = _("%(name)s: Anteil der fertigen Standorte") % {"name": rollout.name}
    said = _("Heute %(share)s %%.") % {"share": round(points[-1][1])}
    shown = [Line(_("fertig"), points)]
    return charts.drawing(
        lambda size: charts.lines(shown, title=title, description=said, unit="%", places=0, size=size)
    )


@require_safe
@public_page
def rollout(request: HttpRequest, slug: str) -> HttpResponse:
    """A rollout as everybody sees it."""
    found = get_object_or_404(Rollout.objects.select_related("measure"), slug=slug, public=True)
    return render(request, "strategy/rollout.html", _shown(found, request.GET.get("seite")))


@require_safe
@officers_only
def rollouts(request: StaffRequest) -> HttpResponse:
    """All rollouts of the town."""
    today = timezone.localdate()
    found = [(one, values.together(values.by_district(one, today))) for one in Rollout.objects.all()]
    return render(request, "strategy/staff/rollouts.html", {"rollouts": found})


@require_safe
@officers_only
def manage(request: StaffRequest, rollout_id: UUID) -> HttpResponse:
    """One rollout with all that can be done to it."""
    found = get_object_or_404(Rollout.objects.select_related("measure"), pk=rollout_id)
    indicator = Indicator.objects.filter(computed=rollout_key(found.slug)).first()
    context = _shown(found, request.GET.get("seite"))
    return render(request, "strategy/staff/rollout.html", context | {"indicator": indicator, "staff_page": True})


@require_http_methods(["GET", "POST"])
@officers_only
def edit(request: StaffRequest, rollout_id: UUID | None = None) -> HttpResponse:
    """Define a rollout, or change it."""
    found = get_object_or_404(Rollout, pk=rollout_id) if rollout_id else Rollout()
    form = rollout_forms.RolloutForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save_rollout(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("strategy:manage_rollout", form.instance.pk)
    back = reverse("strategy:manage_rollout", args=[rollout_id]) if rollout_id else reverse("strategy:rollouts")
    delete = reverse("strategy:remove_rollout", args=[rollout_id]) if rollout_id else ""
    title = found.name if rollout_id else _("Neuer Ausbau")
    return form_page(request, form, title, back, delete=delete)


@require_POST
@officers_only
def remove(request: StaffRequest, rollout_id: UUID) -> HttpResponse:
    """Take a rollout out."""
    actions.remove_rollout(get_object_or_404(Rollout, pk=rollout_id), by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("strategy:rollouts")


@require_http_methods(["GET", "POST"])
@officers_only
def feed(request: StaffRequest, rollout_id: UUID) -> HttpResponse:
    """Make an indicator of a rollout, the last year computed at once."""
    found = get_object_or_404(Rollout, pk=rollout_id)
    form = rollout_forms.FeedForm(request.POST or None)
    made: list[Indicator] = []

    def change() -> None:
        made.append(computing.feed(found, form.cleaned_data["department"], by=request.actor))
        computing.compute(made[0], jobs.last_year(made[0]), by=request.actor)

    if done(form, change):
        messages.success(request, _("Das Haus rechnet diese Kennzahl ab jetzt jedes Vierteljahr aus."))
        return redirect("strategy:manage_indicator", made[0].key)
    return form_page(request, form, _("Kennzahl aus dem Ausbau"), reverse("strategy:manage_rollout", args=[found.pk]))


# Sites ----------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@officers_only
def add_site(request: StaffRequest, rollout_id: UUID) -> HttpResponse:
    """Add a site."""
    found = get_object_or_404(Rollout, pk=rollout_id)
    form = rollout_forms.SiteForm(request.POST or None, instance=Site(rollout=found))
    if done(form, lambda: actions.save_site(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("strategy:site", form.instance.pk)
    return form_page(request, form, _("Neuer Standort"), reverse("strategy:manage_rollout", args=[found.pk]))


@require_http_methods(["GET", "POST"])
@officers_only
def change_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """Change what is known of a site."""
    found = get_object_or_404(Site, pk=site_id)
    form = rollout_forms.SiteForm(request.POST or None, instance=found)
    back = reverse("strategy:site", args=[found.pk])
    if done(form, lambda: actions.save_site(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect(back)
    return form_page(request, form, found.name, back, delete=reverse("strategy:remove_site", args=[found.pk]))


@require_POST
@officers_only
def remove_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """Take a site out."""
    found = get_object_or_404(Site, pk=site_id)
    rollout_id = found.rollout_id
    actions.remove_site(found, by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("strategy:manage_rollout", rollout_id)


@require_http_methods(["GET", "POST"])
@officers_only
def site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    """What happened at a site; more can be said."""
    found = get_object_or_404(Site.objects.select_related("rollout"), pk=site_id)
    form = rollout_forms.NoteForm(request.POST or None)

    def change() -> None:
        state, day = SiteState(form.cleaned_data["state"]), form.cleaned_data["day"]
        actions.note(found, state, day, by=request.actor)

    if done(form, change):
        messages.success(request, _("Gespeichert."))
        return redirect("strategy:site", found.pk)
    context = {"site": found, "events": found.events.order_by("-day"), "form": form}
    return render(request, "strategy/staff/site.html", context)


@require_POST
@officers_only
def take_back(request: StaffRequest, site_event_id: UUID) -> HttpResponse:
    """Remove what was noted by mistake."""
    found = get_object_or_404(SiteEvent, pk=site_event_id)
    actions.take_back(found, by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("strategy:site", found.site_id)


# From a file ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@officers_only
def upload(request: StaffRequest, rollout_id: UUID) -> HttpResponse:
    """Hand in a file of sites."""
    found = get_object_or_404(Rollout, pk=rollout_id)
    form = rollout_forms.SiteFileForm(request.POST or None, request.FILES or None)
    kept: list[SiteFile] = []

    def change() -> None:
        file = form.cleaned_data["file"]
        proposal, reading = actions.propose(found, file.read(), file_name=file.name, by=request.actor)
        for problem in reading.problems:
            form.add_error(None, problem)
        kept.extend([proposal] if proposal else [])

    if done(form, change) and kept:
        return redirect("strategy:site_file", kept[0].pk)
    return render(request, "strategy/staff/sites_upload.html", {"form": form, "rollout": found})


@require_http_methods(["GET", "POST"])
@officers_only
def review(request: StaffRequest, site_file_id: UUID) -> HttpResponse:
    """What a file would change; confirming takes it in."""
    file = get_object_or_404(SiteFile.objects.select_related("rollout"), pk=site_file_id, taken_in_at=None)
    if request.method == "POST":
        try:
            found = actions.take_in(file, by=request.actor)
            messages.success(request, _counted(found))
        except StrategyError as refused:
            messages.error(request, str(refused))
        return redirect("strategy:manage_rollout", file.rollout_id)
    found = actions.differences(file.rollout, site_files.read(actions.content(file), file.file_name).rows)
    brought = [one for one in found if one.any]
    return render(
        request,
        "strategy/staff/sites_review.html",
        {
            "file": file,
            "counted": _counted(found),
            "shown": brought[:SHOWN_DIFFERENCES],
            "hidden": max(len(brought) - SHOWN_DIFFERENCES, 0),
            **_map(_as_they_would_be(found), file.file_name),
        },
    )


def _as_they_would_be(found: list[Difference]) -> list[SiteValue]:
    return [
        SiteValue(None, row.key, row.name, row.district, row.shape, row.event[1] if row.event else SiteState.PLANNED)
        for row in (one.row for one in found)
    ]


def _counted(found: list[Difference]) -> str:
    return _("%(new)s neu, %(noted)s mit neuem Stand, %(changed)s mit anderen Angaben, %(same)s unverändert.") % {
        "new": sum(one.new for one in found),
        "noted": sum(one.noted for one in found),
        "changed": sum(one.changed for one in found),
        "same": sum(not one.any for one in found),
    }


@require_POST
@officers_only
def discard(request: StaffRequest, site_file_id: UUID) -> HttpResponse:
    """Throw a file away."""
    file = get_object_or_404(SiteFile, pk=site_file_id, taken_in_at=None)
    rollout_id = file.rollout_id
    actions.discard(file, by=request.actor)
    messages.success(request, _("Die Datei ist verworfen."))
    return redirect("strategy:manage_rollout", rollout_id)

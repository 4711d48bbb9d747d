"""From a table to stored figures: upload, look at the mapping, confirm."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.people.decorators import StaffRequest
from rathaus.strategy import forms, tables
from rathaus.strategy.actions import importing as actions
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Import, Indicator
from rathaus.strategy.tables import Reading
from rathaus.strategy.views.staff import done, officers_only

SAMPLE = 8


@require_http_methods(["GET", "POST"])
@officers_only
def upload(request: StaffRequest, key: str) -> HttpResponse:
    """Hand in a table of figures."""
    indicator = get_object_or_404(Indicator, key=key, computed="")
    form = forms.ImportForm(
        request.POST or None,
        request.FILES or None,
        initial={"source": indicator.source, "licence": indicator.licence},
    )
    proposals: list[Import] = []

    def change() -> None:
        values = form.cleaned_data
        file = values.pop("file")
        proposals.append(actions.propose(indicator, file.read(), file_name=file.name, **values, by=request.actor))

    if done(form, change):
        return redirect("strategy:review_import", proposals[0].pk)
    return render(request, "strategy/staff/upload.html", {"form": form, "indicator": indicator})


@require_http_methods(["GET", "POST"])
@officers_only
def review(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """What the columns mean; confirming takes the figures in."""
    proposal = get_object_or_404(Import.objects.select_related("indicator"), pk=import_id, taken_in_at=None)
    heading, sample = tables.head(actions.content(proposal), proposal.file_name, SAMPLE)
    form = forms.MappingForm(request.POST or None, initial=proposal.mapping, heading=heading)
    reading: Reading | None = None
    if form.is_valid():
        reading = actions.take_in(proposal, form.mapping(), by=request.actor)
        if not reading.problems:
            messages.success(request, _taken_in(reading))
            return redirect("strategy:manage_indicator", proposal.indicator.key)
        for problem in reading.problems:
            form.add_error(None, problem)
    return render(
        request,
        "strategy/staff/review.html",
        {"form": form, "proposal": proposal, "heading": heading, "sample": sample},
    )


def _taken_in(reading: Reading) -> str:
    count = len(reading.figures)
    said = ngettext("%(count)s Wert ist übernommen.", "%(count)s Werte sind übernommen.", count) % {"count": count}
    if not reading.empty:
        return said
    empty = ngettext(
        "%(count)s Zeile ohne Wert ist ausgelassen.", "%(count)s Zeilen ohne Wert sind ausgelassen.", reading.empty
    )
    return f"{said} {empty % {'count': reading.empty}}"


@require_POST
@officers_only
def discard(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Throw the file away."""
    proposal = get_object_or_404(Import.objects.select_related("indicator"), pk=import_id, taken_in_at=None)
    try:
        actions.discard(proposal, by=request.actor)
        messages.success(request, _("Die Datei ist verworfen."))
    except StrategyError as refused:
        messages.error(request, str(refused))
    return redirect("strategy:manage_indicator", proposal.indicator.key)

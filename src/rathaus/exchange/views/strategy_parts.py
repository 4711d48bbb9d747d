"""Staff: parts of the strategy passed on, and those of others put into one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.exchange.actions import packing, planning, revising
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.forms.strategy_parts import PackMeasuresForm, PlanForm, ReviseForm
from rathaus.exchange.models import Copy, OwnPackage, PackageKind
from rathaus.exchange.queries.parts import PendingPart, pending_part
from rathaus.exchange.views import deciding
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.strategy import plan as plans
from rathaus.strategy import planning as strategies
from rathaus.strategy.errors import StrategyError

officers_only = staff_required(Permission.STRATEGY)


@require_http_methods(["GET", "POST"])
@officers_only
def pack(request: StaffRequest, own_id: UUID | None = None) -> HttpResponse:
    """Pass measures of the published strategy on: a new package, or the next version of one."""
    packages = OwnPackage.objects.filter(kind=PackageKind.STRATEGY)
    before = get_object_or_404(packages, pk=own_id) if own_id else None
    published = strategies.newest()
    initial = (
        {"name": before.name, "summary": before.summary, "licence": before.licence, "measures": before.measures}
        if before
        else {}
    )
    plan = plans.from_json(published.content) if published else None
    form = PackMeasuresForm(request.POST or None, initial=initial, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            release = packing.pack_measures(**form.cleaned_data, package=before, by=request.actor)
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Fassung %d ist gepackt.") % release.version)
            return redirect("exchange:own", release.package_id)
    return render(request, "exchange/staff/pack_strategy.html", {"form": form, "plan": plan, "before": before})


@require_http_methods(["GET", "POST"])
@officers_only
def plan(request: StaffRequest, copy_id: UUID) -> HttpResponse:
    """A part of another's strategy before it is put into one's own; afterwards what is new in it."""
    copies = Copy.objects.select_related("base", "package__origin").filter(package__kind=PackageKind.STRATEGY)
    copy = get_object_or_404(copies, pk=copy_id)
    if copy.rows:
        return _news(request, copy)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            planning.put_into_strategy(copy, values["field"], department=values["department"], by=request.actor)
        except (ExchangeError, StrategyError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Maßnahmen stehen in Ihrer Strategie. Passen Sie Termine und Geld an."))
            return redirect("strategy:outline")
    context = {"copy": copy, "contents": planning.contents_of(copy), "form": form}
    return render(request, "exchange/staff/plan.html", context)


def _news(request: StaffRequest, copy: Copy) -> HttpResponse:
    """What the origin changed, beside the own: taken or not, one by one, and put into the strategy."""
    try:
        found = pending_part(copy)
    except ExchangeError as refused:
        messages.warning(request, str(refused))
        found = None
    if found is None:
        return redirect("exchange:package", copy.package_id)
    finishes = "abschliessen" in request.POST
    form = ReviseForm(request.POST if finishes else None, pending=found)
    if request.method == "POST":
        if not finishes:
            return deciding.decide(request, found)
        if form.is_valid() and (response := _finish(request, found, form)):
            return response
    context = {"copy": copy, "pending": found, "form": form, "chapters": deciding.chapters(found)}
    return render(request, "exchange/staff/update_part.html", context)


def _finish(request: StaffRequest, found: PendingPart, form: ReviseForm) -> HttpResponse | None:
    try:
        taken = revising.finish(found, department=form.cleaned_data.get("department"), by=request.actor)
    except (ExchangeError, StrategyError) as error:
        form.add_error(None, str(error))
        return None
    if not taken:
        messages.success(request, _("Alles bleibt, wie es bei Ihnen ist."))
        return redirect("exchange:package", found.copy.package_id)
    messages.success(request, _("Das steht jetzt in Ihrer Strategie. Veröffentlicht ist es noch nicht."))
    return redirect("strategy:outline")

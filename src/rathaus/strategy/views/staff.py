"""Those who keep the indicators: definitions, figures, targets, release."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.strategy import forms, jobs, places, queries
from rathaus.strategy.actions import computing, releasing
from rathaus.strategy.actions import indicators as actions
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Quality, Unit
from rathaus.strategy.tables import TableError
from rathaus.strategy.views import drawing

officers_only = staff_required(Permission.STRATEGY)
UNITS_ON_A_PAGE = 50


def done(form: django_forms.BaseForm, change: Callable[[], object]) -> bool:
    """Run the change if the form is valid; what the action refuses becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        change()
    except (StrategyError, TableError) as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_safe
@officers_only
def indicators(request: StaffRequest) -> HttpResponse:
    """All indicators of the town."""
    found = queries.latest(Indicator.objects.select_related("department"), released_only=False)
    return render(request, "strategy/staff/indicators.html", {"latest": found, "offered": len(queries.not_taken_up())})


@require_http_methods(["GET", "POST"])
@officers_only
def take_up(request: StaffRequest) -> HttpResponse:
    """Begin with the indicators that the house feeds itself, the last year computed at once."""
    form = forms.TakeUpForm(request.POST or None)

    def change() -> None:
        for indicator in computing.take_up(form.cleaned_data["department"], by=request.actor):
            computing.compute(indicator, jobs.last_year(indicator), by=request.actor)

    if done(form, change):
        messages.success(request, _("Das Haus rechnet diese Kennzahlen ab jetzt selbst aus."))
        return redirect("strategy:manage_indicators")
    return render(request, "strategy/staff/take_up.html", {"form": form, "computations": queries.not_taken_up()})


@require_http_methods(["GET", "POST"])
@officers_only
def define(request: StaffRequest, key: str = "") -> HttpResponse:
    """Define an indicator, or change its definition."""
    found = get_object_or_404(Indicator, key=key) if key else Indicator()
    form = forms.IndicatorForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save_indicator(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Die Kennzahl ist gespeichert."))
        return redirect("strategy:manage_indicator", form.instance.key)
    return render(request, "strategy/staff/define.html", {"form": form, "indicator": found if key else None})


@require_safe
@officers_only
def indicator(request: StaffRequest, key: str) -> HttpResponse:
    """One indicator with all its figures, released or not."""
    return _page(request, get_object_or_404(Indicator.objects.select_related("department"), key=key))


def _page(
    request: StaffRequest,
    found: Indicator,
    *,
    figure: forms.FigureForm | None = None,
    target: forms.TargetForm | None = None,
    computed: forms.ComputeForm | None = None,
) -> HttpResponse:
    points = queries.own_figures(found, released_only=False)
    shown = points[: queries.SHOWN_PERIODS]
    targets = list(found.targets.all())
    others = queries.others(found, [point.period for point in shown])
    return render(
        request,
        "strategy/staff/indicator.html",
        {
            "indicator": found,
            "points": shown,
            "more": len(points) - len(shown),
            "targets": targets,
            "chart": drawing.history(found, shown, others, targets),
            "waiting": found.observations.filter(released_at=None).count(),
            "elsewhere": queries.released_elsewhere(found),
            "imports": queries.imports(found),
            "qualities": dict(Quality.choices),
            "figure_form": figure or forms.FigureForm(prefix="figure"),
            "target_form": target or forms.TargetForm(prefix="target"),
            "compute_form": computed or forms.ComputeForm(prefix="compute"),
            "problems_of": figure or target or computed,
        },
    )


@require_POST
@officers_only
def enter(request: StaffRequest, key: str) -> HttpResponse:
    """Enter one figure of the town itself."""
    found = get_object_or_404(Indicator, key=key)
    form = forms.FigureForm(request.POST, prefix="figure")

    def change() -> None:
        values = form.cleaned_data
        unit = actions.own_unit(by=request.actor)
        actions.enter(found, unit, values["period"], values["value"], quality=values["quality"], by=request.actor)

    if done(form, change):
        messages.success(request, _("Der Wert ist eingetragen. Öffentlich wird er mit der Freigabe."))
        return redirect("strategy:manage_indicator", found.key)
    return _page(request, found, figure=form)


@require_POST
@officers_only
def compute(request: StaffRequest, key: str) -> HttpResponse:
    """Compute a past period again."""
    found = get_object_or_404(Indicator, key=key)
    form = forms.ComputeForm(request.POST, prefix="compute")
    if done(form, lambda: computing.compute(found, [form.cleaned_data["period"]], by=request.actor)):
        messages.success(request, _("Der Zeitraum ist neu berechnet. Was sich geändert hat, wartet auf die Freigabe."))
        return redirect("strategy:manage_indicator", found.key)
    return _page(request, found, computed=form)


@require_POST
@officers_only
def aim(request: StaffRequest, key: str) -> HttpResponse:
    """Set a target."""
    found = get_object_or_404(Indicator, key=key)
    form = forms.TargetForm(request.POST, prefix="target")
    if done(form, lambda: actions.set_target(found, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Das Ziel ist gesetzt."))
        return redirect("strategy:manage_indicator", found.key)
    return _page(request, found, target=form)


@require_POST
@officers_only
def drop_target(request: StaffRequest, key: str, target_id: UUID) -> HttpResponse:
    """Remove a target."""
    found = get_object_or_404(Indicator, key=key)
    get_object_or_404(found.targets, pk=target_id)
    actions.remove_target(target_id, by=request.actor)
    messages.success(request, _("Das Ziel ist entfernt."))
    return redirect("strategy:manage_indicator", found.key)


@require_POST
@officers_only
def release(request: StaffRequest, key: str) -> HttpResponse:
    """Publish the figures, or take them back."""
    found = get_object_or_404(Indicator, key=key)
    try:
        if request.POST.get("freigabe") == "zurueck":
            releasing.withdraw(found, by=request.actor)
            messages.success(request, _("Die Kennzahl ist nicht mehr öffentlich."))
        else:
            releasing.release(found, by=request.actor)
            messages.success(request, _("Die Werte sind freigegeben und öffentlich."))
    except StrategyError as refused:
        messages.info(request, str(refused))
    return redirect("strategy:manage_indicator", found.key)


@require_safe
@officers_only
def units(request: StaffRequest) -> HttpResponse:
    """The places that the town compares itself with."""
    words = request.GET.get("suche", "").strip()[:100]
    page = Paginator(queries.units(words), UNITS_ON_A_PAGE).get_page(request.GET.get("seite"))
    return render(request, "strategy/staff/units.html", {"page": page, "words": words, "form": forms.PlacesForm()})


@require_http_methods(["GET", "POST"])
@officers_only
def unit(request: StaffRequest, unit_id: UUID | None = None) -> HttpResponse:
    """Add a place, or change what is known of it."""
    found = get_object_or_404(Unit, pk=unit_id) if unit_id else Unit()
    form = forms.UnitForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save_unit(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Der Ort ist gespeichert."))
        return redirect("strategy:units")
    return render(request, "strategy/staff/unit.html", {"form": form, "unit": found if unit_id else None})


@require_POST
@officers_only
def take_in_places(request: StaffRequest) -> HttpResponse:
    """Take in a table of places."""
    form = forms.PlacesForm(request.POST, request.FILES)

    def change() -> None:
        file = form.cleaned_data["file"]
        rows, problems = places.read(file.read(), file.name)
        if problems:
            raise StrategyError(" ".join(problems))
        messages.success(
            request, _("%(count)s Orte sind gespeichert.") % {"count": actions.save_places(rows, by=request.actor)}
        )

    if done(form, change):
        return redirect("strategy:units")
    page = Paginator(queries.units(), UNITS_ON_A_PAGE).get_page(1)
    return render(request, "strategy/staff/units.html", {"page": page, "words": "", "form": form})

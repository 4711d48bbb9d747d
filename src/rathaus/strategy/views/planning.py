"""Those who keep the strategy: begun by questions, changed part by part, published as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.people.decorators import StaffRequest
from rathaus.strategy import funding_forms, planning
from rathaus.strategy import plan as plans
from rathaus.strategy import plan_forms as forms
from rathaus.strategy.actions import funding
from rathaus.strategy.actions import plans as actions
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import (
    Dependency,
    DueReport,
    Duty,
    Field,
    Goal,
    Grant,
    Instalment,
    Measure,
    Milestone,
    Money,
    Programme,
    Strategy,
)
from rathaus.strategy.views.editing import PartKind, form_page, kind_of
from rathaus.strategy.views.staff import done, officers_only


def _of_funding(model: Any, form: Any, parent_model: Any, new: Promise) -> PartKind:
    return PartKind(model, form, parent_model.__name__.lower(), parent_model, new, funding.save, funding.remove)


KINDS = {
    "handlungsfeld": PartKind(Field, forms.FieldForm, "strategy", Strategy, gettext_lazy("Neues Handlungsfeld")),
    "ziel": PartKind(Goal, forms.GoalForm, "field", Field, gettext_lazy("Neues Ziel")),
    "massnahme": PartKind(Measure, forms.MeasureForm, "goal", Goal, gettext_lazy("Neue Maßnahme")),
    "meilenstein": PartKind(Milestone, forms.MilestoneForm, "measure", Measure, gettext_lazy("Neuer Meilenstein")),
    "geld": PartKind(Money, forms.MoneyForm, "measure", Measure, gettext_lazy("Neuer Betrag")),
    "abhaengigkeit": PartKind(Dependency, forms.DependencyForm, "measure", Measure, gettext_lazy("Neue Abhängigkeit")),
    "zuwendung": _of_funding(Grant, funding_forms.GrantForm, Measure, gettext_lazy("Neue Zuwendung")),
    "auszahlung": _of_funding(Instalment, funding_forms.InstalmentForm, Grant, gettext_lazy("Neue Auszahlung")),
    "bericht": _of_funding(DueReport, funding_forms.DueReportForm, Grant, gettext_lazy("Neuer Bericht")),
    "nachweis": _of_funding(Duty, funding_forms.DutyForm, Programme, gettext_lazy("Neuer Nachweis")),
}
"""The parts that are edited by one page, by their word in the address."""
_FRAME = PartKind(Strategy, forms.StrategyForm, "", None, "")
_PAGES: dict[Any, str] = {Measure: "strategy:manage_measure", Grant: "strategy:grant", Programme: "strategy:programme"}
"""Parts with a page of their own."""


@require_safe
@officers_only
def outline(request: StaffRequest) -> HttpResponse:
    """The whole strategy, and what has changed since it was published."""
    plan = planning.current()
    if plan is None:
        return redirect("strategy:begin")
    published = planning.newest()
    return render(
        request,
        "strategy/staff/outline.html",
        {
            "plan": plan,
            "strategy": Strategy.objects.get(),
            "published": published,
            "unpublished": published is None or published.content != plans.to_json(plan),
            "today": timezone.localdate(),
        },
    )


@require_http_methods(["GET", "POST"])
@officers_only
def begin(request: StaffRequest) -> HttpResponse:
    """A first strategy by a few questions."""
    form = forms.BeginForm(request.POST or None)
    if done(form, lambda: actions.begin(form.save(commit=False), form.suggestions(), by=request.actor)):
        messages.success(request, _("Die Strategie ist angelegt. Ändern Sie die Ziele, bis sie zu Ihnen passen."))
        return redirect("strategy:outline")
    return render(request, "strategy/staff/begin.html", {"form": form})


@require_http_methods(["GET", "POST"])
@officers_only
def frame(request: StaffRequest) -> HttpResponse:
    """Title, vision and years."""
    form = forms.StrategyForm(request.POST or None, instance=get_object_or_404(Strategy.objects.all()))
    return _edited(request, form, _FRAME, _("Titel und Leitbild"), reverse("strategy:outline"))


@require_http_methods(["GET", "POST"])
@officers_only
def add(request: StaffRequest, what: str, parent_id: UUID) -> HttpResponse:
    """Add a part to what it belongs to."""
    kind = kind_of(KINDS, what)
    parent = get_object_or_404(kind.parent_model, pk=parent_id)
    # What the link that led here knows already stands in the fields (a grant from a programme that fits).
    form = kind.form(
        request.POST or None, instance=kind.model(**{kind.parent: parent}), initial=request.GET.dict() or None
    )
    return _edited(request, form, kind, str(kind.new), _place(parent))


@require_http_methods(["GET", "POST"])
@officers_only
def change(request: StaffRequest, what: str, part_id: UUID) -> HttpResponse:
    """Change a part, or take it out."""
    kind = kind_of(KINDS, what)
    part = get_object_or_404(kind.model.objects.select_related(kind.parent), pk=part_id)
    form = kind.form(request.POST or None, instance=part)
    delete = reverse("strategy:remove_part", args=[what, part.pk])
    return _edited(request, form, kind, str(part), _place(getattr(part, kind.parent)), delete=delete)


@require_POST
@officers_only
def remove(request: StaffRequest, what: str, part_id: UUID) -> HttpResponse:
    """Take a part out."""
    kind = kind_of(KINDS, what)
    part = get_object_or_404(kind.model.objects.select_related(kind.parent), pk=part_id)
    place = _place(getattr(part, kind.parent))
    try:
        kind.remove(part, by=request.actor)
        messages.success(request, _("Der Eintrag ist entfernt."))
    except StrategyError as refused:
        messages.error(request, str(refused))
    return redirect(place)


def _place(parent: Any) -> str:
    """The page on which a part of this parent is seen."""
    for model, page in _PAGES.items():
        if isinstance(parent, model):
            return reverse(page, args=[parent.pk])
    return reverse("strategy:outline")


def _edited(
    request: StaffRequest, form: Any, kind: PartKind, title: str, back: str, *, delete: str = ""
) -> HttpResponse:
    saved: list[Any] = []
    if done(form, lambda: saved.append(kind.save(form.save(commit=False), by=request.actor))):
        messages.success(request, _("Gespeichert."))
        return redirect(_place(saved[0]) if isinstance(saved[0], tuple(_PAGES)) else back)
    return form_page(request, form, title, back, delete=delete)


@require_safe
@officers_only
def measure(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    """One measure with milestones, money and reports."""
    return _measure_page(request, get_object_or_404(Measure, pk=measure_id))


def _measure_page(
    request: StaffRequest,
    row: Measure,
    *,
    report: forms.ReportForm | None = None,
    stop: forms.StopForm | None = None,
) -> HttpResponse:
    plan = planning.current()
    found = plan.find(str(row.pk)) if plan else None
    if found is None:
        raise Http404
    field, goal, shown = found
    return render(
        request,
        "strategy/staff/measure.html",
        {
            "row": row,
            "field": field,
            "goal": goal,
            "measure": shown,
            "state": shown.state(timezone.localdate()).value,
            "today": timezone.localdate(),
            "dependencies": row.dependencies.select_related("needs"),
            "grants": row.grants.select_related("programme"),
            "report_form": report or forms.ReportForm(prefix="report"),
            "stop_form": stop or forms.StopForm(prefix="stop"),
            "problems_of": report or stop,
        },
    )


@require_POST
@officers_only
def report(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    """Say how it goes."""
    row = get_object_or_404(Measure, pk=measure_id)
    form = forms.ReportForm(request.POST, prefix="report")
    if done(form, lambda: actions.report(row, form.cleaned_data["text"], by=request.actor)):
        messages.success(request, _("Der Bericht ist gespeichert."))
        return redirect("strategy:manage_measure", row.pk)
    return _measure_page(request, row, report=form)


@require_POST
@officers_only
def stop(request: StaffRequest, measure_id: UUID) -> HttpResponse:
    """End a measure, or go on with it."""
    row = get_object_or_404(Measure, pk=measure_id)
    if row.stopped_on:
        actions.resume(row, by=request.actor)
        messages.success(request, _("Die Maßnahme geht weiter."))
        return redirect("strategy:manage_measure", row.pk)
    form = forms.StopForm(request.POST, prefix="stop")
    end: Callable[[], object] = lambda: actions.stop(  # noqa: E731 (two lines of a form, not a function of its own)
        row, day=timezone.localdate(), why=form.cleaned_data["why"], by=request.actor
    )
    if done(form, end):
        messages.success(request, _("Die Maßnahme ist beendet."))
        return redirect("strategy:manage_measure", row.pk)
    return _measure_page(request, row, stop=form)


@require_POST
@officers_only
def publish(request: StaffRequest) -> HttpResponse:
    """Publish the strategy as it stands."""
    try:
        published = actions.publish(by=request.actor)
    except StrategyError as refused:
        messages.info(request, str(refused))
    else:
        messages.success(
            request, _("Die Strategie ist veröffentlicht (Fassung %(number)s).") % {"number": published.number}
        )
    return redirect("strategy:outline")

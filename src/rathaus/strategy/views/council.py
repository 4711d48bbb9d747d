"""What everybody sees of the strategy: the plan, the council's view, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.strategy import plan as plans
from rathaus.strategy import planning, queries, rollout, told
from rathaus.strategy.models import PublishedStrategy
from rathaus.strategy.plan import Field, Goal, Measure, Plan, State
from rathaus.strategy.queries import Latest
from rathaus.strategy.views import drawing
from rathaus.towns.caching import public_page

NEWEST_REPORTS = 5


def newest() -> PublishedStrategy:
    """The newest published strategy. Raises Http404 where there is none."""
    found = planning.newest()
    if found is None:
        raise Http404(_("Noch ist keine Strategie veröffentlicht."))
    return found


def _published() -> tuple[PublishedStrategy, Plan]:
    found = newest()
    return found, plans.from_json(found.content)


@require_safe
@public_page
def strategy(request: HttpRequest) -> HttpResponse:
    """The strategy; where there is none, the indicators."""
    published = planning.newest()
    if published is None:
        return redirect("strategy:indicators")
    plan = plans.from_json(published.content)
    return render(
        request,
        "strategy/strategy.html",
        {"published": published, "plan": plan, "fields": _with_figures(plan), "today": timezone.localdate()},
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal with its figure and its measures, each with its state."""

    goal: Goal
    figure: Latest | None
    measures: list[tuple[Measure, str]]


def _with_figures(plan: Plan) -> list[tuple[Field, list[Shown]]]:
    figures = _figures([goal.indicator for field in plan.fields for goal in field.goals])
    today = timezone.localdate()
    return [
        (
            field,
            [
                Shown(goal, figures.get(goal.indicator), [(one, one.state(today).value) for one in goal.measures])
                for goal in field.goals
            ],
        )
        for field in plan.fields
    ]


def _figures(keys: Iterable[str]) -> dict[str, Latest]:
    """The public figures of these indicators, by key."""
    found = queries.published().filter(key__in=[key for key in keys if key])
    return {one.indicator.key: one for one in queries.latest(found, released_only=True)}


@require_safe
@public_page
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure as it was published."""
    published, plan = _published()
    found = plan.find(measure_id)
    if found is None:
        raise Http404(_("Diese Maßnahme gibt es nicht."))
    field, goal, shown = found
    today = timezone.localdate()
    figure = _figures([goal.indicator]).get(goal.indicator)
    return render(
        request,
        "strategy/measure.html",
        {
            "published": published,
            "field": field,
            "goal": goal,
            "measure": shown,
            "state": shown.state(today).value,
            "today": today,
            "figure": figure,
            "chart": drawing.course(figure)[1] if figure else "",
            "grants": [told.grant(one) for one in shown.grants],
            "rollouts": [one for one in rollout.public(today) if str(one[0].measure_id) == measure_id],
            "needs": [needed[2] for one in shown.needs if (needed := plan.find(one))],
        },
    )


@require_safe
@public_page
def council(request: HttpRequest) -> HttpResponse:
    """The strategy on one page for a meeting: what is late, what it costs, what the figures say."""
    published, plan = _published()
    today = timezone.localdate()
    late = [one for *_place, one in plan.measures() if one.state(today) is State.LATE]
    figures = queries.latest(queries.published(), released_only=True)
    named = [goal.indicator for field in plan.fields for goal in field.goals if goal.indicator]
    budget = sum((one.budget for *_place, one in plan.measures()), start=Decimal())
    spent = sum((one.spent for *_place, one in plan.measures()), start=Decimal())
    return render(
        request,
        "strategy/council.html",
        {
            "published": published,
            "plan": plan,
            "states": [(state.value, count) for state, count in plan.by_state(today).items()],
            "count": sum(1 for _place in plan.measures()),
            "late": [(one, one.missed(today)) for one in late],
            "money": plan.money_by_source(),
            "budget": budget,
            "spent": spent,
            "figures": [one for one in figures if one.indicator.key in named],
            "reports": plans.newest_reports(plan, NEWEST_REPORTS, without=late),
            "grants": [(one, told.grant(grant)) for *_place, one in plan.measures() for grant in one.grants],
            "rollouts": rollout.public(today),
            "today": today,
            "versions": planning.published().defer("content").exclude(pk=published.pk),
        },
    )


@require_safe
@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """What is different from an earlier published state: "what changed since the last meeting"."""
    published, plan = _published()
    old = earlier(published, request.GET.get("seit", ""))
    found = changed_since(old, plan) if old else []
    others = planning.published().filter(number__lt=published.number).defer("content")
    return render(
        request,
        "strategy/changes.html",
        {
            "published": published,
            "old": old,
            "old_number": str(old.number) if old else "",
            "changes": told.changed(found),
            "versions": others.exclude(pk=old.pk) if old else [],
        },
    )


def earlier(published: PublishedStrategy, asked: str) -> PublishedStrategy | None:
    """The state before, or that of the number asked for. Raises Http404 where there is no such one."""
    numbers = planning.published().filter(number__lt=published.number)
    return get_object_or_404(numbers, number=int(asked)) if asked.isdecimal() else numbers.first()


def changed_since(old: PublishedStrategy, plan: Plan) -> list[plans.Change]:
    """What is different now."""
    old_day, new_day = _day(old), timezone.localdate()
    return plans.changes(plans.from_json(old.content), plan, old_day=old_day, new_day=new_day)


def _day(published: PublishedStrategy) -> dt.date:
    return timezone.localtime(published.published_at).date()

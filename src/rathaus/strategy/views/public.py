"""What everybody sees: the published indicators, their data, and the comparison with others."""

from __future__ import annotations

import csv
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.documents import tables
from rathaus.strategy import columns, comparing, linked, per_head, planning, queries
from rathaus.strategy import plan as plans
from rathaus.strategy.comparing import Comparison
from rathaus.strategy.figures.composite import Aggregation
from rathaus.strategy.models import Indicator, Quality
from rathaus.strategy.plan import Measure
from rathaus.strategy.queries import Datum
from rathaus.strategy.views import drawing
from rathaus.strategy.views.choosing import ComparisonForm
from rathaus.towns.caching import public_page

SHOWN_ROWS = 50
"""Places in the table of a comparison; the town itself is always among them."""


@require_safe
@public_page
def indicators(request: HttpRequest) -> HttpResponse:
    """All published indicators with the town's newest figures."""
    return render(
        request, "strategy/indicators.html", {"latest": queries.latest(queries.published(), released_only=True)}
    )


@require_safe
@public_page
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator: what it means, how it went, and the data."""
    found = get_object_or_404(queries.published(), key=key)
    points, parts = queries.whole_and_parts(queries.own_figures(found, released_only=True))
    shown = points[: queries.SHOWN_PERIODS]
    others = queries.others(found, [point.period for point in shown])
    targets = list(found.targets.all())
    return render(
        request,
        "strategy/indicator.html",
        {
            "indicator": found,
            "latest": queries.latest([found], released_only=True)[0],
            "rows": [(point, others.get(point.period)) for point in shown],
            "parts": parts,
            "more": len(points) - len(shown),
            "targets": targets,
            "measures": _measures(found),
            "chart": drawing.history(found, shown, others, targets),
            "qualities": dict(Quality.choices),
        },
    )


def _measures(indicator: Indicator) -> list[tuple[Measure, str]]:
    """The published measures of the goals that this indicator measures, each with its state."""
    published = planning.newest()
    if published is None:
        return []
    today = timezone.localdate()
    goals = [goal for field in plans.from_json(published.content).fields for goal in field.goals]
    return [(one, one.state(today).value) for goal in goals if goal.indicator == indicator.key for one in goal.measures]


@require_safe
@public_page
def data_csv(request: HttpRequest, key: str) -> HttpResponse:
    """Every released figure as CSV (RFC 4180, UTF-8, decimal point)."""
    found = get_object_or_404(queries.published(), key=key)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.key}.csv"'
    writer = csv.DictWriter(response, fieldnames=COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_row(datum) for datum in queries.open_data(found))
    return response


COLUMNS = (
    "unit", "name", "period", "start", "end", "breakdown", "value", "quality", "source", "licence", "invented",
)  # fmt: skip
"""The stable names of the columns."""


def _row(datum: Datum) -> dict[str, Any]:
    period = {"period": datum.period.code(), "start": str(datum.period.start), "end": str(datum.period.end)}
    return {name: period[name] if name in period else getattr(datum, name) for name in COLUMNS}


@require_safe
@public_page
def data_json(request: HttpRequest, key: str) -> JsonResponse:
    """The indicator and every released figure as JSON."""
    found = get_object_or_404(queries.published(), key=key)
    described = {
        "key": found.key,
        "name": found.name,
        "meaning": found.meaning,
        "unit": found.unit,
        "decimals": found.decimals,
        "better": found.direction or None,
        "per_head": found.per_head,
        "method": found.method,
        "source": found.source,
        "licence": found.licence,
        "frequency": found.frequency,
        "changed_at": found.changed_at.isoformat(),
        "values": [_row(datum) for datum in queries.open_data(found)],
    }
    return JsonResponse(described, json_dumps_params={"ensure_ascii": False})


@require_safe
@public_page
def data_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Every released figure as a spreadsheet; texts stay texts, whatever they begin with."""
    found = get_object_or_404(queries.published(), key=key)
    rows = [list(_row(datum).values()) for datum in queries.open_data(found)]
    return tables.download([tables.Sheet("Sheet1", COLUMNS, rows)], "xlsx", found.key)


@require_safe
@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """The open data of the town as DCAT-AP.de."""
    described = linked.catalogue(queries.published(), base=request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(json.dumps(described, ensure_ascii=False, indent=2), content_type="application/ld+json")


@require_safe
@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """The town beside others, by the indicators, the group and the weights that the visitor chooses."""
    at = columns.places()
    published = list(queries.published())
    newest = list(comparing.newest((one for one in published if one.better), at))
    inhabitants = next((one for one in published if one.key == per_head.INHABITANTS), None)
    form = ComparisonForm(request.GET or None, available=newest, at=at, inhabitants=inhabitants)
    found: Comparison | None = None
    if form.ready() and form.chosen():
        found = comparing.compare(form.chosen(), form.rule(), form.how(), most=SHOWN_ROWS, at=at)
    how = form.how() if found else None
    ways = {"geometric": how is Aggregation.GEOMETRIC, "standardised": how is Aggregation.STANDARDISED}
    context = {"form": form, "comparison": found, **ways, **_shown(found)}
    return render(request, "strategy/compare.html", context)


def _shown(found: Comparison | None) -> dict[str, Any]:
    if found is None:
        return {"rows": []}
    rows = list(found.rows)
    if found.own and not any(row.own for row in rows):
        rows.append(found.own)
    mine = [] if found.own is None else list(zip(found.summaries, found.own.standings, strict=True))
    return {
        "rows": [(row, list(zip(found.summaries, row.standings, strict=True))) for row in rows],
        "hidden": found.size - len(rows),
        "mine": mine,
        "smallest": comparing.SMALLEST_GROUP,
        "nearest": any(row.distance is not None for row in rows),
        "invented": any(row.place.invented for row in rows),
        "divided": [(one.chosen, one.division) for one in found.summaries if one.division],
        "too_few": ", ".join(one.chosen.indicator.name for one in found.summaries if one.too_few),
        "sources": _sources(found),
        "chart": drawing.standing(found),
    }


def _sources(found: Comparison) -> list[tuple[str, list[str]]]:
    """Each source with the indicators that come from it."""
    by_source: dict[str, list[str]] = {}
    divisors = {one.division.by.key: one.division.by for one in found.summaries if one.division}
    for indicator in (*(one.chosen.indicator for one in found.summaries), *divisors.values()):
        by_source.setdefault(indicator.source, []).append(indicator.name)
    return list(by_source.items())

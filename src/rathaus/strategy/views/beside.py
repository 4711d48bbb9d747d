"""What other towns of the house do, beside one's own: all published measures, and each one by itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.strategy import beside, told
from rathaus.strategy.plan import State
from rathaus.towns.caching import public_page

MEASURES_ON_A_PAGE = 50
_QUERY_LIMIT = 100


@require_safe
@public_page
def side_by_side(request: HttpRequest) -> HttpResponse:
    """The measures of all towns of the house that published a strategy, filtered to what one looks for."""
    words = " ".join(request.GET.get("suche", "")[:_QUERY_LIMIT].split())
    field, town, state = (request.GET.get(name, "") for name in ("feld", "kommune", "stand"))
    everything = beside.everywhere(timezone.localdate())
    chosen = [
        one
        for one in everything
        if field in ("", one.field.name) and town in ("", one.town) and state in ("", one.state.value)
    ]
    rows, loose = beside.about(chosen, words)
    towns = beside.by_town(rows)
    context = {
        "rows": Paginator(rows, MEASURES_ON_A_PAGE).get_page(request.GET.get("seite")),
        "towns": [(one, told.states(one.states)) for one in towns],
        "invented": any(one.published.municipality.invented for one in towns),
        "loose": loose,
        "words": words,
        "filters": [
            ("feld", _("Handlungsfeld"), field, [(one, one) for one in _each(row.field.name for row in everything)]),
            ("kommune", _("Kommune"), town, [(one, one) for one in _each(row.town for row in everything)]),
            ("stand", _("Stand"), state, [(one.value, told.STATES[one]) for one in State]),
        ],
    }
    return render(request, "strategy/side_by_side.html", context)


def _each(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=str.casefold)


@require_safe
@public_page
def elsewhere(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure of any town of the house, as it was published; one's own has a page that knows more."""
    today = timezone.localdate()
    found = next((one for one in beside.everywhere(today) if one.measure.id == measure_id), None)
    if found is None:
        raise Http404(_("Diese Maßnahme gibt es nicht."))
    if found.own:
        return redirect("strategy:measure", measure_id)
    measure = found.measure
    context = {
        "found": found,
        "measure": measure,
        "state": found.state.value,
        "today": today,
        "grants": [told.grant(one) for one in measure.grants],
        "needs": [needed[2] for one in measure.needs if (needed := found.plan.find(one))],
    }
    return render(request, "strategy/elsewhere.html", context)

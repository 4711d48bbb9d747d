"""What the pages of those who keep something have in common."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from rathaus.exchange.errors import ExchangeError
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.planning import PartKind
from rathaus.strategy.views.staff import done as strategy_done


def kind_of(kinds: dict[str, PartKind], what: str) -> PartKind:
    """The kind of an address's word. Raises Http404."""
    if what not in kinds:
        raise Http404
    return kinds[what]


def done(form: forms.BaseForm, change: Callable[[], object]) -> bool:
    """Run the change if the form is valid; what the action of this room or of the strategy refuses is the form's."""
    try:
        return strategy_done(form, change)
    except ExchangeError as refused:
        form.add_error(None, str(refused))
        return False


def form_page(
    request: StaffRequest,
    form: forms.BaseForm,
    title: str,
    back: str,
    *,
    delete: str = "",
    files: bool = False,
    lead: str = "",
) -> HttpResponse:
    """A page with one form, perhaps below a text; `delete`: where the part is taken out."""
    context = {"form": form, "title": title, "back": back, "delete": delete, "files": files, "lead": lead}
    return render(request, "strategy/staff/part.html", context)

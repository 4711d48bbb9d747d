"""What the pages of those who keep something have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from rathaus.exchange.errors import ExchangeError
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.strategy.errors import StrategyError

officers_only = staff_required(Permission.STRATEGY)


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of part: its model and form, the key to what it belongs to, and its words."""

    model: Any
    form: Any
    parent: str
    parent_model: Any
    new: str | Promise


def kind_of(kinds: dict[str, PartKind], what: str) -> PartKind:
    """The kind of an address's word. Raises Http404."""
    if what not in kinds:
        raise Http404
    return kinds[what]


def done(form: forms.BaseForm, change: Callable[[], object]) -> bool:
    """Run the change if the form is valid; what the action refuses becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        change()
    except (ExchangeError, StrategyError) as refused:
        form.add_error(None, str(refused))
        return False
    return True


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
    return render(request, "exchange/staff/form.html", context)

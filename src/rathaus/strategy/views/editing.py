"""What the pages of those who keep something have in common, here and in the exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from rathaus.people.decorators import StaffRequest
from rathaus.strategy.actions import plans as actions


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of part: its model and form, the key to what it belongs to, its words, and the actions that change it."""

    model: Any
    form: Any
    parent: str
    parent_model: Any
    new: str | Promise
    save: Callable[..., Any] = actions.save
    remove: Callable[..., None] = actions.remove


def kind_of(kinds: Mapping[str, PartKind], what: str) -> PartKind:
    """The kind of an address's word. Raises Http404."""
    if what not in kinds:
        raise Http404
    return kinds[what]


def form_page(
    request: StaffRequest,
    form: forms.BaseForm,
    title: str,
    back: str,
    *,
    delete: str = "",
    files: bool = False,
    lead: str = "",
    press: str = "",
) -> HttpResponse:
    """A page with one form, perhaps below a text; `delete`: where the part is taken out, `press`: what to press."""
    context = {
        "form": form, "title": title, "back": back, "delete": delete, "files": files, "lead": lead, "press": press,
    }  # fmt: skip
    return render(request, "strategy/staff/part.html", context)

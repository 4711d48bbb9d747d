"""What the views of this room share: which case, and what to say when an action refuses."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from rathaus.cases.errors import Refused
from rathaus.cases.models import Case
from rathaus.cases.queries import visible
from rathaus.people.decorators import StaffRequest


def case_of(request: StaffRequest, case_id: UUID, *, erased: bool = False) -> Case:
    """The case, if it belongs to a department of the person who asks; 404 otherwise, as if there were none.

    Of an application that was erased nothing can be done or read any more; `erased`: it is wanted all the same.
    """
    rows = visible(request.grants).select_related(
        "application__data_key", "application__version", "service", "department", "assignee"
    )
    return get_object_or_404(rows if erased else rows.filter(application__data_key__wrapped__isnull=False), pk=case_id)


def to_case(case_id: UUID, anchor: str = "") -> HttpResponse:
    """Back to the case page."""
    response = redirect("cases:case", case_id)
    response["Location"] += f"#{anchor}" if anchor else ""
    return response


def refuse(request: HttpRequest, refused: Refused) -> None:
    """Show the sentence on the next page."""
    messages.error(request, str(refused))


def put(form: forms.Form, refused: Refused) -> None:
    """Show the sentence at its field."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))

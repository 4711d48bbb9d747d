"""The inbox."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.cases import queries
from rathaus.cases.forms import InboxForm
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission

AFTER = "ab"


@require_safe
@staff_required(Permission.WORK)
def inbox(request: StaffRequest) -> HttpResponse:
    """The cases of one's departments, narrowed down by the form above them."""
    form = InboxForm(request.GET or None)
    services = queries.services(request.grants)
    select = cast("forms.Select", form.fields["leistung"].widget)
    select.choices = [("", _("Alle")), *((str(service.pk), service.name) for service in services)]
    filters = _filters(form, request.GET)
    shown = queries.inbox(request.grants, request.user, filters)
    context = {"form": form, "inbox": shown, "filters": filters, "first": not filters.after}
    query = request.GET.copy()
    query.pop(AFTER, None)
    context["start"] = f"?{query.urlencode()}"
    query[AFTER] = shown.next
    context["next"] = f"?{query.urlencode()}" if shown.next else ""
    return render(request, "cases/inbox.html", context)


def _filters(form: InboxForm, query: QueryDict) -> queries.Filters:
    """What the form asks for; unusable values count as not given."""
    form.is_valid()
    values = getattr(form, "cleaned_data", {})
    text = (values.get("q") or "").strip()
    state = values.get("zustand") or (queries.ALL if text else queries.OPEN)
    service: UUID | None = values.get("leistung")
    return queries.Filters(
        state=state,
        mine=bool(values.get("meine")),
        overdue=bool(values.get("faellig")),
        service=service,
        query=text,
        after=query.get(AFTER, ""),
    )

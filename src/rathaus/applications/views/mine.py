"""The first page of a citizen's account: drafts, applications, letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.applications import history, queries, standing
from rathaus.applications.models import Application
from rathaus.catalogue.queries import brief
from rathaus.people import organisations
from rathaus.people.decorators import CitizenRequest, citizen_required


@dataclass(frozen=True, slots=True)
class _Row:
    """One sent application: what its service is called, where it stands, and the letters about it."""

    application: Application
    service_name: str
    standing: standing.Standing
    letters: list[history.NamedFile]


@require_safe
@citizen_required
def show(request: CitizenRequest) -> HttpResponse:
    """Everything that is going on."""
    found = queries.mine(request.user)
    histories = history.overview(found.sent)
    rows = [_row(one, histories[one.pk]) for one in found.sent]
    letters = [(row, file) for row in rows for file in row.letters]
    held = [(one, organisations.details(one.organisation).firm) for one in organisations.delegations(request.user)]
    acting = organisations.acting_for(request.session, request.user)
    context = {
        "drafts": [(one, brief(one.version_id).name) for one in found.drafts],
        "rows": rows,
        "letters": letters,
        "organisations": [(one, firm) for one, firm in held if one.accepted_at is not None],
        "invitations": [(one, firm) for one, firm in held if one.accepted_at is None],
        "acting": acting.organisation_id if acting else None,
    }
    return render(request, "applications/mine.html", context)


def _row(application: Application, lines: list[history.Line]) -> _Row:
    told = brief(application.version_id)
    letters = [file for line in lines for file in line.files]
    return _Row(application, told.name, standing.of(lines, told.word), letters)

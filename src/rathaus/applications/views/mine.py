"""The first page of a citizen's account: drafts, applications, letters."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.applications import history, queries, standing
from rathaus.catalogue.queries import brief
from rathaus.people import organisations
from rathaus.people.decorators import CitizenRequest, citizen_required


@require_safe
@citizen_required
def show(request: CitizenRequest) -> HttpResponse:
    """Everything that is going on."""
    found = queries.mine(request.user)
    histories = history.overview(found.sent)
    rows = [
        (one, standing.of(histories[one.pk], brief(one.version_id).word), _letters(histories[one.pk]))
        for one in found.sent
    ]
    letters = [(application, file) for application, _standing, files in rows for file in files]
    held = [(one, organisations.details(one.organisation).firm) for one in organisations.delegations(request.user)]
    acting = organisations.acting_for(request.session, request.user)
    context = {
        "drafts": found.drafts,
        "rows": rows,
        "letters": letters,
        "organisations": [(one, firm) for one, firm in held if one.accepted_at is not None],
        "invitations": [(one, firm) for one, firm in held if one.accepted_at is None],
        "acting": acting.organisation_id if acting else None,
    }
    return render(request, "applications/mine.html", context)


def _letters(lines: list[history.Line]) -> list[history.NamedFile]:
    return [file for line in lines for file in line.files]

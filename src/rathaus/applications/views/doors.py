"""Who may come in: the view behind a door gets an opened draft or application, or is not called at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from rathaus.applications import access, queries
from rathaus.applications.errors import DraftBusy, DraftGone
from rathaus.applications.models import Application
from rathaus.applications.queries import OpenDraft
from rathaus.catalogue.queries import brief
from rathaus.people.decorators import citizen_of
from rathaus.towns.actors import Actor

P = ParamSpec("P")
DraftView = Callable[Concatenate[HttpRequest, OpenDraft, P], HttpResponseBase]
SentView = Callable[Concatenate[HttpRequest, Application, P], HttpResponseBase]
Answer = Callable[..., HttpResponseBase]


def owner(opened: OpenDraft) -> Actor:
    """The applicant behind an opened draft."""
    return Actor.applicant(str(opened.record.pk))


def sender(application: Application) -> Actor:
    """The applicant behind a sent application."""
    return Actor.applicant(application.number)


def draft_door(view: DraftView[P], *, any_version: bool = False) -> Answer:
    """Open the draft with the browser's code. A sent one leads to its receipt, so that "back" does no harm.

    Where a new version of the service draws the draft along, only pages for `any_version` are shown before that; what
    was typed on an old page is saved all the same.
    """

    @wraps(view)
    def answer(request: HttpRequest, draft_id: uuid.UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        code, account = access.code_of(request), citizen_of(request)
        opened = queries.open_draft(draft_id, code, account) if code or account else None
        if opened is not None:
            if opened.moves_to and request.method != "POST" and not any_version:
                return redirect("applications:new_version", draft_id)
            try:
                return view(request, opened, *args, **kwargs)
            except DraftGone:  # discarded or sent in another window, at this very moment
                return gone(request)
            except DraftBusy:
                return render(request, "applications/busy.html", {"service_name": opened.service_name}, status=503)
        if (code or account) and queries.sent_with(draft_id, code, account):
            return redirect("applications:receipt", draft_id)
        return gone(request)

    return answer


any_draft_door = partial(draft_door, any_version=True)
"""The door of pages that do not depend on the version of the service."""


def sent_door(view: SentView[P]) -> Answer:
    """Open a sent application with the browser's code, or ask for number and code. Of an erased one it says so."""

    @wraps(view)
    def answer(request: HttpRequest, application_id: uuid.UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        code, account = access.code_of(request), citizen_of(request)
        application = queries.sent_with(application_id, code, account) if code or account else None
        if application is None:
            erased = queries.erased_with(application_id, code) if code else None
            return _erased(request, erased) if erased else redirect("applications:status")
        return view(request, application, *args, **kwargs)

    return answer


def _erased(request: HttpRequest, application: Application) -> HttpResponse:
    told = brief(application.version_id)
    context = {
        "service_name": told.name,
        "word": told.word,
        "erased_at": application.data_key.destroyed_at,
    }
    return render(request, "applications/erased.html", context, status=410)


def says_where_to_go(view: Answer) -> Answer:
    """Tell a script that sends files (``X-Upload``) where to go on, in a header: it could not follow by itself without
    asking for the next page twice.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if "X-Upload" not in request.headers or not response.has_header("Location"):
            return response
        told = HttpResponse(status=204, headers={"X-Location": response.headers["Location"]})
        told.cookies = response.cookies
        return told

    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """There is nothing here (any more) for this browser: the same answer for what never was and what is not theirs."""
    return render(request, "applications/gone.html", status=404)

"""Filling in: start, task list, page by page, come back later."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from rathaus.applications import access, queries
from rathaus.applications.actions import drafts
from rathaus.applications.errors import AccountNeeded, NotOffered, TrustTooLow
from rathaus.applications.queries import OpenDraft
from rathaus.applications.views.doors import any_draft_door, draft_door
from rathaus.applications.views.files import download, show_preview
from rathaus.catalogue import usage
from rathaus.catalogue.models import Service, UsageCount
from rathaus.catalogue.queries import brief, offer
from rathaus.people.contacts import contacts
from rathaus.people.decorators import citizen_of
from rathaus.people.organisations import acting_for, details
from rathaus.questionnaire import Outcome, Questionnaire, SectionState
from rathaus.towns.actors import Actor
from rathaus.web.telling import told

TO_CHECK = "pruefen"
"""Value of ``ziel``: the page was opened from "check your answers", so go back there."""

LONG_SERVICE = 10
"""From this many pages on (for whoever has answered nothing yet), and with more than one section, an application starts
at its task list."""


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The start button of a service's public page. Who acts for a business with contacts says first which one it is."""
    service = get_object_or_404(Service.objects.select_related("current"), slug=slug)
    account = citizen_of(request)
    delegate = acting_for(request.session, account) if account else None
    entries = contacts(delegate.organisation) if delegate else ()
    if entries and "ansprechperson" not in request.POST:
        return redirect("applications:contact", slug)
    chosen = next((one for one in entries if one.id == request.POST["ansprechperson"]), None)
    try:
        record, code = drafts.begin(service, by=Actor.applicant(""), account=account, delegate=delegate, contact=chosen)
    except (AccountNeeded, TrustTooLow):  # its page says so
        return redirect("catalogue:service", slug)
    except NotOffered:
        raise Http404 from None
    usage.count(request, record.version_id, UsageCount.Step.START)
    opened = queries.opened(record)
    response = redirect(_start(opened))
    access.remember(response, record.pk, code, sent=False)
    return response


@require_GET
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom the administration is to ask: one of the contacts of the business, or whoever fills in."""
    account = citizen_of(request)
    delegate = acting_for(request.session, account) if account else None
    service = offer(slug)
    if delegate is None or service is None:
        return redirect("catalogue:service", slug)
    entries, firm = contacts(delegate.organisation), details(delegate.organisation).firm
    context = {
        "service": service,
        "service_name": brief(service.version_id).name,
        "contacts": entries,
        "firm": firm,
    }
    return render(request, "applications/contact.html", context)


def _start(opened: OpenDraft) -> str:
    asked, draft_id = opened.questionnaire, opened.record.pk
    steps = asked.steps(opened.draft)
    if is_long(asked) or not steps:
        return reverse("applications:tasks", args=[draft_id])
    return page_url(draft_id, steps[0].slug)


def is_long(asked: Questionnaire) -> bool:
    """Whether the service is long enough to be done section by section."""
    return len(asked.sections) > 1 and asked.usual_stages >= LONG_SERVICE


def page_url(draft_id: uuid.UUID, slug: str, **query: str) -> str:
    """The address of one page. `query`: ``ziel`` (where to go afterwards), ``fehler`` (show problems), ``hinweis``."""
    return reverse("applications:page", args=[draft_id, slug], query=query)


@require_GET
@draft_door
def tasks(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The sections with how far each is, and the way to "check and send" once all are done."""
    asked, draft = opened.questionnaire, opened.draft
    outcome = asked.check(draft)
    rows = [
        {
            "title": told(task.section.title),
            "href": page_url(opened.record.pk, task.step.slug),
            "status": _STATES[task.state][0],
            "kind": _STATES[task.state][1],
        }
        for task in asked.tasks(draft, outcome)
    ]
    done = asked.first_open(draft, outcome) is None
    return render(
        request,
        "applications/tasks.html",
        {
            "service_name": opened.service_name,
            "word": opened.word,
            "tasks": rows,
            "done": done,
            "draft_id": opened.record.pk,
            "record": opened.record,
            "onward": onward(opened, outcome),
            "notice": NOTICES.get(request.GET.get("hinweis", "")),
            "done_count": sum(row["kind"] == "success" for row in rows),
        },
    )


def onward(opened: OpenDraft, outcome: Outcome, **query: str) -> str:
    """The first page where something is open (with this query), or "check and send"."""
    first = opened.questionnaire.first_open(opened.draft, outcome)
    if first is None:
        return reverse("applications:check", args=[opened.record.pk])
    return page_url(opened.record.pk, first.slug, **query)


@require_GET
@any_draft_door
def file(request: HttpRequest, opened: OpenDraft, file_id: uuid.UUID) -> HttpResponseBase:
    """One of the applicant's own uploads."""
    attachment = get_object_or_404(opened.record.attachments.select_related("file__data_key"), pk=file_id)
    return download(attachment)


@require_GET
@any_draft_door
def file_preview(request: HttpRequest, opened: OpenDraft, file_id: uuid.UUID) -> HttpResponse:
    """How one of the applicant's own uploads looks, small."""
    kept = opened.record.attachments.select_related("file__preview__data_key")
    return show_preview(get_object_or_404(kept, pk=file_id).file)


_STATES: dict[SectionState, tuple[str | Promise, str]] = {
    SectionState.OPEN: (gettext_lazy("Offen"), "info"),
    SectionState.STARTED: (gettext_lazy("Begonnen"), "warning"),
    SectionState.DONE: (gettext_lazy("Erledigt"), "success"),
}
NOTICES = {
    "entfallen": gettext_lazy("Die gesuchte Seite wird nach Ihren Angaben nicht gebraucht. Weiter geht es hier."),
}

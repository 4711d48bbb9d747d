"""Filling in: start, task list, page by page, come back later."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.applications import access, queries
from rathaus.applications.actions import drafts
from rathaus.applications.actions.drafts import Edit
from rathaus.applications.errors import NotOffered
from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import render_items
from rathaus.applications.rendering.controls import ADD, REMOVE, REMOVE_FILE
from rathaus.applications.rendering.html import LONG_HEADING
from rathaus.applications.views.doors import any_draft_door, draft_door, owner
from rathaus.applications.views.files import Received, download, receive
from rathaus.catalogue.models import Service
from rathaus.questionnaire import Control, Draft, Outcome, Questionnaire, QuestionView, SectionState, Step
from rathaus.towns.actors import Actor

TO_CHECK = "pruefen"
"""Value of ``ziel``: the page was opened from "check your answers", so go back there."""

LONG_SERVICE = 10
"""From this many pages on, and with more than one section, an application starts at its task list."""


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The start button of a service's public page."""
    service = get_object_or_404(Service.objects.select_related("current"), slug=slug)
    try:
        record, code = drafts.begin(service, by=Actor.applicant(""))
    except NotOffered:
        raise Http404 from None
    opened = queries.opened(record)
    response = redirect(_start(opened))
    access.remember(response, record.pk, code, sent=False)
    return response


def _start(opened: OpenDraft) -> str:
    asked, draft_id = opened.questionnaire, opened.record.pk
    steps = asked.steps(opened.draft)
    if is_long(asked) or not steps:
        return reverse("applications:tasks", args=[draft_id])
    return page_url(draft_id, steps[0].slug)


def is_long(asked: Questionnaire) -> bool:
    """Whether the service is long enough to be done section by section."""
    return len(asked.sections) > 1 and len(asked.pages) >= LONG_SERVICE


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
            "title": task.section.title,
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
            "tasks": rows,
            "done": done,
            "draft_id": opened.record.pk,
            "record": opened.record,
            "onward": onward(opened, outcome),
            "notice": _NOTICES.get(request.GET.get("hinweis", "")),
            "done_count": sum(row["kind"] == "success" for row in rows),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@draft_door
def page(request: HttpRequest, opened: OpenDraft, slug: str) -> HttpResponse:
    """One page of questions."""
    outcome = opened.questionnaire.check(opened.draft)
    step = opened.questionnaire.step(slug, opened.draft, outcome)
    if step is None:
        return _page_not_needed(opened, outcome)
    if request.method == "POST":
        return _save_page(request, opened, step, outcome)
    return _show_page(request, opened, step, outcome, show_problems="fehler" in request.GET)


def _page_not_needed(opened: OpenDraft, outcome: Outcome) -> HttpResponse:
    """The page vanished, mostly because of an answer given in another tab: go on where something is open."""
    return redirect(onward(opened, outcome, hinweis="entfallen"))


def _show_page(
    request: HttpRequest,
    opened: OpenDraft,
    step: Step,
    outcome: Outcome,
    *,
    show_problems: bool,
    refused: tuple[tuple[str, str], ...] = (),
) -> HttpResponse:
    """`refused` are problems of this very request (a file that is too large): pairs of key and sentence."""
    asked, draft, draft_id = opened.questionnaire, opened.draft, opened.record.pk
    view = asked.view(step, draft, outcome, show_problems=show_problems)
    found = [*refused, *((one.key, one.sentence) for one in view.problems)]
    steps = asked.steps(draft, outcome)
    place = next((number for number, one in enumerate(steps, start=1) if one.slug == step.slug), 1)
    return render(
        request,
        "applications/page.html",
        {
            "service_name": opened.service_name,
            "draft_id": draft_id,
            "view": view,
            "items": render_items(view, lambda slug: page_url(draft_id, slug)),
            "problems": [(view.anchors.get(key, ""), sentence) for key, sentence in found],
            "back": _back(request, draft_id, steps, place),
            **_progress(asked, steps, step, place),
            "long_title": len(view.title) > LONG_HEADING,
            "target": request.GET.get("ziel", ""),
            "notice": _NOTICES.get(request.GET.get("hinweis", "")),
            "has_tasks": is_long(asked),
            "multipart": any(isinstance(one, QuestionView) and one.control is Control.FILE for one in view.items),
        },
    )


def _progress(asked: Questionnaire, steps: tuple[Step, ...], step: Step, place: int) -> dict[str, object]:
    """How far somebody is: by sections in a long service, whose number of pages changes with the answers."""
    if not is_long(asked):
        return {"place": place, "steps": len(steps)}
    sections = list(dict.fromkeys(one.page.section for one in steps))
    number = sections.index(step.page.section) + 1
    text = _("Abschnitt %(number)s von %(count)s") % {"number": number, "count": len(sections)}
    return {"place": number, "steps": len(sections), "progress": text}


def _back(request: HttpRequest, draft_id: uuid.UUID, steps: tuple[Step, ...], place: int) -> str:
    if request.GET.get("ziel") == TO_CHECK:
        return reverse("applications:check", args=[draft_id])
    if place == 1:
        return reverse("applications:tasks", args=[draft_id])
    here, before = steps[place - 1], steps[place - 2]
    if here.at and before.at not in ("", here.at):  # from one entry back to all of them, not into its neighbour
        lists = (one for one in steps[place:] if one.page.is_overview)
        before = next((one for one in lists if one.page.items[0].path == here.page.repeat), before)
    return page_url(draft_id, before.slug)


def _save_page(request: HttpRequest, opened: OpenDraft, step: Step, outcome: Outcome) -> HttpResponse:
    """Save what was typed, right or wrong, then go on, stay, or do what the pressed button says."""
    received = receive(request, opened, opened.questionnaire.view(step, opened.draft, outcome, show_problems=False))
    added: list[str] = []
    opened = drafts.change(
        opened, _edit(request.POST, step, received, added), by=owner(opened), uploads=received.uploads
    )
    outcome = opened.questionnaire.check(opened.draft)
    here = opened.questionnaire.step(step.slug, opened.draft, outcome)
    if here is None:
        return _page_not_needed(opened, outcome)
    if received.refused:
        return _show_page(request, opened, here, outcome, show_problems=True, refused=received.refused)
    return redirect(_after_saving(request.POST, opened, here, outcome, added))


def _edit(form: QueryDict, step: Step, received: Received, added: list[str]) -> Edit:
    """The change to the draft that this form means. `added` receives the key of an entry that was added."""
    typed = dict(form.lists())

    def edit(asked: Questionnaire, draft: Draft) -> Draft:
        draft = asked.apply(draft, step, typed)
        for upload in received.uploads:
            draft = asked.put_file(draft, upload.key, upload.ref)
        if key := form.get(ADD):
            draft, entry = asked.add_entry(draft, key)
            added[:] = [f"{key}[{entry}]"] if entry else []
        if entry_key := form.get(REMOVE):
            key, _bracket, entry = entry_key.removesuffix("]").rpartition("[")
            draft = asked.remove_entry(draft, key, entry)
        if file_id := form.get(REMOVE_FILE):
            for key in draft.files:
                draft = asked.remove_file(draft, key, file_id)
        return draft

    return edit


def _after_saving(form: QueryDict, opened: OpenDraft, step: Step, outcome: Outcome, added: list[str]) -> str:
    """Where to go after a page was saved."""
    asked, draft, draft_id = opened.questionnaire, opened.draft, opened.record.pk
    target = {"ziel": TO_CHECK} if form.get("ziel") == TO_CHECK else {}
    if added:
        inside = (one for one in asked.steps(draft, outcome) if one.at == added[0])
        return page_url(draft_id, next(inside, step).slug, **target)
    if any(name in form for name in (ADD, REMOVE, REMOVE_FILE)):
        return page_url(draft_id, step.slug, **target)
    if "pause" in form:
        return reverse("applications:pause", args=[draft_id])
    if outcome.problems_on(step):
        return page_url(draft_id, step.slug, fehler="1", **target)
    following = asked.next_step(draft, step, outcome)
    if step.page.is_overview and (unfinished := _unfinished_entry(opened, step, outcome)):
        return page_url(draft_id, unfinished.slug, fehler="1", **target)
    if target or following is None:
        return onward(opened, outcome, **target)
    if is_long(asked) and following.page.section != step.page.section:
        return reverse("applications:tasks", args=[draft_id])
    return page_url(draft_id, following.slug)


def _unfinished_entry(opened: OpenDraft, overview: Step, outcome: Outcome) -> Step | None:
    """The first page with a problem inside one of the entries that the overview lists."""
    for one in opened.questionnaire.steps(opened.draft, outcome):
        if one.slug == overview.slug:
            break
        if one.at and one.page.section == overview.page.section and outcome.problems_on(one):
            return one
    return None


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


_STATES: dict[SectionState, tuple[str | Promise, str]] = {
    SectionState.OPEN: (gettext_lazy("Offen"), "info"),
    SectionState.STARTED: (gettext_lazy("Begonnen"), "warning"),
    SectionState.DONE: (gettext_lazy("Erledigt"), "success"),
}
_NOTICES = {
    "entfallen": gettext_lazy("Die gesuchte Seite wird nach Ihren Angaben nicht gebraucht. Weiter geht es hier."),
}

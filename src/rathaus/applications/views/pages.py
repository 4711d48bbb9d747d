"""One page of questions: shown, saved, and its follow-up questions while somebody is answering."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.applications.actions import drafts
from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import FOLLOWED, render_items
from rathaus.applications.rendering.html import LONG_HEADING
from rathaus.applications.views.doors import draft_door, owner, says_where_to_go
from rathaus.applications.views.drafting import NOTICES, TO_CHECK, is_long, onward
from rathaus.applications.views.places import Place, list_url
from rathaus.applications.views.saving import Happened, after_saving, edit_of, received_with
from rathaus.catalogue import usage
from rathaus.catalogue.models import UsageCount
from rathaus.questionnaire import ENTRIES_PER_PAGE, Control, PageView, Question, Questionnaire, QuestionView, Step
from rathaus.web.telling import said, told


@require_http_methods(["GET", "HEAD", "POST"])
@says_where_to_go
@draft_door
def page(request: HttpRequest, opened: OpenDraft, slug: str) -> HttpResponse:
    """One page of questions."""
    place = Place.find(opened, slug)
    if place is None:
        return _page_not_needed(opened)
    if request.method == "POST":
        return _save_page(request, place)
    if not request.GET:  # neither again with its problems, nor from "check your answers"
        usage.count(request, opened.record.version_id, UsageCount.Step.PAGE, page=place.step.page.key)
    if place.step.page.is_overview:
        place = replace(place, entries_page=_entries(place).get_page(request.GET.get("seite")).number)
    return _show_page(request, place, show_problems="fehler" in request.GET)


def _entries(place: Place) -> Paginator[str]:
    """The entries of the list that this page is, in pages."""
    return Paginator(place.opened.questionnaire.overviews.entries(place.step, place.outcome), ENTRIES_PER_PAGE)


@require_POST
@draft_door
def follow_ups(request: HttpRequest, opened: OpenDraft, slug: str) -> HttpResponse:
    """The questions of the page as they would be with what is typed now: a piece of HTML. Nothing is saved.

    Where the page itself is not needed any more, the answer is empty, and the script leaves everything as it is.
    """
    place = Place.find(opened, slug)
    shown = set(request.POST.getlist(FOLLOWED))
    if place is not None:
        typed = dict(request.POST.lists())
        draft = opened.questionnaire.apply_with_following(opened.draft, place.step, typed, shown)
        place = Place.find(OpenDraft(opened.record, opened.questionnaire, draft), slug)
    if place is None:
        return HttpResponse(status=204)
    wrong = "fehler" in request.GET
    below = [place.view_below(one, show_problems=wrong and one.slug in shown) for one in place.below]
    view = place.view(show_problems=wrong)
    items = render_items(view, place.url, below, at_once=True, because=place.because(view, *below))
    return HttpResponse(f'<div data-told="{escape(_told(below, shown))}">{items}</div>')


def _told(below: list[PageView], shown: set[str]) -> str:
    """What is said of the change to people who do not see it; empty where nothing came or went."""
    there = {view.step.slug for view in below}
    new = [
        item for view in below if view.step.slug not in shown for item in view.items if isinstance(item, QuestionView)
    ]
    if len(new) == 1:
        return _("Neue Frage: %(question)s") % {"question": said(new[0].label)}
    if new:
        return ngettext("%(count)s neue Frage", "%(count)s neue Fragen", len(new)) % {"count": len(new)}
    return _("Fragen sind weggefallen.") if shown - there else ""


def _page_not_needed(opened: OpenDraft) -> HttpResponse:
    """The page vanished, mostly because of an answer given in another tab: go on where something is open."""
    return redirect(onward(opened, opened.questionnaire.check(opened.draft), hinweis="entfallen"))


def _show_page(
    request: HttpRequest, place: Place, *, show_problems: bool, refused: tuple[tuple[str, str], ...] = ()
) -> HttpResponse:
    """`refused` are problems of this very request (a file that is too large): pairs of key and sentence."""
    opened, below = place.opened, place.below
    with_script = show_problems and (FOLLOWED in request.GET or FOLLOWED in request.POST)
    view = _with_refused(place.view(show_problems=show_problems), refused)
    followed = [_with_refused(place.view_below(one, show_problems=with_script), refused) for one in below]
    anchors = {key: anchor for one in (view, *followed) for key, anchor in one.anchors.items()}
    labels = {one.key: one.label for each in (view, *followed) for one in each.items if isinstance(one, QuestionView)}
    found = [(key, format_html("{}: {}", told(labels[key]), said) if key in labels else said) for key, said in refused]
    found += [(one.key, told(one.sentence)) for each in (view, *followed) for one in each.problems]
    return render(
        request,
        "applications/page.html",
        {
            "service_name": opened.service_name,
            "draft_id": opened.record.pk,
            "view": view,
            "items": render_items(view, place.url, followed, because=place.because(view, *followed)),
            "problems": [(anchors.get(key, ""), sentence) for key, sentence in found],
            **_back(request, place),
            **_progress(place),
            "long_title": len(view.title) > LONG_HEADING,
            "target": request.GET.get("ziel", ""),
            "notice": NOTICES.get(request.GET.get("hinweis", "")),
            "has_tasks": is_long(opened.questionnaire),
            "entries": _entries(place).page(place.entries_page) if place.step.page.is_overview else None,
            "another": place.another(),
            "multipart": _may_take_files(opened.questionnaire, place.step),
        },
    )


def _with_refused(view: PageView, refused: tuple[tuple[str, str], ...]) -> PageView:
    """The page with what was refused said at its question, in place of what else is wrong there."""
    said_of: dict[str, tuple[str, ...]] = {}
    for key, sentence in refused:
        said_of[key] = (*said_of.get(key, ()), sentence)
    items = (
        replace(item, problems=said_of[item.key]) if isinstance(item, QuestionView) and item.key in said_of else item
        for item in view.items
    )
    anchors = {item.key: item.id for item in view.items if isinstance(item, QuestionView) and item.key in said_of}
    problems = tuple(one for one in view.problems if one.key not in said_of)
    return replace(view, items=tuple(items), problems=problems, anchors={**anchors, **view.anchors})


def _may_take_files(asked: Questionnaire, step: Step) -> bool:
    pages = (step.page, *asked.following.candidates(step.page))
    items = (item for page in pages for item in page.items)
    return any(isinstance(item, Question) and item.control is Control.FILE for item in items)


def _progress(place: Place) -> dict[str, object]:
    """How far somebody is: by sections in a long service, whose number of pages changes with the answers."""
    if is_long(place.opened.questionnaire):
        sections = list(dict.fromkeys(one.page.section for one in place.steps))
        number = sections.index(place.step.page.section) + 1
        text = _("Abschnitt %(number)s von %(count)s") % {"number": number, "count": len(sections)}
        return {"place": number, "steps": len(sections), "progress": text}
    stages = place.stages
    order = {one.slug: number for number, one in enumerate(place.steps)}
    here = order[place.step.slug]
    return {"place": sum(order[one.slug] <= here for one in stages), "steps": len(stages)}


def _back(request: HttpRequest, place: Place) -> dict[str, str]:
    """Where "back" leads; with a script past the pages whose questions stood below another."""
    draft_id, steps = place.opened.record.pk, place.steps
    if request.GET.get("ziel") == TO_CHECK:
        return {"back": reverse("applications:check", args=[draft_id])}
    number = next(number for number, one in enumerate(steps) if one.slug == place.step.slug)
    if number == 0:
        return {"back": reverse("applications:tasks", args=[draft_id])}
    before = steps[number - 1]
    if place.step.at and before.at not in ("", place.step.at):  # from one entry to all of them, not to its neighbour
        return {"back": list_url(place, place.step) or place.url(before.slug)}
    if before.page.is_overview:
        return {"back": place.url(before.slug)}
    stages = {one.slug for one in place.stages}
    first = next(one for one in reversed(steps[:number]) if one.slug in stages)
    return {"back": place.url(before.slug), "back_with_script": place.url(first.slug)}


def _save_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Save what was typed, right or wrong, then go on, stay, or do what the pressed button says."""
    opened, step = place.opened, place.step
    received = received_with(request, place)
    happened = Happened()
    edit = edit_of(request.POST, opened.record, step, received, happened)
    opened = drafts.change(opened, edit, by=owner(opened), uploads=received.uploads)
    saved = Place.find(opened, step.slug)
    if saved is None:
        return _page_not_needed(opened)
    if received.refused:
        return _show_page(request, saved, show_problems=True, refused=received.refused)
    return redirect(after_saving(request.POST, saved, happened))

"""One page of questions: shown, saved, and its follow-up questions while somebody is answering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from html import escape

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.applications.actions import drafts
from rathaus.applications.actions.drafts import Edit
from rathaus.applications.models import DraftRecord
from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import FOLLOWED, reasons_of, render_items
from rathaus.applications.rendering.because import Because
from rathaus.applications.rendering.controls import ADD, REMOVE, REMOVE_FILE, TAKE_OVER
from rathaus.applications.rendering.html import LONG_HEADING
from rathaus.applications.views.doors import draft_door, owner, says_where_to_go
from rathaus.applications.views.drafting import NOTICES, TO_CHECK, is_long, onward, page_url
from rathaus.applications.views.files import Received, as_kept, receive
from rathaus.catalogue import usage
from rathaus.catalogue.models import UsageCount
from rathaus.questionnaire import (
    ENTRIES_PER_PAGE,
    Control,
    Draft,
    Outcome,
    PageView,
    Question,
    Questionnaire,
    QuestionView,
    Step,
)
from rathaus.towns import scope
from rathaus.web.telling import said, told

ANOTHER = "another"
"""Name of the button on the last page of an entry that saves it and opens one more."""


@dataclass(slots=True)
class Happened:
    """What came of saving a page: the key of an entry that was added, the slug of a list that needs no look."""

    added: str = ""
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a draft as things are: its step, all reachable steps, and those that may follow below it."""

    opened: OpenDraft
    outcome: Outcome
    steps: tuple[Step, ...]
    step: Step
    entries_page: int = 1

    @classmethod
    def find(cls, opened: OpenDraft, slug: str) -> Place | None:
        """The place of that name; None where there is none (any more)."""
        outcome = opened.questionnaire.check(opened.draft)
        steps = opened.questionnaire.steps(opened.draft, outcome)
        step = next((one for one in steps if one.slug == slug), None)
        return cls(opened, outcome, steps, step) if step else None

    @property
    def below(self) -> tuple[Step, ...]:
        """The follow-up steps of the page."""
        return self.opened.questionnaire.follow_ups(self.step, self.opened.draft, self.steps)

    @property
    def stages(self) -> tuple[Step, ...]:
        """What somebody has before them, one by one: the reachable steps without those that follow below another."""
        return self.opened.questionnaire.stages(self.opened.draft, self.steps)

    def view(self, step: Step | None = None, *, show_problems: bool = False) -> PageView:
        """The page (or another step) ready to render."""
        asked, draft = self.opened.questionnaire, self.opened.draft
        view = asked.view(
            step or self.step,
            draft,
            self.outcome,
            show_problems=show_problems,
            steps=self.steps,
            entries_page=self.entries_page,
            town=scope.current().name,
        )
        return as_kept(view, self.opened.record)

    def view_below(self, step: Step, *, show_problems: bool = False) -> PageView:
        """A page that stands below this one."""
        goes_on = self.opened.questionnaire.following.goes_on(self.step.page, step.page)
        return replace(self.view(step, show_problems=show_problems), goes_on=goes_on)

    def last(self, shown: Collection[str]) -> Step:
        """The last of the steps that the page showed, of which the follow-up ones are named by their slugs."""
        return (self.step, *(one for one in self.below if one.slug in shown))[-1]

    def another(self) -> str | None:
        """The key of the list to which one more entry may be added behind this page."""
        last = (self.step, *self.below)[-1]
        return self.opened.questionnaire.another_entry(last, self.steps, self.outcome)

    def because(self, *views: PageView) -> Because:
        """Why the questions of these pages are asked."""
        return reasons_of(self.opened.questionnaire, self.outcome, views)

    def url(self, slug: str = "", **query: str) -> str:
        """The address of a page of this draft; without `slug` of this one."""
        return page_url(self.opened.record.pk, slug or self.step.slug, **query)


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
    return Paginator(place.opened.questionnaire.entries_of(place.step, place.outcome), ENTRIES_PER_PAGE)


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
    found = [*refused, *((one.key, told(one.sentence)) for each in (view, *followed) for one in each.problems)]
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
    return replace(view, items=tuple(items), problems=tuple(one for one in view.problems if one.key not in said_of))


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
        return {"back": _list_url(place, place.step) or place.url(before.slug)}
    if before.page.is_overview:
        return {"back": place.url(before.slug)}
    stages = {one.slug for one in place.stages}
    first = next(one for one in reversed(steps[:number]) if one.slug in stages)
    return {"back": place.url(before.slug), "back_with_script": place.url(first.slug)}


def _save_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Save what was typed, right or wrong, then go on, stay, or do what the pressed button says."""
    opened, step = place.opened, place.step
    received = _receive(request, place)
    happened = Happened()
    edit = _edit(request.POST, opened.record, step, received, happened)
    opened = drafts.change(opened, edit, by=owner(opened), uploads=received.uploads)
    saved = Place.find(opened, step.slug)
    if saved is None:
        return _page_not_needed(opened)
    if received.refused:
        return _show_page(request, saved, show_problems=True, refused=received.refused)
    return redirect(_after_saving(request.POST, saved, happened))


def _receive(request: HttpRequest, place: Place) -> Received:
    """The files that came with the form, for questions of the page and those that were shown below it."""
    opened, step, shown = place.opened, place.step, request.POST.getlist(FOLLOWED)
    if not request.FILES:
        return Received()
    typed = dict(request.POST.lists())
    draft = opened.questionnaire.apply_with_following(opened.draft, step, typed, shown)
    now = Place.find(OpenDraft(opened.record, opened.questionnaire, draft), step.slug)
    if now is None:
        return Received()
    views = (now.view(), *(now.view(one) for one in now.below if one.slug in shown))
    return receive(request, opened, [item for view in views for item in view.items])


def _edit(form: QueryDict, record: DraftRecord, step: Step, received: Received, happened: Happened) -> Edit:
    """The change to the draft that this form means; `happened` receives what came of it."""
    typed = dict(form.lists())

    def edit(asked: Questionnaire, draft: Draft) -> Draft:
        before = draft.saved
        draft = asked.apply_with_following(draft, step, typed, form.getlist(FOLLOWED))
        for upload in received.uploads:
            draft = asked.put_file(draft, upload.key, upload.ref)
        if key := form.get(ADD):
            draft, entry = asked.add_entry(draft, key)
            happened.added = f"{key}[{entry}]" if entry else ""
        if entry_key := form.get(REMOVE):
            key, _bracket, entry = entry_key.removesuffix("]").rpartition("[")
            draft = asked.remove_entry(draft, key, entry)
        if file_id := form.get(REMOVE_FILE):
            for key in draft.files:
                draft = asked.remove_file(draft, key, file_id)
        if taken := form.get(TAKE_OVER):
            target, _blank, source = taken.partition(" ")
            draft = asked.addresses.take_over(draft, target, source)
        if not step.at or not _STAYING.isdisjoint(form):
            return draft
        place = Place.find(OpenDraft(record, asked, draft), step.slug)
        return _leave_entry(place, form, before, happened) if place else draft

    return edit


_STAYING = frozenset({ADD, REMOVE, REMOVE_FILE, TAKE_OVER, "pause"})
"""Names of buttons that do something else than to go on."""


def _leave_entry(place: Place, form: QueryDict, before: frozenset[str], happened: Happened) -> Draft:
    """The draft when the last page of a list's last entry is left: with one more entry where that button was pressed.

    Otherwise, whoever has just filled in the entry for the first time has nothing to do on the list behind it.
    """
    asked, draft, outcome = place.opened.questionnaire, place.opened.draft, place.outcome
    last = place.last(form.getlist(FOLLOWED))
    overview = asked.list_behind(last, place.steps, outcome)
    if overview is None or any(outcome.problems_on(one) for one in place.steps if one.at == last.at):
        return draft
    if ANOTHER in form and (key := asked.another_entry(last, place.steps, outcome)):
        draft, entry = asked.add_entry(draft, key)
        happened.added = f"{key}[{entry}]" if entry else ""
    elif {last.slug, overview.slug} - before and not (
        outcome.problems_on(overview) or _unfinished_entry(place, overview)
    ):
        happened.passed = overview.slug
        draft = draft.with_saved(overview.slug)
    return draft


def _after_saving(form: QueryDict, place: Place, happened: Happened) -> str:
    """Where to go after a page was saved."""
    draft_id, outcome = place.opened.record.pk, place.outcome
    target = {"ziel": TO_CHECK} if form.get("ziel") == TO_CHECK else {}
    if happened.added:
        inside = (one for one in place.steps if one.at == happened.added)
        return place.url(next(inside, place.step).slug, **target)
    if any(name in form for name in (ADD, REMOVE, REMOVE_FILE, TAKE_OVER)):
        page_of_list = form.get("seite") or ""
        return place.url(**target, **({"seite": page_of_list} if page_of_list.isdecimal() else {}))
    if "pause" in form:
        return reverse("applications:pause", args=[draft_id])
    shown = set(form.getlist(FOLLOWED))
    done = (place.step, *(one for one in place.below if one.slug in shown))
    if any(outcome.problems_on(one) for one in done):
        mark = {FOLLOWED: "1"} if shown else {}
        return place.url(fehler="1", **mark, **target)
    missed = next((one for one in place.below if one.slug not in shown), None)
    if shown and missed:  # the house did not hear of an answer in time
        return place.url(missed.slug, **target)
    return _next(place, done[-1], target, happened.passed)


def _next(place: Place, last: Step, target: dict[str, str], passed: str) -> str:
    """The page after `last`, which was saved without a problem; the list `passed` needs no look."""
    opened, outcome = place.opened, place.outcome
    here = passed or last.slug
    number = next((number for number, one in enumerate(place.steps) if one.slug == here), -1)
    following = place.steps[number + 1] if number + 1 < len(place.steps) else None
    if last.page.is_overview and (unfinished := _unfinished_entry(place, last)):
        return place.url(unfinished.slug, fehler="1", **target)
    if (
        last.at
        and not target
        and not passed
        and (following is None or not following.at.startswith(last.at))
        and not _is_new(place, last, following)
    ):
        return _list_url(place, last)
    if target or following is None:
        return onward(opened, outcome, **target)
    if (
        is_long(opened.questionnaire)
        and following.page.section != last.page.section
        and following.slug in opened.draft.saved
    ):
        return onward(opened, outcome)  # this section was opened again from the task list
    return place.url(following.slug)


def _is_new(place: Place, last: Step, following: Step | None) -> bool:
    """Whether the next page belongs to another entry of the same list where nobody has been yet."""
    return (
        following is not None
        and following.page.repeat == last.page.repeat
        and following.slug not in place.opened.draft.saved
    )


def _list_url(place: Place, inside: Step, **query: str) -> str:
    """The list that holds the entry of a step, at the page where the entry stands; empty where there is none."""
    key, _bracket, entry = inside.at.removesuffix("]").rpartition("[")
    around = key.rpartition("]")[0]
    lists = (one for one in place.steps if one.page.is_overview and one.page.items[0].path == inside.page.repeat)
    overview = next((one for one in lists if one.at.removesuffix("]") == around), None)
    if overview is None:
        return ""
    ids = place.opened.questionnaire.entries_of(overview, place.outcome)
    number = ids.index(entry) // ENTRIES_PER_PAGE + 1 if entry in ids else 1
    return place.url(overview.slug, **query, **({"seite": str(number)} if number > 1 else {}))


def _unfinished_entry(place: Place, overview: Step) -> Step | None:
    """The first page with a problem inside one of the entries that the overview lists."""
    for one in place.steps:
        if one.slug == overview.slug:
            break
        if one.at and one.page.section == overview.page.section and place.outcome.problems_on(one):
            return one
    return None

"""What the form of a page means for the draft, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from rathaus.applications.actions.drafts import Edit
from rathaus.applications.models import DraftRecord
from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import FOLLOWED
from rathaus.applications.rendering.controls import ADD, REMOVE, REMOVE_FILE, TAKE_OVER
from rathaus.applications.views.drafting import TO_CHECK, is_long, onward
from rathaus.applications.views.files import Received, receive
from rathaus.applications.views.places import Place, list_url, unfinished_entry
from rathaus.questionnaire import Draft, Questionnaire, Step

ANOTHER = "another"
"""Name of the button on the last page of an entry that saves it and opens one more."""


@dataclass(slots=True)
class Happened:
    """What came of saving a page: the key of an entry that was added, the slug of a list that needs no look."""

    added: str = ""
    passed: str = ""


def received_with(request: HttpRequest, place: Place) -> Received:
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


def edit_of(form: QueryDict, record: DraftRecord, step: Step, received: Received, happened: Happened) -> Edit:
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
    overview = asked.overviews.behind(last, place.steps, outcome)
    if overview is None or any(outcome.problems_on(one) for one in place.steps if one.at == last.at):
        return draft
    if ANOTHER in form and (key := asked.overviews.another(last, place.steps, outcome)):
        draft, entry = asked.add_entry(draft, key)
        happened.added = f"{key}[{entry}]" if entry else ""
    elif {last.slug, overview.slug} - before and not (
        outcome.problems_on(overview) or unfinished_entry(place, overview)
    ):
        happened.passed = overview.slug
        draft = draft.with_saved(overview.slug)
    return draft


def after_saving(form: QueryDict, place: Place, happened: Happened) -> str:
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
    if last.page.is_overview and (unfinished := unfinished_entry(place, last)):
        return place.url(unfinished.slug, fehler="1", **target)
    if (
        last.at
        and not target
        and not passed
        and (following is None or not following.at.startswith(last.at))
        and not _is_new(place, last, following)
    ):
        return list_url(place, last)
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

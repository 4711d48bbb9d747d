"""A page of a draft as things are, and what lies around it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import reasons_of
from rathaus.applications.rendering.because import Because
from rathaus.applications.views.drafting import page_url
from rathaus.applications.views.files import as_kept
from rathaus.questionnaire import ENTRIES_PER_PAGE, Outcome, PageView, Step
from rathaus.towns import scope


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
        return self.opened.questionnaire.overviews.another(last, self.steps, self.outcome)

    def because(self, *views: PageView) -> Because:
        """Why the questions of these pages are asked."""
        return reasons_of(self.opened.questionnaire, self.outcome, views)

    def url(self, slug: str = "", **query: str) -> str:
        """The address of a page of this draft; without `slug` of this one."""
        return page_url(self.opened.record.pk, slug or self.step.slug, **query)


def list_url(place: Place, inside: Step, **query: str) -> str:
    """The list that holds the entry of a step, at the page where the entry stands; empty where there is none."""
    key, _bracket, entry = inside.at.removesuffix("]").rpartition("[")
    around = key.rpartition("]")[0]
    lists = (one for one in place.steps if one.page.is_overview and one.page.items[0].path == inside.page.repeat)
    overview = next((one for one in lists if one.at.removesuffix("]") == around), None)
    if overview is None:
        return ""
    ids = place.opened.questionnaire.overviews.entries(overview, place.outcome)
    number = ids.index(entry) // ENTRIES_PER_PAGE + 1 if entry in ids else 1
    return place.url(overview.slug, **query, **({"seite": str(number)} if number > 1 else {}))


def unfinished_entry(place: Place, overview: Step) -> Step | None:
    """The first page with a problem inside one of the entries that the overview lists."""
    for one in place.steps:
        if one.slug == overview.slug:
            break
        if one.at and one.page.section == overview.page.section and place.outcome.problems_on(one):
            return one
    return None

"""What is asked on one page where a script runs: what its answers bring about, and what goes on behind that.

Without a script all of it stands on the pages right behind (see `paging`). This module only says which of those pages
are shown below another as things are; what is shown, required and wrong is said by the one `check`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from rathaus.questionnaire.fitting import ROOM, asked, chains, is_decided, page_weight
from rathaus.questionnaire.model import Page, Step

Answered = Callable[[str, str], bool]
"""Whether the question at a position has an answer, in the entry of that instance key."""

_MOST = 12
"""More pages than have room."""


class Following:
    """Which pages may follow below which, for one plan."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._chains = {page.key: found for page, found in zip(pages, chains(pages), strict=True)}
        self._deciding = {page.key: self._all_deciding(page) for page in pages}

    def _all_deciding(self, page: Page) -> frozenset[str]:
        together = (page, *self.candidates(page))
        deciders = frozenset().union(*(found for one in together for found in one.deciders))
        return deciders & asked(together)

    def candidates(self, page: Page) -> tuple[Page, ...]:
        """The pages that could be shown below `page`, in their order."""
        return self._chains[page.key].pages

    def goes_on(self, page: Page, below: Page) -> bool:
        """Whether `page` goes on with `below` whatever is answered."""
        return below.key in self._chains[page.key].going_on

    def deciding(self, page: Page) -> frozenset[str]:
        """The questions, on `page` or below it, whose answers change what is asked there."""
        return self._deciding[page.key]

    def of(self, step: Step, steps: Sequence[Step], answered: Answered) -> tuple[Step, ...]:
        """The steps that follow below `step` as things are; `steps` are the reachable ones.

        Level by level: what the answers of the page bring about (and what goes on behind that), then what those
        answers bring about; a level that does not fit as a whole stays behind, and nothing follows what is not answered
        yet.
        """
        place = next((number for number, one in enumerate(steps) if one.slug == step.slug), len(steps))
        return self._below(steps, place, answered)

    def stages(self, steps: Sequence[Step], answered: Answered) -> tuple[Step, ...]:
        """The steps without those that follow below another, and without lists that have an entry.

        Whoever has filled that in has said in passing whether there is another.
        """
        found: list[Step] = []
        place = 0
        while place < len(steps):
            step = steps[place]
            if not (step.page.is_overview and place and steps[place - 1].page.repeat == step.page.items[0].path):
                found.append(step)
            place += 1 + len(self._below(steps, place, answered))
        return tuple(found)

    def _below(self, steps: Sequence[Step], place: int, answered: Answered) -> tuple[Step, ...]:
        if place == len(steps):
            return ()
        step = steps[place]
        going_on = self._chains[step.page.key].going_on
        allowed = {page.key for page in self.candidates(step.page)}
        behind = steps[place + 1 : place + 1 + _MOST]
        later = list(itertools.takewhile(lambda one: one.at == step.at and one.page.key in allowed, behind))
        found: list[Step] = []
        known, room = _answered((step,), answered) if later else frozenset(), ROOM
        while run := list(_run(later[len(found) :], known, going_on)):
            room -= sum(page_weight(one.page) for one in run if one.page.key not in going_on)
            if room < 0:
                break
            found += run
            known |= _answered(run, answered)
        return tuple(found)


def _run(steps: Sequence[Step], known: frozenset[str], going_on: frozenset[str]) -> Iterator[Step]:
    return itertools.takewhile(lambda one: one.page.key in going_on or is_decided(one.page, known), steps)


def _answered(steps: Iterable[Step], answered: Answered) -> frozenset[str]:
    return frozenset(path for step in steps for path in asked((step.page,)) if answered(path, step.at))

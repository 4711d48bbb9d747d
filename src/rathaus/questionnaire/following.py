"""Follow-up questions: what an answer of a page brings about, where it can be asked on that same page.

Without a script they stand on the pages right behind (see `paging`). This module only says which of those pages may be
shown below the page that decides about them; what is shown, required and wrong is said by the one `check`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from rathaus.questionnaire.model import Page, Question, Step
from rathaus.questionnaire.paging import weight

Answered = Callable[[str, str], bool]
"""Whether the question at a position has an answer, in the entry of that instance key."""

ROOM = 6.0
"""How much may follow below a page: a plain question weighs 1. More stays on pages of its own."""
_MOST = 12
"""More pages than have room."""


class Following:
    """Which pages may follow below which, for one plan."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._candidates = {page.key: tuple(_candidates(page, pages[n + 1 :])) for n, page in enumerate(pages)}
        self._deciding = {page.key: self._all_deciding(page) for page in pages}

    def _all_deciding(self, page: Page) -> frozenset[str]:
        together = (page, *self._candidates[page.key])
        deciders = frozenset().union(*(found for one in together for found in one.deciders))
        return deciders & _asked(together)

    def candidates(self, page: Page) -> tuple[Page, ...]:
        """The pages that some answer could bring about below `page`, in their order."""
        return self._candidates[page.key]

    def deciding(self, page: Page) -> frozenset[str]:
        """The questions, on `page` or below it, whose answers change what is asked there."""
        return self._deciding[page.key]

    def of(self, step: Step, steps: Sequence[Step], answered: Answered) -> tuple[Step, ...]:
        """The steps that follow below `step` as things are; `steps` are the reachable ones.

        Level by level: what the answers of the page bring about, then what those answers bring about; a level that
        does not fit as a whole stays behind, and nothing follows what is not answered yet.
        """
        place = next((number for number, one in enumerate(steps) if one.slug == step.slug), len(steps))
        return self._below(steps, place, answered)

    def stages(self, steps: Sequence[Step], answered: Answered) -> tuple[Step, ...]:
        """The steps without those that follow below another."""
        found: list[Step] = []
        place = 0
        while place < len(steps):
            found.append(steps[place])
            place += 1 + len(self._below(steps, place, answered))
        return tuple(found)

    def _below(self, steps: Sequence[Step], place: int, answered: Answered) -> tuple[Step, ...]:
        if place == len(steps):
            return ()
        step = steps[place]
        allowed = {page.key for page in self._candidates[step.page.key]}
        behind = steps[place + 1 : place + 1 + _MOST]
        later = list(itertools.takewhile(lambda one: one.at == step.at and one.page.key in allowed, behind))
        found: list[Step] = []
        known, room = _answered((step,), answered) if later else frozenset(), ROOM
        while run := list(_run(later[len(found) :], known)):
            room -= sum(_weight(one.page) for one in run)
            if room < 0:
                break
            found += run
            known |= _answered(run, answered)
        return tuple(found)


def _run(steps: Sequence[Step], known: frozenset[str]) -> Iterator[Step]:
    return itertools.takewhile(lambda one: _is_decided(one.page, known), steps)


def _answered(steps: Iterable[Step], answered: Answered) -> frozenset[str]:
    return frozenset(path for step in steps for path in _asked((step.page,)) if answered(path, step.at))


def _candidates(page: Page, later: Iterable[Page]) -> Iterator[Page]:
    known = _asked((page,))
    for one in later:
        near = one.section == page.section and one.repeat == page.repeat and not one.is_overview
        if near and _is_decided(one, known) and _weight(one) <= ROOM:
            known |= _asked((one,))
            yield one


def _is_decided(page: Page, known: frozenset[str]) -> bool:
    """Whether each question of the page hangs on one of the `known` ones."""
    return all(not deciders.isdisjoint(known) for deciders in page.deciders)


def _asked(pages: Iterable[Page]) -> frozenset[str]:
    return frozenset(item.path for page in pages for item in page.items if isinstance(item, Question))


def _weight(page: Page) -> float:
    return sum(weight(item) for item in page.items)

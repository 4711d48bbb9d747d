"""How much fits on a page, and which pages can be one where a script runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rathaus.questionnaire.model import Control, Item, Page, Question, StaticText

FULL = 9.0
"""How much fits on a page: a plain question weighs 1."""
ROOM = 6.0
"""How much that answers bring about may follow below a page. More stays on pages of its own."""


def weight(item: Item) -> float:
    """How much of a page an item takes."""
    if isinstance(item, StaticText):
        return 0.5
    if isinstance(item, Question) and (item.repeat or item.control is Control.FILE):
        return 2.0
    return 1.0


def page_weight(page: Page) -> float:
    """How much of a page the items of a page take."""
    return sum(weight(item) for item in page.items)


def asked(pages: Iterable[Page]) -> frozenset[str]:
    """The paths of all questions on these pages."""
    return frozenset(item.path for page in pages for item in page.items if isinstance(item, Question))


def is_decided(page: Page, known: frozenset[str]) -> bool:
    """Whether each question of the page hangs on one of the `known` ones."""
    return all(not deciders.isdisjoint(known) for deciders in page.deciders)


@dataclass(frozen=True, slots=True)
class Chain:
    """The pages that may be shown below another, in their order.

    `going_on` names, by their keys, those that no answer brings about: with them the page goes on behind its follow-up
    questions. What is brought about before or between them always fits, so that they never have to go again.
    """

    pages: tuple[Page, ...]
    going_on: frozenset[str]


def chains(pages: Sequence[Page]) -> Iterator[Chain]:
    """For each page what may be shown below it of the pages behind it."""
    last: dict[str, int] = {}  # the last page with something that a question decides, by its path
    for number, page in enumerate(pages):
        for path in frozenset[str]().union(*page.deciders):
            last[path] = number
    for number in range(len(pages)):
        yield _chain(pages, number, last)


def _chain(pages: Sequence[Page], number: int, last: Mapping[str, int]) -> Chain:
    """What may be shown below the page of that number; `last` spares looking at pages that nothing decides."""
    page = pages[number]
    found: list[Page] = []
    going_on: set[str] = set()
    known, plain, brought, whole = asked((page,)), page_weight(page), 0.0, True
    end = max((last.get(path, 0) for path in known), default=0)
    for place in range(number + 1, len(pages)):
        if not whole and place > end:
            break
        one = pages[place]
        if one.section != page.section or one.repeat != page.repeat or one.is_overview:
            whole = False
            continue
        own = page_weight(one)
        if is_decided(one, known) and own <= ROOM:
            if going_on and brought + own > ROOM:
                break
            brought += own
        elif whole and 0 < brought <= ROOM and plain + own <= FULL and _may_go_on((page, *found), one, known):
            plain += own
            going_on.add(one.key)
        else:
            whole = False
            continue
        found.append(one)
        fresh = asked((one,))
        known |= fresh
        end = max((end, *(last.get(path, 0) for path in fresh)))
    return Chain(tuple(found), frozenset(going_on))


def _may_go_on(above: Sequence[Page], page: Page, known: frozenset[str]) -> bool:
    """Whether nothing above decides about the page, and its questions belong below the headings there."""
    free = all(deciders.isdisjoint(known) for deciders in page.deciders)
    return free and all(_is_inside(page.group, _last_heading(one)) for one in above)


def _last_heading(page: Page) -> str:
    """The path of the group whose heading stands last on a page."""
    last = page.items[-1]
    return last.path.lstrip("?").rpartition(".")[0] if last.groups else page.group  # type: ignore[union-attr]


def _is_inside(group: str, around: str) -> bool:
    return not around or group == around or group.startswith(f"{around}.")

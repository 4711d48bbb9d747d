"""Headings inside a page: never two in a row, and the page itself is called what all of it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Item, Question, StaticText
from rathaus.questionnaire.shown import HeadingView


def shared(items: Sequence[Item]) -> tuple[str, ...]:
    """The headings that stand above all of these items."""
    groups = [item.groups for item in items if isinstance(item, Question | StaticText)]
    if len(groups) < len(items) or not groups:
        return ()
    common = groups[0]
    for one in groups[1:]:
        common = common[: _same(common, one)]
    return common


def joined(headings: Sequence[str]) -> str:
    """Headings in a row as one: the last two, or the last where it begins like the one before."""
    *_before, outer, inner = ("", *headings)
    begins_alike = outer.partition(" ")[0] == inner.partition(" ")[0]
    return inner if not outer or begins_alike else f"{outer.rstrip(':. ')}: {inner}"


def between(before: Sequence[str], item: Question | StaticText, depth: int) -> Iterator[HeadingView]:
    """The heading before `item`, if one is due after an item below the headings `before`.

    The first `depth` of its headings are said by the title of the page.
    """
    groups = item.groups[depth:]
    same = _same(before, groups)
    if same == len(groups) < len(before) and isinstance(item, Question):  # the outer group goes on
        yield HeadingView(_("Weitere Angaben"), same + 1)
    if new := [text for text in groups[same:] if text != item.label]:
        yield HeadingView(joined(new), same + 1)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    while number < len(one) and number < len(other) and one[number] == other[number]:
        number += 1
    return number

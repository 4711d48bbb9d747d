"""The compiled tree behind a questionnaire: one node per asked position, each able to check itself.

A check walks the tree once, in document order, and fills a `Run`. A node knows its key inside the innermost entry
(`suffix`) and how many entries deep it stands (`depth`), so that keys are put together without looking anything up.
Choosers and groups are here, single questions in `field_nodes`.
"""

from __future__ import annotations

from typing import Any

from rathaus.fim.model import Cardinality
from rathaus.fim.rules.reckoning import date_of
from rathaus.questionnaire.checking import Anchor, Cause, Run, State
from rathaus.questionnaire.draft import MAX_ENTRIES
from rathaus.questionnaire.field_nodes import ChoiceNode, FieldNode, FileNode, ListNode, Node, TextNode
from rathaus.questionnaire.keys import Frames, effective
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control, Question
from rathaus.questionnaire.sentences import entries_missing, missing, quote, too_many
from rathaus.questionnaire.values import date_sentence

__all__ = [
    "ChoiceNode",
    "ChooserNode",
    "DateNode",
    "EntriesNode",
    "FieldNode",
    "FileNode",
    "GroupNode",
    "ListNode",
    "Node",
    "TextNode",
]

_FIRST_YEAR = 1000
"""Smaller numbers are years of which the century is missing."""


class ChooserNode(Node):
    """A question of the planner's own; its answer is a value for conditions but never an answer."""

    __slots__ = ("question",)

    def __init__(self, path: str, depth: int, suffix: str, question: Question) -> None:
        anchor = Anchor(depth, suffix, None, chooser=True)
        super().__init__(path, depth, suffix, Cardinality(1, 1), anchor)
        self.question = question

    def key(self, frames: Frames) -> str:
        return "?" + frames[self.depth] + self.suffix

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        self.answer(run, frames, demanded=demanded)

    def answer(self, run: Run, frames: Frames, *, demanded: bool) -> str | None:
        """What was chosen; None where nothing (usable) was."""
        key = self.key(frames)
        run.shown[key] = None
        if demanded:
            run.required.add(key)
        raw = run.raw.get(key)
        if isinstance(raw, str) and any(option.code == raw for option in self.question.options):
            run.values[key] = raw
            return raw
        if demanded:
            run.problems.append(self.anchor.problem(frames, missing(self.question.label, self.question.control)))
        return None

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return False


class GroupNode(Node):
    """A group that stands once. `chooser` asks whether to begin it, where that is up to the applicant."""

    __slots__ = ("children", "chooser", "label", "tracked")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 label: str, children: tuple[Node, ...], chooser: ChooserNode | None) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.label, self.children, self.chooser = label, children, chooser
        self.tracked = False
        """A constraint asks whether the group is begun."""

    @property
    def front(self) -> Anchor:
        return self.chooser.anchor if self.chooser is not None else self.anchor

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state < State.SHOWN:
            self.close(run, frames, state)
            return
        if state is State.SHOWN:
            if self.chooser is None:
                demanded = demanded and self.has_raw(run, frames)
            elif self.chooser.answer(run, frames, demanded=demanded) != "true":
                return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        if demanded and state >= State.REQUIRED:
            run.required.add(key)
        if demanded and self.tracked:
            run.begun.add(key)
        before = len(run.problems)
        inside: dict[str, Any] = {}
        self.check_children(run, frames, inside, demanded)
        if demanded and (inside or state >= State.REQUIRED):
            into[self.id] = inside
        if state is State.DEMANDED and demanded and not inside and len(run.problems) == before:
            self.complain(run, frames, _("Machen Sie bei {name} mindestens eine Angabe.", name=quote(self.label)))

    def check_children(self, run: Run, frames: Frames, inside: dict[str, Any], demanded: bool) -> None:
        """Check what stands in the group."""
        for child in self.children:
            child.check(run, frames, inside, demanded)

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return any(child.has_raw(run, frames) for child in self.children)


class DateNode(GroupNode):
    """A group of day, month and year that is asked as one date; the answers keep the numbers."""

    __slots__ = ("by_rule", "day", "month", "question", "year")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 label: str, question: Question, day: FieldNode | None, month: FieldNode | None,
                 year: FieldNode) -> None:  # fmt: skip
        children = tuple(part for part in (day, month, year) if part is not None)
        super().__init__(path, depth, suffix, cardinality, anchor, label=label, children=children, chooser=None)
        self.question, self.day, self.month, self.year = question, day, month, year
        self.by_rule: Cause | None = None
        """The rule that demands a date of the calendar, where the definition has it."""

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        super().check(run, frames, into, demanded)
        key = frames[self.depth] + self.suffix
        if key in run.shown and frames[self.year.depth] + self.year.suffix in run.required:
            run.required.add(key)

    def check_children(self, run: Run, frames: Frames, inside: dict[str, Any], demanded: bool) -> None:
        before = len(run.problems)
        if demanded and not self.has_raw(run, frames) and self._needed(run, frames):
            self.complain(run, frames, missing(self.label, Control.DATE))
            for part in self.children:
                part.check(run, frames, inside, demanded)
            del run.problems[before + 1 :]
            return
        super().check_children(run, frames, inside, demanded)
        day, month, year = (inside.get(part.id) if part else None for part in (self.day, self.month, self.year))
        if isinstance(year, int) and year < _FIRST_YEAR:
            run.problems.append(self.anchor.problem(frames, date_sentence(quote(self.label), "year"), self.by_rule))
        if len(run.problems) == before and None not in (day, month, year) and date_of(day, month, year) is None:
            sentence = date_sentence(quote(self.label), "calendar")
            run.problems.append(self.anchor.problem(frames, sentence, self.by_rule))

    def _needed(self, run: Run, frames: Frames) -> bool:
        return any(part.state(run, frames) >= State.REQUIRED for part in self.children)


class EntriesNode(Node):
    """A repeatable group."""

    __slots__ = ("children", "label")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 label: str, children: tuple[Node, ...]) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.label, self.children = label, children

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state < State.SHOWN:
            self.close(run, frames, state)
            return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        least = max(self.cardinality.minimum, 1) if demanded and state >= State.REQUIRED else 0
        if least:
            run.required.add(key)
        maximum, cause = self.cardinality.maximum, None
        if self.extras is not None and demanded:
            least, most, cause = self.extras.bounds(run, frames, least)
            maximum = maximum if most is None else max(most, self.cardinality.minimum)
            run.most.update({key: maximum} if most is not None and maximum is not None else {})
            if least:
                run.required.add(key)
        before = len(run.problems)
        ids, found, given = self._entries(run, frames, key, least)
        if found:
            into[self.id] = found
            run.values[key] = len(found)
        run.given[key] = tuple(given)
        if len(found) < least and len(run.problems) == before:
            self.complain(run, frames, entries_missing(self.label, least), cause)
        if maximum is not None and len(ids) > maximum:
            self.complain(run, frames, too_many(self.label, maximum), cause)

    def _entries(self, run: Run, frames: Frames, key: str, least: int) -> tuple[tuple[str, ...], list[Any], list[str]]:
        """All entries, the answers of those in which something is answered, and their ids."""
        ids = effective(run.stored.get(key, ()), least, self.cardinality.maximum)
        found: list[Any] = []
        given: list[str] = []
        number, again = 0, 0
        inner: Frames | None = None
        while number < len(ids):
            run.entries[key] = ids
            prefix = f"{key}[{ids[number]}]"
            inside: dict[str, Any] = {}
            run.begun.add(prefix)
            inner = (*frames, prefix + ".")
            for child in self.children:
                child.check(run, inner, inside, True)
            if inside:
                found.append(inside)
                given.append(ids[number])
            number += 1
            if self.extras is not None and self.extras.again(run, inner):
                again += 1
                ids = effective(ids, min(again + 1, self.cardinality.maximum or MAX_ENTRIES), self.cardinality.maximum)
        run.entries[key] = ids
        if self.extras is not None and self.extras.is_last(run, frames, inner):
            run.most[key] = max(len(ids), 1)
        return ids, found, given

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.stored.get(frames[self.depth] + self.suffix))

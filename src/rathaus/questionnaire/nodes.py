"""The compiled tree behind a questionnaire: one node per asked position, each able to check itself.

A check walks the tree once, in document order, and fills a `Run`. A node knows its key inside the innermost entry
(`suffix`) and how many entries deep it stands (`depth`), so that keys are put together without looking anything up.
"""

from __future__ import annotations

from typing import Any

from rathaus.fim.model import Cardinality
from rathaus.questionnaire.checking import Anchor, Cause, Policy, Run, State
from rathaus.questionnaire.conditions import is_date
from rathaus.questionnaire.draft import FileRef
from rathaus.questionnaire.keys import Frames, effective
from rathaus.questionnaire.model import Control, Problem, Question
from rathaus.questionnaire.sentences import entries_missing, file_types, megabytes, missing, quote, too_few, too_many
from rathaus.questionnaire.values import Bad, Parser, date_sentence

_FIRST_YEAR = 1000
"""Smaller numbers are years of which the century is missing."""


class Node:
    """What all nodes have: an id, a place, a policy (None: no rule speaks of it)."""

    __slots__ = ("anchor", "cardinality", "depth", "id", "path", "policy", "suffix")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor) -> None:
        self.path, self.depth, self.suffix, self.cardinality, self.anchor = path, depth, suffix, cardinality, anchor
        self.id = path.rpartition(".")[2]
        self.policy: Policy | None = None

    def key(self, frames: Frames) -> str:
        """The instance key in the entry `frames`."""
        return frames[self.depth] + self.suffix

    @property
    def front(self) -> Anchor:
        """Where somebody begins with it."""
        return self.anchor

    def state(self, run: Run, frames: Frames) -> State:
        """What applies in the entry `frames`, parents aside."""
        if self.policy is not None:
            return self.policy.state(run, frames)
        return State.REQUIRED if self.cardinality.minimum else State.SHOWN

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        """Check the position in the entry `frames`; valid values go `into` the answers of the group around it.

        `demanded` is false inside an optional group that nobody has begun: nothing is required there.
        """
        raise NotImplementedError

    def has_raw(self, run: Run, frames: Frames) -> bool:
        """Whether anything was typed here, valid or not."""
        raise NotImplementedError

    def complain(self, run: Run, frames: Frames, sentence: str) -> None:
        """Note a problem, with the rule that demands the position, if one does."""
        cause = self.policy.cause(run, frames) if self.policy else None
        run.problems.append(self.anchor.problem(frames, sentence, cause))


class FieldNode(Node):
    """A field with one value."""

    __slots__ = ("fixed", "label", "parse", "question", "wrapped")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 question: Question, parse: Parser, label: str, fixed: str | None = None) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.question, self.parse, self.label, self.fixed = question, parse, label, fixed
        self.wrapped = cardinality.repeatable
        """The answer is a list of this one value (a repeatable truth value is asked once)."""

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        policy = self.policy
        if policy is None:
            required = demanded and self.cardinality.minimum > 0
        else:
            state = policy.state(run, frames)
            if state is State.HIDDEN:
                return
            required = demanded and state >= State.REQUIRED
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        if required:
            run.required.add(key)
        raw = self.fixed if self.fixed is not None else run.raw.get(key)
        if not raw:
            if required:
                self.complain(run, frames, missing(self.label, self.question.control))
            return
        value = self.parse(raw) if type(raw) is str else Bad(missing(self.label, self.question.control))
        if type(value) is Bad:
            run.bad.add(key)
            run.problems.append(self.anchor.problem(frames, value.sentence))
        else:
            run.values[key] = into[self.id] = [value] if self.wrapped else value

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.raw.get(frames[self.depth] + self.suffix))


class ListNode(Node):
    """A repeatable field: several inputs, or (with boxes) several codes under one name."""

    __slots__ = ("boxes", "label", "parse", "question")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 question: Question, parse: Parser, label: str) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.question, self.parse, self.label = question, parse, label
        self.boxes = question.control is Control.CHECKBOXES

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state is State.HIDDEN:
            return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        least = max(self.cardinality.minimum, 1) if demanded and state >= State.REQUIRED else 0
        if least:
            run.required.add(key)
        found: list[Any] = []
        given: list[str] = []
        wrong = False
        for where, raw in self._typed(run, key):
            value = self.parse(raw)
            if type(value) is Bad:
                wrong = True
                run.bad.update((key, where))
                problem = self.anchor.problem(frames, value.sentence)
                run.problems.append(Problem(where, *_rest(problem)))
            else:
                found.append(value)
                given.append(where)
        if found:
            run.values[key] = into[self.id] = found
            run.given[key] = tuple(where[len(key) + 1 : -1] for where in given)
        if len(found) < least and not wrong:
            self.complain(run, frames, too_few(self.label, least, self.question.control))
        maximum = self.cardinality.maximum
        if maximum is not None and len(found) > maximum:
            self.complain(run, frames, too_many(self.label, maximum))

    def _typed(self, run: Run, key: str) -> list[tuple[str, str]]:
        if self.boxes:
            raw = run.raw.get(key, ())
            return [(key, code) for code in (raw if isinstance(raw, tuple) else (raw,))]
        ids = effective(run.stored.get(key, ()), max(self.cardinality.minimum, 1), self.cardinality.maximum)
        run.entries[key] = ids
        typed = ((f"{key}[{id_}]", run.raw.get(f"{key}[{id_}]")) for id_ in ids)
        return [(where, raw) for where, raw in typed if raw and isinstance(raw, str)]

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(self._typed(run, frames[self.depth] + self.suffix))


def _rest(problem: Problem) -> tuple[str, str, str | None, str | None]:
    return problem.sentence, problem.page, problem.rule, problem.legal_basis


class FileNode(Node):
    """A field for attachments."""

    __slots__ = ("label", "question")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 question: Question) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.question, self.label = question, question.label

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state is State.HIDDEN:
            return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        least = max(self.cardinality.minimum, 1) if demanded and state >= State.REQUIRED else 0
        if least:
            run.required.add(key)
        files = run.files.get(key, ())
        good = [file for file in files if self._fits(run, frames, file)]
        if len(good) < len(files):
            run.bad.add(key)
        elif len(files) < least:
            self.complain(run, frames, too_few(self.label, least, Control.FILE))
        maximum = self.cardinality.maximum
        if maximum is not None and len(files) > maximum:
            self.complain(run, frames, too_many(self.label, maximum))
        if good:
            found = [file.to_json() for file in good]
            run.values[key] = into[self.id] = found if self.cardinality.repeatable else found[0]

    def _fits(self, run: Run, frames: Frames, file: FileRef) -> bool:
        asked = self.question
        if asked.media_types and file.media_type not in asked.media_types:
            sentence = f"Ersetzen Sie bei {quote(self.label)} die Datei „{file.name}“."
            sentence += f" Erlaubt sind {file_types(asked.media_types)}."
            run.problems.append(self.anchor.problem(frames, sentence))
            return False
        if asked.max_size is not None and file.size > asked.max_size:
            size = megabytes(asked.max_size)
            sentence = f"Verkleinern Sie bei {quote(self.label)} die Datei „{file.name}“ auf höchstens {size}."
            run.problems.append(self.anchor.problem(frames, sentence))
            return False
        return True

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.files.get(frames[self.depth] + self.suffix))


class TextNode(Node):
    """Text to read; takes part only in what is shown."""

    __slots__ = ()

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        if self.state(run, frames) is not State.HIDDEN:
            run.shown[frames[self.depth] + self.suffix] = None

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return False


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
        if state is State.HIDDEN:
            return
        if state is State.SHOWN:
            if self.chooser is None:
                demanded = demanded and self.has_raw(run, frames)
            elif self.chooser.answer(run, frames, demanded=demanded) != "true":
                return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        if demanded and self.tracked:
            run.begun.add(key)
        before = len(run.problems)
        inside: dict[str, Any] = {}
        self.check_children(run, frames, inside, demanded)
        if demanded and (inside or state >= State.REQUIRED):
            into[self.id] = inside
        if state is State.DEMANDED and demanded and not inside and len(run.problems) == before:
            self.complain(run, frames, f"Machen Sie bei {quote(self.label)} mindestens eine Angabe.")

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
        if len(run.problems) == before and None not in (day, month, year) and not is_date(day, month, year):
            sentence = f"Prüfen Sie {quote(self.label)}: Dieses Datum gibt es im Kalender nicht."
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
        if state is State.HIDDEN:
            return
        key = frames[self.depth] + self.suffix
        run.shown[key] = None
        least = max(self.cardinality.minimum, 1) if demanded and state >= State.REQUIRED else 0
        if least:
            run.required.add(key)
        ids = effective(run.stored.get(key, ()), least, self.cardinality.maximum)
        run.entries[key] = ids
        before = len(run.problems)
        found, given = [], []
        for id_ in ids:
            inside: dict[str, Any] = {}
            prefix = f"{key}[{id_}]"
            run.begun.add(prefix)
            inner = (*frames, prefix + ".")
            for child in self.children:
                child.check(run, inner, inside, True)
            if inside:
                found.append(inside)
                given.append(id_)
        if found:
            into[self.id] = found
        run.given[key] = tuple(given)
        if len(found) < least and len(run.problems) == before:
            self.complain(run, frames, entries_missing(self.label, least))
        maximum = self.cardinality.maximum
        if maximum is not None and len(ids) > maximum:
            self.complain(run, frames, too_many(self.label, maximum))

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.stored.get(frames[self.depth] + self.suffix))

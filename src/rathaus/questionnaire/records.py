"""Answers in words, and answers back as a draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rathaus.questionnaire import kinds
from rathaus.questionnaire.draft import Draft, DraftError, FileRef, Raw
from rathaus.questionnaire.keys import TOP, Frames, slug
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Outcome
from rathaus.questionnaire.nodes import (
    ChooserNode,
    DateNode,
    EntriesNode,
    FieldNode,
    FileNode,
    GroupNode,
    ListNode,
    Node,
)
from rathaus.questionnaire.shown import FileView, RecordRow, RecordSection
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import date_text, typed, value_text

NOTHING = _("Keine Angabe")

Answers = Mapping[str, Any]


# --- in words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Writes a record. With an `outcome` every shown question has a row with a link, answered or not."""

    tree: Tree
    input_labels: bool
    outcome: Outcome | None = None
    draft: Draft | None = None

    def section(self, title: str, nodes: Iterable[Node], answers: Answers, frames: Frames) -> RecordSection:
        rows: list[RecordRow] = []
        sections: list[RecordSection] = []
        for node in nodes:
            if isinstance(node, DateNode):
                rows += self._date(node, answers, frames)
            elif isinstance(node, GroupNode):
                if node.chooser is not None:
                    rows += self._chooser(node.chooser, frames)
                sections.append(self.section(self._label(node), node.children, answers.get(node.id) or {}, frames))
            elif isinstance(node, EntriesNode):
                sections += self._entries(node, answers.get(node.id) or [], frames)
            elif isinstance(node, ChooserNode):
                rows += self._chooser(node, frames)
            elif isinstance(node, FieldNode | ListNode | FileNode):
                rows += self._field(node, answers.get(node.id), frames)
        return RecordSection(title, tuple(rows), tuple(s for s in sections if s.rows or s.sections))

    def _label(self, node: Node) -> str:
        element = self.tree.layout.positions[node.path].element
        return element.label_input if self.input_labels else element.label_output or element.label_input

    def _entries(self, node: EntriesNode, answers: Sequence[Answers], frames: Frames) -> list[RecordSection]:
        if self.outcome is None:
            ids = [str(number) for number in range(1, len(answers) + 1)]
            given = ids
        else:
            ids = list(self.outcome.entries.get(node.key(frames), ()))
            given = list(self.outcome.given.get(node.key(frames), ()))
        by_id = dict(zip(given, answers, strict=False))
        return [
            self.section(
                f"{self._label(node)} {number}" if len(ids) > 1 or node.cardinality.repeatable else self._label(node),
                node.children,
                by_id.get(id_, {}),
                (*frames, f"{node.key(frames)}[{id_}]."),
            )
            for number, id_ in enumerate(ids, start=1)
        ]

    def _row(
        self, node: Node, label: str, text: str | None, frames: Frames, files: tuple[FileView, ...] = ()
    ) -> list[RecordRow]:
        if self.outcome is None:
            return [RecordRow(label, text, files=files)] if text is not None else []
        key = node.key(frames)
        if key not in self.outcome.shown:
            return []
        anchor = node.anchor
        page = slug(frames[anchor.page_depth] + anchor.page_suffix)
        return [RecordRow(label, NOTHING if text is None else text, key, page, files, text is not None)]

    def _chooser(self, node: ChooserNode, frames: Frames) -> list[RecordRow]:
        if self.outcome is None or self.draft is None:
            return []
        raw = self.draft.values.get(node.key(frames))
        label = next((option.label for option in node.question.options if option.code == raw), None)
        return self._row(node, node.question.label, label, frames)

    def _date(self, node: DateNode, answers: Answers, frames: Frames) -> list[RecordRow]:
        found = answers.get(node.id) or {}
        return self._row(node, self._label(node), parts_text(node, found), frames)

    def _field(self, node: FieldNode | ListNode | FileNode, value: Any, frames: Frames) -> list[RecordRow]:
        if node.path not in self.tree.questions:
            return []
        label = node.question.label if self.input_labels else node.question.label_output
        if value is None or value == []:
            return self._row(node, label, None, frames)
        values = value if isinstance(value, list) else [value]
        if isinstance(node, FileNode):
            files = tuple(FileView(f["file"], f["name"], f["size"], f["media_type"]) for f in values)
            return self._row(node, label, "\n".join(file.name for file in files), frames, files)
        return self._row(node, label, "\n".join(self.text(node, one) for one in values), frames)

    def text(self, node: FieldNode | ListNode, value: Any) -> str:
        return answer_text(self.tree, node, value)


def answer_text(tree: Tree, node: FieldNode | ListNode, value: Any) -> str:
    """One valid value in words: codes by their name."""
    element = tree.layout.field(node.path)
    chosen = tree.choices.get(node.path)
    if chosen and not isinstance(value, bool):
        return next((option.label for option in chosen.options if option.code == value), str(value))
    if node.question.kind is not None and isinstance(value, str):
        return kinds.readable(node.question.kind, value)
    return value_text(value, element.data_type)


def parts_text(node: DateNode, found: Answers) -> str | None:
    """Day, month and year as one date, as far as they are there."""
    year, month, day = (found.get(part.id) if part else None for part in (node.year, node.month, node.day))
    if year is None:
        return None
    return date_text("-".join([f"{year:04}", *(f"{n:02}" for n in (month, day) if n is not None)]))


def record(tree: Tree, answers: Answers, *, input_labels: bool) -> tuple[RecordSection, ...]:
    """Stored answers in words, by the top level of the definition; empty sections are left out."""
    return _sections(_Recorder(tree, input_labels), answers)


def summary(tree: Tree, draft: Draft, outcome: Outcome) -> tuple[RecordSection, ...]:
    """What somebody is about to send, with every question shown."""
    return _sections(_Recorder(tree, input_labels=True, outcome=outcome, draft=draft), outcome.answers)


def _sections(recorder: _Recorder, answers: Answers) -> tuple[RecordSection, ...]:
    found = []
    for _key, title, nodes in recorder.tree.runs():
        made = recorder.section(title, nodes, answers, TOP)
        if isinstance(nodes[0], GroupNode) and not isinstance(nodes[0], DateNode) and made.sections:
            inner = made.sections[0]
            made = RecordSection(inner.title, (*made.rows, *inner.rows), inner.sections)
        if made.rows or made.sections:
            found.append(made)
    return tuple(found)


# --- back to a draft --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """Lays answers out as typed values, entries with ids 1, 2, … and choosers as the answers have it."""

    values: dict[str, Raw]
    entries: dict[str, tuple[str, ...]]
    files: dict[str, tuple[FileRef, ...]]

    def unpack(self, nodes: Iterable[Node], answers: Answers, frames: Frames) -> None:
        for node in nodes:
            found = answers.get(node.id)
            if isinstance(node, ChooserNode):
                given = next((o.code for o in node.question.options if o.code in answers), None)
                if given is not None:
                    self.values[node.key(frames)] = given
            elif isinstance(node, GroupNode):
                if node.chooser is not None:
                    self.values[node.chooser.key(frames)] = "false" if found is None else "true"
                self.unpack(node.children, found if isinstance(found, dict) else {}, frames)
            elif isinstance(node, EntriesNode):
                self._entries(node, found, frames)
            else:
                self._field(node, found, node.key(frames))

    def _entries(self, node: EntriesNode, found: Any, frames: Frames) -> None:
        key = node.key(frames)
        entries = [entry if isinstance(entry, dict) else {} for entry in found] if isinstance(found, list) else []
        self.entries[key] = tuple(str(number) for number in range(1, len(entries) + 1))
        for id_, entry in zip(self.entries[key], entries, strict=True):
            self.unpack(node.children, entry, (*frames, f"{key}[{id_}]."))

    def _field(self, node: Node, found: Any, key: str) -> None:
        values = found if isinstance(found, list) else [] if found is None else [found]
        if isinstance(node, FileNode):
            self._files(key, values)
            return
        texts = [typed(value) for value in values if isinstance(value, str | bool | int | float)]
        if isinstance(node, ListNode) and not node.boxes:
            self.entries[key] = tuple(str(number) for number in range(1, len(texts) + 1))
            self.values.update({f"{key}[{id_}]": text for id_, text in zip(self.entries[key], texts, strict=True)})
        elif isinstance(node, ListNode):
            self.values[key] = tuple(texts)
        elif isinstance(node, FieldNode) and texts and node.fixed is None:
            self.values[key] = texts[0]

    def _files(self, key: str, values: list[Any]) -> None:
        found = []
        for value in values:
            try:
                found.append(FileRef.from_json(value))
            except DraftError:
                continue  # `check_answers` tells the difference
        if found:
            self.files[key] = tuple(found)


def draft_of(tree: Tree, answers: Answers) -> Draft:
    """A draft that amounts to `answers` as far as the definition knows them."""
    unpacker = _Unpacker({}, {}, {})
    unpacker.unpack(tree.roots, answers, TOP)
    return Draft(values=unpacker.values, entries=unpacker.entries, files=unpacker.files)


def difference(one: Any, other: Any, where: str = "") -> str | None:
    """The path of the first place where two JSON values differ; None where they are equal."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in (*one, *(k for k in other if k not in one)):
            here = f"{where}.{key}" if where else str(key)
            if key not in one or key not in other:
                return here
            found = difference(one[key], other[key], here)
            if found:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next(
            (d for n, (a, b) in enumerate(zip(one, other, strict=True), 1) if (d := difference(a, b, f"{where}[{n}]"))),
            None,
        )
    return None if type(one) is type(other) and one == other else where or "der Wurzel"

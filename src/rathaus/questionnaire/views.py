"""Pages ready to render: everything a template needs is a plain value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rathaus.questionnaire import headings, prefilling, presets
from rathaus.questionnaire.addresses import Addresses
from rathaus.questionnaire.draft import MAX_ENTRIES, Draft
from rathaus.questionnaire.keys import Frames, frames_of
from rathaus.questionnaire.language import Together, fill
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control, EntryList, Item, Option, Outcome, Page, Question, StaticText, Step
from rathaus.questionnaire.nodes import DateNode, EntriesNode, FieldNode, FileNode, GroupNode, ListNode, Node
from rathaus.questionnaire.records import answer_text
from rathaus.questionnaire.shown import (
    EntryListView,
    EntryView,
    FileView,
    ItemView,
    OfferView,
    OptionView,
    PageView,
    PartView,
    QuestionView,
    TextView,
)
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import Bad, is_birth, read_date

NO_ANSWER = Option("", _("Keine Angabe"))
_LONGEST_TITLE = 60
ENTRIES_PER_PAGE = 50
"""Entries of a repeatable group on one page of their list."""


def html_id(key: str) -> str:
    """An instance key as an HTML id."""
    return ("w-" if key.startswith("?") else "f-") + re.sub(r"[^A-Za-z0-9]+", "-", key.lstrip("?")).rstrip("-")


@dataclass(slots=True)
class Viewer:
    """Makes the view of one page for one draft."""

    tree: Tree
    draft: Draft
    outcome: Outcome
    show_problems: bool
    deciding: Callable[[Page], frozenset[str]]
    addresses: Addresses
    entries_page: int = 1
    town: str = ""
    """Who has answered some questions beforehand."""
    _fresh: bool = field(init=False, default=True)
    """Nobody has saved the page yet, so what the definition suggests is shown."""
    _sentences: dict[str, list[str]] = field(init=False, default_factory=dict)
    _anchors: dict[str, str] = field(init=False, default_factory=dict)

    def page(self, step: Step, section: str, steps: Sequence[Step]) -> PageView:
        """The view of `step`; `steps` are needed for overviews only."""
        self._fresh = step.slug not in self.draft.saved
        problems = self.outcome.problems_on(step) if self.show_problems else ()
        for problem in problems:
            self._sentences.setdefault(problem.key, []).append(problem.sentence)
        page, frames = step.page, frames_of(step.at)
        asked = page.only_question
        shown = [item for item in page.items if self.tree.node(item.path).key(frames) in self.outcome.shown]
        above = () if asked else headings.shared(shown)
        title = asked.label if asked else headings.joined(above) if above else page.title
        return PageView(
            step=step,
            title=title,
            preline=self._preline(step, section, title),
            help=None if asked else page.help,
            items=tuple(self._items(step, steps, shown, len(above))),
            question_is_heading=asked is not None,
            problems=problems,
            anchors={p.key: self._anchors.get(p.key, html_id(p.key)) for p in problems},
            legal_bases=page.legal_bases,
            continues=page.continues and not above and len(shown) > 1,
        )

    def _preline(self, step: Step, section: str, title: str) -> str | None:
        """Where the page belongs: the entry it is about, its section or group where the title does not say so."""
        page = step.page
        if page.repeat is not None and step.at:
            label = self.tree.entries(page.repeat).label
            list_key, _bracket, id_ = step.at[:-1].rpartition("[")
            ids = self.outcome.entries.get(list_key, ())
            number = ids.index(id_) + 1 if id_ in ids else 1
            entry = _("{number}. Eintrag", number=number)
            return entry if label == title else Together.of(f"{label.rstrip('.:?')}:", entry)
        around = page.title if title != page.title else section
        return around if around != title else None

    def _items(self, step: Step, steps: Sequence[Step], shown: Sequence[Item], depth: int) -> Iterator[ItemView]:
        """The items that are shown; the title of the page says the first `depth` of their headings."""
        frames, deciding = frames_of(step.at), self.deciding(step.page)
        open_: tuple[str, ...] = ()
        level = 0
        for item in shown:
            node = self.tree.node(item.path)
            key = node.key(frames)
            if isinstance(item, EntryList):
                yield self._entry_list(item, self.tree.entries(item.path), key, steps)
                continue
            if item is not step.page.only_question:
                for heading in headings.between(open_, item, depth):
                    level = min(heading.level, level + 1)  # one that was joined with its outer one leaves no gap
                    yield replace(heading, level=level)
            if isinstance(item, Question) or len(item.groups) - depth >= len(
                open_
            ):  # text may stand below an inner group
                open_ = item.groups[depth:]
            for offer in self.addresses.offers(item.path, frames, self.draft, self.outcome):
                yield OfferView(offer.target, offer.source, offer.text)
            if isinstance(item, StaticText):
                yield TextView(item.label, item.text)
            else:
                view = self._question(item, node, key, frames)
                view = replace(view, decides=item.path in deciding)
                yield self._as_heading(view, step.page) if item is step.page.only_question else view

    @staticmethod
    def _as_heading(view: QuestionView, page: Page) -> QuestionView:
        """The only question of a page: its label is the heading, and the help of its group is told below."""
        hint = page.help if page.help and not view.hint else view.hint
        help_ = "\n\n".join(text for text in (page.help if hint != page.help else None, view.help) if text)
        return replace(view, heading=True, hint=hint, help=help_ or None)

    # --- questions

    def _question(self, item: Question, node: Node, key: str, frames: Frames) -> QuestionView:
        view = self._base(item, key, required=key in self.outcome.required)
        if isinstance(node, DateNode):
            parts = self._parts(node, key, frames, item.autocomplete)
            self._anchors[key] = f"{view.id}-{parts[0].part}"
            return replace(view, parts=parts, id=self._anchors[key])
        if isinstance(node, FileNode):
            return self._files(item, view, key)
        if isinstance(node, ListNode) and not node.boxes:
            return self._several(item, node, view, key)
        raw = self.draft.values.get(key, "")
        if isinstance(node, ListNode):
            chosen = raw if isinstance(raw, tuple) else (raw,)
            return replace(view, options=tuple(_option(o, selected=o.code in chosen) for o in self._offered(item, key)))
        text = raw if isinstance(raw, str) else ""
        preset = self.outcome.preset.get(key)
        if isinstance(node, FieldNode) and (item.control is Control.FIXED or (preset is not None and preset.fixed)):
            fixed = preset.text if preset is not None else node.fixed or ""
            value = node.parse(fixed)
            said = fixed if isinstance(value, Bad) else answer_text(self.tree, node, value)
            return replace(view, value=said, control=Control.FIXED)
        return self._valued(view, item, key, text)

    def _offered(self, item: Question, key: str) -> tuple[Option, ...]:
        """The choices that rules leave at the moment."""
        offered = self.outcome.offered.get(key)
        return item.options if offered is None else tuple(option for option in item.options if option.code in offered)

    def _hint(self, item: Question, key: str) -> str | None:
        """How to answer, and where the value came from that stands there."""
        node = self.tree.questions.get(item.path)
        parts = [one for one in (node.day, node.month, node.year) if one] if isinstance(node, DateNode) else []
        keys = [key, *(one.key(frames_of(key.rpartition(".")[0])) for one in parts)]
        origin = prefilling.said(self.draft.origins.get(one) for one in keys)
        origin = origin or self._preset(item, key, node)
        if item.control is Control.FIXED:
            return origin
        return Together.of(item.hint, origin) if item.hint and origin else item.hint or origin

    def _preset(self, item: Question, key: str, node: Node | None) -> str | None:
        """The sentence about a value that the owner of the service gave beforehand, as long as it stands there."""
        given = self.tree.presets.get(item.path)
        if given is None or not isinstance(node, FieldNode):
            return None
        if item.control is Control.FIXED:
            return fill(presets.FIXED, town=self.town)
        raw = self.draft.values.get(key, "")
        there = raw if isinstance(raw, str) else ""
        if not there and self._fresh:
            suggested = self.outcome.preset.get(key)
            there = (suggested.text if suggested is not None else None) or given
        same = bool(there) and node.parse(there) == node.parse(given)
        return fill(presets.CHANGEABLE, town=self.town) if same else None

    def _base(self, item: Question, key: str, *, required: bool) -> QuestionView:
        id_ = html_id(key)
        self._anchors.setdefault(key, id_)
        return QuestionView(
            question=item,
            key=key,
            name=key,
            id=id_,
            label=item.label,
            control=item.control,
            hint=self._hint(item, key),
            help=item.help,
            value="",
            required=required,
            instead=", ".join(self.tree.alternatives.get(item.path, ())) or None,
            problems=tuple(self._sentences.get(key, ())),
            autocomplete=item.autocomplete,
            inputmode=item.inputmode,
        )

    def _valued(self, view: QuestionView, item: Question, key: str, text: str) -> QuestionView:
        """With the typed value, or what the definition suggests where nobody has been yet."""
        preset = self.outcome.preset.get(key)
        if not text and self._fresh:
            text = (preset.text if preset is not None else None) or item.default or ""
        options = tuple(_option(o, selected=o.code == text) for o in self._offered(item, key))
        if item.control in (Control.RADIO, Control.YES_NO) and not view.required and not item.is_chooser:
            said = any(option.label.strip().lower() == NO_ANSWER.label.lower() for option in options)
            options = options if said else (*options, _option(NO_ANSWER, selected=False))
        parts = self._date_inputs(key, text, item.label) if item.control is Control.DATE else ()
        return replace(view, value=text, options=options, parts=parts)

    def _several(self, item: Question, node: ListNode, view: QuestionView, key: str) -> QuestionView:
        ids = self.outcome.entries.get(key, ())
        inputs = []
        offered = self._offered(item, key)
        for number, id_ in enumerate(ids):
            where = f"{key}[{id_}]"
            one = self._base(replace(item, repeat=None, options=offered), where, required=view.required and number == 0)
            raw = self.draft.values.get(where, "")
            one = self._valued(one, one.question, where, raw if isinstance(raw, str) else "")
            inputs.append(replace(one, label=_("{number}. Angabe", number=number + 1), removable=len(ids) > 1))
        most = self.outcome.most.get(key, node.cardinality.maximum or MAX_ENTRIES)
        if inputs:
            self._anchors[key] = inputs[0].id
        return replace(view, inputs=tuple(inputs), add=len(ids) < most)

    def _files(self, item: Question, view: QuestionView, key: str) -> QuestionView:
        files = tuple(FileView(f.id, f.name, f.size, f.media_type) for f in self.draft.files.get(key, ()))
        most = 1 if item.repeat is None else item.repeat.maximum
        return replace(
            view,
            files=files,
            add=most is None or len(files) < most,
            accept=",".join(item.media_types) or None,
        )

    def _parts(self, node: DateNode, key: str, frames: Frames, autocomplete: str | None) -> tuple[PartView, ...]:
        made = []
        for name, part, width in (("day", node.day, 2), ("month", node.month, 2), ("year", node.year, 4)):
            if part is not None:
                raw = self.draft.values.get(part.key(frames), "")
                element = self.tree.layout.field(part.path)
                fill = f"{autocomplete}-{name}" if autocomplete else None
                label = element.label_input.partition("(")[0].strip()
                made.append(PartView(name, f"{key}.{name}", label, raw if isinstance(raw, str) else "", fill, width))
        return tuple(made)

    @staticmethod
    def _date_inputs(key: str, text: str, label: str) -> tuple[PartView, ...]:
        """A typed date in three inputs; what is no date keeps its parts between the dots."""
        found = read_date(text, past=is_birth(label))
        if isinstance(found, str):
            parts = [*text.split(".", 2), "", ""][:3]
        else:
            parts = [str(found.day), str(found.month), f"{found.year:04}"]
        names = (("day", _("Tag"), 2), ("month", _("Monat"), 2), ("year", _("Jahr"), 4))
        return tuple(
            PartView(name, f"{key}.{name}", label, value, None, width)
            for (name, label, width), value in zip(names, parts, strict=True)
        )

    # --- overviews

    def _entry_list(self, item: EntryList, node: EntriesNode, key: str, steps: Sequence[Step]) -> EntryListView:
        ids = self.outcome.entries.get(key, ())
        least = max(item.cardinality.minimum, 1) if key in self.outcome.required else 0
        start = (self.entries_page - 1) * ENTRIES_PER_PAGE
        first_steps: dict[str, str] = {}
        for step in steps:
            first_steps.setdefault(_entry_of(step.at, key), step.slug)
        incomplete = {_entry_of(problem.key.lstrip("?"), key) for problem in self.outcome.problems}
        entries = []
        for number, id_ in enumerate(ids[start : start + ENTRIES_PER_PAGE], start=start + 1):
            frames = (*frames_of(key), f"{key}[{id_}].")
            title = entry_title(self.tree, node, self.outcome, frames) or _("{number}. Eintrag", number=number)
            slug, complete = first_steps.get(id_, ""), id_ not in incomplete
            entries.append(EntryView(id_, title, slug, complete, removable=len(ids) > least))
        most = self.outcome.most.get(key, item.cardinality.maximum)
        return EntryListView(
            key=key,
            id=html_id(key),
            label=item.label,
            help=item.help,
            entries=tuple(entries),
            add=len(ids) < (MAX_ENTRIES if most is None else most),
            minimum=least,
            maximum=most,
            problems=tuple(self._sentences.get(key, ())),
            first=start + 1,
            total=len(ids),
        )


def _entry_of(key: str, list_key: str) -> str:
    """The id of the entry of that list in which `key` stands; empty where it stands elsewhere."""
    inside = key.startswith(list_key) and key[len(list_key) : len(list_key) + 1] == "["
    return key[len(list_key) + 1 :].partition("]")[0] if inside else ""


def _option(option: Option, *, selected: bool) -> OptionView:
    return OptionView(option.code, option.label, option.help, selected)


def entry_title(tree: Tree, node: EntriesNode, outcome: Outcome, frames: Frames) -> str:
    """What tells an entry from others: its first two answers in words; empty where there are none."""
    found: list[str] = []
    for leaf in _leaves(node.children):
        value = _value(tree, outcome, leaf, frames)
        if value:
            found.append(value)
        if len(found) == 2:
            break
    text = ", ".join(found)
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"


def _leaves(nodes: Sequence[Node]) -> Iterator[FieldNode]:
    for node in nodes:
        if isinstance(node, FieldNode) and not node.wrapped:
            yield node
        elif isinstance(node, GroupNode) and not isinstance(node, DateNode):
            yield from _leaves(node.children)


def _value(tree: Tree, outcome: Outcome, node: FieldNode, frames: Frames) -> str | None:
    """The valid answer of a field inside an entry, in words."""
    answers: Any = outcome.answers
    for number, group in enumerate(tree.layout.chain[node.path]):
        entries = _inside(answers, tree, group)
        key, _bracket, id_ = frames[number + 1][:-2].rpartition("[")
        given = outcome.given.get(key, ())
        if not isinstance(entries, list) or id_ not in given:
            return None
        answers = entries[given.index(id_)]
    value = _inside(answers, tree, node.path)
    return answer_text(tree, node, value) if value is not None and not isinstance(value, bool) else None


def _inside(answers: Any, tree: Tree, path: str) -> Any:
    for step in tree.layout.suffix[path].split("."):
        if not isinstance(answers, dict):
            return None
        answers = answers.get(step)
    return answers

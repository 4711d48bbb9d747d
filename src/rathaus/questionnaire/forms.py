"""From what a browser sends to the draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rathaus.fim.upgrade import long_id
from rathaus.questionnaire.draft import HARD_LIMIT, MAX_ENTRIES, Draft, FileRef, Raw
from rathaus.questionnaire.keys import Frames, frames_of, path_of
from rathaus.questionnaire.model import Control, Outcome, Question, Step
from rathaus.questionnaire.nodes import ChooserNode, DateNode, FieldNode, FileNode, ListNode, Node, TextNode
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import is_birth, read_date

_ENTRY = re.compile(r"\[[^\]]*\]")
_SHORT_ID = re.compile(r"\b[A-Z][0-9]{8}(?![0-9])")
VALUES, FILES = "values", "files"
PARTS = ("day", "month", "year")

Form = Mapping[str, Sequence[str]]


def read_form(tree: Tree, step: Step, form: Form, outcome: Outcome | None) -> dict[str, Raw]:
    """What the form says about the questions of `step`, by instance key; anything else in it is ignored.

    `outcome` tells which boxes were there to be ticked; None: the questions were not shown, only what is in the form
    counts.
    """
    frames = frames_of(step.at)
    changes: dict[str, Raw] = {}
    for item in step.page.items:
        if isinstance(item, Question):
            changes.update(_read(tree.node(item.path), frames, form, outcome))
    return changes


def has_boxes(tree: Tree, step: Step) -> bool:
    """Whether the form of a step can only be read knowing what was shown: an unticked box is missing from it."""
    nodes = (tree.node(item.path) for item in step.page.items if isinstance(item, Question))
    return any(
        isinstance(node, ListNode) or (isinstance(node, FieldNode) and node.question.control is Control.CHECKBOX)
        for node in nodes
    )


def _read(node: Node, frames: Frames, form: Form, outcome: Outcome | None) -> dict[str, Raw]:
    key = node.key(frames)
    if isinstance(node, DateNode):
        return _date_parts(node, key, frames, form)
    if isinstance(node, ListNode):
        if node.boxes:
            return _boxes(key, form, len(node.question.options), shown=outcome is not None and key in outcome.shown)
        inputs = [f"{key}[{id_}]" for id_ in outcome.entries.get(key, ())] if outcome else _inputs_of(key, form)
        return {name: text for name in inputs if (text := _typed(name, node.question.control, form)) is not None}
    if not isinstance(node, FieldNode | ChooserNode) or node.question.control is Control.FIXED:
        return {}
    if node.question.control is Control.CHECKBOX and key not in form:
        return {key: ""} if outcome is not None and key in outcome.shown else {}
    text = _typed(key, node.question.control, form)
    return {} if text is None else {key: text}


def _inputs_of(key: str, form: Form) -> list[str]:
    """The inputs of a repeated question as the form has them."""
    inside = re.compile(re.escape(key) + r"\[[0-9a-z]{1,20}\]")
    return [name for name in form if inside.fullmatch(name)][:MAX_ENTRIES]


def _last(name: str, form: Form) -> str | None:
    """The last value under a name, cut one character after the hard limit; None where there is none."""
    values = form.get(name)
    return values[-1][: HARD_LIMIT + 1] if values else None


def _typed(name: str, control: Control, form: Form) -> str | None:
    """The value under a name; a date may also come in three parts."""
    if name not in form and control is Control.DATE and f"{name}.year" in form:
        parts = [(_last(f"{name}.{part}", form) or "").strip(" .") for part in PARTS]
        if parts[0] and not any(parts[1:]):
            return parts[0]  # the whole date, pasted into the first input
        return ".".join(parts) if any(parts) else ""
    return _last(name, form)


def _date_parts(node: DateNode, key: str, frames: Frames, form: Form) -> dict[str, Raw]:
    """The parts as numbers where together they are a date, however it was typed; else as typed."""
    parts = (node.day, node.month, node.year)
    typed = [(_last(f"{key}.{name}", form) or "").strip(" .") for name in PARTS]
    whole = read_date(typed[0] if not any(typed[1:]) else ".".join(typed), past=is_birth(node.label))
    if None not in parts and not isinstance(whole, str):
        typed = [str(whole.day), str(whole.month), str(whole.year)]
    named = zip(PARTS, parts, typed, strict=True)
    return {part.key(frames): text for name, part, text in named if part is not None and f"{key}.{name}" in form}


def _boxes(key: str, form: Form, options: int, *, shown: bool) -> dict[str, Raw]:
    """All ticked boxes; none in the form means none ticked, if the question was there to be seen."""
    if key not in form and not shown:
        return {}
    codes = dict.fromkeys(code[: HARD_LIMIT + 1] for code in form.get(key, ()) if code)
    return {key: tuple(codes)[: options + 1]}


def put_file(tree: Tree, draft: Draft, key: str, file: FileRef, outcome: Outcome) -> Draft:
    """With one more file at `key`; where only one is allowed, instead of the old one."""
    node = tree.by_path.get(path_of(key))
    if not isinstance(node, FileNode) or key not in outcome.shown:
        return draft
    before = draft.files.get(key, ()) if node.cardinality.repeatable else ()
    return draft.with_files(key, (*before, file))


def adopt(tree: Tree, draft: Draft) -> Draft:
    """Values with a position here stay (or come back), all others go aside.

    What was written under the ids of 2.0 is found under those of 3.0.0. `rathaus.fim.diff` foretells all this.
    """
    known = _templates(tree)
    if _writes_long_ids(tree):
        draft = _with_long_ids(draft)
    values = {**draft.aside, **draft.values}
    stay = {key: value for key, value in values.items() if known.get(_ENTRY.sub("[]", key)) == VALUES}
    aside = {key: value for key, value in values.items() if key not in stay}
    return replace(draft, values=stay, aside=aside)


def lost(tree: Tree, draft: Draft) -> frozenset[str]:
    """The instance keys in `draft` of values and files that have no place here."""
    known = _templates(tree)
    long = long_key if _writes_long_ids(tree) else str

    def homeless(keys: Iterable[str], takes: str) -> Iterator[str]:
        return (key for key in keys if known.get(_ENTRY.sub("[]", long(key))) != takes)

    return frozenset((*homeless(draft.values, VALUES), *homeless(draft.files, FILES)))


def _writes_long_ids(tree: Tree) -> bool:
    """Whether the definition is one of 3.0.0: ids of 2.0 can then only mean the long ones."""
    return not any(_SHORT_ID.search(path) for path in tree.layout.positions)


def long_key(key: str) -> str:
    """An instance key with its ids as 3.0.0 writes them."""
    return _SHORT_ID.sub(lambda found: long_id(found[0]), key)


def _with_long_ids(draft: Draft) -> Draft:
    return replace(
        draft,
        values={long_key(key): value for key, value in draft.values.items()},
        entries={long_key(key): ids for key, ids in draft.entries.items()},
        files={long_key(key): files for key, files in draft.files.items()},
        aside={long_key(key): value for key, value in draft.aside.items()},
        saved=frozenset(map(long_key, draft.saved)),
    )


def _templates(tree: Tree) -> Mapping[str, str]:
    """The keys that can hold something, with empty brackets where an entry id stands, and what they hold."""
    if not tree.templates:
        tree.templates = dict(_make_templates(tree))
    return tree.templates


def _make_templates(tree: Tree) -> Iterator[tuple[str, str]]:
    for path, node in {**tree.by_path, **tree.questions}.items():
        if isinstance(node, TextNode) or (isinstance(node, FieldNode) and node.fixed is not None):
            continue  # nobody is asked there
        frame = ""
        for group in tree.layout.chain.get(path.lstrip("?").rstrip("!"), ()):
            frame += tree.layout.suffix[group] + "[]."
        key = ("?" if isinstance(node, ChooserNode) else "") + frame + node.suffix
        entries = isinstance(node, ListNode) and not node.boxes
        yield (f"{key}[]" if entries else key), FILES if isinstance(node, FileNode) else VALUES

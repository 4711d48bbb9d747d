"""Fills questionnaires by itself: valid drafts at random, and drafts that bring about each deciding answer.

For rehearsing a service before it goes live, and for tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from rathaus.fim.model import DataType, Field
from rathaus.fim.rules.logic import (
    Always,
    And,
    CountBetween,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    ValidDate,
    leaves,
)
from rathaus.questionnaire.draft import Draft, FileRef, Raw
from rathaus.questionnaire.model import Control, Outcome
from rathaus.questionnaire.nodes import (
    ChooserNode,
    DateNode,
    EntriesNode,
    FieldNode,
    FileNode,
    GroupNode,
    ListNode,
    Node,
    path_of,
)
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.rulebook import sort_effects
from rathaus.questionnaire.sampling import sample_date, sample_number, sample_text, sample_time
from rathaus.questionnaire.values import Bad, typed

ROUNDS = 60
"""So often the generator looks for what is still missing or wrong."""
TRIES = 100
"""So many made-up values are tried for one question."""
ANY = "*"
"""As a preferred value: anything, but answered."""

Prefer = Mapping[str, str]


class GeneratorError(RuntimeError):
    """No valid draft was found; the message says what stayed wrong."""


def fill(questionnaire: Questionnaire, rng: Random, *, prefer: Prefer | None = None) -> Draft:
    """A complete draft: nothing missing, nothing wrong, every step saved.

    `prefer` gives answers by position path (choosers with ``?``): as typed, empty for "leave open", `ANY` for "answer
    somehow"; for repeatable groups the number of entries. Raises GeneratorError where no valid draft was found.
    """
    return _Filler(questionnaire, rng, {**_demanded(questionnaire), **(prefer or {})}).fill()


def _demanded(questionnaire: Questionnaire) -> dict[str, str]:
    """Answers that constraints prescribe."""
    found = (demand.constraint.holds for demand in questionnaire.tree.book.demands)
    return {e.path: typed(e.value) for e in found if isinstance(e, Equals)}


class _Filler:
    """Fills one draft."""

    def __init__(self, questionnaire: Questionnaire, rng: Random, prefer: Prefer) -> None:
        self._asked, self._rng, self._prefer = questionnaire, rng, prefer
        self._tree = questionnaire.tree
        self._met: set[str] = set()

    def fill(self) -> Draft:
        draft = Draft()
        outcome = self._asked.check(draft)
        for _ in range(ROUNDS):
            new = [key for key in outcome.shown if key not in self._met]
            if not new and outcome.complete:
                saved = frozenset(step.slug for step in self._asked.steps(draft, outcome))
                return replace(draft, saved=saved)
            for key in sorted(new):
                draft = self._answer(draft, key, outcome, must=key in outcome.required)
            for key in () if new else self._wrong(outcome):
                draft = self._answer(draft, key, outcome, must=True)
            outcome = self._asked.check(draft)
        wrong = [f"{problem.key}: {problem.sentence}" for problem in outcome.problems[:3]]
        raise GeneratorError(f"Kein gültiger Entwurf gefunden. {' '.join(wrong)}")

    def _wrong(self, outcome: Outcome) -> list[str]:
        """Where to try again; questions that are preferably left open only when there is nothing else."""
        keys = [p.key if p.key in outcome.shown else p.key.rpartition("[")[0] for p in outcome.problems]
        free = [key for key in keys if self._prefer.get(_path(key)) != ""]
        return free or keys

    def _answer(self, draft: Draft, key: str, outcome: Outcome, *, must: bool) -> Draft:
        """The draft with an answer at `key`, where a question stands there."""
        first = key not in self._met
        self._met.add(key)
        path = _path(key)
        node = self._tree.questions.get(path) or self._tree.by_path.get(path)
        wanted = self._prefer.get(path)
        if isinstance(node, EntriesNode):
            return self._entries(draft, key, node, outcome, wanted)
        if node is None or path not in self._tree.questions:
            return draft
        if (wanted == "" and first) or (wanted is None and not must and self._rng.random() < 0.5):
            return draft
        if isinstance(node, FileNode):
            return draft.with_files(key, tuple(self._file(node) for _ in range(max(1, node.cardinality.minimum))))
        return draft.with_values(self._values(node, key, wanted, outcome))

    def _entries(self, draft: Draft, key: str, node: EntriesNode, outcome: Outcome, wanted: str | None) -> Draft:
        there = len(outcome.entries.get(key, ()))
        most = node.cardinality.maximum or 3
        count = int(wanted) if wanted else min(there + self._rng.choice((0, 0, 1)), most)
        if count <= there:
            return draft
        return draft.with_entries(key, tuple(str(number) for number in range(1, count + 1)))

    @staticmethod
    def _file(node: FileNode) -> FileRef:
        kind = node.question.media_types[0] if node.question.media_types else "application/pdf"
        size = min(1000, node.question.max_size or 1000)
        return FileRef(f"muster-{node.id}", "Muster.pdf", size, kind)

    def _values(self, node: Node, key: str, wanted: str | None, outcome: Outcome) -> dict[str, Raw]:
        if isinstance(node, DateNode):
            return self._date(node, key)
        if isinstance(node, ChooserNode):
            codes = [option.code for option in node.question.options]
            return {key: wanted if wanted in codes and wanted else self._rng.choice(codes)}
        if isinstance(node, ListNode):
            return self._list(node, key, wanted, outcome)
        if isinstance(node, FieldNode) and node.fixed is None:
            return {key: self._value(node, wanted)}
        return {}

    def _list(self, node: ListNode, key: str, wanted: str | None, outcome: Outcome) -> dict[str, Raw]:
        least = max(1, node.cardinality.minimum)
        if node.boxes:
            codes = [option.code for option in node.question.options]
            chosen = self._rng.sample(codes, min(least, len(codes)))
            return {key: (wanted, *chosen[1:]) if wanted in codes and wanted else tuple(chosen)}
        ids = outcome.entries.get(key, ())[:least]
        values = {f"{key}[{id_}]": self._value(node, None) for id_ in ids}
        if wanted and wanted != ANY and ids:
            values[f"{key}[{ids[0]}]"] = wanted
        return dict(values)

    def _date(self, node: DateNode, key: str) -> dict[str, Raw]:
        limits = self._tree.layout.field(node.year.path).limits
        for _ in range(TRIES):
            day = sample_date(self._rng, replace(limits, min_value=None, max_value=None))
            year = str(day.year)
            if not isinstance(node.year.parse(year), Bad):
                break
            year = sample_number(self._rng, limits, DataType.NUM_INT)
        parts = ((node.day, str(min(day.day, 28))), (node.month, str(day.month)), (node.year, year))
        left_open = {part.path for part in node.children if self._prefer.get(part.path) == ""}
        return {f"{key}.{part.id}": text for part, text in parts if part is not None and part.path not in left_open}

    def _value(self, node: FieldNode | ListNode, wanted: str | None) -> str:
        if wanted is not None and wanted not in (ANY, "") and not isinstance(node.parse(wanted), Bad):
            return wanted
        for _ in range(TRIES):
            text = self._sample(node)
            if not isinstance(node.parse(text), Bad):
                return text
        raise GeneratorError(f"Für „{node.label}“ ({node.path}) wurde kein gültiger Wert gefunden.")

    def _sample(self, node: FieldNode | ListNode) -> str:
        question = node.question
        if question.control is Control.CHECKBOX:
            return "true"
        if question.options:
            return self._rng.choice(question.options).code
        field = self._tree.layout.field(node.path)
        match question.control:
            case Control.DATE:
                return sample_date(self._rng, field.limits).strftime("%d.%m.%Y")
            case Control.TIME:
                return sample_time(self._rng, field.limits)
            case Control.DATETIME:
                return f"{sample_date(self._rng, field.limits):%d.%m.%Y} {sample_time(self._rng, field.limits)}"
            case Control.NUMBER | Control.AMOUNT:
                return sample_number(self._rng, field.limits, field.data_type)
        return sample_text(self._rng, question.label, field.limits)


# --- deciding answers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deciding:
    """An answer that decides about other questions: `value` at the position `path` (None: any answer at all)."""

    path: str
    value: str | bool | None


@dataclass(frozen=True, slots=True)
class Driven:
    """A deciding answer in one of its two states, with a complete draft that has it; None where none was found."""

    deciding: Deciding
    holds: bool
    draft: Draft | None


def deciding(questionnaire: Questionnaire) -> tuple[Deciding, ...]:
    """Every answer that rules or choosers make other questions depend on, each once, in document order."""
    tree = questionnaire.tree
    found: dict[Deciding, None] = {}
    for said in tree.book.effects.values():
        for one in said:
            for leaf in leaves(one.effect.when):
                if isinstance(leaf, Equals) and leaf.path in tree.by_path:
                    found[Deciding(leaf.path, leaf.value)] = None
                if isinstance(leaf, Filled) and _may_stay_open(questionnaire, leaf.path):
                    found[Deciding(leaf.path, None)] = None
    for path, node in tree.questions.items():
        if isinstance(node, ChooserNode):
            found.update(dict.fromkeys(Deciding(path, option.code) for option in node.question.options))
    order = {path: number for number, path in enumerate(tree.layout.positions)}
    return tuple(sorted(found, key=lambda d: order.get(d.path.lstrip("?").rstrip("!"), 0)))


def _may_stay_open(questionnaire: Questionnaire, path: str) -> bool:
    """Whether a valid draft may leave the position unanswered although it is shown."""
    node = questionnaire.tree.by_path.get(path)
    return node is not None and (node.policy is not None or node.cardinality.optional)


def drive(questionnaire: Questionnaire, rng: Random, *, tries: int = 12) -> Iterator[Driven]:
    """Both states of every deciding answer, each with a complete draft. A chooser's options each count once."""
    for one in deciding(questionnaire):
        states = (True,) if one.path.startswith("?") else (True, False)
        for holds in states:
            yield Driven(one, holds, _drive(questionnaire, rng, one, holds=holds, tries=tries))


def _drive(asked: Questionnaire, rng: Random, one: Deciding, *, holds: bool, tries: int) -> Draft | None:
    ways = list(itertools.islice(_Solver(asked).ways(one, holds=holds), tries))
    for prefer in itertools.islice(itertools.cycle(ways), 2 * tries):
        try:
            draft = fill(asked, rng, prefer=prefer)
        except GeneratorError:
            continue
        if is_so(asked, draft, one) is holds:
            return draft
    return None


def is_so(asked: Questionnaire, draft: Draft, one: Deciding) -> bool | None:
    """Whether a deciding answer is given in a draft; None where its question is not shown."""
    outcome = asked.check(draft)
    keys = [key for key in outcome.shown if _path(key) == one.path]
    if not keys:
        return None
    return any(_has(asked, draft, outcome, key, one.value) for key in keys)


def _path(key: str) -> str:
    return ("?" if key.startswith("?") else "") + path_of(key.lstrip("?"))


def _has(asked: Questionnaire, draft: Draft, outcome: Outcome, key: str, value: str | bool | None) -> bool:
    node = asked.tree.node(_path(key))
    if isinstance(node, GroupNode | EntriesNode):
        return any(
            raw and k.startswith((key + ".", key + "[")) and k in outcome.shown for k, raw in draft.values.items()
        )
    if isinstance(node, FileNode):
        return bool(draft.files.get(key))
    ids = outcome.entries.get(key)
    raws = [draft.values.get(f"{key}[{id_}]", "") for id_ in ids] if ids else [draft.values.get(key, "")]
    flat = [one for raw in raws for one in (raw if isinstance(raw, tuple) else (raw,)) if one]
    return bool(flat) if value is None else typed(value) in flat


class _Solver:
    """Finds preferences that bring an answer about: first the way to its question, then the answer itself."""

    def __init__(self, asked: Questionnaire) -> None:
        self._tree = asked.tree

    def ways(self, one: Deciding, *, holds: bool) -> Iterator[dict[str, str]]:
        """Preferences to try, the most promising first."""
        if one.path.startswith("?"):
            answers = [{one.path: str(one.value)}]
        else:
            leaf = Filled(one.path) if one.value is None else Equals(one.path, one.value)
            answers = list(itertools.islice(self._leaf(leaf, want=holds), 4))
        path = one.path.lstrip("?").rstrip("!")
        if one.path.endswith("!") and self._tree.questions[one.path] not in self._inside(path):
            path = path.rpartition(".")[0]  # an either-or among siblings
        for way in self._reach(path, 0, chooser=one.path.startswith("?") and not one.path.endswith("!")):
            for answer in answers:
                yield {**way, **answer}

    def _inside(self, path: str) -> tuple[Node, ...]:
        node = self._tree.by_path.get(path)
        return node.children if isinstance(node, GroupNode | EntriesNode) else ()

    def _reach(self, path: str, depth: int, *, chooser: bool = False) -> Iterator[dict[str, str]]:
        """Ways to have the position (or the chooser in front of it) shown."""
        if depth > 6:
            return
        steps = path.split(".")
        places = [".".join(steps[: n + 1]) for n in range(len(steps))]
        needs = [self._open(place, depth, chooser=chooser and place == path) for place in places]
        yield from _merged([list(itertools.islice(ways, 6)) for ways in needs])

    def _open(self, path: str, depth: int, *, chooser: bool) -> Iterator[dict[str, str]]:
        """Ways to have a position begun whose parents are; with `chooser`, to be asked whether to begin it."""
        base = {} if chooser else self._begun(path)
        kinds = sort_effects(self._tree.book.effects.get(path, []))
        opens = [s.effect.when for s in kinds.opens if not chooser or s.effect.kind is not EffectKind.REQUIRED]
        shut = [s.effect.when for s in (*kinds.bans, *kinds.closes)]
        if chooser:
            shut += [s.effect.when for s in kinds.opens if s.effect.kind is EffectKind.REQUIRED]
        needed = opens if kinds.closed or (kinds.closes and opens) else []
        for way in self._any(needed, depth) if needed else iter([{}]):
            for free in _merged([list(itertools.islice(self._satisfy(f, depth, want=False), 6)) for f in shut]):
                if all(way.get(path, value) == value for path, value in free.items()):
                    yield {**base, **free, **way}

    def _begun(self, path: str) -> dict[str, str]:
        node = self._tree.by_path.get(path)
        found: dict[str, str] = {}
        if isinstance(node, GroupNode) and node.chooser is not None:
            found[node.chooser.question.path] = "true"
        if isinstance(node, EntriesNode):
            found[path] = str(max(1, node.cardinality.minimum))
        for question in self._tree.decided_by.get(path, ()):
            if question.endswith("!"):
                found[question] = path.rpartition(".")[2]
        return found

    def _any(self, expressions: list[Expression], depth: int) -> Iterator[dict[str, str]]:
        for expression in expressions:
            yield from itertools.islice(self._satisfy(expression, depth, want=True), 4)

    def _satisfy(self, expression: Expression, depth: int, *, want: bool) -> Iterator[dict[str, str]]:
        match expression:
            case Equals() | Filled():
                reach = self._reach(expression.path, depth + 1) if want else iter([{}])
                for way in reach:
                    for answer in self._leaf(expression, want=want):
                        yield {**way, **answer}
            case Not(part):
                yield from self._satisfy(part, depth, want=not want)
            case And(parts) | Or(parts):
                if isinstance(expression, And) is want:
                    yield from _merged([list(itertools.islice(self._satisfy(p, depth, want=want), 4)) for p in parts])
                else:
                    for part in parts:
                        yield from self._satisfy(part, depth, want=want)
            case CountBetween(parts, minimum):
                chosen = parts[: max(minimum, 1)] if want else ()
                yield from _merged([
                    list(itertools.islice(self._satisfy(p, depth, want=p in chosen), 2)) for p in parts
                ])  # fmt: skip
            case Always() | ValidDate():
                if want:
                    yield {}

    def _leaf(self, leaf: Equals | Filled, *, want: bool) -> Iterator[dict[str, str]]:
        element = self._tree.layout.positions[leaf.path].element
        if not isinstance(element, Field):
            yield {}
            return
        if isinstance(leaf, Filled):
            yield {leaf.path: ANY if want else ""}
            return
        value = typed(leaf.value)
        if want:
            yield {leaf.path: value}
            return
        node = self._tree.questions.get(leaf.path)
        if isinstance(node, FieldNode | ListNode):
            for option in node.question.options:
                if option.code != value:
                    yield {leaf.path: option.code}
        yield {leaf.path: ""}


def _merged(needs: list[list[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """Combinations of one way each that do not contradict each other."""
    for ways in itertools.product(*needs):
        merged: dict[str, str] = {}
        for way in ways:
            if any(merged.get(path, value) != value for path, value in way.items()):
                break
            merged.update(way)
        else:
            yield merged

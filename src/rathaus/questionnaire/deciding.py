"""Answers that decide about other questions, and drafts that bring about both states of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from rathaus.fim.model import Field
from rathaus.fim.rules.logic import (
    And,
    CodeBetween,
    Compare,
    CountBetween,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    StartsWith,
    leaves,
)
from rathaus.fim.rules.reckoning import compare, plain
from rathaus.fim.rules.terms import Answer, Number
from rathaus.questionnaire.checking import State
from rathaus.questionnaire.compiling import between
from rathaus.questionnaire.draft import Draft
from rathaus.questionnaire.formulas import combine
from rathaus.questionnaire.generator import ANY, GeneratorError, fill, question_path
from rathaus.questionnaire.model import Outcome
from rathaus.questionnaire.nodes import ChooserNode, EntriesNode, FieldNode, FileNode, GroupNode, ListNode, Node
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.values import typed


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
    states = questionnaire.tree.book.states.get(path)
    return node is not None and (node.cardinality.optional if states is None else State.SHOWN in states)


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
    keys = [key for key in outcome.shown if question_path(key) == one.path]
    if not keys:
        return None
    return any(_has(asked, draft, outcome, key, one.value) for key in keys)


def _has(asked: Questionnaire, draft: Draft, outcome: Outcome, key: str, value: str | bool | None) -> bool:
    node = asked.tree.node(question_path(key))
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
        kinds = combine(self._tree.book.effects.get(path, []), 0)
        begins = [s for s in kinds.opens if s.begins or s.effect.kind is EffectKind.REQUIRED]
        opens = [s.effect.when for s in kinds.opens if not chooser or s not in begins]
        shut = [s.effect.when for s in (*kinds.bans, *kinds.closes)]
        if chooser:
            shut += [s.effect.when for s in begins]
        needed = opens if kinds.closes and opens else []
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
            case And() | Or():
                yield from self._parts(expression, depth, want=want)
            case CountBetween(parts, minimum):
                chosen = parts[: max(minimum, 1)] if want else ()
                yield from _merged([
                    list(itertools.islice(self._satisfy(p, depth, want=p in chosen), 2)) for p in parts
                ])  # fmt: skip
            case CodeBetween() | StartsWith() | Compare():
                yield from self._satisfy_compared(expression, depth, want=want)
            case _:
                if want:
                    yield {}

    def _parts(self, expression: And | Or, depth: int, *, want: bool) -> Iterator[dict[str, str]]:
        """All parts of UND, or one of ODER; the other way round where it is not wanted."""
        if isinstance(expression, Or) and not want and (path := _one_path(expression.parts)):
            yield from self._none_of(path, expression.parts)
        elif isinstance(expression, And) is want:
            ways = (self._satisfy(part, depth, want=want) for part in expression.parts)
            yield from _merged([list(itertools.islice(way, 4)) for way in ways])
        else:
            for part in expression.parts:
                yield from self._satisfy(part, depth, want=want)

    def _none_of(self, path: str, parts: tuple[Expression, ...]) -> Iterator[dict[str, str]]:
        """Another code than all those, or none at all."""
        values = {typed(part.value) for part in parts if isinstance(part, Equals)}
        node = self._tree.questions.get(path)
        for option in node.question.options if isinstance(node, FieldNode | ListNode) else ():
            if option.code not in values:
                yield {path: option.code}
        yield {path: ""}

    def _group(self, path: str, *, want: bool) -> dict[str, str]:
        """Something in a group (its first question), or nothing at all."""
        fields = list(self._tree.layout.fields(path))
        repeated = isinstance(self._tree.by_path.get(path), EntriesNode)
        if want:
            return {path: "1", fields[0]: ANY} if repeated else {fields[0]: ANY}
        return {path: "0"} if repeated else dict.fromkeys(fields, "")

    def _satisfy_compared(
        self, leaf: CodeBetween | StartsWith | Compare, depth: int, *, want: bool
    ) -> Iterator[dict[str, str]]:
        for path, answer in self._compared(leaf, want=want):
            for way in self._reach(path, depth + 1) if want else iter([{}]):
                yield {**way, path: answer}

    def _compared(self, leaf: CodeBetween | StartsWith | Compare, *, want: bool) -> Iterator[tuple[str, str]]:
        """Answers that make a comparison true or false: codes of the list, or numbers around the one it names."""
        if isinstance(leaf, Compare):
            sides = (leaf.left, leaf.right)
            number = next((side.value for side in sides if isinstance(side, Number)), None)
            answer = next((side for side in sides if isinstance(side, Answer)), None)
            if number is None or answer is None:
                return
            for near in (number, number + 1, number - 1):
                values = [near if side is answer else number for side in sides]
                if compare(values[0], leaf.op, values[1]) is want:
                    yield answer.path, typed(plain(near))
            return
        node = self._tree.questions.get(leaf.path)
        for option in node.question.options if isinstance(node, FieldNode | ListNode) else ():
            code = option.code
            fits = (
                code.startswith(leaf.prefix) if isinstance(leaf, StartsWith) else between(code, leaf.first, leaf.last)
            )
            if fits is want:
                yield leaf.path, code

    def _leaf(self, leaf: Equals | Filled, *, want: bool) -> Iterator[dict[str, str]]:
        element = self._tree.layout.positions[leaf.path].element
        if not isinstance(element, Field):
            yield self._group(leaf.path, want=want)
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


def _merged(needs: list[list[dict[str, str]]], so_far: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Combinations of one way each that do not contradict each other; what does is given up at once."""
    merged = so_far or {}
    if not needs:
        yield merged
        return
    for way in needs[0]:
        both = _together(merged, way)
        if both is not None:
            yield from _merged(needs[1:], both)


def _one_path(parts: tuple[Expression, ...]) -> str:
    """The position that all `parts` compare with a value; empty where there are several."""
    named = {part.path if isinstance(part, Equals) else "" for part in parts}
    return named.pop() if len(named) == 1 else ""


def _together(left: dict[str, str], right: dict[str, str]) -> dict[str, str] | None:
    """Both preferences at once; "answered somehow" goes with every answer. None where they contradict each other."""
    found = dict(left)
    for path, value in right.items():
        before = found.get(path, value)
        if before != value and ANY not in {before, value}:
            return None
        found[path] = before if value == ANY else value
    return found if all(found[path] or ANY not in {left.get(path), right.get(path)} for path in right) else None

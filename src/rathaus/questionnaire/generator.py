"""Fills questionnaires by itself: valid drafts at random, and drafts that bring about each deciding answer.

For rehearsing a service before it goes live, and for tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import (
    Equals,
)
from rathaus.fim.rules.terms import Answer
from rathaus.questionnaire import kinds
from rathaus.questionnaire.draft import Draft, FileRef, Raw
from rathaus.questionnaire.keys import path_of
from rathaus.questionnaire.model import Control, Outcome
from rathaus.questionnaire.nodes import (
    ChooserNode,
    DateNode,
    EntriesNode,
    FieldNode,
    FileNode,
    ListNode,
    Node,
)
from rathaus.questionnaire.questionnaire import Questionnaire
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


_FEW = 2
"""So many entries are made up where a number decides how many there are."""


def _demanded(questionnaire: Questionnaire) -> dict[str, str]:
    """Answers that constraints prescribe, and few entries where a number asks for them."""
    book = questionnaire.tree.book
    found = (demand.constraint.holds for demand in book.demands)
    numbers = (coupled.number for each in book.couplings.values() for coupled, _ in each)
    few = {number.path: str(_FEW) for number in numbers if isinstance(number, Answer)}
    return few | {e.path: typed(e.value) for e in found if isinstance(e, Equals)}


class _Filler:
    """Fills one draft."""

    def __init__(self, questionnaire: Questionnaire, rng: Random, prefer: Prefer) -> None:
        self._asked, self._rng, self._prefer = questionnaire, rng, prefer
        self._tree = questionnaire.tree
        self._met: set[str] = set()

    def fill(self) -> Draft:
        draft = Draft()
        outcome = self._asked.check(draft)
        for number in range(ROUNDS):
            new = [key for key in outcome.shown if key not in self._met]
            if not new and outcome.complete:
                saved = frozenset(step.slug for step in self._asked.steps(draft, outcome))
                return replace(draft, saved=saved)
            for key in sorted(new):
                draft = self._answer(draft, key, outcome, must=key in outcome.required)
            for key in () if new else self._wrong(outcome, beside=number % 2 == 1):
                draft = self._answer(draft, key, outcome, must=True)
            outcome = self._asked.check(draft)
        wrong = [f"{problem.key}: {problem.sentence}" for problem in outcome.problems[:3]]
        raise GeneratorError(f"Kein gültiger Entwurf gefunden. {' '.join(wrong)}")

    def _wrong(self, outcome: Outcome, *, beside: bool) -> list[str]:
        """Where to try again; questions that are preferably left open only when there is nothing else.

        `beside`: also at the required neighbours, since two answers may not go together ("von" and "bis").
        """
        keys = [p.key if p.key in outcome.shown else p.key.rpartition("[")[0] for p in outcome.problems]
        if beside:
            parents = {key.rpartition(".")[0] for key in keys}
            keys += [key for key in sorted(outcome.required) if key.rpartition(".")[0] in parents and key not in keys]
        free = [key for key in keys if self._prefer.get(question_path(key)) != ""]
        return free or keys

    def _answer(self, draft: Draft, key: str, outcome: Outcome, *, must: bool) -> Draft:
        """The draft with an answer at `key`, where a question stands there."""
        first = key not in self._met
        self._met.add(key)
        path = question_path(key)
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
            return {key: self._value(node, wanted, outcome.offered.get(key))}
        return {}

    def _list(self, node: ListNode, key: str, wanted: str | None, outcome: Outcome) -> dict[str, Raw]:
        least = max(1, node.cardinality.minimum)
        if node.boxes:
            codes = self._codes(node, outcome.offered.get(key))
            chosen = self._rng.sample(codes, min(least, len(codes)))
            return {key: (wanted, *chosen[1:]) if wanted in codes and wanted else tuple(chosen)}
        ids = outcome.entries.get(key, ())[:least]
        offered = outcome.offered.get(key)
        values = {f"{key}[{id_}]": self._value(node, None, offered) for id_ in ids}
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

    @staticmethod
    def _codes(node: FieldNode | ListNode, offered: frozenset[str] | None) -> list[str]:
        """The codes to choose from; all where rules leave none."""
        codes = [option.code for option in node.question.options]
        return [code for code in codes if offered is None or code in offered] or codes

    def _value(self, node: FieldNode | ListNode, wanted: str | None, offered: frozenset[str] | None) -> str:
        usable = wanted is not None and wanted not in (ANY, "") and (offered is None or wanted in offered)
        if wanted is not None and usable and not isinstance(node.parse(wanted), Bad):
            return wanted
        for _ in range(TRIES):
            text = self._sample(node, offered)
            if not isinstance(node.parse(text), Bad):
                return text
        raise GeneratorError(f"Für „{node.label}“ ({node.path}) wurde kein gültiger Wert gefunden.")

    def _sample(self, node: FieldNode | ListNode, offered: frozenset[str] | None) -> str:
        question = node.question
        if question.control is Control.CHECKBOX:
            return "true"
        if question.options:
            return self._rng.choice(self._codes(node, offered))
        field = self._tree.layout.field(node.path)
        if question.kind is not None and self._rng.random() < 0.5:
            return kinds.example(question.kind)
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


def question_path(key: str) -> str:
    """The path of the question behind an instance key."""
    return ("?" if key.startswith("?") else "") + path_of(key.lstrip("?"))

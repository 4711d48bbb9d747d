"""The nodes of single questions: fields, lists of values, files, and text to read (see `nodes` for groups)."""

from __future__ import annotations

from typing import Any

from rathaus.fim.model import Cardinality
from rathaus.questionnaire.checking import Anchor, Cause, Policy, Run, State
from rathaus.questionnaire.draft import FileRef
from rathaus.questionnaire.extras import Extras
from rathaus.questionnaire.keys import Frames, effective
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control, Problem, Question, Suggestion
from rathaus.questionnaire.sentences import file_types, megabytes, missing, no_longer, quote, too_few, too_many
from rathaus.questionnaire.values import Bad, Parser, Value


class Node:
    """What all nodes have: an id, a place, a policy (None: no rule speaks of it)."""

    __slots__ = ("anchor", "cardinality", "depth", "extras", "id", "path", "policy", "suffix")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor) -> None:
        self.path, self.depth, self.suffix, self.cardinality, self.anchor = path, depth, suffix, cardinality, anchor
        self.id = path.rpartition(".")[2]
        self.policy: Policy | None = None
        self.extras: Extras | None = None

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

    def close(self, run: Run, frames: Frames, state: State) -> None:
        """Note that the position is closed by rules at the moment, or waits for an answer."""
        if state is not State.UNCHOSEN:
            closed = run.forbidden if state is State.HIDDEN else run.waiting
            closed.add(frames[self.depth] + self.suffix)

    def complain(self, run: Run, frames: Frames, sentence: str, cause: Cause | None = None) -> None:
        """Note a problem, with its cause: else the rule that demands the position, if one does."""
        if cause is None and self.policy is not None:
            cause = self.policy.cause(run, frames)
        run.problems.append(self.anchor.problem(frames, sentence, cause))


class ChoiceNode(Node):
    """A question whose codes a rule may restrict."""

    __slots__ = ("label", "question")

    label: str
    question: Question

    def offer(self, run: Run, frames: Frames, key: str) -> None:
        """Note which codes are still offered, where a rule restricts them."""
        found = self.extras.offered(run, frames) if self.extras is not None else None
        if found is not None:
            run.offered[key] = found[0]

    def refuse(self, run: Run, frames: Frames, value: Value, where: str | None = None) -> None:
        """Note that the value is not offered any more."""
        found = self.extras.offered(run, frames) if self.extras is not None else None
        chosen = next((option.label for option in self.question.options if option.code == value), str(value))
        problem = self.anchor.problem(frames, no_longer(self.label, chosen), found[1] if found else None)
        run.problems.append(problem if where is None else Problem(where, *_rest(problem)))


class FieldNode(ChoiceNode):
    """A field with one value."""

    __slots__ = ("fixed", "parse", "silent", "wrapped")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 question: Question, parse: Parser, label: str, fixed: str | None = None) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.question, self.parse, self.label, self.fixed = question, parse, label, fixed
        self.wrapped = cardinality.repeatable
        """The answer is a list of this one value (a repeatable truth value is asked once)."""
        self.silent = False
        """Never asked: the definition hides or locks it, and only a rule (among the extras) can give it a value."""

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        policy = self.policy
        if policy is None:
            required = demanded and self.cardinality.minimum > 0
        else:
            state = policy.state(run, frames)
            if state < State.SHOWN:
                self.close(run, frames, state)
                return
            required = demanded and state >= State.REQUIRED
        key = frames[self.depth] + self.suffix
        raw = self.fixed if self.fixed is not None else run.raw.get(key)
        if self.extras is not None:
            given = self._given(run, frames, key, into)
            if given is None:
                return
            raw = given or raw
        run.shown[key] = None
        if required:
            run.required.add(key)
        if not raw:
            if required:
                self.complain(run, frames, missing(self.label, self.question.control))
            return
        value = self.parse(raw) if type(raw) is str else Bad(missing(self.label, self.question.control))
        if isinstance(value, Bad):
            run.bad.add(key)
            run.problems.append(self.anchor.problem(frames, value.sentence))
        elif self.extras is not None and value not in run.offered.get(key, (value,)):
            run.bad.add(key)
            self.refuse(run, frames, value)
        else:
            run.values[key] = into[self.id] = [value] if self.wrapped else value

    def _given(self, run: Run, frames: Frames, key: str, into: dict[str, Any]) -> str | None:
        """What a rule makes the typed value (empty: nothing); None where the question is not asked at all."""
        found = self.extras.value(run, frames) if self.extras is not None else None
        if found is not None and (found.hidden or self.silent):
            run.values[key] = into[self.id] = [found.value] if self.wrapped else found.value
            return None
        if self.silent:
            return None
        self.offer(run, frames, key)
        if found is None:
            return ""
        run.preset[key] = Suggestion(found.text, found.fixed)
        return found.text if found.fixed else ""

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.raw.get(frames[self.depth] + self.suffix))


class ListNode(ChoiceNode):
    """A repeatable field: several inputs, or (with boxes) several codes under one name."""

    __slots__ = ("boxes", "parse")

    def __init__(self, path: str, depth: int, suffix: str, cardinality: Cardinality, anchor: Anchor, *,
                 question: Question, parse: Parser, label: str) -> None:  # fmt: skip
        super().__init__(path, depth, suffix, cardinality, anchor)
        self.question, self.parse, self.label = question, parse, label
        self.boxes = question.control is Control.CHECKBOXES

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state < State.SHOWN:
            self.close(run, frames, state)
            return
        key = frames[self.depth] + self.suffix
        least = max(self.cardinality.minimum, 1) if demanded and state >= State.REQUIRED else 0
        maximum, cause = self.cardinality.maximum, None
        if self.extras is not None:
            given = self.extras.value(run, frames)
            if given is not None and (given.hidden or given.fixed):
                run.values[key] = into[self.id] = [given.value]
                return
            self.offer(run, frames, key)
            least, most, cause = self.extras.bounds(run, frames, least) if demanded else (least, None, None)
            maximum = maximum if most is None else most
            run.most.update({key: most} if most is not None else {})
        run.shown[key] = None
        if least:
            run.required.add(key)
        found, given_in, wrong = self._read(run, frames, key, least)
        if found:
            run.values[key] = into[self.id] = found
            run.given[key] = tuple(where[len(key) + 1 : -1] for where in given_in)
        if len(found) < least and not wrong:
            self.complain(run, frames, too_few(self.label, least, self.question.control), cause)
        if maximum is not None and len(found) > maximum:
            self.complain(run, frames, too_many(self.label, maximum), cause)

    def _read(self, run: Run, frames: Frames, key: str, least: int) -> tuple[list[Any], list[str], bool]:
        """The valid values, where they were typed, and whether anything was wrong."""
        found: list[Any] = []
        given: list[str] = []
        wrong = False
        for where, raw in self._typed(run, key, least):
            value = self.parse(raw)
            if not isinstance(value, Bad) and value in run.offered.get(key, (value,)):
                found.append(value)
                given.append(where)
                continue
            wrong = True
            run.bad.update((key, where))
            if isinstance(value, Bad):
                problem = self.anchor.problem(frames, value.sentence)
                run.problems.append(Problem(where, *_rest(problem)))
            else:
                self.refuse(run, frames, value, where)
        return found, given, wrong

    def _typed(self, run: Run, key: str, least: int = 0) -> list[tuple[str, str]]:
        if self.boxes:
            raw = run.raw.get(key, ())
            return [(key, code) for code in (raw if isinstance(raw, tuple) else (raw,))]
        ids = effective(run.stored.get(key, ()), max(self.cardinality.minimum, least, 1), self.cardinality.maximum)
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
        if state < State.SHOWN:
            self.close(run, frames, state)
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
            sentence = _(
                "Ersetzen Sie bei {name} die Datei „{file}“. Erlaubt sind {types}.",
                name=quote(self.label),
                file=file.name,
                types=file_types(asked.media_types),
            )
            run.problems.append(self.anchor.problem(frames, sentence))
            return False
        if asked.max_size is not None and file.size > asked.max_size:
            sentence = _(
                "Verkleinern Sie bei {name} die Datei „{file}“ auf höchstens {size}.",
                name=quote(self.label),
                file=file.name,
                size=megabytes(asked.max_size),
            )
            run.problems.append(self.anchor.problem(frames, sentence))
            return False
        return True

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return bool(run.files.get(frames[self.depth] + self.suffix))


class TextNode(Node):
    """Text to read; takes part only in what is shown."""

    __slots__ = ()

    def check(self, run: Run, frames: Frames, into: dict[str, Any], demanded: bool) -> None:
        state = self.state(run, frames)
        if state < State.SHOWN:
            self.close(run, frames, state)
        else:
            run.shown[frames[self.depth] + self.suffix] = None

    def has_raw(self, run: Run, frames: Frames) -> bool:
        return False

"""Rules that tie several answers together: compiled, and said in words when they are broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from rathaus.fim.rules.demanding import conditional
from rathaus.fim.rules.explain import explain_problem
from rathaus.fim.rules.logic import Constraint, Equals, Expression, Filled, Not, Or, ValidDate
from rathaus.fim.rules.logic import paths as logic_paths
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.wording import Wording
from rathaus.questionnaire.checking import Cause, Run
from rathaus.questionnaire.compiling import Condition
from rathaus.questionnaire.keys import Frames
from rathaus.questionnaire.language import Sentence, say
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.nodes import DateNode, FieldNode, GroupNode, Node
from rathaus.questionnaire.rulebook import Demand, Sorter, broken
from rathaus.questionnaire.sentences import AND, OR, join, quote
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import date_sentence


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint, to be checked in every entry of the repeated groups `place`.

    `bearer` is the group that must have been begun for the constraint to matter (None: always); `involved` are the
    questions it is about.
    """

    holds: Condition
    place: tuple[str, ...]
    suffixes: tuple[str, ...]
    bearer: Node | None
    involved: tuple[Node, ...]
    sentence: str
    cause: Cause

    def run(self, run: Run) -> None:
        """Add a problem for every entry in which the constraint is broken."""
        for frames in self._frames(run, ("",)):
            if self._matters(run, frames) and not self.holds(run.values, run.entries, frames, run.today):
                keys = [(node, node.anchor.key(frames)) for node in self.involved if node.anchor.depth < len(frames)]
                shown = [(node, key) for node, key in keys if key in run.shown]
                if shown and not self._is_said(run, {key for _, key in shown}):
                    node = next((node for node, key in shown if key not in run.values), shown[0][0])
                    run.problems.append(node.anchor.problem(frames, self.sentence, self.cause))

    @staticmethod
    def _is_said(run: Run, keys: set[str]) -> bool:
        """Whether one of the questions has a problem of its own, which comes first."""
        return any(key in run.bad for key in keys) or any(problem.key in keys for problem in run.problems)

    def _frames(self, run: Run, frames: Frames) -> Iterator[Frames]:
        level = len(frames) - 1
        if level == len(self.suffixes):
            yield frames
            return
        group = frames[-1] + self.suffixes[level]
        for id_ in run.entries.get(group, ()):
            yield from self._frames(run, (*frames, f"{group}[{id_}]."))

    def _matters(self, run: Run, frames: Frames) -> bool:
        if self.bearer is None:
            return True
        return frames[self.bearer.depth] + self.bearer.suffix in run.begun


def compile_all(tree: Tree, sorter: Sorter, wording: Wording) -> tuple[Check, ...]:
    """The constraints of a definition that are not taken care of by a chooser, a date question or an entry list.

    `wording` says what questions and codes are called.
    """
    made = (_compile(tree, demand, sorter, wording) for demand in tree.book.demands)
    return tuple(check for check in made if check is not None)


def _compile(tree: Tree, demand: Demand, sorter: Sorter, wording: Wording) -> Check | None:
    holds = demand.constraint.holds
    paths = tuple(dict.fromkeys((*demand.constraint.paths, *logic_paths(holds))))
    nodes = [node for path in paths for node in _asked(tree, path)]
    if not nodes or _is_date_question(tree, holds):
        return None
    bearer = demand.rule.bound.bearer
    bearer_node = tree.by_path.get(bearer.path) if bearer else None
    asked = sorter.asked(demand.rule)
    place = _place(tree, demand.constraint.paths or paths)
    if place[: len(asked)] != asked:
        place = asked
    suffixes = tuple(tree.layout.suffix[group] for group in place)
    if isinstance(bearer_node, GroupNode):
        bearer_node.tracked = True
    else:
        bearer_node = None  # the entry of a repeated group is begun by being there
    said = demand.constraint.message or sentence(tree, holds, paths, wording)
    return Check(
        sorter.compiler.compile(holds, place),
        place,
        suffixes,
        bearer_node,
        tuple(nodes),
        said,
        broken(demand.rule),
    )


def alternatives(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Of questions side by side of which one is enough: what the others are called, by path."""
    found: dict[str, tuple[str, ...]] = {}
    for demand in tree.book.demands:
        holds = demand.constraint.holds
        parts = getattr(holds, "parts", ())
        members = [part.path for part in parts if isinstance(part, Filled) and part.path in tree.questions]
        parents = {tree.layout.positions[path].parent_path for path in members}
        if len(members) < 2 or len(members) < len(parts) or len(parents) > 1 or _bounds(holds)[0] != 1:
            continue
        labels = {path: tree.layout.field(path).label_input for path in members}
        found |= {path: tuple(label for other, label in labels.items() if other != path) for path in members}
    return found


def _is_date_question(tree: Tree, holds: Expression) -> bool:
    """Whether a question asks for exactly this date: it checks the calendar itself, and names the rule."""
    if not isinstance(holds, ValidDate):
        return False
    node = tree.by_path.get(tree.layout.positions[holds.year].parent_path)
    return isinstance(node, DateNode) and node.by_rule is not None


def _asked(tree: Tree, path: str) -> Iterator[Node]:
    """The nodes of the questions at or below `path`, the group's own first question standing for a group."""
    node = tree.by_path.get(path)
    if node is not None:
        yield node


def _place(tree: Tree, paths: tuple[str, ...]) -> tuple[str, ...]:
    """The repeated groups around all of the paths."""
    chains = [tree.layout.chain[path] for path in paths]
    shared = chains[0]
    for chain in chains[1:]:
        same = [a == b for a, b in zip(shared, chain, strict=False)]
        shared = shared[: same.index(False) if False in same else len(same)]
    return shared


_LONGEST = 200
"""Characters of a demand in words; what is longer helps nobody beside an input."""

# --- what to say ------------------------------------------------------------------------------------------------------


def sentence(tree: Tree, holds: Expression, paths: tuple[str, ...], wording: Wording) -> str:
    """What to do about a broken constraint."""
    if isinstance(holds, ValidDate):
        return date_sentence(_names(tree, paths, AND), "calendar")
    if isinstance(holds, Equals):
        return _exactly(tree, holds)
    if isinstance(holds, Or) and len(holds.parts) == 2:
        condition, result = _implication(holds)
        if isinstance(condition, Filled) and isinstance(result, Filled):
            return _(
                "Geben Sie auch {wanted} an, weil {given} angegeben ist.",
                wanted=_names(tree, (result.path,), AND),
                given=_names(tree, (condition.path,), AND),
            )
    parts = getattr(holds, "parts", ())
    members = tuple(part.path for part in parts if isinstance(part, Filled))
    if members and len(members) == len(parts):
        return _counted(tree, holds, members)
    yes = tuple(part.path for part in parts if isinstance(part, Equals) and part.value is True)
    if yes and len(yes) == len(parts) and _bounds(holds) == (1, None):
        return _("Beantworten Sie mindestens eine dieser Fragen mit Ja: {names}.", names=_names(tree, yes, OR))
    told = Sentence.by(partial(_told, Constraint(holds, paths), _names(tree, paths, AND), wording))
    under = conditional(holds)
    asked = set(logic_paths(under[1])) if under else set(paths)
    return told if len(asked) == 1 else Sentence.by(partial(_to_check, told))


_IMPERATIVE = ("Bitte ", "Please ", "Prüfen ", "Check ")


def _told(constraint: Constraint, names: Sentence, wording: Wording, language: Language) -> str:
    told = explain_problem(constraint, wording, language)
    if len(told) > _LONGEST:
        return say(_("Prüfen Sie Ihre Angaben zu {names}: So passen sie nicht zusammen.", names=names), language)
    return told


def _to_check(told: Sentence, language: Language) -> str:
    """Several answers are to be looked at, unless what is said begins with what to do."""
    said = say(told, language)
    return said if said.startswith(_IMPERATIVE) else say(_("Prüfen Sie Ihre Angaben: {told}", told=said), language)


def _implication(holds: Or) -> tuple[Expression | None, Expression | None]:
    """Condition and result of "not A or B"; two None for anything else."""
    first, second = holds.parts
    if isinstance(first, Not) and not isinstance(second, Not):
        return first.part, second
    if isinstance(second, Not) and not isinstance(first, Not):
        return second.part, first
    return None, None


def _bounds(holds: Expression) -> tuple[int, int | None]:
    if isinstance(holds, Or):
        return 1, None
    parts = getattr(holds, "parts", ())
    return getattr(holds, "minimum", len(parts)), getattr(holds, "maximum", None)


def _counted(tree: Tree, holds: Expression, members: tuple[str, ...]) -> str:
    least, most = _bounds(holds)
    if least == len(members):
        return _("Machen Sie alle diese Angaben: {names}.", names=_names(tree, members, AND))
    names = _names(tree, members, OR)
    if least == most == 1:
        return _("Machen Sie genau eine dieser Angaben: {names}.", names=names)
    if least == 0 and most is not None:
        if most == 1:
            return _("Machen Sie höchstens eine dieser Angaben: {names}.", names=names)
        return _("Machen Sie höchstens {most} dieser Angaben: {names}.", most=most, names=names)
    if least == 1:
        return _("Machen Sie mindestens eine dieser Angaben: {names}.", names=names)
    return _("Machen Sie mindestens {least} dieser Angaben: {names}.", least=least, names=names)


def _exactly(tree: Tree, holds: Equals) -> str:
    node = tree.by_path.get(holds.path)
    name = _names(tree, (holds.path,), AND)
    if holds.value is True:
        return _("Bestätigen Sie {name}. Ohne diese Bestätigung kann der Antrag nicht abgeschickt werden.", name=name)
    if isinstance(node, FieldNode):
        wanted = next((o.label for o in node.question.options if o.code == holds.value), str(holds.value))
        return _("Wählen Sie bei {name} „{wanted}“: Nur diese Angabe ist hier möglich.", name=name, wanted=wanted)
    return _("Prüfen Sie {name}.", name=name)


def _names(tree: Tree, paths: tuple[str, ...], word: Sentence) -> Sentence:
    labels = []
    for path in paths:
        element = tree.layout.positions[path].element
        parent = tree.by_path.get(tree.layout.positions[path].parent_path)
        label = f"{parent.label} ({element.label_input})" if isinstance(parent, DateNode) else element.label_input
        labels.append(quote(label))
    return join(tuple(dict.fromkeys(labels)), word)

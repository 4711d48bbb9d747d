"""From positions and rules to the compiled tree of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rathaus.fim.model import CodeList, DataType, Field, FieldKind, Group, Position
from rathaus.fim.rules.logic import paths
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.questionnaire.asking import Choices, choices, make_parser, make_question
from rathaus.questionnaire.conditions import Condition, Layout
from rathaus.questionnaire.model import Control, DatePartPaths, EntryList, Finding, FindingKind, Option, Question
from rathaus.questionnaire.nodes import (
    Anchor,
    Cause,
    ChooserNode,
    DateNode,
    EntriesNode,
    FieldNode,
    FileNode,
    GroupNode,
    ListNode,
    Node,
    Policy,
    State,
    TextNode,
)
from rathaus.questionnaire.rulebook import EitherOr, Rulebook, Sorter, cause_of, norms
from rathaus.questionnaire.sentences import quote

YES, NO = Option("true", "Ja"), Option("false", "Nein")
_UNASKED = frozenset({FieldKind.HIDDEN, FieldKind.LOCKED})
_WORDS = {FieldKind.HIDDEN: "nicht angezeigt", FieldKind.LOCKED: "nicht änderbar"}


@dataclass(slots=True)
class Tree:
    """The compiled positions of a definition.

    `by_path` finds the node of a position; `questions` those that are asked, by the path of the question (choosers
    with ``?``). `decided_by` names for each position the questions its own rules look at.
    """

    layout: Layout
    book: Rulebook
    roots: list[Node] = field(default_factory=list)
    by_path: dict[str, Node] = field(default_factory=dict)
    questions: dict[str, Node] = field(default_factory=dict)
    question_of: dict[str, str] = field(default_factory=dict)
    decided_by: dict[str, frozenset[str]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    choices: dict[str, Choices] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    overviews: dict[str, EntryList] = field(default_factory=dict)

    def node(self, path: str) -> Node:
        """The node of a question, text or overview by its path. Raises KeyError where there is none."""
        return self.questions[path] if path in self.questions else self.by_path[path]

    def entries(self, path: str) -> EntriesNode:
        """The node of a repeatable group. Raises TypeError where something else stands at `path`."""
        node = self.by_path[path]
        if not isinstance(node, EntriesNode):
            raise TypeError(f"{path} is no repeatable group")
        return node

    def runs(self) -> list[tuple[str, str, list[Node]]]:
        """The top level in parts, as key, title and nodes: groups one by one, fields between them together."""
        runs: list[tuple[str, str, list[Node]]] = []
        loose = False
        for node in self.roots:
            position = self.layout.positions.get(node.path)
            single = position is None or isinstance(position.element, Field)
            if position is not None and not single:
                runs.append((node.id, position.element.label_input, [node]))
            elif loose:
                runs[-1][2].append(node)
            else:
                title = "Weitere Angaben" if runs else "Allgemeine Angaben"
                runs.append((f"{node.id.rstrip('!')}-a", title, [node]))
            loose = single
        return runs


class Builder:
    """Builds the tree of one schema."""

    def __init__(
        self,
        roots: Iterable[Position],
        report: RuleReport,
        lists: Mapping[str, CodeList],
        autocomplete: Mapping[str, str],
    ) -> None:
        self._roots = tuple(roots)
        positions = {p.path: p for root in self._roots for p in root.walk()}
        layout = Layout(positions)
        self._autocomplete = autocomplete
        self._choices, findings = _all_choices(positions, lists)
        codes = {
            path: frozenset(option.code for option in chosen.options)
            for path, chosen in self._choices.items()
            if not chosen.free
        }
        free = frozenset(path for path, chosen in self._choices.items() if chosen.free)
        self._sorter = Sorter(layout, codes, free)
        book = self._sorter.sort(report)
        self.tree = Tree(layout, book, choices=self._choices, findings=findings)
        self._number = {path: number for number, path in enumerate(positions)}
        self._either: dict[str, ChooserNode] = {}
        self._dates = self._date_groups()

    def build(self) -> Tree:
        """The whole tree."""
        tree = self.tree
        for position in self._roots:
            tree.question_of.update(self._question_paths(position))
        for number, path in enumerate(tree.layout.positions):
            tree.order.setdefault(tree.question_of.get(path, path), number)
        tree.roots = self._children(self._roots)
        tree.findings += tree.book.findings
        return tree

    # --- dates in three fields

    def _date_groups(self) -> dict[str, tuple[DatePartPaths, ReadRule | None]]:
        found: dict[str, tuple[DatePartPaths, ReadRule | None]] = {}
        for (day, month, year), rule in self.tree.book.dates.items():
            parent = self.tree.layout.positions[year].parent_path
            if self._is_date_group(parent, (day, month, year)):
                found[parent] = (DatePartPaths(day, month, year), rule)
        for path, position in self.tree.layout.positions.items():
            parts = kit_date(position)
            if parts and path not in found:
                named = tuple(part for part in (parts.day, parts.month, parts.year) if part)
                if self._is_date_group(path, named):
                    found[path] = (parts, None)
        return found

    def _is_date_group(self, path: str, parts: tuple[str, ...]) -> bool:
        if not path:
            return False
        position = self.tree.layout.positions[path]
        whole = all(
            isinstance(child.element, Field)
            and child.element.data_type is DataType.NUM_INT
            and child.element.kind is FieldKind.INPUT
            and not child.cardinality.repeatable
            for child in position.children
        )
        return whole and not position.cardinality.repeatable and {c.path for c in position.children} == set(parts)

    def _question_paths(self, root: Position) -> dict[str, str]:
        """The path of the question behind each field: its own, or of the date it is a part of."""
        return {
            position.path: position.parent_path if position.parent_path in self._dates else position.path
            for position in root.walk()
            if isinstance(position.element, Field)
        }

    # --- nodes

    def _children(self, positions: Iterable[Position], *, choice: ChooserNode | None = None) -> list[Node]:
        nodes: list[Node] = []
        for position in positions:
            if position.path in self.tree.book.never:
                self._never_shown(position)
                continue
            either = self.tree.book.either.get(position.path)
            if either is not None and choice is None:
                chooser = self._either.get(position.path)
                if chooser is None:
                    chooser = self._either_chooser(either, positions)
                    nodes.append(chooser)
                node = self._node(position, chooser)
            else:
                node = self._node(position, choice)
            if node is not None:
                nodes.append(node)
        return nodes

    def _never_shown(self, position: Position) -> None:
        label = quote(position.element.label_input)
        sentence = f"{label} wird nie gefragt: Keine Antwort erfüllt die Bedingung dafür."
        self.tree.findings.append(Finding(FindingKind.NEVER_SHOWN, sentence, position.path))

    def _node(self, position: Position, choice: ChooserNode | None) -> Node | None:
        if isinstance(position.element, Field):
            node = self._field(position, position.element)
        else:
            node = self._group(position, chosen=choice is not None)
        if node is None:
            return None
        node.policy = self._policy(position, choice)
        self.tree.by_path[position.path] = node
        return node

    def _policy(self, position: Position, choice: ChooserNode | None) -> Policy | None:
        path = position.path
        policy = self._sorter.policy(path, lambda paths: self._is_backward(path, paths))
        said = self.tree.book.effects.get(path, ())
        deciding = {self._question(p) for s in said for p in self._leaves(paths(s.effect.when))}
        deciding.discard(self._question(path))
        if choice is not None:
            chosen = _chosen(choice, position.id)
            opened = policy or Policy()
            policy = replace(
                opened,
                bans=(*opened.bans, lambda v, e, f: not chosen(v, e, f)),
                demands=(*opened.demands, Cause(chosen, None, choice.anchor.legal_basis)),
                base=State.SHOWN,
            )
            deciding.add("?" + choice.path)
        if deciding:
            self.tree.decided_by[path] = frozenset(deciding)
        return policy

    def _leaves(self, paths: Iterable[str]) -> Iterable[str]:
        for path in paths:
            yield from self.tree.layout.fields(path)

    def _question(self, path: str) -> str:
        return self.tree.question_of.get(path, path)

    def _is_backward(self, path: str, paths: Iterable[str]) -> bool:
        """Whether one of the fields at `paths` is asked no earlier than the position `path`."""
        here, own = self._number[path], self._question(path)
        return any(
            self._number[leaf] >= here for leaf in self._leaves(paths) if self._question(leaf) != own or leaf == path
        )

    def _anchor(self, position: Position) -> Anchor:
        layout = self.tree.layout
        path = position.path
        return Anchor(len(layout.chain[path]), layout.suffix[path], norms(position.effective_legal_bases))

    # --- fields

    def _field(self, position: Position, element: Field) -> Node | None:
        path, layout = position.path, self.tree.layout
        place = (path, len(layout.chain[path]), layout.suffix[path], position.cardinality, self._anchor(position))
        if element.kind is FieldKind.LABEL or (element.data_type is DataType.OBJ and not element.code_list):
            return TextNode(*place) if element.content else None
        if element.kind in _UNASKED and not element.content:
            self._not_asked(position, element)
            return None
        chosen = self._choices.get(path, Choices())
        question = make_question(
            position,
            element,
            chosen,
            confirmation=path in self.tree.book.confirmations,
            autocomplete=self._autocomplete.get(path),
        )
        if element.data_type is DataType.FILE:
            node: Node = FileNode(*place, question=question)
        else:
            parse, unusable = make_parser(element, question, chosen, label=element.label_input)
            if unusable:
                self.tree.findings.append(Finding(FindingKind.PATTERN_UNUSABLE, unusable, path))
            if question.repeat is not None:
                node = ListNode(*place, question=question, parse=parse, label=element.label_input)
            else:
                fixed = element.content if element.kind in _UNASKED else None
                node = FieldNode(*place, question=question, parse=parse, label=element.label_input, fixed=fixed)
        if element.kind is not FieldKind.HIDDEN:
            self.tree.questions[path] = node
        return node

    def _not_asked(self, position: Position, element: Field) -> None:
        if position.cardinality.minimum:
            result = "Bei der Übergabe wird dort ein leerer Wert geschrieben, weil die Definition eine Angabe verlangt."
        else:
            result = "Bei der Übergabe bleibt es weg."
        sentence = f"{quote(element.label_input)} ist {_WORDS[element.kind]} und ohne Inhalt: nicht gefragt. {result}"
        self.tree.findings.append(Finding(FindingKind.NOT_ASKED, sentence, position.path))

    # --- groups

    def _group(self, position: Position, *, chosen: bool) -> Node | None:
        path, layout = position.path, self.tree.layout
        element = position.element
        place = (path, len(layout.chain[path]), layout.suffix[path], position.cardinality, self._anchor(position))
        if path in self._dates:
            return self._date(position)
        choice = None
        nodes: list[Node] = []
        if isinstance(element, Group) and element.choice:
            choice = self._choice_chooser(position)
            nodes.append(choice)
        nodes += self._children(position.children, choice=choice)
        if not any(not isinstance(node, TextNode) for node in nodes):
            return GroupNode(*place, label=element.label_input, children=tuple(nodes), chooser=None) if nodes else None
        children = tuple(nodes)
        if position.cardinality.repeatable:
            self.tree.overviews[path] = EntryList(
                path, element.label_input, position.cardinality, element.help_input, position.effective_legal_bases
            )
            return EntriesNode(*place, label=element.label_input, children=children)
        ask = None if chosen or not self._is_up_to_applicant(position, children) else self._chooser(position)
        first = next(node for node in children if not isinstance(node, TextNode))
        return GroupNode(*place[:-1], first.front, label=element.label_input, children=children, chooser=ask)

    def _is_up_to_applicant(self, position: Position, children: tuple[Node, ...]) -> bool:
        """Whether somebody must be asked if the group is to be begun."""
        states = self._sorter.states(position.path)
        optional = position.cardinality.optional if states is None else State.SHOWN in states
        return optional and not self._is_quiet(position, children)

    def _is_quiet(self, position: Position, children: tuple[Node, ...]) -> bool:
        """Whether an optional group can be asked straight away: a single question, or optional ones without rules."""
        inner = [p for p in position.walk() if p is not position]
        said = self.tree.book.effects
        about = {path for d in self.tree.book.demands for path in d.constraint.paths}
        if any(p.path in said or p.path in about or p.path in self.tree.book.either for p in inner):
            return False
        asked = [node for node in children if not isinstance(node, TextNode)]
        if len(asked) == 1 and not isinstance(asked[0], GroupNode | EntriesNode | ChooserNode):
            return True
        return all(not isinstance(n, GroupNode | EntriesNode | ChooserNode) and n.cardinality.optional for n in asked)

    def _date(self, position: Position) -> DateNode:
        parts, rule = self._dates[position.path]
        path, layout = position.path, self.tree.layout
        element = position.element
        anchor = self._anchor(position)
        label = element.label_input
        hint = "Zum Beispiel 27 3 1985." if parts.day and parts.month else "Zum Beispiel 1985."
        question = Question(
            path=path,
            label=label,
            label_output=element.label_output or label,
            control=Control.DATE_PARTS,
            hint=hint,
            help=element.help_input,
            autocomplete=self._autocomplete.get(path),
            inputmode="numeric",
            legal_bases=position.effective_legal_bases,
            required_by_default=position.cardinality.minimum > 0,
            date_parts=parts,
        )
        fields: dict[str, FieldNode] = {}
        for child in position.children:
            node = self._date_part(child, anchor, label)
            fields[child.path] = node
            self.tree.by_path[child.path] = node
        group = DateNode(
            path,
            len(layout.chain[path]),
            layout.suffix[path],
            position.cardinality,
            anchor,
            label=label,
            question=question,
            day=fields[parts.day] if parts.day else None,
            month=fields[parts.month] if parts.month else None,
            year=fields[parts.year],
        )
        group.by_rule = Cause(lambda _v, _e, _f: True, *cause_of(rule)) if rule else None
        self.tree.questions[path] = group
        return group

    def _date_part(self, position: Position, anchor: Anchor, label: str) -> FieldNode:
        element = self.tree.layout.field(position.path)
        name = f"{label} ({element.label_input})"
        question = make_question(position, element, Choices(), confirmation=False, autocomplete=None)
        parse, _ = make_parser(element, question, Choices(), label=name)
        layout, path = self.tree.layout, position.path
        node = FieldNode(
            path,
            len(layout.chain[path]),
            layout.suffix[path],
            position.cardinality,
            anchor,
            question=question,
            parse=parse,
            label=name,
        )
        node.policy = self._policy(position, None)
        return node

    # --- choosers

    def _chooser(self, position: Position) -> ChooserNode:
        name = position.element.label_input
        about = "" if name.lower().startswith("angabe") else "Angaben zu "
        label = f"Möchten Sie {about}{quote(name)} machen?"
        question = self._chooser_question(position, label, Control.YES_NO, (YES, NO), position.element.help_input)
        node = self._chooser_node(position, question)
        self.tree.decided_by.setdefault(position.path, frozenset())
        return node

    def _choice_chooser(self, position: Position) -> ChooserNode:
        label = f"{position.element.label_input.rstrip('?:. ')}: Was trifft zu?"
        options = _options(position.children)
        question = self._chooser_question(position, label, Control.RADIO, options, position.element.help_input)
        return self._chooser_node(position, question, kind="!")

    def _either_chooser(self, either: EitherOr, siblings: Iterable[Position]) -> ChooserNode:
        members = [position for position in siblings if position.path in either.members]
        question = self._chooser_question(
            members[0], "Welche Angabe möchten Sie machen?", Control.RADIO, _options(members), None
        )
        node = self._chooser_node(members[0], question, kind="!")
        node.anchor.legal_basis = cause_of(either.rule)[1] or node.anchor.legal_basis
        self._either.update(dict.fromkeys(either.members, node))
        return node

    def _chooser_question(
        self, position: Position, label: str, control: Control, options: tuple[Option, ...], help_: str | None
    ) -> Question:
        short = help_ if help_ and len(help_) <= 160 else None
        return Question(
            path=f"?{position.path}",
            label=label,
            label_output=label,
            control=control,
            hint=short,
            help=None if short else help_,
            options=options,
            legal_bases=position.effective_legal_bases,
            required_by_default=True,
        )

    def _chooser_node(self, position: Position, question: Question, *, kind: str = "") -> ChooserNode:
        layout, path = self.tree.layout, position.path + kind
        question = replace(question, path=f"?{path}")
        node = ChooserNode(path, len(layout.chain[position.path]), layout.suffix[position.path] + kind, question)
        node.anchor.legal_basis = norms(position.effective_legal_bases)
        self.tree.questions[question.path] = node
        self.tree.order[question.path] = self.tree.order.get(position.path, 0)
        return node


def _options(members: Iterable[Position]) -> tuple[Option, ...]:
    """Siblings as choices; where two have the same name, the name in documents tells them apart."""
    found = list(members)
    labels = [m.element.label_input for m in found]
    return tuple(
        Option(m.id, label if labels.count(label) == 1 else f"{label} ({m.element.label_output})", m.element.help_input)
        for m, label in zip(found, labels, strict=True)
    )


def _chosen(chooser: ChooserNode, code: str) -> Condition:
    depth, suffix = chooser.depth, chooser.suffix
    return lambda v, _e, f: v.get("?" + f[depth] + suffix) == code


def kit_date(position: Position) -> DatePartPaths | None:
    """Day, month and year of the central kit (F60…231, 232, 233) among the children; None where there is no year."""
    parts = {child.id[:3] + child.id[-6:]: child.path for child in position.children}
    year = parts.get("F60000233")
    return DatePartPaths(parts.get("F60000231"), parts.get("F60000232"), year) if year else None


def _all_choices(
    positions: Mapping[str, Position], lists: Mapping[str, CodeList]
) -> tuple[dict[str, Choices], list[Finding]]:
    found: dict[str, Choices] = {}
    findings: list[Finding] = []
    for path, position in positions.items():
        if isinstance(position.element, Field) and position.element.kind is not FieldKind.LABEL:
            element = position.element
            if element.kind is FieldKind.SELECT or element.values or element.code_list:
                found[path], finding = choices(position, element, lists)
                if finding:
                    findings.append(finding)
    return found, findings

"""From positions and rules to the compiled tree of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rathaus.fim.model import Cardinality, CodeList, DataType, Field, FieldKind, Group, Position
from rathaus.fim.rules.logic import paths
from rathaus.fim.rules.report import RuleReport
from rathaus.fim.rules.terms import term_paths
from rathaus.questionnaire import choosing
from rathaus.questionnaire.asking import Choices, all_choices, content_of, make_parser, make_question
from rathaus.questionnaire.attaching import Attacher
from rathaus.questionnaire.checking import Anchor, Cause, Policy, State
from rathaus.questionnaire.dates import date_groups
from rathaus.questionnaire.findings import Finding, FindingKind
from rathaus.questionnaire.language import Together, fill
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.layout import Layout
from rathaus.questionnaire.model import Control, EntryList, Option, Question
from rathaus.questionnaire.nodes import (
    ChooserNode,
    DateNode,
    EntriesNode,
    FieldNode,
    FileNode,
    GroupNode,
    ListNode,
    Node,
    TextNode,
)
from rathaus.questionnaire.rulebook import EitherOr, Sorter, broken, cause_of, norms
from rathaus.questionnaire.sentences import quote
from rathaus.questionnaire.tree import Tree
from rathaus.questionnaire.values import Bad

YES, NO = Option("true", _("Ja")), Option("false", _("Nein"))
_UNASKED = frozenset({FieldKind.HIDDEN, FieldKind.LOCKED})
_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})
_NO_FIELD = _("{name} ist kein Feld für Angaben: nicht gefragt.")
_HIDDEN, _LOCKED = _("{name} ist nicht angezeigt: nicht gefragt."), _("{name} ist nicht änderbar: nicht gefragt.")
_WORDS = {FieldKind.HIDDEN: _HIDDEN, FieldKind.LOCKED: _LOCKED}
_USELESS = {
    _NO_FIELD: _("{name} ist kein Feld für Angaben und ohne brauchbaren Inhalt: nicht gefragt."),
    _HIDDEN: _("{name} ist nicht angezeigt und ohne brauchbaren Inhalt: nicht gefragt."),
    _LOCKED: _("{name} ist nicht änderbar und ohne brauchbaren Inhalt: nicht gefragt."),
}


class Builder:
    """Builds the tree of one schema."""

    def __init__(
        self,
        roots: Iterable[Position],
        report: RuleReport,
        lists: Mapping[str, CodeList],
        autocomplete: Mapping[str, str],
        *,
        choices: bool,
    ) -> None:
        self._roots = tuple(roots)
        positions = {p.path: p for root in self._roots for p in root.walk()}
        layout = Layout(positions)
        self._autocomplete = autocomplete
        self._choices, findings = all_choices(positions, lists)
        codes = {
            path: frozenset(option.code for option in chosen.options)
            for path, chosen in self._choices.items()
            if not chosen.free
        }
        free = frozenset(path for path, chosen in self._choices.items() if chosen.free)
        self.sorter = Sorter(layout, codes, free)
        book = self.sorter.sort(report, choices=choices)
        self.tree = Tree(layout, book, choices=self._choices, findings=findings)
        self._number = {path: number for number, path in enumerate(positions)}
        self._either: dict[str, ChooserNode] = {}
        self._dates = date_groups(layout, book)
        self._attacher = Attacher(self.sorter, layout, self._is_backward)

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

    # --- nodes

    def _question_paths(self, root: Position) -> dict[str, str]:
        """The path of the question behind each field: its own, or of the date it is a part of."""
        return {
            position.path: position.parent_path if position.parent_path in self._dates else position.path
            for position in root.walk()
            if isinstance(position.element, Field)
        }

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
        sentence = _("{name} wird nie gefragt: Keine Antwort erfüllt die Bedingung dafür.", name=label)
        self.tree.findings.append(Finding(FindingKind.NEVER_SHOWN, sentence, position.path))

    def _node(self, position: Position, choice: ChooserNode | None) -> Node | None:
        if isinstance(position.element, Field):
            node = self._field(position, position.element)
        else:
            node = self._group(position, chosen=choice is not None)
        if node is None:
            return None
        node.policy = self._policy(position, choice)
        node.extras = self._attacher.extras(node)
        self.tree.by_path[position.path] = node
        return node

    def _policy(self, position: Position, choice: ChooserNode | None) -> Policy | None:
        path = position.path
        chosen = _chosen(choice, position.id) if choice is not None else None
        policy = self.sorter.policy(path, lambda paths: self._is_backward(path, paths), chosen=chosen)
        if policy is not None and choice is not None and chosen is not None:
            cause = Cause(self.sorter.compiler.lazily(chosen), None, choice.anchor.legal_basis)
            policy.demands = (*policy.demands, cause)
        said = self.tree.book.conditions(path)
        numbers = (one.number for one, _ in self.tree.book.couplings.get(path, ()))
        seen = [p for when in said for p in paths(when)] + [p for number in numbers for p in term_paths(number)]
        deciding = {self._question(p) for p in self._leaves(seen)}
        deciding.discard(self._question(path))
        if choice is not None:
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

    def _place(self, position: Position, anchor: Anchor | None = None) -> tuple[str, int, str, Cardinality, Anchor]:
        """What every node begins with; problems point at the position itself unless `anchor` says otherwise."""
        path, layout = position.path, self.tree.layout
        depth, suffix = len(layout.chain[path]), layout.suffix[path]
        own = anchor or Anchor(depth, suffix, norms(position.effective_legal_bases))
        return path, depth, suffix, position.cardinality, own

    # --- fields

    def _field(self, position: Position, element: Field) -> Node | None:
        path, place = position.path, self._place(position)
        if element.kind is FieldKind.LABEL:
            return TextNode(*place) if element.content else None
        if element.data_type is DataType.OBJ:
            self._not_asked(position, element)
            return TextNode(*place) if element.content else None
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
            if question.repeat is not None and element.kind not in _UNASKED:
                node = ListNode(*place, question=question, parse=parse, label=element.label_input)
            else:
                fixed = content_of(element) if element.kind in _UNASKED else None
                if fixed is not None and isinstance(parse(fixed), Bad):
                    fixed = None  # the definition breaks its own limits; nobody could mend that while applying
                given = path in self.tree.book.presets
                if fixed is None and element.kind in _UNASKED and not given:
                    self._not_asked(position, element)
                    return None
                node = FieldNode(*place, question=question, parse=parse, label=element.label_input, fixed=fixed)
                node.silent = fixed is None and element.kind in _UNASKED
        if element.kind is FieldKind.HIDDEN:
            return node
        self.tree.questions[path] = node
        return node

    def _not_asked(self, position: Position, element: Field) -> None:
        demanded = position.cardinality.minimum > 0
        written = (
            _("Bei der Übergabe steht dort ein leerer Text, weil die Definition eine Angabe verlangt.")
            if demanded and element.data_type in _TEXTS
            else _("Bei der Übergabe fehlt die verlangte Angabe.")
            if demanded
            else _("Bei der Übergabe bleibt es weg.")
        )
        why = _WORDS.get(element.kind, _NO_FIELD)
        about = fill(why if element.data_type is DataType.OBJ else _USELESS[why], name=quote(element.label_input))
        sentence = Together.of(about, written)
        self.tree.findings.append(Finding(FindingKind.NOT_ASKED, sentence, position.path))

    # --- groups

    def _group(self, position: Position, *, chosen: bool) -> Node | None:
        path, element, place = position.path, position.element, self._place(position)
        if path in self._dates:
            return self._date(position)
        choice = None
        nodes: list[Node] = []
        if isinstance(element, Group) and element.choice:
            choice = self._choice_chooser(position)
            nodes.append(choice)
        nodes += self._children(position.children, choice=choice)
        if choice is not None:
            there = {node.id for node in nodes}
            offered = tuple(option for option in choice.question.options if option.code in there)
            choice.question = replace(choice.question, options=offered)
        if not any(not isinstance(node, TextNode) for node in nodes):
            # A demanded group of which nothing is asked (in this Land) is delivered all the same, empty.
            demanded = position.cardinality.minimum and not position.cardinality.repeatable
            whole = GroupNode(*place, label=element.label_input, children=tuple(nodes), chooser=None)
            return whole if nodes or demanded else None
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
        states = self.tree.book.states.get(position.path)
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
        path, element, place = position.path, position.element, self._place(position)
        label = element.label_input
        hint = _("Zum Beispiel 27 3 1985.") if parts.day and parts.month else _("Zum Beispiel 1985.")
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
            node = self._date_part(child, place[-1], label)
            fields[child.path] = node
            self.tree.by_path[child.path] = node
        group = DateNode(
            *place,
            label=label,
            question=question,
            day=fields[parts.day] if parts.day else None,
            month=fields[parts.month] if parts.month else None,
            year=fields[parts.year],
        )
        group.by_rule = broken(rule) if rule else None
        self.tree.questions[path] = group
        return group

    def _date_part(self, position: Position, anchor: Anchor, label: str) -> FieldNode:
        element = self.tree.layout.field(position.path)
        name = f"{label} ({element.label_input})"
        question = make_question(position, element, Choices(), confirmation=False, autocomplete=None)
        parse, _ = make_parser(element, question, Choices(), label=name)
        node = FieldNode(*self._place(position, anchor), question=question, parse=parse, label=name)
        node.policy = self._policy(position, None)
        return node

    # --- choosers

    def _chooser(self, position: Position) -> ChooserNode:
        label = choosing.whether(position.element.label_input)
        question = self._chooser_question(position, label, Control.YES_NO, (YES, NO), position.element.help_input)
        node = self._chooser_node(position, question)
        self.tree.decided_by.setdefault(position.path, frozenset())
        return node

    def _choice_chooser(self, position: Position) -> ChooserNode:
        options = _options(position.children)
        label = choosing.which(position.element.label_input, [option.label for option in options])
        question = self._chooser_question(position, label, Control.RADIO, options, position.element.help_input)
        return self._chooser_node(position, question, kind="!")

    def _either_chooser(self, either: EitherOr, siblings: Iterable[Position]) -> ChooserNode:
        members = [position for position in siblings if position.path in either.members]
        options = _options(members)
        label = choosing.either(option.label for option in options)
        question = self._chooser_question(members[0], label, Control.RADIO, options, None)
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
    """Siblings as choices; where two have the same name, numbers tell them apart."""
    found = list(members)
    labels = [member.element.label_input for member in found]
    return tuple(
        Option(member.id, label if labels.count(label) == 1 else f"{label} ({number})", member.element.help_input)
        for number, (member, label) in enumerate(zip(found, labels, strict=True), start=1)
    )


def _chosen(chooser: ChooserNode, code: str) -> str:
    """Generated code: `code` was chosen."""
    return f"(v.get('?' + f[{chooser.depth}] + {chooser.suffix!r}) == {code!r})"

"""From the compiled tree to pages.

The order of the document stays; what a question decides comes on a later page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rathaus.fim.model import Field, Position
from rathaus.questionnaire.findings import Finding, FindingKind
from rathaus.questionnaire.fitting import FULL, chains, weight
from rathaus.questionnaire.language import fill
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Item, Page, Question, Section, StaticText
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
from rathaus.questionnaire.sentences import quote
from rathaus.questionnaire.tree import Tree

_LOOKS_BACK = {
    (True, True): _("{name} hängt von {other} ab, und umgekehrt: Beides wird auf einer Seite gefragt."),
    (True, False): _("{name} hängt von {other} ab, und umgekehrt: Beides wird nach der späteren Antwort nachgefragt."),
    (False, True): _("{name} hängt von {other} ab, die Frage steht aber später: Beides wird auf einer Seite gefragt."),
    (False, False): _(
        "{name} hängt von {other} ab, die Frage steht aber später: Beides wird nach der späteren Antwort nachgefragt."
    ),
}
"""What is said of conditions: whether they point in a circle, and whether one page asks both."""
TOGETHER = 12
"""Questions that a condition pointing backwards may pull onto one page."""


@dataclass(slots=True)
class Atom:
    """Something that cannot be split between pages, with the groups around it and the questions that decide it.

    `until` is the number of the last atom that must share its page, because a condition points backwards; -1: none.
    """

    path: str
    item: Item
    node: Node
    groups: tuple[Position, ...]
    deciders: frozenset[str]
    until: int = -1
    branch: str = ""
    """The innermost of several groups or fields of which only one is chosen; empty outside of such."""
    joined: bool = False
    """It must not begin a page: it shares one with the atom before."""

    @property
    def weight(self) -> float:
        """How much of a page it takes."""
        return weight(self.item)


@dataclass(slots=True)
class Entries:
    """A repeatable group: what is asked in each entry, and its overview."""

    node: EntriesNode
    inner: list[Atom | Entries]
    overview: Atom


Block = Atom | Entries


@dataclass(slots=True)
class Scope:
    """Pages in their order: at the top, or inside the entries of `entries`. Inner scopes stand between pages."""

    parts: list[Page | Scope] = field(default_factory=list)
    entries: EntriesNode | None = None
    overview: Page | None = None

    def pages(self) -> Iterator[Page]:
        """All pages in it, overviews after the pages of their entries."""
        for part in self.parts:
            if isinstance(part, Page):
                yield part
            else:
                yield from part.pages()
        if self.overview is not None:
            yield self.overview

    def change(self, pages: Mapping[str, Page]) -> None:
        """Put these pages, by their keys, in the place of those with the same keys."""
        for number, part in enumerate(self.parts):
            if isinstance(part, Page):
                self.parts[number] = pages[part.key]
            else:
                part.change(pages)
        if self.overview is not None:
            self.overview = pages[self.overview.key]


class Pager:
    """Makes the pages of a tree; `findings` tells of conditions that point backwards."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.findings: list[Finding] = []
        self._reported: set[str] = set()
        self._helped: set[str] = set()
        self._around: dict[str, frozenset[str]] = {}
        """By the path of a group the questions that decide about all of it."""

    def sections(self) -> tuple[tuple[Section, Scope], ...]:
        """The sections, each with the scope that holds its pages, in document order."""
        made: list[tuple[Section, Scope]] = []
        for key, title, nodes in self._tree.runs():
            scope = Scope()
            self._fill(scope, self._blocks(nodes, (), frozenset(), ""), key, title)
            scope.change(_acquainted(tuple(scope.pages()), self._around))
            pages = tuple(scope.pages())
            if pages:
                made.append((Section(key, title, pages), scope))
        return tuple(made)

    # --- what cannot be split

    def _blocks(
        self, nodes: Iterable[Node], groups: tuple[Position, ...], deciders: frozenset[str], branch: str
    ) -> list[Block]:  # fmt: skip
        return [block for node in nodes for block in self._blocks_of(node, groups, deciders, branch)]

    def _blocks_of(
        self, node: Node, groups: tuple[Position, ...], deciders: frozenset[str], branch: str
    ) -> list[Block]:  # fmt: skip
        tree = self._tree
        own = deciders | tree.decided_by.get(node.path, frozenset())
        if any(one.startswith("?") and one.endswith("!") for one in tree.decided_by.get(node.path, ())):
            branch = node.path
        if isinstance(node, ChooserNode):
            return [Atom(node.question.path, node.question, node, groups, own, branch=branch)]
        if isinstance(node, DateNode):
            parts = (tree.decided_by.get(part.path, frozenset()) for part in node.children)
            own = own.union(*parts) - {node.path}
            return [Atom(node.path, node.question, node, groups, own, branch=branch)]
        if isinstance(node, FieldNode | ListNode | FileNode):
            asked = node.path in tree.questions  # hidden fields with a fixed value are not
            return [Atom(node.path, node.question, node, groups, own, branch=branch)] if asked else []
        position = tree.layout.positions[node.path]
        self._around[node.path] = own
        if isinstance(node, EntriesNode):
            overview = Atom(node.path, tree.overviews[node.path], node, groups, own)
            return [Entries(node, self._blocks(node.children, (position,), own, ""), overview)]
        if isinstance(node, GroupNode):
            first: list[Block] = []
            if node.chooser is not None:
                question = node.chooser.question
                first.append(Atom(question.path, question, node.chooser, groups, own, branch=branch))
                own |= {question.path}
                self._around[node.path] = own
            return first + self._blocks(node.children, (*groups, position), own, branch)
        element = tree.layout.field(node.path)
        text = StaticText(node.path, element.label_input, element.content or "")
        return [Atom(node.path, text, node, groups, own, branch=branch)]

    # --- conditions that point backwards

    def _look_back(self, blocks: Sequence[Block]) -> None:
        """Mark what must share a page, and report every condition that points backwards."""
        numbers = {block.path: number for number, block in enumerate(blocks) if isinstance(block, Atom)}
        for number, block in enumerate(blocks):
            atom = block if isinstance(block, Atom) else block.overview
            for decider in sorted(atom.deciders):
                if self._tree.order.get(decider, -1) <= self._tree.order.get(atom.path, 0):
                    continue
                later = numbers.get(decider, -1)
                between = blocks[number : later + 1]
                near = number < later < number + TOGETHER and all(isinstance(b, Atom) for b in between)
                if near and isinstance(block, Atom):
                    block.until = max(block.until, later)
                self._report(atom, decider, together=near)

    def _report(self, atom: Atom, decider: str, *, together: bool) -> None:
        if f"{atom.path} {decider}" in self._reported:
            return
        self._reported.add(f"{atom.path} {decider}")
        circular = atom.path in self._all_deciders(decider)
        kind = FindingKind.CIRCULAR_CONDITION if circular else FindingKind.BACKWARD_CONDITION
        label, other = (self._label(path) for path in (atom.path, decider))
        sentence = fill(_LOOKS_BACK[circular, together], name=quote(label), other=quote(other))
        self.findings.append(Finding(kind, sentence, atom.path.lstrip("?")))

    def _all_deciders(self, path: str) -> set[str]:
        """Every question that `path` depends on, directly or through others."""
        found: set[str] = set()
        open_ = [path]
        while open_:
            position = open_.pop().lstrip("?").rstrip("!")
            while position:
                new = self._tree.decided_by.get(position, frozenset()) - found
                found |= new
                open_ += new
                position = position.rpartition(".")[0]
        return found

    def _label(self, path: str) -> str:
        node = self._tree.questions.get(path)
        if isinstance(node, ChooserNode):
            return node.question.label
        return self._tree.layout.positions[path].element.label_input

    # --- pages

    def _fill(self, scope: Scope, blocks: list[Block], section: str, title: str) -> None:
        self._look_back(blocks)
        stretch: list[Atom] = []
        decided: frozenset[str] = frozenset()
        until = -1
        for number, block in enumerate(blocks):
            if isinstance(block, Entries):
                self._flush(scope, stretch, section, title)
                scope.parts.append(self._entries(block, section))
                stretch, decided = [], frozenset()
                continue
            if stretch and number > until and _is_break(stretch, block, decided):
                self._flush(scope, stretch, section, title)
                before = frozenset(atom.path for atom in stretch)
                decided = (decided | before) if block.deciders & (decided | before) else frozenset()
                stretch = []
            block.joined = number <= until
            stretch.append(block)
            until = max(until, block.until)
        self._flush(scope, stretch, section, title)

    def _entries(self, block: Entries, section: str) -> Scope:
        inner = Scope(entries=block.node)
        label = block.node.label
        self._fill(inner, block.inner, section, label)
        inner.overview = self._page([block.overview], section, label, suffix="-liste")
        return inner

    def _flush(self, scope: Scope, stretch: list[Atom], section: str, title: str) -> None:
        scope.parts += [self._page(atoms, section, title) for atoms in cut(stretch)]

    def _page(self, atoms: list[Atom], section: str, title: str, *, suffix: str = "") -> Page:
        shared = _shared_groups(atoms)
        items: list[Item] = []
        for atom in atoms:
            headings = tuple(group.element.label_input for group in atom.groups[len(shared) :])
            item = atom.item
            if not suffix and isinstance(item, Question | StaticText):
                item = replace(item, groups=headings)
                if isinstance(item, Question):
                    self._keep(atom.node, item)
            items.append(item)
        first = atoms[0]
        key = first.path.lstrip("?").rstrip("!") + ("-wahl" if first.path.startswith("?") else suffix)
        chain = self._tree.layout.chain[first.path.lstrip("?").rstrip("!")]
        for atom in atoms:
            self._anchor(atom.node, len(chain), key[len(chain[-1]) + 1 :] if chain else key)
        group = shared[-1] if shared and not suffix else None
        return Page(
            key=key,
            title=group.element.label_input if group else title,
            section=section,
            items=tuple(items),
            help=self._help(group) if group else None,
            repeat=chain[-1] if chain else None,
            legal_bases=group.effective_legal_bases if group else (),
            group=group.path if group else "",
            deciders=tuple(atom.deciders for atom in atoms),
        )

    def _help(self, group: Position) -> str | None:
        """The help of a group, once: on its first page."""
        if group.path in self._helped or isinstance(group.element, Field):
            return None
        self._helped.add(group.path)
        return group.element.help_input

    @staticmethod
    def _keep(node: Node, question: Question) -> None:
        if isinstance(node, FieldNode | ListNode | FileNode | DateNode | ChooserNode):
            node.question = question

    @staticmethod
    def _anchor(node: Node, depth: int, suffix: str) -> None:
        node.anchor.page_depth, node.anchor.page_suffix = depth, suffix


def _acquainted(pages: Sequence[Page], around: Mapping[str, frozenset[str]]) -> dict[str, Page]:
    """The pages of a section, by their keys, with what they have to know of each other.

    A page goes on (`continues`) with an earlier one that has the same title and that everybody sees who sees anything
    of its group. `around` names the questions that decide about a whole group.
    """
    told: dict[str, Page] = {}
    titled: set[tuple[str, str | None]] = set()
    for page, chain in zip(pages, chains(pages), strict=True):
        one = replace(page, goes_on=bool(chain.going_on))
        place = (one.group or one.section, one.repeat)
        if not one.is_overview and one.only_question is None:
            one = replace(one, continues=place in titled and len(one.items) > 1)
            if any(deciders <= around.get(one.group, frozenset()) for deciders in one.deciders):
                titled.add(place)
        told[one.key] = one
    return told


def _is_break(stretch: Sequence[Atom], atom: Atom, decided: frozenset[str]) -> bool:
    """Whether `atom` must begin a new page: something before decides about it, or only one of the two is chosen.

    Where the answers `decided` have brought about the stretch, it stands by itself, so that it can be asked right below
    them.
    """
    if atom.until >= 0 or (atom.deciders and not atom.deciders.isdisjoint(a.path for a in stretch)):
        return True
    if decided and decided.isdisjoint(atom.deciders):
        return True
    return bool(atom.branch and stretch[-1].branch) and atom.branch != stretch[-1].branch


def cut(stretch: Sequence[Atom]) -> list[list[Atom]]:
    """A stretch of questions as pages: few, not overfull, cut between groups rather than inside, and of like size."""
    total = sum(atom.weight for atom in stretch)
    best: list[tuple[float, int]] = [(0.0, 0)]  # for every end: the cost of the pages up to there, the last one's start
    for end in range(1, len(stretch) + 1):
        ways = []
        weight = 0.0
        for start in range(end - 1, -1, -1):
            weight += stretch[start].weight
            if weight > FULL and start < end - 1 and not any(atom.joined for atom in stretch[start + 1 : end]):
                break
            if not stretch[start].joined:
                ways.append((best[start][0] + 1 + _cut_cost(stretch, start) + (weight / total) ** 2, start))
        best.append(min(ways) if ways else (math.inf, end - 1))
    pages: list[list[Atom]] = []
    end = len(stretch)
    while end:
        start = best[end][1]
        pages.insert(0, list(stretch[start:end]))
        end = start
    return pages


def _cut_cost(stretch: Sequence[Atom], start: int) -> float:
    """What it costs to begin a page at `start`: nothing where a group begins or ends, much in the middle of one."""
    return 0.0 if start == 0 or stretch[start].groups != stretch[start - 1].groups else 1.0


def _shared_groups(atoms: Sequence[Atom]) -> tuple[Position, ...]:
    """The groups around all of them, outermost first."""
    shared = atoms[0].groups
    for atom in atoms[1:]:
        same = [a is b for a, b in zip(shared, atom.groups, strict=False)]
        shared = shared[: same.index(False) if False in same else len(same)]
    return shared

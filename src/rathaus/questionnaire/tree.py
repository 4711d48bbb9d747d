"""The compiled positions of a definition: what checks walk, pages are made of and records read."""

from __future__ import annotations

from dataclasses import dataclass, field

from rathaus.fim.model import Field
from rathaus.questionnaire.asking import Choices
from rathaus.questionnaire.findings import Finding
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.layout import Layout
from rathaus.questionnaire.model import EntryList
from rathaus.questionnaire.nodes import EntriesNode, Node
from rathaus.questionnaire.rulebook import Rulebook


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
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For a question that is needed only where none of its neighbours is answered: what those are called."""
    presets: dict[str, str] = field(default_factory=dict)
    """What the owner of the service answered beforehand, by path."""
    templates: dict[str, str] = field(default_factory=dict)
    """The keys that hold values or files, with empty brackets where an entry id stands; made when first asked for."""

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
                title = _("Weitere Angaben") if runs else _("Allgemeine Angaben")
                runs.append((f"{node.id.rstrip('!')}-a", title, [node]))
            loose = single
        return runs

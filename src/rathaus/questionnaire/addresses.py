"""An address that was given already: found where another one is asked, and taken over with one press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rathaus.questionnaire.draft import Draft
from rathaus.questionnaire.keys import Frames, frames_of, path_of
from rathaus.questionnaire.model import Outcome
from rathaus.questionnaire.nodes import EntriesNode, FieldNode, GroupNode, Node
from rathaus.questionnaire.roles import role_of
from rathaus.questionnaire.tree import Tree

ORIGIN = "above"
"""What a draft says of values that were taken over."""
_NEEDED = frozenset({"street", "postcode", "town"})
_PARTS = _NEEDED | {"number"}
_OFFERED = 3
"""So many different addresses are offered, of so many entries of a list."""


@dataclass(frozen=True, slots=True)
class Address:
    """A group that asks for an address: its fields by what they are, and the repeatable groups around them."""

    parts: Mapping[str, FieldNode]
    chain: tuple[str, ...]

    def key(self, frames: Frames) -> str:
        """The instance key it goes by: that of its street."""
        return self.parts["street"].key(frames)

    def values(self, draft: Draft, frames: Frames) -> dict[str, str]:
        """What is typed there, by part."""
        raw = {part: draft.values.get(node.key(frames)) for part, node in self.parts.items()}
        return {part: text for part, text in raw.items() if isinstance(text, str) and text.strip()}


@dataclass(frozen=True, slots=True)
class Offer:
    """An address that may be taken over: the instance keys of both, and how it reads on one line."""

    target: str
    source: str
    text: str


class Addresses:
    """Where a questionnaire asks for addresses, in document order."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._by_street = {one.parts["street"].path: one for one in _found(tree, tree.roots)}
        self._by_first = {
            min((node.path for node in one.parts.values()), key=lambda path: tree.order[path]): one
            for one in self._by_street.values()
        }

    def offers(self, path: str, frames: Frames, draft: Draft, outcome: Outcome) -> tuple[Offer, ...]:
        """What may be taken over before the question at `path`: where an address begins that is still empty."""
        target = self._by_first.get(path)
        if target is None or target.values(draft, frames):
            return ()
        found: dict[str, Offer] = {}
        for source, inside in self._before(target, frames, outcome):
            values = source.values(draft, inside)
            if source.key(inside) in outcome.shown and values.keys() >= _NEEDED:
                text = _line(values)
                found.setdefault(text, Offer(target.key(frames), source.key(inside), text))
        return tuple(islice(found.values(), _OFFERED))

    def take_over(self, draft: Draft, target: str, source: str) -> Draft:
        """The draft with the address `source` at `target` as well; unknown keys change nothing."""
        to, given = (self._by_street.get(path_of(key)) for key in (target, source))
        if to is None or given is None:
            return draft
        values = given.values(draft, frames_of(source))
        into = {node.key(frames_of(target)): values.get(part, "") for part, node in to.parts.items()}
        return draft.with_values(into).with_origins({key: ORIGIN for key, text in into.items() if text})

    def _before(self, target: Address, frames: Frames, outcome: Outcome) -> Iterator[tuple[Address, Frames]]:
        """The addresses before one: of its own entry, of earlier entries, and of lists outside."""
        for address in self._by_street.values():
            same = sum(1 for a, b in zip(address.chain, target.chain, strict=False) if a == b)
            shared = same - 1 if address is target else same
            instances = self._instances(address.chain[max(shared, 0) :], frames[: max(shared, 0) + 1], outcome)
            for inside in islice(instances, _OFFERED):
                if address is target and inside == frames:
                    return
                yield address, inside
            if address is target:
                return

    def _instances(self, chain: Sequence[str], frames: Frames, outcome: Outcome) -> Iterator[Frames]:
        if not chain:
            yield frames
            return
        key = self._tree.entries(chain[0]).key(frames)
        for id_ in outcome.entries.get(key, ()):
            yield from self._instances(chain[1:], (*frames, f"{key}[{id_}]."), outcome)


def _found(tree: Tree, nodes: Sequence[Node]) -> Iterator[Address]:
    """The groups among these nodes, and inside them, that ask for street, postcode and town."""
    parts: dict[str, FieldNode] = {}
    for node in nodes:
        if isinstance(node, FieldNode) and node.path in tree.questions and node.fixed is None:
            role, _ = role_of(tree.layout.positions[node.path])
            if role in _PARTS:
                parts.setdefault(role, node)
    if parts.keys() >= _NEEDED:
        yield Address(parts, tree.layout.chain[parts["street"].path])
    for node in nodes:
        if isinstance(node, GroupNode | EntriesNode):
            yield from _found(tree, node.children)


def _line(values: Mapping[str, str]) -> str:
    street = " ".join(values[part] for part in ("street", "number") if part in values)
    return f"{street}, {values['postcode']} {values['town']}"

"""A definition with some of the origin's changes taken: everything else stays as the town has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from rathaus.exchange.updates.definitions import ADD, HEAD, ORDER, REMOVE, RULE, Comparison
from rathaus.fim.diff import Area
from rathaus.fim.model import Field, Group, Position, Rule, Schema

Block = TypeVar("Block", Field, Group)


def take(compared: Comparison, keys: Collection[str]) -> Schema:
    """The town's schema with the changes that `keys` name (`Comparison.differences`)."""
    return _Taking(compared, keys).schema()


@dataclass(frozen=True, slots=True)
class _RuleChange:
    """What becomes of one rule of a bearer: `rule` None drops it; `number` tells several of one id apart."""

    id: str
    number: int
    rule: Rule | None


class _Taking:
    def __init__(self, compared: Comparison, keys: Collection[str]) -> None:
        self.mine, self.theirs = compared.mine, compared.theirs
        self.areas = compared.areas_of(keys)
        self.added = {key.removeprefix(ADD) for key in keys if key.startswith(ADD)}
        self.removed = {key.removeprefix(REMOVE) for key in keys if key.startswith(REMOVE)}
        self.ordered = {key.removeprefix(ORDER) for key in keys if key.startswith(ORDER)}
        self.head = HEAD in keys
        self.rules: dict[str, list[_RuleChange]] = {}
        there = compared.theirs.side.by_key()
        for key in keys:
            if key.startswith(RULE):
                bearer, id_, number = key.removeprefix(RULE).split("/")
                found = there.get((bearer, id_, int(number)))
                change = _RuleChange(id_, int(number), found.bound.rule if found else None)
                self.rules.setdefault(bearer.rpartition(".")[2], []).append(change)

    def schema(self) -> Schema:
        mine, theirs = self.mine.schema, self.theirs.schema
        taken = replace(mine, label=theirs.label, help=theirs.help) if self.head else mine
        return replace(
            taken,
            children=self._children("", mine.children, theirs.children),
            rules=self._with_rules("", mine.rules),
        )

    def _children(self, path: str, mine: Sequence[Position], theirs: Sequence[Position]) -> tuple[Position, ...]:
        there = {one.id: one for one in theirs}
        kept = [self._position(one, there.get(one.id)) for one in mine if one.path not in self.removed]
        for number, one in enumerate(theirs):
            if one.path in self.added:
                kept = _placed(kept, one, theirs[:number])
        return tuple(_sorted(kept, theirs) if path in self.ordered else kept)

    def _position(self, mine: Position, theirs: Position | None) -> Position:
        areas = self.areas.get(mine.path, set())
        children = self._children(mine.path, mine.children, theirs.children if theirs else ())
        element = self._element(mine.element, theirs.element if theirs else None, areas)
        taken = replace(mine, element=element, children=children)
        if theirs is not None and Area.CARDINALITIES in areas:
            taken = replace(taken, cardinality=theirs.cardinality)
        if theirs is not None and Area.LEGAL_BASES in areas:
            taken = replace(taken, legal_bases=theirs.legal_bases)
        return taken

    def _element(self, mine: Field | Group, theirs: Field | Group | None, areas: Collection[Area]) -> Field | Group:
        ruled = replace(mine, rules=self._with_rules(mine.head.id, mine.rules))
        if isinstance(ruled, Field) and isinstance(theirs, Field):
            return _as_versioned(_field(ruled, theirs, areas), theirs)
        if isinstance(ruled, Group) and isinstance(theirs, Group):
            return _as_versioned(_group(ruled, theirs, areas), theirs)
        return ruled

    def _with_rules(self, bearer: str, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        kept: list[Rule | None] = list(rules)
        for change in self.rules.get(bearer, ()):
            places = [place for place, rule in enumerate(rules) if rule.id == change.id]
            if change.number < len(places):
                kept[places[change.number]] = change.rule
            else:
                kept.append(change.rule)
        return tuple(rule for rule in kept if rule is not None)


def _shared(mine: Block, theirs: Block, areas: Collection[Area]) -> Block:
    """What fields and groups have in common."""
    taken = mine
    if Area.QUESTIONS in areas:
        taken = replace(
            taken,
            label_input=theirs.label_input,
            label_output=theirs.label_output,
            help_input=theirs.help_input,
            help_output=theirs.help_output,
        )
    if Area.LEGAL_BASES in areas:
        taken = replace(taken, head=replace(taken.head, legal_bases=theirs.head.legal_bases))
    return taken


def _field(mine: Field, theirs: Field, areas: Collection[Area]) -> Field:
    taken = _shared(mine, theirs, areas)
    if Area.QUESTIONS in areas:
        taken = replace(taken, content=theirs.content, prefill=theirs.prefill)
    if Area.TYPES in areas:
        taken = replace(taken, kind=theirs.kind, data_type=theirs.data_type)
    if Area.LIMITS in areas:
        taken = replace(taken, limits=theirs.limits, max_size=theirs.max_size, media_types=theirs.media_types)
    if Area.CODES in areas:
        taken = replace(taken, code_list=theirs.code_list, values=theirs.values)
    return taken


def _group(mine: Group, theirs: Group, areas: Collection[Area]) -> Group:
    taken = _shared(mine, theirs, areas)
    return replace(taken, choice=theirs.choice) if Area.CARDINALITIES in areas else taken


def _as_versioned(taken: Block, theirs: Block) -> Block:
    """The origin's own block where nothing but its bookkeeping is different, so that it keeps its version."""
    same = replace(taken, head=replace(theirs.head, legal_bases=taken.head.legal_bases)) == theirs
    return theirs if same else taken


def _placed(kept: Sequence[Position], new: Position, before: Sequence[Position]) -> list[Position]:
    """With `new` behind the nearest of those that stand before it at the origin; in place of one with its id."""
    others = list(kept)
    for place, one in enumerate(others):
        if one.id == new.id:
            others[place] = new
            return others
    places = {one.id: place for place, one in enumerate(others)}
    behind = next((places[one.id] for one in reversed(before) if one.id in places), -1)
    return [*others[: behind + 1], new, *others[behind + 1 :]]


def _sorted(kept: Iterable[Position], theirs: Iterable[Position]) -> list[Position]:
    """In the origin's order; what it does not have stays behind what it stood behind."""
    order = {one.id: number for number, one in enumerate(theirs)}
    last, places = -1, []
    for number, one in enumerate(kept):
        last = order.get(one.id, last)
        places.append((last, one.id not in order, number, one))
    return [one for *_, one in sorted(places, key=lambda place: place[:3])]

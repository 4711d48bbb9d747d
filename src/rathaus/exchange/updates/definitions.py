"""Three definitions compared: what the origin changed, and whether the town changed the same.

A fact is what one area says of one position (`rathaus.fim.diff.Area`), one rule of one bearer, the order below a group,
or that a position is there at all. Three facts with the same key are compared by value; the sentences are those of
`rathaus.fim.diff`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rathaus.exchange.package.language import sentence as _
from rathaus.exchange.updates.model import Difference, Part
from rathaus.fim.diff import Area, blocks, words
from rathaus.fim.diff.matching import Pair
from rathaus.fim.diff.rules import Key as RuleKey
from rathaus.fim.diff.rules import Side
from rathaus.fim.model import CodeList, Field, Position, Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.wording import Wording

AREAS = {
    Area.QUESTIONS: Part.QUESTIONS,
    Area.TYPES: Part.QUESTIONS,
    Area.LIMITS: Part.LIMITS,
    Area.CARDINALITIES: Part.LIMITS,
    Area.CODES: Part.CODES,
    Area.LEGAL_BASES: Part.TEXTS,
}
"""What is compared at a position that is in both, and where a page shows it."""
HEAD, ADD, REMOVE, ORDER, RULE = "head", "add:", "remove:", "order:", "rule:"
"""How keys begin."""


@dataclass(frozen=True)
class Definition:
    """A definition with the code lists that are used for it."""

    schema: Schema
    lists: Mapping[str, CodeList]

    @cached_property
    def side(self) -> Side:
        """With its rules read, as `rathaus.fim.diff` compares."""
        return Side(self.schema, read_rules(self.schema, self.lists), Wording(self.schema, self.lists))

    def at(self, path: str) -> Position | None:
        """The position, if it is there."""
        return self.schema.positions.get(path)

    def children(self, path: str) -> tuple[Position, ...]:
        """What stands below a position; the top for an empty path."""
        if not path:
            return self.schema.children
        found = self.at(path)
        return found.children if found else ()

    def fact(self, area: Area, position: Position) -> Any:
        """What `area` says of a position, as a value."""
        element = position.element
        is_field = isinstance(element, Field)
        match area:
            case Area.QUESTIONS:
                shown = (element.label_input, element.label_output, element.help_input, element.help_output)
                return (*shown, element.content, element.prefill) if isinstance(element, Field) else shown
            case Area.TYPES:
                return (element.kind, element.data_type) if isinstance(element, Field) else ()
            case Area.LIMITS:
                return (element.limits, element.max_size, element.media_types) if isinstance(element, Field) else ()
            case Area.CARDINALITIES:
                return position.cardinality, None if is_field else getattr(element, "choice", False)
            case Area.CODES:
                return self._codes(element) if isinstance(element, Field) else ()
            case Area.LEGAL_BASES:
                return tuple(one.text for one in (position.legal_bases or element.head.legal_bases))
        raise ValueError(area)

    def _codes(self, field: Field) -> Any:
        found = self.lists.get(field.code_list.key) if field.code_list and not field.values else None
        return field.code_list.key if field.code_list else "", field.values, found.codes if found else ()

    def whole(self, position: Position) -> tuple[Any, ...]:
        """Everything that is compared of a position and all below it."""
        return tuple(
            (one.path, *(self.fact(area, one) for area in AREAS), tuple(rule_text(r.text) for r in one.element.rules))
            for one in position.walk()
        )

    @cached_property
    def head(self) -> tuple[str | None, ...]:
        """What is said of the whole."""
        return self.schema.label, self.schema.help


def rule_text(text: str) -> str:
    """A rule's text without what says nothing: line breaks differ between downloads."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Comparison:
    """The three sides, in one dialect."""

    base: Definition
    mine: Definition
    theirs: Definition

    def differences(self) -> Iterator[Difference]:
        """Everything that the origin changed, and that is not so here already."""
        yield from self._head()
        yield from self._positions()
        yield from self._areas()
        yield from self._orders()
        yield from self._rules()

    # --- the whole

    def _head(self) -> Iterator[Difference]:
        before, mine, now = self.base.head, self.mine.head, self.theirs.head
        if now not in (before, mine):
            shown = tuple("\n".join(part for part in head if part) for head in (before, now, mine))
            yield Difference(
                HEAD,
                Part.QUESTIONS,
                _("Name und Hilfe des Antrags"),
                (_("Der Antrag heißt anders, oder seine Hilfe ist anders."),),
                (_("Sie haben das auch geändert."),) if mine != before else (),
                *shown,
            )

    # --- what is new or gone

    def _positions(self) -> Iterator[Difference]:
        for path, position in self.theirs.schema.positions.items():
            if self.base.at(path) is None and self._parent_is_there(position, self.base):
                yield from self._added(position)
        for path, position in self.base.schema.positions.items():
            if self.theirs.at(path) is None and self._parent_is_there(position, self.theirs):
                yield from self._removed(position)
        for path, position in self.base.schema.positions.items():
            now = self.theirs.at(path)
            if now is not None and self.mine.at(path) is None and self._parent_is_there(position, self.mine):
                yield from self._missing_here(position, now)

    @staticmethod
    def _parent_is_there(position: Position, other: Definition) -> bool:
        return not position.parent_path or other.at(position.parent_path) is not None

    def _added(self, position: Position) -> Iterator[Difference]:
        mine = self.mine.at(position.path)
        if mine is not None and self.mine.whole(mine) == self.theirs.whole(position):
            return
        yield Difference(
            f"{ADD}{position.path}",
            Part.QUESTIONS,
            position.element.label_input,
            (_("{what} ist neu.", what=described(position)),),
            (_("Bei Ihnen steht dort etwas anderes."),) if mine is not None else (),
            None,
            outline(position),
            outline(mine) if mine is not None else None,
        )

    def _removed(self, position: Position) -> Iterator[Difference]:
        mine = self.mine.at(position.path)
        if mine is None:
            return
        changed = self.mine.whole(mine) != self.base.whole(position)
        yield Difference(
            f"{REMOVE}{position.path}",
            Part.QUESTIONS,
            position.element.label_input,
            (_("{what} entfällt.", what=described(position)),),
            (_("Sie haben daran etwas geändert."),) if changed else (),
            outline(position),
            None,
            outline(mine),
        )

    def _missing_here(self, position: Position, now: Position) -> Iterator[Difference]:
        if self.base.whole(position) == self.theirs.whole(now):
            return
        yield Difference(
            f"{ADD}{now.path}",
            Part.QUESTIONS,
            now.element.label_input,
            (_("{what} ist anders.", what=described(now)),),
            (_("Bei Ihnen gibt es das nicht mehr."),),
            outline(position),
            outline(now),
            None,
        )

    # --- what is in all three

    def areas(self) -> Iterator[tuple[Area, Position, tuple[Any, ...]]]:
        """Every area of a position where the origin changed something that is not so here already."""
        for path, now in self.theirs.schema.positions.items():
            before, mine = self.base.at(path), self.mine.at(path)
            if before is None or mine is None or not (type(before.element) is type(now.element) is type(mine.element)):
                continue
            for area in AREAS:
                facts = self.base.fact(area, before), self.theirs.fact(area, now), self.mine.fact(area, mine)
                if facts[1] not in (facts[0], facts[2]):
                    yield area, now, facts

    def _areas(self) -> Iterator[Difference]:
        """The same at several positions of one building block is told once; the first of them gives the key."""
        told: set[tuple[Any, ...]] = set()
        for area, now, facts in self.areas():
            same = (area, now.id, *facts)
            if same not in told:
                told.add(same)
                before, mine = self.base.schema.positions[now.path], self.mine.schema.positions[now.path]
                yield self._difference(area, before, now, mine)

    def areas_of(self, keys: Collection[str]) -> dict[str, set[Area]]:
        """By path the areas that the differences with these keys are about, at every place of a building block."""
        key_of: dict[tuple[Any, ...], str] = {}
        found: dict[str, set[Area]] = {}
        for area, now, facts in self.areas():
            if key_of.setdefault((area, now.id, *facts), f"{area}:{now.path}") in keys:
                found.setdefault(now.path, set()).add(area)
        return found

    def _difference(self, area: Area, before: Position, now: Position, mine: Position) -> Difference:
        theirs = said(area, before, now, self.base, self.theirs)
        own = said(area, before, mine, self.base, self.mine)
        conflict = self.base.fact(area, before) != self.mine.fact(area, mine)
        return Difference(
            f"{area}:{now.path}",
            AREAS[area],
            now.element.label_input,
            tuple(one.sentence for one in theirs),
            (tuple(one.sentence for one in own) or (_("Sie haben hier auch etwas geändert."),)) if conflict else (),
            _joined(one.before for one in theirs),
            _joined(one.after for one in theirs),
            _joined(one.after for one in own) if conflict else _joined(one.before for one in theirs),
        )

    def _orders(self) -> Iterator[Difference]:
        for path in ("", *self.theirs.schema.positions):
            sides = [[one.id for one in side.children(path)] for side in (self.base, self.theirs, self.mine)]
            common = set(sides[0]) & set(sides[1]) & set(sides[2])
            before, now, mine = ([one for one in side if one in common] for side in sides)
            if now not in (before, mine):
                names = {one.id: one.element.label_input for one in self.theirs.children(path)}
                shown = ["\n".join(names[one] for one in side) for side in (before, now, mine)]
                above = self.theirs.at(path)
                yield Difference(
                    f"{ORDER}{path}",
                    Part.QUESTIONS,
                    above.element.label_input if above else self.theirs.schema.label,
                    (_("Die Reihenfolge ist anders."),),
                    (_("Sie haben die Reihenfolge auch geändert."),) if mine != before else (),
                    *shown,
                )

    # --- rules

    def _rules(self) -> Iterator[Difference]:
        sides = self.base.side.by_key(), self.theirs.side.by_key(), self.mine.side.by_key()
        told: set[tuple[str, str, Any]] = set()
        for key in {**sides[1], **sides[0]}:
            before, now, mine = (side.get(key) for side in sides)
            found = (before, now, mine)
            texts = [rule_text(one.bound.rule.text) if one else None for one in found]
            if texts[0] == texts[1] or texts[1] == texts[2] or not self._bearer_is_everywhere(key):
                continue
            same = (key[1], key[0].rpartition(".")[2], tuple(texts))
            if same in told:
                continue
            told.add(same)
            yield self._rule(key, found, texts)

    def _bearer_is_everywhere(self, key: RuleKey) -> bool:
        """Rules of what is new, gone or not here come and go with it."""
        return not key[0] or all(side.at(key[0]) is not None for side in (self.base, self.mine, self.theirs))

    def _rule(self, key: RuleKey, found: tuple[ReadRule | None, ...], texts: list[str | None]) -> Difference:
        before, now, mine = texts
        rule = next(one for one in (found[1], found[0]) if one is not None).bound.rule
        if before is None:
            told = _("Die Regel ist neu.")
        elif now is None:
            told = _("Die Regel entfällt.")
        else:
            told = _("Die Regel ist anders.")
        own = _("Sie haben die Regel geändert.") if mine else _("Bei Ihnen gibt es die Regel nicht.")
        return Difference(
            f"{RULE}{'/'.join(map(str, key))}",
            Part.RULES,
            rule.name if rule.name and rule.name != rule.id else rule.id,
            (told,),
            (own,) if mine != before else (),
            *self._shown(found, texts),
        )

    def _shown(self, found: tuple[ReadRule | None, ...], texts: list[str | None]) -> list[str | None]:
        """What the rules do, in words; their texts where the words do not tell them apart."""
        sides = (self.base.side, self.theirs.side, self.mine.side)
        shown = [side.says(one) or text if one else None for side, one, text in zip(sides, found, texts, strict=True)]
        return texts if shown[0] == shown[1] else shown


def said(area: Area, old: Position, new: Position, before: Definition, after: Definition) -> list[blocks.Said]:
    """What `rathaus.fim.diff` says of one area of a position."""
    found = blocks.differences(Pair(old, new), before.lists, after.lists)
    return [one for one in found if one.area is area]


def _joined(texts: Any) -> str | None:
    return "\n".join(text for text in texts if text) or None


def described(position: Position) -> str:
    """A position with how many questions are in it."""
    count, name = len(words.questions(position)), position.element.label_input
    if isinstance(position.element, Field):
        return _("„{name}“", name=name)
    if count == 1:
        return _("Die Gruppe „{name}“ mit 1 Frage", name=name)
    return _("Die Gruppe „{name}“ mit {count} Fragen", name=name, count=count)


def outline(position: Position) -> str:
    """The labels at and below a position, indented."""
    depth = position.path.count(".")
    return "\n".join(f"{'– ' * (one.path.count('.') - depth)}{one.element.label_input}" for one in position.walk())

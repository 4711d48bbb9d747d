"""Two definitions, compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rathaus.fim.diff import blocks, rules, words
from rathaus.fim.diff.matching import Matched, Pair, match
from rathaus.fim.diff.model import Area, Change, Diff, Edition, Fate
from rathaus.fim.model import CodeList, Field, FieldKind, Group, Position, Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.wording import Wording
from rathaus.fim.upgrade import upgrade

_NO_LISTS: Mapping[str, CodeList] = MappingProxyType({})
_ORDER = {area: number for number, area in enumerate(Area)}
_GRAVITY = {Fate.KEPT: 0, Fate.REQUIRED: 1, Fate.AGAIN: 2, Fate.ASIDE: 3}


def compare(
    old: Schema,
    new: Schema,
    *,
    old_lists: Mapping[str, CodeList] = _NO_LISTS,
    new_lists: Mapping[str, CodeList] = _NO_LISTS,
) -> Diff:
    """What `new` changes for a service that follows `old`.

    The lists are those to use for each definition, by `CodeListRef.key`, beside those that came with the schema. Raises
    `FimError` where 2.0 is compared with 3.0.0 and its ids cannot be written as 3.0.0 writes them.
    """
    editions = (_edition(old), _edition(new))
    if old.dialect is not new.dialect:
        old, new = upgrade(old).schema, upgrade(new).schema
    return _Comparison(
        _side(old, old_lists), _side(new, new_lists), {**old.code_lists, **old_lists}, {**new.code_lists, **new_lists}
    ).diff(*editions)


def _edition(schema: Schema) -> Edition:
    return Edition(schema.head.id, schema.head.version, schema.dialect, schema.label)


def _side(schema: Schema, lists: Mapping[str, CodeList]) -> rules.Side:
    return rules.Side(schema, read_rules(schema, lists), Wording(schema, lists))


@dataclass(slots=True)
class _Comparison:
    old: rules.Side
    new: rules.Side
    old_lists: Mapping[str, CodeList]
    new_lists: Mapping[str, CodeList]
    changes: list[Change] = field(default_factory=list)
    fates: dict[str, Fate] = field(default_factory=dict)

    def diff(self, old: Edition, new: Edition) -> Diff:
        self.changes += _service(self.old.schema, self.new.schema)
        matched = match(self.old.schema.children, self.new.schema.children)
        self._positions(matched)
        for pair in matched.pairs:
            self._pair(pair)
        for change in rules.differences(self.old, self.new):
            self.changes.append(change)
            self._rule_fate(change)
        asked = {**_questions(self.old.schema), **_questions(self.new.schema)}
        fates = {path: self.fates[path] for path in asked if path in self.fates}
        return Diff(
            old=old,
            new=new,
            changes=tuple(sorted(_merged(self.changes), key=lambda change: _ORDER[change.area])),
            fates=fates,
            labels={path: asked[path].element.label_input for path in fates},
            kept=len(_questions(self.old.schema).keys() - fates.keys()),
        )

    # --- positions

    def _positions(self, matched: Matched) -> None:
        moved_from = {pair.old.path for pair in matched.moves}
        moved_to = {pair.new.path for pair in matched.moves}
        for position in matched.removed:
            self._say(Area.POSITIONS, position, f"{_described(position, moved_from)} entfällt.", Fate.ASIDE)
            self._fate(words.questions(position), Fate.ASIDE)
        for position in matched.added:
            demanded = tuple(_demanded(position))
            fate = Fate.REQUIRED if demanded else None
            self._say(Area.POSITIONS, position, f"{_described(position, moved_to)} ist neu.", fate)
            self._fate(demanded, Fate.REQUIRED)
        for pair in matched.moves:
            place = _place(self.new.schema, pair.new)
            self._say(Area.POSITIONS, pair.new, f"{words.label(pair.new.element)} steht jetzt {place}.", Fate.ASIDE)
            self._fate(words.questions(pair.old), Fate.ASIDE)
            self._fate(_demanded(pair.new), Fate.REQUIRED)
        for position, before in matched.shifted:
            place = f"nach {words.label(before.element)}" if before else "an erster Stelle"
            self._say(Area.POSITIONS, position, f"{words.label(position.element)} steht jetzt {place}.", Fate.KEPT)

    def _say(self, area: Area, position: Position, sentence: str, fate: Fate | None) -> None:
        self.changes.append(Change(area, (position.path,), sentence, fate=fate))

    def _fate(self, positions: Iterable[Position], fate: Fate) -> None:
        """The gravest that is said of an answer is what becomes of it."""
        for position in positions:
            if _GRAVITY[fate] > _GRAVITY[self.fates.get(position.path, Fate.KEPT)]:
                self.fates[position.path] = fate

    # --- what stands in both

    def _pair(self, pair: Pair) -> None:
        for said in blocks.differences(pair, self.old_lists, self.new_lists):
            fate = self._fate_of(said, pair)
            self.changes.append(
                Change(said.area, (pair.new.path,), said.sentence, said.before, said.after, fate, said.conditional)
            )

    def _fate_of(self, said: blocks.Said, pair: Pair) -> Fate | None:
        """What `said` does to the answers at `pair`; those that moved are put aside whatever else changed."""
        if pair.moved:
            return None
        asked, still = words.is_asked(pair.old), words.is_asked(pair.new)
        if isinstance(pair.new.element, Field):
            if asked and not still:
                self._fate((pair.old,), Fate.ASIDE)
                return Fate.ASIDE if said.area is Area.TYPES else None
            if not asked:
                newly = still and said.area is Area.TYPES and _is_demanded(self.new.schema, pair.new)
                self._fate((pair.new,) if newly else (), Fate.REQUIRED)
                return Fate.REQUIRED if newly else None
        self._fate(_touched(said, pair, self.new.schema), said.fate or Fate.KEPT)
        return said.fate

    def _rule_fate(self, change: Change) -> None:
        """Rules that close something put aside no answer by themselves: that depends on the other answers."""
        if change.fate is Fate.REQUIRED:
            for path in change.paths:
                position = self.new.schema.positions[path]
                self._fate(_demanded(position, whole=False), Fate.REQUIRED)


def _touched(said: blocks.Said, pair: Pair, new: Schema) -> Iterator[Position]:
    """The asked fields whose answers a change at `pair` is about."""
    if said.fate is Fate.REQUIRED:
        below = _demanded(pair.new) if pair.new.children else (pair.new,)
        yield from (position for position in below if _is_demanded(new, pair.new))
    else:
        yield from words.questions(pair.old)


def _questions(schema: Schema) -> dict[str, Position]:
    return {path: position for path, position in schema.positions.items() if words.is_asked(position)}


def _demanded(top: Position, *, whole: bool = True) -> Iterator[Position]:
    """The asked fields that are demanded at `top`; with `whole`, none where it is optional itself."""
    if whole and top.cardinality.optional:
        return
    if words.is_asked(top):
        yield top
    if isinstance(top.element, Group) and not top.element.choice:
        for child in top.children:
            yield from _demanded(child)


def _is_demanded(schema: Schema, position: Position) -> bool:
    """Whether nothing around `position`, nor itself, is optional."""
    path = position.path
    while path:
        if schema.positions[path].cardinality.optional:
            return False
        path = path.rpartition(".")[0]
    return True


def _described(position: Position, moved: set[str]) -> str:
    """A position with how many questions are in it, without those that stand elsewhere."""
    name, element = words.label(position.element), position.element
    if isinstance(element, Field):
        kind = {FieldKind.LABEL: "Der Hinweis", FieldKind.INPUT: "Die Frage", FieldKind.SELECT: "Die Frage"}
        return f"{kind.get(element.kind, 'Das Feld')} {name}"
    gone = [path for path in moved if path.startswith(f"{position.path}.")]
    asked = [
        found
        for found in words.questions(position)
        if not any(found.path == path or found.path.startswith(f"{path}.") for path in gone)
    ]
    count = {0: "ohne Fragen", 1: "mit 1 Frage"}.get(len(asked), f"mit {len(asked)} Fragen")
    return f"Die Gruppe {name} {count}"


def _place(schema: Schema, position: Position) -> str:
    above = schema.positions.get(position.parent_path)
    return f"in {words.label(above.element)}" if above else "auf der obersten Ebene"


# --- the whole


def _service(old: Schema, new: Schema) -> Iterator[Change]:
    if old.head.id != new.head.id:
        yield Change(Area.SERVICE, (), f"Es ist eine andere Definition: {new.head.id} statt {old.head.id}.")
    texts = [
        ("Die Leistung heißt anders", old.label, new.label),
        ("Der Hilfetext zum Antrag ist anders", old.help, new.help),
        ("Der Beginn der Gültigkeit ist anders", old.head.valid_from, new.head.valid_from),
        ("Das Ende der Gültigkeit ist anders", old.head.valid_until, new.head.valid_until),
        ("Der Dokumentsteckbrief ist ein anderer", old.document_profile, new.document_profile),
    ]
    for sentence, before, after in texts:
        if before != after:
            yield Change(Area.SERVICE, (), f"{sentence}.", before, after)
    for said in blocks.legal_bases(old.head.legal_bases, new.head.legal_bases, "Die ganze Leistung"):
        yield Change(said.area, (), said.sentence, said.before, said.after)


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    """Changes that say the same of several positions, as one: building blocks recur."""
    found: dict[Change, dict[str, None]] = {}
    for change in changes:
        found.setdefault(replace(change, paths=()), {}).update(dict.fromkeys(change.paths))
    for change, paths in found.items():
        yield replace(change, paths=tuple(paths))

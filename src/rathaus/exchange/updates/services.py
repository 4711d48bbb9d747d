"""Three states of a service compared, and the changes of the origin taken that somebody chose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rathaus import fim
from rathaus.catalogue import reading as readings
from rathaus.catalogue.reading import ListFile
from rathaus.exchange.contents.service import DEFINITION, OF_ONE_TOWN, ServiceContents
from rathaus.exchange.updates import facts, titles
from rathaus.exchange.updates.definitions import ADD, Comparison, Definition
from rathaus.exchange.updates.model import Difference, Part
from rathaus.exchange.updates.taking import take
from rathaus.fim import writer
from rathaus.fim.diff import Area
from rathaus.fim.lists import references
from rathaus.fim.model import Dialect, Schema
from rathaus.fim.rules.byhand import HandReading
from rathaus.fim.upgrade import long_id, long_path

Facts = dict[tuple[Part, str], Any]
_BY_HAND_WITHOUT = ("trials", "written_by", "signed_by")


@dataclass(frozen=True)
class State:
    """Contents with their definition read."""

    contents: ServiceContents
    definition: Definition

    @cached_property
    def facts(self) -> Facts:
        """Everything but the definition, by what it is."""
        return dict(_facts(self.contents))


def states(*given: ServiceContents) -> tuple[State, ...]:
    """Read the definitions. Where they are not all of one dialect, those of 2.0 become 3.0.0."""
    schemas = [fim.read(one.definition, name=DEFINITION) for one in given]
    if len({one.dialect for one in schemas}) == 1:
        return tuple(map(_state, given, schemas))
    return tuple(_as_3(one, schema) for one, schema in zip(given, schemas, strict=True))


def _state(contents: ServiceContents, schema: Schema) -> State:
    files = [ListFile(key, data) for key, data in contents.lists.items()]
    matches = readings.match_lists(schema, files)
    return State(contents, Definition(schema, {one.key: one.code_list for one in matches if one.code_list}))


def _as_3(contents: ServiceContents, schema: Schema) -> State:
    if schema.dialect is Dialect.XDF3:
        return _state(contents, schema)
    written = replace(_renamed(contents, schema), definition=writer.write(schema))
    return _state(written, fim.read(written.definition, name=DEFINITION))


def _renamed(contents: ServiceContents, schema: Schema) -> ServiceContents:
    """With every path and id of the definition, which is one of 2.0, as 3.0.0 writes it."""
    names = {path: long_path(path) for path in schema.positions}
    names |= {bound.rule.id: long_id(bound.rule.id) for bound in schema.bound_rules}
    return replace(
        contents,
        rules=tuple(HandReading.from_json(_with_names(one.to_json(), names)) for one in contents.rules),
        presets=_with_names(dict(contents.presets), names),
        positions=_with_names(dict(contents.positions), names),
    )


def _with_names(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {names.get(key, key): _with_names(one, names) for key, one in value.items()}
    return [_with_names(one, names) for one in value] if isinstance(value, list) else value


def _facts(contents: ServiceContents) -> Iterator[tuple[tuple[Part, str], Any]]:
    texts = contents.service_texts().to_json()
    for language, translation in texts.pop("translations").items():
        for name, value in translation.items():
            if name not in OF_ONE_TOWN:
                yield (Part.TEXTS, f"{language}.{name}"), value
    for name, value in texts.items():
        if name not in OF_ONE_TOWN | {"letters"}:
            yield (Part.TEXTS, name), value
    for one in contents.rules:
        said = {name: value for name, value in one.to_json().items() if name not in _BY_HAND_WITHOUT}
        yield (Part.BY_HAND, f"{one.rule}@{one.bearer}"), said
    for part, values in ((Part.PRESETS, contents.presets), (Part.LETTERS, contents.letters)):
        for name, text in values.items():
            yield (part, name), text
    for role, path in contents.positions.items():
        yield (Part.ROLES, role), path


@dataclass(frozen=True)
class Update:
    """What a copy was made from, what the town has, and what the origin offers now."""

    base: State
    mine: State
    theirs: State

    @classmethod
    def of(cls, base: ServiceContents, mine: ServiceContents, theirs: ServiceContents) -> Update:
        """Read the three. Raises `FimError`."""
        return cls(*states(base, mine, theirs))

    @cached_property
    def compared(self) -> Comparison:
        """The three definitions."""
        return Comparison(self.base.definition, self.mine.definition, self.theirs.definition)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What the origin changed and the town does not have, by part."""
        order = {part: number for number, part in enumerate(Part)}
        found = [*self.compared.differences(), *self._of_facts()]
        return tuple(sorted(found, key=lambda one: order[one.part]))

    def _of_facts(self) -> Iterator[Difference]:
        for key, *values in facts.changed(self.base.facts, self.theirs.facts, self.mine.facts):
            part, name = key
            before, now, mine = values
            shown = [titles.in_words(part, value, self.theirs.definition) for value in values]
            own = () if mine == before else (facts.CHANGED_BY_BOTH,)
            title = titles.title(part, name, self.theirs.definition)
            yield Difference(f"{part}:{name}", part, title, (facts.told(before, now),), own, *shown)

    # --- taking

    def taken(self, keys: Collection[str]) -> ServiceContents:
        """The town's contents with these changes; unknown keys change nothing. Trials are those of the origin."""
        known = frozenset(one.key for one in self.differences) & frozenset(keys)
        made = replace(self._with_facts(known), trials=self.theirs.contents.trials)
        of_definition = {one.key for one in self.compared.differences()}
        wanted = of_definition & known
        if not wanted:
            return made
        if wanted == of_definition and self.mine.contents.definition == self.base.contents.definition:
            definition, schema = self.theirs.contents.definition, self.theirs.definition.schema
        else:
            merged = take(self.compared, wanted)
            definition = writer.write(merged)
            schema = fim.read(definition, name=DEFINITION)
            if merged.dialect is not Dialect.XDF3:
                made = _renamed(made, merged)
        return replace(made, definition=definition, lists=self._lists(schema, known))

    def _with_facts(self, keys: Collection[str]) -> ServiceContents:
        mine, theirs = self.mine.contents, self.theirs.contents
        facts = dict(self.mine.facts)
        for part, name in {**self.theirs.facts, **facts}:
            if f"{part}:{name}" in keys:
                facts[part, name] = self.theirs.facts.get((part, name))
        return replace(
            mine,
            texts=_texts(facts),
            rules=_rules(mine, theirs, keys),
            presets=_named(facts, Part.PRESETS),
            letters=_named(facts, Part.LETTERS),
            positions=_named(facts, Part.ROLES),
        )

    def _lists(self, schema: Schema, keys: Collection[str]) -> dict[str, bytes]:
        """A list for each reference: the origin's where its codes were taken or its question is new, else the own."""
        paths = {path for path, areas in self.compared.areas_of(keys).items() if Area.CODES in areas}
        paths |= {
            path
            for key in keys
            if key.startswith(ADD)
            for path in self.theirs.definition.schema.positions
            if path == key.removeprefix(ADD) or path.startswith(f"{key.removeprefix(ADD)}.")
        }
        theirs, mine = self.theirs.contents.lists, self.mine.contents.lists
        wanted = set()
        for path in paths:
            reference = getattr(self.theirs.definition.schema.positions[path].element, "code_list", None)
            wanted.add(reference.key if reference else "")
        found = {}
        for reference in references(schema):
            first, second = (theirs, mine) if reference.key in wanted else (mine, theirs)
            if data := first.get(reference.key) or second.get(reference.key):
                found[reference.key] = data
        return found


def _texts(facts: Facts) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    translations: dict[str, dict[str, Any]] = {}
    for (part, name), value in facts.items():
        if part is Part.TEXTS and value is not None:
            language, dot, field = name.rpartition(".")
            (translations.setdefault(language, {}) if dot else texts)[field] = value
    return texts | {"translations": translations}


def _named(facts: Facts, part: Part) -> dict[str, Any]:
    return {name: value for (of, name), value in facts.items() if of is part and value is not None}


def _rules(mine: ServiceContents, theirs: ServiceContents, keys: Collection[str]) -> tuple[HandReading, ...]:
    def key(one: HandReading) -> str:
        return f"{Part.BY_HAND}:{one.rule}@{one.bearer}"

    kept = {key(one): one for one in mine.rules if key(one) not in keys}
    return tuple((kept | {key(one): one for one in theirs.rules if key(one) in keys}).values())

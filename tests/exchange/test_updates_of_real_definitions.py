"""Every real definition, changed by chance at the origin and in the town: what was taken is there, and the own too."""

import random
from dataclasses import replace

import pytest

from rathaus import fim
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.updates.services import Update
from rathaus.fim import writer
from rathaus.fim.model import Cardinality, Field, Limits
from rathaus.fim.upgrade import upgrade

pytestmark = [pytest.mark.slow, pytest.mark.material]
EDITS = 12


def edited(schema, seed, said):
    """The schema with some positions reworded, limited, demanded, dropped, doubled in their rules or turned round."""
    chance = random.Random(seed)
    chosen = dict.fromkeys(chance.sample(sorted(schema.positions), min(EDITS, len(schema.positions))))
    what = {path: chance.choice(["label", "limit", "count", "drop", "rules", "order"]) for path in chosen}
    reworded = {path.rpartition(".")[2]: f"{said} {path}" for path, edit in what.items() if edit == "label"}
    ruled = {path.rpartition(".")[2] for path, edit in what.items() if edit == "rules"}
    limited = {path.rpartition(".")[2] for path, edit in what.items() if edit == "limit"}

    def element(one):  # a building block is the same wherever it is used
        if one.head.id in reworded:
            one = replace(one, label_input=reworded[one.head.id])
        if one.head.id in limited and isinstance(one, Field):
            one = replace(one, limits=Limits(max_length=chance.randint(5, 9)))
        if one.head.id in ruled:
            one = replace(one, rules=tuple(replace(rule, text=f"{said}: {rule.text}") for rule in one.rules))
        return one

    known = {}

    def position(one):
        made = known.get(one.element.head.id) or element(one.element)
        known[one.element.head.id] = made
        children = tuple(position(child) for child in one.children if what.get(child.path) != "drop") or tuple(
            map(position, one.children)
        )
        if what.get(one.path) == "order":
            children = children[1:] + children[:1]
        count = Cardinality(0, 1) if what.get(one.path) == "count" else one.cardinality
        return replace(one, element=made, children=children, cardinality=count)

    return writer.write(replace(schema, children=tuple(map(position, schema.children))))


def contents(definition):
    return ServiceContents(definition=definition, lists={}, texts={"name": "X"})


@pytest.mark.parametrize("seed", range(2))
def test_taken_changes_are_no_differences_and_the_own_stay(material, seed):
    files = sorted((material / "fim" / "xdf3").glob("*.xml"))
    assert len(files) > 20
    told = 0
    for file in files:
        schema = upgrade(fim.read(file.read_bytes(), name=file.name)).schema
        base = contents(writer.write(schema))
        theirs = contents(edited(schema, seed, "neu"))
        mine = contents(edited(schema, seed + 100, "unser"))
        update = Update.of(base, mine, theirs)
        keys = sorted(one.key for one in update.differences)
        assert len(keys) == len(set(keys)), file.name
        half = set(random.Random(seed).sample(keys, len(keys) // 2))
        left = {one.key for one in Update.of(base, update.taken(half), theirs).differences}
        assert left & half == set(), file.name
        whole = Update.of(base, update.taken(keys), theirs)
        assert [one.key for one in whole.differences] == [], file.name
        plain = {one.key for one in update.differences if not one.conflict}
        own = {one.key for one in Update.of(base, theirs, mine).differences}
        still = {one.key for one in Update.of(base, theirs, update.taken(plain)).differences}
        assert own == still, file.name
        told += len(keys)
    assert told > 100

"""What `rathaus.fim.diff` foretells of drafts is what `Questionnaire.adopt` does with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from rathaus.fim.diff import Fate, blocks, compare
from rathaus.fim.model import Cardinality, DataType, Field, FieldKind, Position, Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.upgrade import long_path, upgrade
from rathaus.questionnaire import Draft, FileRef, Questionnaire, asking, plan
from rathaus.questionnaire.generator import fill
from rathaus.questionnaire.keys import path_of
from tests import reals
from tests.questionnaire.samples import field, group, make, schema

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G, H = "G99000000001", "G99000000002"
FILES = ["xdf3/S07000000214_V1.2.0.xdf3.xml", "xdf3/S05000001319_V2.0.0.xdf3.xml", "xdf3/S00000000371_V1.0.0.xdf3.xml"]


def asked(found: Schema) -> Questionnaire:
    return plan(found, read_rules(found), {})


def foretold_and_true(old: Schema, new: Schema, draft: Draft) -> tuple[set[str], set[str]]:
    """The keys of the answers that the comparison says are put aside, and those that are."""
    diff = compare(old, new)
    typed = {key for key in draft.values if key[0] not in "?H"}
    short = old.dialect is new.dialect
    moved = asked(new).adopt(draft)
    gone = asked(new).lost(draft)
    assert {key if short else long_path(key) for key in gone & draft.values.keys()} == set(moved.aside)
    aside = {path if short else long_path(path) for path in diff.having(Fate.ASIDE)}
    foretold = {key for key in typed if (path_of(key) if short else long_path(path_of(key))) in aside}
    return foretold, {key for key in typed if key not in moved.values and long_path(key) not in moved.values}


def edited(positions: tuple[Position, ...], rng: Random, path: str = "") -> tuple[Position, ...]:
    """The positions after edits such as editors make, each with its new path."""
    found = []
    for position in positions:
        element, cardinality = position.element, position.cardinality
        kind = rng.random()
        if kind < 0.05:
            continue
        if kind < 0.10:
            cardinality = Cardinality(0, None) if not cardinality.repeatable else Cardinality(1, 1)
        elif kind < 0.15 and isinstance(element, Field) and not element.values and element.code_list is None:
            element = replace(
                element, data_type=rng.choice([DataType.TEXT, DataType.BOOL, DataType.DATE, DataType.FILE])
            )
        elif kind < 0.20 and isinstance(element, Field):
            element = replace(element, kind=FieldKind.LABEL, content="Hinweis")
        elif kind < 0.25:
            new_id = element.head.id[:3] + "9" + element.head.id[4:]
            element = replace(element, head=replace(element.head, id=new_id))
        here = f"{path}.{element.head.id}" if path else element.head.id
        found.append(
            replace(position, path=here, element=element, cardinality=cardinality,
                    children=edited(position.children, rng, here))
        )  # fmt: skip
    if len(found) > 2 and rng.random() < 0.2:
        found[0], found[1] = found[1], found[0]
    return tuple(found)


def test_boxes_are_the_same_here_and_there() -> None:
    assert blocks.BOXES == asking.BOXES


@pytest.mark.material
@pytest.mark.parametrize("name", FILES)
def test_answers_put_aside_are_those_foretold(name: str, material: Path) -> None:
    old = reals.schema(material / "fim" / name)
    draft = fill(asked(old), Random(1))
    counts = []
    for seed in range(15):
        new = replace(old, children=edited(old.children, Random(seed)))
        foretold, true = foretold_and_true(old, new, draft)
        assert foretold == true
        counts.append(len(true))

    assert max(counts) > 2
    assert foretold_and_true(old, old, draft) == (set(), set())


@pytest.mark.material
def test_drafts_of_2_are_adopted_by_3(material: Path) -> None:
    old = reals.schema(material / "fim/xdf2/S00000094V1.0_xdf2/S00000094V1.0_xdf2.xml")
    new = upgrade(old).schema
    draft = fill(asked(old), Random(2))
    moved = asked(new).adopt(draft)

    assert not compare(old, new)
    assert moved.aside == {}
    assert asked(new).check(moved).complete
    assert asked(new).first_open(moved) is None
    assert len(draft.values) == len(moved.values) > 10
    assert asked(new).lost(draft) == frozenset()
    assert all(asked(new).knows(key) for key in draft.values)
    assert all(asked(old).knows(key) for key in moved.values)


def test_files_without_a_place_are_lost() -> None:
    photo = FileRef("1", "bild.png", 5, "image/png")
    draft = Draft(files={f"{G}.{A}": (photo,), f"{G}.{B}": (photo,)})
    new = make(group(G, "A", field(A, data_type=DataType.FILE), field(B)))

    assert new.lost(draft) == {f"{G}.{B}"}


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        (group(G, "A", field(A), field(B)), group(G, "A", field(A)), Fate.ASIDE),
        (group(G, "A", field(B)), group(H, "B", field(B)), Fate.ASIDE),
        (group(G, "A", field(B)), group(G, "A", field(B), anzahl="0:*"), Fate.ASIDE),
        (group(G, "A", field(B)), group(G, "A", field(B, anzahl="0:3")), Fate.ASIDE),
        (group(G, "A", field(B)), group(G, "A", field(B, kind=FieldKind.LABEL, content="x")), Fate.ASIDE),
        (group(G, "A", field(B)), group(G, "A", field(B, data_type=DataType.DATE)), Fate.AGAIN),
        (group(G, "A", field(B)), group(G, "A", field(C), field(B)), None),
        (group(G, "A", field(B)), group(G, "A", field(B), anzahl="0:1"), None),
    ],
)
def test_one_answer(old: Position, new: Position, fate: Fate | None) -> None:
    was, now = schema(old), schema(new)
    diff = compare(was, now)
    moved = make(new).adopt(Draft(values={f"{G}.{B}": "b"}))

    assert diff.fates.get(f"{G}.{B}") is fate
    assert bool(moved.aside) is (fate is Fate.ASIDE)

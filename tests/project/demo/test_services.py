"""The definitions of the demo town are good ones: read, planned and run without a finding."""

import json
import re
from pathlib import Path

import pytest

from rathaus import fim
from rathaus.catalogue.reading import ListFile, read
from rathaus.catalogue.texts import read_texts_file
from rathaus.fim.model import Dialect
from rathaus.project.demo import rules, town
from rathaus.questionnaire import Roles

FOLDERS = sorted(path for path in town.SERVICES.iterdir() if path.is_dir())


def reading_of(folder: Path):
    return read(
        (folder / "definition.xml").read_bytes(),
        name=folder.name,
        list_files=[ListFile(path.name, path.read_bytes()) for path in folder.glob("*.genericode.xml")],
        roles=Roles.from_json(read_texts_file((folder / "texts.json").read_bytes()).roles),
        land="NW",
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_definition_runs_whole_and_without_findings(folder):
    reading = reading_of(folder)
    by_hand = folder / rules.FILE
    known = [one["rule"] for one in json.loads(by_hand.read_text(encoding="utf-8"))] if by_hand.is_file() else []
    assert [rule.bound.rule.id for rule in reading.unread_rules] == known
    assert reading.to_confirm == ()
    assert [finding.sentence for finding in reading.questionnaire.findings] == []
    assert len(reading.report.rules) > 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_ids_are_of_the_test_range(folder):
    text = (folder / "definition.xml").read_text(encoding="utf-8")
    assert set(re.findall(r"\b[SGFRDC]\d{2}", text)) <= {"S99", "G99", "F99", "R99", "D99", "C99"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_texts_say_what_a_citizen_needs(folder):
    file = read_texts_file((folder / "texts.json").read_bytes())
    texts = file.texts
    assert file.slug == folder.name
    assert file.department in town.DEPARTMENTS
    assert all((texts.teaser, texts.description, texts.cost, texts.duration, texts.procedure, texts.legal_bases))
    assert all((texts.keywords, texts.life_situations, texts.contact))


def test_both_dialects_are_there():
    dialects = [fim.read(folder / "definition.xml").dialect for folder in FOLDERS]
    assert (dialects.count(Dialect.XDF2), dialects.count(Dialect.XDF3)) == (2, 9)


def test_one_building_block_says_one_thing():
    """The same id and version means the same everywhere, as in a real editorial office."""
    seen: dict[tuple[str, str], object] = {}
    for folder in FOLDERS:
        schema = fim.read(folder / "definition.xml")
        for position in schema.positions.values():
            element, key = position.element, (position.id, schema.dialect.value)
            said = (element.head.name, element.label_input, element.label_output, element.help_input)
            assert seen.setdefault(key, said) == said, key

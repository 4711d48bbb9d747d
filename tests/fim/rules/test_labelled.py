"""What a reader of German says that rules do, and what `rathaus fim rules FILE.jsonl --json` says: never another thing.

A text that is not read yet is allowed, up to the shares below; a wrong reading is not.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from rathaus.fim.rules.texts import answer_line, parse_line
from tests.fim.rules import labels

LEAST_TEXTS = 150
TODAY = dt.date(2026, 11, 27)
OWN_SHARE = 0.95
"""Of our own texts with one reading at least so many run; of the labelled real ones:"""
REAL_SHARE = 1.0
TEST_RANGE = re.compile(r"[FG]99\d*")
ID = re.compile(r"[FG]\d{7,12}")
STATUS = {"executable", "partial", "unclear"}
EFFECTS = {"required", "shown", "forbidden", "optional", "repeat", "no_repeat"}


def test_own_texts_are_many_and_use_ids_of_the_test_range() -> None:
    lines = labels.own()
    texts = Counter(line["text"] for line in lines)
    assert [text for text, times in texts.items() if times > 1] == []
    assert len(texts) >= LEAST_TEXTS
    assert [name for text in texts for name in ID.findall(text) if not TEST_RANGE.fullmatch(name)] == []


@pytest.mark.material
def test_real_texts_are_in_the_material(material: Path) -> None:
    texts = labels.by_hash(material / "fim" / "rules.jsonl")
    assert len(labels.real(texts)) == len(labels.real_hashes()) == len(set(labels.real_hashes()))


def test_own_texts_never_run_otherwise_than_they_read() -> None:
    wrong, share = examined(labels.own())
    assert wrong == []
    assert share >= OWN_SHARE


@pytest.mark.material
def test_real_texts_never_run_otherwise_than_they_read(material: Path) -> None:
    wrong, share = examined(labels.real(labels.by_hash(material / "fim" / "rules.jsonl")))
    assert wrong == []
    assert share >= REAL_SHARE


def examined(lines: list[labels.Line]) -> tuple[list[tuple[str, list[str]]], float]:
    """The texts that run otherwise than labelled, with what differs, and the share that runs of those that should."""
    answers = [answer_line(parse_line(json.dumps(line), TODAY)) for line in lines]
    different = [
        (line["text"], list(labels.differences(line, said))) for line, said in zip(lines, answers, strict=True)
    ]
    ran = [said["status"] for line, said in zip(lines, answers, strict=True) if line["status"] == "executable"]
    return [(text, said) for text, said in different if said], ran.count("executable") / len(ran)


def test_labels_have_the_shape_of_the_contract() -> None:
    for line in labels.every():
        assert line["status"] in STATUS
        assert (line["status"] == "executable") is ("why" not in line)
        for case in line["cases"]:
            assert {"answers"} < case.keys() <= {"answers", "effects", "valid", "land", "today"}
            assert all(_known(effect) for effect in case.get("effects", {}).values())


def test_labelled_rules_do_something_and_tell_their_cases_apart() -> None:
    for line in labels.every():
        if line["status"] == "executable":
            said = [(case.get("effects"), case.get("valid")) for case in line["cases"]]
            assert any(effects or valid is not None for effects, valid in said), line
            assert len(said) == 1 or any(one != said[0] for one in said), line


def _known(effect: object) -> bool:
    if isinstance(effect, list):
        return all(one == "" or _known(one) for one in effect)
    if isinstance(effect, dict):
        return bool(effect.keys() & {"only", "not", "value"}) and effect.get("effect", "required") in EFFECTS
    return effect in EFFECTS


_EFFECTS = {"F2": "required", "F3": ["shown", ""], "F4": {"only": ["b", "a"]}}
_LINE = {"status": "executable", "cases": [{"answers": {"F1": True}, "effects": _EFFECTS}]}


@pytest.mark.parametrize(
    ("status", "got", "different"),
    [
        ("executable", {"effects": {"F2": "required", "F4": {"only": ["a", "b"]}}}, 0),
        ("executable", {"effects": {"F2": "required", "F3": "shown", "F4": {"only": ["a", "b"]}}}, 0),
        ("executable", {"effects": {"F2": "shown", "F4": {"only": ["a", "b"]}}}, 1),
        ("executable", {"effects": {"F2": "required", "F4": {"only": ["a"]}}}, 1),
        ("executable", {"effects": {"F2": "required", "F4": {"only": ["a", "b"]}, "F5": "shown"}}, 1),
        ("executable", {"effects": {}}, 1),
        ("partial", {"effects": {"F2": "required"}}, 0),
        ("partial", {"effects": {"F2": "forbidden"}}, 1),
        ("unclear", {"effects": {}}, 0),
    ],
)
def test_comparison_finds_what_differs(status: str, got: labels.Case, different: int) -> None:
    assert len(list(labels.differences(_LINE, {"status": status, "cases": [got]}))) == different


def test_text_without_a_single_reading_must_not_run() -> None:
    line = {"status": "unclear", "why": "zwei Lesarten", "cases": []}
    assert list(labels.differences(line, {"status": "executable", "cases": []})) == [
        "runs, but has no single reading: zwei Lesarten"
    ]

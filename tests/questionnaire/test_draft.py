"""Drafts as JSON, and changes as copies."""

import json

import pytest

from rathaus.questionnaire import Draft, DraftError, FileRef

FULL = Draft(
    values={"F1": "a", "F2": ("x", "y")},
    entries={"G1": ("1", "e2f")},
    files={"F3": (FileRef("id-1", "Plan.pdf", 5, "application/pdf"),)},
    aside={"F9": "alt", "F8": ("z",)},
    saved=frozenset({"s1"}),
)


def test_json_gives_an_equal_draft() -> None:
    assert Draft.from_json(json.dumps(FULL.to_json())) == FULL
    assert Draft.from_json(json.dumps(FULL.to_json()).encode()) == FULL
    assert Draft.from_json({}) == Draft()


def test_unknown_parts_are_ignored() -> None:
    assert Draft.from_json({"values": {"F1": "a"}, "mehr": 1}) == Draft(values={"F1": "a"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("{", "Der Entwurf ist kein gültiges JSON."),
        ([], "Der Entwurf ist kein JSON-Objekt."),
        ({"format": 99}, "Der Entwurf hat das Format 99; bekannt ist 1."),
        ({"values": []}, "Im Entwurf ist „values“ kein JSON-Objekt."),
        ({"values": {"F1": 3}}, "Im Entwurf steht ein einzelner Wert, wo eine Liste stehen muss."),
        ({"values": {"F1": [3]}}, "Im Entwurf steht in einer Liste etwas anderes als Text."),
        ({"entries": {"G1": "x"}}, "Im Entwurf steht ein einzelner Wert, wo eine Liste stehen muss."),
        ({"files": {"F1": ["x"]}}, "Der Entwurf enthält eine Dateiangabe, die keine ist."),
        ({"files": {"F1": [{"file": "x"}]}}, "Der Entwurf enthält eine unvollständige Dateiangabe."),
        (
            {"files": {"F1": [{"file": "x", "name": "n", "size": True, "media_type": "t"}]}},
            "Der Entwurf enthält eine unvollständige Dateiangabe.",
        ),
    ],
)
def test_what_is_no_draft_is_refused_with_a_sentence(data: object, sentence: str) -> None:
    with pytest.raises(DraftError) as caught:
        Draft.from_json(data)
    assert str(caught.value) == sentence


def test_changes_leave_the_draft_alone() -> None:
    before = FULL.to_json()
    FULL.with_values({"F1": "b"}).with_entries("G1", ()).with_files("F3", ()).with_saved("s2").without_below("G1")
    assert FULL.to_json() == before


def test_empty_values_and_files_are_dropped() -> None:
    assert FULL.with_values({"F1": "", "F2": ()}).values == {}
    assert FULL.with_files("F3", ()).files == {}


def test_without_below_takes_everything_of_an_entry_and_nothing_else() -> None:
    draft = Draft(
        values={"G1[a].F1": "1", "?G1[a].G2": "true", "G1[ab].F1": "2", "F5[a]": "3"},
        entries={"G1[a].G3": ("x",), "G1[b].G3": ("y",)},
        files={"G1[a].F4": FULL.files["F3"], "G1[b].F4": FULL.files["F3"]},
    )
    left = draft.without_below("G1[a]")
    assert left.values == {"G1[ab].F1": "2", "F5[a]": "3"}
    assert left.entries == {"G1[b].G3": ("y",)}
    assert left.files == {"G1[b].F4": FULL.files["F3"]}
    assert draft.without_below("F5[a]").values.keys() == {"G1[a].F1", "?G1[a].G2", "G1[ab].F1"}

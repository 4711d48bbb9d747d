"""``rathaus fim rules``: definitions and lines of texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rathaus import cli
from tests.fim.samples import field, group, rule, schema, use

A, B, G = "F99000000001", "F99000000002", "G99000000001"
TEXT = f"Es muss mindestens eines der Felder {A} oder {B} befüllt sein."


def definition(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "antrag.xml"
    inner = group(G, use(field(), anzahl="0:1"), use(field(B), anzahl="0:1"), more=rule(text=text))
    path.write_bytes(schema(use(inner)))
    return path


def lines(tmp_path: Path, *raw: str | dict[str, Any]) -> Path:
    path = tmp_path / "texte.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in raw), encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_rule_of_a_definition_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "rules", str(definition(tmp_path, TEXT)), "--json"]) == 0
    (found,) = said(capsys)
    assert found == {
        "id": "R99000000001",
        "version": "1.0.0",
        "bearer": G,
        "path": G,
        "text": TEXT,
        "status": "executable",
        "unread": [],
        "reasons": [],
        "notes": [],
        "expression": [
            {
                "valid": {"count": {"of": [{"filled": f"{G}.{A}"}, {"filled": f"{G}.{B}"}], "min": 1, "max": None}},
                "paths": [f"{G}.{A}", f"{G}.{B}"],
            }
        ],
        "explanation": f"Bitte füllen Sie mindestens eine dieser Angaben aus: „Frage {A}“ oder „Frage {B}“.",
    }


def test_a_definition_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "rules", str(definition(tmp_path, "Bitte vorsichtig sein."))]) == 1
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"R99000000001 an {G}: unklar",
        "  Text: Bitte vorsichtig sein.",
        "  Nicht gelesen: Bitte vorsichtig sein",
    ]
    assert cli.main(["fim", "rules", str(definition(tmp_path, TEXT))]) == 0
    assert "  Heißt: Bitte füllen Sie mindestens eine" in capsys.readouterr().out


def test_each_line_of_texts_is_answered_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"answers": {A: "x"}}
    path = lines(tmp_path, {"text": TEXT, "cases": [case]}, "", {"text": TEXT})
    assert cli.main(["fim", "rules", str(path), "--json"]) == 0
    assert said(capsys) == [
        {"status": "executable", "unread": [], "cases": [{"effects": {}, "valid": True}]},
        {"status": "executable", "unread": [], "cases": []},
    ]


def test_a_malformed_line_is_named_and_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path, {"text": TEXT}, '{"text": ', {"text": "Unklar."}, {"text": TEXT})
    assert cli.main(["fim", "rules", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    answered = [json.loads(line) for line in out.splitlines()]
    assert [line["status"] for line in answered] == ["executable", "unclear", "unclear", "executable"]
    assert answered[1] == {"status": "unclear", "unread": [], "cases": [], "error": "Das ist kein JSON (Zeichen 10)."}
    assert err == f"{path}, Zeile 2: Das ist kein JSON (Zeichen 10).\n"


def test_a_case_that_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path, {"text": TEXT, "cases": [{"answers": {A: {}}}, {"answers": {A: "x"}}]})
    sentence = f"Fall 1: Der Wert von {A} ist weder Text, Zahl, Wahrheitswert noch Liste davon."
    assert cli.main(["fim", "rules", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out.splitlines()[-2:] == ["  Fall 1: unbrauchbar", "  Fall 2: gültig"]
    assert err == f"{path}, Zeile 1: {sentence}\n"


def test_texts_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    effect = f'Wenn das Feld {A} "Art" = 001, dann muss das Feld {B} befüllt werden.'
    cases = [{"answers": {A: "001"}}, {"answers": {A: "002"}}]
    path = lines(tmp_path, {"text": effect, "cases": cases}, {"text": TEXT, "cases": [{"answers": {}}]}, {"text": "Ja"})
    assert cli.main(["fim", "rules", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Zeile 1: ausführbar",
        f"  Text: {effect}",
        f"  Fall 1: {B} required",
        "  Fall 2: keine Wirkung",
        "Zeile 2: ausführbar",
        f"  Text: {TEXT}",
        "  Fall 1: nicht gültig",
        "Zeile 3: unklar",
        "  Text: Ja",
        "  Nicht gelesen: Ja",
        "  Grund: Der Satz ist unvollständig.",
    ]


def test_what_the_file_holds_is_seen_from_its_first_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "texte"
    path.write_text(json.dumps({"text": TEXT}), encoding="utf-8-sig")
    assert cli.main(["fim", "rules", str(path), "--json"]) == 0
    path.write_bytes(definition(tmp_path, TEXT).read_bytes())
    assert cli.main(["fim", "rules", str(path), "--json"]) == 0
    assert [one["status"] for one in said(capsys)] == ["executable", "executable"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("nichts.jsonl", None, "Die Datei gibt es nicht."),
        ("nichts", None, "Die Datei gibt es nicht."),
        ("latin.jsonl", b'{}\n{"text": "\xe4"}', "Die Datei ist nicht in UTF-8 geschrieben."),
    ],
)
def test_a_file_that_cannot_be_used(
    name: str, data: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert cli.main(["fim", "rules", str(path), "--json"]) == 2
    where = f"{path}, Zeile 2" if data else str(path)
    assert capsys.readouterr().err == f"{where}: {message}\n"


def test_lists_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = definition(tmp_path, TEXT)
    assert cli.main(["fim", "rules", str(path), "--lists", str(tmp_path / "nichts")]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'nichts'}: ")

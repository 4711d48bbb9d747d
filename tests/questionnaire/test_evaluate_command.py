"""``rathaus fim evaluate``: a definition played through with answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rathaus import cli
from tests.fim.samples import field, group, rule, schema, use

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
C_AND_D = f"„Frage {C}“ und „Frage {D}“"
CHOICE = "<x:art><code>X</code></x:art>"
G, H = "G99000000001", "G99000000002"
BRANCHES = (
    f"Wenn die Gruppe {H} befüllt ist, dann muss das Feld {A} befüllt werden. "
    f"Wenn die Gruppe {H} nicht befüllt ist, dann darf das Feld {A} nicht befüllt werden."
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A repeated group whose inner group decides about a field, and one rule that nobody can read."""
    path = tmp_path / "antrag.xml"
    inner = group(H, use(field(B), anzahl="0:1"))
    rules = rule(text=BRANCHES) + rule("R99000000002", text="Bitte vorsichtig sein.")
    outer = group(G, use(inner, anzahl="0:1"), use(field(A), anzahl="0:1"), use(field(C), anzahl="1:1"), more=rules)
    path.write_bytes(schema(use(outer, anzahl="1:*")))
    return path


def evaluated(file: Path, answers: Any, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    given = file.parent / "antworten.json"
    given.write_text(json.dumps(answers), encoding="utf-8")
    code = cli.main(["fim", "evaluate", str(file), "--answers", str(given), "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_what_is_shown_required_forbidden_and_wrong(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = evaluated(file, {G: [{H: {B: "x"}}, {C: "y"}]}, capsys)
    assert code == 1
    assert said["shown"] == [
        G,
        f"{G}[1].{H}",
        f"{G}[2].{H}",
        f"{G}[1].{H}.{B}",
        f"{G}[2].{H}.{B}",
        f"{G}[1].{A}",
        f"{G}[1].{C}",
        f"{G}[2].{C}",
    ]
    assert said["required"] == [G, f"{G}[1].{A}", f"{G}[1].{C}", f"{G}[2].{C}"]
    assert said["forbidden"] == [f"{G}[2].{A}"]
    assert said["problems"] == [
        {
            "path": f"{G}[1].{A}",
            "message": f"Geben Sie „Frage {A}“ an.",
            "rule": "R99000000001",
            "legal_basis": None,
        },
        {"path": f"{G}[1].{C}", "message": f"Geben Sie „Frage {C}“ an.", "rule": None, "legal_basis": None},
    ]
    assert [one["rule"] for one in said["by_hand"]] == ["R99000000002"]


def test_answers_that_hold(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = evaluated(file, {f"{G}[1].{C}": "y"}, capsys, "--today", "2026-11-27", "--land", "NW")
    assert (code, said["problems"]) == (0, [])


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({}, [(A, f"Machen Sie genau eine dieser Angaben: „Frage {A}“ oder „Frage {B}“.", "R99000000001")]),
        ({A: "x", H: {C: "y"}}, []),
        (
            {A: "x", B: "y", H: [{C: "y"}]},
            [(A, f"Machen Sie genau eine dieser Angaben: „Frage {A}“ oder „Frage {B}“.", "R99000000001")],
        ),
        (
            {A: "x", H: [{C: "y"}, {C: "y", D: "z"}]},
            [(f"{H}[2]", f"In „Gruppe {H}“ ist nur eine Angabe möglich, es sind mehrere da: {C_AND_D}.", None)],
        ),
    ],
)
def test_several_answers_where_one_is_wanted(
    answers: dict[str, Any], problems: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "antrag.xml"
    wanted = rule(text=f"Es muss genau eines der Felder {A} und {B} befüllt werden.")
    only_one = group(H, use(field(C), anzahl="0:1"), use(field(D), anzahl="0:1"), more=CHOICE)
    uses = (use(field(A), anzahl="0:1"), use(field(B), anzahl="0:1"), use(only_one, anzahl="0:*"))
    path.write_bytes(schema(*uses, more=wanted))
    code, said = evaluated(path, answers, capsys)
    assert code == bool(problems)
    assert [(one["path"], one["message"], one["rule"]) for one in said["problems"]] == problems
    assert {A, B} < set(said["shown"])


def test_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = file.parent / "antworten.json"
    given.write_text("{}", encoding="utf-8")
    assert cli.main(["fim", "evaluate", str(file), "--answers", str(given)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == [f"Verlangt: {G}, {G}[1].{C}", f"Verboten: {G}[1].{A}"]
    assert lines[-1].startswith("Von Hand zu prüfen: Regel R99000000002: ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, ": Die Datei gibt es nicht."),
        (b"[]", ": Die Antworten sind kein JSON-Objekt."),
        (b'{\n"a', ", Zeile 2: Das ist kein JSON."),
        (b"\xff\xfe\x00", ": Das ist kein JSON."),
        (b'{"F1": 1}', ": Die Antworten nennen F1; das gibt es in dieser Definition nicht."),
    ],
)
def test_answers_that_cannot_be_used(
    data: bytes | None, message: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = file.parent / "antworten.json"
    if data is not None:
        given.write_bytes(data)
    assert cli.main(["fim", "evaluate", str(file), "--answers", str(given), "--json"]) == 2
    assert capsys.readouterr().err == f"{given}{message}\n"


def test_a_day_that_is_none(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["fim", "evaluate", str(file), "--answers", "a", "--today", "1.1.2026"])
    assert left.value.code == 2
    assert "--today: '1.1.2026' ist kein gültiger Wert" in capsys.readouterr().err

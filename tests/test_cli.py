"""The command: its frame, and the work on files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from rathaus import __version__, cli
from tests.fim.samples import field, group, rule, schema, use
from tests.fim.test_genericode import genericode
from tests.fim.test_lists import schema_reference

RATHAUS = [sys.executable, "-m", "rathaus.cli"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A definition with a group, two fields, two rules and nothing to report."""
    path = tmp_path / "antrag.xml"
    text = "Es muss mindestens eines der Felder F99000000001 oder F99000000002 befüllt sein."
    inner = group(
        "G99000000001", use(field(), anzahl="0:1"), use(field("F99000000002"), anzahl="0:1"), more=rule(text=text)
    )
    path.write_bytes(schema(use(inner)))
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "kaputt.xml"
    path.write_bytes(schema(use(field()))[:-50])
    return path


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])

    said = capsys.readouterr().out
    assert left.value.code == 0
    assert [name for name in cli.COMMANDS if f"    {name} " not in said] == []
    assert "Beispiel:" in said


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"Rathaus {__version__}\n"


@pytest.mark.parametrize("command", ["check", "rules", "evaluate", "schema", "tree", "convert", "diff"])
def test_help_of_command_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["fim", command, "--help"])

    assert left.value.code == 0
    assert f"Beispiel:\n  rathaus fim {command} " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "rathaus: Es fehlt: BEFEHL (Hilfe: rathaus --help)"),
        (["--nichts"], "rathaus: Es fehlt: BEFEHL (Hilfe: rathaus --help)"),
        (["tanzen"], "rathaus: BEFEHL: 'tanzen' gibt es nicht, möglich: '"),
        (["fim"], "rathaus fim: Es fehlt: BEFEHL (Hilfe: rathaus fim --help)"),
        (["fim", "check"], "rathaus fim check: Es fehlt: DATEI (Hilfe: rathaus fim check --help)"),
        (["fim", "check", "a", "--lists"], "rathaus fim check: --lists braucht einen Wert"),
        (["fim", "check", "a", "--bunt"], "rathaus fim: Unbekannte Angabe: --bunt"),
    ],
)
def test_wrong_call_is_one_line(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)

    said = capsys.readouterr()
    assert (left.value.code, said.out) == (2, "")
    assert said.err.startswith(expected)
    assert said.err.count("\n") == 1


def test_check_without_findings(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "check", str(file), "--service"]) == 0

    said = capsys.readouterr()
    assert said.out == f"{file}: 2 Felder, 1 Gruppen, 1 Regeln (1 ausführbar, 0 teilweise, 0 unklar)\n"
    assert said.err == ""


def test_check_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "check", str(file), "--service", "--json"]) == 0

    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert list(json.loads(said).items()) == [
        ("file", str(file)),
        ("fields", 2),
        ("groups", 1),
        ("rules", 1),
        ("executable", 1),
        ("partial", 0),
        ("unclear", 0),
        ("findings", []),
    ]


def test_check_with_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(schema(use(field(kind="select")), more=rule(text="Dreimal darf man raten.")))

    assert cli.main(["fim", "check", str(path), "--service", "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert (result["rules"], result["executable"], result["unclear"]) == (1, 0, 1)
    assert result["findings"][0] == {
        "code": "1018",
        "severity": "Warnung",
        "concerns": "service",
        "sentence": "F99000000001: Das Auswahlfeld hat weder Werte noch eine Codeliste.",
        "path": "F99000000001",
        "line": 10,
    }
    assert [(finding["code"], finding.get("rule")) for finding in result["findings"]] == [
        ("1018", None),
        ("regel-unklar", "R99000000001"),
    ]

    assert cli.main(["fim", "check", str(path), "--json"]) == 1
    result = json.loads(capsys.readouterr().out)
    assert {finding["concerns"] for finding in result["findings"]} == {"service", "editors"}


def test_check_groups_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xml"
    twice = (use(group(f"G9900000000{n}", use(field(kind="locked")), use(field("F99000000002")))) for n in (1, 2))
    others = (use(field(f"F9900000001{n}", kind="select", data_type="num")) for n in range(7))
    path.write_bytes(schema(use(field("F99000000003", kind="label")), *twice, *others))

    assert cli.main(["fim", "check", str(path), "--service"]) == 1
    twice_said = "den niemand angeben kann. [an 2 Stellen]"
    grouped = capsys.readouterr().out.splitlines()[1:]
    assert grouped == [
        "  Für die Leistung (17)",
        "    1011 kritisch, 7-mal:",
        *(f"      F9900000001{n}: Das Auswahlfeld hat den Datentyp num statt text." for n in range(5)),
        "      und 2 weitere",
        "    1109 Warnung: F99000000003: Der Hinweistext hat keinen Inhalt.",
        "    gesperrt-ohne-wert Warnung, 2-mal:",
        f"      F99000000001: Das Feld ist gesperrt oder verborgen und verlangt einen Wert, {twice_said}",
        "    1018 Warnung, 7-mal:",
        *(f"      F9900000001{n}: Das Auswahlfeld hat weder Werte noch eine Codeliste." for n in range(5)),
        "      und 2 weitere",
    ]

    assert cli.main(["fim", "check", str(path), "--service", "--all"]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if line.endswith("weitere")] == []

    assert cli.main(["fim", "check", str(path)]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("  F")] == [
        "  Für die Leistung (17)",
        "  Für die Redaktion der Definition (35)",
    ]


def test_check_with_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "a.xml", tmp_path / "listen"
    path.write_bytes(schema(use(field(kind="select", more=schema_reference("urn:x-test:liste")))))
    folder.mkdir()
    (folder / "liste.xml").write_bytes(genericode())

    call = ["fim", "check", str(path), "--service"]
    assert cli.main(call) == 1
    assert cli.main([*call, "--lists", str(folder)]) == 0
    (folder / "kaputt.xml").write_bytes(genericode()[:-9])
    assert cli.main([*call, "--lists", str(folder), "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["findings"][0]["code"] == "codeliste-unlesbar"


def test_check_goes_on_after_unusable_file(file: Path, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "check", str(broken), str(file), "--json"]) == 2

    said = capsys.readouterr()
    assert [json.loads(line)["file"] for line in said.out.splitlines()] == [str(file)]
    assert said.err.startswith(f"{broken}, Zeile ")
    assert said.err.count("\n") == 1


def test_check_with_folder_that_is_not_there(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "check", str(file), "--lists", str(tmp_path / "nichts")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'nichts'}: Den Ordner mit den Codelisten gibt es nicht.\n"


def test_tree_as_text(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "tree", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "S99000000001 1.0.0 Antrag auf einen Test (XDatenfelder 3.0.0)",
        "  1:1 G99000000001 Gruppe G99000000001 [Gruppe]",
        "    Regeln: R99000000001",
        "    0:1 F99000000001 Frage F99000000001 [input text]",
        "    0:1 F99000000002 Frage F99000000002 [input text]",
    ]


def test_tree_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", "tree", str(file), "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["id"], said["dialect"], said["rules"]) == ("S99000000001", "3.0.0", [])
    assert [position["path"] for position in said["positions"]] == [
        "G99000000001",
        "G99000000001.F99000000001",
        "G99000000001.F99000000002",
    ]
    assert said["positions"][0]["rules"][0]["id"] == "R99000000001"
    assert said["positions"][1]["values"] == {}


@pytest.mark.parametrize("command", ["schema", "tree"])
def test_unusable_file_is_one_sentence(command: str, broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["fim", command, str(broken)]) == 2
    assert capsys.readouterr().err.startswith(f"{broken}, Zeile ")


def test_schema_is_a_json_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "a.xml", tmp_path / "listen"
    chosen = field("F99000000002", kind="select", more=schema_reference("urn:x-test:liste"))
    demand = rule(text="Wenn das Feld F99000000001 = wahr, dann muss das Feld F99000000002 befüllt werden.")
    path.write_bytes(schema(use(field(data_type="bool")), use(chosen), more=demand))
    folder.mkdir()
    (folder / "liste.xml").write_bytes(genericode())

    assert cli.main(["fim", "schema", str(path), "--lists", str(folder)]) == 0
    made = json.loads(capsys.readouterr().out)
    jsonschema_rs.meta.validate(made)
    assert (made["$schema"], made["$id"]) == (
        "https://json-schema.org/draft/2020-12/schema",
        "S99000000001V1.0.0.schema.json",
    )
    assert made["required"] == ["F99000000001V1.0.0"]
    assert len(made["$defs"]["F99000000002V1.0.0"]["oneOf"]) > 1

    assert cli.main(["fim", "schema", str(path), "--strict", "--json"]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert json.loads(said)["required"] == ["F99000000001V1.0.0", "F99000000002V1.0.0"]
    assert "oneOf" not in json.loads(said)["$defs"]["F99000000002V1.0.0"]


def test_interrupt_is_no_traceback(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_given: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_run", interrupt)

    assert cli.main(["fim", "check", str(file)]) == 130


def test_reader_of_the_output_may_leave(file: Path) -> None:
    with subprocess.Popen(
        [*RATHAUS, "fim", "check", *[str(file)] * 500, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_fim_imports_no_django(file: Path) -> None:
    code = "import sys; from rathaus import cli; cli.main(); sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code, "fim", "check", str(file)], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/antr\xe4g f\xc3\xbcr alle.xml"
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}
    Path(os.fsdecode(name)).write_bytes(schema(use(field())))

    call = [*RATHAUS, "fim", "check", name, "--service", "--json"]
    done = subprocess.run(call, capture_output=True, check=False, env=narrow)

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["file"].encode("utf-8", "surrogateescape") == name


@pytest.mark.parametrize(
    "call",
    [
        ["serve"],
        ["migrate"],
        ["backup", "wohin"],
        ["work"],
        ["audit", "verify"],
        ["publish", "x.xml", "--department", "A"],
    ],
)
def test_where_there_is_no_house_a_command_says_so(call: list[str], tmp_path: Path) -> None:
    done = in_house(tmp_path / "nichts", *call)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"rathaus {call[0]}: Die Datenbank lässt sich nicht öffnen (")
    assert done.stderr.count("\n") == 1


def test_in_an_empty_database_a_command_says_so(tmp_path: Path) -> None:
    done = in_house(tmp_path, "audit", "verify")

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "rathaus audit: In der Datenbank ist noch kein Haus eingerichtet; das macht „rathaus init“.\n",
    )


@pytest.mark.parametrize(
    ("call", "setting", "said"),
    [
        (["audit", "verify"], {"RATHAUS_PROXIES": "viele"}, "RATHAUS_PROXIES ist eine ganze Zahl, nicht 'viele'."),
        (["init"], {"DATABASE_URL": "mysql://x"}, "DATABASE_URL beginnt mit postgresql:// oder sqlite:///."),
        (["serve", "--port", "99999"], {}, "--port: '99999' ist kein Port; möglich ist 1 bis 65535 (Hilfe: "),
        (["restore", "x"], {"DATABASE_URL": "postgresql://a@localhost:1/b"}, "Die Datenbank meldet einen Fehler ("),
        (["restore", "x.tar.gz"], {}, "x.tar.gz: Die Datei gibt es nicht."),
    ],
)
def test_what_surrounds_a_command_is_named_in_one_line(
    call: list[str], setting: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = in_house(tmp_path / "neu", *call, **setting)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"rathaus {call[0]}: {said}")


def test_home_that_is_no_folder_is_named(file: Path) -> None:
    done = in_house(file, "audit", "verify")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"rathaus audit: {file / 'rathaus.env'}: Auf dem Weg dorthin steht eine Datei, wo ein Ordner sein müsste.\n"
    )


def in_house(folder: Path, *call: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command in that folder, on SQLite unless a setting says otherwise."""
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
    return subprocess.run(
        [*RATHAUS, *call],
        env=surroundings | {"RATHAUS_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

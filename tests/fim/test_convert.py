"""``rathaus fim convert``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rathaus import cli, fim
from rathaus.fim.model import Dialect
from tests.fim.samples import field, field2, schema, schema2, use


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "alt.xml"
    path.write_bytes(schema2(use(field2())))
    return path


def test_convert(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "neu.xml"
    target.write_text("etwas anderes")

    assert cli.main(["fim", "convert", str(old), str(target)]) == 0
    assert fim.read(target).dialect is Dialect.XDF3
    assert capsys.readouterr().out.splitlines() == [
        f"S99000001 1.0 (XDatenfelder 2.0) → S99000000001 1.0.0 (XDatenfelder 3.0.0): {target}",
        "  Eingetragen: Letzte Änderung: der Tag der Freigabe oder Veröffentlichung (2-mal)",
        "  Eingetragen: Dokumentsteckbrief: der Platzhalter D99000000001",
    ]
    assert sorted(tmp_path.iterdir()) == [old, target]


def test_convert_working_copy_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "arbeit.xml"
    source.write_bytes(schema(use(field())).replace(b"<x:version>1.0.0</x:version>", b"", 1))

    assert cli.main(["fim", "convert", str(source), str(tmp_path / "neu.xml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "source": {"id": "S99000000001", "version": None, "dialect": "3.0.0", "positions": 1, "rules": 0},
        "target": {"id": "S99000000001", "version": None, "dialect": "3.0.0", "positions": 1, "rules": 0},
        "filled_in": ["Änderbarkeit der Struktur: alles (3)", "Änderbarkeit der Darstellung: änderbar (1)"],
    }


def test_convert_unusable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "kaputt.xml"
    source.write_bytes(b"<a>")

    assert cli.main(["fim", "convert", str(source), str(tmp_path / "neu.xml")]) == 2
    assert capsys.readouterr().err.startswith(f"{source}, Zeile 1: ")
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("target", "said"), [("nichts/neu.xml", "Den Ordner gibt es nicht."), ("", "Das ist ein Ordner und keine Datei.")]
)
def test_convert_to_where_nothing_can_be(
    target: str, said: str, old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["fim", "convert", str(old), f"{tmp_path}/{target}"]) == 2
    assert capsys.readouterr().err == f"{tmp_path / target}: {said}\n"
    assert list(tmp_path.iterdir()) == [old]

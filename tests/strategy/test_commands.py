"""``rathaus figures``: all rows or none, and one line where the call cannot be used."""

import json

import pytest

from rathaus import cli
from rathaus.strategy.models import Import, Observation
from tests.strategy.making import indicator

pytestmark = pytest.mark.usefixtures("scoped")
TABLE = "Kennung;Zeit;Anteil;Gemeinde\n05;2024;1,5;Eins\n06;2024;-;Zwei\n"
COLUMNS = ("--unit", "Kennung", "--period", "Zeit", "--value", "Anteil")


@pytest.fixture
def call(tmp_path):
    def call(*arguments, content=TABLE, key="glasfaser"):
        file = tmp_path / "werte.csv"
        file.write_text(content)
        return cli.main(["figures", str(file), "--indicator", key, *arguments])

    return call


def test_table_is_taken_in(call, capsys):
    indicator()
    assert call(*COLUMNS) == 0
    assert capsys.readouterr().out == "1 Werte übernommen, 1 Zeilen ohne Wert ausgelassen.\n"
    row = Observation.objects.get()
    assert (row.value, row.released_at, row.origin.source) == (1.5, None, "Musteramt, Tabelle 7")


def test_columns_are_found_by_their_usual_headings(call):
    indicator()
    assert call("--public", "--source", "Amt", content="ARS,Name,Jahr,Wert\n05,Eins,2024,1.5\n") == 0
    assert (Observation.objects.get().released_at is not None, Import.objects.get().source) == (True, "Amt")


def test_one_bad_row_and_nothing_is_taken_in(call, capsys):
    indicator()
    assert call(*COLUMNS, "--json", content=TABLE + "07;2024;viel;Drei\n") == 1
    assert json.loads(capsys.readouterr().out) == {
        "taken_in": 0, "empty": 1, "problems": ["Zeile 4: „viel“ ist keine Zahl."],
    }  # fmt: skip
    assert (Observation.objects.count(), Import.objects.count()) == (0, 0)


def test_bad_row_is_named_for_people(call, capsys):
    indicator()
    assert call(*COLUMNS, "--decimal", ".", content="Kennung;Zeit;Anteil\n05;2024;1,5\n") == 1
    assert capsys.readouterr().out == "  Zeile 2: „1,5“ ist keine Zahl.\nNichts übernommen.\n"


@pytest.mark.parametrize(
    ("arguments", "more", "sentence"),
    [
        ((), {"key": "fehlt"}, "Die Kennzahl „fehlt“ gibt es nicht; legen Sie sie zuerst an."),
        ((), {}, "Sagen Sie, was in welcher Spalte steht: --unit"),
        (("--unit", "X"), {}, "Eine Spalte „X“ gibt es nicht; es gibt: Kennung, Zeit, Anteil, Gemeinde"),
        (
            COLUMNS,
            {"content": "x"},
            "Die Datei braucht eine Zeile mit Überschriften und darunter mindestens eine Zeile.",
        ),
        (("--town", "x"), {}, "Eine Kommune mit dem Kürzel x gibt es nicht."),
    ],
)
def test_call_that_cannot_be_used_is_one_line(call, capsys, tmp_path, arguments, more, sentence):
    indicator()
    assert call(*arguments, **more) == 2
    assert capsys.readouterr().err == f"rathaus figures: {tmp_path / 'werte.csv'}: {sentence}\n"


def test_file_that_is_not_there_is_one_line(capsys):
    indicator()
    assert cli.main(["figures", "/gibt/es/nicht.csv", "--indicator", "glasfaser"]) == 2
    assert capsys.readouterr().err == "rathaus figures: /gibt/es/nicht.csv: Die Datei gibt es nicht.\n"

"""Places from a table."""

import pytest

from rathaus.strategy.places import PlaceRow, read
from rathaus.strategy.tables import TableError

HEADING = "Schlüssel;Name;Art;Land;Einwohner;Fläche\n"


def test_places_are_read():
    text = HEADING + "05;Eins;Gemeinde;nw;12.345;10,5\nDEU;Deutschland;country;;;\n"
    assert read(text.encode(), "orte.csv") == (
        [
            PlaceRow("05", "Eins", "municipality", "NW", 12345, 10.5),
            PlaceRow("DEU", "Deutschland", "country", "", None, None),
        ],
        [],
    )


def test_key_and_name_are_enough():
    assert read(b"Name;ARS\nEins;05\n", "t.csv")[0] == [PlaceRow("05", "Eins", "municipality", "", None, None)]


def test_table_without_keys_is_no_table_of_places():
    with pytest.raises(TableError) as error:
        read(b"Name;Einwohner\nEins;5\n", "t.csv")
    assert str(error.value) == "Es fehlt eine Spalte „Schlüssel“ oder „Name“."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";Eins;;;;", "Zeile 2: Schlüssel oder Name fehlt."),
        ("012345678901234567890;Eins;;;;", "Zeile 2: Der Schlüssel „012345678901234567890“ ist länger als 20 Zeichen."),
        ("05;Eins;Dorf;;;", "Zeile 2: Die Art „Dorf“ ist nicht bekannt (Gemeinde, Kreis, Land oder Staat)."),
        ("05;Eins;;NRW;;", "Zeile 2: „NRW“ ist kein Land (zwei Buchstaben, zum Beispiel NW)."),
        ("05;Eins;;;viele;", "Zeile 2: „viele“ ist keine Zahl."),
        ("05;Eins;;;-3;", "Zeile 2: „-3“ ist kleiner als null."),
    ],
)
def test_row_that_cannot_be_used_is_named(row, sentence):
    assert read((HEADING + row + "\n").encode(), "t.csv") == ([], [sentence])

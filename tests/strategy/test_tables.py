"""Tables of figures: CSV and XLSX as offices write them, and one sentence for every row that cannot be used."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.strategy import tables
from rathaus.strategy.periods import read as period
from rathaus.strategy.tables import Figure, Mapping, TableError, head, number, read, rows

MAPPING = Mapping(unit=0, period=1, value=2, breakdown=3, quality=4)


def workbook(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def listed(data, name="t.csv"):
    return list(rows(data, name))


@pytest.mark.parametrize(
    "data",
    [
        "Schlüssel;Jahr;Wert\n05;2024;1,5\n".encode(),
        "\ufeffSchlüssel;Jahr;Wert\r\n05;2024;1,5\r\n".encode(),
        "Schlüssel;Jahr;Wert\n05;2024;1,5\n".encode("cp1252"),
        'Schlüssel,Jahr,Wert\n05,2024,"1,5"\n'.encode(),
        "Schlüssel\tJahr\tWert\n05\t 2024 \t1,5\n".encode(),
    ],
    ids=["semicolon", "bom", "cp1252", "comma", "tab"],
)
def test_csv_is_read_in_the_usual_writings(data):
    assert listed(data) == [["Schlüssel", "Jahr", "Wert"], ["05", "2024", "1,5"]]


def test_titles_above_the_heading_are_passed_over_and_rows_keep_their_number():
    lines = [["Glasfaser in den Gemeinden"], [], ["Schlüssel", "Jahr", "Wert"], ["05", 2024, 1], ["05", 2025, "viel"]]
    data = workbook(*lines)
    assert head(data, "t.xlsx") == (["Schlüssel", "Jahr", "Wert"], [["05", "2024", "1"], ["05", "2025", "viel"]])
    found = read(data, "t.xlsx", MAPPING)
    assert ([one.row for one in found.figures], found.problems) == ([4], ["Zeile 5: „viel“ ist keine Zahl."])


def test_sheet_with_something_in_it_is_read():
    book = openpyxl.load_workbook(io.BytesIO(workbook([None])))
    book.create_sheet("Daten").append(["Schlüssel", "Wert"])
    out = io.BytesIO()
    book.save(out)
    assert listed(out.getvalue(), "t.xlsx") == [["Schlüssel", "Wert"]]
    assert listed(workbook([None]), "t.xlsx") == []


def test_regional_keys_get_back_the_zero_that_a_spreadsheet_took():
    data = workbook(["Schlüssel", "Jahr", "Wert"], [59990000999, 2024, 1], [5999099, 2024, 2], ["Haus 7", 2024, 3])
    assert [one.unit for one in read(data, "t.xlsx", MAPPING).figures] == ["059990000999", "05999099", "Haus 7"]


def test_sheet_is_read_as_texts():
    data = workbook(
        ["Schlüssel", "Stand", "Wert"],
        ["05", dt.date(2024, 6, 30), 12.5],
        ["06", dt.datetime(2024, 1, 1), 7],  # noqa: DTZ001 (as a sheet has it)
        [None, True, " x "],
    )
    assert listed(data, "t.xlsx") == [
        ["Schlüssel", "Stand", "Wert"],
        ["05", "2024-06-30", "12.5"],
        ["06", "2024-01-01", "7"],
        ["", "True", "x"],
    ]


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\0\0", "„t“ ist weder CSV noch XLSX."),
        (b"PK\x03\x04 torn", "„t“ lässt sich nicht als XLSX lesen."),
        (zipped("brief.txt", b"Hallo"), "„t“ lässt sich nicht als XLSX lesen."),
        (workbook(["a"])[:-200], "„t“ lässt sich nicht als XLSX lesen."),
    ],
    ids=["picture", "torn", "other archive", "cut off"],
)
def test_what_is_no_table_is_said(data, sentence):
    with pytest.raises(TableError) as error:
        listed(data, "t")
    assert str(error.value) == sentence


def test_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST", 1_000_000)
    with pytest.raises(TableError) as error:
        listed(zipped("xl/workbook.xml", b"0" * 1_000_001), "t")
    assert str(error.value) == "Die Datei ist entpackt größer als 1 MB."


def test_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST", 1_000_000)
    with pytest.raises(TableError) as error:
        listed(b"a" * 1_000_001)
    assert str(error.value) == "Die Datei ist größer als 1 MB."


def test_row_that_the_csv_reader_cannot_take_is_named():
    with pytest.raises(TableError) as error:
        listed(b"a;b\n" + b"x" * 200_000 + b";1\n")
    assert str(error.value) == "Zeile 2 lässt sich nicht lesen."


def test_head_needs_a_heading_and_a_row():
    assert head(b"a;b\n1;2\n3;4\n5;6\n", "t", 2) == (["a", "b"], [["1", "2"], ["3", "4"]])
    with pytest.raises(TableError) as error:
        head(b"a;b\n", "t")
    assert str(error.value) == ("Die Datei braucht eine Zeile mit Überschriften und darunter mindestens eine Zeile.")


def test_columns_are_guessed_by_their_headings():
    heading = ["iso3", "Country", "date", "other", "Wert", "Status", "Merkmal"]
    assert tables.guess(heading, [["DEU", "Germany", "2016-06-30", "", "1,64"]]) == {
        "unit": 0, "name": 1, "period": 2, "value": 4, "quality": 5, "breakdown": 6, "decimal": ",",
    }  # fmt: skip


def test_decimal_point_is_guessed_where_nothing_speaks_for_a_comma():
    assert tables.guess(["Schlüssel", "Wert"], [["05", "1.64"], ["06"]])["decimal"] == "."
    assert tables.guess(["a"], [["1"]]) == {"decimal": "."}


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12,5", ",", 12.5),
        ("1.234,5", ",", 1234.5),
        ("1.234", ",", 1234),
        ("-1.234.567", ",", -1_234_567),
        ("1 234,5 %", ",", 1234.5),
        ("12.5", ".", 12.5),
        ("1,234.5", ".", 1234.5),
        ("1e3", ".", 1000),
    ],
)
def test_number_is_read_by_its_decimal_sign(text, decimal, value):
    assert number(text, decimal) == value


@pytest.mark.parametrize(
    ("text", "decimal"), [("12.5", ","), ("1.23,4", ","), ("zwölf", ","), ("inf", "."), ("nan", ".")]
)
def test_what_could_mean_two_numbers_or_none_is_refused(text, decimal):
    with pytest.raises(ValueError):  # noqa: PT011 (callers say it in their own sentence)
        number(text, decimal)


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_number_that_was_written_is_read_again(value):
    assert number(f"{value:,f}", ".") == float(value)
    assert number(f"{value:,f}".translate(str.maketrans(",.", ".,")), ",") == float(value)


def test_rows_become_figures_with_their_row():
    data = "Schlüssel;Jahr;Wert;Teil;Q\n05;2024;1,5;;p\n05;2024;2,5;Grundschulen;\n06;2024;–;;\n".encode()
    reading = read(data, "t.csv", MAPPING)
    assert reading.figures == [
        Figure(2, "05", "", period("2024"), "", 1.5, "p"),
        Figure(3, "05", "", period("2024"), "Grundschulen", 2.5, ""),
    ]
    assert (reading.empty, reading.problems) == (1, [])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";2024;1", "Zeile 3: Es fehlt der Schlüssel der Einheit."),
        (
            "05;heute;1",
            (
                "Zeile 3: „heute“ ist kein Zeitraum. "
                "Möglich sind zum Beispiel 2024, 2024-H1, 2024-Q2, 2024-06 oder 30.06.2024."
            ),
        ),
        ("05;2023;viel", "Zeile 3: „viel“ ist keine Zahl."),
        ("05;2023;1;;z", "Zeile 3: Das Kennzeichen „z“ ist nicht bekannt (p, e, r, b oder leer)."),
        ("05;2024;2", "Zeile 3: Derselbe Wert steht schon in Zeile 2."),
    ],
)
def test_row_that_cannot_be_used_is_named(row, sentence):
    assert list(read(f"a;b;c\n05;2024;1\n{row}\n".encode(), "t.csv", MAPPING).problems) == [sentence]


def test_short_row_has_no_value():
    reading = read(b"a;b;c\n05;2024\n", "t.csv", MAPPING)
    assert (reading.figures, reading.empty) == ([], 1)


def test_reading_ends_after_many_problems():
    data = "a;b;c\n" + "05;2024;ja\n" * 1000
    assert len(read(data.encode(), "t.csv", MAPPING).problems) == tables.MOST_PROBLEMS


def test_mapping_comes_back_as_it_was_kept():
    assert Mapping.from_json(MAPPING.to_json()) == MAPPING

"""Typed text to values and back."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from rathaus.fim.model import DataType, Limits
from rathaus.questionnaire.draft import HARD_LIMIT
from rathaus.questionnaire.values import (
    Bad,
    choice_parser,
    date_parser,
    datetime_parser,
    number_parser,
    read_date,
    read_number,
    read_time,
    text_parser,
    time_parser,
    truth_parser,
    typed,
    value_text,
)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12", "12"),
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("12.50", "12.50"),
        ("0.125", "0.125"),
        ("1,234.56", "1234.56"),
        ("−7", "-7"),
        ("+7", "7"),
        ("-1.000", "-1000"),
        ("1'000", "1000"),
    ],
)
def test_read_number_as_people_type_it(raw: str, number: str) -> None:
    assert read_number(raw) == Decimal(number)


@pytest.mark.parametrize("raw", ["", "zwölf", "1,2,3", "1.23,4", "12.34.56", "--1", "1e5", "½", "٣", ",5,", "."])
def test_read_number_refuses_what_is_none(raw: str) -> None:
    assert read_number(raw) is None


def number(raw: str, data_type: DataType = DataType.NUM, limits: Limits | None = None) -> object:
    found = number_parser("Menge", limits or Limits(), data_type)(raw)
    return found.sentence if isinstance(found, Bad) else found


def test_number_parser_gives_json_numbers() -> None:
    assert [number("7"), number("7,5"), number("7,0"), number("1.250,00 €", DataType.NUM_CURRENCY)] == [7, 7.5, 7, 1250]
    assert number("12 EUR", DataType.NUM_CURRENCY) == 12


def test_number_parser_says_what_to_do() -> None:
    assert number("viel") == "Geben Sie bei „Menge“ eine Zahl an, zum Beispiel 12,5."
    assert number("viel", DataType.NUM_INT) == "Geben Sie bei „Menge“ eine Zahl an, zum Beispiel 12."
    assert number("viel", DataType.NUM_CURRENCY) == "Geben Sie bei „Menge“ eine Zahl an, zum Beispiel 1.250,00."
    assert number("1,5", DataType.NUM_INT) == "Geben Sie bei „Menge“ eine ganze Zahl ohne Komma an."
    assert number("1,555", DataType.NUM_CURRENCY) == "Geben Sie bei „Menge“ höchstens zwei Stellen nach dem Komma an."
    assert number("1234567890123456") == "Geben Sie bei „Menge“ eine Zahl mit höchstens 15 Ziffern an."
    assert number("0,0000000000000001") == "Geben Sie bei „Menge“ eine Zahl mit höchstens 15 Ziffern an."
    assert number("1" + "0" * 26, DataType.NUM_CURRENCY) == number("1234567890123456")
    assert number("9" * 400, DataType.NUM_INT) == "Geben Sie bei „Menge“ eine Zahl mit höchstens 15 Ziffern an."


def test_number_parser_keeps_limits() -> None:
    both = Limits(min_value=Decimal(1), max_value=Decimal("1000.5"))
    assert number("0", limits=both) == "Geben Sie bei „Menge“ eine Zahl von 1 bis 1.000,5 an."
    assert number("0", limits=Limits(min_value=Decimal(1))) == "Geben Sie bei „Menge“ mindestens 1 an."
    assert number("9", limits=Limits(max_value=Decimal(1))) == "Geben Sie bei „Menge“ höchstens 1 an."
    assert number("1.000,5", limits=both) == 1000.5
    assert number("1", limits=both) == 1


@pytest.mark.parametrize(
    "raw",
    [
        "1.2.2026",
        "01.02.2026",
        "1. 2. 2026",
        "2026-02-01",
        "01022026",
        "1/2/2026",
        "1. Februar 2026",
        "1 Feb 2026",
        "1.2.26",
        "010226",
        "1. Feb. 26",
        "2026/02/01",
        "20260201",
        "1.2.2026.",
        "1.Februar.2026",
    ],
)
def test_read_date_in_usual_ways(raw: str) -> None:
    found = read_date(raw)
    assert not isinstance(found, str)
    assert found.isoformat() == "2026-02-01"


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ("", "form"),
        ("morgen", "form"),
        ("1. Brumaire 2026", "form"),
        ("01.02.126", "year"),
        ("1.2.0026", "year"),
        ("1.2.20266", "year"),
        ("30.2.2026", "calendar"),
        ("1.13.2026", "calendar"),
        ("2026-00-01", "calendar"),
    ],
)
def test_read_date_tells_what_is_wrong(raw: str, wrong: str) -> None:
    assert read_date(raw) == wrong


@pytest.mark.parametrize(
    ("typed", "past", "year"),
    [("24", False, 2024), ("46", False, 2046), ("47", False, 1947), ("85", False, 1985), ("85", True, 1985),
     ("30", True, 1930), ("24", True, None), ("26", True, None), ("27", True, 1927)],
)  # fmt: skip
@time_machine.travel("2026-11-27")
def test_year_of_two_digits_is_the_only_one_meant(typed: str, past: bool, year: int | None) -> None:
    """For a date of birth both centuries may be possible; then nobody can know."""
    found = read_date(f"1.3.{typed}", past=past)
    assert found == (dt.date(year, 3, 1) if year else "year")


def test_date_of_birth_asks_for_the_whole_year_where_it_may_be_two() -> None:
    with time_machine.travel("2026-11-27"):
        assert date_parser("Geburtsdatum", Limits())("1.3.24") == Bad(
            "Geben Sie bei „Geburtsdatum“ das Jahr mit vier Ziffern an, zum Beispiel 27.3.1985."
        )


def test_date_parser_keeps_limits() -> None:
    both = Limits(min_value="2026-01-01", max_value="2026-12-31")
    parse = date_parser("Beginn", both)
    assert parse("1.3.2026") == "2026-03-01"
    assert parse("1.3.2027") == Bad("Geben Sie bei „Beginn“ etwas von 01.01.2026 bis 31.12.2026 an.")
    early = date_parser("Beginn", Limits(min_value="2026-01-01"))("1.1.2025")
    assert early == Bad("Geben Sie bei „Beginn“ frühestens 01.01.2026 an.")
    late = date_parser("Beginn", Limits(max_value="2026-01-01"))("2.1.2026")
    assert late == Bad("Geben Sie bei „Beginn“ spätestens 01.01.2026 an.")
    assert parse("30.2.2026") == Bad("Prüfen Sie „Beginn“: Dieses Datum gibt es im Kalender nicht.")
    assert parse("1.2.26") == "2026-02-01"
    assert parse("1.2.126") == Bad("Geben Sie bei „Beginn“ das Jahr mit vier Ziffern an, zum Beispiel 27.3.1985.")
    assert parse("x") == Bad("Geben Sie bei „Beginn“ ein Datum aus Tag, Monat und Jahr an, zum Beispiel 27.3.1985.")


@pytest.mark.parametrize(
    ("raw", "time"),
    [
        ("14:30", "14:30:00"),
        ("14.30", "14:30:00"),
        ("14:30:15", "14:30:15"),
        ("8 Uhr", "08:00:00"),
        ("8 Uhr 15", "08:15:00"),
        ("14:30 Uhr", "14:30:00"),
        ("24:00", None),
        ("14:60", None),
        ("14:30:99", None),
        ("8", None),
        ("8:15 Uhr 15", None),
        ("bald", None),
    ],
)
def test_read_time(raw: str, time: str | None) -> None:
    assert read_time(raw) == time


def test_time_parser_keeps_limits() -> None:
    parse = time_parser("Uhrzeit", Limits(min_value="08:00:00", max_value="18:00:00"))
    assert parse("9:00") == "09:00:00"
    assert parse("7:00") == Bad("Geben Sie bei „Uhrzeit“ etwas von 08:00 Uhr bis 18:00 Uhr an.")
    assert parse("früh") == Bad("Geben Sie bei „Uhrzeit“ eine Uhrzeit an, zum Beispiel 14:30.")


def test_datetime_parser_takes_day_and_time() -> None:
    parse = datetime_parser("Beginn", Limits(min_value="2026-01-01T00:00:00"))
    for raw in ("1.2.2026 14:30", "1.2.2026, 14:30 Uhr", "2026-02-01T14:30"):
        assert parse(raw) == "2026-02-01T14:30:00"
    assert parse("1.2.2026") == Bad("Geben Sie bei „Beginn“ Datum und Uhrzeit an, zum Beispiel 27.3.2026 14:30.")
    assert parse("1.2.2025 8:00") == Bad("Geben Sie bei „Beginn“ frühestens 01.01.2026, 00:00 Uhr an.")


def text(raw: str, limits: Limits | None = None, *, lines: bool = False, latin: bool = False) -> object:
    found = text_parser("Name", limits or Limits(), lines=lines, latin=latin)(raw)
    return found.sentence if isinstance(found, Bad) else found


@pytest.mark.parametrize("typed", ["1.234,50 €", "€ 1.234,50", "1234,5", "1 234,50 Euro", "EUR 1234,50"])
def test_amount_is_typed_with_its_currency_or_without(typed: str) -> None:
    assert number_parser("Miete", Limits(), DataType.NUM_CURRENCY)(typed) == 1234.5


@pytest.mark.parametrize("typed", ["1.234,- €", "1.234,–", "1234,-- Euro"])
def test_dash_stands_for_no_cents(typed: str) -> None:
    assert number_parser("Miete", Limits(), DataType.NUM_CURRENCY)(typed) == 1234


def test_text_is_normalised() -> None:
    assert text("  Ada  ") == "Ada"
    assert text("a\u0308") == "ä"
    assert text("eins\r\nzwei\tdrei") == "eins zwei drei"
    assert text("eins\r\nzwei", lines=True) == "eins\nzwei"


def test_text_says_what_to_do() -> None:
    assert text("a\x00b") == "Entfernen Sie bei „Name“ unsichtbare Steuerzeichen, zum Beispiel durch neues Eintippen."
    assert text("\ud800") == "Entfernen Sie bei „Name“ unsichtbare Steuerzeichen, zum Beispiel durch neues Eintippen."
    assert text("abc", Limits(max_length=2)) == "Kürzen Sie „Name“ auf höchstens 2 Zeichen. Jetzt sind es 3."
    assert text("a" * (HARD_LIMIT + 1)).startswith("Kürzen Sie „Name“ auf höchstens 20000 Zeichen.")
    assert text("abc", Limits(min_length=5)) == "Prüfen Sie „Name“: Nötig sind mindestens 5 Zeichen."
    assert text("Жан", latin=True) == (
        "Ersetzen Sie bei „Name“ das Zeichen „Ж“. Möglich sind lateinische Buchstaben, Ziffern und übliche Satzzeichen."
    )
    assert text("Žan Ćosić 2", latin=True) == "Žan Ćosić 2"
    assert text("12", Limits(pattern="[0-9]{3}")) == (
        "Prüfen Sie „Name“: Die Angabe hat nicht die vorgeschriebene Form."
    )
    assert text("Jürgen", Limits(pattern=r"\p{L}+")) == "Jürgen"


def test_choices_and_truths() -> None:
    assert choice_parser("Staat", ["000"])("000") == "000"
    assert choice_parser("Staat", ["000"])("001") == Bad("Wählen Sie bei „Staat“ eine der angebotenen Antworten aus.")
    assert [truth_parser("Ist es so?")(raw) for raw in ("true", "false")] == [True, False]
    assert truth_parser("Ist es so?")("on") == Bad("Wählen Sie bei „Ist es so?“ Ja oder Nein.")


def test_values_in_words() -> None:
    assert value_text(True, DataType.BOOL) == "Ja"
    assert value_text(False, DataType.BOOL) == "Nein"
    assert value_text(1234.5, DataType.NUM) == "1.234,5"
    assert value_text(1234.5, DataType.NUM_CURRENCY) == "1.234,50 €"
    assert value_text("2026-02-01", DataType.DATE) == "01.02.2026"
    assert value_text("14:30:00", DataType.TIME) == "14:30 Uhr"
    assert value_text("14:30:15", DataType.TIME) == "14:30:15 Uhr"
    assert value_text("2026-02-01T14:30:00", DataType.DATETIME) == "01.02.2026, 14:30 Uhr"
    assert value_text("Ada", DataType.TEXT) == "Ada"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_numbers_come_back(number: Decimal) -> None:
    parse = number_parser("Menge", Limits(), DataType.NUM)
    value = parse(str(number).replace(".", ","))
    assert not isinstance(value, Bad)
    assert Decimal(str(value)) == number
    assert parse(typed(value)) == value


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_dates_come_back(day: dt.date) -> None:
    parse = date_parser("Tag", Limits())
    assert parse(f"{day.day}.{day.month}.{day.year}") == day.isoformat()
    assert parse(typed(day.isoformat())) == day.isoformat()


@given(st.text())
def test_nothing_that_is_typed_breaks_a_parser(raw: str) -> None:
    limits = Limits()
    parsers = [number_parser("x", limits, kind) for kind in (DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY)]
    parsers += [make("x", limits) for make in (date_parser, time_parser, datetime_parser)]
    parsers += [text_parser("x", limits, lines=True, latin=True), truth_parser("x"), choice_parser("x", ["a"])]
    for parse in parsers:
        value = parse(raw)
        assert isinstance(value, Bad) or parse(typed(value)) == value

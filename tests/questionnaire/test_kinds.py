"""Numbers with a form of their own: typed in any usual way, delivered in one form, shown in a readable one."""

from typing import Any

import pytest

from rathaus.fim.model import DataType, Limits
from rathaus.questionnaire import Draft, Questionnaire, QuestionView
from rathaus.questionnaire.kinds import Kind, example, normal, readable

from .samples import field, group, make

A = "F99000000001"
IBAN = Limits(max_length=34)
PHONE = "F60000000240"
GROUPED = "DE02 1203 0000 0000 2020 51"
PHONES = ["0251 1234567", "(0251) 1234567", "0251/123 45-67", "+49 251 1234567", "00492511234567"]


def answer(asked: Questionnaire, typed: str) -> Any:
    """The valid answer, or what is wrong with it."""
    key = asked.schema.children[0].path
    outcome = asked.check(Draft(values={key: typed}))
    return outcome.answers[key] if outcome.complete else outcome.problems[0].sentence


@pytest.mark.parametrize("kind", Kind)
def test_example_is_one_and_its_normal_form_stays(kind: Kind) -> None:
    settled = normal(kind, example(kind))
    assert settled is not None
    assert normal(kind, settled) == settled
    assert normal(kind, readable(kind, settled)) == settled
    assert normal(kind, "кот") is None or kind is Kind.POSTCODE


@pytest.mark.parametrize(
    "typed", ["DE02 1203 0000 0000 2020 51", "de02120300000000202051", " DE02-1203-0000-0000-2020-51"]
)
def test_iban_is_delivered_without_blanks(typed: str) -> None:
    assert answer(make(field(A, "IBAN", limits=IBAN)), typed) == "DE02120300000000202051"


def test_iban_with_two_digits_swapped_is_noticed() -> None:
    assert answer(make(field(A, "IBAN", limits=IBAN)), "DE02 1203 0000 0000 2020 15") == (
        "Prüfen Sie „IBAN“: Diese IBAN gibt es nicht, vielleicht ein Zahlendreher? Sie steht auf Ihrer Bankkarte. "
        "Beispiel: DE02 1203 0000 0000 2020 51."
    )


@pytest.mark.parametrize(
    "typed", ["0251 1234567", "(0251) 1234567", "0251/123 45-67", "+49 251 1234567", "00492511234567"]
)
def test_telephone_number_is_delivered_with_its_country(typed: str) -> None:
    assert answer(make(field(PHONE, "Telefonnummer")), typed) == "+49 251 1234567"


def test_telephone_number_abroad_stays_there() -> None:
    assert answer(make(field(PHONE, "Telefonnummer")), "+43 1 58858") == "+43 1 58858"


@pytest.mark.parametrize("typed", ["keine", "12", "0251 12345678901234567"])
def test_what_is_no_telephone_number_is_said(typed: str) -> None:
    assert answer(make(field(PHONE, "Telefonnummer")), typed) == (
        "Prüfen Sie „Telefonnummer“: Nötig ist eine ganze Telefonnummer mit Vorwahl. Beispiel: 0251 1234567."
    )


def test_postcode_is_taken_with_its_country() -> None:
    pattern = Limits(max_length=5, pattern="([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}")
    asked = make(field("F60000000246", "Postleitzahl", limits=pattern))
    assert [answer(asked, typed) for typed in ("48143", "D-48143", "48 143")] == ["48143"] * 3
    assert answer(asked, "4814") == (
        "Prüfen Sie „Postleitzahl“: Eine deutsche Postleitzahl hat fünf Ziffern, zum Beispiel 48143."
    )


def test_tax_numbers() -> None:
    plain = Limits(max_length=20)
    assert answer(make(field(A, "Steuerliche Identifikationsnummer", limits=plain)), "36 574 261 809") == "36574261809"
    assert answer(make(field(A, "Steuernummer", limits=plain)), "133/8150/8159") == "13381508159"
    assert answer(make(field(A, "Umsatzsteuer-ID", limits=plain)), "DE 136 695 976") == "DE136695976"
    assert answer(make(field(A, "BIC", limits=plain)), "bylade m1 001") == "BYLADEM1001"
    assert str(answer(make(field(A, "Steuer-ID", limits=plain)), "36574261808")).startswith("Prüfen Sie „Steuer-ID“: ")


def test_pattern_of_the_definition_has_the_last_word() -> None:
    """Where the normal form does not fit, what was typed counts, if that fits."""
    grouped = Limits(max_length=40, pattern="DE[0-9]{2}( [0-9]{4}){4} [0-9]{2}")
    assert (
        answer(make(field(A, "IBAN", limits=grouped)), "DE02 1203 0000 0000 2020 51") == "DE02 1203 0000 0000 2020 51"
    )
    long = Limits(max_length=13, pattern="[1-9][0-9]{12}")
    assert answer(make(field(A, "Steuernummer", limits=long)), "5133081508159") == "5133081508159"
    assert answer(make(field(A, "Steuernummer", limits=long)), "133/8150/8159") == (
        "Prüfen Sie „Steuernummer“: Die Angabe hat nicht die vorgeschriebene Form."
    )


@pytest.mark.parametrize("label", ["Telefonnummer oder E-Mail", "Steuernummer des Hundes", "PLZ und Ort"])
def test_label_that_may_mean_something_else_is_no_kind(label: str) -> None:
    assert answer(make(field(A, label, limits=Limits(max_length=99))), "x") == "x"


def test_label_alone_is_no_kind_where_the_definition_sets_no_limit() -> None:
    assert answer(make(field(A, "Telefonnummer")), "x") == "x"


def test_answers_are_read_back_in_groups() -> None:
    asked = make(field(A, "IBAN", limits=IBAN))
    draft = Draft(values={A: "de02120300000000202051"})
    outcome = asked.check(draft)
    assert asked.summary(draft, outcome)[0].rows[0].text == GROUPED
    assert asked.record(outcome.answers)[0].rows[0].text == GROUPED
    assert asked.check_answers(outcome.answers).complete


def test_hint_gives_an_example() -> None:
    asked = make(field(A, "IBAN", limits=IBAN))
    draft = Draft()
    view = asked.view(asked.steps(draft)[0], draft, asked.check(draft), show_problems=False).items[0]
    assert isinstance(view, QuestionView)
    assert view.hint == "Zum Beispiel DE02 1203 0000 0000 2020 51."


# --- dates in three inputs

DAY, MONTH, YEAR = ("F60000000231", "F60000000232", "F60000000233")
BIRTH = "G60000000083"


def born() -> Questionnaire:
    whole = [field(id_, label, DataType.NUM_INT) for id_, label in ((DAY, "Tag"), (MONTH, "Monat"), (YEAR, "Jahr"))]
    return make(group(BIRTH, "Geburtsdatum", *whole))


def typed_parts(day: str, month: str = "", year: str = "") -> dict[str, Any]:
    asked = born()
    form = {f"{BIRTH}.{part}": [text] for part, text in (("day", day), ("month", month), ("year", year))}
    return asked.check(asked.apply(Draft(), asked.steps(Draft())[0], form)).answers


@pytest.mark.parametrize(
    "parts",
    [("7", "3", "1985"), ("07", "März", "85"), ("7.3.1985",), ("07031985",), ("7. März 85",), ("7.", "3.", "1985")],
)
def test_date_in_three_inputs_is_typed_in_any_usual_way(parts: tuple[str, ...]) -> None:
    assert typed_parts(*parts) == {BIRTH: {DAY: 7, MONTH: 3, YEAR: 1985}}


def test_year_without_its_century_is_asked_for() -> None:
    asked = born()
    draft = Draft(values={f"{BIRTH}.{DAY}": "7", f"{BIRTH}.{MONTH}": "3", f"{BIRTH}.{YEAR}": "24"})
    assert [problem.sentence for problem in asked.check(draft).problems] == [
        "Geben Sie bei „Geburtsdatum“ das Jahr mit vier Ziffern an, zum Beispiel 27.3.1985."
    ]


def test_parts_that_are_no_date_stay_as_typed() -> None:
    asked = born()
    form = {f"{BIRTH}.day": ["x"], f"{BIRTH}.year": ["1985"]}
    draft = asked.apply(Draft(), asked.steps(Draft())[0], form)
    assert draft.values == {f"{BIRTH}.{DAY}": "x", f"{BIRTH}.{YEAR}": "1985"}


def test_whole_date_in_the_first_of_three_inputs_is_taken() -> None:
    asked = make(field(A, "Beginn", DataType.DATE))
    form = {f"{A}.day": ["1. März 2026"], f"{A}.month": [""], f"{A}.year": [""]}
    assert asked.check(asked.apply(Draft(), asked.steps(Draft())[0], form)).answers == {A: "2026-03-01"}

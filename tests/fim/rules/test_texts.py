"""Rule texts without a schema: lines with cases, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.rules.alone import read_alone
from rathaus.fim.rules.texts import LineError, answer_line, parse_line
from tests.fim.rules import strategies

TODAY = dt.date(2026, 11, 27)
A, B, C, G = "F99000000001", "F99000000002", "F99000000003", "G99000000001"
DAYS = ["2026-01-01", "2026-05-01"]
NO_VALUE = "weder Text, Zahl, Wahrheitswert noch Liste davon."
TWO_BRANCHES = (
    f'Wenn das Feld {A} "Art" = 001 "erstens", dann muss das Feld {B} "Angabe" befüllt werden. '
    f'Wenn das Feld {A} "Art" <> 001 "erstens", dann darf das Feld {B} "Angabe" nicht befüllt werden.'
)


def answered(text: str, *cases: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answer_line(parse_line(json.dumps({"text": text, "cases": list(cases), **more}), TODAY))


def test_a_line_says_what_the_rule_does_in_each_case() -> None:
    cases: list[dict[str, Any]] = [{"answers": {A: "001"}}, {"answers": {A: ["002", "001"]}}, {"answers": {A: "1"}}, {}]
    assert answered(TWO_BRANCHES, *cases) == {
        "status": "executable",
        "unread": [],
        "cases": [
            {"effects": {B: "required"}},
            {"effects": {B: "required"}},
            {"effects": {B: "forbidden"}},
            {"effects": {B: "forbidden"}},
        ],
    }
    assert answered(TWO_BRANCHES)["cases"] == []


def test_a_constraint_is_valid_or_not() -> None:
    text = f"Es muss mindestens eines der Felder {A} oder {G}.{B} befüllt sein."
    assert answered(text, {"answers": {}}, {"answers": {f"{G}.{B}": "x"}}, {"answers": {B: "x"}})["cases"] == [
        {"effects": {}, "valid": False},
        {"effects": {}, "valid": True},
        {"effects": {}, "valid": True},
    ]


def test_an_unclear_rule_does_nothing() -> None:
    said = answered("Bitte vorsichtig sein.", {"answers": {A: "001"}})
    assert said["reasons"] == ["Nicht sicher zu lesen ab „Bitte“."]
    assert (said["status"], said["unread"]) == ("unclear", ["Bitte vorsichtig sein"])
    assert said["cases"] == [{"effects": {}}]


def test_the_land_of_a_case_goes_before_that_of_the_line() -> None:
    text = (
        f"Für die Länder NW, SL gilt: Das Feld {A} muss befüllt werden. "
        f"Für alle anderen Länder gilt: Das Feld {A} darf nicht befüllt werden."
    )
    said = answered(text, {}, {"land": "BY"}, {"land": None}, land="NW")
    assert [case["effects"] for case in said["cases"]] == [{A: "required"}, {A: "forbidden"}, {}]
    assert said["status"] == "executable"


def test_targets_are_named_as_the_text_writes_them() -> None:
    text = (
        f'Wenn {G}.{A} "Art" = 001, dann muss {G}.{B} befüllt werden. '
        f'Wenn {G}.{A} "Art" <> 001, dann darf {G}.{B} nicht befüllt werden.'
    )
    said = answered(text, {"answers": {f"{G}.{A}": "001"}}, {"answers": {A: "001"}}, {"answers": {"F1": 1}})
    assert [case["effects"] for case in said["cases"]] == [
        {f"{G}.{B}": "required"},
        {f"{G}.{B}": "required"},
        {f"{G}.{B}": "forbidden"},
    ]


def test_values_are_taken_as_the_text_uses_them() -> None:
    truth = (
        f'Wenn {A} "Ja?" = "wahr", dann muss {B} befüllt werden. '
        f'Wenn {A} "Ja?" = "falsch", dann darf {B} nicht befüllt werden.'
    )
    given: list[Any] = [True, "ja", False, None]
    said = answered(truth, *({"answers": {A: value}} for value in given))
    assert [case["effects"] for case in said["cases"]] == [{B: "required"}, {B: "required"}, {B: "forbidden"}, {}]
    codes: list[Any] = [5, "5", 5.0]
    code = answered(f"Wenn {A} = 5, dann muss {B} befüllt werden.", *({"answers": {A: value}} for value in codes))
    assert [case["effects"] for case in code["cases"]] == [{B: "required"}] * 3


def test_groups_are_filled_or_not() -> None:
    text = f"Wenn die Gruppe {G} befüllt ist, dann muss das Feld {A} befüllt werden."
    cases: list[dict[str, Any]] = [{"answers": {G: True}}, {"answers": {G: False}}, {"answers": {G: [True, True]}}, {}]
    said = answered(text, *cases)
    assert [case["effects"] for case in said["cases"]] == [{A: "required"}, {}, {A: "required"}, {}]


@pytest.mark.parametrize(
    ("text", "answers", "case"),
    [
        (f"{G}.{A} muss vor {G}.{B} liegen.", {A: DAYS, B: ["2026-02-01", "2026-06-01"]}, True),
        (f"{G}.{A} muss vor {G}.{B} liegen.", {A: DAYS, B: ["2026-02-01", "2026-04-01"]}, False),
        (f"{G}.{A} muss vor {G}.{B} liegen.", {A: DAYS, B: "2026-04-01"}, False),
        (f"Wenn {G}.{A} = 1, muss {G} mindestens zweimal befüllt werden.", {A: "1"}, False),
        (f"Wenn {G}.{A} = 1, muss {G} mindestens zweimal befüllt werden.", {A: ["2", "1"]}, True),
        (f"Wenn {G}.{A} = 1, muss {G} mindestens zweimal befüllt werden.", {A: "1", G: [True, True]}, True),
        (f"Wenn {G}.{A} = 1, muss {G} mindestens zweimal befüllt werden.", {A: "1", G: [True, False]}, False),
        (f"Die Gruppe {G} muss befüllt werden, wenn {A} = 1.", {A: "1"}, {G: "required"}),
        (f"Wenn die Gruppe {G} befüllt ist, muss {A} befüllt werden.", {f"{G}.{B}": "x"}, {A: "required"}),
        (f"Wenn die Gruppe {G} befüllt ist, muss {A} befüllt werden.", {f"{G}.{B}": ""}, {}),
        (f"Wenn die Gruppe {G} befüllt ist, muss {A} befüllt werden.", {G: [False]}, {}),
    ],
)
def test_lists_are_the_entries_of_a_group(text: str, answers: dict[str, Any], case: bool | dict[str, str]) -> None:
    said = answered(text, {"answers": answers})["cases"]
    assert said == [{"effects": {}, "valid": case} if isinstance(case, bool) else {"effects": case}]


def test_a_group_stays_filled_beside_answers_inside_it() -> None:
    both = read_alone(f"Wenn die Gruppe {G} befüllt ist und {G}.{A} = 001, dann muss das Feld {B} befüllt werden.")
    one, other = both.facts({G: True, f"{G}.{A}": "001"}, TODAY), both.facts({f"{G}.{A}": "001", G: True}, TODAY)
    assert one.answers == other.answers == {G: {"": True, A: "001"}}


def test_the_bearer_may_be_an_element_that_the_text_does_not_name() -> None:
    alone = read_alone(TWO_BRANCHES, G)
    assert (alone.rule.bearer_path, list(alone.schema.positions)) == (G, [A, B, G])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ('{"text": ', "Das ist kein JSON (Zeichen 10)."),
        ("[" * 100_000, "Das ist kein JSON."),
        ("[]", "Eine Zeile ist ein JSON-Objekt mit „text“."),
        ("{}", "„text“ fehlt oder ist kein Text."),
        ('{"text": " "}', "„text“ fehlt oder ist kein Text."),
        ('{"text": "x", "bearer": 1}', "„bearer“ ist die Id eines Elements als Text."),
        ('{"text": "x", "land": "Bayern"}', "„land“ ist ein Land mit zwei Buchstaben wie NW."),
        ('{"text": "x", "today": "1.1.2026"}', "„today“ ist ein Datum wie 2026-11-27."),
        ('{"text": "x", "today": 2026}', "„today“ ist ein Datum wie 2026-11-27."),
        ('{"text": "x", "cases": {}}', "„cases“ ist eine Liste."),
    ],
)
def test_a_line_that_cannot_be_used_says_why(raw: str, message: str) -> None:
    with pytest.raises(LineError) as caught:
        parse_line(raw, TODAY)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("1", "Fall 2: Das ist kein Objekt mit „answers“."),
        ('{"answers": []}', "Fall 2: „answers“ ist ein Objekt von Ids und Werten."),
        ('{"land": 1}', "Fall 2: „land“ ist ein Land mit zwei Buchstaben wie NW."),
        *(
            (f'{{"answers": {{"F1": {value}}}}}', f"Fall 2: Der Wert von F1 ist {NO_VALUE}")
            for value in ("{}", "[[1]]", "1e999")
        ),
    ],
)
def test_a_case_that_cannot_be_used_says_why_beside_the_others(raw: str, message: str) -> None:
    text = f"Es muss {A} oder {B} befüllt sein, mindestens eines."
    said = answer_line(parse_line(f'{{"text": "{text}", "cases": [{{}}, {raw}, {{}}]}}', TODAY))["cases"]
    assert said[1] == {"effects": {}, "error": message}
    assert said[0] == said[2] != said[1]


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)
)


@given(
    strategies.rule_like_texts().filter(str.strip),
    st.dictionaries(st.sampled_from((A, B, G, f"{G}.{C}", "x", "")), VALUES | st.lists(VALUES, max_size=3)),
)
@settings(deadline=None, max_examples=60)
def test_any_text_with_any_answers_is_answered(text: str, answers: dict[str, Any]) -> None:
    said = answered(text, {"answers": answers}, land="NW")
    assert set(said) - {"reasons"} == {"status", "unread", "cases"}
    assert ("reasons" in said) >= (said["status"] != "executable")
    assert len(said["cases"]) == 1

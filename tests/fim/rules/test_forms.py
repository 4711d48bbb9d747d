"""Sentences as other authors write them, with what they do in a few cases: written by reading the German."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from rathaus.fim.rules.texts import answer_line, parse_line

A, B, C, D = (f"F9900000000{n}" for n in (1, 2, 3, 4))
G = "G99000000001"
TODAY = dt.date(2026, 11, 27)

Case = tuple[dict[str, Any], dict[str, Any], bool | None]


def effects(*pairs: tuple[Any, dict[str, Any]]) -> list[Case]:
    """Cases with the answer to A and the effects."""
    return [({A: value} if value is not None else {}, said, None) for value, said in pairs]


def verdicts(*pairs: tuple[dict[str, Any], bool]) -> list[Case]:
    """Cases with answers and whether they hold."""
    return [(answers, {}, valid) for answers, valid in pairs]


REQUIRED, FORBIDDEN = {B: "required"}, {B: "forbidden"}

FORMS: list[tuple[str, list[Case]]] = [
    # How a condition begins
    (f"Ist {A} angekreuzt, entfällt {B}.", effects((True, FORBIDDEN), (None, {}))),
    (f"Bleibt {A} leer, ist {B} anzugeben.", effects((None, REQUIRED), ("x", {}))),
    (f"Für den Fall, dass {A} = 01 ist, muss {B} angegeben werden.", effects(("01", REQUIRED), ("02", {}))),
    (f"{A} = 01 -> {B} ist Pflichtfeld; {A} <> 01 -> {B} ausblenden", effects(("01", REQUIRED), ("02", FORBIDDEN))),
    (f"Bei Auswahl von 01 in {A} ist {B} anzugeben.", effects(("01", REQUIRED), ("02", {}))),
    (f"Nur wenn {A} = 01, ist {B} auszufüllen.", effects(("01", REQUIRED), ("02", FORBIDDEN))),
    (f"{B} ist bei Auswahl von 01 in {A} anzugeben, sonst auszublenden.", effects(("01", REQUIRED), ("02", FORBIDDEN))),
    (f"Wenn nicht ({A} = 01 oder {A} = 02), dann ist {B} anzugeben.", effects(("03", REQUIRED), ("02", {}))),
    (f"Sofern nicht {A} = 01 gewählt wurde, ist {B} anzugeben.", effects(("03", REQUIRED), ("01", {}))),
    # What it says of an answer
    (f"Wenn {A} einen anderen Code als 01 enthält, ist {B} anzugeben.", effects(("02", REQUIRED), (None, {}))),
    (f"Wenn {A} in (01, 02), dann ist {B} Pflicht.", effects(("02", REQUIRED), ("03", {}))),
    (f"Wenn {A} keinen der Werte 01, 02 hat, ist {B} anzugeben.", effects(("03", REQUIRED), ("01", {}))),
    (f"Wenn {A} weder 01 noch 02 ist, ist {B} anzugeben.", effects(("03", REQUIRED), ("01", {}))),
    (f"Wenn {A} = 01 / 02, dann ist {B} anzugeben.", effects(("02", REQUIRED), ("03", {}))),
    (f"Wenn {A} ungleich 01 und ungleich 02 ist, ist {B} anzugeben.", effects(("03", REQUIRED), ("02", {}))),
    (f"Wenn {A} = 11XXXX, dann ist {B} anzugeben.", effects(("110500", REQUIRED), ("120000", {}))),
    (f"Wenn {A} mit 01 oder 02 beginnt, ist {B} anzugeben.", effects(("0215", REQUIRED), ("0315", {}))),
    (f"Wenn {A} = 5 oder größer ist, ist {B} anzugeben.", effects((5, REQUIRED), (4, {}), (None, {}))),
    (f"Wenn {A} zwischen 5 und 10 liegt, ist {B} anzugeben.", effects((10, REQUIRED), (11, {}))),
    (f"Wenn {A} >= 100 EUR, ist {B} anzugeben.", effects((100, REQUIRED), (99, {}))),
    (f"Wenn {A} mehr als 2 Einträge enthält, ist {B} anzugeben.", effects((["a", "b", "c"], REQUIRED), (["a"], {}))),
    (f"Wenn {A} mehr als einmal befüllt ist, ist {B} anzugeben.", effects((["a", "b"], REQUIRED), (["a"], {}))),
    (f"Wenn {A} nach dem 31.12.2020 liegt, ist {B} anzugeben.", effects(("2021-01-01", REQUIRED), ("2020-12-31", {}))),
    (f"Wenn {A} älter als 6 Monate ist, ist {B} anzugeben.", effects(("2026-05-26", REQUIRED), ("2026-05-27", {}))),
    (
        f"Wenn das Alter in {A} „Geburtsdatum“ unter 18 Jahren liegt, ist {B} anzugeben.",
        effects(("2008-11-28", REQUIRED), ("2008-11-27", {})),
    ),
    (
        f"Hat die Person laut {A} das 67. Lebensjahr noch nicht vollendet, ist {B} anzugeben.",
        effects(("1959-11-28", REQUIRED), ("1959-11-27", {})),
    ),
    (f"Wenn {A} oder {C} leer ist, ist {B} anzugeben.", [({A: "x"}, REQUIRED, None), ({A: "x", C: "y"}, {}, None)]),
    (f"Wenn weder {A} noch {C} befüllt ist, ist {B} anzugeben.", effects((None, REQUIRED), ("x", {}))),
    (
        f"Wenn mindestens zwei der Felder {A}, {C}, {D} befüllt sind, ist {B} anzugeben.",
        [({A: "x", D: "z"}, REQUIRED, None), ({A: "x"}, {}, None)],
    ),
    (
        f"Wenn {A} = 01 und {C} = 02 oder wenn {D} = 03, ist {B} anzugeben.",
        [({A: "01"}, {}, None), ({A: "01", C: "02"}, REQUIRED, None), ({D: "03"}, REQUIRED, None)],
    ),
    # What it does
    (
        f"Wenn {A} = 01, so ist {B} verpflichtend, {C} optional und {D} ausgeblendet.",
        effects(("01", {B: "required", C: "optional", D: "forbidden"})),
    ),
    (f"Wenn {A} = 01, darf weder {B} noch {C} befüllt werden.", effects(("01", {B: "forbidden", C: "forbidden"}))),
    (f"Wenn {A} = 01, sind folgende Felder Pflichtfelder: {B}, {C}.", effects(("01", {B: "required", C: "required"}))),
    (
        f"Wenn {A} = 01, dann: - {B} als Pflichtfeld anzeigen - {C} ausblenden",
        effects(("01", {B: "required", C: "forbidden"})),
    ),
    (f"Wenn {A} = 01, ist {B} kein Pflichtfeld.", effects(("01", {B: "optional"}), ("02", {}))),
    (f"Wenn {A} = 01, ist {B} nicht auszufüllen.", effects(("01", FORBIDDEN), ("02", {}))),
    (
        f"Wenn {A} = 01, kann {B} befüllt werden, sonst ist es auszublenden.",
        effects(("01", {B: "optional"}), ("02", FORBIDDEN)),
    ),
    (f"{B} muss befüllt werden, es sei denn, {A} = 01.", effects(("02", REQUIRED), ("01", {}), (None, REQUIRED))),
    (f"Wenn {A} = 01, muss {B} befüllt werden, außer {A} = 02.", effects(("01", REQUIRED), ("02", {}))),
    (f"{A} darf nur die Werte 01 und 02 annehmen.", [({}, {A: {"only": ["01", "02"]}}, None)]),
    (f"Wenn {A} = 01, erscheint die Gruppe {G} erneut.", effects(("01", {G: "repeat"}))),
    (f"{B} wird mit dem Wert 03 vorbelegt und nicht angezeigt.", effects((None, {B: {"value": "03", "hidden": True}}))),
    (
        f"Wenn {A} = 01, ist {B} mit 02 vorzubelegen, sonst mit 03.",
        effects(("01", {B: {"value": "02"}}), ("x", {B: {"value": "03"}})),
    ),
    (
        f"Wenn {A} = 01, ist {B} anzugeben. Dies gilt nur, wenn {C} = wahr.",
        [({A: "01"}, {}, None), ({A: "01", C: True}, REQUIRED, None)],
    ),
    (f"Wenn {A} = 01, ist {B} nicht zwingend anzugeben.", effects(("01", {B: "optional"}), ("02", {}))),
    (f"Rechtsgrundlage: § 5 BMG. Wenn {A} = 01, ist {B} anzugeben.", effects(("01", REQUIRED), ("02", {}))),
    (f"Wenn {A} = 1 (Ja), ist {B} anzugeben.", effects(("1", REQUIRED), ("0", {}))),
    (
        f"Wenn {A} < > 01, ist {B} anzuzeigen und muss nicht befüllt werden.",
        effects(("02", {B: "optional"}), ("01", {})),
    ),
    (f"{B} ist anzugeben, wenn {A} = 01, aber {C} <> 02.", effects(("01", REQUIRED), ("02", {}))),
    (f"Wenn {A} eine der folgenden Auswahlen hat: 01, 03, ist {B} anzugeben.", effects(("03", REQUIRED), ("02", {}))),
    # What must hold
    (f"{A} darf nicht größer als {B} sein.", verdicts(({A: 2, B: 1}, False), ({A: 1, B: 1}, True), ({A: 2}, True))),
    (f"{A} muss einen Wert von 1 bis 10 haben.", verdicts(({A: 10}, True), ({A: 11}, False), ({}, True))),
    (f"{A} und {B} dürfen nicht beide befüllt sein.", verdicts(({A: "x"}, True), ({A: "x", B: "y"}, False))),
    (f"Nur eines der Felder {A}, {B} darf befüllt werden.", verdicts(({}, True), ({A: "x", B: "y"}, False))),
    (
        f"Von den Feldern {A}, {B} und {C} sind mindestens zwei auszufüllen.",
        verdicts(({A: "x"}, False), ({A: "x", C: "z"}, True)),
    ),
    (
        f"{A} darf nicht länger als 3 Monate zurückliegen.",
        verdicts(({A: "2026-08-27"}, True), ({A: "2026-08-26"}, False)),
    ),
    (
        f"{A} darf höchstens 5 Jahre nach {B} liegen.",
        verdicts(({B: "2020-01-01", A: "2025-01-01"}, True), ({B: "2020-01-01", A: "2025-01-02"}, False)),
    ),
    (f"Die Gruppe {G} muss genau zweimal befüllt werden.", verdicts(({G: [True, True]}, True), ({G: [True]}, False))),
]


def said(text: str, cases: list[Case], land: str | None = None) -> tuple[str, list[dict[str, Any]]]:
    asked = [{"answers": answers, "land": land} if land else {"answers": answers} for answers, _, _ in cases]
    answer = answer_line(parse_line(json.dumps({"text": text, "cases": asked}), TODAY))
    return answer["status"], answer["cases"]


@pytest.mark.parametrize(("text", "cases"), FORMS, ids=[text[:70] for text, _ in FORMS])
def test_form_does_what_its_german_says(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


LAENDER: list[tuple[str, dict[str, str]]] = [
    (f"Außer in Hamburg ist {B} auszufüllen.", {"BY": "required", "HH": ""}),
    (f"In Bayern und in Hessen ist {B} Pflicht, sonst auszublenden.", {"HE": "required", "HH": "forbidden"}),
    (f"In den Ländern BY und HE ist {B} anzuzeigen, ansonsten ist {B} Pflicht.", {"HE": "shown", "HH": "required"}),
    (f"{B} nur in NW anzeigen.", {"NW": "shown", "HH": "forbidden"}),
    (f"Nur in Berlin ist {B} einzublenden.", {"BE": "shown", "BY": "forbidden"}),
    (f"{B} wird nur in Sachsen angezeigt.", {"SN": "shown", "ST": "forbidden"}),
    (f"Für NRW: {B} ist Pflicht. Für alle anderen Länder: {B} ist optional.", {"NW": "required", "HE": "optional"}),
    (f"Hessen: {B} ist Pflichtfeld. Übrige Länder: {B} wird ausgeblendet.", {"HE": "required", "TH": "forbidden"}),
    (
        f"In Bremen (HB) ist {B} ein Pflichtfeld, in allen anderen Ländern ist es auszublenden.",
        {"HB": "required", "MV": "forbidden"},
    ),
    (f"Mit Ausnahme von RP und SL ist in allen Ländern {B} anzugeben.", {"RP": "", "BB": "required"}),
    (f"{B} ist anzugeben. Gilt nur in NI und SH.", {"NI": "required", "BW": ""}),
    (f"{B} ist anzugeben. Dies gilt nicht für Bayern.", {"BY": "", "SH": "required"}),
    (f"Für alle Länder gilt: {B} ist anzugeben.", {"BY": "required", "SH": "required"}),
    (
        f"Handelt es sich um einen Antrag in Thüringen, dann muss in TH das Feld {B} befüllt werden.",
        {"TH": "required", "SN": ""},
    ),
]


@pytest.mark.parametrize(("text", "expected"), LAENDER, ids=[text[:70] for text, _ in LAENDER])
def test_form_holds_for_its_laender(text: str, expected: dict[str, str]) -> None:
    for land, kind in expected.items():
        status, answered = said(text, [({}, {}, None)], land)
        assert (status, answered) == ("executable", [{"effects": {B: kind} if kind else {}}])


UNREAD = [
    f"Wenn {A} = 01 ist {B} anzuzeigen, wenn {A} = 02 ist {C} anzuzeigen, sonst sind beide auszublenden.",
    f"Wenn {A} = 01, dann ist {B} anzuzeigen, wenn {A} = 02, dann ist {C} anzuzeigen, sonst ist {C} auszublenden.",
    f"Wenn {A} = wahr, muss die Gruppe {G} nur eingeblendet und die enthaltenen Felder ausgefüllt werden.",
    f"Wenn {A} nicht = 01 oder 02, dann ist {B} anzuzeigen.",
    f"Wenn {A} nicht den Wert 01 oder 02 hat, dann ist {B} anzuzeigen.",
    f"Wenn {A} = 01, ist {B} nicht immer auszublenden.",
    f"Wenn {A} „Art“ {C} = 01, ist {B} anzugeben.",
    f"Wenn {A} = 01, muss {B} befüllt werden, andernfalls nicht.",
    f"Wenn {A} = 01, ist {B} anzugeben, falls bekannt.",
    f"Wenn {A} = 01 oder {C} = 02 ist, aber nicht beide, ist {B} anzugeben.",
    f"Wenn nur {A} befüllt ist, ist {B} anzugeben.",
    f"Wenn nicht alle Felder {A}, {C} befüllt sind, ist {B} anzugeben.",
    f"Wenn {A} = 01 bis 05 außer 03, ist {B} anzugeben.",
    f"Wenn {A} = 01 Miete 02 Eigentum, ist {B} anzugeben.",
    f"Wenn {A} Wohnort teilweise = 01, ist {B} anzugeben.",
    f"Wenn {A} „Alkohol“ oder = wahr, ist {B} anzugeben.",
    f"Wenn {A} = wahr, dann zeige {G} Nachweise gegebenenfalls an.",
    f"Wenn {A} = 01, dann sollte {B} befüllt werden.",
    f"Wenn {A} = 01, ist {B} in NW ein Pflichtfeld, sonst optional.",
    f"Wenn {A} = 01, ist {B} anzugeben. Wenn {A} = 02, ist {C} anzugeben. Gilt nur in BY.",
    f"{A} muss im Bereich von 500 bis 400 liegen.",
    f"Wenn {A} > 18 und < 10, dann ist {B} anzuzeigen.",
    f"Wenn {A} >= 400 und < 200, dann ist {B} anzuzeigen.",
    f"Wenn in {A} „Staat“ ein EU-Staat ausgewählt ist, ist {B} auszublenden.",
    f"{A} darf mindestens 12 betragen.",
    f"{A} muss nicht größer als 5 sein.",
    f"Dieses Feld muss befüllt werden, wenn {A} = 01.",
    f"{B} muss in BY befüllt werden, wenn {A} = 01, sonst nicht.",
    f"Wenn {A} = 01, muss {B} <= {C} + 5 sein.",
]


@pytest.mark.parametrize("text", UNREAD)
def test_form_with_more_than_one_reading_does_nothing(text: str) -> None:
    assert said(text, [])[0] == "unclear"


def test_element_that_bears_the_rule_is_this_one() -> None:
    line = {"text": f"Dieses Feld ist anzugeben, wenn {A} = 01.", "bearer": B, "cases": [{"answers": {A: "01"}}]}
    assert answer_line(parse_line(json.dumps(line), TODAY))["cases"] == [{"effects": REQUIRED}]

"""Rules without verbs, slot by slot: how an answer, the other branch, a duty and a choice among several are said."""

from __future__ import annotations

import pytest

from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, D, G, effects, said, verdicts

AGAIN, NOT_AGAIN = {G: "repeat"}, {G: "no_repeat"}

ANSWERS: tuple[tuple[str, list[Case]], ...] = (
    ("{A} (Sorge gemeinsam) ja", effects((True, REQUIRED), (False, {}), (None, {}))),
    ("{A} „Sorge“ nein", effects((False, REQUIRED), (None, {}))),
    ("{A} [Sorge] ja UND {C} (offen) ja", [({A: True, C: True}, REQUIRED, None), ({A: True}, {}, None)]),
    ("{A} (Bezug noch laufend) ja", effects((True, REQUIRED), (None, {}))),
    ("{A} (Kind besucht bereits Kita) nein", effects((False, REQUIRED), (True, {}))),
    ("{A} (Name lt. Ausweis) ja", effects((True, REQUIRED), (None, {}))),
    ("{A} (ärztl. Attest-Nr.) ja", effects((True, REQUIRED), (None, {}))),
    ("{A} (Art) Code 01 (Neu)", effects(("01", REQUIRED), ("02", {}))),
    ("{A} (Art) Code 01 (Umnutzung ohne Umbau)", effects(("01", REQUIRED), ("02", {}))),
    ("{A} (Art) Schlüssel 01 (Neu), 03 (Alt)", effects(("03", REQUIRED), ("02", {}))),
    ("{A} = 01 [Pkw] / 02 [Lkw bis 3,5 t] / 03 [Rad]", effects(("01", REQUIRED), ("03", REQUIRED), ("04", {}))),
    ("{A} (Tel) leer", effects((None, REQUIRED), ("x", {}))),
    ("Alter lt. {A} (Geburt) unter 3 Jahre", effects(("2023-11-28", REQUIRED), ("2023-11-27", {}))),
    ("Alter lt. {A} ab 18 Jahre", effects(("2008-11-27", REQUIRED), ("2008-11-28", {}))),
    ("Falls mehr als 1 Eintrag in {A}", effects((["x", "y"], REQUIRED), (["x"], {}))),
)
"""What may stand before ": F2 Pflicht"."""
OTHERWISE = (
    "Sonst: {B} nicht anzeigen.",
    "Falls nicht: {B} ausblenden.",
    "Alle anderen Codes: {B} nicht anzeigen.",
    "Andere Codes: {B} nicht anzeigen.",
    "Jeder andere Wert: {B} nicht anzeigen.",
    "Übrige Fälle: {B} nicht anzeigen.",
    "Gegenfall: {B} ausblenden.",
)
DUTIES = ("Pflichtabfrage", "eine Pflichteingabe", "Pflichtdokument", "ein Pflichteintrag", "Pflichtnachweis")
APART = [({A: "3"}, REQUIRED, None), ({A: "4"}, {C: "required"}, None), ({A: "5"}, {D: "required"}, None)]
WHOLE: list[tuple[str, list[Case]]] = [
    (f"{A} (x) ja: {B} Pflicht. Nein: {B} nicht anzeigen.", effects((True, REQUIRED), (False, FORBIDDEN), (None, {}))),
    (f"{A} ja: {B} Pflicht; nein: {B} nicht anzeigen.", effects((True, REQUIRED), (False, FORBIDDEN), (None, {}))),
    (f"{A} (x) nicht Code 3 (y): {B} Pflicht.", effects(("3", {}), ("4", REQUIRED))),
    (f"{A} (x) Code 3: {B} Pflicht. Code 4: {C} Pflicht. Alle anderen Codes: {D} Pflicht.", APART),
    (f"Wenn {A} = 3, ist {B} Pflicht. Wenn {A} = 4, ist {C} Pflicht. Bei allen anderen Codes ist {D} Pflicht.", APART),
    (f"{A} Code 3: {B} Pflicht; Code 4: {C} Pflicht; sonst: {D} Pflicht.", APART),
    (f"{B} (x) Pflicht bei {A} (y) Code 3 (z), sonst {B} nicht anzeigen.", effects(("3", REQUIRED), (None, FORBIDDEN))),
    (f"{B} und {C} sind Pflichtabfragen.", [({}, {B: "required", C: "required"}, None)]),
    (f"{A} ja: {G} ein weiteres Mal anzeigen, Pflicht.", effects((True, AGAIN), (None, {}))),
    (f"{A} ja: {G} anzeigen. {A} nein: {G} nicht ein weiteres Mal anzeigen.", effects((False, NOT_AGAIN))),
    (f"Mind. 1 Angabe Pflicht aus: {A}, {B}, {C}.", verdicts(({B: "x"}, True), ({}, False))),
    (f"Max. 1 Angabe aus: {A}, {B}.", verdicts(({}, True), ({A: "x", B: "x"}, False))),
    (f"Genau 1 Angabe aus {A}, {B}.", verdicts(({A: "x"}, True), ({}, False))),
    (f"Von {A}, {B} und {C} ist wenigstens eine zwingend.", verdicts(({A: "x"}, True), ({}, False))),
    (
        f"{A} (x) oder {C} (y) gefüllt: {B} Pflicht. Beide leer: {B} nicht anzeigen.",
        [({C: 1}, REQUIRED, None), ({}, FORBIDDEN, None)],
    ),
    (f"{B} fest auf 11 [Um] setzen und ausblenden.", [({}, {B: {"value": "11", "hidden": True}}, None)]),
    (f"Sofern zu {A} eine Angabe vorliegt, ist {B} anzugeben.", effects(("x", REQUIRED), (None, {}))),
    (
        f"{A} legt fest, wie viele Einträge in {B} zwingend zu machen sind.",
        verdicts(({A: 1, B: ["x"]}, True), ({A: 2, B: ["x"]}, False)),
    ),
]
LOOK_ALIKE = (
    f"{A} (x) nicht Code 3, 4: {B} Pflicht.",
    f"{A} ja: {B} Pflicht. Code 4: {C} Pflicht.",
    f"{A} ja und {C} ja: {B} Pflicht. Nein: {D} Pflicht.",
    f"{A} ja: {B} Pflicht. {C} leer: {D} Pflicht. Nein: {B} nicht anzeigen.",
    f"Wenn {A} = 3 und {C} = ja, ist {B} Pflicht. Wenn {A} = 4, ist {B} Pflicht. Alle anderen Codes: {D} Pflicht.",
    f"{A} (x) und {C} (y) ja: {B} Pflicht.",  # each of them?
    f"{A} ja und {C} nein oder {D} ja: {B} Pflicht.",
    f"{A} (falls vorhanden) ja: {B} Pflicht.",
    f"{A} (x) nur Code 3: {B} Pflicht.",
    f"{A} (x) Code 3, {C} (y) ja: {B} Pflicht.",
    f"{A} (x) Code 3 (nur mit Attest): {B} Pflicht.",
    f"{A} ja: {B} grundsätzlich Pflicht.",
    f"{A} ja: {B} soll. Falls nicht: {B} ausblenden.",
    f"{A} ja: {B} Pflichtabfrage und ausblenden.",
    f"{A} Code 3: {B} Pflicht. Einige andere Codes: {B} nicht anzeigen.",
    f"Alle anderen Codes: {B} nicht anzeigen.",
    f"In BY {A} ja: {B} Pflicht. Falls nicht: {B} ausblenden.",
    f"{B} ist Pflichtversicherung.",
    f"{B} Pflicht, nicht bei {A} ja.",
    f"Max. 1 Angabe Pflicht aus: {A}, {B}.",
    f"Mind. 1 Angabe aus: {A}, {B}, falls {C} ja.",
    f"{A} oder {C} gefüllt: {B}, {D} Pflicht. Beide leer: {B} nicht anzeigen.",
    f"{A} ja: {G} kein weiteres Mal anzeigen, Pflicht.",
    f"Falls mehr als 1 Eintrag in {A} und {C}: {B} ist Pflichtabfrage.",
    f"Von {A} und {B} ist nicht wenigstens eine zwingend.",
    f"Sofern zu {A} und {C} eine Angabe vorliegt, ist {B} anzugeben.",
    f"{A} gibt an, wie viele Einträge in {B} höchstens zu machen sind.",
    f"{A} (Pflicht. Sonst frei) ja: {B} Pflicht.",
    f"{B} fest auf 11 setzen und anzeigen.",
)


def rules() -> list[tuple[str, list[Case]]]:
    """Every wording of every slot, in a rule of its own."""
    told = [(f"{head.format(A=A, C=C)}: {B} Pflicht.", cases) for head, cases in ANSWERS]
    branch = effects(("01", REQUIRED), ("02", FORBIDDEN), (None, FORBIDDEN))
    told += [(f"{A} (x) Code 01 (y): {B} (z) Pflicht. {other.format(B=B)}", branch) for other in OTHERWISE]
    return told + [(f"{B} [z] ist {noun}, falls {A} = 01.", effects(("01", REQUIRED), ("02", {}))) for noun in DUTIES]


@pytest.mark.parametrize(("text", "cases"), rules() + WHOLE)
def test_note_does_what_its_german_says(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


@pytest.mark.parametrize("text", LOOK_ALIKE)
def test_what_a_note_does_not_say_for_certain_stays_unread(text: str) -> None:
    assert said(text, [])[0] != "executable"

"""Codes joined to names, what is stated of values, where a rule holds, by slots; and what only looks like it.

Each meaning was written down from the German, before any reader ran.
"""

from __future__ import annotations

import pytest

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading.grammar import read
from rathaus.fim.rules.reading.tree import Branch, InLand
from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, G, effects, said

DUTY = effects(("04", REQUIRED), ("05", {}), (None, {}))
OPPOSITE = effects(("04", REQUIRED), ("05", FORBIDDEN), (None, FORBIDDEN))
BOTH: list[Case] = [
    ({A: False, C: True}, REQUIRED, None),
    ({A: True, C: True}, {}, None),
    ({A: False, C: False}, {}, None),
    ({}, {}, None),
]
NAMED = [
    "04: Pferd", "04: „Pferd“", "04 - Pferd", "04 – „Pferd“", "04: kein Tier",
    "04: Haus und Hof",
]  # fmt: skip
CONDITIONS = [
    "Ist {a} 'Art' mit {v} belegt, ist {b} auszufüllen.",
    "Wenn {a} mit {v} belegt ist, ist {b} auszufüllen.",
    "Wurde in {a} der Code {v} ausgewählt, so ist {b} auszufüllen.",
    "Wenn {a} = {v}, dann ist {b} auszufüllen.",
    "Bedingung: {a} 'Art' hat den Wert {v}.\nFolge: {b} ist Pflichtangabe.",
]
SIZES = [
    ("einen Wert von 200 bis 299", 200, 300),
    ("einen Wert zwischen 200 und 299", 299, 199),
    ("einen Wert größer oder gleich 200", 200, 199),
    ("einen Wert größer als 200", 201, 200),
    ("einen Wert über 200", 201, 200),
    ("einen Wert > 200", 201, 200),
    ("einen Wert kleiner als 200", 199, 200),
    ("einen Wert unter 200", 199, 200),
    ("einen Wert von mindestens 200", 200, 199),
    ("einen Wert von mehr als 200", 201, 200),
]
HAVING = [
    "Bedingung: {a} 'Umsatz' hat {v}.\nFolge: {b} ist Pflichtangabe.",
    "Wenn {a} 'Umsatz' {v} hat, ist {b} auszufüllen.",
    "Hat {a} 'Umsatz' {v}, so ist {b} auszufüllen.",
]
ADMITTED = [
    ("{b} 'Form' lässt nur die Werte K - 'kein Register' und A - 'HRA' zu", {"only": ["K", "A"]}),
    ("{b} lässt ausschließlich K 'keins' oder A 'HRA' zu", {"only": ["K", "A"]}),
    ("{b} lässt nur den Wert K - 'keins' zu", {"only": ["K"]}),
    ("lässt {b} nur die Werte K 'keins' und A 'HRA' zu", {"only": ["K", "A"]}),
    ("{b} lässt die Werte K 'keins' und A 'HRA' nicht zu", {"not": ["K", "A"]}),
    ("{b} erlaubt nur die Codes K 'keins', A 'HRA'", {"only": ["K", "A"]}),
    ("{b} gestattet den Wert K 'keins' nicht", {"not": ["K"]}),
    ("{b} bietet nur die Werte K 'keins' und A 'HRA' an", {"only": ["K", "A"]}),
    ("sind in {b} nur 10: gekühlt und 20: tiefgefroren auswählbar", {"only": ["10", "20"]}),
]
UNLESS = [
    "{b} 'Chip' bleibt verborgen, es sei denn, {a} ist mit 04: Pferd belegt; dann ist {b} auszufüllen.",
    "{b} bleibt ausgeblendet, es sei denn, dass {a} = 04 ist; in diesem Fall ist {b} auszufüllen.",
    "{b} wird nicht angezeigt, es sei denn, {a} = 04. Dann ist {b} auszufüllen.",
]

FORMS: list[tuple[str, list[Case]]] = [
    *((form.format(a=A, b=B, v=value), DUTY) for form in CONDITIONS for value in NAMED),
    (f"Ist {A} mit 03: Esel, 04: Pferd oder 06: Rind belegt, ist {B} auszufüllen.", DUTY),
    (f"Ist {A} mit PF: Pferd belegt, ist {B} auszufüllen.", effects(("PF", REQUIRED), ("RI", {}))),
    (
        f"Ist {A} nicht mit DE: Deutschland belegt, ist {B} auszufüllen.",
        effects(("PL", REQUIRED), ("DE", {}), (None, REQUIRED)),
    ),
    (
        f"Ist {A} mit 04: Pferd und {C} mit ja belegt, ist {B} auszufüllen.",
        [({A: "04", C: True}, REQUIRED, None), ({A: "04"}, {}, None)],
    ),
    *(
        (form.format(a=f"{A} 'Freilauf'", b=B, c=f"{C} 'Stall'"), BOTH)
        for form in (
            "Ist {a} mit nein und {c} mit ja beantwortet, ist {b} auszufüllen.",
            "Wenn {a} mit nein und {c} mit ja beantwortet ist, ist {b} auszufüllen.",
            "Wurde {a} mit nein und {c} mit ja beantwortet, so ist {b} auszufüllen.",
            "Wenn {a} auf nein und {c} auf ja gesetzt ist, ist {b} auszufüllen.",
        )
    ),
    *(
        (form.format(a=A, b=B, v=value), effects((good, REQUIRED), (bad, {}), (None, {})))
        for form in HAVING
        for value, good, bad in SIZES
    ),
    *(
        (f"Wenn {A} = 04, dann {form.format(b=B)}.", effects(("04", {B: effect}), ("05", {})))
        for form, effect in ADMITTED
    ),
    *((form.format(a=A, b=B), OPPOSITE) for form in UNLESS),
    *(
        (f"Ist {A} {sign} 200, so ist {B} auszufüllen.", effects((good, REQUIRED), (bad, {})))
        for sign, good, bad in ((">", 201, 200), (">=", 200, 199), ("<", 199, 200), ("<=", 200, 201), ("=", 200, 201))
    ),
    (
        f"Bedingung: {A} 'Art' hat den Wert 04: Pferd\nFolge: {B} ist Pflicht\nAndernfalls: {B} wird nicht angezeigt",
        OPPOSITE,
    ),
    (
        f"Ist der Wert in {A} 'Zahl' größer als 4, ist {B} auszufüllen; ist der Wert gleich 4, entfällt {B}.",
        effects((5, REQUIRED), (4, FORBIDDEN), (3, {})),
    ),
    (
        (f"Ist {A} = 04, so ist {G} ein zusätzliches Mal anzuzeigen. In allen übrigen Fällen ist {G} nicht ein"
        " zusätzliches Mal anzuzeigen."),
        effects(("04", {G: "repeat"}), ("05", {G: "no_repeat"})),
    ),
    (
        f'Bedingung: {A} = 04.\nFolge: {B} "Antrag" ist Pflicht.\nAndernfalls: {B} "Antrag wird nicht angezeigt.',
        OPPOSITE,
    ),
]  # fmt: skip

WHERE = [
    "Geltung: SH, HH.\n{b} ist Pflichtangabe.\nGeltung: alle übrigen Länder.\n{b} wird nicht angezeigt.",
    "Gilt für: SH und Hamburg\n{b} ist Pflichtangabe.\nGilt für: übrige Länder\n{b} wird nicht angezeigt.",
    "Länder: Schleswig-Holstein (SH), HH\n{b} ist Pflichtangabe.\nLänder: alle anderen\n{b} wird nicht angezeigt.",
    "Geltungsbereich: SH, HH; {b} ist Pflichtangabe. Geltungsbereich: sonstige Länder; {b} wird nicht angezeigt.",
    (
        "Bei Zuständigkeit einer Behörde in SH oder HH ist {b} auszufüllen. Bei Zuständigkeit einer Behörde in einem"
        " anderen Land ist {b} nicht anzuzeigen."
    ),
    (
        "Ist eine Behörde in SH oder HH zuständig, so ist {b} auszufüllen. Ist eine Behörde in einem anderen Land"
        " zuständig, so ist {b} nicht anzuzeigen."
    ),
    "Bei Antragstellung in SH oder HH ist {b} auszufüllen. In jedem anderen Land ist {b} nicht anzuzeigen.",
    "Bei Behörden in SH, HH ist {b} auszufüllen. In den übrigen Ländern bleibt {b} verborgen.",
]

UNCERTAIN = [
    f"Ist {A} mit 04: Pferd nicht belegt, ist {B} auszufüllen.",
    f"Ist {A} nicht mit 04: Pferd oder 05: Rind belegt, ist {B} auszufüllen.",
    f"Ist {A} mit 04: Pferd und 05: Rind belegt, ist {B} auszufüllen.",
    f"Ist {A} mit 04: Pferd auch belegt, ist {B} auszufüllen.",
    f"Ist {A} mit 04: Pferd bei Bedarf belegt, ist {B} auszufüllen.",
    f"Bei 04: {B} ist auszufüllen.",
    f"Bedingung: {A} hat den Wert 04: Pferd in BY.\nFolge: {B} ist Pflicht.",
    f"Ist {A} mit 04: Pferd für Hessen belegt, ist {B} auszufüllen.",
    f"Ist {A} mit 04: Pferd bis 06: Rind belegt, ist {B} auszufüllen.",
    f"Wenn {A} = 01: zeige {B}, dann {C}.",
    f"Wenn {A} einen Eintrag mehr als {C} hat, ist {B} auszufüllen.",
    f"Bedingung: {A} hat nicht einen Wert von 200 bis 299.\nFolge: {B} ist Pflicht.",
    f"Bedingung: {A} hat einen Wert von 200 bis 299 oder 400.\nFolge: {B} ist Pflicht.",
    f"{A} lässt nur 3 Werte zu.",
    f"{A} lässt nur die Werte 1 und 2 zu; in BY auch 3.",
    f"In BY ist {B} auszufüllen, es sei denn, {A} = 04; dann ist {B} freiwillig.",
    f"Geltung: BY? {B} ist Pflicht.",
    f"Geltung: nicht BY.\n{B} ist Pflicht.",
    f"Geltung: BY (ohne München).\n{B} ist Pflicht.",
    f"Geltung: BY.\n{B} ist Pflicht.\nDies gilt auch in HE.",
    f"In BE ist {B} auszufüllen. In einem anderen Land ist {B} freiwillig.",
    f"Bei Zuständigkeit einer Behörde in BE oder einem anderen Land ist {B} auszufüllen.",
    f"Nur bei Zuständigkeit einer Behörde in BE ist {B} auszufüllen.",
    f"{B} ist mit > 5 vorzubelegen.",
    f"Ist {A} mit ja und {C} mit nein oder {B} mit ja beantwortet, ist {G} auszufüllen.",
    f"Bedingung: {A} hat einen Wert größer als 50 und kleiner als 20.\nFolge: {B} ist Pflichtangabe.",
    f"Bedingung: {A} hat keinen Wert größer als 50 oder kleiner als 20.\nFolge: {B} ist Pflichtangabe.",
    f"Bedingung: {A} hat einen Wert von 200 bis {C}.\nFolge: {B} ist Pflichtangabe.",
    f"Bedingung: {A} hat etwa einen Wert von 200 bis 299.\nFolge: {B} ist Pflichtangabe.",
    f"{A} lässt die Werte 1 'x' oder 2 'y' nicht zu.",
    f"{A} lässt nicht nur die Werte 1 'x' und 2 'y' zu.",
    f"{A} lässt auch die Werte 1 'x' und 2 'y' zu.",
    f"{A} lässt die Werte 1 'x' und 2 'y' zu.",
    f"{A} lässt grundsätzlich nur die Werte 1 'x' und 2 'y' zu.",
    f"{A} lässt nur die Werte 1 'x' und 2 'y' teilweise zu.",
    f"{A} lässt nur die Werte 1 'x' und 2 'y' zu und {B} nicht.",
    f"{B} bleibt verborgen, es sei denn, {A} = 04; dann ist {C} auszufüllen.",
    f"{B} bleibt verborgen, es sei denn, {A} = 04; dann ist {B} ggf. auszufüllen.",
    f"{B} bleibt verborgen, es sei denn, die Behörde verlangt es; dann ist {B} auszufüllen.",
    f"Ist {A} größer als 4, ist {B} auszufüllen; ist der Wert gleich 4, entfällt {B}.",
    f"Ist der Wert in {A} größer als 4 und der Wert in {C} = 2, ist {B} auszufüllen; ist der Wert < 2, entfällt {B}.",
    f"Geltung: nur BY.\n{B} ist Pflichtangabe.",
    f"Geltung: ab 2027.\n{B} ist Pflichtangabe.",
    f"Geltung: BY, soweit ländlich.\n{B} ist Pflichtangabe.",
    f"Geltung: BY und Kreis Mitte.\n{B} ist Pflichtangabe.",
    f"Geltung: alle übrigen Länder.\n{B} ist Pflichtangabe.",
    f"Geltung: BY.\n{B} ist Pflichtangabe. {C} ist Pflichtangabe.",
    f"{B} ist Pflichtangabe. Geltung: BY.",
    f"Bei Zuständigkeit einer Behörde in einem anderen Land ist {B} auszufüllen.",
    f"Bei Zuständigkeit einer Behörde in Berlin-Mitte ist {B} auszufüllen.",
    f"Bei Zuständigkeit einer Behörde außerhalb von BY ist {B} auszufüllen.",
    f"Bei Wohnsitz in BY ist {B} auszufüllen.",
    f"Ist keine Behörde in BY zuständig, so ist {B} auszufüllen.",
    f'Bedingung: {A} = 04.\nFolge: {B} "Antrag" ist Pflicht.\nAndernfalls: {B} "Anlage wird nicht angezeigt.',
    f'Bedingung: {A} = 04.\nFolge: {B} "Antrag" ist Pflicht.\nAndernfalls: {C} "Antrag wird nicht angezeigt.',
]


@pytest.mark.parametrize(("text", "cases"), FORMS, ids=[text for text, _ in FORMS])
def test_statement_does_what_its_german_says(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": expected} for _, expected, _ in cases]


@pytest.mark.parametrize("form", WHERE)
def test_rule_holds_where_its_line_says(form: str) -> None:
    branches = [one for sentence in read(form.format(b=B)).sentences for one in sentence.statements]
    said_of = [(one.condition, one.acts[0].kind) for one in branches if isinstance(one, Branch)]
    assert said_of == [
        (InLand(("SH", "HH")), EffectKind.REQUIRED),
        (InLand(("SH", "HH"), negated=True), EffectKind.FORBIDDEN),
    ]


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_only_looks_like_it_does_not_run(text: str) -> None:
    status, _ = said(text, effects(("04", {})))
    assert status != "executable"


@pytest.mark.parametrize("place", ["{b} ist Pflichtangabe.\nGeltung: BY.", "Geltung: nur BY.\n{b} ist Pflichtangabe."])
def test_rule_whose_place_is_unread_does_nothing(place: str) -> None:
    assert [sentence.statements for sentence in read(place.format(b=B)).sentences] == [(), ()]

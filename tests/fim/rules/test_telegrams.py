"""Rules in the style of telegrams, names and codes in every place, by slots; and what only looks like them.

Each meaning was written down from the German, before any reader ran.
"""

from __future__ import annotations

import pytest

from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, G, effects, said, verdicts

OPPOSITE = effects(("01", REQUIRED), ("02", FORBIDDEN), (None, FORBIDDEN))
DUTY = effects(("01", REQUIRED), ("02", {}), (None, {}))

NAMES = [
    f"{A} [Art]",
    f"{A} [Art des Bauens]",
    f"{A} [Titel läuft ab am]",
    f"{A} [Grund, Freitext]",
    f"Art des Bauens ({A})",
    f"Art, neu ({A})",
    f"Art des Bauens [{A}]",
    f"»Art des Bauens« ({A})",
    f"»Art des Bauens« {A}",
    f"({A}) Art des Bauens",
    f"[{A}] Art des Bauens",
    f"{A}: Art des Bauens",
    f"{A} / Art des Bauens",
    f"{A} | Art des Bauens",
    f"{A} Land",
    f"die Art des Bauens ({A})",
    f"{A} – Art des Bauens",
    f"{A} Kind unter 18",
]
CODES = [
    "01",
    "01 [Neubau]",
    "01 (Neubau)",
    "01 – Neubau",
    "01=Neubau",
    "»01«",
    "»01 – Neubau«",
    "»01- Neubau«",
    "»01 Neubau«",
    "»01: Neubau«",
    "»01, Neubau«",
    "»Neubau – 01«",
    "»Neubau« (01)",
    "Neubau (01)",
    "Neubau [01]",
    "[01] Neubau",
    "(01) Neubau",
    "Nr. 01",
    "Code »01« (Neubau)",
    "»01« »Neubau«",
    "»01« - »Neubau«",
    "01 (keine)",
]
LABELS = [
    ("Bedingung", "Folge", "Gegenfall"),
    ("Voraussetzung", "Wirkung", "Sonst"),
    ("WENN", "DANN", "SONST"),
    ("Auslöser", "Aktion", "Andernfalls"),
    ("Bedingung", "Rechtsfolge", "Im anderen Fall"),
    ("Bedingung 1", "Folge 1", "Gegenfall 1"),
    ("Bedingung", "Ergebnis", "Bedingung nicht erfüllt"),
    ("Falls", "Folge", "In allen übrigen Fällen"),
    ("Bedingung", "Folge wenn ja", "Folge wenn nein"),
]
SEPARATED = [
    "{}: {} = 01\n{}: {} -> Pflicht\n{}: {} -> ausblenden",
    "{} - {} = 01\n{} - {} -> Pflicht\n{} - {} -> ausblenden",
    "- {}: {} = 01\n- {}: {} -> Pflicht\n- {}: {} -> ausblenden",
    "{}: {} = 01; {}: {} -> Pflicht; {}: {} -> ausblenden.",
    "{}: {} = 01. {}: {} -> Pflicht. {}: {} -> ausblenden.",
    "{}: {} = 01 | {}: {} -> Pflicht | {}: {} -> ausblenden",
]
EFFECTS = {
    "required": [
        "Pflicht",
        "Pflichtfeld",
        "als Pflichtfeld anzeigen",
        "einblenden und Pflicht",
        "verpflichtend",
        "ausfüllen",
    ],
    "shown": ["anzeigen", "einblenden", "sichtbar", "Anzeige"],
    "forbidden": ["ausblenden", "keine Anzeige", "nicht anzeigen", "unsichtbar", "nicht sichtbar", "entfällt"],
    "optional": [
        "optional",
        "freiwillig",
        "keine Pflicht",
        "kein Pflichtfeld",
        "nicht verpflichtend",
        "freiwillige Angabe",
    ],
    "repeat": ["noch einmal anzeigen", "erneut anzeigen", "noch einmal als Pflichtgruppe anzeigen"],
    "no_repeat": ["nicht erneut anzeigen", "nicht noch einmal anzeigen"],
}
OTHERWISE = [
    "falls nicht -> {} keine Anzeige",
    "sonst -> keine Anzeige",
    "ansonsten keine Anzeige von {}",
    "sonst -> {} -> ausblenden",
    "in allen übrigen Fällen: {} ausblenden",
    "in den übrigen Fällen: {} ausblenden",
    "im Gegenfall: {} keine Anzeige",
]
CONTENTS = [
    "den Inhalt 01 [Neu] hat",
    "den Schlüssel 01 [Neu] hat",
    "den Listeneintrag 01 [Neu] enthält",
    "die Ausprägung 01 [Neu] hat",
    "einen der Inhalte 01 [Neu] hat",
    "01 [Neu] ist",
    "01 [Neu] lautet",
]


FORMS: list[tuple[str, list[Case]]] = [
    *((f"Wenn {name} = 01, dann {B} Pflicht", DUTY) for name in NAMES),
    *((f"Wenn {A} Art = {code}, dann {B} Pflicht", DUTY) for code in CODES),
    *(
        (f"{one}: {A} Art = 01\n{two}: {B} Plan -> Pflicht\n{three}: {B} Plan -> ausblenden", OPPOSITE)
        for one, two, three in LABELS
    ),
    *(
        (form.format("Bedingung", f"{A} Art", "Folge", f"{B} Plan", "Gegenfall", f"{B} Plan"), OPPOSITE)
        for form in SEPARATED
    ),
    *(
        (f"Bedingung: {A} Art = 01\nFolge: {G} Plan -> {wording}", effects(("01", {G: effect}), ("02", {}), (None, {})))
        for effect, wordings in EFFECTS.items()
        for wording in wordings
    ),
    *(
        (f"Falls {A} [Art] = 01 -> {B} [Plan] Pflichtangabe; {other.format(f'{B} [Plan]')}", OPPOSITE)
        for other in OTHERWISE
    ),
    *((f"Falls {A} [Art] {wording} -> {B} [Plan] Pflichtangabe", DUTY) for wording in CONTENTS),
    # cases that begin with the answer
    (
        (
            f"Bei Auswahl »01 – Neu« unter Art ({A}): Plan ({B}) ist Pflichtfeld. In allen übrigen Fällen: Plan"
            f" ({B}) ausblenden."
        ),
        OPPOSITE,
    ),
    (
        f"Bei »01«, »02« oder »03« unter Art ({A}) und »Ja« unter Hund ({C}): Plan ({B}) ist Pflicht",
        [({A: "02", C: True}, REQUIRED, None), ({A: "02", C: False}, {}, None), ({A: "04", C: True}, {}, None)],
    ),
    (
        f"Bei »Ja« unter Hund ({A}) oder »Ja« unter Katze ({C}): Plan ({B}) ist Pflicht",
        [({C: True}, REQUIRED, None), ({}, {}, None)],
    ),
    (
        f"Bei »Nein« oder keiner Angabe unter Hund ({A}): Plan ({B}) nicht anzeigen.",
        effects((False, FORBIDDEN), (None, FORBIDDEN), (True, {})),
    ),
    (f"Bei keiner Angabe unter Telefon ({A}): Plan ({B}) ist Pflichtfeld.", effects((None, REQUIRED), ("1", {}))),
    (
        f"Bei mehr als 2 unter Anzahl der Stufen ({A}): Plan ({B}) ist Pflichtfeld.",
        effects((3, REQUIRED), (2, {}), (None, {})),
    ),
    (
        f"Bei einem Wert von mindestens 2 unter Zahl der Stufen ({A}): Plan ({B}) ist Pflicht.",
        effects((2, REQUIRED), (1, {})),
    ),
    (f"Plan ({B}) nur bei »Ja« unter Neubau ({A}) einblenden.", effects((True, {B: "shown"}), (False, FORBIDDEN))),
    # the second case asks the same
    (
        f"Falls {A} [Art] befüllt -> {B} Pflicht; falls nicht befüllt -> {B} keine Anzeige",
        effects(("x", REQUIRED), (None, FORBIDDEN)),
    ),
    (
        f"Falls {A} [Zahl] > 15 -> {B} Pflicht; falls <= 15 -> {B} keine Anzeige",
        effects((16, REQUIRED), (15, FORBIDDEN), (None, {})),
    ),
    # several
    (f"Bedingung: {A} Art in {{01, 02}}\nFolge: {B} Plan -> Pflicht", effects(("02", REQUIRED), ("03", {}))),
    (f"Bedingung: {A} Art nicht in {{01, 02}}\nFolge: {B} Plan -> Pflicht", effects(("02", {}), ("03", REQUIRED))),
    (f"Bedingung: {A} Art == 01, 02\nFolge: {B} Plan -> Pflicht", effects(("02", REQUIRED), ("03", {}))),
    (f"Bedingung: {A} Art <> 01, 02\nFolge: {B} Plan -> Pflicht", effects(("02", {}), ("03", REQUIRED))),
    (f"Ziel: {B} Plan\nBedingung: {A} Art = 01\nFolge: Pflicht\nGegenfall: ausblenden", OPPOSITE),
    (f"Pflicht: {B} Plan\nBedingung: {A} Art = 01", DUTY),
    (
        (
            f"Bedingung: {A} Art = 01\nFolge:\n{B} Plan -> Pflicht\n{C} Bild -> ausblenden\nGegenfall: {B}"
            f" Plan, {C} Bild -> optional"
        ),
        effects(("01", {B: "required", C: "forbidden"}), ("02", {B: "optional", C: "optional"})),
    ),
    # what is offered, fixed, checked
    (
        f"Bei »Ja« unter Bau ({A}): unter Art ({B}) nur »A – eins« und »D – vier« auswählbar.",
        effects((True, {B: {"only": ["A", "D"]}}), (False, {})),
    ),
    (
        f"Falls {A} [Art] = 01 -> in {B} [Platz] sind die Inhalte W [West] und O [Ost] nicht wählbar.",
        effects(("01", {B: {"not": ["W", "O"]}}), ("02", {})),
    ),
    (
        f"Falls {A} [Art] = 01 -> Inhalt 9 [West] in {B} [Platz] nicht wählbar.",
        effects(("01", {B: {"not": ["9"]}}), ("02", {})),
    ),
    (
        f"Bei »Ja« unter Bau ({A}): unter Form ({B}) entfallen die Optionen »03 – GmbH« und »04 – AG«.",
        effects((True, {B: {"not": ["03", "04"]}}), (False, {})),
    ),
    (f"Vorbelegung: {A} Art = WG (Wohngeld); Feld ausblenden.", effects((None, {A: {"value": "WG", "hidden": True}}))),
    (
        f"{A} [Weg] erhält den festen Inhalt 2 [online], keine Anzeige.",
        effects((None, {A: {"value": "2", "hidden": True}})),
    ),
    (f"Mind. eine Angabe aus {A} [Rot], {B} [Blau] ist erforderlich.", verdicts(({A: "x"}, True), ({}, False))),
    (f"Höchstens eine Angabe aus {A} [Rot], {B} [Blau].", verdicts(({A: "x"}, True), ({A: "x", B: "y"}, False))),
    (
        f"Inhalt von {A} [Ende] liegt vor Inhalt von {B} [Beginn].",
        verdicts(({A: "2026-01-01", B: "2026-01-02"}, True), ({A: "2026-01-02", B: "2026-01-01"}, False)),
    ),
    (f"Inhalt von {A} [Zahl] mindestens 1 und höchstens 8.", verdicts(({A: 8}, True), ({A: 9}, False))),
    (
        f"{A} [Mail] und {B} [Mail 2] müssen gleichen Inhalt haben.",
        verdicts(({A: "x", B: "x"}, True), ({A: "x", B: "y"}, False)),
    ),
    (f"Prüfung: {A} IBAN beginnt mit DE.", verdicts(({A: "DE1"}, True), ({A: "FR1"}, False))),
    (f"{A} Betrag unter 100 -> {B} Pflicht", effects((99, REQUIRED), (100, {}), (None, {}))),
    # what stands around the lines
    (f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nGegenfall: keine Wirkung", DUTY),
    (f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nGegenfall: -", DUTY),
    (f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nQuelle: § 5 BauO", DUTY),
    # notes without verbs
    (
        f"Bedingung: {A} Art = 01\nFolge: {B} Form -> nur 02, 03 auswählbar",
        effects(("01", {B: {"only": ["02", "03"]}}), ("02", {})),
    ),
    (
        f"Bedingung: {A} Art = 01\nFolge: {B} Form -> 04 nicht zulässig",
        effects(("01", {B: {"not": ["04"]}}), ("02", {})),
    ),
    (
        f"Bedingung: {A} Art = 01\nFolge: {B} Form -> vorbelegen mit 03",
        effects(("01", {B: {"value": "03"}}), ("02", {})),
    ),
    (
        f"Bedingung: {A} Beginn in der Zukunft\nFolge: {B} -> Pflicht",
        effects(("2026-11-28", REQUIRED), ("2026-11-27", {})),
    ),
    (f"{A} = 01 -> {B} Pflicht\n{A} = 02 -> {B} ausblenden", effects(("01", REQUIRED), ("02", FORBIDDEN), (None, {}))),
    (
        f"Bei »Ja« unter Hund ({A}): Rasse ({B}) einblenden. Bei »Nein«: ausblenden.",
        effects((True, {B: "shown"}), (False, FORBIDDEN)),
    ),
    (f"Ist Telefon ({A}) leer: E-Mail ({B}) ist Pflichtfeld.", effects((None, REQUIRED), ("1", {}))),
    (f"Fehler, wenn {A} Ende < {B} Beginn", verdicts(({A: 1, B: 2}, False), ({A: 2, B: 2}, True))),
    (f"Wertebereich {A} Art: 01, 02", effects((None, {A: {"only": ["01", "02"]}}))),
    (f"Unter Art ({A}) muss »01 – Neu« gewählt sein.", verdicts(({A: "01"}, True), ({A: "02"}, False))),
    (
        f"{G} [Kind] so oft wie Inhalt von {B} [Zahl]",
        verdicts(({G: [True, True], B: 2}, True), ({G: [True], B: 2}, False)),
    ),
    (
        f"Anzahl der {G} [Kind] = Inhalt von {B} [Zahl]",
        verdicts(({G: [True, True], B: 2}, True), ({G: [True], B: 2}, False)),
    ),
    (
        f"Summe aus Fläche ({A}) und Wald ({B}) darf 100 nicht übersteigen.",
        verdicts(({A: 60, B: 40}, True), ({A: 60, B: 41}, False)),
    ),
]

UNCERTAIN = [
    # brackets that restrict
    f"{A} [nur BY] Pflicht",
    f"{A} [BY] Pflicht",
    f"{A} [nicht in BY] Pflicht",
    f"{A} [optional] Pflicht",
    f"{A} [ab 18 Jahren] Pflichtangabe",
    f"{A} [falls vorhanden] Pflicht",
    f"Wenn {A} [bei Bedarf] = 01, dann {B} Pflicht",
    f"Bedingung: {A} Art = 01 (nur BY)\nFolge: {B} Plan -> Pflicht",
    f"Lageplan nur BY ({B}) ist Pflichtfeld.",
    f"Lageplan für Bayern ({B}) ist Pflichtfeld.",
    f"Lageplan, Gutachten ({B}) ist Pflichtfeld.",
    f"Nur Lageplan ({B}) ist Pflichtfeld.",
    f"Lageplan statt Foto ({B}) ist Pflichtfeld.",
    f"Lageplan auch Foto ({B}) ist Pflichtfeld.",
    # codes that could be more
    *(f"Wenn {A} = 3 [{more}], dann {B} Pflicht" for more in ("oder mehr", "oder 4", "bis 5", "mindestens", "mal")),
    f"Wenn {A}/Art = 01/Neubau, dann {B} Pflicht",
    f"Falls {A} [Art] nicht den Inhalt 4 [Boot] oder 5 [Schiff] hat -> {B} Pflicht",
    f"Falls {A} [Art] den Inhalt 4 [Boot] und 5 [Schiff] hat -> {B} Pflicht",
    f"Falls {A} [Art] nur den Inhalt 4 [Boot] hat -> {B} Pflicht",
    f"Falls {A} [Art] den Inhalt 4 [Boot] haben kann -> {B} Pflicht",
    f"Bedingung: {A} Art = 01 und 02\nFolge: {B} Plan -> Pflicht",
    f"Bedingung: {A} Art <> 01 oder 02\nFolge: {B} Plan -> Pflicht",
    f"Bedingung: {A} Art in {{01, {C}}}\nFolge: {B} Plan -> Pflicht",
    # effects that are none, or not whole
    *(
        f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> {effect}"
        for effect in (
            "kann",
            "soll",
            "prüfen",
            "nicht Pflicht?",
            "Pflicht, optional",
            "Pflicht bei Bedarf",
            "grundsätzlich Pflicht",
            f"{C} Bild",
        )
    ),
    f"Falls {A} = 01 -> {B} [Plan] oder {C} [Bild] Pflichtangabe",
    f"Falls {A} = 01 -> {B} ggf. Pflichtangabe",
    f"Bedingung: {A} Art = 01\nFolge: nicht {B} Plan -> Pflicht",
    *(f"{A} Nachweis {more} -> Pflicht" for more in ("bei Bedarf", "für BY", "Bayern", "ab 18", "nur BY", "außer BY")),
    f"Ist der Wert unter {A}, entfällt {B}.",
    f"Wenn der Betrag unter {A} „Grenze“ liegt, ist {B} Pflicht.",
    # labels without their place
    f"Bedingung: {A} Art = 01\nBedingung: {C} Ort = 02\nFolge: {B} Plan -> Pflicht",
    f"Folge: {B} Plan -> Pflicht\nGegenfall: {B} Plan -> ausblenden",
    f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nFolge: {C} Bild -> Pflicht",
    f"Bedingung 1: {A} = 01\nFolge 2: {B} -> Pflicht",
    f"Bedingung: {A} Art = 01\nGegenfall: {B} Plan -> ausblenden",
    f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nBemerkung: nur bei Neubau",
    f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nHinweis: entfällt ab 2026",
    f"Bedingung: {A} Art = 01, {C} Ort = 02\nFolge: {B} Plan -> Pflicht",
    f"Land BE: {A} Siegel -> Pflicht\n{B} Stempel -> Pflicht",
    f"Land BE, Kreis Mitte: {A} Siegel -> Pflicht",
    # cases that begin with the answer
    f"Bei »Ja« unter Hund ({A}) und Katze ({C}): Plan ({B}) ist Pflicht.",
    f"Nicht bei »Ja« unter Hund ({A}): Plan ({B}) ist Pflicht.",
    f"Bei »Ja« unter Hund ({A}) und »Ja« unter Katze ({C}) oder »Ja« unter Maus ({G}): Plan ({B}) ist Pflicht.",
    f"Bei Auswahl »01« unter Art ({A}) in Bayern: Plan ({B}) ist Pflicht.",
    f"Bei »Ja« unter Hund ({A}): Wesenstest nicht ({B}) ausblenden.",
    f"Nur für BY: Plan ({B}) ist Pflichtfeld.",
    # the second case asks something else
    f"Falls {A} befüllt und {C} befüllt -> {B} Pflicht; falls nicht befüllt -> {B} keine Anzeige",
    f"Falls {A} mindestens 3 -> {B} Pflicht; falls weniger -> {B} keine Anzeige",
    # what is fixed, checked
    f"Vorbelegung: {A} Art = 01 oder 02",
    f"{A} erhält in BY den festen Inhalt 2 [online].",
    f"{A} erhält den festen Inhalt 2 [online] oder 3 [Papier].",
    f"Mind. eine Angabe aus {A}, {B} ist nicht erforderlich.",
    f"Länge des Inhalts von {A} < 5.",
    f"Inhalt von {A} = Inhalt von {B} oder Inhalt von {C}.",
    *(f"Fehler, wenn {A} Ende < {B} Beginn{more}" for more in (", außer {C} = 01", ", sonst Hinweis", " (nur BY)")),
    f"Hinweis, wenn {A} Ende < {B} Beginn",
    f"Nicht zulässig in {A}: 01, 02",
    f"Zulässig in {A}: 01, 02 (nur BY)",
    f"In {A} muss nur 01 gewählt sein",
    f"In {A} muss 01 nicht gewählt sein",
    f"{G} höchstens so oft wie {B}",
    f"{A} = 01 -> {B} Pflicht\n{C} Pflicht",
    f"Prüfung: {A} IBAN beginnt nicht mit DE.",
    f"Inhalt von {A} liegt nicht vor.",
]


@pytest.mark.parametrize(("text", "cases"), FORMS, ids=[text for text, _ in FORMS])
def test_telegram_does_what_its_german_says(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


@pytest.mark.parametrize(
    "text",
    [
        f"Land: BY\nBedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht",
        f"BY: Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht",
        f"Bedingung: {A} Art = 01\nFolge: {B} Plan -> Pflicht\nHinweis: gilt nur in BY",
    ],
)
def test_laender_above_and_below_the_lines_limit_them(text: str) -> None:
    assert said(text, DUTY, "BY") == ("executable", [{"effects": REQUIRED}, {"effects": {}}, {"effects": {}}])
    assert said(text, DUTY, "NW") == ("executable", [{"effects": {}}, {"effects": {}}, {"effects": {}}])


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_only_looks_like_it_does_not_run(text: str) -> None:
    status, _ = said(text, effects(("01", {})))
    assert status != "executable"

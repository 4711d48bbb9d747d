"""The long words of offices, slot by slot: how a code is called, how an effect is said, how the other branch begins."""

from __future__ import annotations

import pytest

from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, D, G, effects, said, verdicts

OPTIONAL = {B: "optional"}
SHOWN = {B: "shown"}
BOTH = {B: "required", C: "required"}
NEITHER = {B: "forbidden", C: "forbidden"}

CODES = (
    "in {A} der Schlüssel 01 („Einleiten“) eingetragen ist",
    "in {A} („Art“) einer der Schlüssel 01 („Rinder“), 03 („Schafe“) oder 04 („Ziegen“) eingetragen ist",
    "im DF {A} 'Lagerung' der Listeneintrag 01 'gekühlt' markiert ist",
    "im DF {A} einer der Listeneinträge 01 'Sammler', 03 'Makler' markiert ist",
    "in {A} der Schlüssel 01 (nicht aufgeführt) eingetragen ist",
    "im DF {A} die Kennziffer 01 angegeben ist",
    "{A} den Inhalt 01 hat",
    "{A} mit dem Schlüssel 01 belegt ist",
    "{A} mit Schlüssel 01 versehen ist",
    "in {A} die Wahl auf 01 fällt",
    "es sich bei {A} um den Schlüssel 01 handelt",
    "in {A} die Option 01 aktiviert ist",
    "das Feld mit der ID {A} den Wert 01 hat",
    "zu {A} der Schlüssel 01 angegeben ist",
)
"""What may stand behind "Sofern": each holds for 01 alone of 01, 02 and no answer."""
STATES = (
    ("in {A} eine Angabe erfolgt ist", True),
    ("{A} ohne Angabe ist", False),
    ("in {A} keine Angabe erfolgt", False),
    ("eine Angabe in {A} fehlt", False),
    ("{A} unbeantwortet ist", False),
    ("{A} leer gelassen wurde", False),
    ("{A} leer geblieben ist", False),
    ("in {A} irgendein Schlüssel eingetragen ist", True),
    ("in {A} kein Schlüssel eingetragen ist", False),
    ("in {A} Angaben vorliegen", True),
)
"""Whether they hold with an answer, and not without."""
EFFECTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("hat eine Angabe in {B} zu erfolgen", REQUIRED),
    ("hat in {B} eine Eintragung zu erfolgen", REQUIRED),
    ("haben Angaben in {B} und {C} zu erfolgen", BOTH),
    ("haben in {B} und {C} Angaben zu erfolgen", BOTH),
    ("hat {B} befüllt zu sein", REQUIRED),
    ("hat {B} vorzuliegen", REQUIRED),
    ("ist in {B} eine Eintragung vorzunehmen", REQUIRED),
    ("muss in {B} eine Angabe erfolgen", REQUIRED),
    ("ist {B} unbedingt auszufüllen", REQUIRED),
    ("ist {B} einzureichen", REQUIRED),
    ("ist {B} zu benennen", REQUIRED),
    ("ist {B} mit Angaben zu versehen", REQUIRED),
    ("darf {B} nicht unbeantwortet bleiben", REQUIRED),
    ("muss in {B} keine Angabe erfolgen", OPTIONAL),
    ("ist eine Angabe in {B} freigestellt", OPTIONAL),
    ("steht eine Angabe in {B} frei", OPTIONAL),
    ("ist eine Angabe in {B} zwingend", REQUIRED),
    ("ist in {B} etwas einzutragen", REQUIRED),
    ("gilt {B} als freiwillig", OPTIONAL),
    ("kann eine Angabe in {B} unterbleiben", OPTIONAL),
    ("hat {B} zu entfallen", FORBIDDEN),
    ("haben {B} und {C} zu entfallen", NEITHER),
    ("hat keine Angabe in {B} zu erfolgen", FORBIDDEN),
    ("unterbleibt die Angabe in {B}", FORBIDDEN),
    ("unterbleibt die Anzeige von {B}", FORBIDDEN),
    ("erfolgt keine Abfrage von {B}", FORBIDDEN),
    ("ist eine Angabe in {B} unzulässig", FORBIDDEN),
    ("bleibt {B} ohne Angabe", FORBIDDEN),
    ("bleibt {B} unausgefüllt", FORBIDDEN),
    ("ist {B} zu überspringen", FORBIDDEN),
    ("wird {B} nicht gezeigt", FORBIDDEN),
    ("erfolgt die Anzeige von {B}", SHOWN),
    ("besteht für {B} Angabepflicht", REQUIRED),
    ("besteht Angabepflicht für {B}", REQUIRED),
    ("besteht Eingabepflicht für {B}", REQUIRED),
    ("besteht für {B} die Pflicht zur Eintragung", REQUIRED),
    ("handelt es sich bei {B} um ein Pflichtfeld", REQUIRED),
    ("stellen {B} und {C} Pflichtangaben dar", BOTH),
    ("zählt {B} zu den Pflichtangaben", REQUIRED),
    ("besteht für {B} keine Angabepflicht", OPTIONAL),
    ("kann von einer Angabe in {B} abgesehen werden", OPTIONAL),
    ("wird auf die Anzeige von {B} verzichtet", FORBIDDEN),
    ("ist von einer Angabe in {B} abzusehen", FORBIDDEN),
    ("kommt {B} nicht zur Anzeige", FORBIDDEN),
    ("gelangt {B} zur Anzeige", SHOWN),
)
OTHERWISE = (
    ", im anderen Fall ist es nicht anzuzeigen.",
    ", in den übrigen Fällen ist es nicht anzuzeigen.",
    "; in jedem anderen Falle entfällt es.",
    ", im Gegenfall hat {B} zu entfallen.",
    "; falls nicht, unterbleibt die Anzeige.",
    ", sonst keine Anzeige.",
    ". {B} entfällt andernfalls.",
    ". Das Feld {B} ist in allen anderen Fällen auszublenden.",
    ". Nicht anzuzeigen ist {B} im anderen Fall.",
    ". Bei allen übrigen Schlüsseln entfällt {B}.",
)
WHOLE: list[tuple[str, list[Case]]] = [
    (
        f"Auszufüllen ist das DF {B}, wenn das DF {A} auf Ja steht; nicht anzuzeigen ist es, wenn {A} auf Nein steht.",
        [({A: True}, REQUIRED, None), ({A: False}, FORBIDDEN, None), ({}, {}, None)],
    ),
    (
        f"Auszufüllen sind die DF {B} und {C}, wenn {A} = 01 ist, im anderen Fall sind beide nicht anzuzeigen.",
        [({A: "01"}, BOTH, None), ({}, NEITHER, None)],
    ),
    (
        f"Eine Angabe in {B} hat zu erfolgen, sofern {A} = 01 ist; anderenfalls entfällt {B}.",
        [({A: "01"}, REQUIRED, None), ({}, FORBIDDEN, None)],
    ),
    (f"{B} ist lediglich dann anzuzeigen, wenn {A} = 01 ist.", [({A: "01"}, SHOWN, None), ({}, FORBIDDEN, None)]),
    (
        f"Wenn die Zahl in {A} 5 erreicht oder übersteigt, ist {B} Pflicht.",
        [({A: 5}, REQUIRED, None), ({A: 4}, {}, None)],
    ),
    (f"{B} ist in jedem Fall auszufüllen.", [({}, REQUIRED, None)]),
    (f"Sofern {A} bejahend beantwortet ist, ist {B} Pflicht.", effects((True, REQUIRED), (False, {}))),
    (
        f"Sofern in {A} ein von 01 abweichender Code gewählt ist, ist {B} Pflicht.",
        effects(("02", REQUIRED), (None, {})),
    ),
    (f"Sofern {A} die Grenze von 5 überschreitet, ist {B} Pflicht.", effects((6, REQUIRED), (5, {}))),
    (f"Sofern {A} innerhalb von 5 bis 9 liegt, ist {B} Pflicht.", effects((9, REQUIRED), (10, {}))),
    (f"Sofern {A} 5 und mehr beträgt, ist {B} Pflicht.", effects((5, REQUIRED), (4, {}))),
    (
        f"Steht in {A} 01, ist {B} Pflicht. Steht dort etwas anderes, entfällt {B}.",
        effects(("01", REQUIRED), ("02", FORBIDDEN), (None, {})),
    ),
    (
        f"Sofern seit {A} mehr als 2 Jahre vergangen sind, ist {B} Pflicht.",
        effects(("2024-11-26", REQUIRED), ("2024-11-27", {})),
    ),
    (
        f"Sofern sich aus {A} ein Alter unter 18 Jahren ergibt, ist {B} Pflicht.",
        effects(("2008-11-28", REQUIRED), ("2008-11-27", {})),
    ),
    (f"Erfolgt in {A} keine Angabe, ist {B} Pflicht.", effects((None, REQUIRED), ("x", {}))),
]
BACKWARDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Für {B} besteht Angabepflicht", REQUIRED),
    ("Bei {B} handelt es sich um ein Pflichtfeld", REQUIRED),
    ("{B} und {C} gelten als Pflichtangaben", BOTH),
    ("{B} bedarf einer Angabe", REQUIRED),
    ("Einzureichen ist {B}", REQUIRED),
    ("{B} gilt als freiwillige Angabe", OPTIONAL),
    ("Die Anzeige von {B} unterbleibt", FORBIDDEN),
    ("Von der Anzeige von {B} wird abgesehen", FORBIDDEN),
    ("Auf eine Angabe in {B} ist zu verzichten", FORBIDDEN),
    ("{B} ist zur Anzeige zu bringen", SHOWN),
)
"""The effect in front of its condition."""
ORDERED: list[tuple[str, list[Case]]] = [
    (f"Auszufüllen ist zumindest eines der DF {A}, {B} und {C}.", verdicts(({B: "x"}, True), ({}, False))),
    (f"Auszufüllen ist von den DF {A} und {B} genau eines.", verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False))),
    (f"Anzugeben ist entweder {A} oder {B}, nicht jedoch beides.", verdicts(({}, False), ({A: "x", B: "x"}, False))),
    (
        f"So oft, wie es {A} angibt, muss {B} befüllt sein.",
        verdicts(({A: 2, B: ["x", "y"]}, True), ({A: 2, B: ["x"]}, False)),
    ),
    (f"{B} ist so oft auszufüllen, wie es {A} angibt.", verdicts(({A: 1, B: ["x"]}, True), ({A: 2, B: ["x"]}, False))),
    (
        f"{A} muss zeitlich früher liegen als {B}.",
        verdicts(({A: "2026-01-01", B: "2026-01-02"}, True), ({A: "2026-01-02", B: "2026-01-02"}, False)),
    ),
    (f"{A} muss bejaht sein, sonst ist das Absenden nicht möglich.", verdicts(({A: True}, True), ({A: False}, False))),
    (
        f"In mindestens einem der Felder {A}, {B} hat eine Angabe zu erfolgen.",
        verdicts(({B: "x"}, True), ({}, False)),
    ),
    (f"{A} hat aus 5 Ziffern zu bestehen.", verdicts(({A: "01234"}, True), ({A: "0123"}, False))),
    (f"Die Summe aus {A} und {B} hat 100 zu ergeben.", verdicts(({A: 60, B: 40}, True), ({A: 60, B: 50}, False))),
    (f"{A} hat auf Ja zu stehen.", verdicts(({A: True}, True), ({}, False))),
    (f"{A} und {B} haben nicht zugleich befüllt zu sein.", verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False))),
    (f"Wenn {A} = 01 ist, entfällt in {B} der Schlüssel 02.", effects(("01", {B: {"not": ["02"]}}), ("03", {}))),
    (
        f"Wenn {A} = 01 ist, kommen in {B} lediglich die Schlüssel A und C in Betracht.",
        effects(("01", {B: {"only": ["A", "C"]}}), (None, {})),
    ),
]
LAENDER = (
    (f"Außer in BY wird {B} in allen Ländern zur Pflicht; in BY wird das Feld nicht dargestellt.", REQUIRED, FORBIDDEN),
    (
        f"Auszufüllen ist {B} in SN, ST und TH. In allen weiteren Ländern ist das Feld nicht anzuzeigen.",
        REQUIRED,
        FORBIDDEN,
    ),
    (f"Ausschließlich in SN ist {B} auszufüllen.", REQUIRED, FORBIDDEN),
    (f"In SN ist {B} Pflicht, ansonsten entfällt {B}.", REQUIRED, FORBIDDEN),
    (f"In SN hat {B} befüllt zu sein; in allen weiteren Ländern unterbleibt die Anzeige.", REQUIRED, FORBIDDEN),
    (f"Bei Anträgen in SN ist {B} Pflicht.", REQUIRED, {}),
    (f"{B} entfällt in SN und HE.", FORBIDDEN, {}),
)
"""What holds in Sachsen, and in Bayern."""
LOOK_ALIKE = (
    f"Wenn {A} = 01 ist, hat {B} nicht befüllt zu sein.",  # need not, or must not?
    f"Wenn {A} = 01 ist, hat eine Angabe in {B} oder {C} zu erfolgen.",
    f"Wenn {A} = 01 ist, hat in {B} und {C} keine Angabe zu erfolgen.",
    f"Wenn {A} = 01 ist, soll möglichst eine Angabe in {B} erfolgen.",
    f"Wenn {A} = 01 ist, erfolgt eine Angabe in {B}.",  # a state, no duty
    f"Wenn {A} = 01 ist, wird {B} nicht benötigt.",
    f"Wenn {A} = 01 ist, ist {B} auszufüllen und nicht anzuzeigen.",
    f"Auszufüllen und zugleich nicht anzuzeigen ist das Feld {B}, wenn {A} = 01 ist.",
    f"Wenn in {A} der Schlüssel 01 (nicht 02) eingetragen ist, ist {B} Pflicht.",
    f"Wenn in {A} der Schlüssel 01 (nicht ausgewählt) eingetragen ist, ist {B} Pflicht.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht, im umgekehrten Fall {C}.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht. Wenn {D} = 02 ist, ist {C} Pflicht. {B} entfällt andernfalls.",
    f"{B} ist sonst auszublenden.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht, bei allen anderen Schlüsseln in {C} freiwillig.",
    f"Wenn in {A} der Schlüssel 01 (nicht in BY) eingetragen ist, ist {B} Pflicht.",
    f"Wenn in {A} der Schlüssel 01 (nicht immer) eingetragen ist, ist {B} Pflicht.",
    f"Wenn {A} an Position 3 steht, ist {B} Pflicht.",
    f"Wenn eine Angabe in {G} fehlt, ist {B} Pflicht.",
    f"Wenn {A} = 01 ist, hat eine Angabe in {B} durch das Amt zu erfolgen.",
    f"Wenn {A} = 01 ist, entfällt auf Wunsch die Anzeige von {B}.",
    f"Wenn {A} = 01 ist, hat die Angabe „Ja“ in {B} zu erfolgen.",
    f"Auszufüllen ist von der Person {A} und {B} genau eines.",
    f"Auszufüllen ist {B} in SN und {C} in TH.",
    f"So oft, wie es {A} angibt, darf {B} befüllt sein.",
    f"Außer in BY wird {B} nicht in allen Ländern angezeigt.",
    f"In SN ist {B} Pflicht, wenn {A} = 01 ist, ansonsten entfällt {B}.",
    f"{B} entfällt nicht in BY.",
    f"In mindestens einem der Felder {A}, {B} hat keine Angabe zu erfolgen.",
    f"Steht in {A} 01 und in {C} 02, ist {B} Pflicht. Steht dort etwas anderes, entfällt {B}.",
    f"Wenn {A} > 5 ist, ist {B} Pflicht. Steht dort etwas anderes, entfällt {B}.",
    f"In einem der Felder {A} und {B} muss eine Angabe erfolgen.",  # one, or one at least?
    f"Sofern seit {A} 2 Jahre vergangen sind, ist {B} Pflicht.",
    f"Sofern in {A} nur ein Schlüssel eingetragen ist, ist {B} Pflicht.",
    f"Sofern es sich bei {A} um einen Verein handelt, ist {B} Pflicht.",
    f"Sofern Angaben in {G} fehlen, ist {B} Pflicht.",
    f"Sofern {A} innerhalb von 5 bis 9 Tagen liegt, ist {B} Pflicht.",
    f"Hat {A} zu entfallen, ist {B} Pflicht.",  # where the one is, the other is
    f"Entfällt {A}, ist {B} Pflicht.",
    f"Gilt {A} als Pflichtfeld, ist {B} Pflicht.",
    f"Muss in {A} eine Angabe erfolgen, ist {B} Pflicht.",
    f"Wenn {A} = 01 ist, besteht für {B} teilweise Angabepflicht.",
    f"Wenn {A} = 01 ist, besteht für {B} Meldepflicht.",
    f"Nur in BW besteht Eingabepflicht für {B}.",
    f"Auch in BW besteht Eingabepflicht für {B}.",
    f"In BW besteht keine Eingabepflicht für {B}.",
    f"Bei Auswahl von 01 in {A} unterbleibt die Anzeige von {B} nicht.",
    f"Wenn {A} = 01 ist, besteht für {B} oder {C} Angabepflicht.",
    f"Wenn {A} = 01 ist, kommt nur {B} zur Anzeige.",
    f"Wenn {A} = 01 ist, wird auf die Angabe in {B} nicht verzichtet.",
    f"Wenn {A} = 01 ist, bedarf {B} der Zustimmung.",
    f"{A} muss bejaht sein, sonst ist das Absenden nur in BY nicht möglich.",
)


def examined(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


@pytest.mark.parametrize("condition", CODES)
def test_codes_have_many_names(condition: str) -> None:
    text = f"Sofern {condition.format(A=A)}, ist {B} Pflicht."
    examined(text, effects(("01", REQUIRED), ("02", {}), (None, {})))


@pytest.mark.parametrize(("condition", "filled"), STATES)
def test_an_answer_is_there_or_missing(condition: str, filled: bool) -> None:
    text = f"Sofern {condition.format(A=A)}, ist {B} Pflicht."
    examined(text, effects(("x", REQUIRED if filled else {}), (None, {} if filled else REQUIRED)))


@pytest.mark.parametrize(("effect", "meant"), EFFECTS)
def test_effects_are_said_in_many_ways(effect: str, meant: dict[str, str]) -> None:
    text = f"Wenn {A} = 01 ist, {effect.format(B=f'{B} „Nachweis“', C=f'{C} „Zeugnis“')}."
    examined(text, effects(("01", meant), ("02", {})))


@pytest.mark.parametrize(("effect", "meant"), BACKWARDS)
def test_effects_may_stand_in_front(effect: str, meant: dict[str, str]) -> None:
    text = f"{effect.format(B=f'{B} „Nachweis“', C=f'{C} „Zeugnis“')}, wenn {A} = 01 ist."
    examined(text, effects(("01", meant), ("02", {})))


@pytest.mark.parametrize("other", OTHERWISE)
def test_the_other_branch_begins_in_many_ways(other: str) -> None:
    text = f"Wenn {A} = 01 ist, ist {B} auszufüllen{other.format(B=B)}"
    examined(text, effects(("01", REQUIRED), ("02", FORBIDDEN)))


@pytest.mark.parametrize(("text", "cases"), WHOLE)
def test_whole_sentences_in_the_words_of_offices(text: str, cases: list[Case]) -> None:
    examined(text, cases)


@pytest.mark.parametrize(("text", "cases"), ORDERED)
def test_sentences_in_an_order_of_their_own(text: str, cases: list[Case]) -> None:
    examined(text, cases)


@pytest.mark.parametrize(("text", "inside", "outside"), LAENDER)
def test_laender_in_the_words_of_offices(text: str, inside: dict[str, str], outside: dict[str, str]) -> None:
    for land, meant in (("SN", inside), ("BY", outside)):
        assert said(text, effects((None, {})), land) == ("executable", [{"effects": meant}])


@pytest.mark.parametrize("text", LOOK_ALIKE)
def test_what_only_looks_like_it_stays_unread(text: str) -> None:
    assert said(text, [])[0] != "executable"


def test_a_name_without_quotation_marks_is_no_entry() -> None:
    text = f"Wenn {A} Eintragung Mitarbeitende = ja, ist {G} Mitarbeitende (Eintragung) anzuzeigen."
    examined(text, effects((True, {G: "shown"}), (None, {})))

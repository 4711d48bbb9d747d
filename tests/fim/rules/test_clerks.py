"""How clerks write: what points back to the sentence before, what "also" makes exact, who answers, two-sided bounds."""

from __future__ import annotations

import pytest

from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, D, G, effects, said, verdicts
from tests.fim.rules.test_offices import NEITHER, SHOWN, examined

BACK = (
    f"Steht in {A} „Art“ 01, so ist {B} Pflicht. Steht dort {{}}, ist {B} auszublenden.",
    f"{B} ist Pflicht, wenn in {A} der Code 01 steht. {B} entfällt, wenn dort {{}} steht.",
    f"Ist bei {A} 01 eingetragen, ist {B} Pflicht; ist dort {{}} eingetragen, so entfällt {B}.",
    f"Haben wir in {A} 'Art' den Code 01, ist {B} Pflicht. Wenn dort {{}} steht, ist {B} auszublenden.",
)
"""Sentences that point back with "dort", each with "02" or something else in it."""

YES = (
    f"Bei einem Ja auf die Frage {A} „Wunsch“ ist {B} Pflicht, bei einem Nein ist {B} nicht zu zeigen.",
    f"Die Frage {A} „Wunsch“ entscheidet über {B}: Bei Ja ist {B} Pflicht, bei Nein wird {B} ausgeblendet.",
    f"Haben wir in {A} ein Ja, so darf {B} nicht fehlen; steht dort Nein, so blenden wir {B} aus.",
    f"Wünschen die Verlobten einen Saal, ist also {A} gleich Ja, dann ist {B} Pflicht. Ist {A} = Nein, entfällt {B}.",
    f"Hat er einen, steht also in {A} Ja, so ist {B} Pflicht; hat er keinen, steht dort also Nein, so entfällt {B}.",
    f"{B} ist Pflicht, wenn sie einen Saal wünschen, wenn also {A} wahr ist. Ist {A} = Nein, ist {B} zu verbergen.",
    f"Bei Zweitwagen, also wenn {A} wahr ist, muss in {B} etwas stehen. {A} = Nein führt dazu, dass {B} entfällt.",
    f"Bei einer Verlängerung, also bei {A} = Ja, ist {B} Pflicht. Bei {A} = Nein ist {B} nicht zu zeigen.",
    f"Beantwortet jemand {A} mit Ja, ist {B} Pflicht; beantwortet er {A} mit Nein, zeigen wir ihm {B} nicht.",
    f"Antwortet man auf {A} mit Ja, ist {B} Pflicht; antwortet man mit Nein, wird {B} nicht angezeigt.",
    f"Wer {A} bejaht, muss auch {B} angeben. Wer {A} verneint, bekommt {B} nicht angezeigt.",
    f"Wenn Eltern bei {A} Ja wählen, benötigen wir zwingend {B}; wenn sie dort Nein wählen, bleibt {B} ausgeblendet.",
    f"{B} ist Pflicht, wenn {A} = Ja ist, und sie darf nicht angezeigt werden, wenn {A} = Nein ist.",
)
"""Each requires B with a yes and hides it with a no; without an answer it says nothing."""

BOUNDS = (
    f"Ist {A} >= 80, dann ist {B} anzuzeigen. Ist {A} < 80, dann ist {B} auszublenden.",
    f"Ist in {A} der Wert > 79 angegeben, ist {B} anzuzeigen; ist {A} <= 79, so ist {B} auszublenden.",
    f"Ab einem Wert von 80 in {A} ist {B} anzuzeigen, unter 80 ist sie auszublenden.",
    f"Beträgt {A} weniger als 80 %, ist {B} auszublenden; ab 80 % ist {B} anzuzeigen.",
    f"Sind in {A} mindestens 80 Bäume eingetragen, ist {B} anzuzeigen; unter 80 ist {B} auszublenden.",
)

WHOLE: list[tuple[str, list[Case]]] = [
    (
        f"Ist {A} wahr, so ist {B} unerlässlich. Ist das nicht der Fall, so ist {B} auszublenden.",
        effects((True, REQUIRED), (False, FORBIDDEN), (None, FORBIDDEN)),
    ),
    (f"Wohnt sie hier, hat sie also in {A} Ja angegeben, so muss sie {B} angeben.", effects((True, REQUIRED))),
    (f"Ist die Gebühr fällig, d. h. {A} = Ja, so wird ihr {B} gezeigt.", effects((True, SHOWN), (False, {}))),
    (f"Hat die Person in {A} Ja angegeben, so verlangen wir {B}.", effects((True, REQUIRED), (False, {}))),
    (
        f"Lautet die Antwort auf {A} 01, so ist {B} Pflicht. Lautet sie anders, ist {B} auszublenden.",
        effects(("01", REQUIRED), ("02", FORBIDDEN), (None, {})),
    ),
    (
        f"Steht in {A} 01, ist {B} Pflicht; steht dort etwas anderes, entfällt {B}.",
        effects(("01", REQUIRED), ("02", FORBIDDEN), (None, {})),
    ),
    (
        f"Wählt man in {A} den Code 01, so ist {B} Pflicht; wählt man den Code 02, so ist {B} auszublenden.",
        effects(("01", REQUIRED), ("02", FORBIDDEN), ("03", {})),
    ),
    (
        f"Ist in {A} einer der Codes 01, 02 gewählt, ist {B} Pflicht. Ist dort keiner davon gewählt, entfällt {B}.",
        effects(("02", REQUIRED), ("03", FORBIDDEN), (None, FORBIDDEN)),
    ),
    (
        f"Hat sich das Paar in {A} für den Code 02 entschieden, so haben die Eltern {B} vorzulegen.",
        effects(("02", REQUIRED), ("01", {})),
    ),
    (f"Für den Code 03 „Markt“ in {A} sind {B} und {C} auszublenden.", effects(("03", NEITHER), ("01", {}))),
    (
        f"Bei {A} kommt es auf den Code an: Bei A „Haus“ ist {B} Pflicht, bei B „Hof“ ist {B} auszublenden.",
        effects(("A", REQUIRED), ("B", FORBIDDEN), ("C", {})),
    ),
    (f"Fehlt eine Angabe in {A}, so fragen wir {B} ab.", effects((None, SHOWN), ("x", {}))),
    (
        f"Der Antrag kann nur abgesendet werden, wenn {A} mit Ja beantwortet ist.",
        verdicts(({A: True}, True), ({A: False}, False)),
    ),
    (
        f"Es dürfen nicht beide Felder {A} und {B} zugleich ausgefüllt sein.",
        verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False)),
    ),
    (
        f"Die Zahl in {A} muss zwischen 20 und 40 liegen, beide Zahlen eingeschlossen.",
        verdicts(({A: 40}, True), ({A: 41}, False)),
    ),
    (
        f"{A} muss ein späteres Datum enthalten als {B}.",
        verdicts(({A: "2026-03-02", B: "2026-03-01"}, True), ({A: "2026-03-01", B: "2026-03-01"}, False)),
    ),
    (
        f"Wer {A} oder {D} bejaht, muss auch {B} ausfüllen. Wer beide Fragen verneint, sieht {B} nicht.",
        [
            ({A: True, D: False}, REQUIRED, None),
            ({A: False, D: False}, FORBIDDEN, None),
            ({A: False}, {}, None),
        ],
    ),
    (
        f"Wählt jemand in {A} den Code 01 und beantwortet er {D} mit Ja, so ist {B} Pflicht.",
        [({A: "01", D: True}, REQUIRED, None), ({A: "01", D: False}, {}, None)],
    ),
    (
        f"Ist {A} wahr und ist {D} ebenfalls wahr, so ist {B} Pflicht.",
        [({A: True, D: True}, REQUIRED, None), ({A: True}, {}, None)],
    ),
]

LAENDER = (
    f"Liegt die Gemeinde in SN oder ST, so ist {B} Pflicht. Liegt sie in einem anderen Land, so ist {B} auszublenden.",
    f"In SN ist {B} Pflicht. In jedem anderen Land ist {B} auszublenden.",
)

LOOK_ALIKE = (
    # two places, or none that can be meant
    f"Steht in {A} 01, so ist in {B} eine Angabe zu machen. Steht dort 02, ist {C} auszublenden.",
    f"Steht in {A} oder in {D} Ja, so ist {B} Pflicht. Steht dort Nein, ist {B} auszublenden.",
    f"In BY ist {B} Pflicht, wenn in {A} Ja steht. Steht dort Nein, ist {B} auszublenden.",
    f"Ist {A} = 01, so ist in {B} eine Angabe zu machen. Ist dort keiner dieser Codes gewählt, ist {C} auszublenden.",
    f"Steht in {A} Ja, ist {B} Pflicht. Die Frage {C} ist freiwillig. Steht dort Nein, entfällt {B}.",
    f"Ist {A} = 01, ist {B} Pflicht. Lautet sie anders, ist {B} auszublenden.",
    f"Antwortet er auf {A} mit Ja, so ist in {C} eine Angabe zu machen; antwortet er mit Nein, entfällt {B}.",
    f"Wer {A} und {D} bejaht, muss {B} ausfüllen. Wer beide Fragen nicht bejaht, muss {C} ausfüllen.",
    f"Wer {A} bejaht, muss {B} und {C} ausfüllen. Wer beide Fragen verneint, muss {D} ausfüllen.",
    f"Liegt die Gemeinde in BY, so ist {B} Pflicht. Liegt die Firma in einem anderen Land, so ist {B} auszublenden.",
    f"Liegt die Gemeinde in BY und {A} = Ja, ist {B} Pflicht. Liegt sie in einem anderen Land, ist {B} auszublenden.",
    # what is told before "also" limits more than what stands behind it
    f"Wohnt die Person in Bayern, ist also {A} gleich 01, so ist {B} Pflicht.",
    f"Ist es ein Verein oder eine Stiftung, ist also {A} gleich 05, so ist {B} Pflicht.",
    f"Ist die Person nur vorübergehend hier, ist also {A} gleich 05, so ist {B} Pflicht.",
    f"Ist {C} befüllt, ist also {A} gleich 05, so ist {B} Pflicht.",
    f"Ist die Person ledig, ist also {B} auszublenden, {C} aber Pflicht.",
    f"Bei allen außer Hunden, also bei {A} = 02, ist {B} Pflicht.",
    f"Ist sie nur in BY fällig, d. h. {A} = Ja, so ist {B} Pflicht.",
    f"Ist die Gebühr fällig, d. h. {A} = Ja, und ist {C} befüllt, so ist {B} Pflicht.",
    # denied, narrowed, counted otherwise
    f"Haben wir in {A} nur den Code 02, so ist {B} Pflicht.",
    f"Hat sich das Paar in {A} nicht für den Code 02 entschieden, so ist {B} Pflicht.",
    f"Wenn {A} = Ja, blenden wir {B} nicht aus.",
    f"Wenn {A} = Ja, zeigen wir {B} nicht immer an.",
    f"Wenn {A} = Ja, benötigen wir nicht zwingend {B}.",
    f"Wenn {A} = Ja, so hat die Stadt {B} vorzulegen.",
    f"Ist {A} weder > 5 noch > 7, so ist {B} Pflicht.",
    f"In {A} ist > 5 vorbelegt.",
    f"Ist das nicht der Fall, so ist {B} auszublenden.",
    f"Nur wer {A} bejaht, sieht {B} nicht.",
    f"Wenn nicht alle Eltern bei {A} Ja wählen, ist {B} Pflicht.",
    f"Der Antrag kann nur abgesendet werden, wenn {A} oder {B} mit Ja beantwortet ist.",
    f"Wenn die Person nach {A} „Geburtsdatum“ mindestens 18 Jahre alt ist, ist {B} Pflicht, unter 18 entfällt {B}.",
    f"Wenn {A} mindestens 80 beträgt, ist {B} Pflicht, unter 50 ist {B} auszublenden.",
    f"Wenn {A} mehr als 80 beträgt, ist {B} Pflicht, unter 80 ist {B} auszublenden.",
    f"Wenn {A} nicht mehr als 80 beträgt, ist {B} Pflicht, bis 80 ist {B} auszublenden.",
    f"Sind in {A} mehr als 2 Kinder unter 3 Jahren eingetragen, ist {B} Pflicht.",
    f"Bei {A} kommt es auf den Code an: Bei anderen ist {B} Pflicht.",
    f"Bei {A} genügt ein Blick: Steht in {D} Ja, ist {B} Pflicht.",
    f"Die Gruppe {G} ist höchstens so oft auszufüllen, wie es die Zahl in {A} vorgibt.",
    f"Es dürfen nicht beide Felder {A}, {B} und {C} zugleich ausgefüllt sein.",
    f"{B} und {C} sind Pflicht, wenn {A} = 01 ist, und es ist auszublenden, wenn {A} = 02 ist.",
)


@pytest.mark.parametrize("text", BACK)
def test_there_is_the_one_place_of_the_sentence_before(text: str) -> None:
    examined(text.format("02"), effects(("01", REQUIRED), ("02", FORBIDDEN), ("03", {}), (None, {})))


@pytest.mark.parametrize("text", YES)
def test_a_yes_and_a_no_are_said_in_many_ways(text: str) -> None:
    examined(text, effects((True, REQUIRED), (False, FORBIDDEN), (None, {})))


@pytest.mark.parametrize("text", BOUNDS)
def test_a_bound_has_two_sides(text: str) -> None:
    examined(text, effects((80, SHOWN), (79, FORBIDDEN), (None, {})))


@pytest.mark.parametrize(("text", "cases"), WHOLE)
def test_whole_sentences_in_the_words_of_clerks(text: str, cases: list[Case]) -> None:
    examined(text, cases)


@pytest.mark.parametrize("text", LAENDER)
def test_another_land_is_each_that_was_not_named(text: str) -> None:
    for land, meant in (("SN", REQUIRED), ("BY", FORBIDDEN)):
        assert said(text, effects((None, {})), land) == ("executable", [{"effects": meant}])


@pytest.mark.parametrize("text", LOOK_ALIKE)
def test_what_only_looks_like_it_stays_unread(text: str) -> None:
    assert said(text, [])[0] != "executable"

"""Rules as notes of who builds forms, other answers than one, and what only looks like it; written from the German."""

from __future__ import annotations

import pytest

from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, A, B, C, Case, D, G, effects, said, verdicts

SHOWN = {B: "shown"}
OTHER = effects(("07", {}), ("01", FORBIDDEN), (None, FORBIDDEN))
ANSWERED = effects(("07", {}), ("01", FORBIDDEN), (None, {}))
DUTY = f"Wenn {A} „Tierart“ = 07, ist {B} Pflicht."

READ: list[tuple[str, list[Case]]] = [
    # another answer
    (f"Ist {A} mit einem anderen Code als 07 belegt, entfällt {B}.", ANSWERED),
    (f"Wenn {A} auf einen anderen Wert als 07 gesetzt ist, entfällt {B}.", ANSWERED),
    (f"Wenn in {A} „Tierart“ eine andere Tierart als 07 ausgewählt ist, entfällt {B}.", ANSWERED),
    (f"Wenn in {A} eine andere Auswahl als 07 oder gar keine Auswahl getroffen wurde, entfällt {B}.", OTHER),
    (f"Wenn in {A} keine oder eine andere Auswahl als 07 getroffen wurde, entfällt {B}.", OTHER),
    (
        f"{DUTY} Wird eine andere Tierart als 07 ausgewählt oder keine, entfällt {B}.",
        effects(("07", REQUIRED), ("01", FORBIDDEN), (None, FORBIDDEN)),
    ),
    (
        f"Wenn in {A} ein anderer Wert als 07 oder in {C} keine Angabe gemacht wurde, entfällt {B}.",
        [({A: "07", C: "x"}, {}, None), ({A: "07"}, FORBIDDEN, None), ({A: "01", C: "x"}, FORBIDDEN, None)],
    ),
    # all answers that were named
    (
        (
            f"Wenn {A} = 01, ist {B} Pflicht. Wenn {A} = 02, ist {C} Pflicht. Ist keiner der genannten Werte"
            f" ausgewählt, ist {D} Pflicht."
        ),
        effects(("01", REQUIRED), ("02", {C: "required"}), ("03", {D: "required"}), (None, {D: "required"})),
    ),
    (
        f"Wenn {A} = 01 oder 02, ist {B} Pflicht. Wird in {A} keine der genannten Optionen gewählt, entfällt {B}.",
        effects(("01", REQUIRED), ("02", REQUIRED), ("03", FORBIDDEN), (None, FORBIDDEN)),
    ),
    # what a bracket tells
    (
        f"Wenn in {A} ein EWR-Staat (136 „Island“, 141 oder 149) ausgewählt wird, ist {B} Pflicht.",
        effects(("141", REQUIRED), ("100", {}), (None, {})),
    ),
    (
        f"Wenn in {A} kein EWR-Staat (136, 141 oder 149) ausgewählt wird, entfällt {B}.",
        effects(("141", {}), ("100", FORBIDDEN), (None, FORBIDDEN)),
    ),
    (
        f"Wenn es sich bei der antragstellenden Stelle um einen Verein handelt ({A} = 005), ist {B} Pflicht.",
        effects(("005", REQUIRED), ("001", {})),
    ),
    (
        f"Handelt es sich bei der Stelle um einen Verein oder eine Stiftung ({A} = 005 oder 006), ist {B} Pflicht.",
        effects(("006", REQUIRED), ("001", {})),
    ),
    # beginnings
    (
        f"Beginnt der Code in {A} nicht mit 56, entfällt {B}.",
        effects(("561", {}), ("47", FORBIDDEN), (None, FORBIDDEN)),
    ),
    # arrows and brackets
    (
        f"({A} = 01) -> {B} ist Pflichtfeld; ({A} <> 01) -> {B} ist auszublenden.",
        effects(("01", REQUIRED), ("02", FORBIDDEN), (None, FORBIDDEN)),
    ),
    (f"[{A} = 01] -> [{B}] anzeigen", effects(("01", SHOWN), ("02", {}))),
    (
        f"Wenn {A} = 01, dann [{B} „Nachweis“] als Pflichtfeld anzeigen, sonst [{B} „Nachweis“] ausblenden.",
        effects(("01", REQUIRED), (None, FORBIDDEN)),
    ),
    (f"Wenn {A} = 01, dann [{B} anzeigen], sonst [{B} ausblenden].", effects(("01", SHOWN), (None, FORBIDDEN))),
    # one element and what holds for it
    (
        f"{A} „Sitze (ohne Fahrer)“: der Wert muss >= 1 und <= 8 sein.",
        verdicts(({A: 1}, True), ({A: 8}, True), ({A: 9}, False), ({}, True)),
    ),
    (f"{A}: muss größer als 0 sein.", verdicts(({A: 1}, True), ({A: 0}, False))),
    (f"{A}: die Eingabe muss kleiner als {B} sein.", verdicts(({A: 1, B: 2}, True), ({A: 2, B: 2}, False))),
    (f"{A} „Art“: Code 4 „Kontrollkarte“ darf nicht ausgewählt werden.", effects((None, {A: {"not": ["4"]}}))),
    (f"{A}: die Codes 4, 5 nicht auswählbar", effects((None, {A: {"not": ["4", "5"]}}))),
    (f"{A}: nur die Codes 4 und 5 sind auswählbar.", effects((None, {A: {"only": ["4", "5"]}}))),
    # what must hold
    (f"Es muss gelten: {A} < {B}.", verdicts(({A: 1, B: 2}, True), ({A: 2, B: 2}, False), ({A: 1}, True))),
    (f"Es muss gelten: {A} = {B}.", verdicts(({A: 2, B: 2}, True), ({A: 1, B: 2}, False), ({A: 1}, True))),
    (f"Es muss gelten, dass {A} kleiner als {B} ist.", verdicts(({A: 1, B: 2}, True), ({A: 2, B: 2}, False))),
    (
        f"Wenn {C} = wahr, muss gelten: {A} < {B}.",
        verdicts(({C: True, A: 2, B: 2}, False), ({C: False, A: 2, B: 2}, True)),
    ),
    # how often
    (f"{A} gibt an, wie oft {G} zu befüllen ist.", verdicts(({A: 1, G: [True]}, True), ({A: 2, G: [True]}, False))),
    (f"Wie oft {G} auszufüllen ist, ergibt sich aus {A}.", verdicts(({A: 2, G: [True]}, False))),
    (
        f"Hat er in {A} „Ja“ angegeben, ist {G} ein weiteres Mal anzuzeigen.",
        effects((True, {G: "repeat"}), (False, {})),
    ),
    # what must be ticked, what follows where a demand is not met, how many at most
    (
        f"Wenn {A} = wahr, muss auch {B} angekreuzt werden.",
        verdicts(({A: True, B: False}, False), ({A: True, B: True}, True), ({A: False, B: False}, True)),
    ),
    (
        f"{A} muss mindestens 18 sein, ansonsten ist der Antrag nicht zulässig.",
        verdicts(({A: 18}, True), ({A: 17}, False)),
    ),
    (f"{A} muss größer als {B} sein, sonst erscheint eine Fehlermeldung.", verdicts(({A: 1, B: 1}, False))),
    (f"Es sind höchstens zwei von {A}, {B}, {C} auszufüllen.", verdicts(({A: 1, B: 1, C: 1}, False), ({A: 1}, True))),
    # values that are there
    (
        f"{A} ist fest mit dem Wert 08 belegt und wird nicht angezeigt.",
        effects((None, {A: {"value": "08", "hidden": True}})),
    ),
    (f"Der Code 000 „Deutschland“ ist in {A} vorausgewählt.", effects((None, {A: {"value": "000"}}))),
    (f"{A} hat den festen Wert 05 und ist auszublenden.", effects((None, {A: {"value": "05", "hidden": True}}))),
    (f"{A} ist mit 01 vorbelegt, kann aber geändert werden.", effects((None, {A: {"value": "01"}}))),
    (f"Der Wert von {A} muss den Wert von {B} übersteigen.", verdicts(({A: 2, B: 1}, True), ({A: 1, B: 1}, False))),
    # further words for a case
    (f"Soweit das Feld {A} befüllt ist, ist {B} Pflicht.", effects(("x", REQUIRED), (None, {}))),
    (f"Antwortet die Person auf {A} „Hund“ mit „Ja“, ist {B} Pflicht.", effects((True, REQUIRED), (False, {}))),
    (
        f"Im Falle von {A} = 01 ist {B} Pflicht, im Falle von {A} = 02 ist {C} Pflicht.",
        effects(("01", REQUIRED), ("02", {C: "required"})),
    ),
    (
        f"Ist die Person noch nicht volljährig ({A} „Geburtsdatum“), ist {B} Pflicht.",
        effects(("2010-01-01", REQUIRED), ("2000-01-01", {})),
    ),
    (
        f"Wenn die Person unter 18 ist ({A} „Geburtsdatum“), ist {B} Pflicht.",
        effects(("2010-01-01", REQUIRED), ("2000-01-01", {})),
    ),
    # an answer said by somebody, a letter too few
    (
        f"Beantwortet er {A} oder {C} mit Nein, entfällt {B}.",
        [({A: False}, FORBIDDEN, None), ({C: False}, FORBIDDEN, None), ({A: True}, {}, None)],
    ),
    (f"Wen {A} = 01 oer 02 ist, dann, ist {B} Pflicht.", effects(("02", REQUIRED), ("03", {}))),
    (f"Es muss mindesten eines der Felder {A} und {B} befüllt sein.", verdicts(({A: "x"}, True), ({}, False))),
]

UNREAD = [
    # another answer: of which question, denied, of whom
    f"{DUTY} Wird nicht eine andere Tierart als 07 ausgewählt, entfällt {B}.",
    f"{DUTY} Wird eine andere Stadt als 07 ausgewählt, entfällt {B}.",
    f"Ist {A} mit keinem anderen Code als 07 belegt, entfällt {B}.",
    f"Ist {A} mit einem anderen Code als 07 nicht belegt, entfällt {B}.",
    f"Wenn in {A} keine andere Auswahl als 07 getroffen wurde, entfällt {B}.",
    f"Wenn in {A} eine andere Person als der Antragsteller angegeben ist, entfällt {B}.",
    f"Wenn in {A} eine andere Anzahl als 3 Einträge vorhanden ist, entfällt {B}.",
    # named answers: of another question, a part of them, before an unread sentence, for a Land
    f"Wenn {A} = 01 oder 02, ist {B} Pflicht. Wenn in {C} keiner der genannten Codes ausgewählt ist, entfällt {B}.",
    f"Wenn {A} = 01 oder 02, ist {B} Pflicht. Wenn in {A} einer der genannten Codes nicht gewählt ist, entfällt {B}.",
    (
        f"Wenn {A} = 01, ist {B} Pflicht. Wenn {A} irgendwie 02, ist {C} Pflicht. Wenn in {A} keiner der genannten"
        f" Codes ausgewählt ist, ist {D} Pflicht."
    ),
    (
        f"Für das Land BY gilt: Wenn {A} = 01, ist {B} Pflicht. Für alle anderen Länder gilt: Wenn {A} = 02, ist {B}"
        f" Pflicht. Wenn in {A} keiner der genannten Codes ausgewählt ist, entfällt {B}."
    ),
    # a bracket that tells something else than the words, or only examples
    f"Wenn in {A} ein Staat außerhalb der EU (124 oder 125) ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Nicht-EU-Staat (124 oder 125) ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Staat (z. B. 136 oder 141) ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Zeitraum (1 oder 2 Jahre) angegeben ist, ist {B} Pflicht.",
    f"Wenn es sich bei der Stelle um einen Verein oder eine Stiftung handelt ({A} = 005), ist {B} Pflicht.",
    f"Wenn es sich bei der Stelle um einen Verein und eine Stiftung handelt ({A} = 005 oder 006), ist {B} Pflicht.",
    f"Wenn es sich bei der Stelle um einen Verein in Bayern handelt ({A} = 005), ist {B} Pflicht.",
    f"Wenn es sich nur bei der Stelle um einen Verein handelt ({A} = 005), ist {B} Pflicht.",
    f"Wenn {A} nicht mit 56 oder 57 beginnt, entfällt {B}.",
    f"Wenn {A} nicht nur mit 56 beginnt, entfällt {B}.",
    f"Wenn in {A} ein Code ausgewählt wird, der nicht mit 56 beginnt, entfällt {B}.",
    # arrows and brackets
    f"({A} = 01) -> {B} ist Pflichtfeld; kein ({A} <> 01) -> {B} ist auszublenden.",
    f"({A} = 01) <-> {B} Pflicht",
    f"{B} Pflicht <- {A} = 01",
    f"({A} = 01) ODER ({A} = 02) UND ({C} = wahr) -> {B} ist Pflichtfeld",
    f"Wenn {A} = 01, dann [{B} oder {C}] anzeigen.",
    f"Wenn {A} = 01, dann [optional: {B}] anzeigen.",
    f"Wenn {A} = 01, dann {B} [und {C}] anzeigen.",
    f"Wenn {A} = 01 [und {C} = wahr], dann {B} anzeigen.",
    # one element and what holds for it
    f"{A}: der Wert in {B} muss >= 1 sein.",
    f"{A}, {B}: der Wert muss >= 1 sein.",
    f"{A} (nur in BY): der Wert muss >= 1 sein.",
    f"{A}: die Anzahl der Einträge muss >= 1 sein.",
    f"{A}: Code 4 oder 5 darf nicht ausgewählt werden.",
    f"{A}: Codes 4 und 5 dürfen nicht gleichzeitig ausgewählt werden.",
    f"{A}: Code 4 darf nicht immer ausgewählt werden.",
    # what must hold
    f"Es gilt: {A} = 01.",
    f"Es muss nicht gelten: {A} < {B}.",
    f"Es muss in BY gelten: {A} < {B}.",
    f"Es muss gelten: {A} < {B} < {C}.",
    # ticked or not asked, enough or at most, here or elsewhere, by whom
    f"Wenn {A} = wahr, darf {B} nicht angekreuzt werden.",
    f"Es sind nur zwei der Felder {A}, {B}, {C} auszufüllen.",
    f"{A} muss größer als {B} sein, sonst wird {C} angezeigt.",
    f"In BY ist {A} anzuzeigen, wenn {B} = 01, sonst auszublenden.",
    f"In BY muss {A} befüllt werden, sonst {B}.",
    f"{A} nicht nur in NW anzeigen.",
    f"{A} ist mit dem Wert 08 belegt.",
    f"Der Code 000 ist in {A} nicht vorausgewählt.",
    # beside others or alone, in other cases or only then, which of them binds first, two bounds on one side
    f"Wenn in {A} nicht auch 01 ausgewählt ist, ist {B} Pflicht.",
    f"{B} ist auch dann Pflicht, wenn {A} = 01.",
    f"{B} ist nicht Pflicht, außer {A} = 01.",
    f"Wenn entweder {A} = 01 oder {C} = 02 und {D} = 03, ist {B} Pflicht.",
    f"{A} muss mindestens 5 und mindestens 10 sein.",
    # words that are no codes and no names, somebody who is named, numbers that are no dates
    f"Hat er in {A} früher „Ja“ angegeben, ist {B} Pflicht.",
    f"Ist er in {A} nicht angegeben, ist {B} Pflicht.",
    f"Wenn {A} „Aufenthalt“ 90 Tage überschreitet, ist {B} Pflicht.",
    f"{A} „Dauer“ muss mindestens 5 Jahre betragen.",
    f"Wenn {A} „Dauer“ mehr als 5 Jahre beträgt, ist {B} Pflicht.",
    f"Wenn die Person in {A} „Geburtsdatum“ höchstens 18 ist, ist {B} Pflicht.",
    f"Wenn die antragstellende Person ({A}) unter 18 ist, ist {B} Pflicht.",
    f"{A} „Ausstellungsdatum“ muss mindestens 18 sein.",
    f"Wenn {A} am heutigen Tag befüllt ist, ist {B} Pflicht.",
    # none of them or not both, fixed or not, one more entry or the group
    f"In {A} darf nicht 01 und 02 ausgewählt werden.",
    f"{A} ist fest mit 01 belegt und kann geändert werden.",
    f"Wenn {A} = ja, ist {G} ein weiteres Mal anzuzeigen, sonst auszublenden.",
    f"Wenn {A} = ja, ist {G} ein weiteres Mal anzuzeigen. Sonst ist {G} auszublenden.",
    # which was first, once more or anew, there or everywhere
    f"Wenn {A} vor {C} befüllt ist, ist {B} Pflicht.",
    f"Wenn {A} = 01, ist {B} erneut auszufüllen.",
    f"{A} ist auch in BY Pflicht.",
    f"{A} ist in BY Pflicht, {B} auszublenden.",
    f"Soweit erforderlich, ist {A} Pflicht.",
    f"Antwortet er auf {A} nicht mit Ja, ist {B} Pflicht.",
    f"{A} muss {B} nicht übersteigen.",
    f"Wenn {A} = 01, ist {B} Pflicht, {C} ist immer Pflicht.",
    # how often, who, and all fields of a group
    f"{A} gibt an, wie oft {G} befüllt werden kann.",
    f"{A} bestimmt, wie oft {G} zu wiederholen ist.",
    f"Wenn {A} = 01, muss die Gemeinde {B} ausfüllen.",
    f"Wenn {A} = 01, sind alle Felder der Gruppe {G} Pflichtfelder.",
    f"Wenn {A} = 01, ist die Gruppe {G} vollständig zu befüllen.",
]


@pytest.mark.parametrize(("text", "cases"), READ, ids=[text[:70] for text, _ in READ])
def test_notes_mean_what_the_sentences_would(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


@pytest.mark.parametrize("text", UNREAD)
def test_what_only_looks_like_it_stays_unread(text: str) -> None:
    assert said(text, [])[0] != "executable"

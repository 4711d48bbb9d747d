"""The second reader: by the roles of the words, in whatever order. What both readers read, they read alike."""

from __future__ import annotations

import itertools
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from rathaus.fim.rules.reading import grammar, sentences, unordered
from rathaus.fim.rules.reading.tree import Both, Either, Is, Otherwise, Ref, Said, Sentence
from tests.fim.rules import guessing, labels
from tests.fim.rules.test_forms import FORMS, UNREAD, A, B, C, Case, G, effects, said, verdicts

REQUIRED, FORBIDDEN, SHOWN = {B: "required"}, {B: "forbidden"}, {B: "shown"}

ROLES: list[tuple[str, list[Case]]] = [
    (f"Wenn die Option 05 „Sonstiges“ in {A} gewählt wurde, muss {B} angegeben werden.", effects(("05", REQUIRED))),
    (
        f"Wenn in {A} die Option 05 gewählt wurde, ist {B} anzugeben. Wurde die Option nicht gewählt, entfällt {B}.",
        effects(("05", REQUIRED), ("06", FORBIDDEN)),
    ),
    (f"Wenn {A} == „Neubau (1)“ ODER „Umbau (2)“, DANN {B} = PFLICHT", effects(("2", REQUIRED), ("1", REQUIRED))),
    (f"Wurde unter {A} die Auswahl „beschränkt“ [2] getroffen, ist {B} erforderlich.", effects(("2", REQUIRED))),
    (
        f"Ist in {A} der Wert „Firma“ (Code 2) gewählt, ist {B} Pflicht; ist „Person“ (1) gewählt, entfällt {B}.",
        effects(("2", REQUIRED), ("1", FORBIDDEN)),
    ),
    (f"Wenn „Weitere Inhaber“ {A} = true dann muss „Inhaber“ {B} befüllt sein.", effects((True, REQUIRED))),
    (
        f"Wenn {A} = 01, 02 oder 03, dann muss {B} befüllt werden; bei 04 und 05 darf {B} nicht befüllt werden.",
        effects(("03", REQUIRED), ("05", FORBIDDEN), ("06", {})),
    ),
    (f"Wenn {A} mehr als 25.000 Euro beträgt, muss {B} befüllt sein.", effects((25001, REQUIRED), (25000, {}))),
    (f"Wenn {A} = 1 (Lastschrift) dann {B} = required, {C} = optional", effects(("1", REQUIRED | {C: "optional"}))),
    (f"Wenn {A} = ja, dann blende {B} ein, sonst blende {B} aus.", effects((True, SHOWN), (None, FORBIDDEN))),
    (f"Nur wenn in {A} die Antwort ja lautet, darf {B} angezeigt werden.", effects((True, SHOWN), (None, FORBIDDEN))),
    (f"Bei bejahter Frage {A} werden {B} und {C} zu Pflichtfeldern.", effects((True, REQUIRED | {C: "required"}))),
    (
        f"Im Feld {B} dürfen nur die Codes 1 und 3 zur Auswahl stehen, wenn im Feld {A} der Code 02 ausgewählt wurde.",
        effects(("02", {B: {"only": ["1", "3"]}}), ("01", {})),
    ),
    (
        f"Ist {A} „Gültig bis“ angegeben, so muss dieses Datum in der Zukunft liegen.",
        verdicts(({A: "2027-01-01"}, True)),
    ),
    (
        f"Das Datum „Ende“ ({A}) muss nach dem Datum „Beginn“ ({B}) liegen oder gleich sein.",
        verdicts(({A: "2026-02-01", B: "2026-02-01"}, True), ({A: "2026-01-31", B: "2026-02-01"}, False)),
    ),
    (f"Entweder {A} oder {B} muss befüllt sein, jedoch nicht beide.", verdicts(({A: "x"}, True), ({}, False))),
    (
        f"{B} ist freiwillig, wenn {A} = 1 „zusammen“, und verpflichtend, wenn {A} = 2 „getrennt“.",
        effects(("1", {B: "optional"}), ("2", REQUIRED)),
    ),
    (f"Wenn {A} = [A1; A2; B4], dann muss {B} befüllt werden.", effects(("A2", REQUIRED), ("C", {}))),
    (
        f"Sofern bei {A} die Option 04 gewählt ist, ist {B} Pflicht. Bei jeder anderen Option entfällt {B}.",
        effects(("04", REQUIRED), ("05", FORBIDDEN)),
    ),
    (
        f"WENN {A} = 10 „Neu“ DANN setze {B} auf „E“ UND blende {B} aus",
        effects(("10", {B: {"value": "E", "hidden": True}})),
    ),
    (f"{A} und {B} dürfen nicht gleichzeitig angegeben werden.", verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False))),
]

UNCERTAIN = [
    f"Wenn {A} „Neubau“ oder „Umbau“ ist, ist {B} PFLICHT.",
    f"Wenn {A} unter 18 ausgewählt, dann ist {B} anzugeben.",
    f"Wenn nicht alle Felder der Gruppe {G} befüllt sind, dann {B} anzeigen.",
    f"Wenn {A} nicht 01 oder 02 gewählt ist, dann {B} anzeigen.",
    f"Wenn {A} = 01 ausnahmsweise gewählt ist, dann {B} anzeigen.",
    f"Wenn {A} und {B} nicht ausgefüllt, dann {C} anzeigen.",
    f"Wenn {A} = 01 gewählt, dann {B} oder {C} anzeigen.",
    f"Wenn {A} = 01 gewählt, dann zeige {B} und {C} ist Pflicht.",
    f"Wenn {A} = 01 gewählt, dann müssen beide angezeigt werden.",
    f"Wenn {A} = 01 gewählt, {B} anzeigen, sonst beide ausblenden.",
    f"Wenn Gruppe {G} = 01 gewählt, dann {B} anzeigen.",
    f"Wenn in {A} „Text“ angegeben, dann {B} anzeigen.",
    # "nicht", "nur", "auch" that belong to something else than what is said
    f"Wenn {A} = 01, dann {B} und nicht {C} anzeigen.",
    f"Wenn {A} = 01, dann nicht {B}, {C} anzeigen.",
    f"Wenn {A} = 01, dann muss {B}, nicht {C} befüllt werden.",
    f"Wenn {A} = 01, dann darf {B} nicht und {C} befüllt werden.",
    f"Wenn {A} = 01, dann sind nicht {B} und {C} anzuzeigen.",
    f"Wenn {A} = 01, ist {B} und nicht {C} Pflicht.",
    f"Wenn {A} = 01, ist {B} nicht auch anzugeben.",
    f"Wenn {A} = 01, dürfen nicht beide Felder {B} und {C} befüllt werden.",
    f"Wenn {A} = 01, müssen nicht beide Felder {B} und {C} befüllt werden.",
    f"Wenn nicht {A} befüllt und {C} befüllt ist, ist {B} Pflicht.",
    f"Wenn {A} 01 und {C} nicht gewählt, ist {B} Pflicht.",
    f"Nur {B} ist anzuzeigen, wenn {A} = 01.",
    f"Wenn {A} = 01, ist nur {B} anzuzeigen.",
    f"Wenn {A} = 01, dürfen nur {B} und {C} befüllt werden.",
    f"Wenn {A} = 01, ist {B} nur anzuzeigen.",
    f"Wenn {A} = 01, dann ist in {B} 02 nur auswählbar.",
    f"{B} ist nicht nur anzuzeigen, wenn {A} = 01.",
    f"{B} ist lediglich anzuzeigen, wenn {A} = 01.",
    f"Wenn auch {A} = 01, ist {B} Pflicht.",
    f"Wenn zusätzlich {A} = 01 gewählt ist, ist {B} Pflicht.",
    f"Wenn stattdessen {A} = 01 gewählt ist, ist {B} Pflicht.",
    f"Wenn jedoch {A} = 01 gewählt ist, ist {B} Pflicht.",
    f"Wenn {A} = 01 und {C} ebenfalls gewählt ist, ist {B} Pflicht.",
    # values, names, amounts
    f"Wenn {A} = 01 oder 02 und {C} = 03, ist {B} Pflicht.",
    f"Wenn {A} = „Neu“ (02) oder „Alt“ 03, ist {B} Pflicht.",
    f"Wenn in „Art“ {A} „Neu“ gewählt ist, ist {B} Pflicht.",
    f"Wenn die Anzahl der Angaben in {A} mehr als 2 beträgt, ist {B} Pflicht.",
    f"Wenn {A} zu 50 % angegeben ist, ist {B} Pflicht.",
    f"Wenn die Optionen in {A} 2 sind, ist {B} Pflicht.",
    f"Wenn in {A} 01 auswählbar ist, ist {B} Pflicht.",
    f"Wenn {A} 01 zur Auswahl steht, ist {B} Pflicht.",
    # one of several, a part of a group
    f"Wenn {A} = 01, ist ein Feld der Gruppe {G} Pflicht.",
    f"Wenn {A} = 01, ist eines der Felder {B}, {C} Pflicht.",
    f"Wenn {A} = 01, ist eine Eingabe in {B} und {C} erforderlich.",
    f"Wenn {A} = 01, sind mit {B} und {C} alle Felder anzuzeigen.",
    f"Wenn ein Feld in {G} leer ist, ist {B} Pflicht.",
    f"Wenn eine Angabe in {A} und {C} befüllt ist, ist {B} Pflicht.",
    f"Wenn eine Angabe in {A} und eine in {C} befüllt ist, ist {B} Pflicht.",
    f"Es ist mindestens ein Feld in {A} und in {B} auszufüllen.",
    f"In {A} und {B} ist jeweils mindestens eine Angabe erforderlich.",
    f"In {A} und {B} darf nur ein Eintrag gemacht werden.",
    # targets with another relation than UND, states that are no duty
    f"Wenn {A} einer der Personen in {C} angegeben ist, ist {B} Pflicht.",
    f"Wenn {A} = 01, sind Angaben zu {B} und keine zu {C} erforderlich.",
    f"Wenn {A} = 01, wird kein {B} und {C} angezeigt.",
    f"Wenn {A} = 01, sind die Felder unter {B} anzuzeigen.",
    f"Wenn {A} = 01, ist {B} auf Antrag auszufüllen.",
    f"Wenn {A} = 01, muss {B} aus {C} befüllt werden.",
    f"Wenn {A} = 01, muss {B} auf {C} gesetzt werden.",
    f"Wenn {A} = 01, ist {B} für {C} anzuzeigen.",
    f"Wenn {A} = 01, ist {B} mit dem Wert 02 aus {C} vorzubelegen.",
    f"Wenn {A} = 01, ist {B} mit 02 vorzubelegen, und {C} nicht änderbar.",
    f"{B} ist mit 02 vorbelegt und muss nicht geändert werden.",
    f"{B} ist mit 02 vorbelegt und wurde nicht geändert.",
    f"{B} ist mit 02 vorbelegt und muss nicht angezeigt werden.",
    f"Im Feld {B} ist 02 nicht ausgewählt, wenn {A} = 01.",
    f"Im Feld {B} wird nur 02 ausgewählt, wenn {A} = 01.",
    f"Nur in {A} ist 01 auswählbar, wenn {C} = 02.",
    f"Wäre {A} = 01, wäre {B} Pflicht.",
    f"Wenn {A} = 01 gewählt ist, ist {B} Pflicht und aus.",
    # what they point at
    *(
        f"Wenn {A} = 01, ist {B} anzuzeigen. {one}, ist {C} Pflicht."
        for one in (
            "Ist hier 02 gewählt",
            "Ist anschließend 02 gewählt",
            "Ist die Antwort 02",
            "Wenn in dieser Auswahl 02 gewählt ist",
            "Wenn nein",
            "Wird eine Auswahl nicht getroffen",
            "Wird keine Option gewählt",
            "Wurde eine der Optionen nicht gewählt",
            "Ist das nicht ausgewählt",
        )
    ),
    f"Wenn {A} = 01, sind {B} Pflicht und {C} auszublenden, sonst optional.",
    f"Wenn {A} = 01 und {C} = 02, ist {B} Pflicht. Bei jeder anderen Auswahl entfällt {B}.",
    f"Wenn {A} befüllt ist, ist {B} Pflicht. Bei jeder anderen Angabe entfällt {B}.",
    f"Wenn {A} = 01, muss dieses in der Zukunft liegen.",
    f"Wenn {A} = 01 ist, ist {B} anzuzeigen und {C} auszublenden. Wenn {A} = 02, ist es Pflicht.",
]


NEITHER = [
    f"Wenn {A} befüllt ist, ist {B} Pflicht?",
    f"Wenn {A} mehr als 5 mehr beträgt, ist {B} Pflicht.",
    f"Wenn {A} für eine Person mehr als 5 beträgt, ist {B} Pflicht.",
    f"Wenn {A} = 01, sind zwei der Felder {B}, {C} und {G} Pflicht.",
    f"Wenn {A} = 01, sind zwei Angaben in {B} Pflicht.",
    f"Wenn {A} 3 Mal gewählt ist, ist {B} Pflicht.",
    f"Wenn eines der Felder der Gruppe {G} leer ist, ist {B} Pflicht.",
    f"Wenn genau eines der Felder der Gruppe {G} befüllt ist, ist {B} Pflicht.",
]
"""Of no reader."""


@pytest.mark.parametrize("text", NEITHER)
def test_what_no_reader_may_read(text: str) -> None:
    assert said(text, [])[0] == "unclear"


@pytest.mark.parametrize(("text", "cases"), ROLES, ids=[text[:70] for text, _ in ROLES])
def test_what_its_words_do_decides(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


# "Dieses Feld" is read; that no bearer is known is found later.
@pytest.mark.parametrize("text", [*UNCERTAIN, *(text for text in UNREAD if "Dieses" not in text)])
def test_what_could_mean_two_things_is_left_alone(text: str) -> None:
    assert any(one.reason for one in grammar.read_by(text, (unordered.statements,)).sentences)


def test_both_readers_agree_on_all_that_both_read(material: Path) -> None:
    texts = [line["text"] for line in labels.every() if "text" in line]
    texts += [text for text, _ in FORMS] + list(guessing.texts(material / "fim" / "rules.jsonl"))
    agreed, differing = 0, []
    for text in dict.fromkeys(texts):
        for one, other in alone(text):
            agreed += 1
            if plain(one.statements) != plain(other.statements):
                differing.append((one.text, one.statements, other.statements))
    assert differing == []
    assert agreed > 700


def alone(text: str) -> list[tuple[Sentence, Sentence]]:
    """The sentences of `text` that each reader reads by itself."""
    one, other = (grammar.read_by(text, (reader,)) for reader in (sentences.statements, unordered.statements))
    if any(sentence.reason for sentence in one.sentences) or any(sentence.reason for sentence in other.sentences):
        return []
    return [pair for pair in zip(one.sentences, other.sentences, strict=True) if all(each.statements for each in pair)]


def plain(value: Any) -> Any:
    """A tree without names, marks of doubt, and different ways to write the same condition."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    match value:
        case Ref() | Said():
            return replace(value, label=None, doubtful=False)
        case Otherwise((Is() as only,)):
            return plain(replace(only, negated=not only.negated))
        case Otherwise((Either() as parts,)) if isinstance(only := plain(parts), Is):
            return replace(only, negated=not only.negated)
        case Both((only,)):
            return plain(only)
        case Either((Is(ref, _, False), *rest) as parts) if all(
            isinstance(part, Is) and part.ref.parts == ref.parts and not part.negated for part in rest
        ):
            return plain(Is(ref, tuple(itertools.chain.from_iterable(part.values for part in parts))))
        case Is():
            value = replace(value, loose=False)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return type(value)(**{field.name: plain(getattr(value, field.name)) for field in fields(value)})

"""The same said otherwise: names without marks, verbs behind what is said, lists by signs; and what stays unread."""

from __future__ import annotations

import json

import pytest

from rathaus.fim.rules.texts import answer_line, parse_line
from tests.fim.rules.test_forms import FORBIDDEN, REQUIRED, TODAY, A, B, C, Case, D, G, effects, said, verdicts

SHOWN = {B: "shown"}

RESHAPED: list[tuple[str, list[Case]]] = [
    # what stands before its verb
    (f"Zu befüllen ist das Feld {B} „Nachweis“, wenn {A} = 01 ist.", effects(("01", REQUIRED), ("02", {}))),
    (f"Wenn {A} = 01, dann sind zu befüllen:\n- {B} „Name“\n- {C}", effects(("01", REQUIRED | {C: "required"}))),
    (f"Nicht anzuzeigen ist {B}, wenn {A} = 01.", effects(("01", FORBIDDEN), ("02", {}))),
    (f"Höchstens zweimal darf {A} befüllt werden.", verdicts(({A: ["1", "2"]}, True), ({A: ["1", "2", "3"]}, False))),
    # sources, purposes, persons, asides
    (f"Gemäß § 12 Abs. 2 BMG ist {B} auszufüllen, wenn {A} = 01.", effects(("01", REQUIRED), ("02", {}))),
    (
        f"Zur Kontaktaufnahme ist mindestens eines der Felder {A} und {B} zu befüllen.",
        verdicts(({A: "x"}, True), ({}, False)),
    ),
    (
        f"Wenn in {A} durch die antragstellende Person der Code 01 gewählt wurde, ist {B} Pflicht.",
        effects(("01", REQUIRED), ("02", {})),
    ),
    (
        (
            f"Wenn {A} = 01 ist, ist {B} Pflicht. In allen anderen Fällen, auch wenn noch keine Auswahl getroffen"
            f" wurde, ist {B} auszublenden."
        ),
        effects(("01", REQUIRED), (None, FORBIDDEN)),
    ),
    # brackets and names
    (f"Wenn das Feld ({A}) „Art“ = 01, dann muss das Feld „Name“ ({B}) befüllt werden.", effects(("01", REQUIRED))),
    (
        f"Wurde im Feld {A} Hund ist gechippt Ja angegeben, ist das Feld {B} Angaben zum Hund Pflicht.",
        effects((True, REQUIRED), (False, {})),
    ),
    (
        (
            f"Wenn die antragstellende Person im Feld {A} Schein bereits vorhanden die Auswahl Ja getroffen hat, ist"
            f" {B} Pflicht. Wurde im Feld {A} Schein bereits vorhanden dagegen Nein ausgewählt, entfällt {B}."
        ),
        effects((True, REQUIRED), (False, FORBIDDEN), (None, {})),
    ),
    (f"Wenn in {A} der Code 02 in Ausbildung ausgewählt ist, ist {B} Pflicht.", effects(("02", REQUIRED), ("03", {}))),
    (
        f"Wurde in {A} weder der Code 02 verheiratet noch der Code 07 verwitwet gewählt, entfällt {B}.",
        effects(("03", FORBIDDEN), ("07", {})),
    ),
    # lists by signs
    (f"{A} ∈ {{01, 02}} -> {B} Pflicht", effects(("02", REQUIRED), ("04", {}))),
    (f"Es muss genau 1 der Felder {A} / {B} befüllt sein.", verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False))),
    (f"Folgende Felder schließen sich gegenseitig aus:\n- {A}\n- {B}", verdicts(({}, True), ({A: "x", B: "x"}, False))),
    (
        f"Die Angaben in den Feldern\n- {A} „Tag“\n- {B} „Monat“\n- {C} „Jahr“\nmüssen ein gültiges Datum ergeben.",
        verdicts(({A: 31, B: 1, C: 2026}, True), ({A: 31, B: 2, C: 2026}, False)),
    ),
    (
        f"Wenn {A} = falsch ist, sind sowohl {B} als auch {C} anzugeben.",
        effects((False, REQUIRED | {C: "required"}), (True, {})),
    ),
    # by signs
    (f"{A} = ja => {B} anzeigen; sonst {B} ausblenden.", effects((True, SHOWN), (None, FORBIDDEN))),
    (f"{A} = ja -> {B} Pflicht, sonst ausblenden.", effects((True, REQUIRED), (None, FORBIDDEN))),
    # ages, ranges
    (f"Wenn Alter in {A} „Geburtsdatum“ < 16 Jahre, dann {B} Pflicht.", effects(("2010-11-28", REQUIRED))),
    (
        f"Wenn in {A} ein Datum angegeben wurde, das ein Alter von weniger als 16 Jahren ergibt, ist {B} Pflicht.",
        effects(("2010-11-28", REQUIRED), ("2010-11-27", {})),
    ),
    (
        f"Wenn in {A} ein Code im Bereich 4711 bis 4799 ausgewählt wird, ist {B} Pflicht.",
        effects(("4799", REQUIRED), ("4800", {})),
    ),
    (f"Wenn in {A} ein mit 28 beginnender Code gewählt ist, ist {B} Pflicht.", effects(("281", REQUIRED), ("29", {}))),
    (
        f"In {B} ist der Code 05 vorzubelegen; das Feld ist auszublenden.",
        effects((None, {B: {"value": "05", "hidden": True}})),
    ),
    # what "in diesem Fall", "eine andere Auswahl", "der Code" speak of
    (
        f"{B} ist Pflicht, es sei denn, in {A} ist 01 ausgewählt. In diesem Fall ist {B} auszublenden.",
        effects(("01", FORBIDDEN), ("02", REQUIRED)),
    ),
    (
        (
            f"Wird in {A} die Auswahl 3 getroffen, ist {B} zu befüllen. Wird eine andere Auswahl oder keine Auswahl"
            f" getroffen, ist {B} auszublenden."
        ),
        effects(("3", REQUIRED), ("4", FORBIDDEN), (None, FORBIDDEN)),
    ),
    (
        f"Wenn in {A} der Code 03 enthalten ist, ist {B} Pflicht. Wenn der Code 03 nicht enthalten ist, entfällt {B}.",
        effects(("03", REQUIRED), ("04", FORBIDDEN)),
    ),
    (f"Wenn in {A} der Code 01 oder kein Code ausgewählt ist, ist {B} Pflicht.", effects((None, REQUIRED), ("02", {}))),
    (
        f"Wenn {A} folgende Ausprägung hat:\n- 001 „Umzug“, dann muss {B} befüllt werden,\n- 002, dann {C} Pflicht.",
        effects(("001", REQUIRED), ("002", {C: "required"}), (None, {})),
    ),
    (
        f"{B} wird nur dann angezeigt, wenn {A} = 3 ist. Es ist dann auch ein Pflichtfeld.",
        effects(("3", REQUIRED), ("4", FORBIDDEN)),
    ),
    (f"Wenn {A} einen Code enthält, der mit 56 beginnt, ist {B} Pflicht.", effects(("561", REQUIRED), ("57", {}))),
    (f"{B} darf nur bei Auswahl des Wertes 03 in {A} ausgefüllt werden.", effects(("03", SHOWN), ("04", FORBIDDEN))),
    (f"{B} wird erst angezeigt, nachdem {A} ausgefüllt wurde.", effects(("x", SHOWN), (None, FORBIDDEN))),
    (f"Wenn {A} = 01 ist, ist {B} Pflicht, im Übrigen freiwillig.", effects(("01", REQUIRED), (None, {B: "optional"}))),
    # exactly then, at first, until
    (f"{B} ist dann und nur dann auszufüllen, wenn {A} = 02 ist.", effects(("02", REQUIRED), ("01", FORBIDDEN))),
    (
        f"{B} ist standardmäßig ausgeblendet und wird eingeblendet, wenn {A} = 1.",
        effects(("1", SHOWN), ("2", FORBIDDEN)),
    ),
    (
        f"Standardmäßig ist {B} ausgeblendet. Wenn {A} = 1, wird {B} eingeblendet.",
        effects(("1", SHOWN), (None, FORBIDDEN)),
    ),
    (f"{B} bleibt ausgeblendet, bis in {A} „Ja“ ausgewählt wird.", effects((False, FORBIDDEN), (True, {}))),
    (f"{B} ist Pflicht, außer bei {A} = 03.", effects(("02", REQUIRED), ("03", {}))),
    # people who answer
    (f"Wer in {A} „Ja“ angibt, muss {B} ausfüllen.", effects((True, REQUIRED), (False, {}))),
    (f"Personen, die in {A} die Option 02 gewählt haben, müssen {B} ausfüllen.", effects(("02", REQUIRED), ("03", {}))),
    (f"Kreuzt die Person {A} an, so hat sie {B} auszufüllen.", effects((True, REQUIRED), (None, {}))),
    (f"Bejaht die antragstellende Person die Frage {A}, ist {B} Pflicht.", effects((True, REQUIRED), (False, {}))),
    (f"Bei Kindern unter 6 Jahren ({A} „Geburtsdatum“) ist {B} Pflicht.", effects(("2020-11-28", REQUIRED))),
    # verbs of answers
    (f"Steht {A} auf 99, ist {B} zu befüllen.", effects(("99", REQUIRED), ("98", {}))),
    (f"Nimmt {A} den Wert 99 an, so ist {B} zu befüllen.", effects(("99", REQUIRED), ("98", {}))),
    (
        f"Wurden in {A} mehr als zwei Optionen ausgewählt, ist {B} Pflicht.",
        effects((["a", "b", "c"], REQUIRED), ("a", {})),
    ),
    (f"Falls {A} „Ja“, {B} ausfüllen.", effects((True, REQUIRED), (False, {}))),
    (f"Wenn {A} = nein, sind in {B} keine Angaben zu machen.", effects((False, FORBIDDEN), (True, {}))),
    (f"Auf die Angabe in {B} kann verzichtet werden, wenn {A} = 1.", effects(("1", {B: "optional"}), ("2", {}))),
    (f"{B} – Pflicht, falls {A} = 1; sonst nicht anzeigen.", effects(("1", REQUIRED), ("2", FORBIDDEN))),
    (f"Bei „ja“ in {A} -> {B} einblenden", effects((True, SHOWN), (False, {}))),
    (f"Wenn {A} weder 01, 02 noch 03 ist, ist {B} Pflicht.", effects(("04", REQUIRED), ("02", {}))),
    (f"Wenn {A} ausgefüllt, aber nicht 01 ist, ist {B} Pflicht.", effects(("02", REQUIRED), ("01", {}), (None, {}))),
    (f"Die gesamte Gruppe {G} wird ausgeblendet, wenn {A} = 1 ist.", effects(("1", {G: "forbidden"}), ("2", {}))),
    # what stands in a bracket, in front of a colon, or is left out
    (f"{B} ist nur zu befüllen, wenn {A} ausgewählt (wahr) ist.", effects((True, REQUIRED), (None, FORBIDDEN))),
    (f"{A} „Art“: Es dürfen nur die Codes 1 und 2 gewählt werden.", effects((None, {A: {"only": ["1", "2"]}}))),
    (f"Bei {A} („Tierart“) steht die Auswahl 12 („Wolf“) nicht zur Verfügung.", effects((None, {A: {"not": ["12"]}}))),
    (f"{B} darf nur angegeben werden, wenn auch {A} angegeben ist.", effects(("x", SHOWN), (None, FORBIDDEN))),
    (f"Bei {A} = 01 ist {B} Pflicht, bei {A} = 02 {C}.", effects(("01", REQUIRED), ("02", {C: "required"}))),
    (
        f"Ist {A} mit „Ja“ beantwortet, ist {B} Pflicht. Ist es „Nein“, dürfen dort keine Angaben gemacht werden.",
        effects((True, REQUIRED), (False, FORBIDDEN)),
    ),
    (
        f"Wenn {A} = 9 ist, ist in {B} ein Text einzugeben. Andernfalls bleibt das Feld leer.",
        effects(("9", REQUIRED), ("8", FORBIDDEN)),
    ),
    (f"{B} ist mit dem Code 09 (Bayern) vorbelegt.", effects((None, {B: {"value": "09"}}))),
    (f"Wenn keine der Optionen in {A} ausgewählt ist, muss {B} befüllt werden.", effects((None, REQUIRED), ("1", {}))),
    (
        f"Sind in {A} die Codes 1 und 2 gemeinsam ausgewählt, ist {B} Pflicht.",
        effects((["1", "2"], REQUIRED), ("1", {})),
    ),
    (f"Falls {A} leer ist, muss {B} angegeben werden und umgekehrt.", effects((None, REQUIRED | {A: "required"}))),
    (f"{B} erhält den Wert 01, wenn {A} = ja.", effects((True, {B: {"value": "01"}}), (False, {}))),
    (f"Wenn {A} = 01, stehen in {B} nur noch 10 bis 12 zur Auswahl.", effects(("02", {}))),
    (f"Wenn {A} = 01, darf {B} nur 10 oder 11 sein.", effects(("01", {B: {"only": ["10", "11"]}}), ("02", {}))),
    (f"Wenn {A} = 01, dann {B} Kennzeichen gewünscht anzeigen.", effects(("01", SHOWN), ("02", {}))),
    (f"Wenn {A} eVB-Nummer = 01, dann müssen {B} & {C} befüllt werden.", effects(("01", REQUIRED | {C: "required"}))),
    (
        f"Folgende Felder sind Pflicht, wenn {A} = ja:\n{B} „A“\n{C} „B“\nWenn {A} = nein, entfallen {B} und {C}.",
        effects((True, REQUIRED | {C: "required"}), (False, FORBIDDEN | {C: "forbidden"})),
    ),
    (
        f"Wenn in {A} einer der Werte\n- 02 (verheiratet)\n- 07 (verwitwet)\nangegeben wurde, ist {B} Pflicht.",
        effects(("07", REQUIRED), ("03", {})),
    ),
    (
        f"Wenn in {A} ein Code im Bereich >= 3000 bis < 4000 gewählt wird, ist {B} Pflicht.",
        effects(("3000", REQUIRED), ("4000", {})),
    ),
    (
        f"Ist in {A} Ja gewählt, ist {B} Pflicht. Wurde die Auswahl „Nein“ getroffen, entfällt {B}.",
        effects((True, REQUIRED), (False, FORBIDDEN)),
    ),
    (
        f"Erklärt die Person im Feld {A} „Tier“, dass ein Kontakt bestand (Auswahl = „Ja“), dann ist {B} Pflicht.",
        effects((True, REQUIRED), (False, {})),
    ),
    (
        f"Liegt der Wert in {A} über 12, ist {B} Pflicht. Liegt er bei 12 oder darunter, entfällt {B}.",
        effects((13, REQUIRED), (12, FORBIDDEN), (None, {})),
    ),
    # mistyped
    (f"Fals {A} = 01 odr {A} = 02, mus {B} befüllt werden.", effects(("02", REQUIRED), ("03", {}))),
    (f"Wenn {A} = 01 ist, is {B} Pflicht, andernfals entfällt {B}.", effects(("01", REQUIRED), ("02", FORBIDDEN))),
    (f"Es muss mindestesn eines der Felder {A} udn {B} befüllt sein.", verdicts(({A: "x"}, True), ({}, False))),
    # demands
    (
        f"Anzahl in {A} = Anzahl der Gruppen {G}.",
        verdicts(({G: [True, True], A: 2}, True), ({G: [True], A: 2}, False)),
    ),
    (
        f"Wenn {A} = 01, muss in {B} der Code 10 gewählt werden.",
        verdicts(({A: "01", B: "10"}, True), ({A: "01", B: "11"}, False), ({A: "02"}, True)),
    ),
    (
        f"Mindestens eines der Felder {A} und {B} muss angegeben werden; beide gleichzeitig sind nicht zulässig.",
        verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False), ({}, False)),
    ),
    (
        f"In {A} ist mindestens der Wert 1 und höchstens der Wert 250 einzutragen.",
        verdicts(({A: 250}, True), ({A: 251}, False), ({A: 0}, False)),
    ),
    (
        f"{G} muss genau ({A} „Anzahl“ - 1)-mal ausgefüllt werden.",
        verdicts(({G: [True, True], A: 3}, True), ({G: [True], A: 3}, False)),
    ),
    (
        f"{A} und {B} sind entweder beide zu befüllen oder beide leer zu lassen.",
        verdicts(({}, True), ({A: "x"}, False)),
    ),
    (
        f"Die Eingabe in {A} schließt eine Eingabe in {B} aus.",
        verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False)),
    ),
    (f"Es dürfen nicht beide Felder {A} und {B} befüllt sein.", verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False))),
    (f"{A} und/oder {B} muss befüllt sein.", verdicts(({A: "x", B: "x"}, True), ({}, False))),
    (f"Mindestens ein Kontaktweg ist anzugeben: {A} oder {B}.", verdicts(({A: "x"}, True), ({}, False))),
    (f"Wenn {A} nicht = wahr ist, kann der Antrag nicht abgeschickt werden.", verdicts(({A: True}, True), ({}, False))),
    (f"{A} darf höchstens so groß sein wie {B}.", verdicts(({A: 5, B: 5}, True), ({A: 6, B: 5}, False))),
    (f"{A} darf frühestens am 01.01.2026 liegen.", verdicts(({A: "2026-01-01"}, True), ({A: "2025-12-31"}, False))),
    (f"Die Länge von {A} darf 3 Zeichen nicht überschreiten.", verdicts(({A: "abc"}, True), ({A: "abcd"}, False))),
    (f"In {A} sind alle Codes außer 07 und 08 auswählbar.", effects((None, {A: {"not": ["07", "08"]}}))),
    (f"Zulässige Codes in {A} „Art“: 01, 02", effects((None, {A: {"only": ["01", "02"]}}))),
    (f"Auswählbar sind in {B} nur 01 und 02, wenn {A} = 1.", effects(("1", {B: {"only": ["01", "02"]}}), ("2", {}))),
    (
        f"Die Gruppe {G} darf höchstens so oft befüllt werden, wie in {A} angegeben.",
        verdicts(({G: [True, True], A: 2}, True), ({G: [True, True], A: 1}, False)),
    ),
    # as people in a town hall say it
    (f"Hat der Mieter bei {A} Ja angeklickt, ist {B} Pflicht.", effects((True, REQUIRED), (False, {}))),
    (
        f"Sobald die Halterin oder der Halter in {A} Ja ankreuzt, ist {B} Pflicht.",
        effects((True, REQUIRED), (None, {})),
    ),
    (f"Klickt der Nutzer bei {A} auf Ja, wird {B} eingeblendet.", effects((True, SHOWN), (False, {}))),
    (f"Trägt der Halter in {A} eine 3 ein, muss er {B} ausfüllen.", effects(("3", REQUIRED), ("2", {}))),
    (f"Setzt man bei {A} ein Häkchen, kommt {B} dazu.", effects((True, SHOWN), (None, {}))),
    (f"Wurde bei {A} kein Haken gesetzt, fällt {B} weg.", effects((True, {}), (None, FORBIDDEN))),
    (f"Im Fall von Ja bei {A} brauchen wir {B}.", effects((True, REQUIRED), (False, {}))),
    (
        f"Falls {A} = 03, bitte {B} einblenden. Sonst bleibt {B} ausgeblendet.",
        effects(("03", SHOWN), (None, FORBIDDEN)),
    ),
    (f"Wird in {A} Ja angegeben, so ist {B} hochzuladen (Pflicht).", effects((True, REQUIRED), (False, {}))),
    (f"Sobald in {A} Ja angehakt ist, werden {B} und {C} Pflichtfelder.", effects((True, REQUIRED | {C: "required"}))),
    (f"Wer in {A} die 4 (Sonstiges) auswählt, für den ist {B} Pflicht.", effects(("4", REQUIRED), ("3", {}))),
    (f"Wer in {A} Ja ankreuzt, füllt bitte auch {B} aus.", effects((True, REQUIRED), (False, {}))),
    (f"Nur wer in {A} Ja angibt, sieht {B}.", effects((True, SHOWN), (None, FORBIDDEN))),
    (f"In {A} muss der Haken gesetzt sein, sonst geht es nicht weiter.", verdicts(({A: True}, True), ({}, False))),
    (f"Ohne Zustimmung geht es nicht weiter: In {A} muss Ja angekreuzt sein.", verdicts(({A: False}, False))),
    (
        f"Auf dem Markt sind höchstens 12 Meter möglich, d. h. {A} darf nicht größer als 12 sein.",
        verdicts(({A: 12}, True), ({A: 13}, False)),
    ),
    (
        f"{A} und {B} dürfen zusammen höchstens 30 Personen ergeben.",
        verdicts(({A: 29, B: 1}, True), ({A: 29, B: 2}, False)),
    ),
    (
        f"Die Mieterin gibt entweder {A} oder {B} an, nicht beides.",
        verdicts(({A: "x"}, True), ({A: "x", B: "x"}, False), ({}, False)),
    ),
    (f"Eines der Felder {A} und {B} muss mindestens ausgefüllt sein.", verdicts(({B: "x"}, True), ({}, False))),
]

UNSHAPED = [
    f"Hat keiner der Mieter bei {A} Ja angekreuzt, ist {B} Pflicht.",
    f"Hat ein Minderjähriger bei {A} Ja angekreuzt, ist {B} Pflicht.",
    f"Hat die Mehrheit bei {A} Ja angekreuzt, ist {B} Pflicht.",
    f"Hat der minderjährige Mieter bei {A} Ja angekreuzt, ist {B} Pflicht.",
    f"Klickt der Nutzer bei {A} nicht auf Ja, ist {B} Pflicht.",
    f"Klickt der Nutzer bei {A} und {B} auf Ja, ist {C} Pflicht.",
    f"Trägt der Halter in {A} eine Zahl ein, ist {B} Pflicht.",
    f"Setzt man bei {A} oder {B} ein Häkchen, kommt {C} dazu.",
    f"Setzt man bei {A} zwei Häkchen, kommt {B} dazu.",
    f"Wurde bei {A} und {B} kein Haken gesetzt, fällt {C} weg.",
    f"Wenn {A} = 01, kommt {B} oder {C} dazu.",
    f"Wenn {A} = 01, fällt {B} vielleicht weg.",
    f"Im Fall von Zweifeln bei {A} ist {B} Pflicht.",
    f"Wenn {A} = 01, brauchen wir {B} nicht unbedingt.",
    f"Falls {A} = 03, bitte möglichst {B} einblenden.",
    f"Falls {A} = 03, bitte {B} prüfen.",
    f"Wird in {A} Ja angegeben, so kann {B} hochgeladen werden (Pflicht).",
    f"Wird in {A} Ja angegeben, so ist {B} hochzuladen (keine Pflicht).",
    f"Sobald in {A} Ja angehakt ist, werden {B} oder {C} Pflichtfelder.",
    f"Sobald in {A} Ja angehakt ist, werden einige Pflichtfelder.",
    f"Insofern ist {B} Pflicht.",
    f"Wer in {A} die 4 nicht auswählt, muss {B} ausfüllen.",
    f"Wer in {A} die 4 ersten Punkte auswählt, muss {B} ausfüllen.",
    f"Wer in {A} Ja ankreuzt, füllt {B} oder {C} aus.",
    f"Wer in {A} Ja ankreuzt, füllt gegebenenfalls {B} aus.",
    f"Nur wer in {A} Ja angibt, muss {B} ausfüllen.",
    f"Nur wer in {A} Ja angibt, sieht {B} und {C} oder {D}.",
    f"Wenn {A} = 01, muss {B} angekreuzt sein, sonst geht es nicht weiter.",
    f"{A} oder {B} muss angekreuzt sein, sonst geht es nicht weiter.",
    f"Ohne {B} geht es nicht weiter: {A} muss angekreuzt sein.",
    f"Ohne Wohnsitz in Bayern geht es nicht weiter: {A} muss angekreuzt sein.",
    f"Bei Vereinen sind höchstens 12 Meter möglich, d. h. {A} darf nicht größer als 12 sein.",
    f"Auf Antrag sind höchstens 12 Meter möglich, d. h. {A} darf nicht größer als 12 sein.",
    f"{A} und {B} dürfen höchstens 30 ergeben.",
    f"{A} oder {B} dürfen zusammen höchstens 30 ergeben.",
    f"{A} und {B} dürfen zusammen höchstens 30 Zeichen ergeben.",
    f"Die Mieterin gibt {A} oder {B} an.",
    f"Die Mieterin kann entweder {A} oder {B} angeben.",
    f"Der minderjährige Mieter gibt entweder {A} oder {B} an.",
    f"Eines der Felder {A} und {B} muss nicht mindestens ausgefüllt sein.",
    f"Eines der Felder {A} und {B} muss mindestens 5 sein.",
    f"Zu befüllen ist {A} oder {B}, wenn {C} = 01.",
    f"Nicht nur anzuzeigen ist {B}, wenn {A} = 01.",
    f"Zu befüllen ist nur {B}, wenn {A} = 01.",
    f"Höchstens dreimal darf {A} oder {B} befüllt werden.",
    f"Mindestens zweimal darf {A} befüllt werden.",
    f"Wenn {A} = 01, dann sind zu befüllen: {B} oder {C}",
    f"Wenn {A} = 01, dann ist eines zu befüllen: {B}, {C}",
    f"Gemäß § 12 nur in Ausnahmefällen ist {A} auszufüllen.",
    f"Nach Prüfung durch die Behörde ist {A} auszufüllen.",
    f"Für die Prüfung in Bayern ist {A} auszufüllen.",
    f"Zur Prüfung von {B} ist {A} auszufüllen.",
    f"Wurde {A} durch die Person ({B}) ausgefüllt, ist {C} Pflicht.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht. In allen anderen Fällen, auch wenn {C} = 01 ist, ist {B} auszublenden.",
    f"Das Feld ({A}, {B}) muss befüllt werden.",
    f"Wenn in {A} Hund ist nicht gechippt Ja angegeben ist, ist {B} Pflicht.",
    f"Wenn in {A} Kinder und Ja ausgewählt ist, ist {B} Pflicht.",
    f"Wurde in {A} weder der Wert 02 noch {B} ausgewählt, ist {C} Pflicht.",
    f"Wenn {A} weder der Code 02 noch nicht 03 ist, ist {B} Pflicht.",
    f"Wenn {A} <> 01/02, ist {B} Pflicht.",
    f"Wenn {A} = 01/02/03, dann {B} Pflicht.",
    f"Wenn {C} = 01, muss {A} / {B} befüllt werden.",
    f"Wenn {A} / {B} = 01, ist {C} Pflicht.",
    f"Die Felder {A} oder {B} schließen sich gegenseitig aus.",
    f"Die Angaben in {A} „Tag“, {B} „Monat“ und {C} „Jahr“ müssen, sofern {A} befüllt ist, ein gültiges Datum ergeben.",
    f"Wenn nicht sowohl {A} als auch {B} befüllt ist, ist {C} Pflicht.",
    f"Wenn das Alter des Hundes in {A} < 16 Jahre ist, ist {B} Pflicht.",
    f"Wenn das Alter in {A} „Alter des Kindes“ < 16 Jahre ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Code außerhalb von 100 bis 199 ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Code im Bereich 199 bis 100 ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein nicht mit 28 beginnender Code ausgewählt ist, ist {B} Pflicht.",
    f"{A} ist mit 01 vorzubelegen; das Feld ist in BY auszublenden.",
    f"{A} ist mit 01 vorzubelegen; das Feld ist nicht auszublenden.",
    f"Wenn {A} = 01, ist {B} Pflicht. In einem solchen Fall ist {C} Pflicht.",
    f"{B} ist Pflicht. In diesem Fall ist {C} auszublenden.",
    f"{B} ist Pflicht. Wird eine andere Auswahl oder keine Auswahl getroffen, ist {B} auszublenden.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht. Wenn nein enthalten ist, ist {C} Pflicht.",
    f"Wenn {A} = 01 und {C} = 02 ist, ist {B} Pflicht. Wenn der Code 03 enthalten ist, ist {D} Pflicht.",
    f"Wenn weder 01 noch 02 ausgewählt ist, ist {B} Pflicht.",
    f"Wenn {A} <> 01 oder kein Code ausgewählt ist, ist {B} Pflicht.",
    f"Wenn in {A} ein Code enthalten ist, der nicht mit 56 beginnt, ist {B} Pflicht.",
    f"{B} wird erst 3 Tage nachdem {A} ausgefüllt wurde angezeigt.",
    f"Es müssen nicht beide Felder {A} und {B} befüllt sein.",
    f"{A} und/oder {B} darf befüllt sein.",
    f"Mindestens {A} und {B} müssen befüllt werden.",
    f"Wenn {A} = 01, kann der Antrag nicht vollständig bearbeitet werden.",
    f"Wenn {A} = 01, kann der Antrag nicht abgeschickt werden, außer {B} = wahr.",
    f"{A} darf mindestens so groß sein wie {B}.",
    f"{A} muss so groß sein wie {B}.",
    f"Die Länge von {A} darf 200 nicht überschreiten.",
    f"{A} darf 200 Wörter nicht überschreiten.",
    f"In {A} sind nicht alle Codes außer 07 auswählbar.",
    f"In {A} sind alle Codes außer 07 und 08.",
    f"Zulässige Codes in {A}: in der Regel 01, 02",
    f"Übliche Codes in {A}: 01, 02",
    f"Die Gruppe {G} darf mindestens so oft befüllt werden, wie in {A} angegeben.",
    f"Für jedes in {A} angegebene Kind ist das Feld {B} auszufüllen.",
    f"In {G} muss wenigstens ein Feld befüllt sein: {A}, {B}.",
    f"{B} ist nicht genau dann auszufüllen, wenn {A} = 01.",
    f"{B} muss genau dann befüllt sein, wenn {A} = 02.",
    f"Standardmäßig ist {B} ausgeblendet.",
    f"Standardmäßig ist {B} ausgeblendet. Wenn {A} = 1, wird {C} eingeblendet.",
    f"{B} ist standardmäßig ausgeblendet und wird nicht eingeblendet, wenn {A} = 01.",
    f"{B} ist Pflicht, bis {A} = 01.",
    f"{B} darf nur bei {A} = 01 leer bleiben.",
    f"{B} kann nur entfallen, wenn {A} = 01.",
    f"{B} ist nur optional, wenn {A} = 01.",
    f"{G} ist auszufüllen mit Ausnahme von {A}.",
    f"Auf die Angabe in {B} oder {C} kann verzichtet werden, wenn {A} befüllt ist.",
    f"Wenn {A} = nein, sind keine Angaben zu {B} und {C} zu machen.",
    f"Wenn {A} = nein, sind in {B} keine weiteren Angaben zu machen.",
    f"Bei Personen über 18 Jahren ({A} „Geburtsdatum“) ist {B} Pflicht.",
    f"Steht {A} auf {C}, ist {B} Pflicht.",
    f"Unterscheiden sich {A}, {B} und {C}, ist {D} Pflicht.",
    f"Wurden in {A} mehr als zwei Optionen nicht ausgewählt, ist {B} auszufüllen.",
    f"Falls {A} „Firma“, {B} ausfüllen.",
    f"{B} – {C} Pflicht, falls {A} = 01.",
    f"Wenn {A} = 01 ist, dann ist {B} keien Pflicht.",
    f"Wenn {A} = 01 ist, dann ist {B} nict Pflicht.",
    f"Wenn {A} = 01 ist, dann dürfte {B} befüllt werden.",
    f"Wenn {A} = 01 ist, dann müsste {B} befüllt werden.",
    f"Wenn {A} wider 01 noch 02 ist, ist {B} Pflicht.",
    f"Wenn {A} = 01 ist, wird {B} wieder angezeigt.",
    f"Die gesamte Gruppe {G} ist auszufüllen, wenn {A} = ja.",
    f"Nicht die gesamte Gruppe {G} wird ausgeblendet, wenn {A} = ja.",
    f"Wenn {A} ausgefüllt, aber nicht 01 oder 02 ist, ist {B} Pflicht.",
    f"Wenn {A} weder 01, 02 oder 03 ist, ist {B} Pflicht.",
    f"Bei nicht „ja“ in {A} ist {B} Pflicht.",
    f"Wenn {A} (außer Gruppe {G}) = 01, dann {B} Pflicht.",
    f"Wenn {A} im Bereich 199 bis 100 liegt, ist {B} Pflicht.",
    f"{B} ist zu befüllen, wenn {A} ausgewählt (falsch) ist.",
    f"{B} ist zu befüllen, wenn {A} nicht ausgewählt (wahr) ist.",
    f"{A} „Art“: Es muss {B} befüllt werden.",
    f"{A} „Art“: Es dürfen nur Deutsche ausgewählt werden.",
    f"Bei leerem {A} dürfen nur die Codes 1 und 2 gewählt werden.",
    f"{B} ist anzugeben, wenn auch nur {A} angegeben ist.",
    f"{B} darf angegeben werden, wenn auch {A} angegeben ist.",
    f"Wenn {A} = 01, ist {B} Pflicht, bei 02 {C} oder {D}.",
    f"Wenn {A} = 01, ist {B} Pflicht, bei 02 nicht {C}.",
    f"In {A} ist mindestens der Wert 1 oder höchstens der Wert 5 einzutragen.",
    f"{G} muss höchstens ({A} - 1)-mal ausgefüllt werden.",
    f"{G} muss genau ({A} + 1)-mal ausgefüllt werden.",
    f"Wenn {A} = 01, ist in {B} und {C} ein Text einzugeben.",
    f"Wenn {A} = 01, ist in {B} kein Text einzugeben.",
    f"Die Eingabe in {A} schließt eine Eingabe in {B} nicht aus.",
    f"Die Auswahl 01 in {A} schließt eine Eingabe in {B} aus.",
    f"Wenn keine der Optionen in {A} oder {C} ausgewählt ist, muss {B} befüllt werden.",
    f"{B} ist Pflicht (Bayern).",
    f"Wenn {A} (Bayern) = 09, ist {B} Pflicht.",
    f"Sind in {A} die Codes 01 und 02 nicht gemeinsam ausgewählt, so ist {B} anzugeben.",
    f"Sind in {A} die Codes 01 oder 02 gemeinsam ausgewählt, so ist {B} anzugeben.",
    f"Wenn {A} = 01, ist ein Konzept ({B}) oder ein Plan ({C}) vorzulegen.",
    f"Falls {A} leer ist, darf {B} nicht angegeben werden und umgekehrt.",
    f"Wenn {A} = ja, sind {B} und {C} Pflicht. Wenn {A} = nein, dürfen dort keine Angaben gemacht werden.",
    f"Wenn {A} = nein, dürfen in {B} und {C} keine Angaben gemacht werden.",
    f"{B} ist in BY ein Pflichtfeld und in allen anderen Fällen auszublenden.",
    f"{B} ist ein Pflichtfeld und in allen anderen Ländern auszublenden.",
    f"Wenn {A} = 01, darf {B} nicht 10 oder 11 sein.",
    f"Wenn {A} = 01, darf {B} nur leer sein.",
    f"Wenn {A} = 01, kann in {B} der Code 10 gewählt werden.",
    f"{B} erhält nicht den Wert 01, wenn {A} = ja.",
    f"Wenn {A} = ja, ist {B} mit 01 zu belegen.",
    f"Wenn {A} = 01, stehen in {B} nur noch wenige Codes zur Auswahl.",
    f"Wenn {A} = ja:\n{B} ist Pflicht.\n{C} ist Pflicht.",
    f"Wenn {A} = 01 ist, ist {B} Pflicht. Wurde die Auswahl „Nein“ getroffen, entfällt {B}.",
    f"{B}: ausblenden in der Regel.",
    f"{B}: ausblenden in {G}.",
    f"{B} ist nur in BY anzuzeigen, in allen anderen Ländern optional.",
    f"Wenn die Meldung in {A} erfolgt ist, ist {B} Pflicht.",
    f"Wenn in {A} kein Code im Bereich >= 3000 bis < 4000 ausgewählt wird, ist {B} Pflicht.",
    f"Folgende Felder sind Pflichtfelder, wenn {A} = ja:\n{B} „A“\noder {C} „B“",
    f"Anzahl in {A} = Anzahl der Gruppen {G} und {B}.",
    f"Erklärt die Person im Feld {A} „Tier“, dass kein Kontakt bestand (Auswahl = „Ja“), dann ist {B} Pflicht.",
    f"Erklärt die Person im Feld {A} „Tier“, dass {C} bestand (Auswahl = „Ja“), dann ist {B} Pflicht.",
    f"Erklärt die Person im Feld {A}, dass Kontakt bestand (Auswahl <> „Ja“), dann ist {B} Pflicht.",
    f"Liegt der Wert in {A} über 12, ist {B} Pflicht. Liegt er bei 12, entfällt {B}.",
    f"Liegt der Wert in {A} über {C}, ist {B} Pflicht. Liegt er bei 12 oder daneben, entfällt {B}.",
    f"Ist die Belehrung noch nicht erfolgt ({A} = 02), dann ist {B} einzublenden.",
]


@pytest.mark.parametrize(("text", "cases"), RESHAPED, ids=[text[:70] for text, _ in RESHAPED])
def test_said_otherwise_it_means_the_same(text: str, cases: list[Case]) -> None:
    status, answered = said(text, cases)
    assert status == "executable"
    assert answered == [{"effects": e} if valid is None else {"effects": e, "valid": valid} for _, e, valid in cases]


@pytest.mark.parametrize("text", UNSHAPED)
def test_what_only_looks_like_it_stays_unread(text: str) -> None:
    assert said(text, [])[0] != "executable"


def test_land_may_be_asked_for_by_signs() -> None:
    line = {
        "text": f"Land = HE -> {A} Pflicht; alle anderen -> {A} ausblenden.",
        "cases": [{"answers": {}, "land": land} for land in ("HE", "BY")],
    }
    cases = answer_line(parse_line(json.dumps(line), TODAY))["cases"]
    assert cases == [{"effects": {A: "required"}}, {"effects": {A: "forbidden"}}]
    line["text"] = f"{A} ist in HE ein Pflichtfeld und in allen anderen Ländern auszublenden."
    assert answer_line(parse_line(json.dumps(line), TODAY))["cases"] == cases

"""What a comparison says, in English.

The sentences are German and are made where something is found out. These tables have them as they stand there, with
names for what is put in: labels, norms and codes of the definition stay as they are, what stands under a name of
`SPOKEN` is said too. Commands go on in German.
"""

from __future__ import annotations

from functools import cache

from rathaus.fim.english import Phrases

CHANGES = {
    # Rules
    "Die Regel {name} entfällt.": "The rule {name} is dropped.",
    "Die Regel {name} ist neu; sie {runs}.": "The rule {name} is new; {runs}.",
    "Die Regel {name} ist anders formuliert; sie {runs}.": "The rule {name} is worded differently; {runs}.",
    "Die Regel {name} bewirkt etwas anderes als bisher; sie {runs} (bisher: {was}).": (
        "The rule {name} does something else than before; {runs} (so far: {was})."
    ),
    "Die Regel {name} bewirkt etwas anderes als bisher.": "The rule {name} does something else than before.",
    "Die Regel {name} hat jetzt die ID {new} statt {old}; sie sagt dasselbe.": (
        "The rule {name} has the ID {new} now instead of {old}; it says the same."
    ),
    "Die Regel hat jetzt die ID {new} statt {old}; sie sagt dasselbe.": (
        "The rule has the ID {new} now instead of {old}; it says the same."
    ),
    "{name} verlangen Regeln jetzt unter anderen Bedingungen.": "Rules require {name} under other conditions now.",
    "{name} schließen Regeln jetzt unter anderen Bedingungen aus.": "Rules rule out {name} under other conditions now.",
    # The whole
    "Es ist eine andere Definition: {new} statt {old}.": "It is another definition: {new} instead of {old}.",
    "Die Leistung heißt anders.": "The service has another name.",
    "Der Hilfetext zum Antrag ist anders.": "The help text of the application is different.",
    "Der Beginn der Gültigkeit ist anders.": "The beginning of validity is different.",
    "Das Ende der Gültigkeit ist anders.": "The end of validity is different.",
    "Der Dokumentsteckbrief ist ein anderer.": "The document profile is another one.",
    "Die ganze Leistung: Andere Rechtsgrundlage: {bases}.": "The whole service: other legal basis: {bases}.",
    # Positions
    "{thing} entfällt.": "{thing} is dropped.",
    "{thing} ist neu.": "{thing} is new.",
    "{name} steht jetzt {place}.": "{name} now stands {place}.",
    # Questions and texts
    "{name}: Die Frage ist anders formuliert.": "{name}: The question is worded differently.",
    "{name}: Die Überschrift ist anders.": "{name}: The heading is different.",
    "{name}: Die Bezeichnung im Antrag ist anders.": "{name}: The name in the application is different.",
    "{name}: Die Hilfe ist anders.": "{name}: The help is different.",
    "{name}: Die Hilfe für die Verwaltung ist anders.": "{name}: The help for the administration is different.",
    "{name}: Der Hinweistext ist anders.": "{name}: The note is different.",
    "{name}: Der vorgegebene Inhalt ist anders.": "{name}: The given content is different.",
    "{name}: Die Vorbefüllung ist anders.": "{name}: The prefilling is different.",
    # Types, limits, cardinalities, codes, norms
    "{name} ist jetzt {after} statt {before}.": "{name} is now {after} instead of {before}.",
    "{name} nimmt jetzt {after} statt {before}.": "{name} now takes {after} instead of {before}.",
    "{name}: Erlaubt ist jetzt {after} statt {before}.": "{name}: Allowed is now {after} instead of {before}.",
    "{name}: Dateien dürfen jetzt {after} statt {before} sein.": (
        "{name}: Files may now be {after} instead of {before}."
    ),
    "{name}: Erlaubt sind jetzt Dateien der Art {after} statt {before}.": (
        "{name}: Allowed are now files of type {after} instead of {before}."
    ),
    "{name}: Nur noch eine der Angaben darf ausgefüllt werden.": (
        "{name}: Only one of the answers may be given from now on."
    ),
    "{name}: Nicht mehr nur eine der Angaben darf ausgefüllt werden.": (
        "{name}: More than one of the answers may be given from now on."
    ),
    "{name}: jetzt {after} statt {before}.": "{name}: now {after} instead of {before}.",
    "{name}: Mehrere Antworten werden jetzt anders eingegeben.": (
        "{name}: Several answers are entered in another way now."
    ),
    "{name} bezieht seine Werte jetzt aus {after} statt {before}.": (
        "{name} now takes its values from {after} instead of {before}."
    ),
    "{name}: Die Codes {codes} und {count} weitere entfallen.": "{name}: Codes {codes} and {count} more are dropped.",
    "{name}: Die Codes {codes} entfallen.": "{name}: Codes {codes} are dropped.",
    "{name}: Der Code {code} entfällt.": "{name}: Code {code} is dropped.",
    "{name}: Die Codes {codes} und {count} weitere sind neu.": "{name}: Codes {codes} and {count} more are new.",
    "{name}: Die Codes {codes} sind neu.": "{name}: Codes {codes} are new.",
    "{name}: Der Code {code} ist neu.": "{name}: Code {code} is new.",
    "{name}: Der Wert {code} heißt jetzt {label}.": "{name}: The value {code} is now called {label}.",
    "{name}: Andere Rechtsgrundlage: {bases}.": "{name}: Other legal basis: {bases}.",
}
PARTS = {
    "neu {norms}": "new {norms}",
    "entfallen {norms}": "dropped {norms}",
    "läuft von selbst": "it runs by itself",
    "läuft zum Teil von selbst": "it runs by itself in part",
    "prüft die Sachbearbeitung von Hand": "clerks check it by hand",
    "bewirkt dasselbe": "it does the same",
    "Der Hinweis {name}": "The note {name}",
    "Die Frage {name}": "The question {name}",
    "Das Feld {name}": "The field {name}",
    "Die Gruppe {name} ohne Fragen": "The group {name} without questions",
    "Die Gruppe {name} mit 1 Frage": "The group {name} with 1 question",
    "Die Gruppe {name} mit {count} Fragen": "The group {name} with {count} questions",
    "nach {name}": "after {name}",
    "an erster Stelle": "in the first place",
    "in {name}": "in {name}",
    "auf der obersten Ebene": "on the top level",
    "Eingabefeld": "an input field",
    "Auswahlfeld": "a choice",
    "Hinweistext": "a note",
    "verborgenes Feld": "a hidden field",
    "gesperrtes Feld": "a locked field",
    "Text": "text",
    "Text (lateinische Zeichen)": "text (Latin characters)",
    "Datum": "a date",
    "Uhrzeit": "a time",
    "Zeitpunkt": "a point in time",
    "Ja/Nein": "yes or no",
    "Zahl": "a number",
    "ganze Zahl": "a whole number",
    "Geldbetrag": "an amount of money",
    "Datei": "a file",
    "Bild oder Verweis": "a picture or reference",
    "alles": "anything",
    "beliebig groß": "of any size",
    "jeder": "any",
    "{low} bis {high} Zeichen": "{low} to {high} characters",
    "ab {low} Zeichen": "from {low} characters",
    "bis {high} Zeichen": "up to {high} characters",
    "{low}- bis {high}-mal": "{low} to {high} times",
    "bis zu {high}-mal": "up to {high} times",
    "mindestens {low}-mal": "at least {low} times",
    "beliebig oft": "any number of times",
    "Muster {pattern}": "pattern {pattern}",
    "{low} bis {high}": "{low} to {high}",
    "ab {low}": "from {low}",
    "bis {high}": "up to {high}",
    "Pflicht": "required",
    "freiwillig": "optional",
    "keiner Liste": "no list",
    "der eigenen Werteliste": "its own list of values",
}
SPOKEN = frozenset({"runs", "was", "thing", "place", "after", "before", "bases"})
"""Parts of a sentence that are words of the house; several of them are parted by commas."""


def english(sentence: str) -> str | None:
    """A sentence of a comparison in English; None for what it does not say."""
    return _changes().say(sentence, _part)


def _part(name: str, part: str) -> str:
    if name not in SPOKEN:
        return part
    whole = _parts().say(part, lambda _, text: text) if name in {"thing", "place"} else None
    return whole or ", ".join(_parts().say(one, lambda _, text: text) or one for one in part.split(", "))


@cache
def _changes() -> Phrases:
    return Phrases(CHANGES)


@cache
def _parts() -> Phrases:
    return Phrases(PARTS)

"""What `fim` says about rules, in English: why one is not read, and what is wrong between them.

The sentences are German and are made where something is found out. This table has them as they stand there, with names
for what is put in; a test finds those that are missing. Commands go on in German.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

ENGLISH = {
    # What is wrong within one rule
    "Die Bedingung ist zu verwickelt, um sie auf Widersprüche zu prüfen.": (
        "The condition is too intricate to be checked for contradictions."
    ),
    "Die Bedingungen für {name} sind zu verwickelt, um sie auf Widersprüche zu prüfen.": (
        "The conditions for {name} are too intricate to be checked for contradictions."
    ),
    "Die Bedingung kann nie zutreffen.": "The condition can never hold.",
    "Die Bedingung trifft immer zu.": "The condition always holds.",
    "Was der Text verlangt, kann nie erfüllt werden.": "What the text demands can never be met.",
    "Alle Zweige sagen dasselbe über {name}; die Bedingung hätte keine Wirkung.": (
        "All branches say the same about {name}; the condition would have no effect."
    ),
    "Der Text widerspricht sich: {name} würde von der eigenen Antwort verborgen.": (
        "The text contradicts itself: {name} would be hidden by its own answer."
    ),
    "Der Text widerspricht sich: {name} wäre zugleich ausgeblendet und {kinds}.": (
        "The text contradicts itself: {name} would be hidden and {kinds} at once."
    ),
    "Der Text widerspricht sich: {name} wäre zugleich {kinds}.": (
        "The text contradicts itself: {name} would be {kinds} at once."
    ),
    "Der Text widerspricht sich: {name} hätte zugleich zwei Werte.": (
        "The text contradicts itself: {name} would have two values at once."
    ),
    "Der Text widerspricht sich: Bei {name} wäre nichts mehr auswählbar.": (
        "The text contradicts itself: nothing could be chosen for {name} any more."
    ),
    "Pflicht": "required",
    "sichtbar": "visible",
    "verboten": "forbidden",
    "freiwillig": "optional",
    "ein weiteres Mal verlangt": "required once more",
    "kein weiteres Mal verlangt": "not required once more",
    # What is wrong between rules
    "{name} wird unter denselben Antworten von einer Regel verlangt ({one}) und von einer anderen ausgeschlossen "
    "({other}).": "With the same answers, {name} is required by one rule ({one}) and ruled out by another ({other}).",
    "{name} bekommt unter denselben Antworten verschiedene Werte: {one}, {other} ({ids}).": (
        "With the same answers, {name} gets different values: {one}, {other} ({ids})."
    ),
    "{ids} lassen sich zusammen nie erfüllen.": "{ids} can never be met together.",
    "{what} erscheint unter keinen Antworten ({ids}).": "{what} never appears, whatever the answers ({ids}).",
    "Die Gruppe {name} mit allem darin": "The group {name} with everything in it",
    "Ob die Fragen erscheinen, hängt im Kreis voneinander ab: {names} ({rule}).": (
        "Whether the questions appear depends on each other in a circle: {names} ({rule})."
    ),
    "Ob {name} erscheint, hängt von der eigenen Antwort ab ({rule}).": (
        "Whether {name} appears depends on its own answer ({rule})."
    ),
    "Ob {one} erscheint, entscheidet {other}; das steht aber erst danach ({rule}).": (
        "Whether {one} appears is decided by {other}, which only comes after it ({rule})."
    ),
    "Der Text nennt {ids}, {verb} im Schema nicht {ends}.": "The text names {ids}, which the schema does not have.",
    "Die Liste von {id} kennt {what} nicht.": "The list of {id} does not have {what}.",
    "den Code {code}": "the code {code}",
    "die Codes {codes}": "the codes {codes}",
    "Neben dem Code {code} von {id} steht „{label}“, in der Liste heißt er „{name}“{means}. Es gilt der Code.": (
        "Beside the code {code} of {id} stands “{label}”, in the list it is called “{name}”{means}. The code counts."
    ),
    "; so heißt der Code {code}": "; that is the name of code {code}",
    # Why a rule is not read
    "Die Regel sagt nichts, was ausgeführt werden kann.": "The rule says nothing that can be run.",
    "Ein anderer Satz der Regel, der dasselbe Element nennt, ist nicht gelesen.": (
        "Another sentence of the rule that names the same element is not read."
    ),
    "„Alle anderen“ ist nur sicher, wenn alle übrigen Zweige gelesen sind.": (
        "“Alle anderen” (all others) is certain only if all other branches are read."
    ),
    "„Alle anderen“ steht neben anderen Bedingungen; das ist nicht sicher zu lesen.": (
        "“Alle anderen” (all others) stands beside other conditions; that cannot be read for certain."
    ),
    "{one} kann den Wert von {other} nicht übernehmen.": "{one} cannot take over the value of {other}.",
    "{id} hat keine Codes, die sich einschränken lassen.": "{id} has no codes that could be restricted.",
    "„Sonst“ ist nur nach genau einer Bedingung eindeutig.": (
        "“Sonst” (otherwise) is clear only after exactly one condition."
    ),
    "So viele Klammern ineinander liest niemand sicher.": "Nobody reads so many nested brackets for certain.",
    "Für welche der Sätze die Einschränkung am Ende gilt, sagt der Text nicht.": (
        "The text does not say for which of the sentences the restriction at the end holds."
    ),
    "Wovon der Satz eine Ausnahme ist, sagt der Text nicht.": (
        "The text does not say from what the sentence is an exception."
    ),
    "Was aus der Bedingung folgt, sagt der Text nicht.": "The text does not say what follows from the condition.",
    "Wann etwas anderes gilt als der Standard, sagt der Text nicht.": (
        "The text does not say when anything else applies than the default."
    ),
    "Eine Frage sagt nicht, was gelten soll.": "A question does not say what shall hold.",
    "Ob die Gruppe gemeint ist oder jedes Feld in ihr, auch ein freiwilliges, sagt der Text nicht.": (
        "The text does not say whether the group is meant or every field in it, optional ones included."
    ),
    "Ob „sonst“ auch für die anderen Länder gilt, sagt der Text nicht.": (
        "The text does not say whether “sonst” (else) holds for the other Länder too."
    ),
    "Ob das Element so heißt oder ob gesagt ist, wer es ausfüllt, sagt der Text nicht.": (
        "The text does not say whether this is the name of the element or who fills it in."
    ),
    "Ob der Satz noch für die zuvor genannten Länder gilt, sagt der Text nicht.": (
        "The text does not say whether the sentence still holds for the Länder named before."
    ),
    "Ob der Satz noch unter der Bedingung davor steht, sagt der Text nicht.": (
        "The text does not say whether the sentence still stands under the condition before it."
    ),
    "„Grundsätzlich“ lässt Ausnahmen zu; welche, sagt der Text nicht.": (
        "“Grundsätzlich” (in principle) allows exceptions; the text does not say which."
    ),
    "Was „stattdessen“ ersetzt, sagt der Text nicht.": "The text does not say what “stattdessen” (instead) replaces.",
    "Ob „höchstens … Jahre alt“ bis zum Geburtstag heißt oder das ganze Jahr danach, sagt der Text nicht.": (
        "The text does not say whether “höchstens … Jahre alt” (at most … years old) means up to the birthday or the"
        " whole year after it."
    ),
    "Welches der zuvor genannten Elemente gemeint ist, sagt der Text nicht.": (
        "The text does not say which of the elements named before is meant."
    ),
    "Der Satz ist unvollständig.": "The sentence is incomplete.",
    "Nicht sicher zu lesen ab „{word}“.": "Cannot be read for certain from “{word}” on.",
    "Die Anführungszeichen sind nicht eindeutig ab „{word}“.": "The quotation marks are not clear from “{word}” on.",
    "{id} ist keine Auswahl; was „ausgewählt“ heißt, ist nicht sicher.": (
        "{id} is no choice; what “ausgewählt” (chosen) means is not certain."
    ),
    "Von {low} bis {high} liegt kein Code.": "There is no code from {low} to {high}.",
    "Was neben dem Code {code} liegt, ist nicht sicher.": "What lies next to the code {code} is not certain.",
    "{id} hat keine Zeichen, die sich zählen lassen.": "{id} has no characters that can be counted.",
    "{id} hat keine Codes.": "{id} has no codes.",
    "{id} ist eine Zahl und hat keinen Anfang.": "{id} is a number and has no beginning.",
    "{id} kann den Wert „{value}“ nicht haben.": "{id} cannot have the value “{value}”.",
    "Ob die Differenz ein Vorzeichen hat, sagt der Text nicht.": (
        "The text does not say whether the difference has a sign."
    ),
    "Ein Datum und eine Zahl lassen sich nicht vergleichen.": "A date and a number cannot be compared.",
    "{id} ist keine Zahl.": "{id} is no number.",
    "{id} ist kein Datum.": "{id} is no date.",
    "Mit dieser Zeitspanne lässt sich nicht rechnen.": "This span of time cannot be reckoned with.",
    "Mit einem Datum lässt sich nicht rechnen wie mit einer Zahl.": "A date cannot be reckoned with like a number.",
    "Der Text nennt eine andere Zahl von Elementen, als er aufzählt.": (
        "The text names another number of elements than it lists."
    ),
    "„Beide“ und „oder“ stehen nebeneinander; ob beide gemeint sind oder eines genügt, sagt der Text nicht.": (
        "“Beide” (both) and “oder” (or) stand side by side; the text does not say whether both are meant or one "
        "is enough."
    ),
    "In diesem Bereich liegt keine Zahl.": "There is no number in this range.",
    "Welche Staaten gemeint sind, sagt der Text nicht.": "The text does not say which states are meant.",
    "Den Pfad {path} gibt es im Schema nicht.": "There is no path {path} in the schema.",
    "{id} steht an {count} Stellen; der Text sagt nicht, welche gemeint ist.": (
        "{id} stands in {count} places; the text does not say which one is meant."
    ),
    "Die Regel hängt an keinem Element; welches gemeint ist, sagt der Text nicht.": (
        "The rule belongs to no element; the text does not say which one is meant."
    ),
    "{id} kommt im Schema nicht vor.": "{id} is not in the schema.",
    "{name} entfällt nur, wenn keine dieser Regeln es öffnet: {ids}.": (
        "{name} is left out only if none of these rules opens it: {ids}."
    ),
    "{name} entfällt nur, wenn keiner der Sätze dieser Regel es öffnet.": (
        "{name} is left out only if no sentence of this rule opens it."
    ),
    "{id} ist eine Gruppe und hat keinen Wert.": "{id} is a group and has no value.",
    "{id} ist ein freies Textfeld; ein Vergleich mit „{value}“ ist nicht sicher.": (
        "{id} is a free text field; a comparison with “{value}” is not certain."
    ),
    "Ob „{label}“ ganz zum Namen des Werts {value} gehört, ist nicht sicher.": (
        "Whether all of “{label}” belongs to the name of the value {value} is not certain."
    ),
    "Ob „{label}“ ganz zum Namen von {id} gehört, ist nicht sicher.": (
        "Whether all of “{label}” belongs to the name of {id} is not certain."
    ),
    "Die Codeliste von {id} fehlt; „{value}“ hat keinen sicheren Code.": (
        "The code list of {id} is missing; “{value}” has no certain code."
    ),
    "Die Codeliste von {id} kennt „{value}“ nicht.": "The code list of {id} does not have “{value}”.",
    "{id} kennt nur Ja und Nein, nicht „{value}“.": "{id} knows only yes and no, not “{value}”.",
    "Die Regel unterscheidet Länder; für diese Kommune ist keines eingetragen.": (
        "The rule distinguishes Länder; none is entered for this municipality."
    ),
    "„A oder B“ lässt offen, welches der Elemente gemeint ist.": (
        "“A oder B” (A or B) leaves open which of the elements is meant."
    ),
    "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.": (
        "UND and ODER stand side by side without brackets; the text does not say which comes first."
    ),
    "„<> … ODER …“ ohne Klammern kann „keines von beiden“ oder „nicht beide“ heißen.": (
        "“<> … ODER …” without brackets can mean “neither” or “not both”."
    ),
    "„= … UND …“ verlangt zwei Werte zugleich von einer Angabe.": (
        "“= … UND …” demands two values of one answer at once."
    ),
    "Ob „null“ oder „leer“ hier ein Wert ist oder „nicht ausgefüllt“ heißt, sagt der Text nicht.": (
        "The text does not say whether “null” or “leer” is a value here or means “not filled in”."
    ),
    # Why a rule that somebody wrote does not fit
    "Regel {rule}, von Hand geschrieben, gilt hier nicht: {why}": (
        "Rule {rule}, written by hand, does not hold here: {why}"
    ),
    "Diese Regel gibt es in der Definition nicht.": "There is no such rule in the definition.",
    "Ihr Text in der Definition ist ein anderer als der, für den sie geschrieben wurde.": (
        "Its text in the definition is not the one that it was written for."
    ),
    "Sie nennt {path}; das gibt es in der Definition nicht.": "It names {path}, which the definition does not have.",
    "Versuch {number} ergibt nicht, was dabei steht.": "Trial {number} does not come to what stands beside it.",
    "„{label}“ hat den Wert {value} nicht.": "“{label}” does not have the value {value}.",
}
_LISTS = frozenset({"ids", "kinds"})
"""Parts that name several things, with "und" before the last."""


class Phrases:
    """Templates of German sentences, with names for what is put in, and their English."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = [(re.compile(_regex(german), re.DOTALL), said) for german, said in table.items()]

    def say(self, sentence: str, part: Callable[[str, str], str]) -> str | None:
        """A sentence in English; None where no template fits. `part` says what was put in under a name."""
        for pattern, said in self._table:
            if found := pattern.fullmatch(sentence):
                return said.format(**{name: part(name, text) for name, text in found.groupdict().items()})
        return None


def english(sentence: str) -> str | None:
    """A German sentence of `fim` about rules, in English; None for what it does not say.

    Names, codes and words of the definition stay as they are. A finding may name the rule before its sentence.
    """
    if (said := _phrases().say(sentence, _part)) is not None:
        return said
    rule, colon, rest = sentence.partition(": ")
    about = english(rest) if colon and rule.isalnum() else None
    return f"{rule}: {about}" if about else None


def _part(name: str, part: str) -> str:
    if name in _LISTS:
        return " and ".join(english(one) or one for one in part.split(" und "))
    return english(part) or part


@cache
def _phrases() -> Phrases:
    return Phrases(ENGLISH)


def _regex(german: str) -> str:
    """The template with anything at all in place of its parts."""
    words = re.split(r"\{(\w+)\}", german)
    return "".join(f"(?P<{word}>.*?)" if number % 2 else re.escape(word) for number, word in enumerate(words))

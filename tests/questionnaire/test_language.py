"""What the house says of answers is German text that knows its English; the definition's own words stay German."""

import copy

from rathaus.fim.model import Limits
from rathaus.fim.rules.logic import Equals
from rathaus.questionnaire.language import Sentence, Together, fill, say, sentence
from rathaus.questionnaire.model import Control
from rathaus.questionnaire.sentences import AND, join, missing, quote
from rathaus.questionnaire.values import Bad, text_parser

from .samples import both, field, make, rule


def test_a_sentence_is_german_text_that_knows_its_english() -> None:
    found = missing("Familienname", Control.TEXT)
    assert found == "Geben Sie „Familienname“ an."
    assert say(found, "de") == "Geben Sie „Familienname“ an."
    assert say(found, "en") == "Enter “Familienname”."


def test_text_that_is_not_of_the_house_stays_as_it_is() -> None:
    assert say("Nur mit Genehmigung.", "en") == "Nur mit Genehmigung."
    assert say(Sentence("Nur mit Genehmigung."), "en") == "Nur mit Genehmigung."


def test_a_copy_knows_it_too() -> None:
    assert say(copy.deepcopy(missing("Ort", Control.TEXT)), "en") == "Enter “Ort”."


def test_quotation_marks_are_those_of_the_language_inside_as_well() -> None:
    german = quote("Art des „Hundes“: ")
    assert (german, say(german, "en")) == ("„Art des ‚Hundes‘“", "“Art des ‘Hundes’”")
    own = quote(sentence("Möchten Sie zu {name} etwas angeben?", name=quote("Angaben")))
    assert own == "„Möchten Sie zu ‚Angaben‘ etwas angeben?“"
    assert say(own, "en") == "“Would you like to enter anything for ‘Angaben’?”"


def test_braces_in_a_label_are_no_placeholders() -> None:
    assert say(missing("{name} {0}", Control.TEXT), "en") == "Enter “{name} {0}”."


def test_names_are_listed_in_the_language() -> None:
    listed = join((quote("A"), quote("B"), quote("C")), AND)
    assert (listed, say(listed, "en")) == ("„A“, „B“ und „C“", "“A”, “B” and “C”")


def test_what_stands_together_is_said_each_in_its_language() -> None:
    told = Together.of("Wie im Ausweis.", sentence("Zum Beispiel {example}.", example="12a"))
    assert told == "Wie im Ausweis. Zum Beispiel 12a."
    assert say(told, "en") == "Wie im Ausweis. For example 12a."


def test_a_parser_made_once_freezes_no_language() -> None:
    parse = text_parser("Straße", Limits(max_length=3), lines=False, latin=True)
    found = parse("Hauptstraße")
    assert isinstance(found, Bad)
    assert found.sentence == "Kürzen Sie „Straße“ auf höchstens 3 Zeichen. Jetzt sind es 11."
    assert say(found.sentence, "en") == "Shorten “Straße” to at most 3 characters. It has 11 now."
    strange = parse("愛")
    assert isinstance(strange, Bad)
    assert say(strange.sentence, "en") == (
        "Replace the character “愛” in “Straße”. Latin letters, digits and common punctuation are possible."
    )


def test_a_template_is_filled_with_what_is_said_in_the_same_language() -> None:
    template = sentence("Prüfen Sie Ihre Angaben: {told}")
    filled = fill(template, told=join((quote("Beginn"), quote("Ende")), sentence("und")))
    assert filled == "Prüfen Sie Ihre Angaben: „Beginn“ und „Ende“"
    assert say(filled, "en") == "Check your answers: “Beginn” and “Ende”"


def test_findings_are_told_in_english() -> None:
    first, second = "F99000000001", "F99000000002"
    asked = make(
        field(first, "Telefon", anzahl="0:1"),
        field(second, "E-Mail", anzahl="0:1"),
        rules=(rule(*both(first, Equals(second, "x"))), rule(*both(second, Equals(first, "x")))),
    )
    assert [say(finding.sentence, "en") for finding in asked.findings] == [
        "“Telefon” depends on “E-Mail”, and the other way round: both are asked on one page."
    ]

"""How the house words its own questions from the names of a definition."""

import pytest

from rathaus.questionnaire.choosing import either, whether, which
from rathaus.questionnaire.language import say

WHETHER = {
    "Ansprechperson": "Gibt es eine Ansprechperson?",
    "Gesetzliche Vertretung": "Gibt es eine gesetzliche Vertretung?",
    "Gesetzliche Vertretung des Kindes": "Möchten Sie die gesetzliche Vertretung des Kindes angeben?",
    "Weiterer Standort": "Möchten Sie einen weiteren Standort angeben?",
    "Weiteres Kind": "Gibt es ein weiteres Kind?",
    "Weiteres Konto der Firma": "Möchten Sie das weitere Konto der Firma angeben?",
    "Abweichende Anschrift": "Möchten Sie eine abweichende Anschrift angeben?",
    "Sitz der Ausgabestelle": "Möchten Sie den Sitz der Ausgabestelle angeben?",
    "Anschrift in Deutschland": "Möchten Sie eine Anschrift in Deutschland angeben?",
    "Straßenanschrift Inland": "Möchten Sie eine Straßenanschrift im Inland angeben?",
    "Anschrift Hauptwohnsitz": "Möchten Sie die Anschrift „Hauptwohnsitz“ angeben?",
    "Anschrift Postfach": "Möchten Sie ein Postfach angeben?",
    "Erreichbarkeit": "Möchten Sie Kontaktdaten angeben?",
    "Lastschrift": "Möchten Sie per Lastschrift zahlen?",
    "Abbuchung vom Konto": "Möchten Sie per Lastschrift zahlen?",
    "Angaben zur Zuverlässigkeit": "Möchten Sie Angaben zur Zuverlässigkeit machen?",
    "Persönliche Angaben des Vaters": "Möchten Sie persönliche Angaben des Vaters machen?",
    "Angaben der weiteren Person": "Möchten Sie Angaben zur weiteren Person machen?",
    "Angaben der Eltern": "Möchten Sie Angaben der Eltern machen?",
    "Persönliche Angaben Mutter": "Möchten Sie persönliche Angaben zu „Mutter“ machen?",
    "Weitere Daten": "Möchten Sie weitere Daten angeben?",
    "Erforderliche Unterlagen": "Möchten Sie Unterlagen beifügen?",
    "Nachweise zum Antrag": "Möchten Sie Nachweise zum Antrag beifügen?",
    "Weitere Verfahren": "Möchten Sie weitere Verfahren angeben?",
    "Frühere Anschriften": "Möchten Sie frühere Anschriften angeben?",
    "Weitere Personen im Haushalt": "Gibt es weitere Personen im Haushalt?",
    "Kinder": "Gibt es Kinder?",
    "Bemerkungen der Eltern": "Möchten Sie Bemerkungen der Eltern angeben?",
    "Verhältnisse": "Möchten Sie zu „Verhältnisse“ etwas angeben?",
    "Person": "Möchten Sie Angaben zur Person machen?",
    "Person (juristische Person)": "Möchten Sie Angaben zur Person (juristische Person) machen?",
    "Unternehmen - Angaben zur Inhaberin": "Möchten Sie zu „Unternehmen - Angaben zur Inhaberin“ etwas angeben?",
    "Haben Sie einen Hund?": "Haben Sie einen Hund?",
    "": "Möchten Sie zu „“ etwas angeben?",
}


@pytest.mark.parametrize(("name", "question"), WHETHER.items())
def test_whether_something_is_to_be_filled_in(name: str, question: str) -> None:
    assert whether(name) == question


def test_english_quotes_the_german_name() -> None:
    asked = {name: say(whether(name), "en") for name in ("Ansprechperson", "Lastschrift", "Verhältnisse")}
    assert asked == {
        "Ansprechperson": "Do you have details to give on “Ansprechperson”?",
        "Lastschrift": "Would you like to pay by direct debit?",
        "Verhältnisse": "Would you like to enter anything for “Verhältnisse”?",
    }


def test_which_of_several() -> None:
    addresses = ("Straßenanschrift", "Postfach")
    assert (which("Anschrift", addresses), either(addresses)) == ("Welche Anschrift möchten Sie angeben?",) * 2
    assert which("Wo ist der Mangel?", ("Adresse", "Lage")) == "Wo ist der Mangel?"
    assert which("Ausbildung:", ("Lehre", "Studium")) == "Ausbildung: Was trifft zu?"
    assert either(("Telefon", "Fax")) == "Was möchten Sie angeben?"

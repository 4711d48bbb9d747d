"""Every sentence with a word of its own bends rightly, whatever the service calls what is sent."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from rathaus.web.words import Word, word_for, worded

SRC = Path(__file__).parents[2] / "src" / "rathaus"
NOTICE_DE = {
    "Antrag": "Anzeige",
    "Der Antrag": "Die Anzeige",
    "Einem Antrag": "Einer Anzeige",
    "Ihr Antrag": "Ihre Anzeige",
    "Ihr begonnener Antrag": "Ihre begonnene Anzeige",
    "Ihrem Antrag": "Ihrer Anzeige",
    "Ihren Antrag": "Ihre Anzeige",
    "Ihres Antrags": "Ihrer Anzeige",
    "Neuer Antrag": "Neue Anzeige",
    "Zum Antrag": "Zur Anzeige",
    "den Antrag": "die Anzeige",
    "der Antrag": "die Anzeige",
    "dieser Antrag": "diese Anzeige",
    "dieses Antrags": "dieser Anzeige",
    "ein neuer Antrag": "eine neue Anzeige",
    "einem Antrag": "einer Anzeige",
    "einen Antrag": "eine Anzeige",
    "keinen Antrag": "keine Anzeige",
    "meines Antrags": "meiner Anzeige",
}
ORDER_EN = {
    "Application": "Order",
    "New application": "New order",
    "The application": "The order",
    "Your application": "Your order",
    "Your unfinished application": "Your unfinished order",
    "a new application": "a new order",
    "an application": "an order",
    "my application": "my order",
    "the application": "the order",
    "this application": "this order",
    "your application": "your order",
}


def marked(texts: list[str]) -> set[str]:
    return {phrase for text in texts for phrase in re.findall("‹([^›]*)›", text)}


def test_every_phrase_of_the_house_is_bent_as_somebody_has_read_it() -> None:
    books = [polib.pofile(str(path)) for path in SRC.glob("*/locale/en/LC_MESSAGES/django.po")]
    german = marked([entry.msgid for book in books for entry in book])
    german |= marked([(SRC / "cases/letters.py").read_text(), (SRC / "applications/actions/submitting.py").read_text()])
    assert {phrase: worded(f"‹{phrase}›", Word.NOTICE) for phrase in german} == NOTICE_DE
    english = marked([entry.msgstr for book in books for entry in book])
    assert {phrase: worded(f"‹{phrase}›", Word.ORDER) for phrase in english} == ORDER_EN


def test_english_article_follows_the_word() -> None:
    found = [worded("‹An application›, ‹an application›", word) for word in (Word.NOTICE, Word.ENQUIRY, Word.REPORT)]
    assert found == ["A notification, a notification", "An enquiry, an enquiry", "A report, a report"]


def test_an_application_stays_one_and_a_sentence_without_marks_stays_as_it_is() -> None:
    for word in (Word.APPLICATION, None):
        assert worded("‹Ihr Antrag› 7 ist da", word) == "Ihr Antrag 7 ist da"
    assert worded("Stand meines Antrags", Word.ORDER) == "Stand meines Antrags"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Hund anmelden (Hundesteuer)", Word.REGISTRATION),
        ("Hund abmelden", Word.DEREGISTRATION),
        ("Wohnsitz ummelden", Word.CHANGE),
        ("Anmeldung einer Eheschließung", Word.REGISTRATION),
        ("Veranstaltung anzeigen", Word.NOTICE),
        ("Gewerbeanzeige", Word.NOTICE),
        ("Mangel melden", Word.REPORT),
        ("Barriere melden", Word.REPORT),
        ("Abfalltonne bestellen oder ändern", Word.ORDER),
        ("Ferienbetreuung buchen", Word.BOOKING),
        ("Melderegisterauskunft", Word.APPLICATION),
        ("Auskunft aus dem Melderegister", Word.ENQUIRY),
        ("Bewohnerparkausweis beantragen", Word.APPLICATION),
        ("Baum fällen (Genehmigung)", Word.APPLICATION),
        ("Zuschuss für örtliche Betriebe", Word.APPLICATION),
        ("Anzeige eines Gewerbes beantragen", Word.APPLICATION),
        ("Irgendetwas", Word.APPLICATION),
    ],
)
def test_the_name_of_a_service_suggests_the_word(name: str, word: Word) -> None:
    assert word_for(name) is word

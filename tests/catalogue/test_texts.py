"""The texts of a service: read, checked, cleaned, written."""

import json

import pytest

from rathaus.catalogue.texts import (
    Audience,
    Document,
    LegalBasis,
    ServiceTexts,
    TextsError,
    TrustLevel,
    read_texts_file,
)
from rathaus.web.words import Word

FULL = {
    "name": "Hund anmelden",
    "teaser": "Kurz.",
    "description": "<p>Eins</p><p>Zwei</p>",
    "documents": ["Ausweis", {"name": "Bescheid", "note": "nur bei Ermäßigung"}],
    "legal_bases": ["§ 1 Satzung", {"name": "§ 3 KAG", "link": "https://recht.example/3"}],
    "keywords": ["Hund", " Hund ", "", "Steuer"],
    "audience": ["citizen", "business"],
    "trust_level": "high",
    "word": "notice",
    "written_form": True,
}


def test_texts_are_read_and_cleaned():
    assert ServiceTexts.from_json(FULL) == ServiceTexts(
        name="Hund anmelden",
        teaser="Kurz.",
        description="Eins\n\nZwei",
        documents=(Document("Ausweis"), Document("Bescheid", "nur bei Ermäßigung")),
        legal_bases=(LegalBasis("§ 1 Satzung"), LegalBasis("§ 3 KAG", "https://recht.example/3")),
        keywords=("Hund", "Steuer"),
        audience=(Audience.CITIZEN, Audience.BUSINESS),
        trust_level=TrustLevel.HIGH,
        word=Word.NOTICE,
        written_form=True,
    )


def test_round_trip_through_json_is_equal():
    texts = ServiceTexts.from_json(FULL)
    assert ServiceTexts.from_json(json.loads(json.dumps(texts.to_json()))) == texts


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Feld „name“: Der Name der Leistung fehlt, wie Bürgerinnen und Bürger ihn kennen."),
        ({"teaser": 3}, "Feld „teaser“: Das muss ein Text sein."),
        ({"name": "x" * 251}, "Feld „name“: Kürzen Sie den Text auf 250 Zeichen; jetzt sind es 251."),
        ({"documents": "Ausweis"}, "Feld „documents“: Das muss eine Liste sein: [ … ]."),
        ({"documents": [3]}, "Feld „documents“: Jeder Eintrag muss ein Text sein oder {name, note} haben."),
        ({"keywords": ["x"] * 61}, "Feld „keywords“: Erlaubt sind 60 Einträge; jetzt sind es 61."),
        (
            {"legal_bases": [{"name": "§ 1", "link": "http://x"}]},
            "Feld „legal_bases“: Der Link von „§ 1“ muss mit https:// beginnen.",
        ),
        ({"audience": ["all"]}, "Feld „audience“: Möglich sind citizen und business, nicht 'all'."),
        (
            {"word": "x"},
            f"Feld „word“: Möglich sind {', '.join(one.value for one in Word)}.",
        ),
        ({"trust_level": "x"}, "Feld „trust_level“: Möglich sind normal, substantial, high."),
        ({"written_form": "ja"}, "Feld „written_form“: Das muss true oder false sein."),
    ],
)
def test_unusable_field_is_named(change, sentence):
    with pytest.raises(TextsError) as error:
        ServiceTexts.from_json({**FULL, **change})
    assert str(error.value) == sentence


def test_unknown_field_is_named():
    with pytest.raises(TextsError, match=r"^Feld „titel“: Das gibt es nicht\. Bekannt sind: name, "):
        ServiceTexts.from_json({"titel": "x"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff", "Die Datei ist nicht in UTF-8 gespeichert."),
        (b'{\n "name": x}', "Zeile 2: Das ist kein gültiges JSON (Expecting value)."),
        (b"[]", "Die Texte müssen ein JSON-Objekt sein: { … }."),
        (b'{"name": "x", "roles": []}', "Feld „roles“: Hier muss jeder Rolle der Pfad eines Feldes zugeordnet sein."),
    ],
)
def test_unusable_file_says_why(data, sentence):
    with pytest.raises(TextsError) as error:
        read_texts_file(data)
    assert str(error.value) == sentence


def test_file_brings_roles_department_and_address():
    found = read_texts_file(b'{"name": "Hund", "roles": {"family": "F1"}, "department": "Amt", "slug": "hund"}')
    assert (found.texts.name, found.roles, found.department, found.slug) == ("Hund", {"family": "F1"}, "Amt", "hund")

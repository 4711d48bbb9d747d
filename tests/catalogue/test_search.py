"""Citizens find a service by their own words."""

import pytest

from rathaus.catalogue import search

SERVICES = [
    (
        "hund",
        search.index(
            name="Hund anmelden (Hundesteuer)",
            keywords=["Hundemarke", "Kampfhund"],
            texts=["Wer einen Hund hält, zahlt Steuern. Auch für Cafés."],
        ),
    ),
    (
        "muell",
        search.index(name="Abfalltonne bestellen", keywords=["Mülltonne", "Müllabfuhr"], texts=["Straße, Größe"]),
    ),
    ("kita", search.index(name="Kita-Platz anmelden", keywords=["Kindergarten"], texts=["Ein Platz für Ihr Kind"])),
    ("baum", search.index(name="Baum fällen", keywords=["Fällgenehmigung"], texts=["Wo steht der Baum?"])),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hund", ["hund"]),
        ("HUNDE", ["hund"]),
        ("Hundesteuer", ["hund"]),
        ("Hundesteueranmeldung", ["hund"]),
        ("steuer", ["hund"]),
        ("müll", ["muell"]),
        ("muell", ["muell"]),
        ("Mülltonnen", ["muell"]),
        ("strasse", ["muell"]),
        ("kindergärten", ["kita"]),
        ("ich möchte einen Hund anmelden", ["hund"]),
        ("Wie kann ich einen Baum fällen?", ["baum"]),
        ("Gartenzwerg", []),
        ("cafe", ["hund"]),
        ("hund baum", []),
        ("xyz", []),
        ("  ?! ", []),
    ],
)
def test_query_finds(query, found):
    assert search.find(query, SERVICES) == found


def test_name_counts_more_than_text():
    services = [
        ("text", search.index(name="A", keywords=[], texts=["Hund"])),
        ("name", search.index(name="Hund", keywords=[], texts=[])),
    ]
    assert search.find("hund", services) == ["name", "text"]


def test_small_words_alone_still_search():
    services = [("anmelden", search.index(name="Anmelden", keywords=[], texts=[]))]
    assert search.find("anmelden", services) == ["anmelden"]


@pytest.mark.parametrize(
    ("text", "folded"), [("Straße", "strasse"), ("MÜLL", "muell"), ("Mu\u0308ll", "muell"), ("Café", "cafe")]
)
def test_fold_spells_out(text, folded):
    assert search.fold(text) == folded

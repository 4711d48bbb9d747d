"""Citizens find a service by their own words, in either language, and in spite of typing errors."""

from uuid import UUID

import pytest

from rathaus.catalogue.cards import listing_of, stems_of_texts
from rathaus.catalogue.search import Entry, Shelf, fold
from rathaus.catalogue.texts import LegalBasis, ServiceTexts, Translation

TEXTS = {
    "hund": ServiceTexts(
        name="Hund anmelden (Hundesteuer)",
        keywords=("Hundemarke", "Kampfhund"),
        description="Wer einen Hund hält, zahlt Steuern. Auch für [Cafés](https://cafe.example).",
        legal_bases=(LegalBasis("§ 3 Kommunalabgabengesetz"),),
        translations={"en": Translation(name="Register a dog", keywords=("puppies",), cost="Ninety euros a year")},
    ),
    "muell": ServiceTexts(
        name="Abfalltonne bestellen", keywords=("Mülltonne", "Müllabfuhr"), description="Straße, Größe"
    ),
    "kita": ServiceTexts(
        name="Kita-Platz anmelden",
        keywords=("Kindergarten",),
        description="Ein Platz für Ihr Kind",
        translations={"uk": Translation(name="Місце в дитячому садку")},
    ),
    "baum": ServiceTexts(name="Baum fällen", keywords=("Fällgenehmigung",), description="Wo steht der Baum?"),
}


def shelf(services):
    """A shelf of these texts, and the ids of its services by their names here."""
    ids = {UUID(int=number): name for number, name in enumerate(services)}
    entries = []
    for pk, name in ids.items():
        card = listing_of(services[name])
        entries.append(Entry(pk, card["names"], card["keywords"], stems_of_texts(services[name])))
    return Shelf(entries), ids


SHELF, IDS = shelf(TEXTS)


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
        ("tonne", ["muell"]),
        ("strasse", ["muell"]),
        ("kindergärten", ["kita"]),
        ("ich möchte einen Hund anmelden", ["hund"]),
        ("Wie kann ich einen Baum fällen?", ["baum"]),
        ("cafe", ["hund"]),
        ("Kommunalabgabengesetz", ["hund"]),
        ("dogs", ["hund"]),
        ("how do I register my dog", ["hund"]),
        ("puppy", ["hund"]),
        ("euro", ["hund"]),
        ("садку", ["kita"]),
        ("Gartenzwerg", []),
        ("xyz", []),
        ("  ?! ", []),
        ("a" * 500, []),
    ],
)
def test_query_finds(query, found):
    assert [IDS[one] for one in SHELF.find(query).ids] == found


@pytest.mark.parametrize(
    ("query", "found", "instead"),
    [
        ("hudn", ["hund"], (("hudn", "Hund"),)),
        ("Hundestuer", ["hund"], ()),  # a part of it is a word
        ("Kindegarten", ["kita"], (("kindegarten", "Kindergarten"),)),
        ("Abfaltone", ["muell"], (("abfaltone", "Abfalltonne"),)),
        ("bauum fällen", ["baum"], (("bauum", "Baum"),)),
        ("hnd", [], ()),
    ],
)
def test_typing_errors_are_forgiven_and_named(query, found, instead):
    result = SHELF.find(query)
    assert ([IDS[one] for one in result.ids], result.instead) == (found, instead)


def test_where_no_service_meets_all_words_those_that_meet_most_are_shown():
    result = SHELF.find("hund baum fällen")
    assert ([IDS[one] for one in result.ids], result.loose) == (["baum"], True)
    assert SHELF.find("baum fällen").loose is False


def test_name_counts_more_than_keyword_and_keyword_more_than_text():
    ordered, ids = shelf(
        {
            "text": ServiceTexts(name="A", description="Hund"),
            "keyword": ServiceTexts(name="B", keywords=("Hund",)),
            "part": ServiceTexts(name="Blindenhunde"),
            "name": ServiceTexts(name="Hund"),
        }
    )
    assert [ids[one] for one in ordered.find("hund").ids] == ["name", "keyword", "part", "text"]


def test_small_words_alone_still_search():
    small, ids = shelf({"anmelden": ServiceTexts(name="Anmelden")})
    assert [ids[one] for one in small.find("anmelden").ids] == ["anmelden"]


def test_no_word_reaches_over_from_one_service_to_the_next():
    apart, _ids = shelf({"a": ServiceTexts(name="A", description="x zebra"), "b": ServiceTexts(name="B")})
    assert len(apart.find("zebra").ids) == 1


@pytest.mark.parametrize(
    ("text", "folded"), [("Straße", "strasse"), ("MÜLL", "muell"), ("Mu\u0308ll", "muell"), ("Café", "cafe")]
)
def test_fold_spells_out(text, folded):
    assert fold(text) == folded

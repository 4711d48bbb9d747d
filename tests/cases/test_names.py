"""Names are found by whole words, and by nobody without the town's key."""

import pytest

from rathaus.cases import names
from rathaus.protection import rotation
from rathaus.towns import scope
from rathaus.towns.actors import Actor


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Müller-Lüdenscheidt", ["mueller", "luedenscheidt"]),
        ("MUELLER", ["mueller"]),
        ("Groß", ["gross"]),
        ("Çelik Ağaoğlu", ["celik", "agaoglu"]),
        ("O’Neill & Söhne GmbH", ["o", "neill", "soehne", "gmbh"]),
        ("Mu\u0308ller", ["mueller"]),
        ("Anna Anna", ["anna"]),
        ("李", ["李"]),
        ("  –  ", []),
        ("", []),
    ],
)
def test_words_are_folded(name, words):
    assert names.words(name) == words


def test_words_of_an_endless_name_end():
    assert len(names.words(" ".join(str(number) for number in range(500)))) == names.MOST_WORDS


def test_tokens_are_the_same_for_the_same_word_and_differ_between_towns(scoped, other_town):
    mine = names.tokens("Anna Müller", "MUELLER")
    assert len(mine) == 2
    assert names.tokens("müller") == [mine[1]]
    with scope.of(other_town):
        assert names.tokens("müller") != [mine[1]]


def test_tokens_survive_a_key_rotation(scoped):
    before = names.tokens("Müller")
    rotation.rotate(by=Actor.operator("Test"))
    assert names.tokens("Müller") == before

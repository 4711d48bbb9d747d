"""A text that names somebody by a contact detail does not travel."""

import json
from dataclasses import replace

import pytest

from rathaus.exchange.contents import contacts
from rathaus.exchange.contents.strategy import IndicatorPart, StrategyContents
from tests.exchange.test_strategy_updates import FIBRE, FIRST, GOAL, MILESTONES, MONEY, SHARE

TEXT = "Frau Vogel, 0228 619-1234"
AFTER = ". Ein Paket nennt niemanden; nehmen Sie das vorher heraus."
OF_INDICATORS = ("name", "meaning", "unit", "method", "source", "licence")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fragen an vogel@example.org.", "Eine E-Mail-Adresse steht in „Fragen an vogel@example.org.“"),
        ("Rufen Sie 0228 619-1234 an.", "Eine Telefonnummer steht in „Rufen Sie 0228 619-1234 an.“"),
        ("+49 228 6191234", "Eine Telefonnummer steht in „+49 228 6191234“"),
        ("Auf DE02 1203 0000 0000 2020 51!", "Eine Kontonummer steht in „Auf DE02 1203 0000 0000 2020 51!“"),
    ],
)
def test_each_kind_is_told_with_where_it_stands(text, said):
    assert contacts.first({}, "Netz", text) == said + AFTER


def test_what_only_looks_like_one_is_none():
    text = "Vom 01.01.2026 bis 31.12.2027, § 4711, Az. 12/345-6789, 12.345.678 Euro, 115 oder 116 117, @amt, DE12 3456"
    assert contacts.first({"texts.json": f'"{text}"'.encode()}, text) == ""


UNLUCKY = "03037201-fc8b-41f4-91a1-6fe54eb69206"
"""A key whose first eight digits are a valid telephone number in Berlin."""


def test_a_key_made_by_a_machine_names_nobody_whatever_its_digits():
    assert contacts.first({"strategy.json": f'"{UNLUCKY}"'.encode()}, f"Schlüssel {UNLUCKY}") == ""
    assert (
        contacts.first({}, f"{UNLUCKY}, 0228 619-1234")
        == f"Eine Telefonnummer steht in „{UNLUCKY[8:]}, 0228 619-1234“{AFTER}"
    )


@pytest.mark.parametrize("text", ["05315000", 'Wenn F60000001 = "05315000"'])
def test_a_code_of_a_rule_is_no_telephone_number(text):
    entry = json.dumps(text).encode()
    assert contacts.first({"rules.json": entry}) == ""
    assert contacts.first({"texts.json": entry}) == f"Eine Telefonnummer steht in „{text}“{AFTER}"


def test_a_telephone_number_in_the_words_of_a_rule_is_told():
    entry = '"Rückfragen: 05315000"'.encode()
    assert contacts.first({"rules.json": entry}) == f"Eine Telefonnummer steht in „Rückfragen: 05315000“{AFTER}"


@pytest.mark.parametrize(
    "contents",
    [
        *(StrategyContents((replace(GOAL, **{name: TEXT}),), ()) for name in ("field", "title", "meaning")),
        *(
            StrategyContents((replace(GOAL, measures=(replace(FIBRE, **change),)),), ())
            for change in (
                *({name: TEXT} for name in ("title", "description", "risks", "service")),
                {"milestones": (replace(MILESTONES[0], title=TEXT),)},
                {"money": (replace(MONEY[0], source=TEXT),)},
            )
        ),
        *(StrategyContents((GOAL,), (replace(SHARE, **{name: TEXT}),)) for name in OF_INDICATORS),
    ],
    ids=repr,
)
def test_every_text_of_a_strategy_part_is_looked_at(contents):
    assert contacts.first(contents.to_files()) == f"Eine Telefonnummer steht in „{TEXT}“{AFTER}"
    assert contacts.first(FIRST.to_files()) == ""
    assert {"key", "decimals", "direction", "frequency", "computed", "per_head", *OF_INDICATORS} == set(
        IndicatorPart.__slots__
    )

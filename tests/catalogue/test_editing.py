"""The page for writing a rule: which answers can be tried, how they are read, and what is offered."""

from __future__ import annotations

import pytest
import time_machine

from rathaus.catalogue.by_hand.editing import Attempt
from rathaus.catalogue.queries import Material
from rathaus.fim.rules import notation, read_rules
from rathaus.fim.rules.byhand import HandReading, key_of
from rathaus.fim.rules.trying import Trial
from tests.fim.rules import building

JA, ART, DAY, NUM, FREE, TARGET = (f"F9900000000{end}" for end in range(1, 7))
G, MANY = "G99000000001", "G99000000002"
CHILD, SIZE = "F99000000021", "F99000000022"
LONG = tuple(f"{number:03} Wert {number}" for number in range(100))
SCHEMA = building.schema(
    building.field(JA, building.TRUTH),
    building.field(ART, codes=("001 eins", "002 zwei")),
    building.field(DAY, building.DATE),
    building.field(NUM, building.NUMBER),
    building.field(FREE),
    building.field(TARGET, codes=LONG),
    building.group(G, building.field("F99000000011")),
    building.group(MANY, building.field(CHILD), building.field(SIZE, building.NUMBER), anzahl="0:*"),
    rules=("Hier steht nichts, was ein Programm liest.",),
)
MADE = Material(SCHEMA, {}, read_rules(SCHEMA))
(BOUND,) = SCHEMA.bound_rules


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel("2026-11-27 12:00"):
        yield


def attempt(text: str, **answers: str) -> Attempt:
    """A text with one row of answers; keywords are names of `NAMES`."""
    made = Attempt(MADE, BOUND, land="NW", language="de")
    cells = {f"a1:{NAMES[name]}": value for name, value in answers.items()}
    made.post({"regel": f"wenn {text} dann zeigen: {TARGET}.", "zeilen": "1", **cells})
    return made


NAMES = {"ja": JA, "art": ART, "day": DAY, "num": NUM, "free": FREE, "target": TARGET, "group": G, "land": "Land"}
SHOWN, NOTHING = (f"„{TARGET}“: wird gezeigt",), ("nichts",)
TRIED: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    (f"{JA} = ja", {"ja": "ja"}, SHOWN),
    (f"{JA} = ja", {"ja": "nein"}, NOTHING),
    (f"{ART} in (001, 002)", {"art": "002"}, SHOWN),
    (f"{NUM} >= 2,5", {"num": "2,5"}, SHOWN),
    (f"{NUM} >= 1000", {"num": "1.000"}, SHOWN),
    (f"{NUM} >= 2,5", {"num": "2"}, NOTHING),
    (f"{NUM} >= 2,5", {"num": "2.4"}, NOTHING),
    (f"Jahre({DAY}, heute) >= 18", {"day": "27.11.2008"}, SHOWN),
    (f"Jahre({DAY}, heute) >= 18", {"day": "28.11.2008"}, NOTHING),
    (f"gefüllt({FREE})", {"free": "ja"}, SHOWN),
    (f'{FREE} = "blau"', {"free": "blau"}, SHOWN),
    (f"gefüllt({G})", {"group": "ja"}, SHOWN),
    ("Land = TH", {"land": "TH"}, SHOWN),
    ("Land = TH", {}, NOTHING),
]


@pytest.mark.parametrize(("text", "answers", "results"), TRIED)
def test_answer_is_tried(text: str, answers: dict[str, str], results: tuple[str, ...]) -> None:
    made = attempt(text, **answers)
    assert made.problem == ""
    assert made.rows[1].results == results


BAD = [
    (f"{NUM} > 2", {"num": "zwei"}, f"„zwei“ passt nicht zu „{NUM}“."),
    (f"{NUM} > 2", {"num": "1e400"}, f"„1e400“ passt nicht zu „{NUM}“."),
    (f"{DAY} < heute", {"day": "31.2.2026"}, f"„31.2.2026“ passt nicht zu „{DAY}“."),
    (f"{JA} = ja", {"ja": "vielleicht"}, f"„vielleicht“ passt nicht zu „{JA}“."),
]


@pytest.mark.parametrize(("text", "answers", "sentence"), BAD)
def test_answer_that_cannot_be_meant_is_named(text: str, answers: dict[str, str], sentence: str) -> None:
    made = attempt(text, **answers)
    assert (made.rows[1].problem, made.bad_row) == (sentence, made.rows[1])
    assert made.trials == (Trial({}, "NW", "2026-11-27"),)


CONTRADICTIONS = [
    (f"wenn {NUM} > 5 und {NUM} < 3 dann Pflicht: {FREE}.", "Die Bedingung kann nie zutreffen."),
    (
        f"wenn {NUM} > 5 dann Pflicht: {FREE}; verboten: {FREE}.",
        f"Der Text widerspricht sich: {FREE} wäre zugleich Pflicht und verboten.",
    ),
    (
        f"immer fest: {ART} = 001. immer fest: {ART} = 002.",
        f"Der Text widerspricht sich: {ART} hätte zugleich zwei Werte.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), CONTRADICTIONS)
def test_contradiction_is_named(text: str, sentence: str) -> None:
    made = Attempt(MADE, BOUND, land="NW", language="de")
    made.post({"regel": text})
    assert made.problem == sentence


OPTIONS: list[tuple[str, list[str]]] = [
    (f"{JA} = ja", ["ja", "nein"]),
    (f"{ART} = 001", ["001", "002"]),
    (f"gefüllt({FREE})", ["ja"]),
    (f"gefüllt({G})", ["ja"]),
    (f'{FREE} = "blau"', []),
    (f"{NUM} > 1", []),
    (f"gefüllt({TARGET})", []),
]


@pytest.mark.parametrize(("text", "values"), OPTIONS)
def test_column_offers_what_can_be_answered(text: str, values: list[str]) -> None:
    ((cell,),) = attempt(text).rows[1].cells
    assert [value for value, _ in cell.options] == values


ENTRIES: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
    (f"Anzahl({MANY}) > 1", {MANY: "ja"}, NOTHING),
    (f"Anzahl({MANY}) > 1", {MANY: "ja", f"{MANY}[2]": "ja"}, SHOWN),
    (f"{SIZE} > 5", {f"{MANY}.{SIZE}": "1", f"{MANY}[2].{SIZE}": "6"}, SHOWN),
    (f"nicht {SIZE} > 5", {f"{MANY}.{SIZE}": "1", f"{MANY}[2].{SIZE}": "6"}, NOTHING),
    (
        f"Anzahl({CHILD}) = 1 und Anzahl({MANY}) = 2",
        {f"{MANY}[2].{CHILD}": "ja", MANY: "ja", f"{MANY}[2]": "ja"},
        SHOWN,
    ),
]


@pytest.mark.parametrize(("text", "answers", "results"), ENTRIES)
def test_several_entries_are_tried(text: str, answers: dict[str, str], results: tuple[str, ...]) -> None:
    made = Attempt(MADE, BOUND, land="NW", language="de")
    cells = {f"a1:{key}": value for key, value in answers.items()}
    made.post({"regel": f"wenn {text} dann zeigen: {TARGET}.", "zeilen": "1", "eintraege": "1", **cells})
    assert made.can_add_entry
    made.add_entry()
    assert ({len(column) for column in made.rows[1].cells}, made.rows[1].results, made.kept) == ({2}, results, ())
    again = Attempt(MADE, BOUND, land="NW", language="de")
    again.start(HandReading(*key_of(BOUND), made.says, made.trials), ())
    assert again.rows[1].results == results


def test_a_rule_of_an_entry_tries_that_entry_alone() -> None:
    wanted = building.group(
        MANY, building.field(CHILD), building.field(SIZE, building.NUMBER), anzahl="0:*", rules=("?",)
    )
    schema = building.schema(wanted)
    made = Attempt(Material(schema, {}, read_rules(schema)), schema.bound_rules[0], land="NW", language="de")
    made.post({"regel": f"wenn {SIZE} > 5 dann Pflicht: {CHILD}.", "eintraege": "3"})
    assert ([len(column) for column in made.rows[1].cells], made.can_add_entry) == ([1], False)


def test_stored_trials_come_back_as_they_were_typed() -> None:
    says = notation.read(f"wenn {NUM} > 2 und {DAY} < heute oder Land = TH".replace(" und ", " oder ") +
                         f" dann zeigen: {TARGET}.", notation.Names(SCHEMA, {}))  # fmt: skip
    trials = (Trial({}, "NW"), Trial({NUM: 2.5, DAY: "2026-01-31"}, "TH"), Trial({JA: True}, "NW"))
    made = Attempt(MADE, BOUND, land="NW", language="de")
    made.start(HandReading(*key_of(BOUND), says, trials), ())
    assert [cell.value for (cell,) in made.rows[1].cells] == ["2,5", "2026-01-31", "TH"]
    assert made.kept == ((f"a2:{JA}", "ja"),)


def test_questions_named_come_with_their_values() -> None:
    made = attempt(f"{JA} = ja und {ART} = 001")
    assert [(one.reference, len(one.values), one.more) for one in made.mentions] == [
        (f'"{TARGET}" ({TARGET})', 12, 88),
        (f'"{JA}" ({JA})', 2, 0),
        (f'"{ART}" ({ART})', 2, 0),
    ]


def test_number_of_rows_has_a_limit() -> None:
    made = Attempt(MADE, BOUND, land="NW", language="de")
    made.post({"regel": f"wenn {JA} = ja dann zeigen: {TARGET}.", "zeilen": "99999999"})
    made.add_row()
    assert (made.row_count, len(made.rows), made.can_add_entry) == (40, 41, False)
    made.post({"regel": f"wenn {SIZE} = 1 dann zeigen: {TARGET}.", "zeilen": "9" * 5000, "eintraege": "99"})
    made.add_entry()
    assert (made.row_count, made.entry_count, made.can_add_entry) == (1, 9, False)

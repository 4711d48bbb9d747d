"""Trying a rule by hand: answers by path, also inside repeated groups, and what the rule makes of them."""

from __future__ import annotations

import pytest

from rathaus.fim.model import Schema
from rathaus.fim.rules import notation, read_rules
from rathaus.fim.rules.byhand import HandReading, key_of, override, rule_of
from rathaus.fim.rules.fitting import fitting, misfit
from rathaus.fim.rules.jsonform import ExpressionError, Json
from rathaus.fim.rules.reckoning import Value
from rathaus.fim.rules.trying import Trial, tried
from tests.fim.rules import building

JA, ART, DAY, NUM = "F99000000001", "F99000000002", "F99000000003", "F99000000004"
G, INNER = "G99000000001", "G99000000001.F99000000011"
RULES = ("Hier steht nichts, was ein Programm liest.",)
SCHEMA = building.schema(
    building.field(JA, building.TRUTH),
    building.field(ART, codes=("001 eins", "002 zwei", "003 drei")),
    building.field(DAY, building.DATE),
    building.field(NUM, building.NUMBER, anzahl="0:3"),
    building.group(G, building.field("F99000000011"), anzahl="0:3"),
    rules=RULES,
)
(BOUND,) = SCHEMA.bound_rules


def result(text: str, answers: dict[str, Value], land: str = "", today: str = "2026-11-27") -> Trial:
    rule = rule_of(BOUND, notation.read(text, notation.Names(SCHEMA, {})))
    return tried(rule, Trial(answers, land, today), SCHEMA, {})


CASES: list[tuple[str, dict[str, Value], dict[str, Json], bool | None]] = [
    (f"wenn {JA} = ja dann Pflicht: {ART}; sonst verboten: {ART}.", {}, {ART: "forbidden"}, None),
    (f"wenn {JA} = ja dann Pflicht: {ART}; sonst verboten: {ART}.", {JA: True}, {ART: "required"}, None),
    (f"wenn gefüllt({G}) dann zeigen: {ART}.", {}, {}, None),
    (f"wenn gefüllt({G}) dann zeigen: {ART}.", {G: True}, {ART: "shown"}, None),
    (f"wenn gefüllt({G}) dann zeigen: {ART}.", {INNER: "x"}, {ART: "shown"}, None),
    (f"wenn gefüllt({INNER}) dann zeigen: {ART}.", {INNER: True, G: True}, {ART: "shown"}, None),
    (f"wenn {NUM} > 5 dann zeigen: {ART}.", {NUM: 6}, {ART: "shown"}, None),
    (f"wenn {NUM} > 5 dann zeigen: {ART}.", {NUM: 1, f"{NUM}[3]": 6}, {ART: "shown"}, None),
    (f"wenn Anzahl({G}) = 2 dann zeigen: {ART}.", {f"{G}[2]": True, f"{G}[3].F99000000011": "x"}, {ART: "shown"}, None),
    (f"wenn Anzahl({INNER}) = 1 dann zeigen: {ART}.", {G: True, f"{G}[2].F99000000011": "x"}, {ART: "shown"}, None),
    (f"wenn {DAY} + 1 Jahr < heute dann zeigen: {ART}.", {DAY: "2025-11-26"}, {ART: "shown"}, None),
    (f"immer erlaubt bei {ART}: ab 002.", {}, {ART: {"only": ["002", "003"]}}, None),
    (f"es muss gelten: {JA} = ja.", {}, {}, False),
    (f"es muss gelten: {JA} = ja.", {JA: True}, {}, True),
]


@pytest.mark.parametrize(("text", "answers", "effects", "valid"), CASES)
def test_result(text: str, answers: dict[str, Value], effects: dict[str, Json], valid: bool | None) -> None:
    found = result(text, answers)
    assert (found.effects, found.valid) == (effects, valid)
    assert Trial.from_json(found.to_json()) == found


def test_land_decides() -> None:
    text = f"wenn Land = NW dann Pflicht: {ART}."
    assert [result(text, {}, land).effects for land in ("NW", "TH", "")] == [{ART: "required"}, {}, {}]


@pytest.mark.parametrize(
    "value",
    [
        3,
        {"answers": {JA: None}},
        {"answers": []},
        {"answers": {f"{G}[10]": True}},
        {"answers": {"": True}},
        {"answers": {}, "today": "27.11.2026"},
        {"answers": {}, "valid": "ja"},
        {"answers": {}, "mehr": 1},
    ],
)
def test_what_is_no_trial_is_refused(value: object) -> None:
    with pytest.raises(ExpressionError):
        Trial.from_json(value)


def written(text: str, *trials: Trial) -> HandReading:
    return HandReading(*key_of(BOUND), notation.read(text, notation.Names(SCHEMA, {})), trials)


def test_rule_by_hand_takes_the_place_of_the_one_that_was_read() -> None:
    report = read_rules(SCHEMA)
    reading = written(f"immer Pflicht: {ART}.")
    (rule,) = override(report, [reading]).rules
    assert (rule.by_hand, rule.status.value, rule.effects) == (True, "executable", reading.says)
    assert override(report, [HandReading("R1", "", "0", reading.says)]) == report
    assert HandReading.from_json(reading.to_json()) == reading


TEXT = f"wenn {ART} = 001 dann Pflicht: {INNER}."
OTHER_CODES = building.field(ART, codes=("002 zwei",))
MISFITS: list[tuple[HandReading, Schema, str]] = [
    (written(TEXT, result(TEXT, {ART: "001"})), SCHEMA, ""),
    (
        written(TEXT),
        building.schema(rules=("Ein anderer Text.",)),
        "Ihr Text in der Definition ist ein anderer als der, für den sie geschrieben wurde.",
    ),
    (written(TEXT), building.schema(), "Diese Regel gibt es in der Definition nicht."),
    (
        written(TEXT),
        building.schema(building.field(ART, codes=("001 eins",)), rules=RULES),
        f"Sie nennt {INNER}; das gibt es in der Definition nicht.",
    ),
    (
        written(TEXT),
        building.schema(OTHER_CODES, building.group(G, building.field("F99000000011")), rules=RULES),
        f"„{ART}“ hat den Wert 001 nicht.",
    ),
    (
        written(f"immer erlaubt bei {ART}: 001, 002."),
        building.schema(OTHER_CODES, rules=RULES),
        f"„{ART}“ hat den Wert 001 nicht.",
    ),
    (
        written(f"immer fest: {ART} = 001."),
        building.schema(OTHER_CODES, rules=RULES),
        f"„{ART}“ hat den Wert 001 nicht.",
    ),
    (
        written(f"immer erlaubt bei {ART}: ab 002.", result(f"immer erlaubt bei {ART}: ab 002.", {})),
        building.schema(OTHER_CODES, rules=RULES),
        "Versuch 1 ergibt nicht, was dabei steht.",
    ),
]


@pytest.mark.parametrize(("reading", "schema", "sentence"), MISFITS, ids=[text or "fits" for _, _, text in MISFITS])
def test_fits_a_definition_or_says_why_not(reading: HandReading, schema: Schema, sentence: str) -> None:
    assert misfit(schema, {}, reading) == sentence
    told = (f"Regel {reading.rule}, von Hand geschrieben, gilt hier nicht: {sentence}",) if sentence else ()
    assert fitting(schema, {}, [reading]) == (() if sentence else (reading,), told)

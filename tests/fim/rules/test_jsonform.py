"""The expression language survives the way through JSON, and what is no expression is refused with a sentence."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from rathaus.fim.rules.jsonform import (
    ExpressionError,
    constraint_to_json,
    effect_to_json,
    from_json,
    statement_from_json,
    statement_to_json,
    to_json,
)
from rathaus.fim.rules.logic import (
    Always,
    CodeBetween,
    Compare,
    Constraint,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.terms import (
    Answer,
    Count,
    DateOf,
    Day,
    Distance,
    Later,
    Length,
    Minus,
    Number,
    Op,
    Percent,
    Since,
    Sum,
    Today,
    Unit,
)
from tests.fim.rules import strategies

FIVE = Number(Decimal(5))


@given(strategies.expressions())
@settings(deadline=None)
def test_json_and_back_is_the_same_expression(expression: Expression) -> None:
    assert from_json(json.loads(json.dumps(to_json(expression)))) == expression


@given(strategies.statements())
@settings(deadline=None)
def test_json_and_back_is_the_same_statement(statement: Statement) -> None:
    assert statement_from_json(json.loads(json.dumps(statement_to_json(statement)))) == statement


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (
            Compare(Since(Answer("f"), Today(), Unit.YEARS), Op.GE, FIVE),
            {"compare": [{"since": [{"answer": "f"}, "today", "years"]}, ">=", 5]},
        ),
        (
            Compare(Later(DateOf("d", "m", "y"), -6, Unit.MONTHS), Op.LT, Day(dt.date(2026, 2, 1))),
            {"compare": [{"later": [{"date_of": ["d", "m", "y"]}, -6, "months"]}, "<", {"day": "2026-02-01"}]},
        ),
        (
            Compare(Distance(Count("g"), Answer("f")), Op.EQ, Percent(Decimal("12.5"), Number(Decimal("1.5")))),
            {
                "compare": [
                    {"distance": [{"entries": "g"}, {"answer": "f"}]},
                    "=",
                    {"percent": ["12.5", {"number": "1.5"}]},
                ]
            },
        ),
        (
            Compare(Sum((Answer("f"), Answer("g"))), Op.LE, Minus(Answer("h"), FIVE)),
            {"compare": [{"sum": [{"answer": "f"}, {"answer": "g"}]}, "<=", {"minus": [{"answer": "h"}, 5]}]},
        ),
        (Compare(Length(Answer("f")), Op.EQ, FIVE), {"compare": [{"length": {"answer": "f"}}, "=", 5]}),
        (Digits("f"), {"digits": "f"}),
        (CodeBetween("f", "100", None), {"code_between": ["f", "100", None]}),
        (StartsWith("f", "11"), {"starts_with": ["f", "11"]}),
    ],
)
def test_comparisons_as_json(expression: Expression, written: object) -> None:
    assert to_json(expression) == written
    assert from_json(written) == expression


def test_statements_as_json() -> None:
    assert effect_to_json(Effect(EffectKind.SHOWN, "t", Equals("a", "001"))) == {
        "effect": "shown",
        "target": "t",
        "when": {"equals": ["a", "001"]},
    }
    assert constraint_to_json(Constraint(ValidDate("d", "m", "y"), ("d", "m", "y"))) == {
        "valid": {"valid_date": ["d", "m", "y"]},
        "paths": ["d", "m", "y"],
    }
    assert statement_to_json(Constraint(Always(), (), "Bitte prüfen.")) == {
        "valid": True,
        "paths": [],
        "message": "Bitte prüfen.",
    }
    assert statement_to_json(Selectable("t", Always(), ("A",))) == {"only": ["A"], "target": "t", "when": True}
    assert statement_to_json(Selectable("t", Always(), (), (("1", None),), ("2",), only=False)) == {
        "not": [],
        "ranges": [["1", None]],
        "prefixes": ["2"],
        "target": "t",
        "when": True,
    }
    copied = {"value": {"answer": "s"}, "target": "t", "when": True}
    assert statement_to_json(Preset("t", Answer("s"), Always())) == copied
    assert statement_from_json(copied) == Preset("t", Answer("s"), Always())
    assert statement_to_json(Preset("t", "001", Always(), hidden=True)) == {
        "value": "001",
        "hidden": True,
        "target": "t",
        "when": True,
    }


def deep(levels: int) -> Any:
    """An expression of that many brackets."""
    made: Any = True
    for _ in range(levels):
        made = {"not": made}
    return made


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (False, "Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht False."),
        ({}, "Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {}."),
        ({"xor": []}, "Den Ausdruck „xor“ gibt es nicht."),
        ({"equals": ["a"]}, "„equals“ braucht eine Liste mit 2 Einträgen, nicht ['a']."),
        ({"equals": ["a", 1]}, "„equals“ vergleicht mit einem Text oder Wahrheitswert, nicht mit 1."),
        ({"equals": ["", "1"]}, "Ein Element wird durch seinen Pfad benannt, nicht durch ''."),
        ({"filled": 3}, "Ein Element wird durch seinen Pfad benannt, nicht durch 3."),
        ({"and": "a"}, "„and“ braucht eine Liste, nicht 'a'."),
        ({"or": []}, "„or“ braucht mindestens einen Teil."),
        ({"land": ["XX"]}, "„land“ braucht Länder mit zwei Buchstaben wie NW, nicht ['XX']."),
        ({"valid_date": ["a", "b"]}, "„valid_date“ braucht eine Liste mit 3 Einträgen, nicht ['a', 'b']."),
        ({"count": {"of": [True]}}, "„count“ braucht genau „of“, „min“ und „max“."),
        (
            {"count": {"of": [True], "min": 2, "max": 1}},
            "In „count“ sind „min“ und „max“ ganze Zahlen ab 0, „max“ darf null sein und nicht unter „min“.",
        ),
        (
            {"not": {"filled": "x" * 80, "or": []}},
            f"Ein Ausdruck ist true oder ein Objekt mit genau einem Schlüssel, nicht {{'filled': '{'x' * 47}….",
        ),
        ({"compare": [1, "=="]}, "„compare“ braucht eine Liste mit 3 Einträgen, nicht [1, '==']."),
        ({"compare": [1, "==", 2]}, "Verglichen wird mit =, <, <=, >, >=, nicht mit '=='."),
        (
            {"compare": [1.5, "=", 2]},
            "Ein Wert ist eine ganze Zahl, „today“ oder ein Objekt mit genau einem Schlüssel, nicht 1.5.",
        ),
        ({"compare": [{"product": []}, "=", 2]}, "Den Wert „product“ gibt es nicht."),
        ({"compare": [{"sum": [1]}, "=", 2]}, "„sum“ braucht mindestens zwei Teile."),
        (
            {"compare": [{"number": "1,5"}, "=", 2]},
            "Eine Zahl steht als Text mit Punkt und höchstens 15 Ziffern da, nicht '1,5'.",
        ),
        (
            {"compare": [{"number": "NaN"}, "=", 2]},
            "Eine Zahl steht als Text mit Punkt und höchstens 15 Ziffern da, nicht 'NaN'.",
        ),
        ({"compare": [{"number": "1E99"}, "=", 2]}, "Die Zahl '1E99' ist zu groß oder zu klein."),
        ({"compare": [{"day": "1.2.2026"}, "=", 2]}, "Ein Datum steht als Text wie 2026-02-01 da, nicht '1.2.2026'."),
        (
            {"compare": [{"since": ["today", "today", "hours"]}, "=", 2]},
            "Zeit wird in years, months, weeks, days gezählt, nicht in 'hours'.",
        ),
        (
            {"compare": [{"later": ["today", 1e9, "days"]}, "=", 2]},
            "„later“ braucht eine ganze Zahl bis 100000, nicht 1000000000.0.",
        ),
        (
            {"code_between": ["f", None, None]},
            "„code_between“ braucht den ersten und den letzten Code als Text, nicht [None, None].",
        ),
        (
            {"code_between": ["f", 1, 2]},
            "„code_between“ braucht den ersten und den letzten Code als Text, nicht [1, 2].",
        ),
        ({"starts_with": ["f", ""]}, "„starts_with“ braucht den Anfang des Codes als Text, nicht ''."),
        (deep(5000), "Der Ausdruck ist zu tief verschachtelt."),
    ],
)
def test_bad_json_is_refused_with_a_sentence(value: Any, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        from_json(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            [],
            "Eine Anweisung ist ein Objekt mit genau einem von „effect“, „only“, „not“, „value“ und „valid“, nicht [].",
        ),
        (
            {"effect": "required", "target": "t", "when": True, "x": 1},
            "„x“ gehört nicht zu einer Anweisung mit „effect“.",
        ),
        (
            {"effect": "hide", "target": "t", "when": True},
            "Die Wirkung „hide“ gibt es nicht, möglich: required, shown, forbidden, optional, repeat, no_repeat.",
        ),
        ({"effect": "shown", "when": True}, "Ein Element wird durch seinen Pfad benannt, nicht durch None."),
        (
            {"only": [], "target": "t", "when": True},
            "„only“ braucht mindestens einen Code, einen Bereich oder einen Anfang.",
        ),
        ({"not": [1], "target": "t", "when": True}, "„not“ braucht Codes als Texte, nicht [1]."),
        (
            {"value": 1, "target": "t", "when": True},
            "„value“ ist ein Text, ein Wahrheitswert oder die Antwort eines Feldes, nicht 1.",
        ),
        (
            {"value": {"length": {"answer": "s"}}, "target": "t", "when": True},
            "„value“ ist ein Text, ein Wahrheitswert oder die Antwort eines Feldes, nicht {'length': {'answer': 's'}}.",
        ),
        ({"value": "1", "hidden": 1, "target": "t", "when": True}, "„hidden“ und „fixed“ sind true oder false."),
        ({"valid": True, "paths": [], "message": 1}, "„message“ ist ein Text, nicht 1."),
    ],
)
def test_bad_statements_are_refused_with_a_sentence(value: Any, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        statement_from_json(value)
    assert str(caught.value) == message

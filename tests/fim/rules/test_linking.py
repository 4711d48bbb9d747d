"""What sizes, dates, ranges and choices mean at fields of every kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rathaus.fim.rules import RuleStatus, terms
from rathaus.fim.rules.logic import And, CodeBetween, Compare, Equals, Expression, Filled, Not, Or, StartsWith
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.terms import Op, Unit
from tests.fim.rules import building

A, ZAHL, ZAHL2, TAG, TAG2, ART, TEXT, T = (f"F990000000{n}" for n in (10, 11, 12, 13, 14, 15, 16, 17))
GEBURT, FREMD, MEHR = "G99000000001", "G99000000002", "G99000000003"
CODES = ("100 a", "150 b", "200 c")


def read(text: str) -> ReadRule:
    """The reading of `text` in a schema with a field of each kind."""
    day, month, year = (f"F9900000002{n}" for n in (1, 2, 3))
    parts = ((day, "Tag"), (month, "Monat (Zahl)"), (year, "Jahr"))
    made = building.schema(
        building.field(A, building.TRUTH),
        *(building.field(fim_id, building.NUMBER) for fim_id in (ZAHL, ZAHL2)),
        *(building.field(fim_id, building.DATE) for fim_id in (TAG, TAG2)),
        building.field(ART, codes=CODES),
        building.field(TEXT),
        building.field(T),
        building.group(GEBURT, *(building.named(building.field(i, building.NUMBER), name) for i, name in parts)),
        building.group(FREMD, building.field("F99000000024")),
        building.group(MEHR, building.field("F99000000025"), anzahl="0:*"),
        rules=(text,),
    )
    return building.only_rule(made)


def number(text: str) -> terms.Number:
    return terms.Number(Decimal(text))


def day(text: str) -> terms.Day:
    return terms.Day(dt.date.fromisoformat(text))


ZAHL_IS, TAG_IS = terms.Answer(ZAHL), terms.Answer(TAG)
AGE = terms.DateOf(*(f"{GEBURT}.F9900000002{n}" for n in (1, 2, 3)))

CONDITIONS: list[tuple[str, Expression]] = [
    (f"{ZAHL} = 1.000,50", Compare(ZAHL_IS, Op.EQ, number("1000.50"))),
    (f"{ZAHL} ungleich 5", Not(Compare(ZAHL_IS, Op.EQ, number("5")))),
    (
        f"{ZAHL} = 5 bis 10",
        And((Compare(ZAHL_IS, Op.GE, number("5")), Compare(ZAHL_IS, Op.LE, number("10")))),
    ),
    (f"{ZAHL} < 5", Compare(ZAHL_IS, Op.LT, number("5"))),
    (f"{ZAHL} > {ZAHL2}", Compare(ZAHL_IS, Op.GT, terms.Answer(ZAHL2))),
    (f"{ZAHL} > 25 % von {ZAHL2} ist", Compare(ZAHL_IS, Op.GT, terms.Percent(Decimal(25), terms.Answer(ZAHL2)))),
    (
        f"{ZAHL} mehr als 50 % von {ZAHL2} abweicht",
        Compare(
            terms.Distance(ZAHL_IS, terms.Answer(ZAHL2)),
            Op.GT,
            terms.Percent(Decimal(50), terms.Answer(ZAHL2)),
        ),
    ),
    (f"{TAG} = 31.12.2024", Compare(TAG_IS, Op.EQ, day("2024-12-31"))),
    (f"{TAG} vor dem 31.12.2024 liegt", Compare(TAG_IS, Op.LT, day("2024-12-31"))),
    (f"{TAG} nach {TAG2} liegt", Compare(TAG_IS, Op.GT, terms.Answer(TAG2))),
    (f"{TAG} in der Zukunft liegt", Compare(TAG_IS, Op.GT, terms.Today())),
    (f"{TAG} mehr als 14 Tage zurückliegt", Compare(terms.Today(), Op.GT, terms.Later(TAG_IS, 14, Unit.DAYS))),
    (
        f"der Zeitraum zwischen {TAG} und {TAG2} mehr als 6 Monate beträgt",
        Compare(terms.Answer(TAG2), Op.GT, terms.Later(TAG_IS, 6, Unit.MONTHS)),
    ),
    (
        f"das Alter der Person in {GEBURT} > 18 ist",
        Compare(terms.Since(AGE, terms.Today(), Unit.YEARS), Op.GT, number("18")),
    ),
    (f"die Anzahl der Gruppen {MEHR} > 3 ist", Compare(terms.Count(MEHR), Op.GT, number("3"))),
    (f"{ART} >= 150", CodeBetween(ART, "150", None)),
    (f"{ART} kleiner als 150 ist", CodeBetween(ART, None, "149")),
    (f"{ART} größer als 150 ist", CodeBetween(ART, "151", None)),
    (f"{ART} <= 150", CodeBetween(ART, None, "150")),
    (f"{ART} = 100 bis 150 oder 200", Or((CodeBetween(ART, "100", "150"), Equals(ART, "200")))),
    (f"{ART} mit 1 beginnt", StartsWith(ART, "1")),
    (f"{A} ausgewählt ist", Equals(A, True)),
    (f"{ART} ausgewählt ist", Filled(ART)),
    (f"{ART} nicht ausgewählt ist", Not(Filled(ART))),
]


@pytest.mark.parametrize(("condition", "expected"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_condition_means_its_expression(condition: str, expected: Expression) -> None:
    rule = read(f"Wenn {condition}, dann muss {T} befüllt werden.")
    assert (rule.status, rule.reasons) == (RuleStatus.EXECUTABLE, ())
    assert [effect.when for effect in rule.effects] == [expected]


UNFIT = [
    (f"{TEXT} > 5", f"{TEXT} ist keine Zahl."),
    (f"{A} > 5", f"{A} ist keine Zahl."),
    (f"{TAG} > 5", f"{TAG} ist keine Zahl."),
    (f"{TAG} > {ZAHL}", "Ein Datum und eine Zahl lassen sich nicht vergleichen."),
    (f"{TEXT} > {ZAHL}", f"{TEXT} ist keine Zahl."),
    (f"{FREMD} älter als 18 Jahre ist", f"{FREMD} ist kein Datum."),
    (f"{ZAHL} älter als 18 Jahre ist", f"{ZAHL} ist kein Datum."),
    (f"{TAG} = 5", f"{TAG} kann den Wert „5“ nicht haben."),
    (f"{ZAHL} = viele5", f"{ZAHL} kann den Wert „viele5“ nicht haben."),
    (f"{ZAHL} mit 1 beginnt", f"{ZAHL} ist eine Zahl und hat keinen Anfang."),
    (f"{ART} größer als 999 ist", "Was neben dem Code 999 liegt, ist nicht sicher."),
    (f"{ART} = 200 bis 100", "Von 200 bis 100 liegt kein Code."),
    (f"{A} = 100 bis 200", f"{A} hat keine Codes."),
    (f"{TEXT} ausgewählt ist", f"{TEXT} ist keine Auswahl; was „ausgewählt“ heißt, ist nicht sicher."),
    (f"{ZAHL} > 5 und {ZAHL} < 3", "Die Bedingung kann nie zutreffen."),
    (f"{ART} = 100 bis 150 und {ART} = 200", "Die Bedingung kann nie zutreffen."),
]


@pytest.mark.parametrize(("condition", "reason"), UNFIT, ids=[text for text, _ in UNFIT])
def test_condition_that_its_field_cannot_meet_is_unclear(condition: str, reason: str) -> None:
    rule = read(f"Wenn {condition}, dann muss {T} befüllt werden.")
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, (reason,))


IMPOSSIBLE = [
    (f"{ZAHL} muss kleiner als 5 und größer als 10 sein.", "Was der Text verlangt, kann nie erfüllt werden."),
    (f"{ZAHL} muss größer als 10 und kleiner als 5 sein.", "In diesem Bereich liegt keine Zahl."),
]


@pytest.mark.parametrize(("text", "reason"), IMPOSSIBLE)
def test_demand_that_no_number_meets_is_unclear(text: str, reason: str) -> None:
    rule = read(text)
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, (reason,))


DEMANDS: list[tuple[str, Expression]] = [
    (f"{TAG} muss vor {TAG2} liegen.", Not(Compare(TAG_IS, Op.GE, terms.Answer(TAG2)))),
    (f"{ZAHL} darf höchstens 12 betragen.", Not(Compare(ZAHL_IS, Op.GT, number("12")))),
    (
        f"Der Wert in {ZAHL} gibt an, wie oft die Gruppe {MEHR} befüllt sein muss.",
        Or((Not(Filled(ZAHL)), Compare(terms.Count(MEHR), Op.EQ, ZAHL_IS))),
    ),
    (
        f"Die Anzahl der Gruppen {MEHR} muss dem Wert in {ZAHL} entsprechen.",
        Or((Not(Filled(ZAHL)), Compare(terms.Count(MEHR), Op.EQ, ZAHL_IS))),
    ),
    (f"Die Gruppe {MEHR} muss mindestens zweimal befüllt werden.", Compare(terms.Count(MEHR), Op.GE, number("2"))),
    (f"Die Gruppe {MEHR} darf höchstens dreimal befüllt werden.", Compare(terms.Count(MEHR), Op.LE, number("3"))),
    (
        f"{ZAHL} muss < 5 oder > 10 sein.",
        Or((Not(Compare(ZAHL_IS, Op.GE, number("5"))), Not(Compare(ZAHL_IS, Op.LE, number("10"))))),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DEMANDS, ids=[text for text, _ in DEMANDS])
def test_demand_holds_as_long_as_something_is_unanswered(text: str, expected: Expression) -> None:
    rule = read(text)
    assert [constraint.holds for constraint in rule.constraints] == [expected]


CONTRADICTIONS = [
    (
        f"Wenn {ZAHL} > 5, ist {T} anzugeben. Wenn {ZAHL} > 3, ist {T} auszublenden.",
        "wäre zugleich Pflicht und verboten",
    ),
    (
        f"Wenn {ART} = 100 bis 150, ist {T} anzugeben. Wenn {ART} = 150, ist {T} auszublenden.",
        "wäre zugleich Pflicht und verboten",
    ),
    (
        f"Wenn {TAG} vor {TAG2} liegt, ist {T} anzugeben. Wenn {TAG2} nach {TAG} liegt, ist {T} auszublenden.",
        "wäre zugleich Pflicht und verboten",
    ),
    (
        f"Wenn {A} = wahr, ist {ART} mit 100 vorzubelegen. Wenn {A} = wahr, ist {ART} mit 200 vorzubelegen.",
        "hätte zugleich zwei Werte",
    ),
    (
        f"Wenn {A} = wahr, ist {ART} mit 100 vorzubefüllen und auszublenden. {ART} muss befüllt werden.",
        "wäre zugleich ausgeblendet und Pflicht",
    ),
]


@pytest.mark.parametrize(("text", "problem"), CONTRADICTIONS, ids=[text[:60] for text, _ in CONTRADICTIONS])
def test_contradiction_is_found_by_size_range_and_time(text: str, problem: str) -> None:
    rule = read(text)
    target = T if T in text else ART
    assert (rule.status, rule.reasons) == (RuleStatus.UNCLEAR, (f"Der Text widerspricht sich: {target} {problem}.",))


def test_sizes_beside_each_other_are_no_contradiction() -> None:
    older = f"Wenn {TAG} älter als 18 Jahre ist, ist {T} anzugeben."
    younger = f"Wenn {TAG} jünger als 16 Jahre ist, ist {T} auszublenden."
    assert read(f"{older} {younger}").status is RuleStatus.EXECUTABLE

"""Rules and problems in words, German and English."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rathaus.fim.model import Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.explain import explain, explain_condition, explain_problem, explain_statement
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.phrases import Language
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
    Term,
    Today,
    Unit,
)
from rathaus.fim.rules.wording import Wording
from tests.fim.rules import building

A, B, ART, T, U = "F99000000001", "F99000000002", "F99000000011", "F99000000021", "F99000000022"
G = "G99000000001"
NUMBER, DATE = "F99000000041", "F99000000042"


def made(*rules: str) -> Schema:
    codes = ("001 erstens", "002 zweitens", "003 drittens")
    return building.schema(
        building.field(A, building.TRUTH),
        building.field(B, building.TRUTH),
        building.field(ART, codes=codes),
        building.field(T),
        building.field(U),
        building.group(G, building.field("F99000000031")),
        building.field(NUMBER, building.NUMBER),
        building.field(DATE, building.DATE),
        rules=rules,
    )


FIRST, SECOND = Equals(ART, "001"), Equals(ART, "002")
EIGHTEEN = Number(Decimal(18))
CLAUSES: list[tuple[Expression, str, str]] = [
    (
        Compare(Answer(NUMBER), Op.GT, Number(Decimal("1.5"))),
        f"„{NUMBER}“ größer als 1,5 ist",
        f"“{NUMBER}” is more than 1.5",
    ),
    (
        Compare(Answer(DATE), Op.LT, Day(dt.date(2026, 2, 1))),
        f"„{DATE}“ vor dem 01.02.2026 liegt",
        f"“{DATE}” is before 1 February 2026",
    ),
    (
        Compare(Since(Answer(DATE), Today(), Unit.YEARS), Op.GE, EIGHTEEN),
        f"die Zahl der vollen Jahre von „{DATE}“ bis heute mindestens 18 ist",
        f"the number of full years from “{DATE}” to today is at least 18",
    ),
    (
        Compare(Later(Answer(DATE), 6, Unit.YEARS), Op.LE, Today()),
        f"„{DATE}“ plus 6 Jahre nicht nach heute liegt",
        f"“{DATE}” plus 6 years is not after today",
    ),
    (
        Compare(Later(DateOf(T, U, A), -1, Unit.WEEKS), Op.GE, Today()),
        f"das Datum aus „{T}“, „{U}“ und „{A}“ minus 1 Woche nicht vor heute liegt",
        f"the date made of “{T}”, “{U}” and “{A}” minus 1 week is not before today",
    ),
    (
        Compare(Distance(Answer(NUMBER), Count(G)), Op.EQ, Percent(Decimal(50), Answer(NUMBER))),
        f"der Unterschied zwischen „{NUMBER}“ und die Zahl der Angaben bei „{G}“ gleich 50 % von „{NUMBER}“ ist",
        f"the difference between “{NUMBER}” and the number of entries at “{G}” equals 50 % of “{NUMBER}”",
    ),
    (
        Compare(Sum((Answer(NUMBER), EIGHTEEN)), Op.GT, Minus(Answer(NUMBER), EIGHTEEN)),
        f"die Summe aus „{NUMBER}“ und 18 größer als „{NUMBER}“ abzüglich 18 ist",
        f"the sum of “{NUMBER}” and 18 is more than “{NUMBER}” less 18",
    ),
    (
        Compare(Length(Answer(T)), Op.LE, EIGHTEEN),
        f"die Zahl der Zeichen von „{T}“ höchstens 18 ist",
        f"the number of characters of “{T}” is at most 18",
    ),
    (Digits(T), f"„{T}“ nur aus Ziffern besteht", f"“{T}” consists of digits only"),
    (
        CodeBetween(ART, "001", "003"),
        f"bei „{ART}“ ein Code von „001“ bis „003“ gewählt ist",
        f"a code from “001” to “003” is chosen for “{ART}”",
    ),
    (
        CodeBetween(ART, "001", None),
        f"bei „{ART}“ ein Code ab „001“ gewählt ist",
        f"a code from “001” on is chosen for “{ART}”",
    ),
    (
        Not(CodeBetween(ART, None, "003")),
        f"nicht zutrifft, dass bei „{ART}“ ein Code bis „003“ gewählt ist",
        f"it is not the case that a code up to “003” is chosen for “{ART}”",
    ),
    (
        StartsWith(ART, "00"),
        f"bei „{ART}“ ein Code mit dem Anfang „00“ gewählt ist",
        f"a code that begins with “00” is chosen for “{ART}”",
    ),
    (Equals(A, True), f"bei „{A}“ „Ja“ gewählt ist", f"“{A}” is answered with “Yes”"),
    (Equals(A, False), f"bei „{A}“ „Nein“ gewählt ist", f"“{A}” is answered with “No”"),
    (FIRST, f"bei „{ART}“ „erstens“ gewählt ist", f"“{ART}” is answered with “erstens”"),
    (Equals(ART, "999"), f"bei „{ART}“ „999“ gewählt ist", f"“{ART}” is answered with “999”"),
    (Equals(T, "x"), f"bei „{T}“ „x“ gewählt ist", f"“{T}” is answered with “x”"),
    (Equals(G, "x"), f"bei „{G}“ „x“ gewählt ist", f"“{G}” is answered with “x”"),
    (Not(FIRST), f"bei „{ART}“ nicht „erstens“ gewählt ist", f"“{ART}” is not answered with “erstens”"),
    (
        Or((FIRST, SECOND)),
        f"bei „{ART}“ „erstens“ oder „zweitens“ gewählt ist",
        f"“{ART}” is answered with “erstens” or “zweitens”",
    ),
    (
        Not(Or((FIRST, SECOND))),
        f"bei „{ART}“ weder „erstens“ noch „zweitens“ gewählt ist",
        f"“{ART}” is answered with neither “erstens” nor “zweitens”",
    ),
    (
        And((Not(FIRST), Not(SECOND))),
        f"bei „{ART}“ weder „erstens“ noch „zweitens“ gewählt ist",
        f"“{ART}” is answered with neither “erstens” nor “zweitens”",
    ),
    (Filled(T), f"„{T}“ ausgefüllt ist", f"“{T}” is filled in"),
    (Not(Filled(T)), f"„{T}“ nicht ausgefüllt ist", f"“{T}” is not filled in"),
    (
        And((Equals(A, True), Or((Filled(T), Filled(U))))),
        f"bei „{A}“ „Ja“ gewählt ist und („{T}“ ausgefüllt ist oder „{U}“ ausgefüllt ist)",
        f"“{A}” is answered with “Yes” and (“{T}” is filled in or “{U}” is filled in)",
    ),
    (
        And((Equals(A, True), Or((FIRST, SECOND)))),
        f"bei „{A}“ „Ja“ gewählt ist und bei „{ART}“ „erstens“ oder „zweitens“ gewählt ist",
        f"“{A}” is answered with “Yes” and “{ART}” is answered with “erstens” or “zweitens”",
    ),
    (
        Not(And((Filled(T), Filled(U)))),
        f"nicht zutrifft, dass „{T}“ ausgefüllt ist und „{U}“ ausgefüllt ist",
        f"it is not the case that “{T}” is filled in and “{U}” is filled in",
    ),
    (
        ValidDate(T, U, A),
        f"„{T}“, „{U}“ und „{A}“ zusammen ein Datum des Kalenders ergeben",
        f"“{T}”, “{U}” and “{A}” together make a date of the calendar",
    ),
    (
        CountBetween((Filled(T), Filled(U)), 1, None),
        f"mindestens 1 davon zutrifft: „{T}“ ausgefüllt ist; „{U}“ ausgefüllt ist",
        f"at least 1 of these holds: “{T}” is filled in; “{U}” is filled in",
    ),
    (
        CountBetween((Filled(T), Filled(U)), 1, 1),
        f"genau 1 davon zutrifft: „{T}“ ausgefüllt ist; „{U}“ ausgefüllt ist",
        f"exactly 1 of these holds: “{T}” is filled in; “{U}” is filled in",
    ),
    (
        CountBetween((Filled(T), Filled(U)), 0, 1),
        f"0 bis 1 davon zutreffen: „{T}“ ausgefüllt ist; „{U}“ ausgefüllt ist",
        f"0 to 1 of these hold: “{T}” is filled in; “{U}” is filled in",
    ),
    (
        InLand(("NW", "SL")),
        "das Land Nordrhein-Westfalen oder Saarland ist",
        "the Land is Nordrhein-Westfalen or Saarland",
    ),
    (Not(InLand(("TH",))), "das Land nicht Thüringen ist", "the Land is not Thüringen"),
    (Always(), "immer", "always"),
]


@pytest.mark.parametrize(("expression", "german", "english"), CLAUSES, ids=[german[:50] for _, german, _ in CLAUSES])
def test_condition_in_words(expression: Expression, german: str, english: str) -> None:
    wording = Wording(made())
    assert explain_condition(expression, wording) == german
    assert explain_condition(expression, wording, "en") == english


PROBLEMS: list[tuple[Expression, str, str]] = [
    (
        CountBetween((Filled(T), Filled(U)), 1, 1),
        f"Bitte füllen Sie genau eine dieser Angaben aus: „{T}“ oder „{U}“.",
        f"Please fill in exactly one of these: “{T}” or “{U}”.",
    ),
    (
        CountBetween((Filled(T), Filled(U)), 1, None),
        f"Bitte füllen Sie mindestens eine dieser Angaben aus: „{T}“ oder „{U}“.",
        f"Please fill in at least one of these: “{T}” or “{U}”.",
    ),
    (
        CountBetween((Filled(T), Filled(U)), 0, 1),
        f"Bitte füllen Sie höchstens eine dieser Angaben aus: „{T}“ oder „{U}“.",
        f"Please fill in at most one of these: “{T}” or “{U}”.",
    ),
    (
        CountBetween((Equals(A, True), Equals(B, True)), 1, None),
        f"Bitte beantworten Sie mindestens eine dieser Fragen mit „Ja“: „{A}“ oder „{B}“.",
        f"Please answer at least one of these questions with “Yes”: “{A}” or “{B}”.",
    ),
    (
        CountBetween((Equals(A, True), Filled(T)), 1, None),
        f"Es muss gelten, dass mindestens 1 davon zutrifft: bei „{A}“ „Ja“ gewählt ist; „{T}“ ausgefüllt ist.",
        f"It must be true that at least 1 of these holds: “{A}” is answered with “Yes”; “{T}” is filled in.",
    ),
    (Equals(A, True), f"Bitte wählen Sie bei „{A}“ „Ja“.", f"Please answer “{A}” with “Yes”."),
    (
        ValidDate(T, U, A),
        "Bitte geben Sie ein Datum an, das es im Kalender gibt.",
        "Please give a date that exists in the calendar.",
    ),
    (
        Or((Not(Equals(A, True)), Not(Filled(ART)), FIRST, SECOND)),
        f"Bei „{ART}“ ist nur „erstens“ oder „zweitens“ möglich.",
        f"Only “erstens” or “zweitens” can be chosen for “{ART}”.",
    ),
    (
        Or((Not(Filled(ART)), FIRST)),
        f"Bei „{ART}“ ist nur „erstens“ möglich.",
        f"Only “erstens” can be chosen for “{ART}”.",
    ),
    (
        Or((Not(Equals(A, True)), CountBetween((Filled(T), Filled(U)), 1, 1))),
        f"Bitte füllen Sie genau eine dieser Angaben aus: „{T}“ oder „{U}“.",
        f"Please fill in exactly one of these: “{T}” or “{U}”.",
    ),
    (
        Or((Filled(T), Filled(U))),
        f"Bitte füllen Sie mindestens eine dieser Angaben aus: „{T}“ oder „{U}“.",
        f"Please fill in at least one of these: “{T}” or “{U}”.",
    ),
    (
        Or((Not(Equals(A, True)), Filled(T))),
        f"„{T}“ muss ausgefüllt sein.",
        f"“{T}” must be filled in.",
    ),
    (
        Or((Not(Filled(T)), Filled(T))),
        f"„{T}“ muss ausgefüllt sein.",
        f"“{T}” must be filled in.",
    ),
    (Filled(T), f"„{T}“ muss ausgefüllt sein.", f"“{T}” must be filled in."),
]


@pytest.mark.parametrize(("holds", "german", "english"), PROBLEMS, ids=[german[:50] for _, german, _ in PROBLEMS])
def test_problem_in_words(holds: Expression, german: str, english: str) -> None:
    wording = Wording(made())
    assert explain_problem(Constraint(holds, ()), wording) == german
    assert explain_problem(Constraint(holds, ()), wording, "en") == english


RULES: list[tuple[str, Language, tuple[str, ...]]] = [
    (
        f"Wenn {A} = wahr, dann muss {T} befüllt sein. Wenn {A} <> wahr, dann darf {T} nicht befüllt sein.",
        "de",
        (
            f"„{T}“ muss ausgefüllt werden, wenn bei „{A}“ „Ja“ gewählt ist.",
            f"„{T}“ entfällt, wenn bei „{A}“ nicht „Ja“ gewählt ist.",
        ),
    ),
    (
        f"Wenn {A} = wahr, dann erscheint {T}. Wenn {A} = falsch, dann ist {T} optional.",
        "en",
        (
            f"“{T}” is shown if “{A}” is answered with “Yes”.",
            f"“{T}” is optional if “{A}” is answered with “No”.",
        ),
    ),
    (f"Das Feld {T} ist auszublenden.", "de", (f"„{T}“ entfällt immer.",)),
    (f"Das Feld {T} muss befüllt werden.", "en", (f"“{T}” must always be filled in.",)),
    (f"Das Feld {A} muss = wahr sein.", "de", (f"Bitte wählen Sie bei „{A}“ „Ja“.",)),
]


@pytest.mark.parametrize(("text", "language", "expected"), RULES, ids=[text[:50] for text, _, _ in RULES])
def test_rule_in_words(text: str, language: Language, expected: tuple[str, ...]) -> None:
    schema = made(text)
    (rule,) = read_rules(schema).rules
    assert explain(rule, Wording(schema), language) == expected


def test_name_stands_in_for_a_label_that_is_a_whole_paragraph() -> None:
    field = building.field(T)
    long = building.relabelled(field, "Bitte " * 40)
    assert Wording(building.schema(long)).name(T) == T
    assert Wording(building.schema(building.relabelled(field, "Ihr  Ort"))).name(T) == "Ihr Ort"
    assert Wording(building.schema(building.relabelled(field, " "))).name(T) == T


YES = Equals(A, True)
STATEMENTS: list[tuple[Statement, str, str]] = [
    (
        Effect(EffectKind.REPEAT, G, YES),
        f"Bei „{G}“ ist ein weiterer Eintrag nötig, wenn bei „{A}“ „Ja“ gewählt ist.",
        f"One more entry is needed at “{G}” if “{A}” is answered with “Yes”.",
    ),
    (
        Effect(EffectKind.NO_REPEAT, G, Always()),
        f"Bei „{G}“ ist nie ein weiterer Eintrag nötig.",
        f"A further entry is never needed at “{G}”.",
    ),
    (
        Selectable(ART, Always(), ("001",), (("002", "003"), ("002", None), (None, "003")), ("00",)),
        (
            f"Bei „{ART}“ ist nur „erstens“, ein Code von „002“ bis „003“, ein Code ab „002“, ein Code bis „003“ oder "
            "ein Code mit dem Anfang „00“ möglich."
        ),
        (
            f"Only “erstens”, a code from “002” to “003”, a code from “002” on, a code up to “003” or "
            f"a code that begins with “00” can be chosen for “{ART}”."
        ),
    ),
    (
        Selectable(ART, YES, ("001", "002"), only=False),
        f"Wenn bei „{A}“ „Ja“ gewählt ist, ist bei „{ART}“ „erstens“ oder „zweitens“ nicht möglich.",
        f"If “{A}” is answered with “Yes”, “erstens” or “zweitens” cannot be chosen for “{ART}”.",
    ),
    (
        Preset(ART, "001", Always(), hidden=True),
        f"„{ART}“ wird nicht gefragt und ist immer „erstens“.",
        f"“{ART}” is not asked and is always “erstens”.",
    ),
    (
        Preset(ART, "001", YES, fixed=True),
        f"„{ART}“ ist auf „erstens“ festgelegt, wenn bei „{A}“ „Ja“ gewählt ist.",
        f"“{ART}” is set to “erstens” if “{A}” is answered with “Yes”.",
    ),
    (
        Preset(T, Answer(U), Always()),
        f"„{T}“ ist mit der Antwort auf „{U}“ vorbelegt.",
        f"“{T}” is preset to the answer to “{U}”.",
    ),
    (
        Preset(T, Answer(U), YES, hidden=True),
        f"„{T}“ wird nicht gefragt und übernimmt die Antwort auf „{U}“, wenn bei „{A}“ „Ja“ gewählt ist.",
        f"“{T}” is not asked and takes over the answer to “{U}” if “{A}” is answered with “Yes”.",
    ),
    (Preset(A, True, Always()), f"„{A}“ ist mit „Ja“ vorbelegt.", f"“{A}” is preset to “Yes”."),
    (
        Constraint(Filled(T), (T,)),
        f"„{T}“ muss ausgefüllt sein.",
        f"“{T}” must be filled in.",
    ),
]


N, D, LATER = f"„{NUMBER}“", f"„{DATE}“", Day(dt.date(2026, 2, 1))


def order(left: Term, sign: str, right: Term) -> Expression:
    return Not(Compare(left, Op.EQ, right)) if sign == "<>" else Compare(left, Op(sign), right)


def years(amount: int, of: Term) -> Term:
    return Later(of, amount, Unit.YEARS)


def number(value: int) -> Term:
    return Number(Decimal(value))


SIZE, DAY = Answer(NUMBER), Answer(DATE)
AGE = Since(DAY, Today(), Unit.YEARS)
DEMANDS: list[tuple[Expression, str]] = [
    (order(SIZE, "=", number(5)), f"{N} muss genau 5 sein."),
    (order(SIZE, "<>", number(5)), f"{N} darf nicht gleich 5 sein."),
    (order(number(5), "<", SIZE), f"{N} muss größer als 5 sein."),
    (order(SIZE, "=", Answer(T)), f"{N} und „{T}“ müssen übereinstimmen."),
    (order(SIZE, "=", Sum((Answer(T), Answer(U)))), f"{N} muss so groß sein wie die Summe aus „{T}“ und „{U}“."),
    (Or((Not(Filled(NUMBER)), order(SIZE, "<=", number(5)))), f"{N} darf höchstens 5 sein."),
    (And((order(SIZE, ">=", number(1)), order(SIZE, "<=", number(5)))), f"{N} muss zwischen 1 und 5 liegen."),
    (
        And((order(SIZE, ">", number(1)), order(SIZE, "<=", number(5)))),
        f"{N} muss größer als 1 sein. {N} darf höchstens 5 sein.",
    ),
    (
        Or((Not(YES), And((order(SIZE, ">", number(1)), Digits(T))))),
        f"Wenn bei „{A}“ „Ja“ gewählt ist, gilt: {N} muss größer als 1 sein; „{T}“ darf nur aus Ziffern bestehen.",
    ),
    (order(Count(G), ">", number(1)), f"Bei „{G}“ sind mindestens 2 Angaben nötig."),
    (order(Count(G), "<", number(2)), f"Bei „{G}“ ist höchstens eine Angabe möglich."),
    (order(Count(G), "<>", number(2)), f"Die Zahl der Angaben bei „{G}“ darf nicht gleich 2 sein."),
    (
        Or((Not(Filled(G)), order(Count(G), ">=", number(2)))),
        f"Wenn „{G}“ ausgefüllt ist, gilt: Bei „{G}“ sind mindestens 2 Angaben nötig.",
    ),
    (
        And((order(Count(G), ">=", number(1)), order(Count(G), "<=", number(3)))),
        f"Bei „{G}“ sind 1 bis 3 Angaben nötig.",
    ),
    (order(Length(Answer(T)), "=", number(5)), f"„{T}“ muss genau 5 Zeichen lang sein."),
    (
        Not(Or((order(Length(Answer(T)), "<", number(5)), order(Length(Answer(T)), ">", number(9))))),
        f"„{T}“ muss mindestens 5 Zeichen lang sein. „{T}“ darf höchstens 9 Zeichen lang sein.",
    ),
    (
        And((order(Length(Answer(T)), ">=", number(5)), order(Length(Answer(T)), "<=", number(9)))),
        f"„{T}“ muss 5 bis 9 Zeichen lang sein.",
    ),
    (StartsWith(T, "DE"), f"„{T}“ muss mit „DE“ beginnen."),
    (CodeBetween(ART, "001", None), f"Bei „{ART}“ ist nur ein Code ab „001“ möglich."),
    (order(DAY, "<", LATER), f"{D} muss vor dem 01.02.2026 liegen."),
    (order(Today(), ">=", DAY), f"{D} darf nicht in der Zukunft liegen."),
    (order(DAY, "=", Today()), f"{D} muss gleich heute sein."),
    (order(AGE, ">=", number(18)), f"{D} muss mindestens 18 Jahre zurückliegen."),
    (order(AGE, "<>", number(18)), f"Die Zahl der vollen Jahre von {D} bis heute darf nicht gleich 18 sein."),
    (order(years(6, DAY), "<", Today()), f"{D} muss mehr als 6 Jahre zurückliegen."),
    (order(Today(), "<=", years(1, DAY)), f"{D} darf höchstens 1 Jahr zurückliegen."),
    (
        order(Since(DAY, LATER, Unit.DAYS), "<=", number(3)),
        f"Der Abstand zwischen {D} und dem 01.02.2026 darf höchstens 3 Tage sein.",
    ),
    (order(DAY, ">=", years(2, Today())), f"{D} muss mindestens 2 Jahre in der Zukunft liegen."),
    (order(DAY, "<", years(-2, Today())), f"{D} muss mehr als 2 Jahre zurückliegen."),
    (order(DAY, "<", years(2, Today())), f"{D} muss vor heute plus 2 Jahre liegen."),
    (order(years(2, LATER), ">=", DAY), f"{D} darf höchstens 2 Jahre nach dem 01.02.2026 liegen."),
    (order(years(2, DAY), "<", years(3, DAY)), f"{D} plus 2 Jahre muss vor {D} plus 3 Jahre liegen."),
    (Not(Or((FIRST, SECOND))), f"Bei „{ART}“ ist „erstens“ oder „zweitens“ nicht möglich."),
    (Not(FIRST), f"Bei „{ART}“ ist „erstens“ nicht möglich."),
    (Not(Filled(T)), f"„{T}“ muss leer bleiben."),
    (Not(Not(Filled(T))), f"„{T}“ muss ausgefüllt sein."),
    (Or((FIRST, SECOND)), f"Bitte wählen Sie bei „{ART}“ „erstens“ oder „zweitens“."),
    (
        Not(And((FIRST, YES))),
        f"Es darf nicht sein, dass bei „{ART}“ „erstens“ gewählt ist und bei „{A}“ „Ja“ gewählt ist.",
    ),
    (
        Or((Not(YES), Not(Filled(ART)), FIRST, SECOND)),
        f"Wenn bei „{A}“ „Ja“ gewählt ist, ist bei „{ART}“ nur „erstens“ oder „zweitens“ möglich.",
    ),
    (InLand(("TH",)), "Es muss gelten, dass das Land Thüringen ist."),
    (
        CountBetween((And((Filled(T), Filled(U))), And((Not(Filled(T)), Not(Filled(U))))), 1, 1),
        f"Bitte füllen Sie alle diese Angaben aus oder keine davon: „{T}“ und „{U}“.",
    ),
    (
        CountBetween((And((Filled(T), Filled(U))), And((Not(Filled(T)), Filled(A)))), 1, 1),
        (
            f"Es muss gelten, dass genau 1 davon zutrifft: „{T}“ ausgefüllt ist und „{U}“ ausgefüllt ist; "
            f"„{T}“ nicht ausgefüllt ist und „{A}“ ausgefüllt ist."
        ),
    ),
    (
        CountBetween((Filled(T), Filled(U), Filled(A)), 1, 2),
        f"Bitte füllen Sie 1 bis 2 dieser Angaben aus: „{T}“, „{U}“ oder „{A}“.",
    ),
    (CountBetween((Filled(T),), 1, None), f"„{T}“ muss ausgefüllt sein."),
    (CountBetween((Filled(T), Filled(U)), 2, None), f"Bitte füllen Sie alle diese Angaben aus: „{T}“ und „{U}“."),
]


@pytest.mark.parametrize(("holds", "german"), DEMANDS, ids=[german[:60] for _, german in DEMANDS])
def test_demand_in_words(holds: Expression, german: str) -> None:
    wording = Wording(made())
    assert explain_statement(Constraint(holds, ()), wording) == german
    assert "{" not in explain_statement(Constraint(holds, ()), wording, "en")


@pytest.mark.parametrize(("statement", "german", "english"), STATEMENTS)
def test_what_a_statement_does(statement: Statement, german: str, english: str) -> None:
    wording = Wording(made())
    assert (explain_statement(statement, wording), explain_statement(statement, wording, "en")) == (german, english)


def test_message_that_a_person_wrote_stands_behind_the_demand() -> None:
    rule = Constraint(Filled(T), (T,), "Bitte Ort angeben.")
    wording = Wording(made())
    assert explain_statement(rule, wording) == (
        f"„{T}“ muss ausgefüllt sein. Sonst sagt das Formular: „Bitte Ort angeben.“"
    )
    assert explain_statement(rule, wording, "en") == (
        f"“{T}” must be filled in. Otherwise the form says: “Bitte Ort angeben.”"
    )

"""Rules as service owners write them: what each sentence means, what is refused and where, and back to text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from rathaus.fim.rules.notation import Names, NotationError, read, write
from rathaus.fim.rules.notation.reading import PRESET
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
from tests import reals
from tests.fim.rules import building, strategies

JA, DOG, CHIP, FREE, DAY, DAY2, NUM = (f"F990000000{end}" for end in ("01", "12", "20", "21", "41", "42", "43"))
G, H = "G99000000003", "G99000000004"
REQUIRED, SHOWN, FORBIDDEN, OPTIONAL = EffectKind.REQUIRED, EffectKind.SHOWN, EffectKind.FORBIDDEN, EffectKind.OPTIONAL
DOGS = ("001 Dackel", "002 Pudel", "003 Anderer Hund")
SCHEMA = building.schema(
    building.field(JA, building.TRUTH),
    building.relabelled(building.field(DOG, codes=DOGS), "Art des Hundes"),
    building.group(G, building.relabelled(building.field(CHIP), "Chip"), building.field("F99000000031")),
    building.group(H, building.field("F99000000031"), building.relabelled(building.field("F99000000032"), "Chip")),
    building.field(FREE),
    building.relabelled(building.field(DAY, building.DATE), 'Tag der "Anschaffung"'),
    building.field(DAY2, building.DATE),
    building.field(NUM, building.NUMBER),
)
NAMES = Names(SCHEMA, {})
IS_001, IS_002 = Equals(DOG, "001"), Equals(DOG, "002")
PATH = f"{G}.{CHIP}"

CONDITIONS: list[tuple[str, Expression]] = [
    (f"{JA} = ja", Equals(JA, True)),
    (f"{JA} = Wahr", Equals(JA, True)),
    (f"{JA} <> nein", Not(Equals(JA, False))),
    (f"{DOG} = 001", IS_001),
    (f'{DOG} = "001"', IS_001),
    (f"{DOG} = „Dackel“", IS_001),
    (f'"Art des Hundes" ({DOG}) = 001 "Dackel"', IS_001),
    ('"art  des hundes" ≠ 001', Not(IS_001)),
    (f"{DOG} in (001, 002 »Pudel«)", Or((IS_001, IS_002))),
    (f"{DOG} in (001)", IS_001),
    (f"{DOG} nicht in (001, 002)", And((Not(IS_001), Not(IS_002)))),
    (f"{DOG} nicht in (001)", Not(IS_001)),
    (f'{FREE} = "ein \\"Wort\\""', Equals(FREE, 'ein "Wort"')),
    (f"gefüllt({CHIP})", Filled(PATH)),
    (f"Gefüllt({G}.F99000000031)", Filled(f"{G}.F99000000031")),
    (f"nicht gefüllt({G})", Not(Filled(G))),
    (f"nicht ({JA} = ja oder {DOG} = 001)", Not(Or((Equals(JA, True), IS_001)))),
    (f"{JA} = ja und ({DOG} = 001 oder gefüllt({G}))", And((Equals(JA, True), Or((IS_001, Filled(G)))))),
    (f"mindestens 1 von (gefüllt({G}), gefüllt({H}))", CountBetween((Filled(G), Filled(H)), 1, None)),
    (f"höchstens 1 von (gefüllt({G}), gefüllt({H}))", CountBetween((Filled(G), Filled(H)), 0, 1)),
    (f"genau 1 von (gefüllt({G}), gefüllt({H}))", CountBetween((Filled(G), Filled(H)), 1, 1)),
    (f"1 bis 2 von (gefüllt({G}), gefüllt({H}))", CountBetween((Filled(G), Filled(H)), 1, 2)),
    (f"Kalenderdatum({FREE}, {JA}, {DOG})", ValidDate(FREE, JA, DOG)),
    ("Land = nw", InLand(("NW",))),
    ("Land <> TH", Not(InLand(("TH",)))),
    ("Land in (NW, SL)", InLand(("NW", "SL"))),
    ("Land nicht in (NW, SL)", Not(InLand(("NW", "SL")))),
    ("immer", Always()),
    (f"{NUM} = 5", Compare(Answer(NUM), Op.EQ, Number(Decimal(5)))),
    (f"{NUM} <> 5,50", Not(Compare(Answer(NUM), Op.EQ, Number(Decimal("5.5"))))),
    (f"{NUM} >= -5", Compare(Answer(NUM), Op.GE, Number(Decimal(-5)))),
    (f"5 > {NUM}", Compare(Number(Decimal(5)), Op.GT, Answer(NUM))),
    (f"{DAY} < 24.12.2026", Compare(Answer(DAY), Op.LT, Day(dt.date(2026, 12, 24)))),
    (f"{DAY} = {DAY2}", Compare(Answer(DAY), Op.EQ, Answer(DAY2))),
    (f'{DOG} = "{FREE}" ({FREE})', Compare(Answer(DOG), Op.EQ, Answer(FREE))),
    (f"{DAY} + 6 Jahre < heute", Compare(Later(Answer(DAY), 6, Unit.YEARS), Op.LT, Today())),
    (
        f"heute - 1 Monat + 2 Tage >= {DAY}",
        Compare(Later(Later(Today(), -1, Unit.MONTHS), 2, Unit.DAYS), Op.GE, Answer(DAY)),
    ),
    (f"Jahre({DAY}, heute) >= 18", Compare(Since(Answer(DAY), Today(), Unit.YEARS), Op.GE, Number(Decimal(18)))),
    (f"Wochen({DAY}, {DAY2}) < 2", Compare(Since(Answer(DAY), Answer(DAY2), Unit.WEEKS), Op.LT, Number(Decimal(2)))),
    (f"Anzahl({G}) = {NUM}", Compare(Count(G), Op.EQ, Answer(NUM))),
    (f"Datum({NUM}, {NUM}, {NUM}) <= heute", Compare(DateOf(NUM, NUM, NUM), Op.LE, Today())),
    (
        f"Unterschied({NUM}, 3) > 50 % von {NUM}",
        Compare(Distance(Answer(NUM), Number(Decimal(3))), Op.GT, Percent(Decimal(50), Answer(NUM))),
    ),
    (
        f"Summe({NUM}, Anzahl({G}), 3) <= Differenz({NUM}, 1)",
        Compare(Sum((Answer(NUM), Count(G), Number(Decimal(3)))), Op.LE, Minus(Answer(NUM), Number(Decimal(1)))),
    ),
    (f"Länge({FREE}) = 5", Compare(Length(Answer(FREE)), Op.EQ, Number(Decimal(5)))),
    (f"Ziffern({FREE})", Digits(FREE)),
    (f"{NUM} > 50 % von (Anzahl({G}))", Compare(Answer(NUM), Op.GT, Percent(Decimal(50), Count(G)))),
    (f"{DOG} von 001 „Dackel“ bis 009", CodeBetween(DOG, "001", "009")),
    (f'{DOG} ab "A1"', CodeBetween(DOG, "A1", None)),
    (f"{DOG} bis 009", CodeBetween(DOG, None, "009")),
    (f"{DOG} beginnt mit 00", StartsWith(DOG, "00")),
]


@pytest.mark.parametrize(("text", "expected"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_condition_means(text: str, expected: Expression) -> None:
    assert read(f"wenn {text} dann zeigen: {FREE}.", NAMES) == (Effect(SHOWN, FREE, expected),)


RULES: list[tuple[str, tuple[Statement, ...]]] = [
    (
        f"WENN {JA} = ja DANN pflicht: {CHIP}, {FREE}; zeigen: {DOG}; SONST verboten: {CHIP}",
        (
            Effect(REQUIRED, PATH, Equals(JA, True)),
            Effect(REQUIRED, FREE, Equals(JA, True)),
            Effect(SHOWN, DOG, Equals(JA, True)),
            Effect(FORBIDDEN, PATH, Not(Equals(JA, True))),
        ),
    ),
    (
        f"wenn nicht gefüllt({G}) dann verboten: {FREE} sonst freiwillig: {FREE}.",
        (Effect(FORBIDDEN, FREE, Not(Filled(G))), Effect(OPTIONAL, FREE, Filled(G))),
    ),
    (f"immer: verboten: {FREE}.", (Effect(FORBIDDEN, FREE, Always()),)),
    (
        f"immer Pflicht: {FREE}. wenn {JA} = ja dann zeigen: {DOG}.",
        (Effect(REQUIRED, FREE, Always()), Effect(SHOWN, DOG, Equals(JA, True))),
    ),
    (
        f"wenn {JA} = ja dann wiederholen: {G} sonst nicht wiederholen: {G}",
        (
            Effect(EffectKind.REPEAT, G, Equals(JA, True)),
            Effect(EffectKind.NO_REPEAT, G, Not(Equals(JA, True))),
        ),
    ),
    (f"es muss gelten: {JA} = ja", (Constraint(Equals(JA, True), (JA,)),)),
    (
        f'es muss gelten: {JA} = ja sonst "Bitte bestätigen." bei {FREE}.',
        (Constraint(Equals(JA, True), (FREE,), "Bitte bestätigen."),),
    ),
    (
        f"wenn {DOG} = 001 dann es muss gelten: gefüllt({CHIP}); zeigen: {FREE}; sonst verboten: {FREE}.",
        (
            Constraint(Or((Not(IS_001), Filled(PATH))), (DOG, PATH)),
            Effect(SHOWN, FREE, IS_001),
            Effect(FORBIDDEN, FREE, Not(IS_001)),
        ),
    ),
    (f"immer erlaubt bei {DOG}: 001, Anfang 4.", (Selectable(DOG, Always(), ("001",), (), ("4",)),)),
    (
        f"wenn {JA} = ja dann ausgeschlossen bei {DOG}: „Pudel“, 100 bis 199, ab 900, bis 090, 005 bis 006",
        (
            Selectable(
                DOG,
                Equals(JA, True),
                ("002",),
                (("100", "199"), ("900", None), (None, "090"), ("005", "006")),
                (),
                only=False,
            ),
        ),
    ),
    (f"immer vorbelegt: {DOG} = 002.", (Preset(DOG, "002", Always()),)),
    (f"immer vorbelegt: {DAY} = {DAY2}.", (Preset(DAY, Answer(DAY2), Always()),)),
    (f"immer fest: {JA} = ja.", (Preset(JA, True, Always(), fixed=True),)),
    (f"immer versteckt: {DOG} = 002.", (Preset(DOG, "002", Always(), hidden=True),)),
]


@pytest.mark.parametrize(("text", "expected"), RULES, ids=[text[:40] for text, _ in RULES])
def test_rule_means(text: str, expected: tuple[Statement, ...]) -> None:
    assert read(text, NAMES) == expected


WORDS = "Pflicht, zeigen, verboten, freiwillig, erlaubt, vorbelegt oder es muss gelten"
COMPARISONS = "„=“, „<>“, „<“, „>“, „in“, „von“, „ab“, „bis“ oder „beginnt mit“"
REFUSED: list[tuple[str, str]] = [
    ("", "Zeile 1, Zeichen 1: Hier wird „wenn“, „immer“ oder „es muss gelten“ erwartet, nicht das Ende."),
    (
        f"immer Pflicht: {FREE}.\nund",
        "Zeile 2, Zeichen 1: Hier wird „wenn“, „immer“ oder „es muss gelten“ erwartet, nicht „und“.",
    ),
    (f"wenn\n  {JA} = 001 dann", f"Zeile 2, Zeichen 18: „{JA}“ kennt nur ja und nein, nicht „001“."),
    (f"wenn {DOG} = 004 dann", "Zeile 1, Zeichen 21: „Art des Hundes“ hat keinen Wert „004“. Es gibt: 001, 002, 003."),
    (
        f"wenn {DOG} = Pudel dann",
        (
            "Zeile 1, Zeichen 21: Hier wird ein Wert von „Art des Hundes“ erwartet, nicht „Pudel“. "
            "Text steht in Anführungszeichen."
        ),
    ),
    (f'wenn {DOG} = 001 "Pudel" dann', "Zeile 1, Zeichen 25: Der Wert 001 heißt „Dackel“, nicht „Pudel“."),
    (f'wenn {FREE} = "x" "y" dann', "Zeile 1, Zeichen 25: Der Wert x hat keinen Namen, nicht „y“."),
    (f"wenn {DOG} in (001,002) dann", "Zeile 1, Zeichen 23: Nach dem Komma fehlt ein Leerzeichen."),
    (f"wenn {G} = 1 dann", f"Zeile 1, Zeichen 6: „{G}“ ist eine Gruppe und hat keinen Wert. Schreiben Sie gefüllt(…)."),
    (
        f"wenn {DAY} = ja dann",
        "Zeile 1, Zeichen 21: Hier wird eine Frage, eine Zahl oder ein Datum erwartet, nicht „ja“.",
    ),
    (
        f"immer fest: {DAY} = 1",
        'Zeile 1, Zeichen 28: „Tag der "Anschaffung"“ lässt sich nicht mit „1“ vergleichen.',
    ),
    ("wenn F99000000099 = 1 dann", "Zeile 1, Zeichen 6: F99000000099 gibt es in dieser Definition nicht."),
    (
        "wenn gefüllt(F99000000031) dann",
        (
            f"Zeile 1, Zeichen 14: F99000000031 steht an 2 Stellen. Schreiben Sie den ganzen Pfad: {G}.F99000000031, "
            f"{H}.F99000000031."
        ),
    ),
    (
        'wenn "Art der Hunde" = 1 dann',
        (
            "Zeile 1, Zeichen 6: Eine Frage „Art der Hunde“ gibt es in dieser Definition nicht. "
            f'Meinen Sie "Art des Hundes" ({DOG})?'
        ),
    ),
    ('wenn "xyz" = 1 dann', "Zeile 1, Zeichen 6: Eine Frage „xyz“ gibt es in dieser Definition nicht."),
    (
        'wenn gefüllt("Chip") dann',
        f"Zeile 1, Zeichen 14: „Chip“ gibt es 2 Mal. Schreiben Sie die Kennung: {CHIP}, F99000000032.",
    ),
    (f'wenn "Katze" ({DOG}) = 1', f"Zeile 1, Zeichen 6: {DOG} heißt „Art des Hundes“, nicht „Katze“."),
    (
        f"wenn {JA} = ja und {JA} = ja oder {JA} = nein dann",
        "Zeile 1, Zeichen 46: „und“ und „oder“ stehen nebeneinander. Setzen Sie Klammern.",
    ),
    ("wenn Art = 1", "Zeile 1, Zeichen 6: Hier wird eine Bedingung erwartet, nicht „Art“."),
    (f"wenn {JA} ja", f"Zeile 1, Zeichen 19: Hier wird {COMPARISONS} erwartet, nicht „ja“."),
    (f"wenn {JA} = ja Pflicht: {FREE}", "Zeile 1, Zeichen 24: Hier wird „dann“ erwartet, nicht „Pflicht“."),
    (
        f"immer muss: {FREE}",
        f"Zeile 1, Zeichen 7: Hier wird {WORDS} erwartet, nicht „muss“.",
    ),
    (f"immer Pflicht: {FREE} und {DOG}", "Zeile 1, Zeichen 29: Hier wird „;“ oder „.“ erwartet, nicht „und“."),
    (f"immer Pflicht: {FREE}, 7", "Zeile 1, Zeichen 30: Hier wird eine Frage erwartet, nicht „7“."),
    ("wenn Land = XY dann", "Zeile 1, Zeichen 13: Hier wird ein Land mit zwei Buchstaben wie NW erwartet, nicht „XY“."),
    ("wenn Land NW dann", "Zeile 1, Zeichen 11: Hier wird „=“, „<>“ oder „in“ erwartet, nicht „NW“."),
    (f"wenn 3 bis 2 von (gefüllt({G})) dann", "Zeile 1, Zeichen 12: 2 ist kleiner als 3."),
    (f"wenn genau eins von (gefüllt({G}))", "Zeile 1, Zeichen 12: Hier wird eine ganze Zahl erwartet, nicht „eins“."),
    (f"wenn gefüllt({G}, {H})", "Zeile 1, Zeichen 13: In diese Klammern gehört eine Frage, nicht 2."),
    (f"wenn kalenderdatum({G})", "Zeile 1, Zeichen 19: In diese Klammern gehören 3 Fragen, nicht 1."),
    ('wenn "Art', "Zeile 1, Zeichen 6: Das Anführungszeichen wird nicht wieder geschlossen."),
    ("wenn §", "Zeile 1, Zeichen 6: Mit dem Zeichen „§“ fängt hier nichts an."),
    ("wenn " + "(" * 60, "Zeile 1, Zeichen 46: Hier stehen zu viele Klammern ineinander."),
    ("immer " * 5000, "Zeile 1, Zeichen 1: Die Regel hat mehr als 20000 Zeichen."),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[text[:30] for text, _ in REFUSED])
def test_refusal_says_what_and_where(text: str, sentence: str) -> None:
    with pytest.raises(NotationError) as refused:
        read(text, NAMES)
    assert str(refused.value) == sentence


def test_printed_as_people_read_it() -> None:
    rule = RULES[0][1]
    assert write(rule, NAMES) == (
        f'wenn "{JA}" ({JA}) = ja\n'
        f'  dann Pflicht: "Chip" ({CHIP}), "{FREE}" ({FREE}); zeigen: "Art des Hundes" ({DOG});\n'
        f'  sonst verboten: "Chip" ({CHIP}).'
    )
    assert write(RULES[6][1], NAMES) == (
        f'es muss gelten: "{JA}" ({JA}) = ja\n  sonst "Bitte bestätigen." bei "{FREE}" ({FREE}).'
    )


def test_position_that_is_no_longer_there_is_printed_by_its_path() -> None:
    gone = Effect(SHOWN, "F99000000088", Always())
    assert write([gone], NAMES) == "immer zeigen: F99000000088."


ANYTHING = st.sampled_from([JA, DOG, G, H, PATH, FREE, DAY, f"{G}.F99000000031"])
ENDS = st.sampled_from(["001", "A1", "1"])
RANGES = st.sampled_from([("001", "009"), ("A", None), (None, "9")])
NUMBERS = st.decimals(-1000, 1000, places=2).map(lambda value: Number(value.normalize()))


def numbers(dates: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    plain = st.one_of(NUMBERS, st.just(Answer(NUM)), st.builds(Count, ANYTHING))
    units = st.sampled_from(Unit)
    return st.one_of(
        plain,
        st.builds(Percent, NUMBERS.map(lambda number: number.value), plain),
        st.builds(Distance, plain, plain),
        st.builds(Minus, plain, plain),
        st.builds(Sum, st.lists(plain, min_size=2, max_size=3).map(tuple)),
        st.just(Length(Answer(FREE))),
        st.builds(Since, dates, dates, units),
    )


def dates() -> st.SearchStrategy[Term]:
    plain = st.one_of(
        st.dates().map(Day), st.just(Today()), st.just(DateOf(NUM, NUM, NUM)), st.sampled_from([DAY, DAY2]).map(Answer)
    )
    return st.one_of(plain, st.builds(Later, plain, st.integers(-50, 50), st.sampled_from(Unit)))


def leaf_conditions() -> st.SearchStrategy[Expression]:
    ops = st.sampled_from(Op)
    return st.one_of(
        st.just(Always()),
        st.builds(Equals, st.just(JA), st.booleans()),
        st.builds(Equals, st.just(DOG), st.sampled_from(["001", "002", "003"])),
        st.builds(Equals, st.just(FREE), st.text(max_size=8)),
        st.builds(Filled, ANYTHING),
        st.builds(ValidDate, ANYTHING, ANYTHING, ANYTHING),
        st.builds(InLand, st.sampled_from([("NW",), ("NW", "SL")])),
        st.builds(Compare, numbers(dates()), ops, numbers(dates())),
        st.builds(Compare, dates(), ops, dates()),
        st.builds(lambda ends: CodeBetween(DOG, *ends), RANGES),
        st.builds(StartsWith, st.just(DOG), ENDS),
        st.just(Digits(FREE)),
    )


conditions = strategies.nested_conditions(leaf_conditions())
targets = st.sampled_from([DOG, PATH, FREE, G])
choices = st.sampled_from(["001", "002", "003"])
statements = st.one_of(
    st.builds(Effect, st.sampled_from(EffectKind), targets, conditions),
    st.builds(
        Selectable,
        st.just(DOG),
        conditions,
        st.lists(choices, min_size=1, max_size=3).map(tuple),
        st.lists(RANGES, max_size=2).map(tuple),
        st.lists(ENDS, max_size=2).map(tuple),
        st.booleans(),
    ),
    st.builds(
        lambda value, when, flags: Preset(DOG, value, when, *flags),
        st.one_of(choices, st.just(Answer(FREE))),
        conditions,
        st.sampled_from([*PRESET]),
    ),
    st.builds(
        Constraint,
        conditions,
        st.lists(targets, min_size=1, max_size=2).map(tuple),
        st.one_of(st.just(""), st.text(min_size=1, max_size=20)),
    ),
)


@given(st.lists(statements, min_size=1, max_size=4).map(tuple))
@settings(deadline=None)
def test_what_is_printed_reads_back_as_the_same_rule(rule: tuple[Statement, ...]) -> None:
    assert read(write(rule, NAMES), NAMES) == rule


@given(st.one_of(st.text(max_size=40), strategies.rule_like_texts()))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        rule = read(text, NAMES)
    except NotationError as refused:
        place = (refused.line, refused.column)
    else:
        place = (1, 1)
        assert read(write(rule, NAMES), NAMES) == rule
    lines = text.split("\n")
    assert 1 <= place[0] <= len(lines)
    assert 1 <= place[1] <= len(lines[place[0] - 1]) + 1


def test_every_real_rule_that_is_read_can_be_written_and_reads_back(material: Path) -> None:
    written = 0
    for file in reals.files(material):
        names = Names(reals.schema(file), reals.code_lists(file))
        for rule in reals.report(file).rules:
            if rule.statements:
                written += 1
                assert read(write(rule.statements, names), names) == rule.statements
    assert written >= 395

"""German sentences and what they mean: each row was written by reading the German, not by running the code."""

from __future__ import annotations

import pytest

from rathaus.fim.model import FieldKind, Schema
from rathaus.fim.rules import RuleStatus
from rathaus.fim.rules.logic import (
    Always,
    And,
    Constraint,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    Selectable,
    Statement,
    ValidDate,
)
from tests.fim.rules import building

A, B, C, D = (f"F9900000000{n}" for n in (1, 2, 3, 4))  # truth values
ART, ORT = "F99000000011", "F99000000012"  # choices
T1, T2, T3 = (f"F9900000002{n}" for n in (1, 2, 3))  # texts, what rules speak of
G1, G2 = "G99000000001", "G99000000002"
TAG, MONAT, JAHR = (f"F9900000003{n}" for n in (1, 2, 3))
HINWEIS = "F99000000041"

YES, NO = Equals(A, True), Not(Equals(A, True))
FIRST = Equals(ART, "001")
NW_SL = InLand(("NW", "SL"))


def house(text: str) -> Schema:
    """A schema in which every id of this module exists once, with one rule."""
    choices = ("001 erstens", "002 zweitens", "003 drittens", "A Register A", "GesR Gesellschaftsregister")
    return building.schema(
        *(building.field(fim_id, building.TRUTH) for fim_id in (A, B, C, D)),
        *(building.field(fim_id, codes=choices) for fim_id in (ART, ORT)),
        *(building.field(fim_id) for fim_id in (T1, T2, T3)),
        *(building.field(fim_id, building.NUMBER) for fim_id in (TAG, MONAT, JAHR)),
        building.field(HINWEIS, kind=FieldKind.LABEL),
        building.group(G1, building.field("F99000000051"), anzahl="0:1"),
        building.group(G2, building.field("F99000000052"), anzahl="0:1"),
        rules=(text,),
    )


def required(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.REQUIRED, target, when)


def shown(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.SHOWN, target, when)


def forbidden(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.FORBIDDEN, target, when)


def optional(target: str, when: Expression) -> Effect:
    return Effect(EffectKind.OPTIONAL, target, when)


EFFECTS: list[tuple[str, list[Effect]]] = [
    # The house style, with every kind of value
    (
        (
            f'Wenn das Feld {ART} "Art" = 001 "erstens", dann muss das Feld {T1} "Text" befüllt werden. '
            f'Wenn das Feld {ART} "Art" <> 001 "erstens", dann darf das Feld {T1} "Text" nicht befüllt werden.'
        ),
        [required(T1, FIRST), forbidden(T1, Not(FIRST))],
    ),
    (
        (
            f'Wenn das Feld {A} "Frage" = "wahr", dann muss die Gruppe {G1} "Gruppe" befüllt sein. '
            f'Wenn das Feld {A} "Frage" <> "wahr", dann darf die Gruppe {G1} "Gruppe" nicht angezeigt werden.'
        ),
        [required(G1, YES), forbidden(G1, NO)],
    ),
    (
        (
            f"WENN das Datenfeld {A} = JA, DANN ist das Datenfeld {T1} zu befüllen. "
            f"WENN das Datenfeld {A} = NEIN, DANN ist das Datenfeld {T1} auszublenden."
        ),
        [required(T1, YES), forbidden(T1, Equals(A, False))],
    ),
    (f"Wenn {A} = falsch, dann muss {T1} ausgefüllt werden.", [required(T1, Equals(A, False))]),
    (f"Wenn {A} = unwahr, dann muss {T1} angegeben werden.", [required(T1, Equals(A, False))]),
    (
        f"Wenn {A} === „Ja“, dann zeige {T1} Angabe an, wenn {A} <> „Ja“, dann zeige {T1} Angabe nicht an.",
        [shown(T1, YES), forbidden(T1, NO)],
    ),
    (
        f"Wenn Feld {ART} Art === »002 zweitens«, dann zeige {T1} Angabe, ansonsten nicht.",
        [shown(T1, Equals(ART, "002")), forbidden(T1, Not(Equals(ART, "002")))],
    ),
    (
        f"Wenn {ART} = 'zweitens', dann erscheint {T1} „Text“ und muss befüllt werden.",
        [required(T1, Equals(ART, "002"))],
    ),
    (f'Wenn {ART} = GesR "Gesellschaftsregister", dann muss {T1} befüllt sein.', [required(T1, Equals(ART, "GesR"))]),
    (f"Wenn in Feld {ART} „Art“ Auswahl=001, dann muss {G1} befüllt werden", [required(G1, FIRST)]),
    (f"Wenn in {ART} Auswahl = 001 „erstens“ ist {G1} „Gruppe“ auszublenden.", [forbidden(G1, FIRST)]),
    (f"Wenn das Feld {ART} = „001 erstens“ befüllt ist, dann muss das Feld {T1} befüllt sein“.", [required(T1, FIRST)]),
    # Old style of 2.0
    (
        f"Wenn im Datenfeld {ART} der Wert 001 angegeben wurde, dann soll {T1} zum Pflichtfeld werden.",
        [required(T1, FIRST)],
    ),
    (
        f'Wenn im Datenfeld {T1} der Wert "" angegeben wurde, dann soll {T2} zum Pflichtfeld werden.',
        [required(T2, Not(Filled(T1)))],
    ),
    (
        f'Wenn im Datenfeld {T1} nicht der Wert "" angegeben wurde, dann soll {T2} zum Pflichtfeld werden.',
        [required(T2, Filled(T1))],
    ),
    (
        f"„{T1} Träger“ ist nur dann zu befüllen, wenn „{A} Versichert“ bejaht wurde.",
        [required(T1, YES), forbidden(T1, Not(YES))],
    ),
    # Activate: shown by its cardinality, required only where the text says so
    (
        (
            f"WENN {ART} 'Art' = 001 'erstens', DANN aktiviere {T1} 'a'. "
            f"WENN {ART} 'Art' = alle anderen möglichen Ausprägungen der Codeliste, DANN deaktiviere {T1} 'a'."
        ),
        [shown(T1, FIRST), forbidden(T1, And((Filled(ART), Not(FIRST))))],
    ),
    (
        f"WENN {ART} = 001, DANN aktiviere {T1} 'a' UND mache es zu einer Pflichtangabe UND deaktiviere {T2} 'b'.",
        [required(T1, FIRST), forbidden(T2, FIRST)],
    ),
    (
        f"WENN {A} = JA, DANN zeige als Pflicht {T1} Angabe an, SONST zeige {T1} Angabe nicht an.",
        [required(T1, YES), forbidden(T1, Not(YES))],
    ),
    (
        f"Wenn {A} == Ja, dann zeige {T1} und {T2} als Pflichtfelder an, sonst zeige die Felder nicht an.",
        [required(T1, YES), required(T2, YES), forbidden(T1, Not(YES)), forbidden(T2, Not(YES))],
    ),
    # Several targets, several conditions
    (
        f"Wenn {A} = wahr, dann müssen {T1} „a“, {T2} „b“ und {T3} „c“ befüllt werden.",
        [required(T1, YES), required(T2, YES), required(T3, YES)],
    ),
    (f"Wenn {A} = wahr UND {ART} = 001, dann muss {T1} befüllt werden.", [required(T1, And((YES, FIRST)))]),
    (
        f"Wenn {A} = wahr ODER wenn das Feld {B} = wahr, dann muss {T1} befüllt werden.",
        [required(T1, Or((YES, Equals(B, True))))],
    ),
    (
        (
            f"Wenn {ART} = 001 „erstens“ ODER = 002 „zweitens“, dann muss {T1} befüllt sein. "
            f"Wenn {ART} <> 001 „erstens“ UND <> 002 „zweitens“, dann darf {T1} nicht befüllt sein."
        ),
        [required(T1, Or((FIRST, Equals(ART, "002")))), forbidden(T1, And((Not(FIRST), Not(Equals(ART, "002")))))],
    ),
    (
        (
            f"Wenn {ART} = (001 „erstens“ ODER 002 „zweitens“), dann muss {T1} befüllt sein. "
            f"Wenn {ART} <> (001 „erstens“ UND 002 „zweitens“), dann darf {T1} nicht befüllt sein."
        ),
        [required(T1, Or((FIRST, Equals(ART, "002")))), forbidden(T1, Not(Or((FIRST, Equals(ART, "002")))))],
    ),
    (
        f"Wenn ({A} = wahr UND {B} = wahr) ODER {C} = wahr, dann muss {T1} befüllt werden.",
        [required(T1, Or((And((YES, Equals(B, True))), Equals(C, True))))],
    ),
    (
        f"Das Feld {T1} ist ein Pflichtfeld, wenn eines der Felder {A}, {B}, {C} mit „Ja“ belegt ist.",
        [required(T1, Or((YES, Equals(B, True), Equals(C, True))))],
    ),
    (
        f"Wenn {A} = wahr, dann muss {T1} befüllt sein; wenn {A} = falsch, dann ist {T1} auszublenden.",
        [required(T1, YES), forbidden(T1, Equals(A, False))],
    ),
    (
        f"Wenn {ART} <> 001, 002 und 003 und {A} = wahr, dann muss {T1} befüllt werden.",
        [required(T1, And((Not(Or((FIRST, Equals(ART, "002"), Equals(ART, "003")))), YES)))],
    ),
    (
        f"Wenn {A} = wahr, dann aktiviere {T1} „a“ {T2} „b“. Sonst deaktiviere {T1} „a“, {T2} „b“.",
        [shown(T1, YES), shown(T2, YES), forbidden(T1, NO), forbidden(T2, NO)],
    ),
    (
        f"{T1} muss befüllt werden, wenn {A} = wahr, sonst ist {T1} auszublenden.",
        [required(T1, YES), forbidden(T1, NO)],
    ),
    (f"{T1} muss in NW befüllt werden, wenn {A} = wahr.", [required(T1, And((InLand(("NW",)), YES)))]),
    (f"{T1} muss für Länder NW und SL befüllt werden.", [required(T1, NW_SL)]),
    (f"Wenn {A} = wahr, dann aktiviere {T1} und mache es zum Pflichtfeld.", [required(T1, YES)]),
    (f"Wenn {A} = wahr, dann blende {G1} ein, sonst blende die Gruppe aus.", [shown(G1, YES), forbidden(G1, NO)]),
    (f"Wenn {A} = wahr, dann erscheint {T1}, sonst ist das Feld auszublenden.", [shown(T1, YES), forbidden(T1, NO)]),
    # What stands behind the id can be its value
    (f"Wenn bei {A} „Nein“ angegeben wird, so ist {T1} auszufüllen.", [required(T1, Equals(A, False))]),
    (
        f"Wenn {A} „Freitag“, dann muss {T1} befüllt werden. Wenn {A} „Freitag“ <> wahr, dann ist {T1} auszublenden.",
        [required(T1, YES), forbidden(T1, NO)],
    ),
    # Presence
    (f'Wenn {T1} <> "", dann muss {T2} befüllt werden.', [required(T2, Filled(T1))]),
    (f'Wenn {T1} = "", dann muss {T2} befüllt werden.', [required(T2, Not(Filled(T1)))]),
    (f"Wenn {T1} leer ist, dann muss {T2} befüllt werden.", [required(T2, Not(Filled(T1)))]),
    (f"Wenn {A} verneint wurde, dann muss {T2} befüllt werden.", [required(T2, Equals(A, False))]),
    (f"Wenn {T1} „Tag“ nicht leer, dann darf {T2} „Monat“ nicht leer sein.", [required(T2, Filled(T1))]),
    (
        f"WENN Datenfeld {T1} „Name“ nicht ausgefüllt ist, DANN werden {T2} „a“ und {T3} „b“ zu Pflichtfeldern.",
        [required(T2, Not(Filled(T1))), required(T3, Not(Filled(T1)))],
    ),
    (
        (
            f"WENN in {T1} „Name“ kein Eintrag vorgenommen wurde, DANN ist {T2} „b“ ein Pflichtfeld. "
            f"WENN in {T1} „Name“ ein Eintrag vorgenommen wurde, DANN ist {T2} „b“ ein optionales Feld."
        ),
        [required(T2, Not(Filled(T1))), optional(T2, Filled(T1))],
    ),
    # What is not said does not hold; what may be left out is optional
    (
        f"Wenn {A} = wahr, dann muss {T1} befüllt sein. Wenn {A} = unwahr, dann muss {T1} nicht befüllt sein.",
        [required(T1, YES), optional(T1, Equals(A, False))],
    ),
    (
        (
            f"Datenfeld {T1} „Kopie“ wird nur angezeigt, wenn bei Datenfeld {ART} „Status“ die Auswahl 001 „erstens“ "
            "ausgewählt wird."
        ),
        [shown(T1, FIRST), forbidden(T1, Not(FIRST))],
    ),
    (f"Das Feld {T1} darf nicht befüllt werden.", [forbidden(T1, Always())]),
    (f"Das Feld {T1} „Text“ ist auszublenden.", [forbidden(T1, Always())]),
    # A static text cannot be filled
    (f"Wenn {A} = wahr, dann muss das Feld {HINWEIS} „Hinweis“ befüllt werden.", [shown(HINWEIS, YES)]),
    # One verb for two clauses, and fields inside a group
    (
        (
            f"WENN {ART} = 001, DANN muss Feldgruppe {G1} „a“ als Pflichtfeldgruppe angezeigt UND Feldgruppe {G2} „b“ "
            "ausgeblendet werden."
        ),
        [required(G1, FIRST), forbidden(G2, FIRST)],
    ),
    (
        f"WENN {A} = „Ja“, DANN muss die Gruppe {G1} „a“ eingeblendet und die enthaltenen Felder ausgefüllt werden.",
        [required(G1, YES)],
    ),
    (
        f"WENN {A}, DANN muss {T1} „a“ UND {T2} „b“ eingeblendet und ausgefüllt werden.",
        [required(T1, YES), required(T2, YES)],
    ),
    (
        f"Wenn {ART} = 001, dann muss {G1} „a“ befüllt sein. Die Gruppe {G2} „b“ darf dann nicht befüllt werden.",
        [required(G1, FIRST), forbidden(G2, FIRST)],
    ),
    # Ids in quotation marks, ids glued to words, forgotten and doubled quotation marks, periods in labels
    (f'Wenn das Feld "{A} Frage" = wahr, dann muss die Gruppe " {G1} Gruppe" befüllt sein.', [required(G1, YES)]),
    (f'Wenn{A} = wahr, DANNmuss Feld{T1} "Text"" befüllt sein.', [required(T1, YES)]),
    (f'Wenn {A} "Handel mit e.V. und AG & Co. KG." = wahr, dann muss {T1} befüllt sein.', [required(T1, YES)]),
    (f'Wenn {A} "Satzung "Träger der Hilfe" = wahr, dann muss {T1} befüllt sein.', [required(T1, YES)]),
    # Länder
    (
        (
            f"Für die Länder NW, SL gilt: Das Feld {T1} muss befüllt werden. "
            f"Für alle anderen Länder gilt: Das Feld {T1} darf nicht angezeigt werden."
        ),
        [required(T1, NW_SL), forbidden(T1, Not(NW_SL))],
    ),
    (
        (
            f"Für das Land NW gilt. WENN {A} = wahr, DANN muss {T1} befüllt werden. "
            f"WENN {A} <> wahr, DANN darf {T1} nicht angezeigt werden. Für das Land SL gilt: {T1} ist zu befüllen. "
            f"Für alle anderen Länder gilt: {T1} darf nicht angezeigt werden."
        ),
        [
            required(T1, And((InLand(("NW",)), YES))),
            forbidden(T1, And((InLand(("NW",)), NO))),
            required(T1, InLand(("SL",))),
            forbidden(T1, Not(NW_SL)),
        ],
    ),
    (
        (
            f"Das Feld {T1} „Text (NW, TH)“ muss für Bremen und Rheinland-Pfalz angezeigt werden. "
            "Für die anderen Länder wird es nicht angezeigt."
        ),
        [shown(T1, InLand(("HB", "RP"))), forbidden(T1, Not(InLand(("HB", "RP"))))],
    ),
    (
        f"Das Feld {T1} muss befüllt werden für alle Bundesländer außer BW. Für BW ist es auszublenden.",
        [required(T1, Not(InLand(("BW",)))), forbidden(T1, InLand(("BW",)))],
    ),
    (f"Das Feld {T1} muss in TH befüllt werden.", [required(T1, InLand(("TH",)))]),
    (
        f"Das Feld {T1} ist nur für die Länder TH und HH zu befüllen.",
        [required(T1, InLand(("TH", "HH"))), forbidden(T1, Not(InLand(("TH", "HH"))))],
    ),
    (
        f"Das Feld {T1} darf nur für die Länder für NI, RP und SN angezeigt werden.",
        [shown(T1, InLand(("NI", "RP", "SN"))), forbidden(T1, Not(InLand(("NI", "RP", "SN"))))],
    ),
    # An explanation is text
    (f"Wenn {A} = wahr, dann muss {T1} befüllt sein. D.h. es muss z.B. der Text vorliegen.", [required(T1, YES)]),
]


@pytest.mark.parametrize(("text", "expected"), EFFECTS, ids=[text[:70] for text, _ in EFFECTS])
def test_sentence_means_its_effects(text: str, expected: list[Effect]) -> None:
    rule = building.only_rule(house(text))
    assert (rule.status, rule.reasons, rule.notes) == (RuleStatus.EXECUTABLE, (), ())
    assert list(rule.effects) == expected
    assert rule.constraints == ()


def filled(*ids: str) -> tuple[Expression, ...]:
    return tuple(Filled(fim_id) for fim_id in ids)


CONSTRAINTS: list[tuple[str, Constraint]] = [
    (
        (
            f"Wenn alle Felder {TAG} „Tag“, {MONAT} „Monat“ und {JAHR} „Jahr“ befüllt sind, "
            "muss die Gültigkeit des Datums geprüft werden."
        ),
        Constraint(ValidDate(TAG, MONAT, JAHR), (TAG, MONAT, JAHR)),
    ),
    (
        f"Es muss genau eines der Felder {T1}, {T2} befüllt sein.",
        Constraint(CountBetween(filled(T1, T2), 1, 1), (T1, T2)),
    ),
    (f"Das Feld {ART} „Art“ muss den Wert 001 haben.", Constraint(FIRST, (ART,))),
    (
        f"Für NW und SL gilt: Es muss mindestens eines der Felder {T1} oder {T2} befüllt sein.",
        Constraint(Or((Not(NW_SL), CountBetween(filled(T1, T2), 1, None))), (T1, T2)),
    ),
    (
        f"Wenn {A} = wahr, dann muss entweder {T1} „a“ oder {T2} „b“ befüllt werden.",
        Constraint(Or((NO, CountBetween(filled(T1, T2), 1, 1))), (T1, T2)),
    ),
    (
        f"Es muss entweder Feldgruppe {G1} „a“ oder Feldgruppe {G2} „b“ befüllt werden.",
        Constraint(CountBetween(filled(G1, G2), 1, 1), (G1, G2)),
    ),
    (
        f"Entweder muss die Feldgruppe {G1} „a“ oder die Feldgruppe {G2} „b“ befüllt sein.",
        Constraint(CountBetween(filled(G1, G2), 1, 1), (G1, G2)),
    ),
    (
        f"Es muss mindestens eines der Felder {T1} „a“, {T2} „b“ oder {T3} „c“ befüllt sein.",
        Constraint(CountBetween(filled(T1, T2, T3), 1, None), (T1, T2, T3)),
    ),
    (
        f"Mindestens eines der Felder {A} „a“ oder {B} „b“ muss den Wert „wahr“ haben.",
        Constraint(CountBetween((Equals(A, True), Equals(B, True)), 1, None), (A, B)),
    ),
    (
        f"Es muss mindestens eines der Felder {A} „a“ ODER {B} „b“ = „WAHR“ sein.",
        Constraint(CountBetween((Equals(A, True), Equals(B, True)), 1, None), (A, B)),
    ),
    (
        f"Es darf höchstens eines der Felder {T1} „a“, {T2} „b“ befüllt sein.",
        Constraint(CountBetween(filled(T1, T2), 0, 1), (T1, T2)),
    ),
    (
        f"Das Feld {A} „Erklärung“ muss = „wahr“ sein, sonst kann die Erklärung nicht abgeschickt werden.",
        Constraint(Equals(A, True), (A,)),
    ),
    (
        (
            f"Wenn alle drei Felder {TAG} „Tag (ohne Monat und Jahr)“, {MONAT} „Monat“ und {JAHR} „Jahr“ befüllt sind, "
            "muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden. "
            "D.h. der 31.02. muss verhindert werden."
        ),
        Constraint(ValidDate(TAG, MONAT, JAHR), (TAG, MONAT, JAHR)),
    ),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRAINTS, ids=[text[:70] for text, _ in CONSTRAINTS])
def test_sentence_means_its_constraint(text: str, expected: Constraint) -> None:
    rule = building.only_rule(house(text))
    assert (rule.status, rule.effects, rule.constraints) == (RuleStatus.EXECUTABLE, (), (expected,))


def test_sentence_may_demand_a_field_and_restrict_its_codes() -> None:
    text = (
        f"Wenn {A} = wahr, dann muss das Feld {ART} „Art“ befüllt werden, wobei nur die Codes 001 „a“ ODER 002 „b“ "
        "ausgewählt werden dürfen."
    )
    rule = building.only_rule(house(text))
    assert rule.effects == (required(ART, YES),)
    assert rule.selectable == (Selectable(ART, YES, ("001", "002")),)


STATEMENTS: list[tuple[str, list[Statement]]] = [
    # Restrictions and exclusions of codes
    (
        f"Wenn {A} = wahr, DANN darf in {ART} „Art“ nur einer der Codes 001 „a“, A „b“ oder GesR „c“ ausgewählt sein.",
        [Selectable(ART, YES, ("001", "A", "GesR"))],
    ),
    (
        f"In Feld {ART} „Art“ darf nur der Code 001 „erstens“ ausgewählt werden.",
        [Selectable(ART, Always(), ("001",))],
    ),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS, ids=[text[:70] for text, _ in STATEMENTS])
def test_sentence_means_its_statements(text: str, expected: list[Statement]) -> None:
    rule = building.only_rule(house(text))
    assert (rule.status, rule.reasons) == (RuleStatus.EXECUTABLE, ())
    assert list(rule.statements) == expected


UNCLEAR: list[tuple[str, str]] = [
    # Both branches under the same condition, or saying the same
    (
        f"Wenn {ART} = 001, dann muss {T1} befüllt sein. Wenn {ART} = 001, dann darf {T1} nicht befüllt sein.",
        f"Der Text widerspricht sich: {T1} wäre zugleich Pflicht und verboten.",
    ),
    (
        f"Wenn {ART} = 001, dann muss {T1} befüllt sein. Wenn {ART} <> 002, dann darf {T1} nicht befüllt sein.",
        f"Der Text widerspricht sich: {T1} wäre zugleich Pflicht und verboten.",
    ),
    (
        f"Wenn {A} = wahr, dann muss {T1} befüllt sein. Wenn {A} <> wahr, dann muss {T1} befüllt sein.",
        f"Alle Zweige sagen dasselbe über {T1}; die Bedingung hätte keine Wirkung.",
    ),
    (
        f"Wenn {A} === „Ja“, dann zeige {T1} Angabe, bei <> „Nein“ blende {T1} Angabe aus.",
        f"Der Text widerspricht sich: {T1} wäre zugleich sichtbar und verboten.",
    ),
    (f"Wenn {ART} = 001 UND = 002, dann muss {T1} befüllt sein.", "Die Bedingung kann nie zutreffen."),
    (f"Wenn {ART} <> 001 oder <> 002, dann muss {T1} befüllt sein.", "Die Bedingung trifft immer zu."),
    # Binding that the text does not show
    (
        f"Wenn {A} = wahr UND {B} = wahr ODER {C} = wahr, dann muss {T1} befüllt sein.",
        "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.",
    ),
    (
        f"Wenn {ART} <> 001 „a“ ODER 002 „b“, dann muss {T1} befüllt sein.",
        "„<> … ODER …“ ohne Klammern kann „keines von beiden“ oder „nicht beide“ heißen.",
    ),
    (
        f"Wenn {ART} = 001 „a“ ODER 002 „b“ UND {A} = wahr, dann muss {T1} befüllt sein.",
        "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.",
    ),
    (
        f"Wenn {ART} <> 001 und 002 oder {A} = wahr, dann muss {T1} befüllt sein.",
        "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.",
    ),
    (
        f"Es muss entweder das Feld {T1} oder das Feld {T2} und das Feld {T3} befüllt werden.",
        "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.",
    ),
    # A choice between targets is no effect on both
    (
        f"Wenn {A} = wahr, dann muss {T1} oder {T2} befüllt werden.",
        "„A oder B“ lässt offen, welches der Elemente gemeint ist.",
    ),
    (f"{T1} oder {T2} muss befüllt werden.", "„A oder B“ lässt offen, welches der Elemente gemeint ist."),
    # "Sonst" after more than one condition
    (
        f"Wenn {ART} = 001, dann zeige {T1} an. Wenn {ART} = 002, dann zeige {T2} an. Sonst blende {T1} und {T2} aus.",
        "„Sonst“ ist nur nach genau einer Bedingung eindeutig.",
    ),
    # Sentences that end too early or lack a word
    (f"Wenn ({A} = wahr und {B} = wahr, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „,“."),
    (f"Wenn {ART} = (001 ODER 002, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „,“."),
    (f"Wenn {ART} = 001, 002, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „,“."),
    (f"Wenn {ART} = , dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „,“."),
    (f"Wenn {ART} =", "Der Satz ist unvollständig."),
    (f"Wenn {A} Name (kurz = wahr, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „=“."),
    (f"Wenn {A} = wahr, dann {T1} „Text“.", "Der Satz ist unvollständig."),
    (f"Wenn {A} = wahr, dann {T1} befüllt werden.", "Nicht sicher zu lesen ab „werden“."),
    (f"Wenn {A} = wahr, dann mache es zu einer Pflichtangabe.", "Nicht sicher zu lesen ab „zu“."),
    (f"Wenn {A} = wahr, dann aktiviere {T1} und mache es schön.", "Nicht sicher zu lesen ab „schön“."),
    (f"Wenn {A} = wahr, dann aktiviere {T1}, {T2} und mache es zum Pflichtfeld.", "Nicht sicher zu lesen ab „zum“."),
    (f"{T1} muss befüllt werden für", "Der Satz ist unvollständig."),
    (f"{T1} ist nur in NW zu befüllen, wenn {A} = wahr.", "Der Satz ist unvollständig."),
    (f"{T1} muss in NW befüllt werden, wenn {A} = wahr, sonst ist es optional.", "Nicht sicher zu lesen ab „sonst“."),
    (f"Für das Land Atlantis gilt: {T1} muss befüllt werden.", "Nicht sicher zu lesen ab „Atlantis“."),
    (f"{T1} ist dann auszublenden.", "Der Satz ist unvollständig."),
    (f"{T1} ist nur zu befüllen.", "Der Satz ist unvollständig."),
    (f"{T1} muss nur befüllt werden, wenn {A} = wahr.", "Der Satz ist unvollständig."),
    (
        f"Wenn {A} = wahr und {B} = wahr, dann zeige {T1}, wenn <> wahr, dann zeige {T2}.",
        "Nicht sicher zu lesen ab „wahr“.",
    ),
    (f"Wenn {A} = wahr, dann zeige {T1} an, sonst zeige die Felder an.", "Nicht sicher zu lesen ab „an“."),
    # Words that contradict each other
    (f"Wenn {ART} <> alle anderen Werte, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „alle“."),
    (f"Wenn {A} = wahr, dann zeige als Pflicht {T1} nicht an.", "Der Satz ist unvollständig."),
    (f"Wenn {A} = wahr, dann deaktiviere {T1} als Pflichtfeld.", "Der Satz ist unvollständig."),
    (
        f"Wenn {A} = wahr, dann muss {T1} eingeblendet und die enthaltenen Felder ausgefüllt werden.",
        "Nicht sicher zu lesen ab „ausgefüllt“.",
    ),
    (
        f"Wenn {ART} = 001 UND 002, dann muss {T1} befüllt sein.",
        "„= … UND …“ verlangt zwei Werte zugleich von einer Angabe.",
    ),
    (
        f"Wenn {ART} = (001 ODER 002 UND 003), dann muss {T1} befüllt sein.",
        "UND und ODER stehen ohne Klammern nebeneinander; welches zuerst gilt, sagt der Text nicht.",
    ),
    (f"Es darf mindestens eines der Felder {T1}, {T2} befüllt sein.", "Nicht sicher zu lesen ab „befüllt“."),
    (f"Es muss entweder {T1} und {T2} befüllt sein.", "Nicht sicher zu lesen ab „und“."),
    (f"Es muss mindestens eines der Felder {T1} befüllt sein.", "Nicht sicher zu lesen ab „befüllt“."),
    (f"{A} muss befüllt sein, sonst kann die Erklärung nicht abgeschickt werden.", "Nicht sicher zu lesen ab „sonst“."),
    (
        (
            f"Wenn alle drei Felder {TAG}, {MONAT} „Monat“ und {JAHR} „Jahr“ befüllt sind, "
            "muss die Gültigkeit des Datums geprüft werden."
        ),
        "Der Satz ist unvollständig.",
    ),
    # Exceptions and limits that the grammar does not know
    (f"Wenn {A} = wahr, dann muss {T1} befüllt werden, sonst nicht.", "Der Satz ist unvollständig."),
    (f"Wenn {A} oder {B} <> wahr, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „,“."),
    (f"Wenn {G1} „Gruppe“ {A} „Frage“ = wahr, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „wahr“."),
    (
        f"Wenn {A} = wahr, dann muss {G1} „Gruppe“ {T1} „Text“ befüllt werden.",
        "Nicht sicher zu lesen ab „befüllt“.",
    ),
    (f"Wenn {A} = wahr, dann muss nur {T1} befüllt werden.", "Nicht sicher zu lesen ab „nur“."),
    (f"Wenn {A} = wahr, muss entweder {T1} oder {T2} befüllt und {T3} leer sein.", "Nicht sicher zu lesen ab „und“."),
    # Restrictions of codes that do not say which
    (
        f"Wenn {A} = wahr, dann darf in {ART} nur der Code 001, 002 ausgewählt sein.",
        "Nicht sicher zu lesen ab „ausgewählt“.",
    ),
    (f"Wenn {A} = wahr, dann darf {ART}, {ORT} nur der Code 001 ausgewählt sein.", "Der Satz ist unvollständig."),
    (f"Wenn {A} = wahr, dann darf in {ART} nur der erste Code gewählt sein.", "Nicht sicher zu lesen ab „erste“."),
    (
        f"Wenn {A} = wahr, dann darf in {ART} nur der Code 009 ausgewählt sein.",
        f"Die Codeliste von {ART} kennt „009“ nicht.",
    ),
    (f"Wenn {A} = wahr, dann muss {ART} befüllt werden, wobei dies nur gilt.", "Nicht sicher zu lesen ab „dies“."),
    (
        f"Wenn {ART} = alle anderen Werte, dann darf in {ORT} nur der Code 001 ausgewählt sein.",
        "„Alle anderen“ steht neben anderen Bedingungen; das ist nicht sicher zu lesen.",
    ),
    (
        f"Wenn {ART} = 001 UND = 002, dann darf in {ORT} nur der Code 001 ausgewählt sein.",
        "Die Bedingung kann nie zutreffen.",
    ),
    (f"Nur wenn {A} = wahr, muss {T1} befüllt werden.", "Der Satz ist unvollständig."),
    # Names that could be values
    (f"Wenn in {T2} „Dackel“ angegeben wird, dann muss {T1} befüllt werden.", "Nicht sicher zu lesen ab „angegeben“."),
    (f"Wenn {A} = wahr, dann muss in {T1} „Dackel“ angegeben werden.", "Der Satz ist unvollständig."),
    (f"Wenn {A} = wahr, dann muss in {T1} „Ja“ angegeben werden.", "Nicht sicher zu lesen ab „angegeben“."),
    (
        f"Wenn {A} „unzutreffend“, dann muss {T1} befüllt werden.",
        f"Ob „unzutreffend“ ganz zum Namen von {A} gehört, ist nicht sicher.",
    ),
    # Permissions and negations that say nothing certain
    (f"Wenn {A} <> wahr, dann darf das Feld {T1} ausgeblendet sein.", "Nicht sicher zu lesen ab „sein“."),
    (f"Wenn {A} <> wahr, dann muss das Feld {T1} nicht angezeigt werden.", "Nicht sicher zu lesen ab „werden“."),
    # Länder that nothing names, or that limit what cannot be limited
    (
        f"Das Feld {T1} muss nur für NW befüllt werden.",
        "Der Satz ist unvollständig.",
    ),
    (f"Für alle anderen Länder gilt: {T1} darf nicht angezeigt werden.", "Nicht sicher zu lesen ab „gilt“."),
    (
        (
            f"Für NW gilt: Wenn alle drei Felder {TAG} „Tag“, {MONAT} „Monat“ und {JAHR} „Jahr“ befüllt sind, "
            "muss die Gültigkeit des Datums geprüft werden."
        ),
        "Der Satz ist unvollständig.",
    ),
    (f"Für NW gilt: {T1} muss befüllt werden. {T1} nicht.", "Der Satz ist unvollständig."),
    # Values the element cannot have
    (f"Wenn {A} = 001, dann muss {T1} befüllt sein.", f"{A} kennt nur Ja und Nein, nicht „001“."),
    (f"Wenn {ART} = 1 „erstens“, dann muss {T1} befüllt sein.", f"Die Codeliste von {ART} kennt „1“ nicht."),
    (
        f"Wenn {T2} = „ja“, dann muss {T1} befüllt sein.",
        f"{T2} ist ein freies Textfeld; ein Vergleich mit „ja“ ist nicht sicher.",
    ),
    (f"Wenn {G1} = 001, dann muss {T1} befüllt sein.", f"{G1} ist eine Gruppe und hat keinen Wert."),
    # Elements that are not there
    (f"Wenn {A} = wahr, dann muss F99000099999 befüllt sein.", "F99000099999 kommt im Schema nicht vor."),
    # Quotation marks that could swallow the sentence
    # What nobody can read
    (f"Bitte prüfen, ob {T1} stimmt.", "Nicht sicher zu lesen ab „Bitte“."),
    ("", "Die Regel sagt nichts, was ausgeführt werden kann."),
]


@pytest.mark.parametrize(("text", "reason"), UNCLEAR, ids=[text[:70] or "empty" for text, _ in UNCLEAR])
def test_sentence_without_certain_meaning_is_unclear(text: str, reason: str) -> None:
    rule = building.only_rule(house(text))
    assert (rule.status, rule.effects, rule.constraints) == (RuleStatus.UNCLEAR, (), ())
    assert rule.reasons[0] == reason

"""What is wrong between rules: each by a small file that has it, and one that has not."""

from __future__ import annotations

import html

import pytest

from rathaus import fim
from rathaus.fim.model import Finding, Schema
from rathaus.fim.rulecheck import check, mentions
from rathaus.fim.rulecheck.mentions import Mention
from rathaus.fim.rules import ReadRule, RuleReport, RuleStatus, read_rules
from rathaus.fim.rules.logic import Always, And, Constraint, Effect, EffectKind, Equals, Expression, Filled, Not, Preset
from tests.fim.samples import field, group, rule, schema, use
from tests.fim.test_findings import values

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G, H = "G99000000001", "G99000000002"
LIST = values(("001", "Einzelperson"), ("002", "Verein"), ("003", "Gesellschaft"), ("010", "Vereine"))


def made(*texts: str, uses: tuple[str, ...] | None = None) -> Schema:
    """A definition with a list A, a yes or no B, texts C and D, and these rules of the whole."""
    rules = (rule(f"R9900000000{n}", html.escape(text, quote=False)) for n, text in enumerate(texts, 1))
    standing = uses or (
        use(field(A, kind="select", more=LIST)),
        use(field(B, data_type="bool")),
        use(field(C), anzahl="0:1"),
        use(field(D), anzahl="0:1"),
    )
    return fim.read(schema(*standing, more="".join(rules)))


def found(*texts: str, uses: tuple[str, ...] | None = None) -> tuple[Finding, ...]:
    read = made(*texts, uses=uses)
    return check(read, read_rules(read))


def said(*texts: str, uses: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    return [(finding.code, finding.sentence) for finding in found(*texts, uses=uses)]


def when(condition: str, target: str, *, otherwise: bool = True) -> str:
    """The house style, with both branches or the first."""
    text = f"Wenn das Feld {condition}, dann muss das Feld {target} befüllt werden."
    opposite = condition.replace("= ", "<> ", 1)
    return text + (f" Wenn das Feld {opposite}, dann darf das Feld {target} nicht befüllt werden." if otherwise else "")


def never(target: str, condition: str = "") -> str:
    if condition:
        return f"Wenn das Feld {condition}, dann darf das Feld {target} nicht befüllt werden."
    return f"Das Feld {target} darf nicht befüllt werden."


OUT = "anderen ausgeschlossen (R99000000002)"
BESIDE, LISTED = f"Neben dem Code 002 von {A} steht", "in der Liste heißt er „Verein“"
YES, NO = f"{B} = wahr", f"{B} = falsch"
NAME_C = f"„Frage {C}“ ({C})"


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (when(YES, C),),
        (when(YES, C), when(f'{A} = 001 "Einzelperson"', C)),  # they join
        (when(YES, C, otherwise=False), never(C, NO)),
        (when(YES, C), when(f'{A} = 002 "Verein"', D)),
        (f'Wenn das Feld {A} = 003 "Gesellsch.", dann muss das Feld {C} befüllt werden.',),
        ("Vorsicht.",),
    ],
)
def test_nothing_is_wrong(texts: tuple[str, ...]) -> None:
    assert said(*texts) == []


def test_rule_excludes_what_another_demands() -> None:
    assert said(when(YES, C, otherwise=False), never(C, YES)) == [
        (
            "regel-widerspruch",
            f"{NAME_C} wird unter denselben Antworten von einer Regel verlangt (R99000000001) und von einer {OUT}.",
        )
    ]


NUMBERS = (use(field(A, data_type="num_int"), anzahl="0:1"), use(field(D, data_type="num"), anzahl="0:1"))
DAYS = (use(field(B, data_type="date"), anzahl="0:1"), use(field(C), anzahl="0:1"))


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        (f"Wenn {A} > 10, dann muss {C} befüllt werden.", f"Wenn {A} > 5, dann darf {C} nicht befüllt werden.", True),
        (f"Wenn {A} > 10, dann muss {C} befüllt werden.", f"Wenn {A} < 5, dann darf {C} nicht befüllt werden.", False),
        (f"Wenn {A} > 1, dann muss {C} befüllt werden.", f"Wenn {A} < 2, dann darf {C} nicht befüllt werden.", False),
        (f"Wenn {D} > 1, dann muss {C} befüllt werden.", f"Wenn {D} < 2, dann darf {C} nicht befüllt werden.", True),
        (f"{A} muss größer als 10 sein.", f"{A} muss kleiner als 5 sein.", True),
        (f"{A} muss größer als 10 sein.", f"{A} muss kleiner als 15 sein.", False),
        (f"{B} muss nach dem 01.02.2026 liegen.", f"{B} muss vor dem 02.02.2026 liegen.", True),
        (f"{B} muss nach dem 01.02.2026 liegen.", f"{B} muss vor dem 03.02.2026 liegen.", False),
        (f"{A} muss größer als 10 sein.", f"{A} muss kleiner als {D} sein.", False),
    ],
)
def test_figures_are_held_against_each_other(one: str, other: str, codes: bool) -> None:
    found = [code for code, _ in said(one, other, uses=(*NUMBERS, *DAYS))]
    assert found == ["regel-widerspruch"] * codes


def test_repeated_questions_are_not_held_against_each_other() -> None:
    uses = (use(field(B, data_type="bool")), use(field(C), anzahl="0:*"))

    assert said(when(YES, C, otherwise=False), never(C, YES), uses=uses) == []


def report_of(read: Schema, *statements: Preset | Constraint) -> RuleReport:
    """Readings as if the rules of `read` said this, one each."""
    return RuleReport(
        tuple(
            ReadRule(
                bound,
                RuleStatus.EXECUTABLE,
                presets=(statement,) if isinstance(statement, Preset) else (),
                constraints=(statement,) if isinstance(statement, Constraint) else (),
            )
            for bound, statement in zip(read.bound_rules, statements, strict=True)
        )
    )


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Equals(B, True), "2", ["regel-widerspruch"]),
        (Equals(B, False), "2", []),
        (Equals(B, True), "1", []),
        (Always(), "2", ["regel-widerspruch"]),
    ],
)
def test_presets(condition: Expression, value: str, expected: list[str]) -> None:
    read = made("Eins.", "Zwei.")
    report = report_of(read, Preset(C, "1", Equals(B, True)), Preset(C, value, condition))

    assert [finding.code for finding in check(read, report)] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Filled(C), Not(Filled(C)), ["regel-widerspruch"]),
        (Filled(C), Filled(D), []),
        (Filled(C), Filled(C), []),
        (Equals(B, True), Equals(B, False), ["regel-widerspruch"]),
    ],
)
def test_demands(one: Expression, other: Expression, expected: list[str]) -> None:
    read = made("Eins.", "Zwei.")
    report = report_of(read, *(Constraint(demand, tuple(_paths(demand))) for demand in (one, other)))

    assert [finding.code for finding in check(read, report)] == expected


def test_demands_that_share_any_question_are_told_once() -> None:
    read = made("Eins.", "Zwei.")
    both = And((Filled(C), Filled(D)))
    report = report_of(read, Constraint(both, (C, D)), Constraint(Not(Filled(D)), (D, C)))

    assert len(check(read, report)) == 1


def _paths(demand: Expression) -> list[str]:
    part = demand.part if isinstance(demand, Not) else demand
    assert isinstance(part, Equals | Filled)
    return [part.path]


def test_question_that_never_appears() -> None:
    assert said(never(C)) == [("nie-gefragt", f"{NAME_C} erscheint unter keinen Antworten (R99000000001).")]


def test_what_needs_its_answer_never_appears_either() -> None:
    uses = (
        use(field(A, kind="select", more=LIST)),
        use(group(G, use(field(B, data_type="bool"))), anzahl="0:1"),
        use(field(C), anzahl="0:1"),
    )
    group_never = f"Die Gruppe {G} darf nicht befüllt werden."

    assert said(group_never, when(f"{G}.{B} = wahr", C), uses=uses) == [
        (
            "nie-gefragt",
            f"Die Gruppe „Gruppe {G}“ ({G}) mit allem darin erscheint unter keinen Antworten (R99000000001).",
        ),
        ("nie-gefragt", f"{NAME_C} erscheint unter keinen Antworten (R99000000002)."),
    ]


def test_question_inside_of_one_that_never_appears_is_not_told_again() -> None:
    uses = (use(group(G, use(field(C), anzahl="0:1")), anzahl="0:1"),)

    assert len(said(f"Die Gruppe {G} darf nicht befüllt werden.", never(C), uses=uses)) == 1


@pytest.mark.parametrize(("anzahl", "expected"), [("0:1", []), ("1:1", ["nie-gefragt"])])
def test_rule_of_a_group_that_nobody_has_begun_asks_nothing(anzahl: str, expected: list[str]) -> None:
    bearer = group(G, use(field(B)), more=rule(text=never(C)))
    uses = (use(bearer, anzahl=anzahl), use(field(C), anzahl="0:1"))

    assert [finding.code for finding in found(uses=uses)] == expected


def test_condition_after_its_target() -> None:
    (finding,) = found(when(f"{B} = wahr", A))

    assert (finding.code, finding.path, finding.rule) == ("bedingung-spaeter", A, "R99000000001")
    assert finding.sentence == (
        f"Ob „Frage {A}“ ({A}) erscheint, entscheidet „Frage {B}“ ({B}); das steht aber erst danach (R99000000001)."
    )


def test_demand_alone_may_look_back() -> None:
    """Nothing appears or vanishes: both may be filled in any order."""
    assert said(when(f"{B} = wahr", A, otherwise=False)) == []


def test_conditions_in_a_circle() -> None:
    uses = (use(field(A, data_type="bool"), anzahl="0:1"), use(field(B, data_type="bool"), anzahl="0:1"))
    one, other = f"„Frage {A}“ ({A})", f"„Frage {B}“ ({B})"

    assert said(when(f"{B} = wahr", A), when(f"{A} = wahr", B), uses=uses) == [
        (
            "regel-kreis",
            f"Ob die Fragen erscheinen, hängt im Kreis voneinander ab: {one} → {other} → {one} (R99000000001).",
        )
    ]


def test_group_that_depends_on_what_is_in_it() -> None:
    """Read rules that say so are unclear by themselves; those written by hand are not read."""
    read = made("Eins.", uses=(use(group(G, use(field(B, data_type="bool"))), anzahl="0:1"),))
    effect = Effect(EffectKind.FORBIDDEN, G, Equals(f"{G}.{B}", True))
    report = RuleReport((ReadRule(read.bound_rules[0], RuleStatus.EXECUTABLE, effects=(effect,)),))

    assert [(finding.code, finding.sentence) for finding in check(read, report)] == [
        ("regel-kreis", f"Ob „Gruppe {G}“ ({G}) erscheint, hängt von der eigenen Antwort ab (R99000000001).")
    ]


def test_long_circle_is_told_once() -> None:
    uses = tuple(use(field(one, data_type="bool"), anzahl="0:1") for one in (A, B, C))
    texts = (when(f"{B} = wahr", A), when(f"{C} = wahr", B), when(f"{A} = wahr", C))

    assert [code for code, _ in said(*texts, uses=uses)] == ["regel-kreis"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"Wenn das Feld F99000000077 = wahr, dann muss das Feld {C} befüllt werden.",
         "Der Text nennt F99000000077, das im Schema nicht vorkommt."),
        ("Es muss G99000077 oder F99000078 befüllt sein.",
         "Der Text nennt G99000077, F99000078, die im Schema nicht vorkommen."),
    ],
)  # fmt: skip
def test_absent_elements(text: str, sentence: str) -> None:
    assert ("1001", f"R99000000001: {sentence}") in said(text)


def test_short_ids_are_not_absent() -> None:
    assert [
        code for code, _ in said("Wenn das Feld F99000002 = wahr, dann muss das Feld F99000003 befüllt werden.")
    ] == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f'{A} = 001 "Einzelperson"', []),
        (f'{A} "Wer?" = "001 Einzelperson"', []),
        (f'{A} = 003 "Gesellschaften"', []),
        (f'{A} = 004 "Stiftung"', [("code-unbekannt", f"Die Liste von {A} kennt den Code 004 nicht.")]),
        (f"{A} = 1", [("code-unbekannt", f"Die Liste von {A} kennt den Code 1 nicht.")]),
        (f'{A} = (004 "Stiftung" ODER 5 "Amt")',
         [("code-unbekannt", f"Die Liste von {A} kennt die Codes 004, 5 nicht.")]),
        (f'{A} = 002 "Gesellschaft"',
         [("code-bezeichnung", f"{BESIDE} „Gesellschaft“, {LISTED}; so heißt der Code 003. Es gilt der Code.")]),
        (f'{A} = 002 "Vereine"',
         [("code-bezeichnung", f"{BESIDE} „Vereine“, {LISTED}; so heißt der Code 010. Es gilt der Code.")]),
        (f'{A} = 002 "Kirche"',
         [("code-bezeichnung", f"{BESIDE} „Kirche“, {LISTED}. Es gilt der Code.")]),
        (f"{A} >= 100 bis < 200", []),
        (f"{A} = 100 bis 200", []),
        (f"{C} = 7", []),  # no list
        (f"{G} = 7", [("1001", f"Der Text nennt {G}, das im Schema nicht vorkommt.")]),
    ],
)  # fmt: skip
def test_codes_and_labels(condition: str, expected: list[tuple[str, str]]) -> None:
    text = f"Wenn das Feld {condition}, dann muss das Feld {D} befüllt werden."

    assert said(text) == [(code, f"R99000000001: {sentence}") for code, sentence in expected]


def test_list_that_is_not_at_hand_says_nothing() -> None:
    uses = (use(field(A, kind="select")), use(field(D), anzahl="0:1"))

    assert said(f'Wenn das Feld {A} = 9 "neun", dann muss das Feld {D} befüllt werden.', uses=uses) == []


def test_rule_at_many_places_is_told_once() -> None:
    bearer = [use(group(f"G9900000000{n}", use(field(C)), more=rule(text="Es muss F99000000077 befüllt werden.")))
              for n in (1, 2)]  # fmt: skip

    assert [(one.code, one.path) for one in found(uses=tuple(bearer))] == [("1001", G)]


def test_mentions() -> None:
    text = f'Wenn {A} „Wer“ = 001 „Eins“ ODER = 002="Zwei" und {G} und {B} <> "3", dann {C}.'

    assert list(mentions.mentions(text)) == [
        Mention(A, "001", "Eins"),
        Mention(A, "002", "Zwei"),
        Mention(B, "3", None),
    ]

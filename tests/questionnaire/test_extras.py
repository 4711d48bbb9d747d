"""What rules do to what a question offers, to its value, and to the number of entries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rathaus.fim.model import DataType, FieldKind
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
)
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.terms import Answer, Count, DateOf, Day, Later, Number, Op, Since, Term, Today, Unit
from rathaus.questionnaire import Control, Draft, FindingKind, ManualCheck, Problem, Questionnaire, QuestionView
from rathaus.questionnaire.draft import MAX_ENTRIES

from .samples import both, field, group, make, required, rule

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G = "G99000000001"
CODES = {"110": "eins", "120": "zwei", "210": "drei"}
YES = Equals(C, True)
TODAY = dt.date(2026, 11, 27)


def asked(*rules: ReadRule, anzahl: str = "0:1") -> Questionnaire:
    """C is a truth value, A and B are choices."""
    return make(
        field(C, "Ja?", DataType.BOOL, "0:1"),
        field(A, "Art", codes=CODES, anzahl=anzahl),
        field(B, "Grund", codes=CODES, anzahl="0:1"),
        rules=rules,
    )


def view(questionnaire: Questionnaire, draft: Draft, path: str) -> QuestionView:
    """The question at `path` as it is shown on its page."""
    outcome = questionnaire.check(draft)
    for step in questionnaire.steps(draft, outcome):
        for item in questionnaire.view(step, draft, outcome, show_problems=True).items:
            if isinstance(item, QuestionView) and item.key == path:
                return item
    raise AssertionError(f"{path} is not asked")


# --- restrictions


def test_a_restriction_filters_what_is_offered_while_it_holds() -> None:
    questionnaire = asked(rule(Selectable(A, YES, ("110",), (("200", "299"),))))
    offered = [option.code for option in view(questionnaire, Draft(values={C: "true"}), A).options if option.code]
    assert offered == ["110", "210"]
    others = [option.code for option in view(questionnaire, Draft(values={C: "false"}), A).options if option.code]
    assert others == ["110", "120", "210"]


def test_an_earlier_answer_that_is_not_offered_any_more_is_a_problem_of_that_rule() -> None:
    limit = rule(Selectable(A, YES, ("120",), only=False))
    questionnaire = asked(limit)
    outcome = questionnaire.check(Draft(values={C: "true", A: "120"}))
    sentence = "Wählen Sie bei „Art“ eine andere Antwort: „zwei“ passt nicht zu Ihren übrigen Angaben."
    assert outcome.problems == (Problem(A, sentence, A, limit.bound.rule.id, "§ 2"),)
    assert outcome.answers == {C: True}
    assert questionnaire.check(Draft(values={C: "true", A: "110"})).answers == {C: True, A: "110"}


def test_two_restrictions_leave_what_both_allow() -> None:
    questionnaire = asked(rule(Selectable(A, YES, ("110", "120"))), rule(Selectable(A, Always(), ("110",), only=False)))
    assert questionnaire.check(Draft(values={C: "true"})).offered == {A: frozenset({"120"})}
    assert questionnaire.check(Draft()).offered == {A: frozenset({"120", "210"})}


def test_of_several_answers_each_must_be_offered() -> None:
    questionnaire = asked(rule(Selectable(A, YES, (), prefixes=("1",))), anzahl="0:3")
    outcome = questionnaire.check(Draft(values={C: "true", A: ("110", "210")}))
    assert [problem.key for problem in outcome.problems] == [A]
    assert outcome.answers == {C: True, A: ["110"]}


def test_a_restricted_question_comes_after_the_answer_that_restricts_it() -> None:
    pages = [page.key for page in asked(rule(Selectable(A, YES, ("110",)))).pages]
    assert pages.index(A) > 0


def by_hand(questionnaire: Questionnaire) -> list[ManualCheck]:
    return list(questionnaire.manual_checks)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Selectable(D, Always(), ("1",)), f"Die Codeliste von {D} fehlt."),
        (Preset(A, "999", Always()), f"Die Codeliste von {A} kennt „999“ nicht."),
        (Preset(G, "1", Always()), f"{G} ist eine Gruppe und hat keinen Wert."),
        (Effect(EffectKind.REPEAT, A, Always()), f"{A} kann nur einmal angegeben werden."),
    ],
)
def test_what_cannot_be_meant_is_checked_by_hand(said: Selectable | Preset | Effect, reason: str) -> None:
    questionnaire = make(field(A, codes=CODES), field(D), group(G, "Gruppe", field(B)), rules=(rule(said),))
    assert [check.reasons for check in by_hand(questionnaire)] == [(reason,)]


# --- values


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        (
            Preset(A, "110", Always(), hidden=True),
            ["„Art“ wird nie gefragt: Regel {} gibt „110“ vor und blendet sie aus."],
        ),
        (Preset(A, "110", YES, hidden=True), []),
        (Preset(A, "110", Always()), []),
    ],
)
def test_a_question_that_a_rule_always_answers_and_hides_is_told_of(preset: Preset, told: list[str]) -> None:
    made = rule(preset)
    found = [one for one in asked(made).findings if one.kind is FindingKind.NEVER_SHOWN]
    assert [one.sentence for one in found] == [sentence.format(made.bound.rule.id) for sentence in told]


def test_a_hidden_value_is_answered_without_being_asked() -> None:
    questionnaire = asked(rule(Preset(A, "110", YES, hidden=True)), rule(*both(B, Equals(A, "110"))))
    outcome = questionnaire.check(Draft(values={C: "true", A: "210", B: "110"}))
    assert outcome.answers == {C: True, A: "110", B: "110"}
    assert outcome.shown == {C, B}
    assert questionnaire.check(Draft(values={C: "false", A: "210"})).answers == {C: False, A: "210"}


def test_a_fixed_value_is_shown_and_cannot_be_changed() -> None:
    questionnaire = asked(rule(Preset(A, "110", YES, fixed=True)))
    draft = Draft(values={C: "true", A: "210"})
    assert questionnaire.check(draft).answers == {C: True, A: "110"}
    seen = view(questionnaire, draft, A)
    assert (seen.control, seen.value) == (Control.FIXED, "eins")


def test_a_suggested_value_is_chosen_until_somebody_answers() -> None:
    questionnaire = asked(rule(Preset(A, "110", YES)))
    assert [o.code for o in view(questionnaire, Draft(values={C: "true"}), A).options if o.selected] == ["110"]
    changed = Draft(values={C: "true", A: "210"})
    assert [o.code for o in view(questionnaire, changed, A).options if o.selected] == ["210"]
    assert questionnaire.check(Draft(values={C: "true"})).answers == {C: True}


def test_a_rule_gives_a_value_to_a_field_that_is_never_asked() -> None:
    hidden = field(D, "Kennzeichen", kind=FieldKind.HIDDEN)
    questionnaire = make(field(C, "Ja?", DataType.BOOL, "0:1"), hidden, rules=(rule(Preset(D, "X1", YES)),))
    assert questionnaire.check(Draft(values={C: "true"})).answers == {C: True, D: "X1"}
    assert questionnaire.check(Draft(values={C: "false"})).answers == {C: False}
    assert questionnaire.check(Draft(values={C: "false"})).shown == {C}
    assert FindingKind.NOT_ASKED not in {finding.kind for finding in questionnaire.findings}


def test_a_value_that_does_not_fit_is_reported_and_does_nothing() -> None:
    questionnaire = make(field(D, "Zahl", DataType.NUM_INT, "0:1"), rules=(rule(Preset(D, "viele", Always())),))
    assert [finding.kind for finding in questionnaire.findings] == [FindingKind.RULE_BY_HAND]
    assert questionnaire.check(Draft()).answers == {}


def copying(**flags: bool) -> Questionnaire:
    """A second text that takes over the first one, once a yes is given."""
    fields = (field(C, "Ja?", DataType.BOOL, "0:1"), field(B, "Name", anzahl="0:1"), field(D, "Halter", anzahl="0:1"))
    return make(*fields, rules=(rule(Preset(D, Answer(B), YES, **flags)),))


def test_a_value_is_taken_over_from_another_question() -> None:
    answered = Draft(values={C: "true", B: "Ada", D: "Grete"})
    assert copying(hidden=True).check(answered).answers == {C: True, B: "Ada", D: "Ada"}
    assert copying(hidden=True).check(answered).shown == {C, B}
    assert copying(fixed=True).check(answered).answers == {C: True, B: "Ada", D: "Ada"}
    assert copying().check(answered).answers == {C: True, B: "Ada", D: "Grete"}
    assert view(copying(), Draft(values={C: "true", B: "Ada"}), D).value == "Ada"


def test_a_value_that_is_not_there_is_asked_for_instead() -> None:
    unanswered = Draft(values={C: "true", D: "Grete"})
    for flags in ({"hidden": True}, {"fixed": True}, {}):
        assert copying(**flags).check(unanswered).answers == {C: True, D: "Grete"}


def test_a_value_is_taken_over_only_where_it_fits() -> None:
    number = field(D, "Zahl", DataType.NUM_INT, "0:1")
    fields = (field(C, "Ja?", DataType.BOOL, "0:1"), field(B, "Name", anzahl="0:1"), number)
    questionnaire = make(*fields, rules=(rule(Preset(D, Answer(B), YES, hidden=True)),))
    assert questionnaire.check(Draft(values={C: "true", B: "12"})).answers == {C: True, B: "12", D: 12}
    assert questionnaire.check(Draft(values={C: "true", B: "zwölf"})).shown == {C, B, D}


def test_a_value_cannot_be_taken_over_from_a_group() -> None:
    questionnaire = make(field(D), group(G, "Gruppe", field(B)), rules=(rule(Preset(D, Answer(G), Always())),))
    assert [check.reasons for check in by_hand(questionnaire)] == [(f"{G} ist eine Gruppe und hat keinen Wert.",)]


def test_a_repeated_question_has_one_given_value() -> None:
    questionnaire = asked(rule(Preset(A, "110", YES, hidden=True)), anzahl="0:3")
    assert questionnaire.check(Draft(values={C: "true", A: ("210",)})).answers == {C: True, A: ["110"]}


# --- entries


def vehicles(wanted: Expression, *, anzahl: str = "0:*") -> Questionnaire:
    """A number A and a repeated group of B."""
    number = field(A, "Anzahl", DataType.NUM_INT, "0:1")
    demanded = rule(Constraint(wanted, (f"{G}.{B}",)))
    return make(number, group(G, "Fahrzeug", field(B, "Marke"), anzahl=anzahl), rules=(demanded,))


AS_MANY = Or((Not(Filled(A)), Compare(Count(G), Op.EQ, Answer(A))))


def test_a_number_asks_for_as_many_entries() -> None:
    questionnaire = vehicles(AS_MANY)
    outcome = questionnaire.check(Draft(values={A: "2"}))
    assert outcome.entries == {G: ("1", "2")}
    assert outcome.required == {G, f"{G}[1].{B}", f"{G}[2].{B}"}
    full = Draft(values={A: "2", f"{G}[1].{B}": "VW", f"{G}[2].{B}": "Opel"})
    assert questionnaire.check(full).complete
    assert questionnaire.check(full).answers == {A: 2, G: [{B: "VW"}, {B: "Opel"}]}
    assert questionnaire.check(Draft()).complete


def test_more_entries_than_the_number_are_a_problem_of_that_rule() -> None:
    questionnaire = vehicles(AS_MANY)
    draft = Draft(values={A: "1", f"{G}[x].{B}": "VW", f"{G}[y].{B}": "Opel"}, entries={G: ("x", "y")})
    (problem,) = questionnaire.check(draft).problems
    assert problem.key == G
    assert problem.sentence == "Bei „Fahrzeug“ ist höchstens eine Angabe möglich. Entfernen Sie die überzähligen."
    assert problem.rule == questionnaire.report.rules[0].bound.rule.id
    assert questionnaire.add_entry(draft, G) == (draft, None)
    (none,) = questionnaire.check(draft.with_values({A: "0"})).problems
    assert none.sentence == "Bei „Fahrzeug“ ist keine Angabe vorgesehen. Entfernen Sie, was dort steht."


def test_at_least_so_many_entries_may_be_more() -> None:
    questionnaire = vehicles(Compare(Number(Decimal(2)), Op.LE, Count(G)))
    assert questionnaire.check(Draft()).entries == {G: ("1", "2")}
    assert questionnaire.add_entry(Draft(), G)[1] is not None


def test_a_number_asks_for_as_many_values_of_a_question() -> None:
    coupled = rule(Constraint(Compare(Count(B), Op.EQ, Answer(A)), (B,)))
    questionnaire = make(field(A, "Anzahl", DataType.NUM_INT, "0:1"), field(B, "Marke", anzahl="0:*"), rules=(coupled,))
    outcome = questionnaire.check(Draft(values={A: "3", f"{B}[1]": "VW"}))
    assert outcome.entries == {B: ("1", "2", "3")}
    assert [problem.key for problem in outcome.problems] == [B]


def test_a_huge_number_does_not_make_huge_forms() -> None:
    assert len(vehicles(AS_MANY).check(Draft(values={A: "999999999"})).entries[G]) == MAX_ENTRIES


def test_an_answer_inside_an_entry_asks_for_the_next_one() -> None:
    more = Equals(f"{G}.{C}", True)
    again = rule(Effect(EffectKind.REPEAT, G, more), Effect(EffectKind.NO_REPEAT, G, Equals(f"{G}.{C}", False)))
    person = group(G, "Vertretung", field(B, "Name"), field(C, "Weitere?", DataType.BOOL), anzahl="1:*")
    questionnaire = make(person, rules=(again,))
    outcome = questionnaire.check(Draft(values={f"{G}[1].{C}": "true"}))
    assert outcome.entries == {G: ("1", "2")}
    chain = Draft(values={f"{G}[1].{C}": "true", f"{G}[2].{C}": "true", f"{G}[3].{C}": "false"})
    assert questionnaire.check(chain).entries == {G: ("1", "2", "3")}
    assert questionnaire.check(chain).most == {G: 3}
    assert questionnaire.add_entry(chain, G)[1] is None


def test_an_answer_outside_asks_for_one_more_entry() -> None:
    again = rule(Effect(EffectKind.REPEAT, G, YES))
    person = group(G, "Vertretung", field(B, "Name"), anzahl="1:*")
    questionnaire = make(field(C, "Weitere?", DataType.BOOL, "0:1"), person, rules=(again,))
    assert questionnaire.check(Draft(values={C: "true"})).entries == {G: ("1", "2")}
    assert questionnaire.check(Draft(values={C: "false"})).entries == {G: ("1",)}


# --- comparisons


def opened(when: Expression, kind: DataType, *values: str, today: dt.date = TODAY) -> list[bool]:
    """Whether B is demanded for each typed value of A."""
    codes = CODES if kind is DataType.TEXT else None
    questionnaire = make(
        field(A, "A", kind, "0:1", codes=codes), field(B, anzahl="0:1"), rules=(rule(required(B, when)),)
    )
    dated = questionnaire.on(today)
    return [B in dated.check(Draft(values={A: value})).required for value in values]


def test_numbers_are_compared() -> None:
    more = Compare(Answer(A), Op.GT, Number(Decimal("5.5")))
    assert opened(more, DataType.NUM, "", "5,5", "5,6", "6", "-7") == [False, False, True, True, False]
    assert opened(Not(more), DataType.NUM, "", "6") == [True, False]


def test_codes_are_compared() -> None:
    assert opened(CodeBetween(A, "100", "199"), DataType.TEXT, "", "110", "120", "210") == [False, True, True, False]
    assert opened(StartsWith(A, "2"), DataType.TEXT, "", "110", "210") == [False, False, True]


def test_dates_are_compared_with_the_day_handed_in() -> None:
    past = Compare(Answer(A), Op.LT, Today())
    assert opened(past, DataType.DATE, "26.11.2026", "27.11.2026", "") == [True, False, False]
    assert opened(past, DataType.DATE, "27.11.2026", today=dt.date(2026, 11, 28)) == [True]
    adult = Compare(Since(Answer(A), Today(), Unit.YEARS), Op.GE, Number(Decimal(18)))
    assert opened(adult, DataType.DATE, "27.11.2008", "28.11.2008", "") == [True, False, False]
    long_ago = Compare(Later(Answer(A), 6, Unit.YEARS), Op.LT, Today())
    assert opened(long_ago, DataType.DATE, "26.11.2020", "27.11.2020", "") == [True, False, False]


def test_a_date_of_three_fields_has_an_age() -> None:
    minor = Compare(Since(DateOf(A, B, C), Today(), Unit.YEARS), Op.LT, Number(Decimal(18)))
    parts = [field(path, kind, DataType.NUM_INT, "0:1") for path, kind in ((A, "Tag"), (B, "Monat"), (C, "Jahr"))]
    questionnaire = make(*parts, field(D, anzahl="0:1"), rules=(rule(required(D, minor)),)).on(TODAY)
    young = Draft(values={A: "28", B: "11", C: "2008"})
    assert D in questionnaire.check(young).required
    assert D not in questionnaire.check(Draft(values={A: "27", B: "11", C: "2008"})).required
    assert D not in questionnaire.check(Draft(values={B: "11", C: "2020"})).required


def test_a_rule_that_asks_for_today_needs_a_day() -> None:
    for when in (Compare(Answer(A), Op.LT, Today()), Compare(Later(Answer(A), 1, Unit.DAYS), Op.LT, Today())):
        dated = make(field(A, "A", DataType.DATE), field(B, anzahl="0:1"), rules=(rule(required(B, when)),))
        assert dated.asks_today
        with pytest.raises(LookupError):
            dated.check(Draft(values={A: "1.1.2026"}))
    assert not asked(rule(*both(B, Equals(A, "110")))).asks_today


def test_both_sides_of_a_comparison_look_at_the_same_entry() -> None:
    spans = group(G, "Zeitraum", field(A, "von", DataType.DATE), field(B, "bis", DataType.DATE), anzahl="0:*")
    turned = Compare(Answer(f"{G}.{A}"), Op.GT, Answer(f"{G}.{B}"))
    questionnaire = make(spans, field(C, anzahl="0:1"), rules=(rule(required(C, turned)),))
    days = {f"{G}[1].{A}": "1.2.2026", f"{G}[1].{B}": "2.2.2026", f"{G}[2].{A}": "1.1.2026", f"{G}[2].{B}": "3.1.2026"}
    draft = Draft(values=days, entries={G: ("1", "2")})
    assert C not in questionnaire.check(draft).required
    turned_draft = draft.with_values({f"{G}[2].{B}": "1.12.2025"})
    assert C in questionnaire.check(turned_draft).required


def test_numbers_of_answers_are_compared() -> None:
    children = group(G, "Kind", field(B, "Name", anzahl="0:1"), anzahl="0:*")
    many = Compare(Count(G), Op.GT, Number(Decimal(1)))
    questionnaire = make(children, field(C, anzahl="0:1"), rules=(rule(required(C, many)),))
    draft = Draft(values={f"{G}[1].{B}": "x"}, entries={G: ("1", "2")})
    assert C not in questionnaire.check(draft).required
    assert C in questionnaire.check(draft.with_values({f"{G}[2].{B}": "y"})).required


def test_what_a_range_of_codes_can_open_is_known_before_anybody_answers() -> None:
    child = group(G, "Angaben", field(B), field(D), anzahl="0:1")
    decided = make(field(A, "Art", codes=CODES), child, rules=(rule(*both(G, CodeBetween(A, "100", "199"))),))
    assert [page.key for page in decided.pages] == [A, f"{G}.{B}"]  # nobody is asked whether to begin the group
    never = make(field(A, "Art", codes=CODES), child, rules=(rule(*both(G, StartsWith(A, "9"))),))
    assert [finding.kind for finding in never.findings] == [FindingKind.NEVER_SHOWN]


def test_what_several_answers_can_open_is_known_as_well() -> None:
    child = group(G, "Angaben", field(B), field(D), anzahl="0:1")
    several = field(A, "Arten", codes=CODES, anzahl="1:3")
    branches = rule(required(G, Equals(A, "110")), Effect(EffectKind.FORBIDDEN, G, Not(Equals(A, "110"))))
    assert [page.key for page in make(several, child, rules=(branches,)).pages] == [A, f"{G}.{B}"]
    open_end = rule(required(G, Equals(A, "110")), Effect(EffectKind.FORBIDDEN, G, Equals(A, "120")))
    assert [page.key for page in make(several, child, rules=(open_end,)).pages] == [A, f"{G}-wahl", f"{G}.{B}"]


def test_how_often_something_is_answered_is_compared_everywhere() -> None:
    once = group(G, "Angaben", field(B, anzahl="0:1"))
    counted = {path: Compare(Count(path), Op.EQ, Number(Decimal(1))) for path in (A, D, G)}
    parts = (field(A, "Art", codes=CODES, anzahl="0:3"), field(D, "Zahl", DataType.NUM, "0:1"), once)
    for path, typed in ((A, {A: ("110",)}), (D, {D: "7"}), (G, {f"{G}.{B}": "x"})):
        asked = make(*parts, field(C, anzahl="0:1"), rules=(rule(required(C, counted[path])),))
        assert C not in asked.check(Draft()).required
        assert C in asked.check(Draft(values=typed)).required


TEN, TODAY_, COUNT = Number(Decimal("10.5")), Today(), Count(A)


@pytest.mark.parametrize(
    ("forbidden", "typed", "sentence"),
    [
        ((Answer(A), Op.GE, Answer(B)), ("2.1.2026", "1.1.2026"), "„von“ muss vor „bis“ liegen."),
        ((Answer(A), Op.GT, Answer(B)), ("2.1.2026", "1.1.2026"), "„von“ darf nicht nach „bis“ liegen."),
        ((Answer(A), Op.LE, Day(TODAY)), ("1.1.2026", ""), "„von“ muss nach dem 27.11.2026 liegen."),
        ((Answer(A), Op.GT, TODAY_), ("28.11.2026", ""), "„von“ darf nicht in der Zukunft liegen."),
        ((Answer(A), Op.LT, TODAY_), ("26.11.2026", ""), "„von“ darf nicht in der Vergangenheit liegen."),
        ((Answer(A), Op.GE, TODAY_), ("27.11.2026", ""), "„von“ muss in der Vergangenheit liegen."),
        ((Answer(D), Op.GT, TEN), ("", "", "11"), "„Zahl“ darf höchstens 10,5 sein."),
        (
            (Answer(D), Op.LT, Count(A)),
            ("1.1.2026", "", "0"),
            "„Zahl“ muss mindestens die Zahl der Angaben bei „von“ sein.",
        ),
        (
            (Count(A), Op.EQ, Answer(D)),
            ("1.1.2026", "", "1"),
            "Die Zahl der Angaben bei „von“ darf nicht gleich „Zahl“ sein.",
        ),
    ],
)
def test_a_broken_order_says_what_must_be(
    forbidden: tuple[Term, Op, Term], typed: tuple[str, ...], sentence: str
) -> None:
    parts = (field(A, "von", DataType.DATE, "0:1"), field(B, "bis", DataType.DATE, "0:1"))
    number = field(D, "Zahl", DataType.NUM, "0:1")
    broken = rule(Constraint(Not(Compare(*forbidden)), (A, D)))
    asked = make(*parts, number, rules=(broken,)).on(TODAY)
    (problem,) = asked.check(Draft(values=dict(zip((A, B, D), typed, strict=False)))).problems
    assert problem.sentence == f"Prüfen Sie Ihre Angaben: {sentence}"


def test_an_order_of_other_terms_says_what_must_hold() -> None:
    old = Not(Compare(Since(Answer(A), Today(), Unit.YEARS), Op.LT, Number(Decimal(18))))
    asked = make(field(A, "Geburtsdatum", DataType.DATE), rules=(rule(Constraint(old, (A,))),)).on(TODAY)
    (problem,) = asked.check(Draft(values={A: "1.1.2020"})).problems
    assert problem.sentence == "„Geburtsdatum“ muss mindestens 18 Jahre zurückliegen."


def test_a_demand_on_one_answer_under_a_condition_names_that_answer() -> None:
    fits = And((Compare(Answer(D), Op.GE, Number(Decimal(1))), Compare(Answer(D), Op.LE, Number(Decimal(4)))))
    parts = (field(A, "Ja?", DataType.BOOL), field(D, "Zahl", DataType.NUM_INT, "0:1"))
    asked = make(*parts, rules=(rule(Constraint(Or((Not(Equals(A, True)), fits)), (D,))),))
    (problem,) = asked.check(Draft(values={A: "true", D: "9"})).problems
    assert problem.sentence == "„Zahl“ muss zwischen 1 und 4 liegen."

"""Entries of repeatable groups, repeatable fields, dates in three fields, files."""

from decimal import Decimal

import pytest

from rathaus.fim.model import DataType, Limits, Position
from rathaus.fim.rules.logic import Always, Constraint, CountBetween, Equals, Filled, Not, Or, ValidDate
from rathaus.questionnaire import ENTRIES_PER_PAGE, Draft, EntryListView, FileRef, Questionnaire
from rathaus.questionnaire.draft import MAX_ENTRIES

from .samples import both, field, group, make, required, rule, schema

G, H = "G99000000001", "G99000000002"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))


def children(anzahl: str) -> Questionnaire:
    toys = group(H, "Spielzeug", field(C), anzahl="0:*")
    return make(group(G, "Kinder", field(A, "Name"), field(B, anzahl="0:1"), toys, anzahl=anzahl))


def slugs(asked: Questionnaire, draft: Draft) -> list[str]:
    return [step.slug for step in asked.steps(draft)]


def test_nothing_demanded_means_an_empty_overview() -> None:
    asked = children("0:*")
    assert slugs(asked, Draft()) == [f"{G}-liste"]
    assert asked.check(Draft()).complete


def test_demanded_entries_are_there_from_the_start() -> None:
    asked = children("2:5")
    assert slugs(asked, Draft()) == [
        f"{G}~1.{A}",
        f"{G}~1.{H}-liste",
        f"{G}~2.{A}",
        f"{G}~2.{H}-liste",
        f"{G}-liste",
    ]
    assert [p.key for p in asked.check(Draft()).problems] == [f"{G}[1].{A}", f"{G}[2].{A}"]


def test_entries_are_added_filled_and_removed() -> None:
    asked = children("0:*")
    draft, one = asked.add_entry(Draft(), G)
    draft, two = asked.add_entry(draft, G)
    assert one is not None
    assert two is not None
    assert one != two
    for id_, name in ((one, "Ada"), (two, "Bo")):
        step = asked.step(f"{G}~{id_}.{A}", draft)
        assert step is not None
        assert step.at == f"{G}[{id_}]"
        draft = asked.apply(draft, step, {f"{G}[{id_}].{A}": [name]})
    draft, inner = asked.add_entry(draft, f"{G}[{two}].{H}")
    draft = draft.with_values({f"{G}[{two}].{H}[{inner}].{C}": "Ball"})
    outcome = asked.check(draft)
    assert outcome.answers == {G: [{A: "Ada"}, {A: "Bo", H: [{C: "Ball"}]}]}
    assert outcome.given[G] == (one, two)
    left = asked.remove_entry(draft, G, one)
    assert asked.check(left).answers == {G: [{A: "Bo", H: [{C: "Ball"}]}]}
    assert asked.check(asked.remove_entry(left, G, two)).answers == {}


def test_removing_one_of_the_demanded_entries_leaves_a_blank_one() -> None:
    asked = children("2:5")
    draft = Draft(values={f"{G}[1].{A}": "Ada", f"{G}[2].{A}": "Bo"})
    left = asked.remove_entry(draft, G, "1")
    assert left.entries == {G: ("2",)}
    outcome = asked.check(left)
    assert outcome.entries[G] == ("2", "1")
    assert outcome.answers == {G: [{A: "Bo"}]}
    assert [p.key for p in outcome.problems] == [f"{G}[1].{A}"]


def test_no_more_entries_than_allowed() -> None:
    asked = children("1:2")
    draft, _ = asked.add_entry(Draft(), G)
    assert asked.add_entry(draft, G) == (draft, None)
    forged = Draft(entries={G: ("a", "b", "c", "d")}, values={f"{G}[{id_}].{A}": "x" for id_ in "abcd"})
    problems = asked.check(forged).problems
    assert [(p.key, p.page, p.sentence) for p in problems] == [
        (G, f"{G}-liste", "Bei „Kinder“ sind höchstens 2 Angaben möglich. Entfernen Sie die überzähligen.")
    ]


def test_entries_without_limit_end_somewhere() -> None:
    asked = children("0:*")
    full = Draft(entries={G: tuple(f"e{n}" for n in range(MAX_ENTRIES))})
    assert asked.add_entry(full, G) == (full, None)
    forged = Draft(entries={G: tuple(f"e{n}" for n in range(2 * MAX_ENTRIES))})
    assert len(asked.check(forged).entries[G]) == MAX_ENTRIES + 1


def test_a_long_list_is_seen_page_by_page() -> None:
    asked = children("0:*")
    ids = tuple(f"e{n}" for n in range(ENTRIES_PER_PAGE + 2))
    draft = Draft(entries={G: ids}, values={f"{G}[{id_}].{A}": "x" for id_ in ids[:-1]})
    outcome = asked.check(draft)
    step = asked.steps(draft, outcome)[-1]
    assert asked.overviews.entries(step, outcome) == ids
    for page, first, count in (
        (1, 1, ENTRIES_PER_PAGE),
        (2, ENTRIES_PER_PAGE + 1, 2),
        (3, 2 * ENTRIES_PER_PAGE + 1, 0),
    ):
        view = asked.view(step, draft, outcome, show_problems=False, entries_page=page).items[0]
        assert isinstance(view, EntryListView)
        assert (view.first, len(view.entries), view.total) == (first, count, len(ids))
    last = asked.view(step, draft, outcome, show_problems=False, entries_page=2).items[0]
    assert isinstance(last, EntryListView)
    assert [(entry.id, entry.complete, entry.step) for entry in last.entries] == [
        (ids[-2], True, f"{G}~{ids[-2]}.{A}"),
        (ids[-1], False, f"{G}~{ids[-1]}.{A}"),
    ]


def test_forged_keys_and_ids_change_nothing() -> None:
    asked, draft = children("0:*"), Draft(entries={G: ("a",)})
    for key in ("", "G1", A, f"{G}[x].{H}", f"{G}[a]", f"{G}[a].{A}"):
        assert asked.add_entry(draft, key) == (draft, None)
        assert asked.remove_entry(draft, key, "a") == draft
    assert asked.remove_entry(draft, G, "b") == draft
    assert asked.check(Draft(entries={G: ("a]", "a", "a", "", "ü")})).entries[G] == ("a",)


def test_an_entry_with_nothing_in_it_is_none() -> None:
    asked = make(group(G, "Kinder", field(A, anzahl="0:1"), anzahl="1:*"))
    outcome = asked.check(Draft())
    assert outcome.answers == {}
    assert [(p.key, p.sentence) for p in outcome.problems] == [
        (G, "Machen Sie bei „Kinder“ mindestens einen Eintrag vollständig.")
    ]
    two = make(group(G, "Kinder", field(A, anzahl="0:1"), anzahl="2:*")).check(Draft(values={f"{G}[1].{A}": "x"}))
    assert [p.sentence for p in two.problems] == ["Machen Sie bei „Kinder“ mindestens 2 Einträge vollständig."]


def kids_with_rule(*, bearer: bool) -> Questionnaire:
    """Children whose answer A decides about B, by a rule of the group or of the whole definition."""
    kids = group(G, "Kinder", field(A, codes={"1": "ja", "2": "nein"}), field(B, anzahl="0:1"), anzahl="1:*")
    borne = rule(*both(f"{G}.{B}", Equals(f"{G}.{A}", "1")), bearer=kids if bearer else None)
    return make(kids, rules=(borne,))


def test_a_rule_of_the_whole_definition_is_asked_once_and_opens_every_entry() -> None:
    asked = kids_with_rule(bearer=False)
    draft = Draft(entries={G: ("x", "y")}, values={f"{G}[x].{A}": "2", f"{G}[y].{A}": "1"})
    assert [p.key for p in asked.check(draft).problems] == [f"{G}[x].{B}", f"{G}[y].{B}"]
    nobody = draft.with_values({f"{G}[y].{A}": "2"})
    assert asked.check(nobody).forbidden == {f"{G}[x].{B}", f"{G}[y].{B}"}


def test_a_rule_of_entries_decides_outside_by_any_of_them() -> None:
    kids = group(G, "Kinder", field(A, codes={"1": "ja", "2": "nein"}), anzahl="0:*")
    asked = make(kids, field(B, anzahl="0:1"), rules=(rule(*both(B, Equals(f"{G}.{A}", "1")), bearer=kids),))
    draft = Draft(entries={G: ("x", "y")}, values={f"{G}[x].{A}": "2", f"{G}[y].{A}": "1"})
    assert B in asked.check(draft).required
    assert asked.check(draft.with_values({f"{G}[y].{A}": "2"})).forbidden == {B}
    assert asked.check(Draft()).forbidden == {B}  # without entries as for one without answers


def test_conditions_inside_an_entry_look_at_their_own_entry() -> None:
    asked = kids_with_rule(bearer=True)
    draft = Draft(entries={G: ("x", "y")}, values={f"{G}[x].{A}": "1", f"{G}[y].{A}": "2"})
    outcome = asked.check(draft)
    assert [p.key for p in outcome.problems] == [f"{G}[x].{B}"]
    assert slugs(asked, draft) == [f"{G}~x.{A}", f"{G}~x.{B}", f"{G}~y.{A}", f"{G}-liste"]


def test_a_rule_can_demand_an_entry() -> None:
    asked = make(
        field(A, codes={"1": "ja", "2": "nein"}),
        group(G, "Kinder", field(B), anzahl="0:*"),
        rules=(rule(*both(G, Equals(A, "1"))),),
    )
    assert asked.check(Draft(values={A: "1"})).required == {A, G, f"{G}[1].{B}"}
    assert asked.check(Draft(values={A: "2"})).shown == {A}


def test_a_constraint_is_checked_in_every_entry() -> None:
    kids = group(G, "Kinder", field(A, "Telefon", anzahl="0:1"), field(B, "Fax", anzahl="0:1"), anzahl="0:*")
    paths = (f"{G}.{A}", f"{G}.{B}")
    holds = Constraint(CountBetween(tuple(map(Filled, paths)), 1, None), paths)
    for bearer in (None, schema(kids).positions[G]):
        asked = make(kids, rules=(rule(holds, bearer=bearer),))
        draft = Draft(entries={G: ("x", "y")}, values={f"{G}[x].{A}": "1"})
        assert [p.key for p in asked.check(draft).problems] == [f"{G}[y].{A}"]


def test_a_constraint_of_an_inner_bearer_is_checked_in_its_entries() -> None:
    kids = group(G, "Kinder", field(A, anzahl="0:1"), anzahl="1:*")
    holds = Constraint(Or((Filled(B), Filled(C))), (B, C))
    asked = make(
        field(B, "Telefon", anzahl="0:1"),
        field(C, "Fax", anzahl="0:1"),
        kids,
        rules=(rule(holds, bearer=schema(kids).positions[G]),),
    )
    draft = Draft(values={f"{G}[1].{A}": "x"})
    assert [p.sentence for p in asked.check(draft).problems] == [
        "Machen Sie mindestens eine dieser Angaben: „Telefon“ oder „Fax“."
    ]


# --- repeatable fields


def lines(anzahl: str) -> Questionnaire:
    return make(field(A, "Anschriftzeile", anzahl=anzahl))


def test_demanded_lines_are_asked_from_the_start() -> None:
    asked = lines("2:5")
    outcome = asked.check(Draft())
    assert outcome.entries[A] == ("1", "2")
    assert [(p.key, p.sentence) for p in outcome.problems] == [
        (A, "Bei „Anschriftzeile“ sind mindestens 2 Angaben nötig. Ergänzen Sie die fehlenden.")
    ]
    assert asked.check(Draft(values={f"{A}[1]": "a", f"{A}[2]": "b"})).answers == {A: ["a", "b"]}


def test_one_demanded_line_says_it_like_a_single_question() -> None:
    assert [p.sentence for p in lines("1:*").check(Draft()).problems] == ["Geben Sie „Anschriftzeile“ an."]


def test_lines_are_added_and_removed_and_blank_ones_do_not_count() -> None:
    asked = lines("1:3")
    draft, id_ = asked.add_entry(Draft(values={f"{A}[1]": "a"}), A)
    here = asked.steps(draft)[0]
    assert asked.check(draft).answers == {A: ["a"]}
    draft = asked.apply(draft, here, {f"{A}[{id_}]": ["c"], f"{A}[1]": ["a"], f"{A}[zz]": ["fremd"]})
    outcome = asked.check(draft)
    assert outcome.answers == {A: ["a", "c"]}
    assert outcome.given[A] == ("1", id_)
    assert asked.check(asked.remove_entry(draft, A, "1")).answers == {A: ["c"]}


def test_a_wrong_line_is_pointed_at() -> None:
    asked = make(field(A, "Zahlen", DataType.NUM_INT, "1:*"))
    outcome = asked.check(Draft(entries={A: ("x", "y")}, values={f"{A}[x]": "1", f"{A}[y]": "viel"}))
    assert outcome.answers == {A: [1]}
    assert [(p.key, p.sentence) for p in outcome.problems] == [
        (f"{A}[y]", "Geben Sie bei „Zahlen“ eine Zahl an, zum Beispiel 12.")
    ]


def test_too_many_lines_are_said() -> None:
    draft = Draft(entries={A: ("a", "b", "c", "d")}, values={f"{A}[{id_}]": "x" for id_ in "abcd"})
    assert [p.sentence for p in lines("1:3").check(draft).problems] == [
        "Bei „Anschriftzeile“ sind höchstens 3 Angaben möglich. Entfernen Sie die überzähligen."
    ]


def test_a_hidden_list_counts_for_nothing() -> None:
    asked = make(
        field(B, codes={"1": "ja", "2": "nein"}),
        field(A, anzahl="0:*"),
        field(C, data_type=DataType.FILE, anzahl="0:*"),
        rules=(rule(*both(A, Equals(B, "1")), *both(C, Equals(B, "1"))),),
    )
    assert asked.check(Draft(values={B: "2", f"{A}[1]": "x"})).answers == {B: "2"}


# --- dates in three fields


def birth(anzahl: str = "1:1", *, day: bool = True, rules: bool = True) -> Questionnaire:
    number = {"data_type": DataType.NUM_INT}
    parts = [field("F60000000231", "Tag", anzahl="0:1", limits=between(1, 31), **number)] if day else []
    parts += [field("F60000000232", "Monat", anzahl="0:1", limits=between(1, 12), **number)] if day else []
    parts += [field("F60000000233", "Jahr", limits=between(1850, 2080), **number)]
    whole = group("G60000000083", "Geburtsdatum", *parts, anzahl=anzahl)
    bearer = schema(whole).positions[whole.path]
    tag, monat, jahr = (f"G60000000083.F6000000023{n}" for n in (1, 2, 3))
    made = (
        rule(required(monat, Filled(tag)), bearer=bearer),
        rule(Constraint(ValidDate(tag, monat, jahr), (tag, monat, jahr)), bearer=bearer),
    )
    return make(whole, rules=made if rules else ())


def between(low: int, high: int) -> Limits:
    return Limits(min_value=Decimal(low), max_value=Decimal(high))


KEY = "G60000000083"


def typed(day: str = "", month: str = "", year: str = "") -> Draft:
    values = {"231": day, "232": month, "233": year}
    return Draft(values={f"{KEY}.F60000000{n}": text for n, text in values.items() if text})


def said(asked: Questionnaire, draft: Draft) -> list[tuple[str, str]]:
    return [(p.key, p.sentence) for p in asked.check(draft).problems]


def test_day_month_and_year_are_one_question() -> None:
    asked = birth()
    assert [(item.path, item.control) for item in asked.pages[0].items] == [(KEY, "date_parts")]  # type: ignore[union-attr]
    here = asked.steps(Draft())[0]
    draft = asked.apply(Draft(), here, {f"{KEY}.day": ["27"], f"{KEY}.month": ["3"], f"{KEY}.year": ["1985"]})
    assert asked.check(draft).answers == {KEY: {"F60000000231": 27, "F60000000232": 3, "F60000000233": 1985}}
    assert asked.check_answers(asked.check(draft).answers).complete


def test_the_year_alone_is_enough_where_the_definition_says_so() -> None:
    asked = birth()
    assert asked.check(typed(year="1985")).answers == {KEY: {"F60000000233": 1985}}
    assert asked.check(Draft()).required == {KEY, f"{KEY}.F60000000233"}


def test_a_missing_date_is_said_once() -> None:
    assert said(birth(), Draft()) == [(KEY, "Geben Sie bei „Geburtsdatum“ ein Datum an, zum Beispiel 27.3.1985.")]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (typed("27", "", "1985"), "Geben Sie „Geburtsdatum (Monat)“ an."),
        (typed("27", "3", ""), "Geben Sie „Geburtsdatum (Jahr)“ an."),
        (typed("32", "3", "1985"), "Geben Sie bei „Geburtsdatum (Tag)“ eine Zahl von 1 bis 31 an."),
        (typed("30", "2", "1985"), "Prüfen Sie „Geburtsdatum“: Dieses Datum gibt es im Kalender nicht."),
    ],
)
def test_what_is_wrong_with_a_date_points_at_the_one_question(draft: Draft, sentence: str) -> None:
    assert said(birth(), draft) == [(KEY, sentence)]


def test_the_rule_behind_a_wrong_date_is_named_and_is_not_needed() -> None:
    asked = birth()
    problem = asked.check(typed("30", "2", "1985")).problems[0]
    assert (problem.rule, problem.legal_basis) == (asked.report.rules[1].bound.rule.id, "§ 2")
    without = birth(rules=False).check(typed("30", "2", "1985")).problems[0]
    assert (without.sentence, without.rule) == (problem.sentence, None)


def test_an_optional_date_may_stay_open() -> None:
    asked = birth("0:1")
    assert asked.check(Draft()).complete
    assert said(asked, typed("27", "3")) == [(KEY, "Geben Sie „Geburtsdatum (Jahr)“ an.")]


def test_a_year_alone_is_a_date_question_too() -> None:
    asked = birth(day=False, rules=False)
    assert asked.check(typed(year="1985")).answers == {KEY: {"F60000000233": 1985}}
    view = asked.view(asked.steps(Draft())[0], typed(year="1985"), asked.check(Draft()), show_problems=False)
    assert [(part.part, part.label, part.value) for part in view.items[0].parts] == [  # type: ignore[union-attr]
        ("year", "Jahr", "1985")
    ]


def test_other_ids_make_a_date_by_their_rule() -> None:
    def whole(*more: Position) -> Questionnaire:
        parts = [field(id_, name, DataType.NUM_INT) for id_, name in ((A, "Tag"), (B, "Monat"), (C, "Jahr"))]
        tied = rule(Constraint(ValidDate(f"{G}.{A}", f"{G}.{B}", f"{G}.{C}"), (f"{G}.{A}",)))
        return make(group(G, "Beginn", *parts, *more), rules=(tied,))

    assert [item.path for item in whole().pages[0].items] == [G]
    mixed = whole(field(D))
    assert [item.path for item in mixed.pages[0].items] == [f"{G}.{id_}" for id_ in (A, B, C, D)]
    values = {f"{G}.{A}": "30", f"{G}.{B}": "2", f"{G}.{C}": "2026", f"{G}.{D}": "x"}
    assert [p.sentence for p in mixed.check(Draft(values=values)).problems] == [
        "Prüfen Sie „Tag“, „Monat“ und „Jahr“: Dieses Datum gibt es im Kalender nicht."
    ]


def test_date_fields_at_the_top_stay_numbers() -> None:
    parts = [field(id_, name, DataType.NUM_INT) for id_, name in ((A, "Tag"), (B, "Monat"), (C, "Jahr"))]
    asked = make(*parts, rules=(rule(Constraint(ValidDate(A, B, C), (A,))),))
    assert len(asked.pages[0].items) == 3


def test_a_demanded_date_of_optional_parts_needs_something() -> None:
    parts = [field(id_, name, DataType.NUM_INT, "0:1") for id_, name in ((A, "Tag"), (B, "Monat"), (C, "Jahr"))]
    asked = make(
        group(G, "Beginn", *parts, anzahl="0:1"),
        rules=(
            rule(Constraint(ValidDate(f"{G}.{A}", f"{G}.{B}", f"{G}.{C}"), (f"{G}.{A}",))),
            rule(required(G, Always())),
        ),
    )
    assert said(asked, Draft()) == [(G, "Machen Sie bei „Beginn“ mindestens eine Angabe.")]


# --- files


def upload(anzahl: str = "1:*") -> Questionnaire:
    return make(
        field(A, "Lageplan", DataType.FILE, anzahl, media_types=("application/pdf", "image/png"), max_size=20_000_000)
    )


def ref(id_: str, name: str = "Plan.pdf", size: int = 10, kind: str = "application/pdf") -> FileRef:
    return FileRef(id_, name, size, kind)


def test_files_are_put_and_taken_back() -> None:
    asked = upload()
    draft = asked.put_file(asked.put_file(Draft(), A, ref("1")), A, ref("2"))
    assert asked.check(draft).answers == {A: [ref("1").to_json(), ref("2").to_json()]}
    assert asked.check(asked.remove_file(draft, A, "1")).answers == {A: [ref("2").to_json()]}
    assert asked.remove_file(draft, A, "9") == draft
    assert asked.put_file(draft, "F1", ref("3")) == draft
    assert asked.check_answers(asked.check(draft).answers).complete


def test_where_one_file_is_allowed_the_new_one_replaces_the_old() -> None:
    asked = upload("0:1")
    draft = asked.put_file(asked.put_file(Draft(), A, ref("1")), A, ref("2"))
    assert asked.check(draft).answers == {A: ref("2").to_json()}
    assert asked.check_answers({A: ref("2").to_json()}).complete


def test_what_is_wrong_with_files_is_said() -> None:
    asked = upload("1:2")
    assert said(asked, Draft()) == [(A, "Fügen Sie bei „Lageplan“ eine Datei hinzu.")]
    exe = asked.put_file(Draft(), A, ref("1", "x.exe", kind="application/x-msdownload"))
    assert said(asked, exe) == [(A, "Ersetzen Sie bei „Lageplan“ die Datei „x.exe“. Erlaubt sind PDF oder PNG.")]
    huge = asked.put_file(Draft(), A, ref("1", size=20_000_001))
    assert said(asked, huge) == [(A, "Verkleinern Sie bei „Lageplan“ die Datei „Plan.pdf“ auf höchstens 20 MB.")]
    many = Draft(files={A: tuple(ref(str(n)) for n in range(3))})
    assert said(asked, many) == [
        (A, "Bei „Lageplan“ sind höchstens 2 Angaben möglich. Entfernen Sie die überzähligen.")
    ]
    two = make(field(A, "Lageplan", DataType.FILE, "2:*"))
    assert said(two, Draft(files={A: (ref("1"),)})) == [
        (A, "Bei „Lageplan“ sind mindestens 2 Dateien nötig. Ergänzen Sie die fehlenden.")
    ]


def test_conditions_can_look_at_files() -> None:
    asked = make(
        field(A, data_type=DataType.FILE, anzahl="0:*"),
        field(B, anzahl="0:1"),
        rules=(rule(required(B, Filled(A)), *both(B, Not(Not(Filled(A))))),),
    )
    assert asked.check(Draft()).shown == {A}
    assert asked.check(Draft(files={A: (ref("1"),)})).required == {B}

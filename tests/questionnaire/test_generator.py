"""Made-up answers."""

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.fim import patterns
from rathaus.fim.model import DataType, Limits
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    StartsWith,
)
from rathaus.fim.rules.terms import Answer, Count, Number, Op
from rathaus.questionnaire import Draft, Questionnaire
from rathaus.questionnaire.deciding import Deciding, deciding, drive, is_so
from rathaus.questionnaire.generator import ANY, GeneratorError, fill
from rathaus.questionnaire.sampling import sample_date, sample_number, sample_pattern, sample_text, sample_time

from .samples import both, field, forbidden, group, make, optional, required, rule, shown

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
MANY = {str(n): f"Nummer {n}" for n in range(20)}
CODES = {"1": "eins", "2": "zwei", "3": "drei"}

PATTERNS = [
    "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}",
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{1,63}$",
    r"DE\d{2} ?(\d{4} ?){4}\d{2}",
    r"\p{L}+(-\p{Lu}\p{L}*)?",
    "[a-z-[aeiou]]{3,}",
    "[^0-9]*x.y?",
    r"^(?:a|b\-|\w\s)+$",
    r"\P{L}\.",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_samples_fit_their_pattern(pattern: str) -> None:
    matcher = patterns.compile(pattern)
    for seed in range(30):
        text = sample_pattern(Random(seed), pattern)
        assert matcher.matches(text), text


@given(st.integers(), st.integers(0, 30), st.integers(1, 40))
def test_texts_keep_their_lengths(seed: int, least: int, more: int) -> None:
    text = sample_text(Random(seed), "Familienname", Limits(min_length=least, max_length=least + more))
    assert least <= len(text) <= least + more


def test_texts_fit_their_label() -> None:
    assert sample_text(Random(1), "Hausnummer", Limits()) in {"1", "27b", "104"}


@given(st.integers(), st.decimals(-1000, 1000, places=1), st.decimals(0, 1000, places=1))
def test_numbers_keep_their_limits(seed: int, low: Decimal, width: Decimal) -> None:
    text = sample_number(Random(seed), Limits(min_value=low, max_value=low + width), DataType.NUM)
    assert low <= Decimal(text.replace(",", ".")) <= low + width


def test_numbers_without_limits() -> None:
    assert Decimal(sample_number(Random(1), Limits(), DataType.NUM_INT)) >= 0
    below = sample_number(Random(1), Limits(max_value=Decimal(-5)), DataType.NUM_INT)
    assert Decimal(below) == -5


def test_dates_and_times_keep_their_limits() -> None:
    both_ends = Limits(min_value="2030-01-01", max_value="2030-01-02")
    assert dt.date(2030, 1, 1) <= sample_date(Random(1), both_ends) <= dt.date(2030, 1, 2)
    assert sample_date(Random(1), Limits(max_value="1900-01-01")) == dt.date(1900, 1, 1)
    assert sample_time(Random(1), Limits(min_value="20:00:00", max_value="20:00:00")) == "20:00"
    assert sample_time(Random(1), Limits(min_value="20:00:00")) == "20:00"
    assert sample_time(Random(1), Limits(max_value="07:00:00")) == "7:00"


def everything() -> Questionnaire:
    birth = group(
        "G60000000083",
        "Geburtsdatum",
        *(field(f"F6000000023{n}", data_type=DataType.NUM_INT, anzahl="0:1") for n in (1, 2)),
        field("F60000000233", data_type=DataType.NUM_INT, limits=Limits(min_value=Decimal(2050))),
    )
    fields = [
        field(f"F990000001{n:02}", f"Frage {n}", kind, anzahl)
        for n, (kind, anzahl) in enumerate((k, a) for k in DataType if k is not DataType.OBJ for a in ("1:1", "0:*"))
    ]
    agree = field("F99000000200", "Einverstanden", DataType.BOOL)
    return make(
        group(G, "Zu Ihnen", birth, *fields),
        group(
            H,
            "Kinder",
            field(A, codes=CODES, anzahl="1:2"),
            field(B, codes={str(n): "x" for n in range(20)}),
            anzahl="2:4",
        ),
        group(K, "Mehr", field(A), field(B), anzahl="0:1"),
        agree,
        rules=(rule(Constraint(Equals("F99000000200", True), ("F99000000200",))),),
    )


@pytest.mark.parametrize("seed", range(20))
def test_what_is_made_up_is_complete_and_saved(seed: int) -> None:
    asked = everything()
    draft = fill(asked, Random(seed))
    assert asked.check(draft).complete
    assert asked.first_open(draft) is None


def test_preferences_are_followed() -> None:
    asked = everything()
    prefer = {f"{H}": "3", f"{H}.{A}": "2", f"{H}.{B}": "7", f"?{K}": "true", f"{K}.{A}": "so"}
    answers = asked.check(fill(asked, Random(1), prefer=prefer)).answers
    assert [entry[B] for entry in answers[H]] == ["7", "7", "7"]
    assert all("2" in entry[A] for entry in answers[H])
    assert answers[K][A] == "so"
    free = make(field(A, anzahl="0:1"), field(B, anzahl="0:*"), field(C, anzahl="0:1"))
    found = free.check(fill(free, Random(1), prefer={A: "", B: "x", C: ANY})).answers
    assert found.keys() == {B, C}
    assert found[B] == ["x"]


def test_what_cannot_be_filled_is_said() -> None:
    asked = make(field(A, "Unmöglich", limits=Limits(pattern="a", min_length=2)))
    with pytest.raises(GeneratorError, match="Unmöglich"):
        fill(asked, Random(1))
    contradiction = make(
        field(A, codes=CODES),
        rules=(rule(Constraint(Equals(A, "1"), (A,))), rule(Constraint(Equals(A, "2"), (A,)))),
    )
    with pytest.raises(GeneratorError, match="Kein gültiger Entwurf"):
        fill(contradiction, Random(1))


# --- deciding answers


def test_deciding_answers_are_found_in_document_order() -> None:
    asked = make(
        field(A, codes=CODES),
        field(B, anzahl="0:1"),
        group(G, "Vertretung", field(C), field(D), anzahl="0:1"),
        rules=(rule(*both(B, Equals(A, "1"))), rule(optional(B, Filled(A)))),
    )
    assert deciding(asked) == (Deciding(A, "1"), Deciding(f"?{G}", "true"), Deciding(f"?{G}", "false"))


def unreached(asked: Questionnaire) -> list[tuple[Deciding, bool]]:
    return [(one.deciding, one.holds) for one in drive(asked, Random(1)) if one.draft is None]


def test_both_states_of_deciding_answers_are_reached_through_others() -> None:
    whole = make(
        field(A, codes=CODES),
        group(G, "Eins", field(B, codes=CODES), field(C, anzahl="0:1"), anzahl="0:1"),
        group(H, "Zwei", field(D, anzahl="0:1"), field(C), anzahl="0:*"),
        field("F99000000005", "Ja?", DataType.BOOL, "0:1"),
        field("F99000000006", anzahl="0:1"),
        field("F99000000007", codes=CODES, anzahl="0:*"),
        field("F99000000008", data_type=DataType.FILE, anzahl="0:*"),
        field("F99000000009", anzahl="0:1"),
        rules=(
            rule(*both(G, Equals(A, "1"))),
            rule(*both(f"{G}.{C}", Equals(f"{G}.{B}", "2"))),
            rule(*both(f"{H}.{D}", Equals(f"{H}.{C}", "x"))),
            rule(*both("F99000000005", And((Filled(f"{G}.{C}"), Not(Equals(A, "3")))))),
            rule(shown("F99000000006", Or((Equals("F99000000005", True), Equals(A, "2"))))),
            rule(required("F99000000007", CountBetween((Filled(H), Equals(A, "2")), 1, None))),
            rule(forbidden("F99000000008", And((Equals("F99000000007", "1"), Filled("F99000000006"))))),
            rule(required("F99000000009", Filled("F99000000008")), required("F99000000009", Filled("F99000000007"))),
            rule(required(f"{G}.{B}", Always())),
        ),
    )
    assert unreached(whole) == []
    assert len(list(drive(whole, Random(1)))) > 10


def test_choices_between_siblings_are_reached() -> None:
    tie = Constraint(CountBetween((Filled(f"{G}.{A}"), Filled(f"{G}.{B}")), 1, 1), (f"{G}.{A}", f"{G}.{B}"))
    asked = make(
        group(G, "Kontakt", field(A, anzahl="0:1"), field(B, anzahl="0:1"), anzahl="0:1"),
        group(H, "Ausbildung", field(C, anzahl="0:1"), field(D, anzahl="0:1"), choice=True, anzahl="0:1"),
        rules=(rule(tie),),
    )
    assert unreached(asked) == []


def test_what_cannot_be_reached_is_told() -> None:
    asked = make(
        field(A, codes=CODES),
        field(B, anzahl="0:1"),
        rules=(rule(*both(B, Equals(A, "1"))), rule(Constraint(Equals(A, "2"), (A,)))),
    )
    assert unreached(asked) == [(Deciding(A, "1"), True)]
    assert is_so(asked, Draft(values={A: "2"}), Deciding(B, "x")) is None


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        (CodeBetween(A, "2", "3"), DataType.TEXT),
        (StartsWith(A, "3"), DataType.TEXT),
        (Compare(Answer(A), Op.GT, Number(Decimal(5))), DataType.NUM_INT),
        (Compare(Number(Decimal(5)), Op.EQ, Answer(A)), DataType.NUM_INT),
    ],
)
def test_what_a_range_or_a_number_opens_is_reached_in_both_states(when: Expression, kind: DataType) -> None:
    codes = {"1": "eins", "2": "zwei", "3": "drei"} if kind is DataType.TEXT else None
    decided = field(B, "Grund", codes={"x": "ein Grund", "y": "ein anderer"})
    last = field(C, anzahl="0:1")
    rules = (rule(*both(B, when)), rule(*both(C, Equals(B, "x"))))
    asked = make(field(A, "Art", kind, codes=codes), decided, last, rules=rules)
    assert unreached(asked) == []


def test_what_no_answer_is_known_for_is_unreached() -> None:
    later = Compare(Answer(A), Op.LT, Answer(B))
    parts = (field(A, "A", DataType.DATE, "0:1"), field(B, "B", DataType.DATE, "0:1"), field(C, codes={"x": "ein X"}))
    rules = (rule(*both(C, later)), rule(*both(D, Equals(C, "x"))))
    assert unreached(make(*parts, field(D, anzahl="0:1"), rules=rules)) != []


def test_few_entries_are_made_up_where_a_number_asks_for_them() -> None:
    as_many = Constraint(Or((Not(Filled(A)), Compare(Count(G), Op.EQ, Answer(A)))), (G,))
    parts = (field(A, "Anzahl", DataType.NUM_INT), group(G, "Fahrzeug", field(B), anzahl="0:*"))
    asked = make(*parts, rules=(rule(as_many),))
    answers = asked.check(fill(asked, Random(1))).answers
    assert (answers[A], len(answers[G])) == (2, 2)

"""Headings of a page as things are: never two in a row, and none that says less than the title."""

from rathaus.fim.rules.logic import Equals
from rathaus.questionnaire import Draft, HeadingView, PageView, Questionnaire
from rathaus.questionnaire.headings import joined

from .samples import both, field, group, make, rule

G, H, K = "G99000000001", "G99000000002", "G99000000003"
A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
CODES = {"1": "eins", "2": "zwei"}


def show(asked: Questionnaire, draft: Draft, number: int) -> PageView:
    return asked.view(asked.steps(draft)[number], draft, asked.check(draft), show_problems=False)


def headings(view: PageView) -> list[tuple[str, int]]:
    return [(item.text, item.level) for item in view.items if isinstance(item, HeadingView)]


def test_headings_in_a_row_are_one() -> None:
    inner = group(K, "Erreichbarkeit", field(B), field(C))
    asked = make(group(G, "Firma", field(A), group(H, "Ansprechperson", inner)))
    assert headings(show(asked, Draft(), 0)) == [("Ansprechperson: Erreichbarkeit", 1)]


def test_heading_below_a_joined_one_is_no_more_than_one_deeper() -> None:
    first, second = group("G99000000004", "Tags", field(B)), group("G99000000005", "Nachts", field(C))
    inner = group(K, "Erreichbarkeit", first, second)
    asked = make(group(G, "Firma", field(A), group(H, "Ansprechperson", inner)))
    assert headings(show(asked, Draft(), 0)) == [("Erreichbarkeit: Tags", 1), ("Nachts", 2)]


def test_heading_that_begins_like_the_one_above_stands_for_both() -> None:
    assert joined(("Firma", "Anschrift in Deutschland", "Anschrift Postfach")) == "Anschrift Postfach"
    assert joined(("Gültigkeit:", "Zeitraum")) == "Gültigkeit: Zeitraum"
    assert joined(("Zeitraum",)) == "Zeitraum"


def later() -> Questionnaire:
    """The answer to A decides which of the groups of a page are there."""
    first, second = group(H, "Inland", field(B), field(C), anzahl="0:1"), group(K, "Ausland", field(D), anzahl="0:1")
    return make(
        field(A, codes=CODES),
        group(G, "Anschrift", first, second),
        rules=(
            rule(*both(f"{G}.{H}", Equals(A, "1"))),
            rule(*both(f"{G}.{K}", Equals(A, "2"))),
        ),
    )


def test_page_of_which_one_group_is_left_has_its_name() -> None:
    asked = later()
    view = show(asked, Draft(values={A: "1"}), 1)
    assert (view.title, view.preline, headings(view), view.continues) == ("Inland", "Anschrift", [], False)


def test_page_continues_only_with_several_questions() -> None:
    many = [f"F990000001{n:02}" for n in range(9)]
    one = field(D, anzahl="0:1")
    asked = make(
        field(A, codes=CODES),
        group(G, "Viel", *map(field, many), field(B, anzahl="0:1"), one, field(C, "?" * 201)),
        rules=(rule(*both(f"{G}.{B}", Equals(A, "1"))), rule(*both(f"{G}.{D}", Equals(A, "1")))),
    )
    last = [show(asked, draft, -1) for draft in (Draft(values={A: "1"}), Draft(values={A: "2"}))]
    assert [(view.title, view.continues, len(view.items)) for view in last] == [("Viel", True, 6), ("Viel", True, 4)]

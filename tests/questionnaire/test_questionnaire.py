"""The simple way through: plan, steps, apply, check, view, record."""

from rathaus.fim.model import DataType
from rathaus.fim.rules.logic import Equals
from rathaus.questionnaire import Draft

from .samples import both, field, group, make, rule


def example():
    return make(
        group("G99000000001", "Zu Ihnen", field("F99000000001", "Name"), field("F99000000002", "Seit", DataType.DATE)),
        group(
            "G99000000002",
            "Zum Hund",
            field("F99000000003", "Rasse", codes={"001": "Dackel", "002": "Andere"}),
            field("F99000000004", "Welche Rasse?", anzahl="0:1"),
        ),
        rules=(rule(*both("G99000000002.F99000000004", Equals("G99000000002.F99000000003", "002"))),),
    )


def test_steps_follow_the_answers() -> None:
    asked = example()
    draft = Draft()
    assert [step.slug for step in asked.steps(draft)] == ["G99000000001.F99000000001", "G99000000002.F99000000003"]
    second = asked.steps(draft)[1]
    draft = asked.apply(draft, second, {"G99000000002.F99000000003": ["002"]})
    assert [step.slug for step in asked.steps(draft)] == [
        "G99000000001.F99000000001",
        "G99000000002.F99000000003",
        "G99000000002.F99000000004",
    ]


def test_a_complete_draft_has_answers_and_a_record() -> None:
    asked = example()
    draft = Draft()
    while (step := asked.first_open(draft)) is not None:
        form = {"G99000000001.F99000000001": ["Ada"], "G99000000001.F99000000002": ["1.2.2026"]}
        form |= {"G99000000002.F99000000003": ["002"], "G99000000002.F99000000004": ["Pudel"]}
        draft = asked.apply(draft, step, form)
    outcome = asked.check(draft)
    assert outcome.complete
    assert outcome.answers == {
        "G99000000001": {"F99000000001": "Ada", "F99000000002": "2026-02-01"},
        "G99000000002": {"F99000000003": "002", "F99000000004": "Pudel"},
    }
    rows = [(row.label, row.text) for section in asked.record(outcome.answers) for row in section.rows]
    assert rows == [
        ("Name (Ausgabe)", "Ada"),
        ("Seit (Ausgabe)", "01.02.2026"),
        ("Rasse (Ausgabe)", "Andere"),
        ("Welche Rasse? (Ausgabe)", "Pudel"),
    ]

"""A strategy as a value: states, sums, JSON there and back, and what changed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from rathaus.strategy.plan import (
    Change,
    Field,
    Goal,
    Grant,
    Kind,
    Measure,
    Milestone,
    Money,
    Plan,
    Report,
    State,
    changes,
    from_json,
    newest_reports,
    to_json,
)

TODAY = dt.date(2026, 6, 1)


def day(text):
    return dt.date.fromisoformat(text)


def milestone(due, reached=None, title="Teil"):
    return Milestone(title, day(due), day(reached) if reached else None)


MEASURE = Measure(
    id="m1",
    title="Glasfaser bauen",
    description="",
    department="Bau",
    starts_on=day("2026-01-01"),
    ends_on=day("2026-12-31"),
    risks="",
    service="",
    service_name="",
    stopped_on=None,
    stopped_why="",
    needs=(),
    milestones=(milestone("2026-12-01"),),
    money=(Money(2026, "Haushalt", Decimal("100.50"), Decimal(20)), Money(2026, "Land", Decimal(200), Decimal(0))),
    reports=(Report(day("2026-03-01"), "Läuft."),),
)


def plan(*measures):
    goal = Goal("g1", "Alle am Netz", "", "glasfaser", measures)
    return Plan("Einfach", "Gut leben.", 2026, 2030, (Field("f1", "Netze", (goal,)),))


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, State.RUNNING),
        ({"starts_on": day("2026-06-02")}, State.PLANNED),
        (
            {
                "starts_on": day("2026-06-02"),
                "milestones": (milestone("2026-07-01", "2026-05-01"), milestone("2026-08-01")),
            },
            State.RUNNING,
        ),
        ({"milestones": (milestone("2026-05-31"),)}, State.LATE),
        ({"milestones": (milestone("2026-06-01"),)}, State.RUNNING),
        ({"ends_on": day("2026-05-31"), "milestones": ()}, State.LATE),
        ({"milestones": (milestone("2026-05-01", "2026-05-20"),)}, State.DONE),
        ({"milestones": ()}, State.RUNNING),
        ({"stopped_on": day("2026-02-01"), "milestones": (milestone("2026-05-01", "2026-05-20"),)}, State.STOPPED),
    ],
)
def test_state_comes_from_milestones_and_dates(changed, state):
    assert replace(MEASURE, **changed).state(TODAY) is state


def test_sums():
    assert (MEASURE.budget, MEASURE.spent, MEASURE.reached) == (Decimal("300.50"), Decimal(20), 0)
    other = replace(MEASURE, id="m2", stopped_on=TODAY)
    both = plan(MEASURE, other)
    assert both.money_by_source() == [("Land", Decimal(400), Decimal(0)), ("Haushalt", Decimal(201), Decimal(40))]
    assert both.by_state(TODAY) == {
        State.PLANNED: 0, State.RUNNING: 1, State.LATE: 0, State.DONE: 0, State.STOPPED: 1,
    }  # fmt: skip
    assert (both.find("m2")[2], both.find("m3")) == (other, None)


def test_json_comes_back_as_the_same_plan():
    full = replace(
        MEASURE,
        stopped_on=TODAY,
        stopped_why="Kein Geld",
        needs=("m0",),
        milestones=(milestone("2026-01-01", "2026-01-02"),),
        money=(Money(2026, "Haushalt", Decimal("100.50"), Decimal(20), own=True),),
        grants=(Grant("Netzgeld", Decimal(1000), Decimal("400.50"), TODAY),),
    )
    assert from_json(to_json(plan(full))) == plan(full)


def test_json_from_before_there_was_funding_is_still_read():
    described = to_json(plan(MEASURE))
    (measure,) = described["fields"][0]["goals"][0]["measures"]
    del measure["grants"]
    for money in measure["money"]:
        del money["own"]
    assert from_json(described) == plan(MEASURE)


def test_newest_reports_come_first():
    other = replace(MEASURE, id="m2", reports=(Report(day("2026-04-01"), "Fertig."), Report(day("2026-02-01"), "Alt.")))
    assert [report.text for _measure, report in newest_reports(plan(MEASURE, other), 2)] == ["Fertig.", "Läuft."]


def difference(old, new):
    return changes(plan(*old), plan(*new), old_day=day("2026-02-01"), new_day=TODAY)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"title": "Netz"}, [Change(Kind.TEXT, "Netz", "m1", before="Glasfaser bauen", after="Netz")]),
        (
            {"milestones": (milestone("2026-12-01", "2026-05-20"), milestone("2026-12-24", title="Mehr"))},
            [Change(Kind.REACHED, "Glasfaser bauen", "m1", "Teil", after=day("2026-05-20"))],
        ),
        (
            {"milestones": (milestone("2027-03-01"),)},
            [Change(Kind.MOVED, "Glasfaser bauen", "m1", "Teil", day("2026-12-01"), day("2027-03-01"))],
        ),
        (
            {"ends_on": day("2027-12-31")},
            [Change(Kind.MOVED, "Glasfaser bauen", "m1", "", day("2026-12-31"), day("2027-12-31"))],
        ),
        (
            {"money": (Money(2026, "Land", Decimal(300), Decimal(30)),)},
            [
                Change(
                    Kind.MONEY, "Glasfaser bauen", "m1",
                    before=(Decimal("300.50"), Decimal(20)), after=(Decimal(300), Decimal(30)),
                )
            ],
        ),
        (
            {"stopped_on": TODAY},
            [Change(Kind.STATE, "Glasfaser bauen", "m1", before=State.RUNNING, after=State.STOPPED)],
        ),
        (
            {"reports": (Report(TODAY, "Stockt."), *MEASURE.reports)},
            [Change(Kind.REPORT, "Glasfaser bauen", "m1", "Stockt.", after=TODAY)],
        ),
    ],
)  # fmt: skip
def test_what_changed_is_said(changed, expected):
    assert difference([MEASURE], [replace(MEASURE, **changed)]) == expected


def test_measure_that_became_late_by_time_alone_changed_its_state():
    waiting = replace(MEASURE, milestones=(milestone("2026-05-01"),))
    assert difference([waiting], [waiting]) == [
        Change(Kind.STATE, "Glasfaser bauen", "m1", before=State.RUNNING, after=State.LATE)
    ]


def test_new_and_gone_measures_and_goals():
    other = replace(MEASURE, id="m2", title="Neu")
    assert difference([MEASURE], [other]) == [Change(Kind.NEW, "Neu", "m2"), Change(Kind.GONE, "Glasfaser bauen")]
    empty = Plan("Einfach", "", 2026, 2030, ())
    assert changes(empty, plan(), old_day=TODAY, new_day=TODAY) == [Change(Kind.NEW, "Alle am Netz")]
    assert changes(plan(), empty, old_day=TODAY, new_day=TODAY) == [Change(Kind.GONE, "Alle am Netz")]

"""The demo tells the same story on any day: what was late, running or still to come when it was written is so again."""

import datetime as dt
from itertools import pairwise

import pytest

from rathaus.project.demo import neighbours, plans
from rathaus.project.demo.days import WRITTEN, Days

FIRSTS = [dt.date(2026 + month // 12, month % 12 + 1, 1) for month in range(10, 27)]
EDGES = [WRITTEN, *(day for first, after in pairwise(FIRSTS) for day in (first, after - dt.timedelta(days=1)))]
"""The first and the last day of every month of more than a year, among them the end of a leap year's February."""


def stories(days):
    """The strategies, each with the day on which it was published."""
    yield days.json(plans.FILE), days.today
    for one in days.json(neighbours.FILE):
        yield one["strategy"], days.today - dt.timedelta(days=one["published"])


def measures(strategy):
    return [one for field in strategy["fields"] for goal in field["goals"] for one in goal["measures"]]


def day(text):
    return dt.date.fromisoformat(text)


def told(days):
    """What depends on the day, of every measure and milestone in their order."""
    for strategy, _published in stories(days):
        for one in measures(strategy):
            yield day(one["starts_on"]) <= days.today, day(one["ends_on"]) < days.today
            yield from ((bool(reached), day(due) < days.today) for _title, due, reached in one["milestones"])


@pytest.mark.parametrize("today", EDGES, ids=str)
def test_every_measure_stands_as_it_was_written_and_nothing_has_happened_that_is_to_come(today):
    days = Days(today)
    assert list(told(days)) == list(told(Days(WRITTEN)))
    for strategy, published in stories(days):
        for one in measures(strategy):
            happened = [reached for _title, _due, reached in one["milestones"] if reached]
            assert [when for when in [*happened, one.get("stopped_on", "1999-01-01")] if day(when) > published] == []
            if grant := one.get("grant"):
                covered = range(day(grant["starts_on"]).year, day(grant["ends_on"]).year + 1)
                assert [row for row in one["money"] if int(row[0]) not in covered] == []
                came = [received for _amount, _due, received in grant["instalments"] if received]
                assert [when for when in (*came, grant["granted_on"]) if day(when) > today] == []


@pytest.mark.parametrize(
    ("today", "text", "told"),
    [
        (WRITTEN, "Bis {2030}: 2024-02-29 und 31.12.2026", "Bis 2030: 2024-02-29 und 31.12.2026"),
        (dt.date(2028, 2, 29), "Bis {2030}: 2026-09-30 und 01.02.2027", "Bis 2031: 2027-12-31 und 01.05.2028"),
        (dt.date(2027, 5, 31), "{2025}", "2025"),
        (dt.date(2027, 6, 1), "{2025}", "2026"),
        (dt.date(2027, 2, 1), "2026-11-30, 2026-11-29", "2027-02-28, 2027-02-28"),
    ],
)
def test_days_move_by_whole_months_and_years_from_june_on(today, text, told):
    assert Days(today).told(text) == told

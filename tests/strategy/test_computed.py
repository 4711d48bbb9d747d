"""What the house computes itself: the same for any period, however often it is asked."""

import datetime as dt
from datetime import UTC

import pytest
import time_machine

from rathaus.applications.figures import received
from rathaus.cases import actions as cases
from rathaus.cases.figures import days_to_decision, without_asking_back
from rathaus.cases.letters import Wording
from rathaus.cases.models import Outcome
from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.figures import offered
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy import jobs, queries
from rathaus.strategy.actions import computing, releasing
from rathaus.strategy.computed import COMPUTATIONS
from rathaus.strategy.models import Indicator, Observation
from rathaus.towns.errors import NotAllowed
from tests.cases import builders
from tests.people.making import OPERATOR, colleague
from tests.strategy.making import BY, period

pytestmark = pytest.mark.usefixtures("scoped")
NOVEMBER = (dt.datetime(2026, 11, 1, tzinfo=UTC), dt.datetime(2026, 12, 1, tzinfo=UTC))


def at(day, hour=10):
    return time_machine.travel(dt.datetime(2026, 11, day, hour, tzinfo=UTC), tick=False)


def decided(clerk, service, *, sent, on, ask=False, outcome=Outcome.GRANTED):
    """A case that came in and was decided on these days of November."""
    case = builders.case(service, at=dt.datetime(2026, 11, sent, 10, tzinfo=UTC))
    with at(on):
        cases.take_over(case.pk, by=clerk)
        if ask:
            cases.ask_back(case.pk, question="Wie heißt er?", reply_by=dt.date(2026, 12, 1), by=clerk)
        cases.decide(case.pk, wording=Wording(outcome, "So.", "Deshalb.", builders.REMEDY), by=clerk)


@pytest.fixture
def taxes():
    return builders.department()


@pytest.fixture
def clerk(taxes):
    return builders.actor("Petra Sommer", taxes)


def test_services_are_counted_as_they_were_offered_at_the_time(taxes):
    one, two = builders.service(taxes), builders.service(taxes, "Zaun")
    for service in (one, two):
        service.save()
    with at(10):
        catalogue.withdraw(one, by=OPERATOR)
    with at(20):
        catalogue.offer_again(one, by=OPERATOR)
    assert [
        offered(dt.datetime(2026, month, day, tzinfo=UTC)) for month, day in ((1, 1), (11, 9), (11, 15), (11, 25))
    ] == [2, 2, 1, 2]
    assert offered(dt.datetime(2025, 12, 31, tzinfo=UTC)) == 0


def test_applications_are_counted_by_when_they_were_sent(taxes):
    service = builders.service(taxes)
    for moment in (NOVEMBER[0], NOVEMBER[1] - dt.timedelta(seconds=1), NOVEMBER[1]):
        builders.application(service, at=moment)
    assert received(*NOVEMBER) == 2


def test_days_to_decision_is_the_median_of_what_was_decided(taxes, clerk):
    service = builders.service(taxes)
    decided(clerk, service, sent=1, on=3)
    decided(clerk, service, sent=1, on=5)
    decided(clerk, service, sent=1, on=21)
    decided(clerk, service, sent=1, on=29, outcome=Outcome.WITHDRAWN)
    builders.case(service)
    assert days_to_decision(*NOVEMBER) == 4


def test_share_without_asking_back(taxes, clerk):
    service = builders.service(taxes)
    decided(clerk, service, sent=1, on=3)
    decided(clerk, service, sent=1, on=4)
    decided(clerk, service, sent=1, on=5)
    decided(clerk, service, sent=1, on=5, ask=True)
    assert without_asking_back(*NOVEMBER) == 75


def test_nothing_decided_gives_no_figure():
    assert (days_to_decision(*NOVEMBER), without_asking_back(*NOVEMBER)) == (None, None)


def test_periods_are_days_of_the_town(taxes):
    """Half past midnight in Germany on the first of November is still October in UTC."""
    builders.application(builders.service(taxes), at=dt.datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    computation = COMPUTATIONS["antraege-online"]
    assert (computation.value(period("2026-10")), computation.value(period("2026-11"))) == (0, 1)


# Taking them up -------------------------------------------------------------------------------------------------------


def test_computed_indicators_are_taken_up_once(taxes):
    assert [one.key for one in computing.take_up(taxes, by=BY)] == list(COMPUTATIONS)
    assert computing.take_up(taxes, by=BY) == []
    assert queries.not_taken_up() == []
    days = Indicator.objects.get(key="tage-bis-entscheidung")
    assert (days.unit, days.direction, days.computed, days.department) == ("Tage", "lower", days.key, taxes)


def test_computing_again_changes_nothing(taxes):
    builders.application(builders.service(taxes))
    computing.take_up(taxes, by=BY)
    sent = Indicator.objects.get(key="antraege-online")
    months = [period("2026-11"), period("2026-10")]
    assert computing.compute(sent, months, by=BY) == 2
    releasing.release(sent, by=BY)
    assert computing.compute(sent, months, by=BY) == 0
    assert sorted(Observation.objects.values_list("value", flat=True)) == [0.0, 1.0]
    assert Observation.objects.filter(released_at=None).count() == 0


def test_figure_that_came_out_differently_waits_for_its_release(taxes):
    service = builders.service(taxes)
    builders.application(service)
    computing.take_up(taxes, by=BY)
    sent = Indicator.objects.get(key="antraege-online")
    computing.compute(sent, [period("2026-11")], by=BY)
    releasing.release(sent, by=BY)
    builders.application(service)
    assert computing.compute(sent, [period("2026-11")], by=BY) == 1
    assert list(Observation.objects.values_list("value", "released_at")) == [(2.0, None)]


def test_period_without_anything_to_compute_from_gets_no_figure(taxes):
    computing.take_up(taxes, by=BY)
    assert computing.compute(Indicator.objects.get(key="ohne-rueckfrage"), [period("2026-11")], by=BY) == 0
    assert Observation.objects.count() == 0


def test_worker_brings_them_up_to_the_last_month_that_ended(taxes):
    builders.application(builders.service(taxes))
    computing.take_up(taxes, by=BY)
    with time_machine.travel(dt.datetime(2026, 12, 15, tzinfo=UTC)):
        jobs.compute_ended_months()
    rows = Observation.objects.filter(indicator__key="antraege-online").order_by("end")
    assert [(row.end.month, row.value) for row in rows] == [(9, 0.0), (10, 0.0), (11, 1.0)]


def test_months_that_have_ended_cross_the_year():
    with time_machine.travel(dt.datetime(2026, 2, 1, 12, tzinfo=UTC)):
        assert [one.code() for one in jobs.ended_months(3)] == ["2026-01", "2025-12", "2025-11"]


def test_only_the_digital_officer_may(taxes):
    owner = staff(colleague(Grant(Role.SERVICE_OWNER)).account)
    computing.take_up(taxes, by=BY)
    with pytest.raises(NotAllowed):
        computing.take_up(taxes, by=owner)
    with pytest.raises(NotAllowed):
        computing.compute(Indicator.objects.first(), [], by=owner)

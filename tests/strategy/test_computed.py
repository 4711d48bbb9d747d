"""What the house computes itself: the same for any period, however often it is asked."""

import datetime as dt
from datetime import UTC

import pytest
import time_machine

from rathaus.applications import paper
from rathaus.applications.figures import received, share_online
from rathaus.applications.models import RatingCount
from rathaus.applications.ratings import satisfaction
from rathaus.cases import actions as cases
from rathaus.cases.figures import days_to_decision, without_asking_back
from rathaus.cases.letters import Wording
from rathaus.cases.models import Outcome
from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.figures import maturity_levels, offered
from rathaus.catalogue.models import UsageCount
from rathaus.catalogue.queries import questionnaire
from rathaus.catalogue.usage_figures import completion, hurdles
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.project.demo import building, town
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


@pytest.fixture(autouse=True)
def _today():
    with at(28):
        yield


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
    for day in (3, 5, 21, 22):
        decided(clerk, service, sent=1, on=day)
    decided(clerk, service, sent=1, on=29, outcome=Outcome.WITHDRAWN)
    builders.case(service)
    assert days_to_decision(*NOVEMBER) is None
    decided(clerk, service, sent=1, on=6)
    assert days_to_decision(*NOVEMBER) == 5


def test_share_without_asking_back(taxes, clerk):
    service = builders.service(taxes)
    for day in (3, 4, 5, 6):
        decided(clerk, service, sent=1, on=day)
    assert without_asking_back(*NOVEMBER) is None
    decided(clerk, service, sent=1, on=5, ask=True)
    assert without_asking_back(*NOVEMBER) == 80


def test_nothing_decided_gives_no_figure():
    assert (days_to_decision(*NOVEMBER), without_asking_back(*NOVEMBER)) == (None, None)


def test_periods_are_days_of_the_town(taxes):
    """Half past midnight in Germany on the first of November is still October in UTC."""
    builders.application(builders.service(taxes), at=dt.datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    computation = COMPUTATIONS["antraege-online"]
    assert [computation.figures(period(month)) for month in ("2026-10", "2026-11")] == [{"": 0}, {"": 1}]


def test_lowest_criterion_decides_the_maturity_of_a_service(taxes):
    """Evidence that has to be uploaded is level 3; a service that demands none stands at 4."""
    builders.dog_service(taxes)
    evidence = building.publish(town.SERVICES / "bewohnerparkausweis-beantragen", {town.SECURITY: taxes})
    model, levels = maturity_levels(evidence.published_at)
    assert (model.id, dict(levels)) == ("ozg-1.1", {4: 1, 3: 1})
    assert maturity_levels(dt.datetime(2020, 1, 1, tzinfo=UTC)) is None


# How services are used ------------------------------------------------------------------------------------------------


def used(service, day, **numbers):
    """So many of each step on a day of November; pages by their key."""
    steps = {step.value for step in UsageCount.Step}
    rows = [(key, "") if key in steps else ("page", key) for key in numbers]
    UsageCount.objects.bulk_create(
        UsageCount(service=service, day=dt.date(2026, 11, day), step=step, page=page, device="phone", number=number)
        for (step, page), number in zip(rows, numbers.values(), strict=True)
    )


NOVEMBER_DAYS = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def test_completion_is_what_was_sent_of_what_was_begun(taxes):
    service = builders.service(taxes)
    used(service, 1, view=90, start=4, sent=1)
    assert completion(*NOVEMBER_DAYS) is None
    used(service, 30, start=4, sent=5)
    assert completion(*NOVEMBER_DAYS) == 75
    assert completion(dt.date(2026, 11, 2), dt.date(2026, 11, 30)) is None
    used(builders.service(taxes, "Zaun"), 30, start=1, sent=30)
    assert completion(*NOVEMBER_DAYS) == 100


def test_hardest_step_is_where_most_go_no_further(taxes):
    """A page that only some are asked loses nobody who is seen on a later one."""
    service = builders.dog_service(taxes)
    first, second, third, *_rest = [page.key for page in questionnaire(service.current_id).pages]
    used(service, 3, start=20, **{first: 18, second: 3, third: 12}, check=11, sent=11)
    used(builders.dog_service(taxes, "Selten"), 3, start=4, sent=1)
    (found,) = hurdles(*NOVEMBER_DAYS)
    assert (found.service, found.stopped, found.starts) == ("Hund anmelden", 6, 20)
    figures = COMPUTATIONS["groesste-huerde"].figures(period("2026-11"))
    whole, part = figures
    assert (figures[whole], figures[part], whole) == (30, 30, "")
    assert part.startswith("Hund anmelden: ")


def test_satisfaction_is_the_mean_of_the_ratings_of_whole_months(taxes):
    service = builders.service(taxes)
    rows = [("ease", 5, 3), ("ease", 1, 1), ("found", 3, 40)]
    RatingCount.objects.bulk_create(
        RatingCount(service=service, month=NOVEMBER_DAYS[0], question=question, answer=answer, count=count)
        for question, answer, count in rows
    )
    assert satisfaction(*NOVEMBER_DAYS) is None
    RatingCount.objects.create(service=service, month=NOVEMBER_DAYS[0], question="ease", answer=4, count=2)
    assert satisfaction(*NOVEMBER_DAYS) == 4
    assert satisfaction(dt.date(2026, 11, 2), NOVEMBER_DAYS[1]) is None
    assert satisfaction(dt.date(2026, 10, 1), dt.date(2026, 10, 31)) is None


def test_share_online_knows_only_where_paper_was_counted(taxes):
    counted, not_counted = builders.service(taxes), builders.service(taxes, "Zaun")
    for service in (counted, counted, not_counted):
        builders.application(service, at=dt.datetime(2026, 11, 10, tzinfo=UTC))
    assert share_online(*NOVEMBER_DAYS) is None
    paper.note({counted: 2, not_counted: None}, NOVEMBER_DAYS[0], by=OPERATOR)
    assert share_online(*NOVEMBER_DAYS) is None
    paper.note({counted: 6}, NOVEMBER_DAYS[0], by=OPERATOR)
    assert share_online(*NOVEMBER_DAYS) == 25
    assert share_online(dt.date(2026, 10, 1), NOVEMBER_DAYS[1]) == 25
    assert share_online(NOVEMBER_DAYS[0], dt.date(2026, 11, 29)) is None


# Taking them up -------------------------------------------------------------------------------------------------------


def test_computed_indicators_are_taken_up_once(taxes):
    assert [one.key for one in computing.take_up(taxes, by=BY)] == list(COMPUTATIONS)
    assert computing.take_up(taxes, by=BY) == []
    assert queries.not_taken_up() == []
    days = Indicator.objects.get(key="tage-bis-entscheidung")
    assert (days.unit, days.direction, days.computed, days.department) == ("Tage", "lower", days.key, taxes)
    assert days.frequency == "quarterly"


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


def test_part_that_does_not_come_out_any_more_goes(taxes):
    service = builders.dog_service(taxes)
    computing.take_up(taxes, by=BY)
    levels = Indicator.objects.get(key="leistungen-reifegrad")
    assert computing.compute(levels, [period("2026-11")], by=BY) == 2
    assert list(Observation.objects.values_list("breakdown", "value").order_by("breakdown")) == [
        ("", 1.0),
        ("Reifegrad 4", 1.0),
    ]
    with at(10):
        catalogue.withdraw(service, by=OPERATOR)
    assert computing.compute(levels, [period("2026-11")], by=BY) == 2
    assert Observation.objects.count() == 0


def test_worker_brings_them_up_to_the_last_period_that_ended(taxes):
    builders.application(builders.dog_service(taxes))
    computing.take_up(taxes, by=BY)
    with time_machine.travel(dt.datetime(2026, 12, 15, tzinfo=UTC)):
        jobs.compute_ended_periods()
    rows = Observation.objects.filter(indicator__key="antraege-online").order_by("end")
    assert [(row.end.month, row.value) for row in rows] == [(9, 0.0), (10, 0.0), (11, 1.0)]


@pytest.mark.parametrize(
    ("frequency", "ended"),
    [
        ("monthly", ["2026-01", "2025-12", "2025-11"]),
        ("quarterly", ["2025-Q4", "2025-Q3", "2025-Q2"]),
        ("yearly", ["2025", "2024", "2023"]),
    ],
)
def test_periods_that_have_ended_cross_the_year(frequency, ended):
    with time_machine.travel(dt.datetime(2026, 2, 1, 12, tzinfo=UTC)):
        assert [one.code() for one in jobs.ended(Indicator(frequency=frequency), 3)] == ended


def test_only_the_digital_officer_may(taxes):
    owner = staff(colleague(Grant(Role.SERVICE_OWNER)).account)
    computing.take_up(taxes, by=BY)
    with pytest.raises(NotAllowed):
        computing.take_up(taxes, by=owner)
    with pytest.raises(NotAllowed):
        computing.compute(Indicator.objects.first(), [], by=owner)

"""Usage is counted without knowing anybody, written seldom, and lost never while the process lives."""

import datetime as dt
import threading
import time

import pytest
import time_machine
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone
from lxml import html

from rathaus.catalogue import usage
from rathaus.catalogue import usage_figures as figures
from rathaus.catalogue.models import ServiceVersion, UsageCount
from rathaus.catalogue.queries import questionnaire
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.towns import scope
from tests.applications.applicant import Applicant
from tests.catalogue.pages import texts
from tests.people import making

Step = UsageCount.Step
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
LAST_YEAR = dt.date(2025, 1, 1)


@pytest.fixture(autouse=True)
def nothing_counted():
    usage.forget()
    yield
    usage.forget()


def rows(**which):
    return sorted(UsageCount.objects.filter(**which).values_list("step", "page", "device", "number"))


def request(agent=PHONE):
    return RequestFactory().get("/", headers={"user-agent": agent})


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (PHONE, "phone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148", "phone"),
        ("Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/150.0", "desktop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", "desktop"),
        ("", "other"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", None),
        ("curl/8.10", None),
    ],
)
def test_device_is_a_kind_and_robots_do_not_count(agent, device):
    assert usage.device_of(agent) == device


def test_way_of_somebody_is_counted_step_by_step(publish):
    publish()
    person = Applicant()
    person.open("/leistungen/zaun/").start("zaun")
    person.open(person.path.partition("?")[0])
    assert UsageCount.objects.count() == 0  # still in memory
    usage.flush()
    usage.flush()
    first = ServiceVersion.objects.get()
    page = questionnaire(first.pk).pages[0].key
    assert rows() == [("page", page, "other", 2), ("start", "", "other", 1), ("view", "", "other", 1)]


def test_sent_application_is_counted_once(publish):
    version = publish()
    for _ in range(2):
        usage.count(request(), version.pk, Step.SENT)
    usage.flush()
    usage.count(request(), version.pk, Step.SENT)
    usage.flush()
    assert rows() == [("sent", "", "phone", 3)]


def test_versions_of_a_service_are_counted_together_and_days_apart(publish):
    for _ in range(2):
        usage.count(request(), publish().pk, Step.VIEW)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        usage.count(request(), ServiceVersion.objects.first().pk, Step.VIEW)
    usage.flush()
    assert rows() == [("view", "", "phone", 1), ("view", "", "phone", 2)]


def test_each_town_counts_its_own(publish, other_town):
    usage.count(request(), publish().pk, Step.VIEW)
    with scope.of(other_town):
        theirs = publish(in_department=making.department("Bauamt"))
        usage.count(request(), theirs.pk, Step.VIEW)
        usage.count(request(), theirs.pk, Step.VIEW)
    usage.flush()
    assert rows() == [("view", "", "phone", 1)]
    with scope.of(other_town):
        assert rows() == [("view", "", "phone", 2)]


@pytest.mark.django_db(transaction=True)
def test_counts_are_written_by_a_thread_after_a_pause(publish, settings):
    settings.RATHAUS_USAGE_PAUSE = 0.01
    usage.count(request(), publish().pk, Step.VIEW)
    stop = threading.Event()
    thread = threading.Thread(target=usage.write_from_time_to_time, args=(stop,))
    thread.start()
    ends = time.monotonic() + 20
    while not UsageCount.objects.exists() and time.monotonic() < ends:
        time.sleep(0.01)
    stop.set()
    thread.join()
    assert rows() == [("view", "", "phone", 1)]


def test_counts_are_written_when_there_are_many(publish, monkeypatch):
    version = publish()
    monkeypatch.setattr(usage, "MOST_KEYS", 3)
    for page in "abc":
        usage.count(request(), version.pk, Step.PAGE, page=page)
    assert len(rows()) == 3


def test_what_cannot_be_written_is_kept_for_the_next_time(publish, monkeypatch):
    usage.count(request(), publish().pk, Step.VIEW)
    with monkeypatch.context() as broken:
        broken.setattr(usage, "_write", fail)
        usage.flush()
    assert rows() == []
    usage.flush()
    assert rows() == [("view", "", "phone", 1)]


def fail(_counts):
    raise DatabaseError


def test_no_row_holds_anything_but_numbers_and_kinds():
    names = {field.name for field in UsageCount._meta.concrete_fields}
    assert names == {"id", "municipality", "day", "service", "step", "page", "device", "number"}


def counted(service, step, number, *, page="", day=None, device="desktop"):
    UsageCount.objects.create(
        service=service, day=day or timezone.localdate(), step=step, page=page, device=device, number=number
    )


@pytest.fixture
def used(publish):
    """A service that was used, and what its first page is called inside."""
    version = publish()
    service, page = version.service, questionnaire(version.pk).pages[0]
    counted(service, Step.VIEW, 30)
    counted(service, Step.VIEW, 10, device="phone")
    counted(service, Step.START, 20)
    counted(service, Step.PAGE, 19, page=page.key)
    counted(service, Step.PAGE, 7, page="gibt es nicht mehr")
    counted(service, Step.CHECK, 9)
    counted(service, Step.SENT, 8)
    counted(service, Step.VIEW, 100, day=dt.date(2025, 3, 1))
    return service, page


def test_figures_say_how_far_people_get_and_where_most_are_lost(used):
    service, page = used
    found = figures.figures(service, since=timezone.localdate())
    assert found.all == figures.Use(40, 20, 8)
    assert found.all.percent == 40
    assert [(one.title, one.number, one.percent, one.lost, one.most_lost) for one in found.pages] == [
        ("Antrag begonnen", 20, 100, 0, False),
        (f"{page.title}: {page.items[0].label}", 19, 95, 1, False),
        ("Angaben geprüft", 9, 45, 10, True),
        ("Abgesendet", 8, 40, 1, False),
    ]
    assert found.devices == (("Computer", 30, 75), ("Telefon", 10, 25))
    assert [use.views for _month, use in figures.figures(service, since=LAST_YEAR).months] == [40, 100]


def test_figures_of_a_service_that_nobody_used(publish):
    service = publish().service
    found = figures.figures(service, since=LAST_YEAR)
    assert (found.all, found.all.percent, found.pages, found.devices) == (figures.Use(), None, (), ())


def test_pages_of_the_service_owner_show_the_figures(used, owner, publish):
    publish(slug="unbenutzt")
    client = making.signed_in(owner)
    overview = html.fromstring(client.get("/amt/nutzung/").content)
    assert texts(overview, "//tbody/tr") == ["Zaun streichen 40 20 8 40 %", "Zaun streichen 0 0 0 –"]
    page = html.fromstring(client.get("/amt/leistungen/zaun/nutzung/?tage=365").content)
    assert texts(page, "//*[@class='c-figures']//dd") == ["40", "20", "8", "40 %"]
    assert client.get("/amt/leistungen/zaun/nutzung/?tage=quatsch").status_code == 200
    nobody = html.fromstring(client.get("/amt/leistungen/unbenutzt/nutzung/").content)
    assert "In dieser Zeit ist noch nichts gezählt." in nobody.text_content()


def colleague_of(department):
    return making.colleague(Grant(Role.SERVICE_OWNER, department))


def test_figures_are_for_those_who_care_for_the_service(used):
    elsewhere = making.signed_in(colleague_of(making.department("Amt")))
    assert elsewhere.get("/amt/leistungen/zaun/nutzung/").status_code == 404
    assert texts(html.fromstring(elsewhere.get("/amt/nutzung/").content), "//tbody/tr") == []

"""Noting what still comes on paper: by those who care for a service, month by month."""

import pytest
import time_machine

from rathaus.applications.models import PaperCount
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.cases import builders
from tests.people.making import colleague, signed_in

pytestmark = pytest.mark.usefixtures("scoped")
PAGE = "/amt/papier/?monat=2026-10"


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-10T12:00:00Z"):
        yield


@pytest.fixture
def taxes():
    return builders.department()


@pytest.fixture
def owner(taxes):
    return signed_in(colleague(Grant(Role.SERVICE_OWNER, taxes)))


def noted():
    return {(str(row.service), f"{row.month:%Y-%m}"): row.number for row in PaperCount.objects.all()}


def test_numbers_are_kept_by_service_and_month(taxes, owner):
    dog, fence = builders.service(taxes), builders.service(taxes, "Zaun")
    answer = owner.post(PAGE, {str(dog.pk): "7", str(fence.pk): ""}, follow=True)
    assert "Die Zahlen für Oktober 2026 sind gespeichert." in answer.content.decode()
    assert noted() == {("Hund anmelden", "2026-10"): 7}
    owner.post(PAGE, {str(dog.pk): "0", str(fence.pk): "3"})
    assert noted() == {("Hund anmelden", "2026-10"): 0, ("Zaun", "2026-10"): 3}


def test_what_is_no_number_is_told_and_nothing_is_kept(taxes, owner):
    dog = builders.service(taxes)
    answer = owner.post(PAGE, {str(dog.pk): "viele"})
    assert "Schreiben Sie eine ganze Zahl, zum Beispiel 12." in answer.content.decode()
    assert noted() == {}


def test_month_that_is_not_over_cannot_be_chosen(taxes, owner):
    builders.service(taxes)
    assert "<h2>Oktober 2026</h2>" in owner.get("/amt/papier/?monat=2026-11").content.decode()


def test_services_of_other_departments_are_not_offered(taxes, owner):
    foreign = builders.service(builders.department("Bauen", "bauen@musterstadt.example"), "Baum")
    assert "Baum" not in owner.get(PAGE).content.decode()
    owner.post(PAGE, {str(foreign.pk): "9"})
    assert noted() == {}

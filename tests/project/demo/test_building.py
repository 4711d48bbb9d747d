"""The demo town is built through the real actions, and everything a visitor may look for is in it."""

import pytest

from rathaus.applications.models import Application
from rathaus.cases.models import Case, Outcome, State
from rathaus.catalogue import queries
from rathaus.people.models import Account
from rathaus.project.demo import building, town
from rathaus.project.demo.codes import totp
from rathaus.protection import audit
from rathaus.towns import scope
from rathaus.towns.models import Municipality


@pytest.fixture
def demo(db):
    access = building.build(lambda _what: None)
    with scope.of(Municipality.objects.get(slug=town.SLUG)):
        yield access


def test_everything_is_there_after_building(demo):
    assert len(queries.catalogue().cards) == 12
    assert Application.objects.count() == 12
    assert {case.state for case in Case.objects.all()} == set(State.values)
    assert {case.outcome for case in Case.objects.all()} - {""} == set(Outcome.values)
    assert len(demo.samples) == 12


def test_accounts_sign_in_with_the_password_that_is_printed(demo):
    accounts = {account.email: account for account in Account.objects.all()}
    assert set(accounts) == {person.email for person in town.PEOPLE}
    assert all(account.check_password(demo.password) for account in accounts.values())


def test_audit_chain_of_the_demo_is_sound(demo):
    report = audit.verify(scope.current())
    assert (report.problems, report.entries > 50) == ([], True)


def test_status_page_opens_with_number_and_code(demo, client):
    sample = demo.samples[0]
    answer = client.post("/status/", {"nummer": sample.number, "code": sample.code}, follow=True)
    assert answer.status_code == 200
    assert sample.number in answer.content.decode()


def test_code_is_the_one_of_the_standard():
    """RFC 6238, appendix B, SHA-1; the last six of eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [totp(secret, at) for at in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]

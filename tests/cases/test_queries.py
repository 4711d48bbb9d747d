"""The inbox: whose cases, which of them, in which order, and at what cost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rathaus.cases import actions, queries
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, Outcome, State
from rathaus.cases.queries import ALL, Filters
from rathaus.people.models import Account
from rathaus.people.permissions import grants_of
from rathaus.protection.sealing import destroy
from rathaus.towns import scope
from rathaus.towns.transactions import atomic_write
from tests.cases import builders

MAX = replace(builders.ANNA, family="Öztürk", given="Max")
FIRM = replace(builders.ANNA, family="Sommer", given="Eva", firm="Bäckerei Groß GmbH")


def inbox(by, **filters):
    return queries.inbox(grants_of(by.id), Account.objects.get(pk=by.id), Filters(**filters))


def numbers(found) -> list[str]:
    return [row.case.application.number for row in found.rows]


def number(case) -> str:
    return case.application.number


@pytest.fixture
def three(service):
    """Cases of Anna, Max and a firm, in the order of their arrival."""
    start = timezone.now() - timedelta(days=9)
    people = (builders.ANNA, MAX, FIRM)
    return [builders.case(service, who, at=start + timedelta(days=day)) for day, who in enumerate(people)]


def test_what_waits_longest_comes_first(three, petra):
    assert numbers(inbox(petra)) == [number(case) for case in three]


def test_rows_name_the_applicant(three, petra):
    names = [row.applicant for row in inbox(petra).rows]
    assert names == ["Anna Müller-Lüdenscheidt", "Max Öztürk", "Bäckerei Groß GmbH"]


def test_an_erased_applicant_has_no_name(three, petra):
    with atomic_write():
        destroy(three[0].application.data_key)
    assert [row.applicant for row in inbox(petra).rows] == ["", "Max Öztürk", "Bäckerei Groß GmbH"]


def test_another_department_sees_nothing(three, stranger):
    assert numbers(inbox(stranger)) == []


def test_another_town_sees_nothing(three, other_town):
    with scope.of(other_town):
        clerk = builders.actor("Olga Nachbar", builders.department())
        assert numbers(inbox(clerk)) == []


def test_decided_cases_leave_the_inbox_and_are_found_as_decided(three, petra):
    for case in three[:2]:
        actions.take_over(case.pk, by=petra)
        actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    assert numbers(inbox(petra)) == [number(three[2])]
    assert numbers(inbox(petra, state=State.DECIDED)) == [number(three[1]), number(three[0])]
    assert numbers(inbox(petra, state=ALL)) == [number(case) for case in reversed(three)]


def test_by_state(three, petra):
    actions.take_over(three[1].pk, by=petra)
    assert numbers(inbox(petra, state=State.WORKING)) == [number(three[1])]
    assert numbers(inbox(petra, state=State.NEW)) == [number(three[0]), number(three[2])]


def test_mine(three, petra, klaus):
    actions.take_over(three[1].pk, by=petra)
    assert numbers(inbox(petra, mine=True)) == [number(three[1])]
    assert numbers(inbox(klaus, mine=True)) == []


def test_overdue_by_our_deadline_and_by_the_applicant_s(three, petra):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert numbers(inbox(petra, overdue=True)) == []
    Case.objects.filter(pk=three[0].pk).update(due_on=yesterday)
    Case.objects.filter(pk=three[1].pk).update(reply_due_on=yesterday)
    found = inbox(petra, overdue=True)
    assert numbers(found) == [number(three[0]), number(three[1])]
    assert [row.overdue for row in inbox(petra).rows] == [True, True, False]


def test_by_service(three, petra, taxes):
    other = builders.case(builders.service(taxes, "Zweitwohnung anmelden"))
    assert numbers(inbox(petra, service=other.service_id)) == [number(other)]
    assert numbers(inbox(petra, service=uuid4())) == []


@pytest.mark.parametrize("query", ["müller", "MUELLER", "Lüdenscheidt Anna", "Anna Müller-Lüdenscheidt"])
def test_search_finds_whole_words_of_a_name(three, petra, query):
    assert numbers(inbox(petra, query=query)) == [number(three[0])]


@pytest.mark.parametrize("query", ["bäckerei", "Gross", "sommer"])
def test_search_finds_a_firm_by_its_name_and_its_owner(three, petra, query):
    assert numbers(inbox(petra, query=query)) == [number(three[2])]


@pytest.mark.parametrize("query", ["Müll", "Anna Öztürk", "…", "2026-0000-0000"])
def test_search_finds_no_parts_and_no_mixtures(three, petra, query):
    assert numbers(inbox(petra, query=query)) == []


def test_search_by_number_however_it_is_typed(three, petra):
    typed = number(three[2]).lower().replace("-", " ")
    assert numbers(inbox(petra, query=typed)) == [number(three[2])]


@pytest.mark.parametrize("state", ["open", ALL])
def test_pages_follow_each_other_without_gap_or_repetition(service, petra, monkeypatch, state):
    monkeypatch.setattr(queries, "PAGE", 3)
    at = datetime(2026, 11, 18, 8, tzinfo=UTC)
    made = {number(builders.case(service, at=at)) for _ in range(5)} | {
        number(builders.case(service, at=at + timedelta(microseconds=1))) for _ in range(3)
    }
    seen, after = [], ""
    for _ in range(3):
        found = inbox(petra, state=state, after=after)
        seen += numbers(found)
        after = found.next
    assert after == ""
    assert len(seen) == 8
    assert set(seen) == made


@pytest.mark.parametrize("after", ["!", "bm9uc2Vuc2U", "MjAyNi0xMS0xOFQwODowMDowMCB4", "ü" * 5])
def test_a_mangled_cursor_shows_the_first_page(three, petra, after):
    assert numbers(inbox(petra, after=after)) == [number(case) for case in three]


def test_the_number_of_queries_does_not_grow(service, petra, django_assert_num_queries):
    account, grants = Account.objects.get(pk=petra.id), grants_of(petra.id)
    for wanted in (1, 26):
        while Case.objects.count() < wanted:
            builders.case(service)
        # One for the ids of the page, one for its rows with all that belongs to them; names are unsealed in memory.
        with django_assert_num_queries(2):
            found = queries.inbox(grants, account, Filters())
            assert len(found.rows) == min(wanted, queries.PAGE)


def test_colleagues_are_the_clerks_of_the_department(case, petra, klaus, stranger):
    names = [account.name for account in queries.colleagues(case)]
    assert names == ["Klaus Winter", "Petra Sommer"]

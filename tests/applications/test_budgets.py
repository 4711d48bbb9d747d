"""How many queries a page may cost, each of them named; none depends on how long the application is."""

from __future__ import annotations

from rathaus.applications.models import DraftRecord
from tests.applications.applicant import Applicant
from tests.applications.walking import FORWARD, PERSON, REASON, SLUG, to_check, to_person

TOWN = 1
"""Which town the host name belongs to."""
DRAFT = 1
"""The draft with its key; what is asked is in memory."""
OTHERS = 1
"""Who is to sign along; read only before sending."""
SAVE = 1
"""One UPDATE, in a transaction of its own, that counts only if nobody was faster."""


def measured(applicant: Applicant, assert_num_queries, queries: int, method: str, path: str, body=None) -> None:
    with assert_num_queries(queries):
        getattr(applicant.client, method)(path, body or {})


def test_reading_a_page(applicant: Applicant, django_assert_num_queries) -> None:
    to_person(applicant)
    measured(applicant, django_assert_num_queries, TOWN + DRAFT, "get", applicant.path)


def test_reading_check_and_task_list(applicant: Applicant, django_assert_num_queries) -> None:
    to_check(applicant)
    measured(applicant, django_assert_num_queries, TOWN + DRAFT + OTHERS, "get", applicant.path)
    tasks = applicant.path.removesuffix("pruefen/")
    measured(applicant, django_assert_num_queries, TOWN + DRAFT, "get", tasks)


def test_saving_a_page(applicant: Applicant, django_assert_num_queries) -> None:
    to_person(applicant)
    typed = {"G99000000004.F99000000005": "Käthe"}
    with django_assert_num_queries(TOWN + DRAFT + SAVE) as seen:
        applicant.client.post(applicant.path, typed)
    assert sum(query["sql"].startswith("UPDATE") for query in seen.captured_queries) == 1


def test_saving_the_same_again_writes_nothing(applicant: Applicant, django_assert_num_queries) -> None:
    to_person(applicant).press(FORWARD, PERSON).follow("Zurück")
    revision = DraftRecord.objects.get().revision
    with django_assert_num_queries(TOWN + DRAFT):
        applicant.client.post(applicant.path, {"G99000000004.F99000000005": PERSON["Vornamen"]})
    assert DraftRecord.objects.get().revision == revision


def test_a_second_applicant_compiles_nothing(applicant: Applicant, django_assert_num_queries) -> None:
    applicant.start(SLUG).press(FORWARD, REASON)
    other = Applicant().start(SLUG)
    measured(other, django_assert_num_queries, TOWN + DRAFT, "get", other.path)

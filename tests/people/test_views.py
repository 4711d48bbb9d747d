"""The pages of the administration do what they say."""

import pytest

from rathaus.events.models import OutboxMessage
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Department, Role
from tests.people.making import colleague, department, signed_in

# An action that refuses rolls back its transaction: a test must not wrap it in another one.
REALLY_COMMITS = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(scoped):
    return signed_in(colleague(Grant(Role.ADMINISTRATOR)))


def test_a_department_is_added_and_renamed(client):
    client.post("/amt/personal/fachbereich/", {"name": "Steuern"})
    added = Department.objects.get()
    client.post(f"/amt/personal/fachbereich/{added.pk}/", {"name": "Finanzen", "email": "f@musterstadt.example"})
    assert [(row.name, row.email) for row in Department.objects.all()] == [("Finanzen", "f@musterstadt.example")]


@REALLY_COMMITS
def test_a_taken_department_name_is_an_error_of_its_field(client):
    department("Steuern")
    answer = client.post("/amt/personal/fachbereich/", {"name": "Steuern"})
    assert answer.context["form"].errors == {"name": ["Einen Fachbereich mit diesem Namen gibt es schon."]}
    assert "<title>Fehler:" in answer.content.decode()


def test_inviting_gives_the_chosen_roles(client):
    taxes = department("Steuern")
    data = {"name": "Neu", "email": "neu@musterstadt.example", "clerk": [str(taxes.pk)], "service_owner": ["*"]}
    client.post("/amt/personal/einladen/", data)
    account = Account.objects.get(email="neu@musterstadt.example")
    roles = {(row.role, row.department) for row in account.memberships.all()}
    assert roles == {("clerk", taxes), ("service_owner", None)}
    assert OutboxMessage.objects.count() == 1


def test_inviting_without_any_task_is_refused(client):
    answer = client.post("/amt/personal/einladen/", {"name": "Neu", "email": "neu@musterstadt.example"})
    assert answer.context["form"].non_field_errors() == ["Wählen Sie mindestens eine Aufgabe aus."]
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("sperren", "Das Konto ist gesperrt."),
        ("freigeben", "Das Konto ist wieder freigegeben."),
        ("einladen", "Die Einladung wird noch einmal verschickt."),
        ("zweiter-faktor", "Der zweite Faktor ist entfernt."),
    ],
)
def test_what_can_be_done_with_an_account_says_that_it_is_done(client, what, sentence):
    other = colleague(Grant(Role.CLERK), email="andere@musterstadt.example").account
    answer = client.post(f"/amt/personal/konto/{other.pk}/{what}/", follow=True)
    assert sentence in answer.content.decode()


@REALLY_COMMITS
def test_locking_out_the_last_administrator_is_refused_with_a_sentence(client):
    me = Account.objects.get()
    answer = client.post(f"/amt/personal/konto/{me.pk}/sperren/", follow=True)
    assert "Dieses Konto ist die letzte Administration." in answer.content.decode()
    assert Account.objects.get().is_active


def test_what_nobody_can_do_does_not_exist(client):
    me = Account.objects.get()
    assert client.post(f"/amt/personal/konto/{me.pk}/befoerdern/").status_code == 404
    assert client.get(f"/amt/personal/konto/{me.pk}/sperren/").status_code == 405


def test_the_working_day_begins_where_one_works(client):
    assert client.get("/amt/").headers["Location"] == "/amt/personal/"

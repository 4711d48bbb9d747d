"""The door to the administration: who is let in, who is sent where, and that the towns' wall holds behind it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.urls import reverse

from rathaus.documents import mail as mails
from rathaus.events.models import OutboxMessage
from rathaus.people import actions, mail, second_factor
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Role
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.models import Host
from tests.people.making import OPERATOR, PASSWORD, SECRET, colleague, department, signed_in

STAFF = "/amt/personal/"


@pytest.fixture
def two_towns(town, other_town):
    """Both towns with a host name, so that a request reaches the one it names."""
    for municipality in (town, other_town):
        Host.objects.create(hostname=f"{municipality.slug}.example", municipality=municipality)
    return town, other_town


def test_strangers_are_sent_to_sign_in(scoped):
    assert Client().get(STAFF).headers["Location"] == f"/konto/anmelden/?next={STAFF}"


def test_without_a_second_factor_one_is_set_up_first(scoped):
    person = colleague(Grant(Role.ADMINISTRATOR))
    second_factor.forget(person.account)
    assert signed_in(person).get(STAFF).headers["Location"] == reverse("mfa_activate_totp")


def test_without_the_permission_the_answer_is_403(scoped):
    assert signed_in(colleague(Grant(Role.CLERK))).get(STAFF).status_code == 403


def test_a_locked_account_is_out_at_once(scoped):
    person = colleague(Grant(Role.ADMINISTRATOR))
    colleague(Grant(Role.ADMINISTRATOR), email="andere@musterstadt.example")
    client = signed_in(person)
    assert client.get(STAFF).status_code == 200
    actions.deactivate(person.account, by=OPERATOR)
    assert client.get(STAFF).status_code == 302


def test_signing_in_takes_password_and_code(scoped):
    person = colleague(Grant(Role.ADMINISTRATOR))
    client = Client()
    answer = client.post("/konto/anmelden/", {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/konto/code/"
    assert client.get(STAFF).status_code == 302
    client.post("/konto/code/", {"code": person.code()})
    assert client.get(STAFF).status_code == 200
    assert list(AuditEntry.objects.filter(action="account.signed_in").values_list("actor_label", flat=True)) == [
        "Kim Weber"
    ]


def test_a_code_opens_the_door_once(scoped):
    person = colleague(Grant(Role.ADMINISTRATOR))
    code = person.code()
    for expected in (200, 302):
        client = Client()
        client.post("/konto/anmelden/", {"login": person.email, "password": PASSWORD})
        client.post("/konto/code/", {"code": code})
        assert client.get(STAFF).status_code == expected


def test_five_wrong_passwords_close_the_door_for_a_while(scoped):
    person = colleague(Grant(Role.ADMINISTRATOR))
    client = Client()
    for _ in range(5):
        client.post("/konto/anmelden/", {"login": person.email, "password": "falsch"})
    answer = client.post("/konto/anmelden/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "Zu viele Versuche" in answer.content.decode()


def test_counters_of_attempts_name_nobody(scoped):
    Client().post("/konto/anmelden/", {"login": "jemand@musterstadt.example", "password": "falsch"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM rathaus_cache")
        rows = cursor.fetchall()
    assert rows
    assert not any("jemand" in str(row) or "127.0.0.1" in str(row) for row in rows)


def test_nobody_registers(scoped):
    assert Client().get("/konto/registrieren/").status_code == 404


def test_the_second_factor_rests_sealed(scoped):
    account = colleague(Grant(Role.CLERK)).account
    stored = Authenticator.objects.get(user=account).data["secret"]
    assert SECRET not in stored
    assert second_factor.unseal(stored) == SECRET


def test_a_session_of_one_town_is_worth_nothing_in_another(two_towns):
    town, _ = two_towns
    with scope.of(town):
        client = signed_in(colleague(Grant(Role.ADMINISTRATOR)))
    assert client.get(STAFF, headers={"host": "musterstadt.example"}).status_code == 200
    assert client.get(STAFF, headers={"host": "nachbarstadt.example"}).status_code == 302


def test_a_password_of_one_town_opens_nothing_in_another(two_towns):
    town, _ = two_towns
    with scope.of(town):
        person = colleague(Grant(Role.ADMINISTRATOR))
    data = {"login": person.email, "password": PASSWORD}
    answer = Client().post("/konto/anmelden/", data, headers={"host": "nachbarstadt.example"})
    assert "E-Mail-Adresse oder Passwort stimmt nicht." in answer.content.decode()


def test_the_same_person_signs_in_to_each_town_with_its_own_account(two_towns):
    for municipality in two_towns:
        with scope.of(municipality):
            person = colleague(Grant(Role.ADMINISTRATOR))
            assert Account.objects.get() == person.account
        data = {"login": person.email, "password": PASSWORD}
        answer = Client().post("/konto/anmelden/", data, headers={"host": f"{municipality.slug}.example"})
        assert answer.headers["Location"] == "/konto/code/"


def test_rows_of_another_town_do_not_exist(two_towns):
    town, other = two_towns
    with scope.of(other):
        foreign, foreign_department = colleague(Grant(Role.CLERK)).account, department()
    with scope.of(town):
        client = signed_in(colleague(Grant(Role.ADMINISTRATOR)))
    here = {"headers": {"host": "musterstadt.example"}}
    assert client.get(f"{STAFF}konto/{foreign.pk}/", **here).status_code == 404
    assert client.get(f"{STAFF}fachbereich/{foreign_department.pk}/", **here).status_code == 404
    for what in ("sperren", "freigeben", "einladen", "zweiter-faktor"):
        assert client.post(f"{STAFF}konto/{foreign.pk}/{what}/", **here).status_code == 404


def test_a_forgotten_password_brings_a_link_that_works_once(town):
    Host.objects.create(hostname="musterstadt.example", municipality=town)
    with scope.of(town):
        person = colleague(Grant(Role.ADMINISTRATOR))
        client = Client(headers={"host": "musterstadt.example"})
        client.post("/konto/passwort/vergessen/", {"email": person.email})
        message = OutboxMessage.objects.get()
        assert "@" not in str(message.payload)
        mails.deliver(message.payload, message.key)
    [sent] = outgoing.outbox
    assert sent.to == [person.email]
    link = next(line for line in sent.body.splitlines() if "/konto/passwort/neu/" in line)
    path = link[link.index("/konto/") :]
    form = client.get(path).headers["Location"]
    new = {"password1": "ganz andere woerter", "password2": "ganz andere woerter"}
    assert client.post(form, new).headers["Location"] == "/konto/code/"
    assert "Dieser Link gilt nicht mehr" in Client(headers={"host": "musterstadt.example"}).get(path).content.decode()
    assert EmailAddress.objects.count() == 0


def test_an_unknown_address_gets_the_same_answer_and_no_mail(scoped):
    answer = Client().post("/konto/passwort/vergessen/", {"email": "niemand@musterstadt.example"})
    assert answer.headers["Location"] == "/konto/passwort/vergessen/gesendet/"
    assert OutboxMessage.objects.count() == 0


def test_a_mail_to_a_locked_account_is_not_written(scoped):
    account = colleague(Grant(Role.CLERK)).account
    actions.deactivate(account, by=OPERATOR)
    assert mail.reset(account.pk) is None


def test_no_session_keeps_the_password(scoped):
    client = Client()
    person = colleague(Grant(Role.ADMINISTRATOR))
    client.post("/konto/anmelden/", {"login": person.email, "password": PASSWORD})
    assert all(PASSWORD not in str(row.get_decoded()) for row in Session.objects.all())

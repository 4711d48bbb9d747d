"""Accounts of citizens: registering, signing in, data for prefilling, deleting; and that both doors stay apart."""

from __future__ import annotations

import datetime as dt
import re
import time
from http import HTTPStatus

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.utils import timezone

from rathaus.documents.mail import deliver
from rathaus.events.models import OutboxMessage
from rathaus.people import actors, citizens, permissions, registering, second_factor
from rathaus.people.actions import Grant
from rathaus.people.models import Account, AccountKind, Citizen, Membership, Role
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.catalogue.pages import problems
from tests.people.citizen import EMAIL, citizen, visitor
from tests.people.making import PASSWORD, SECRET, colleague, signed_in


def mails() -> list[str]:
    """The texts of all mails so far."""
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(topic="mail").order_by("created_at"):
        deliver(message.payload, message.key)
    return [one.body for one in mail.outbox if one.to == [EMAIL]]


def link_in(text: str) -> str:
    return re.search(r"/mein/passwort/neu/\S+", text.replace("\n", "")).group().split("Freundliche")[0]


# Registering and signing in -------------------------------------------------------------------------------------------


@pytest.fixture
def client(scoped) -> Client:
    return Client()


def test_register_confirm_and_be_in(client) -> None:
    assert client.post("/mein/registrieren/", {"email": EMAIL}).headers["Location"] == "/mein/gesendet/"
    page = client.get(link_in(mails()[0]), follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (302, "/mein/")
    assert client.get("/mein/").status_code == 200


def test_the_mail_to_a_new_account_is_in_the_language_of_the_page(client) -> None:
    client.post("/mein/registrieren/", {"email": EMAIL}, headers={"accept-language": "en"})
    assert [text.splitlines()[0] for text in mails()] == ["Hello,"]


def test_sign_in_with_address_and_password(client) -> None:
    citizen()
    wrong = client.post("/mein/anmelden/", {"login": EMAIL, "password": "falsch"})
    assert "E-Mail-Adresse oder Passwort stimmt nicht" in wrong.content.decode()
    done = client.post("/mein/anmelden/", {"login": f" {EMAIL.upper()} ", "password": PASSWORD})
    assert done.headers["Location"] == "/mein/"


def test_the_second_step_of_a_citizen_stays_behind_the_same_door(client) -> None:
    second_factor.enrol(citizen(), SECRET)
    page = client.post("/mein/anmelden/", {"login": EMAIL, "password": PASSWORD}, follow=True)
    assert (page.request["PATH_INFO"], "Verwaltung" in page.content.decode()) == ("/konto/code/", False)
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert client.post("/konto/code/", {"code": code}).headers["Location"] == "/mein/"


BACK = "/leistungen/hund/"


def test_signing_in_leads_back_to_where_somebody_came_from(client) -> None:
    second_factor.enrol(citizen(), SECRET)
    client.get(f"/mein/anmelden/?next={BACK}")
    client.post("/mein/anmelden/", {"login": EMAIL, "password": PASSWORD, "next": BACK})
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert client.post("/konto/code/", {"code": code}).headers["Location"] == BACK


def test_registering_leads_back_too(client) -> None:
    page = client.get(f"/mein/anmelden/?next={BACK}").content.decode()
    assert f"/mein/registrieren/?next={BACK}" in page
    client.post(f"/mein/registrieren/?next={BACK}", {"email": EMAIL})
    page = client.get(link_in(mails()[0]), follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert done.headers["Location"] == BACK


def test_signing_in_leads_back_once_and_a_later_visit_decides_anew(client) -> None:
    citizen()
    client.get(f"/mein/anmelden/?next={BACK}")
    client.get("/mein/anmelden/")
    assert client.post("/mein/anmelden/", {"login": EMAIL, "password": PASSWORD}).headers["Location"] == "/mein/"


@pytest.mark.parametrize(
    "address",
    ["https://boese.example/", "//boese.example/", "/\\boese.example/", "http:boese.example", "javascript:alert(1)",
     "http://testserver/mein/", "mein/"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_house(client, address) -> None:
    citizen()
    client.get("/mein/anmelden/", {"next": address})
    done = client.post("/mein/anmelden/", {"login": EMAIL, "password": PASSWORD, "next": address})
    assert done.headers["Location"] == "/mein/"


def test_the_address_of_an_account_stands_nowhere_in_clear(scoped) -> None:
    account = citizen()
    registering.save_profile(account, {"family": "Özdemir"}, by=actors.holder(account))
    stored = repr([list(model.objects.values_list()) for model in (Account, Citizen, OutboxMessage, AuditEntry)])
    assert [word for word in (EMAIL, "kaethe", "Özdemir") if word in stored] == []
    assert (citizens.profile(account).email, citizens.profile(account).family) == (EMAIL, "Özdemir")
    assert EmailAddress.objects.count() == 0


def test_registering_again_tells_only_the_owner_of_the_address(client) -> None:
    citizen()
    answer = client.post("/mein/registrieren/", {"email": EMAIL})
    assert answer.headers["Location"] == "/mein/gesendet/"
    assert (Account.objects.count(), "Sie haben schon eines." in mails()[-1].replace("\n", " ")) == (1, True)


def test_one_mail_an_hour_at_most(scoped) -> None:
    with time_machine.travel("2026-11-27T08:00:00Z", tick=False) as clock:
        for _ in range(3):
            registering.register(EMAIL)
        clock.shift(3600)
        registering.register(EMAIL)
    assert OutboxMessage.objects.filter(topic="mail").count() == 2


def test_who_never_comes_by_the_link_is_forgotten(scoped) -> None:
    waiting = registering.register("nie@example.org")
    staying = citizen()
    Account.objects.update(created_at=timezone.now() - dt.timedelta(days=4))
    registering.forget_unconfirmed()
    assert list(Account.objects.values_list("pk", flat=True)) == [staying.pk]
    assert DataKey.objects.filter(wrapped=None).count() == 1
    assert waiting.pk != staying.pk


def test_a_forgotten_password_is_set_anew_behind_the_same_door(client) -> None:
    citizen()
    client.post("/mein/passwort/vergessen/", {"email": EMAIL})
    page = client.get(link_in(mails()[-1]), follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": "neues langes wort", "password2": "neues langes wort"})
    assert done.headers["Location"] == "/mein/"


def test_a_used_link_says_so(client) -> None:
    registering.register(EMAIL)
    link = link_in(mails()[0])
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert "Dieser Link gilt nicht mehr" in Client().get(link, follow=True).content.decode()


def test_a_passkey_page_asks_for_a_key_that_checks_its_holder(scoped) -> None:
    text = visitor(citizen()).get("/mein/passkey/", follow=True).content.decode()
    assert "Noch einmal bestätigen" in text or '"userVerification": "required"' in text


def test_the_passkey_of_nobody_is_refused(client) -> None:
    assert client.get("/mein/anmelden/passkey/").headers["Location"] == "/mein/anmelden/"
    answer = client.get("/mein/anmelden/passkey/", headers={"accept": "application/json"})
    assert set(answer.json()["request_options"]["publicKey"]) >= {"challenge", "rpId"}
    refused = client.post("/mein/anmelden/passkey/", {"credential": "{}"}, follow=True)
    assert "Dieser Passkey gehört zu keinem Konto hier." in refused.content.decode()


# Data -----------------------------------------------------------------------------------------------------------------


def test_my_data_are_kept_and_shown(scoped) -> None:
    client = visitor(citizen())
    wrong = problems(client.post("/mein/daten/", {"date_of_birth": "31.2.1985", "phone": "nach acht"}).content)
    assert wrong == [
        "Geburtsdatum: Nötig ist ein Tag des Kalenders, zum Beispiel 31.12.1980.",
        "Telefonnummer: Nötig ist eine ganze Telefonnummer mit Vorwahl. Beispiel: 0251 1234567.",
    ]
    client.post("/mein/daten/", {"family": "Özdemir", "date_of_birth": "3.4.1985"})
    known = citizens.profile(Account.objects.get())
    assert (known.family, known.date_of_birth) == ("Özdemir", "1985-04-03")
    assert 'value="03.04.1985"' in client.get("/mein/daten/").content.decode()


@pytest.mark.parametrize("by", [Actor.applicant("x"), Actor.system("x"), Actor("staff", "x", "x")])
def test_nobody_else_changes_them(scoped, by: Actor) -> None:
    account = citizen()
    with pytest.raises(NotAllowed):
        registering.save_profile(account, {"family": "x"}, by=by)


def test_closing_asks_once_and_leaves_nothing(scoped) -> None:
    client = visitor(citizen())
    key = Citizen.objects.get().data_key_id
    assert client.get("/mein/loeschen/").status_code == 200
    assert client.post("/mein/loeschen/").headers["Location"] == "/"
    left = (Account.objects.count(), Citizen.objects.count(), DataKey.objects.get(pk=key).wrapped)
    assert left == (0, 0, None)
    assert client.get("/mein/").headers["Location"] == "/mein/anmelden/?next=/mein/"


# Both doors -----------------------------------------------------------------------------------------------------------


def test_a_citizen_gets_nothing_of_the_administration_even_with_a_role(scoped) -> None:
    account = citizen()
    Membership.objects.create(account=account, role=Role.ADMINISTRATOR)
    assert permissions.grants_of(account.pk).departments == {}
    assert visitor(account).get("/amt/personal/").status_code == HTTPStatus.FORBIDDEN


def test_the_administration_does_not_see_citizens(scoped) -> None:
    account = citizen()
    client = signed_in(colleague(Grant(Role.ADMINISTRATOR)))
    assert account.email not in client.get("/amt/personal/").content.decode()
    assert client.get(f"/amt/personal/konto/{account.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"/amt/personal/konto/{account.pk}/sperren/").status_code == HTTPStatus.NOT_FOUND


def test_staff_and_citizen_may_have_the_same_address(scoped) -> None:
    colleague(email=EMAIL)
    assert citizen().kind == AccountKind.CITIZEN
    assert Account.objects.count() == 2


def test_an_account_opens_only_its_own_door(client) -> None:
    citizen()
    colleague(email="amt@musterstadt.example")
    at_staff = client.post("/konto/anmelden/", {"login": EMAIL, "password": PASSWORD})
    at_citizens = client.post("/mein/anmelden/", {"login": "amt@musterstadt.example", "password": PASSWORD})
    assert [at_staff.status_code, at_citizens.status_code] == [200, 200]
    assert client.get("/mein/").status_code == 302

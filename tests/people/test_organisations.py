"""Businesses and associations with several people: who invites, who may what, and what is left at the end."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from rathaus.events.models import OutboxMessage
from rathaus.people import actors, organisations
from rathaus.people.models import Account, Delegate, Organisation, Power
from rathaus.people.organisations import Details
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.people.citizen import citizen, visitor

GARDEN = Details(firm="Gärtnerei Grün", street="Beetweg", number="1", postcode="12345", town="Musterstadt")


@pytest.fixture
def boss(scoped) -> Account:
    return citizen()


@pytest.fixture
def garden(boss) -> Organisation:
    return organisations.found(GARDEN, account=boss, by=actors.holder(boss))


def invited(garden: Organisation, boss: Account, power: Power = Power.PREPARE) -> Delegate:
    """Somebody invited who has an account already."""
    citizen("gehilfe@example.org")
    return organisations.invite(garden, "gehilfe@example.org", power, account=boss, by=actors.holder(boss))


def test_its_founder_manages_it_and_its_name_rests_sealed(garden, boss) -> None:
    assert organisations.delegation(boss, garden.pk).manages
    assert organisations.details(Organisation.objects.select_related("data_key").get()) == GARDEN
    stored = repr([list(model.objects.values_list()) for model in (Organisation, Delegate, AuditEntry, OutboxMessage)])
    assert [word for word in ("Gärtnerei", "Beetweg") if word in stored] == []


def test_who_is_invited_acts_only_after_accepting(garden, boss) -> None:
    delegate = invited(garden, boss)
    assert organisations.delegation(delegate.account, garden.pk) is None
    organisations.accept(delegate, by=actors.holder(delegate.account))
    held = organisations.delegation(delegate.account, garden.pk)
    assert (held.may_send, held.manages) == (False, False)
    assert OutboxMessage.objects.filter(payload__kind="people.delegated").count() == 1


def test_nobody_is_invited_twice(garden, boss) -> None:
    invited(garden, boss)
    with pytest.raises(ValidationError, match="Diese Adresse ist schon eingeladen"):
        organisations.invite(garden, "Gehilfe@example.org", Power.SEND, account=boss, by=actors.holder(boss))


def test_only_who_manages_invites_and_changes(garden, boss) -> None:
    delegate = invited(garden, boss, Power.SEND)
    organisations.accept(delegate, by=actors.holder(delegate.account))
    by = actors.holder(delegate.account)
    with pytest.raises(NotAllowed):
        organisations.invite(garden, "x@example.org", Power.PREPARE, account=delegate.account, by=by)
    with pytest.raises(NotAllowed):
        organisations.change(garden, Details("Anders"), account=delegate.account, by=by)
    with pytest.raises(NotAllowed):
        organisations.remove(garden.delegates.get(account=boss), account=delegate.account, by=by)


def test_nobody_accepts_for_others(garden, boss) -> None:
    with pytest.raises(NotAllowed):
        organisations.accept(invited(garden, boss), by=Actor.applicant("x"))


@pytest.mark.django_db(transaction=True)
def test_the_last_who_manages_stays_until_nobody_else_is_left(garden, boss) -> None:
    delegate, own = invited(garden, boss), garden.delegates.get(account=boss)
    with pytest.raises(ValidationError, match="Bestimmen Sie zuerst jemand anderen"):
        organisations.remove(own, account=boss, by=actors.holder(boss))
    assert garden.delegates.count() == 2
    assert delegate.pk != own.pk


def test_with_the_last_one_the_organisation_goes_for_good(garden, boss) -> None:
    organisations.remove(garden.delegates.get(), account=boss, by=actors.holder(boss))
    assert (Organisation.objects.count(), DataKey.objects.get(pk=garden.data_key_id).wrapped) == (0, None)


@pytest.mark.django_db(transaction=True)
def test_the_pages_from_founding_to_leaving(boss) -> None:
    client, helper = visitor(boss), visitor(citizen("gehilfe@example.org"))
    page = client.post("/mein/organisation/neu/", {"firm": "Gärtnerei Grün"}).headers["Location"]
    assert "Diese Adresse ist schon eingeladen." in _twice(client, page)
    delegate = Delegate.objects.get(power="send")
    assert "Einladung von Gärtnerei Grün" in helper.get("/mein/").content.decode()
    assert helper.get(page).status_code == 404
    helper.post(f"/mein/organisation/mitglied/{delegate.pk}/annehmen/")
    assert "Jemanden einladen" not in helper.get(page).content.decode()
    client.post(page, {"firm": "Grün GmbH", "speichern": "1"})
    assert "Grün GmbH" in helper.get("/mein/").content.decode()
    assert client.post("/mein/loeschen/").headers["Location"] == page
    client.post(f"/mein/organisation/mitglied/{delegate.pk}/entfernen/")
    assert client.post("/mein/loeschen/").headers["Location"] == "/"
    assert (Organisation.objects.count(), Account.objects.count()) == (0, 1)


def _twice(client, page: str) -> str:
    for _ in range(2):
        answer = client.post(page, {"email": "gehilfe@example.org", "power": "send", "einladen": "1"})
    return answer.content.decode()


def test_a_stranger_takes_nobody_out(garden, boss) -> None:
    other = visitor(citizen("fremd@example.org"))
    own = garden.delegates.get()
    assert other.post(f"/mein/organisation/mitglied/{own.pk}/entfernen/").status_code == 404
    assert other.post(f"/mein/organisation/mitglied/{own.pk}/annehmen/").status_code == 404
    assert garden.delegates.count() == 1

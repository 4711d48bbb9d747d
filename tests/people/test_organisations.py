"""Businesses and associations with several people: who invites, who may what, and what is left at the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from rathaus.events.models import OutboxMessage
from rathaus.people import actors, contacts, organisations
from rathaus.people.contacts import Contact
from rathaus.people.models import Account, Delegate, Organisation, Power
from rathaus.people.organisations import Details
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.catalogue.pages import problems
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


def test_who_manages_lets_others_do_more_or_less(garden, boss) -> None:
    delegate, client = invited(garden, boss), visitor(boss)
    organisations.accept(delegate, by=actors.holder(delegate.account))
    helper, path = visitor(delegate.account), f"/mein/organisation/mitglied/{delegate.pk}/"
    assert "alles ist keine gültige Auswahl." in problems(client.post(path, {"power": "alles"}).content)[0]
    assert (helper.get(path).status_code, helper.post(path, {"power": "manage"}).status_code) == (403, 403)
    checked = html.fromstring(client.get(path).content).xpath("//input[@name='power'][@checked]/@value")
    assert checked == ["prepare"]
    client.post(path, {"power": "send"})
    assert organisations.delegation(delegate.account, garden.pk).power == Power.SEND
    by = actors.holder(delegate.account)
    with pytest.raises(NotAllowed):
        organisations.empower(delegate, Power.MANAGE, account=delegate.account, by=by)


@pytest.mark.django_db(transaction=True)
def test_the_last_who_manages_goes_on_doing_so(garden, boss) -> None:
    own, client = garden.delegates.get(account=boss), visitor(boss)
    answer = client.post(f"/mein/organisation/mitglied/{own.pk}/", {"power": "send"})
    assert problems(answer.content) == ["Was darf die Person? Bestimmen Sie zuerst jemand anderen, der verwaltet."]
    assert organisations.delegation(boss, garden.pk).manages


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


# Contacts -------------------------------------------------------------------------------------------------------------

MARA = Contact("Mara", "Grün", role="Buchhaltung", phone="02511234567", email="mara@example.org")


def test_contacts_are_kept_sealed_changed_and_removed(garden, boss) -> None:
    by = actors.holder(boss)
    mara = contacts.save(garden, MARA, account=boss, by=by)
    jo = contacts.save(garden, Contact("Jo", "Beet"), account=boss, by=by)
    garden.refresh_from_db()
    assert contacts.contacts(garden) == (replace(MARA, id=mara.id), jo)
    contacts.save(garden, replace(mara, role="Leitung"), account=boss, by=by)
    organisations.change(garden, replace(GARDEN, town="Anderswo"), account=boss, by=by)
    contacts.remove(garden, jo.id, account=boss, by=by)
    contacts.save(garden, jo, account=boss, by=by)  # changed by somebody who did not see that it is gone
    garden.refresh_from_db()
    assert contacts.contacts(garden) == (replace(mara, role="Leitung"),)
    assert organisations.details(garden) == replace(GARDEN, town="Anderswo")
    stored = repr([list(model.objects.values_list()) for model in (Organisation, AuditEntry)])
    assert [word for word in ("Mara", "Buchhaltung", "02511234567", "mara@") if word in stored] == []


@pytest.mark.django_db(transaction=True)
def test_contacts_end_somewhere(garden, boss, monkeypatch) -> None:
    monkeypatch.setattr(contacts, "MOST", 1)
    contacts.save(garden, MARA, account=boss, by=actors.holder(boss))
    with pytest.raises(ValidationError, match="Mehr als 1 Ansprechpersonen gehen nicht"):
        contacts.save(garden, MARA, account=boss, by=actors.holder(boss))


def test_only_who_manages_changes_contacts(garden, boss) -> None:
    mara = contacts.save(garden, MARA, account=boss, by=actors.holder(boss))
    delegate = invited(garden, boss, Power.SEND)
    organisations.accept(delegate, by=actors.holder(delegate.account))
    by = actors.holder(delegate.account)
    with pytest.raises(NotAllowed):
        contacts.save(garden, MARA, account=delegate.account, by=by)
    with pytest.raises(NotAllowed):
        contacts.remove(garden, mara.id, account=delegate.account, by=by)
    page = f"/mein/organisation/{garden.pk}/"
    helper, stranger = visitor(delegate.account), visitor(citizen("fremd@example.org"))
    assert "Mara Grün" in helper.get(page).content.decode()
    addresses = [f"{page}ansprechperson/", f"{page}ansprechperson/{mara.id}/"]
    assert [one.get(address).status_code for one in (helper, stranger) for address in addresses] == [403, 403, 404, 404]


def test_contacts_on_their_pages(garden, boss) -> None:
    client, page = visitor(boss), f"/mein/organisation/{garden.pk}/ansprechperson/"
    refused = client.post(page, {"given": "Mara", "email": "mara"})
    assert problems(refused.content) == [
        "Familienname: Bitte füllen Sie dieses Feld aus.",
        "E-Mail-Adresse: Bitte geben Sie eine E-Mail-Adresse in der Form name@beispiel.de ein.",
    ]
    known = {"given": "Mara", "family": "Grün", "role": "Buchhaltung", "phone": "", "email": ""}
    assert client.post(page, known).headers["Location"] == f"/mein/organisation/{garden.pk}/"
    garden.refresh_from_db()
    (mara,) = contacts.contacts(garden)
    assert client.post(f"{page}{mara.id}/", {**known, "family": "Gelb"}).status_code == 302
    assert "Mara Gelb" in client.get(f"/mein/organisation/{garden.pk}/").content.decode()
    assert client.post(f"{page}{mara.id}/", {"entfernen": "1"}).status_code == 302
    assert client.get(f"{page}{mara.id}/").status_code == 404

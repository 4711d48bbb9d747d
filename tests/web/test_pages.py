"""The pages every town has: language, legal pages, errors."""

import datetime as dt
import re

import pytest
from django.test import Client

from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns import clock, scope
from rathaus.towns.models import Host
from rathaus.web import actions
from rathaus.web.models import TownDetails
from tests.people.making import OPERATOR, colleague, signed_in

LEGAL = ["/impressum/", "/datenschutz/", "/barrierefreiheit/"]


@pytest.mark.parametrize("address", LEGAL)
def test_legal_pages_mark_what_the_town_has_yet_to_say(scoped, address):
    assert "noch anzugeben" in Client().get(address).content.decode()


def test_legal_pages_show_what_the_town_says(scoped):
    every = {name: f"Angabe zu {name}" for name in (
        "address", "phone", "represented_by", "protection_officer", "protection_authority",
        "barriers", "barrier_contact", "enforcement_body",
    )}  # fmt: skip
    days = {"assessed_on": dt.date(2026, 11, 22), "reviewed_on": dt.date(2026, 11, 22)}
    details = TownDetails(**every, **days, email="rathaus@musterstadt.example", conformance="partial", assessment="own")
    actions.change_details(details, by=OPERATOR)
    pages = "".join(Client().get(address).content.decode() for address in LEGAL)
    assert "noch anzugeben" not in pages
    assert [name for name, text in every.items() if text not in pages] == []
    assert "22. November 2026" in pages
    assert "teilweise vereinbar" in pages


def test_security_txt_says_where_to_report_a_hole(scoped, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 27))
    client, address = Client(), "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    actions.change_details(TownDetails(security_contact="luecke@musterstadt.example"), by=OPERATOR)
    found = client.get(address)
    assert found.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert found.content.decode().splitlines() == [
        "Contact: mailto:luecke@musterstadt.example",
        "Expires: 2027-05-26T00:00:00Z",
        "Preferred-Languages: de, en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


def test_each_town_says_its_own(town, other_town):
    for municipality in (town, other_town):
        Host.objects.create(hostname=f"{municipality.slug}.example", municipality=municipality)
        with scope.of(municipality):
            actions.change_details(TownDetails(phone=f"Telefon {municipality.slug}"), by=OPERATOR)
    page = Client().get("/impressum/", headers={"host": "musterstadt.example"}).content.decode()
    assert "Telefon musterstadt" in page
    assert "Telefon nachbarstadt" not in page


def test_an_administrator_changes_the_details_twice_in_one_row(scoped):
    client = signed_in(colleague(Grant(Role.ADMINISTRATOR)))
    for phone in ("02331 1", "02331 2"):
        assert client.post("/amt/angaben/", {"phone": phone}).status_code == 302
    assert [row.phone for row in TownDetails.objects.all()] == ["02331 2"]
    assert AuditEntry.objects.filter(action="town.details_changed").count() == 2


def test_a_clerk_does_not_change_the_details(scoped):
    assert signed_in(colleague(Grant(Role.CLERK))).post("/amt/angaben/", {"phone": "1"}).status_code == 403
    assert TownDetails.objects.count() == 0


def test_the_chosen_language_stays_and_leads_back(scoped):
    client = Client()
    answer = client.get("/sprache/en/", {"next": "/impressum/?a=1"})
    assert answer.headers["Location"] == "/impressum/?a=1"
    page = client.get("/impressum/").content.decode()
    assert '<html lang="en">' in page
    assert "<h1>Legal notice</h1>" in page


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_the_language_switch_leads_nowhere_else(scoped, target):
    assert Client().get("/sprache/de/", {"next": target}).headers["Location"] == "/"


def test_an_unknown_language_does_not_exist(scoped):
    assert Client().get("/sprache/fr/").status_code == 404


def test_an_unknown_page_says_so_in_the_look_of_the_town(scoped):
    answer = Client().get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "<h1>Diese Seite gibt es nicht</h1>" in answer.content.decode()
    assert "Musterstadt" in answer.content.decode()


def test_an_unknown_host_names_no_town(town, other_town):
    Host.objects.create(hostname="musterstadt.example", municipality=town)
    Client().get("/impressum/", headers={"host": "musterstadt.example", "accept-language": "en"})
    answer = Client().get("/", headers={"host": "fremd.example"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1>Unter dieser Adresse ist kein Rathaus</h1>" in page
    assert "fremd.example" in page
    assert "Musterstadt" not in page


def test_a_form_from_elsewhere_is_refused_with_advice(scoped):
    answer = Client(enforce_csrf_checks=True).post("/konto/anmelden/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "<h1>Bitte senden Sie noch einmal</h1>" in answer.content.decode()


def test_a_failure_says_in_both_languages_what_is_safe(scoped, monkeypatch):
    monkeypatch.setattr("rathaus.web.queries.details", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/impressum/")
    assert answer.status_code == 500
    assert "Das liegt an uns, nicht an Ihnen." in answer.content.decode()
    assert 'lang="en"' in answer.content.decode()


@pytest.mark.parametrize("address", [*LEGAL, "/konto/anmelden/", "/gibt-es-nicht/"])
def test_nothing_on_a_page_is_inline(scoped, address):
    page = Client().get(address).content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []

"""The privacy notice of a service is made from its data, for the version that somebody fills in."""

import dataclasses

import pytest
from lxml import html

from rathaus.applications.actions import set_terms
from rathaus.catalogue import actions
from rathaus.catalogue.texts import LegalBasis, ServiceTexts
from tests.people.making import OPERATOR

TEXTS = ServiceTexts(
    name="Hund anmelden",
    purpose="Für die Steuer.",
    retention="Zehn Jahre.",
    recipients="Das Hundeamt.",
    legal_bases=(LegalBasis("§ 1 Hundesatzung", "https://recht.example"),),
)


def said(client, address: str) -> str:
    return " ".join(html.fromstring(client.get(address).content).xpath("//main")[0].text_content().split())


def test_notice_says_everything_that_is_known_of_the_service(client, service):
    actions.change_texts(service, TEXTS, by=OPERATOR)
    set_terms(service, draft_days=12, by=OPERATOR)
    text = said(client, "/leistungen/hund-anmelden/datenschutz/")
    expected = ["Für die Steuer.", "Zehn Jahre.", "Das Hundeamt.", "§ 1 Hundesatzung", "12 Tage", "Familienname"]
    assert [one for one in expected if one not in text] == []


def test_notice_of_a_bare_service_says_what_holds_for_all(client, service):
    actions.change_texts(service, ServiceTexts(name="Hund"), by=OPERATOR)
    text = said(client, "/leistungen/hund-anmelden/datenschutz/")
    expected = [
        "Andere Stellen bekommen Ihre Angaben nur, wenn ein Gesetz es verlangt.",
        "Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung",
        "30 Tage",
    ]
    assert [one for one in expected if one not in text] == []


def test_form_leads_to_the_notice_of_the_version_that_is_filled_in(applicant, service):
    actions.change_texts(service, TEXTS, by=OPERATOR)
    applicant.start("hund-anmelden")
    actions.change_texts(service, dataclasses.replace(TEXTS, purpose="Etwas Neues."), by=OPERATOR)
    applicant.follow("Was mit Ihren Angaben geschieht")
    assert "Für die Steuer." in applicant.body.decode()


@pytest.mark.parametrize("address", ["/leistungen/x/datenschutz/", "/antrag/{}/datenschutz/"])
def test_notice_of_nothing_is_not_found(client, service, address):
    assert client.get(address.format(service.pk)).status_code == 404

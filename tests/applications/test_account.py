"""With an account: my applications, prefilling, no code needed; and services that need one."""

from __future__ import annotations

import pytest

from rathaus.applications import queries
from rathaus.applications.actions import add_to_account, begin, set_terms
from rathaus.applications.errors import AccountNeeded
from rathaus.applications.models import Application, DraftRecord
from rathaus.people import actors, registering
from rathaus.people.models import Account
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.walking import FORWARD, HARMLESS, REASON, SLUG, send, to_person
from tests.people.citizen import citizen

KNOWN = {"given": "Käthe", "family": "Özdemir", "date_of_birth": "1985-04-03", "postcode": "1", "town": "Musterstadt"}
GIVEN = "G99000000004.F99000000005"


@pytest.fixture
def account(service) -> Account:
    """The account of somebody who has left some data."""
    made = citizen()
    registering.save_profile(made, KNOWN, by=actors.holder(made))
    return made


@pytest.fixture
def holder(account) -> Applicant:
    """Its holder, signed in."""
    applicant = Applicant()
    applicant.client.force_login(account)
    return applicant


def without_code(holder: Applicant) -> Applicant:
    """The same account on another device: nothing but the sign-in."""
    elsewhere = Applicant()
    elsewhere.client.force_login(Account.objects.get())
    return elsewhere


def test_what_the_account_knows_stands_there_and_says_so(holder: Applicant) -> None:
    to_person(holder)
    values = {one.get("name"): one.get("value") for one in holder.tree.xpath("//main//input[@type='text']")}
    assert values[GIVEN] == "Käthe"
    control = holder.tree.xpath(f"//input[@name='{GIVEN}']")[0]
    hint = holder.tree.xpath(f"//*[@id='{control.get('aria-describedby').split()[0]}']")[0].text_content()
    assert hint.endswith("Aus Ihrem Konto übernommen.")
    draft = queries.opened(DraftRecord.objects.select_related("data_key").get()).draft
    assert draft.values["G99000000004.F99000000016"] == "3.4.1985"
    assert "G99000000004.F99000000022" not in draft.values  # no postcode: it does not hold


def test_what_is_changed_is_ones_own(holder: Applicant) -> None:
    to_person(holder).press(FORWARD, {"Vornamen": "Karla"})
    draft = queries.opened(DraftRecord.objects.select_related("data_key").get()).draft
    assert (draft.values[GIVEN], GIVEN in draft.origins) == ("Karla", False)


def test_draft_and_application_open_without_the_code(holder: Applicant) -> None:
    to_person(holder)
    elsewhere = without_code(holder).open("/mein/").follow("Hund anmelden")
    assert elsewhere.path == f"/antrag/{DraftRecord.objects.get().pk}/"
    code = elsewhere.follow("Später weitermachen").tree.xpath("//*[@id='code']/text()")
    assert code == [holder.client.cookies["__Secure-antrag"].value]


def test_sent_applications_and_letters_are_listed(holder: Applicant) -> None:
    send(holder)
    elsewhere = without_code(holder).open("/mein/").follow("Hund anmelden")
    assert (elsewhere.heading, Application.objects.get().account_id) == (
        "Stand Ihres Antrags",
        Account.objects.get().pk,
    )


def test_another_account_opens_nothing(holder: Applicant) -> None:
    to_person(holder)
    other = Applicant()
    other.client.force_login(citizen("nachbarin@example.org"))
    assert other.open(f"/antrag/{DraftRecord.objects.get().pk}/").status == 404
    assert "Noch keine." in other.open("/mein/").tree.text_content()


def test_an_application_sent_without_is_put_into_the_account(applicant: Applicant, account) -> None:
    send(applicant).follow("Stand meines Antrags ansehen")
    assert applicant.press("In mein Konto legen").heading == "Anmelden"
    applicant.client.force_login(account)
    applicant.open(f"/status/{Application.objects.get().pk}/").press("In mein Konto legen")
    assert Application.objects.get().account_id == account.pk
    with pytest.raises(NotAllowed):
        add_to_account(Application.objects.get(), account, by=Actor.applicant("x"))


def test_closing_the_account_leaves_the_application_with_its_code(holder: Applicant) -> None:
    code = send(holder).client.cookies["__Secure-antrag"].value
    account = Account.objects.get()
    registering.close(account, by=actors.holder(account))
    application = Application.objects.get()
    assert (application.account_id, queries.sent_with(application.pk, code) is not None) == (None, True)


def test_a_service_that_needs_an_account_sends_to_sign_in(applicant: Applicant, service, account) -> None:
    set_terms(service, draft_days=30, needs_account=True, by=Actor.operator("Test"))
    assert applicant.start(SLUG).heading == "Anmelden"
    with pytest.raises(AccountNeeded):
        begin(service, by=Actor.applicant(""))
    applicant.client.force_login(account)
    assert applicant.start(SLUG).press(FORWARD, REASON).press(FORWARD, HARMLESS).status == 200

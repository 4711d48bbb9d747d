"""With an account: my applications, prefilling, no code needed; and services that need one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.applications import queries
from rathaus.applications.actions import add_to_account, begin, change, set_terms, submit
from rathaus.applications.errors import AccountNeeded, MayNotSend, TrustTooLow
from rathaus.applications.models import Application, DraftRecord
from rathaus.catalogue.actions import change_presets, change_texts
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people import actors, contacts, organisations, registering, second_factor
from rathaus.people.contacts import Contact
from rathaus.people.models import Account, Organisation, Power
from rathaus.people.organisations import Details
from rathaus.people.trust import TrustLevel
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.conftest import ROLES
from tests.applications.sampling import complete, filled, owner
from tests.applications.walking import FORWARD, HARMLESS, PERSON, REASON, SLUG, send, to_check, to_person
from tests.people.citizen import EMAIL, citizen, identified
from tests.people.making import SECRET

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


def test_what_the_service_answers_beforehand_stands_there_and_says_so(service, applicant: Applicant) -> None:
    street, town = ROLES["street"], ROLES["town"]
    change_presets(service, {street: "Am Rathaus", town: "Musterstadt"}, by=Actor.operator("Test"))
    person = to_person(applicant)
    control = person.tree.xpath(f"//input[@name='{town}']")[0]
    hint = person.tree.xpath(f"//*[@id='{control.get('aria-describedby').split()[0]}']")[0].text_content()
    assert control.get("value") == "Musterstadt"
    assert hint.endswith("Vorausgefüllt von der Verwaltung (Musterstadt). Sie können das ändern.")
    person.press(FORWARD, {**PERSON, "Straße": "Gasse"})
    draft = queries.opened(DraftRecord.objects.select_related("data_key").get()).draft
    assert (draft.values[street], draft.values[town]) == ("Gasse", "Musterstadt")


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
        "Stand Ihrer Anmeldung",
        Account.objects.get().pk,
    )


def test_another_account_opens_nothing(holder: Applicant) -> None:
    to_person(holder)
    other = Applicant()
    other.client.force_login(citizen("nachbarin@example.org"))
    assert other.open(f"/antrag/{DraftRecord.objects.get().pk}/").status == 404
    assert "Noch keine." in other.open("/mein/").tree.text_content()


def test_an_application_sent_without_is_put_into_the_account(applicant: Applicant, account) -> None:
    send(applicant).follow("Stand meiner Anmeldung ansehen")
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
    assert applicant.start(SLUG).path == f"/leistungen/{SLUG}/"
    assert applicant.follow("Anmelden").path == f"/mein/anmelden/?next=/leistungen/{SLUG}/"
    with pytest.raises(AccountNeeded):
        begin(service, by=Actor.applicant(""))
    applicant.client.force_login(account)
    assert applicant.start(SLUG).press(FORWARD, REASON).press(FORWARD, HARMLESS).status == 200


@pytest.fixture
def strict(service):
    """The service, now for accounts of the trust level "substantial" only."""
    texts = ServiceTexts.from_json(service.current.texts)
    change_texts(service, replace(texts, trust_level=TrustLevel.SUBSTANTIAL), by=Actor.operator("Test"))
    service.refresh_from_db()
    return service


def test_nobody_begins_below_the_trust_level(applicant: Applicant, account, strict) -> None:
    for who in (None, account):
        with pytest.raises(TrustTooLow):
            begin(strict, by=Actor.applicant(""), account=who)
    assert applicant.start(SLUG).path == f"/leistungen/{SLUG}/"
    identified(account)
    assert begin(strict, by=Actor.applicant(""), account=account)[0].account_id == account.pk
    second_factor.forget(account)
    with pytest.raises(TrustTooLow):
        begin(strict, by=Actor.applicant(""), account=account)


def test_nobody_sends_below_the_trust_level_and_the_page_leads_on(holder: Applicant, account, strict) -> None:
    identified(account)
    record, _code = begin(strict, by=Actor.applicant(""), account=account)
    opened = change(queries.opened(record), complete, by=Actor.applicant(str(record.pk)))
    second_factor.forget(account)
    for who in (None, account):  # by the code alone, too
        with pytest.raises(TrustTooLow):
            submit(opened, by=owner(opened), account=who)
    page = f"/antrag/{record.pk}/pruefen/"
    assert holder.open(page).tree.xpath("//main//h2[@class='kern-title']/text()") == [
        "Nötig ist das Vertrauensniveau „substanziell“"
    ]
    sent = holder.client.post(page, {"erklaerung": "ja", "stand": opened.record.revision})
    assert (sent.headers["Location"], Application.objects.count()) == (page, 0)
    assert holder.follow("Vertrauensniveau erhöhen").follow("Zurück").path == page
    second_factor.enrol(account, SECRET)
    holder.open(page).press("Jetzt absenden", {"Ich versichere": "ja"})
    assert Application.objects.get().account_id == account.pk


def test_whoever_is_signed_in_is_warned_by_mail(holder: Applicant) -> None:
    holder.start(SLUG)
    assert queries.contact(DraftRecord.objects.select_related("data_key").get()) == queries.Contact(EMAIL, "de")


def test_the_list_costs_the_same_however_long_it_is(holder: Applicant, service, django_assert_num_queries) -> None:
    opened, _ = filled(service)
    submit(opened, by=owner(opened))
    Application.objects.update(account=Account.objects.get())
    with CaptureQueriesContext(connection) as one:
        holder.client.get("/mein/")
    for _ in range(3):
        opened, _code = filled(service)
        submit(opened, by=owner(opened))
    Application.objects.update(account=Account.objects.get())
    with django_assert_num_queries(len(one)):
        holder.client.get("/mein/")


# For an organisation --------------------------------------------------------------------------------------------------


@pytest.fixture
def garden(account) -> Organisation:
    """An organisation that the holder manages."""
    return organisations.found(Details("Gärtnerei Grün", town="Beetstadt"), account=account, by=actors.holder(account))


def helper_of(garden: Organisation, boss: Account, power: Power) -> Applicant:
    """Somebody else who acts for it, signed in."""
    account = citizen("gehilfe@example.org")
    by = actors.holder(boss)
    delegate = organisations.invite(garden, "gehilfe@example.org", power, account=boss, by=by)
    organisations.accept(delegate, by=actors.holder(account))
    applicant = Applicant()
    applicant.client.force_login(account)
    return applicant


def test_what_is_begun_for_an_organisation_belongs_to_all_who_act_for_it(holder, garden, account) -> None:
    to_person(holder.open("/mein/").press("Gärtnerei Grün"))
    record = DraftRecord.objects.select_related("data_key").get()
    town = queries.opened(record).draft.values["G99000000004.F99000000023"]
    assert (record.organisation_id, town) == (garden.pk, "Beetstadt")
    helper = helper_of(garden, account, Power.PREPARE).open("/mein/").follow("Hund anmelden")
    assert helper.path == f"/antrag/{record.pk}/"
    holder.open("/mein/").press("Für mich")
    to_person(holder)
    assert DraftRecord.objects.filter(organisation=None).count() == 1


def test_the_code_alone_does_not_open_what_belongs_to_an_organisation(holder, garden) -> None:
    to_person(holder.open("/mein/").press("Gärtnerei Grün"))
    stranger = Applicant()
    stranger.client.cookies["__Secure-antrag"] = holder.client.cookies["__Secure-antrag"].value
    assert stranger.open(f"/antrag/{DraftRecord.objects.get().pk}/").status == 404
    holder.follow("Zurück").press("Speichern und später weitermachen")
    assert (holder.heading, holder.tree.xpath("//*[@id='code']")) == ("Später weitermachen", [])


@pytest.mark.parametrize(("power", "sent"), [(Power.PREPARE, 0), (Power.SEND, 1)])
def test_who_only_prepares_does_not_send(holder, garden, account, power: Power, sent: int) -> None:
    helper = helper_of(garden, account, power).open("/mein/").press("Gärtnerei Grün")
    to_check(helper)
    data = {"stand": str(DraftRecord.objects.get().revision), "erklaerung": "ja"}
    assert ("Absenden darf jemand anderes" in helper.tree.text_content()) is (sent == 0)
    helper.client.post(helper.path, data)
    assert Application.objects.filter(organisation=garden).count() == sent


def test_what_is_begun_for_an_organisation_is_not_sent_by_nobody(service, garden, account) -> None:
    delegate = organisations.delegation(account, garden.pk)
    record, _code = begin(service, by=Actor.applicant(""), account=account, delegate=delegate)
    opened = queries.opened(record)
    with pytest.raises(MayNotSend):
        submit(change(opened, complete, by=owner(opened)), by=owner(opened))


def test_who_acts_for_a_business_chooses_whom_to_ask(holder: Applicant, account) -> None:
    by = actors.holder(account)
    garden = organisations.found(Details(firm="Gärtnerei", town="Musterstadt"), account=account, by=by)
    holder.open("/mein/").press("Gärtnerei")
    assert to_person(holder).tree.xpath(f"//input[@name='{GIVEN}']/@value") == ["Käthe"]
    contacts.save(garden, Contact("Mara", "Grün", role="Büro", email="mara@example.org"), account=account, by=by)
    page = holder.start(SLUG)
    assert (page.heading, page.path) == ("Wer ist Ansprechperson?", f"/antrag/beginnen/{SLUG}/ansprechperson/")
    page.press("Weiter", {"Hund anmelden": "Mara Grün, Büro"}).press(FORWARD, REASON).press(FORWARD, HARMLESS)
    assert (page.tree.xpath(f"//input[@name='{GIVEN}']/@value"), page.heading) == (["Mara"], "Halterin oder Halter")
    mine = holder.start(SLUG).press("Weiter", {"Hund anmelden": "Ich selbst"})
    mine.press(FORWARD, REASON).press(FORWARD, HARMLESS)
    assert mine.tree.xpath(f"//input[@name='{GIVEN}']/@value") == ["Käthe"]


def test_page_to_choose_whom_to_ask_is_for_who_acts_for_a_business(holder: Applicant, applicant: Applicant) -> None:
    for who in (holder, applicant):
        assert who.open(f"/antrag/beginnen/{SLUG}/ansprechperson/").path == f"/leistungen/{SLUG}/"

"""Not losing anything: the code by mail, warnings, expiry, one's own data to take along, starting again."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from rathaus.applications import jobs, queries
from rathaus.applications.actions import begin, set_terms, submit, warn_of_expiry
from rathaus.applications.actions.keeping import MAILS, begin_again, send_code, send_sent_code
from rathaus.applications.errors import DraftGone, NotOffered, TooManyMails
from rathaus.applications.models import Application, DraftRecord, Terms
from rathaus.applications.queries import Contact
from rathaus.catalogue import actions as catalogue
from rathaus.documents.mail import deliver
from rathaus.events.models import OutboxMessage
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry, DataKey, SealedFile
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.sampling import NAME, filled, owner
from tests.applications.walking import SLUG, send, to_check, to_person
from tests.people.making import colleague, signed_in

KAETHE = Contact("kaethe@example.org", "de")
HOUSE = Actor.system("Erinnerung")


def sent_mails() -> list[str]:
    """The texts of all mails that the outbox asks for, sent by its consumer."""
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(topic="mail").order_by("created_at"):
        deliver(message.payload, message.key)
    return [one.body for one in mail.outbox if one.to == [KAETHE.email]]


# The code by mail -----------------------------------------------------------------------------------------------------


def test_code_goes_out_by_mail_and_opens_the_draft_elsewhere(applicant: Applicant) -> None:
    to_person(applicant).press("Speichern und später weitermachen", {"Familienname": "Özdemir"})
    applicant.press("Code per E-Mail schicken", {"E-Mail-Adresse": KAETHE.email})
    [text] = sent_mails()
    code = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", text).group()
    elsewhere = Applicant().open("/antrag/fortsetzen/").press("Weitermachen", {"Zugangscode": code})
    assert elsewhere.path.startswith(f"/antrag/{DraftRecord.objects.get().pk}/")


def test_mail_with_the_code_tells_nothing_else(applicant: Applicant) -> None:
    to_person(applicant).press("Speichern und später weitermachen", {"Familienname": "Özdemir"})
    applicant.press("Code per E-Mail schicken", {"E-Mail-Adresse": KAETHE.email})
    [text] = sent_mails()
    told = ["Özdemir", "Hund", str(DraftRecord.objects.get().pk)]
    assert [one for one in told if one in text] == []


def test_address_and_code_rest_sealed(service) -> None:
    opened, code = filled(service)
    send_code(opened.record, KAETHE, by=owner(opened))
    stored = repr([list(model.objects.values_list()) for model in (DraftRecord, OutboxMessage, AuditEntry)])
    assert [one for one in (KAETHE.email, code) if one in stored] == []
    assert queries.contact(DraftRecord.objects.get()) == KAETHE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Geben Sie bitte die E-Mail-Adresse an, an die wir den Code schicken sollen."),
        ("kaethe@", "Die E-Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de."),
    ],
)
def test_code_by_mail_needs_an_address(applicant: Applicant, typed: str, sentence: str) -> None:
    to_person(applicant).press("Speichern und später weitermachen").press(
        "Code per E-Mail schicken", {"E-Mail-Adresse": typed}
    )
    assert (applicant.problems, OutboxMessage.objects.count()) == ([sentence], 0)


def test_a_draft_sends_five_mails_and_no_more(service) -> None:
    opened, _ = filled(service)
    for _number in range(MAILS):
        send_code(opened.record, KAETHE, by=owner(opened))
    assert OutboxMessage.objects.filter(topic="mail").count() == MAILS
    with pytest.raises(TooManyMails):
        send_code(opened.record, KAETHE, by=owner(opened))


def test_one_place_sends_ten_mails_in_ten_minutes_and_no_more(service) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 27, 8, 1, tzinfo=dt.UTC), tick=False):
        sentences = [code_by_mail() for _ in range(11)]
    assert sentences[:10] == [[]] * 10
    assert sentences[10][0].startswith("Das waren zu viele Versuche.")


def code_by_mail() -> list[str]:
    applicant = Applicant().start(SLUG).press("Speichern und später weitermachen")
    return applicant.press("Code per E-Mail schicken", {"E-Mail-Adresse": KAETHE.email}).problems


def test_code_by_mail_of_somebody_elses_draft(service) -> None:
    opened, _ = filled(service)
    with pytest.raises(NotAllowed):
        send_code(opened.record, KAETHE, by=Actor.applicant("somebody else"))


def test_code_by_mail_of_a_draft_that_is_gone(service) -> None:
    opened, _ = filled(service)
    submit(opened, by=owner(opened))
    with pytest.raises(DraftGone):
        send_code(opened.record, KAETHE, by=owner(opened))


def test_mail_of_a_draft_that_was_sent_meanwhile_is_not_sent(service) -> None:
    opened, _ = filled(service)
    send_code(opened.record, KAETHE, by=owner(opened))
    submit(opened, by=owner(opened))
    assert [text for text in sent_mails() if "begonnen" in text] == []


def test_receipt_sends_number_and_code(applicant: Applicant) -> None:
    code = send(applicant).client.cookies["__Secure-antrag"].value
    applicant.press("Nummer und Code an kaethe@example.org schicken")
    text = next(text for text in sent_mails() if "Code:" in text)
    assert (f"Nummer: {Application.objects.get().number}" in text, f"Code: {code}" in text) == (True, True)


def test_code_of_a_sent_application_only_for_its_sender(service) -> None:
    opened, _ = filled(service)
    application = submit(opened, by=owner(opened))
    with pytest.raises(NotAllowed):
        send_sent_code(application, by=Actor.applicant("2026-AAAA-AAAA"))


# The end of a draft ---------------------------------------------------------------------------------------------------


def ending_in(service, **left) -> DraftRecord:
    """A draft that its writer has mails of, with so much time left."""
    opened, _ = filled(service)
    send_code(opened.record, KAETHE, by=owner(opened))
    DraftRecord.objects.filter(pk=opened.record.pk).update(expires_at=timezone.now() + dt.timedelta(**left))
    return opened.record


def warnings() -> list[str]:
    return [text for text in sent_mails() if "löschen wir Ihre Angaben endgültig" in text]


def test_a_week_before_the_end_comes_one_warning(service) -> None:
    ending_in(service, days=6)
    ending_in(service, days=8)
    assert (warn_of_expiry(by=HOUSE), warn_of_expiry(by=HOUSE), len(warnings())) == (1, 0, 1)


def test_a_draft_that_was_changed_is_warned_of_again(service) -> None:
    record = ending_in(service, days=6)
    jobs.warn_before_drafts_expire()
    with time_machine.travel(timezone.now() + dt.timedelta(days=20)):
        DraftRecord.objects.filter(pk=record.pk).update(expires_at=timezone.now() + dt.timedelta(days=6))
        jobs.warn_before_drafts_expire()
        assert len(warnings()) == 2


def test_without_an_address_nobody_is_warned(service) -> None:
    opened, _ = filled(service)
    DraftRecord.objects.filter(pk=opened.record.pk).update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert warn_of_expiry(by=HOUSE) == 0


def test_the_page_warns_too(applicant: Applicant) -> None:
    applicant.start(SLUG)
    DraftRecord.objects.update(expires_at=timezone.now() + dt.timedelta(days=5))
    applicant.open(f"/antrag/{DraftRecord.objects.get().pk}/")
    day = date_format(timezone.localdate() + dt.timedelta(days=5), "j. F Y")
    warning = applicant.tree.xpath("//h2[contains(@class, 'kern-title')]/text()")
    assert warning == [f"Am {day} löschen wir diesen Entwurf"]


def test_the_owner_says_how_long_drafts_are_kept(service) -> None:
    set_terms(service, draft_days=3, by=Actor.operator("Test"))
    record, _ = begin(service, by=Actor.applicant(""))
    left = record.expires_at - timezone.now()
    assert (record.days, round(left / dt.timedelta(days=1))) == (3, 3)


def test_the_page_of_the_settings(service) -> None:
    client = signed_in(colleague(Grant(Role.SERVICE_OWNER, service.department)))
    assert client.post("/amt/leistungen/hund-anmelden/antraege/", {"draft_days": "400"}).status_code == 200
    assert queries.draft_days(service) == 30
    done = client.post("/amt/leistungen/hund-anmelden/antraege/", {"draft_days": "14", "kept_years": "6"})
    assert Terms.objects.get().kept_years == 6
    assert (done.headers["Location"], queries.draft_days(service)) == ("/amt/leistungen/hund-anmelden/", 14)


def test_what_is_not_a_number_of_days_is_refused(service) -> None:
    with pytest.raises(ValueError, match="draft_days"):
        set_terms(service, draft_days=0, by=Actor.operator("Test"))


def test_terms_are_the_owners_to_set(service) -> None:
    with pytest.raises(NotAllowed):
        set_terms(service, draft_days=3, by=Actor.applicant("x"))


def test_an_expired_draft_is_gone_for_good(applicant: Applicant, files_dir) -> None:
    to_check(applicant)
    record = DraftRecord.objects.get()
    with time_machine.travel(record.expires_at + dt.timedelta(seconds=1)):
        jobs.delete_expired_drafts()
    left = (DraftRecord.objects.count(), SealedFile.objects.count(), DataKey.objects.get(pk=record.data_key_id).wrapped)
    assert left == (0, 0, None)


# One's own data -------------------------------------------------------------------------------------------------------


def unpacked(applicant: Applicant) -> tuple[dict, dict[str, bytes]]:
    """The JSON and the other files of the ZIP that was downloaded last."""
    archive = zipfile.ZipFile(io.BytesIO(applicant.body))
    assert archive.testzip() is None
    content = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(content.pop("angaben.json")), content


def test_a_draft_to_take_along(applicant: Applicant) -> None:
    to_check(applicant).open(f"/antrag/{DraftRecord.objects.get().pk}/meine-angaben/")
    told, files = unpacked(applicant)
    assert (told["format"], told["status"], list(files)) == ("rathaus-angaben-1", "draft", [told["files"][0]["path"]])
    assert told["typed"][NAME] == "Özdemir-Łukasz"
    assert {row["question"]: row["answer"] for row in told["questions"]}["Familienname"] == "Özdemir-Łukasz"
    assert files["dateien/001-nachweis.pdf"][:5] == b"%PDF-"


def test_an_application_to_take_along(applicant: Applicant) -> None:
    send(applicant).follow("Stand meiner Anmeldung ansehen").follow("Meine Angaben (ZIP)")
    told, files = unpacked(applicant)
    number = Application.objects.get().number
    assert (told["status"], told["number"], told["history"][0]["kind"]) == ("sent", number, "received")
    assert sorted(files) == ["dateien/001-nachweis.pdf", f"dateien/002-Eingangsbestaetigung-{number}.pdf"]


# Starting again -------------------------------------------------------------------------------------------------------


def test_a_new_application_with_the_answers_of_an_earlier_one(applicant: Applicant) -> None:
    send(applicant).follow("Stand meiner Anmeldung ansehen").press("Neue Anmeldung mit diesen Angaben")
    record = DraftRecord.objects.select_related("data_key").get()
    draft = queries.opened(record).draft
    assert applicant.path == f"/antrag/{record.pk}/"
    assert (draft.values[NAME], draft.origins[NAME]) == ("Özdemir-Łukasz", "earlier")
    assert (draft.files, draft.saved) == ({}, frozenset())
    assert record.data_key_id != Application.objects.get().data_key_id


def test_what_was_taken_over_and_changed_is_ones_own(service) -> None:
    opened, _ = filled(service)
    record, _ = begin_again(submit(opened, by=owner(opened)), by=sender_of(service))
    draft = queries.opened(record).draft
    assert NAME not in draft.with_values({NAME: "Neu"}).origins
    assert draft.with_values({NAME: draft.values[NAME]}).origins == draft.origins


def sender_of(service) -> Actor:
    return Actor.applicant(Application.objects.get(version__service=service).number)


def test_nothing_starts_again_where_the_service_is_not_offered(service) -> None:
    opened, _ = filled(service)
    application = submit(opened, by=owner(opened))
    catalogue.withdraw(service, by=Actor.operator("Test"))
    application.version.service.refresh_from_db()
    with pytest.raises(NotOffered):
        begin_again(application, by=sender_of(service))

"""Several people: on behalf of somebody with a power of attorney, and signatures that sending waits for."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from rathaus.applications import queries, together
from rathaus.applications.actions import change, discard, submit
from rathaus.applications.actions import together as actions
from rathaus.applications.errors import DraftGone, SignaturesMissing, TooManySigners
from rathaus.applications.models import Application, DraftRecord, Signature
from rathaus.cases import page
from rathaus.cases.models import Case
from rathaus.documents.mail import deliver
from rathaus.events.models import OutboxMessage
from rathaus.protection import files
from rathaus.protection.models import AuditEntry
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.sampling import HINT, filled, owner
from tests.applications.signing import asked
from tests.applications.walking import FORWARD, PERSON, proof, to_check

OTHERS = "Für jemand anderen handeln"
EMIL = {"Name": "Emil Özdemir", "E-Mail-Adresse": "emil@example.org"}


def fresh(opened: queries.OpenDraft) -> queries.OpenDraft:
    return queries.opened(DraftRecord.objects.select_related("data_key").get(pk=opened.record.pk))


def as_signer(row: Signature) -> Actor:
    return Actor.applicant(str(row.pk))


def code_by_mail() -> str:
    mail.outbox.clear()
    for message in OutboxMessage.objects.filter(payload__kind="applications.sign"):
        deliver(message.payload, message.key)
    text = mail.outbox[-1].body
    assert [word for word in ("Özdemir", "Hund", "Käthe") if word in text] == []
    return re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", text).group()


# Signing along --------------------------------------------------------------------------------------------------------


def test_sending_waits_until_the_other_person_has_agreed(applicant: Applicant) -> None:
    check = to_check(applicant).path
    applicant.follow(OTHERS).press("Um Zustimmung bitten", EMIL)
    assert "Es fehlt noch die Zustimmung von Emil Özdemir" in applicant.open(check).tree.text_content()
    emil = Applicant().open("/mitzeichnen/").press("Antrag ansehen", {"Zugangscode": code_by_mail()})
    assert PERSON["Familienname"] in emil.tree.text_content()
    assert emil.tree.xpath("//main//a[contains(@href, '/seite/')]") == []
    emil.press("Ich stimme zu")
    assert "Sie haben zugestimmt" in emil.tree.text_content()
    assert "wird erst gesendet, wenn" not in emil.tree.text_content()
    applicant.open(check).press("Jetzt absenden", {"Ich versichere": "ja"})
    row = Signature.objects.get()
    assert (row.application_id, row.draft_id) == (Application.objects.get().pk, None)
    [section] = [one for one in page.load(Case.objects.get()).sections if one.title == "Weitere Personen"]
    assert section.rows[0].text.startswith("Emil Özdemir (emil@example.org), einverstanden am ")


def test_going_on_takes_what_is_written(applicant: Applicant) -> None:
    check = to_check(applicant).path
    power = {"Für wen?": "Oma Özdemir", "Vollmacht": proof("vollmacht.pdf")}
    applicant.follow(OTHERS).press("Weiter", {"Name": "Emil Özdemir", "E-Mail-Adresse": "emil"} | power)
    assert applicant.problems == [
        "Die E-Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de."
    ]
    assert "Ja, für Oma Özdemir." in applicant.tree.text_content()
    applicant.press("Weiter", EMIL)
    assert (applicant.path, Signature.objects.count()) == (check, 1)
    assert applicant.follow(OTHERS).press("Weiter").path == check
    assert Signature.objects.count() == 1


def test_who_refuses_stops_it_until_the_applicant_does_without(applicant: Applicant) -> None:
    check = to_check(applicant).path
    applicant.follow(OTHERS).press("Um Zustimmung bitten", EMIL)
    Applicant().open("/mitzeichnen/").press("Antrag ansehen", {"Zugangscode": code_by_mail()}).press("Ich lehne ab")
    applicant.open(check)
    assert "Es fehlt noch die Zustimmung" in applicant.tree.text_content()
    applicant.follow(OTHERS)
    assert "hat abgelehnt" in applicant.tree.text_content()
    applicant.press("Entfernen").open(check).press("Jetzt absenden", {"Ich versichere": "ja"})
    assert Application.objects.count() == 1


def test_what_is_changed_afterwards_needs_a_new_agreement(service) -> None:
    opened, _ = filled(service)
    row = asked(opened.record)
    actions.sign(row, fresh(opened), agrees=True, by=as_signer(row))
    assert together.missing(opened.record, opened.questionnaire.check(opened.draft).answers) == []
    changed = change(fresh(opened), lambda _, draft: draft.with_values({HINT: "Noch etwas"}), by=owner(opened))
    with pytest.raises(SignaturesMissing):
        submit(changed, by=owner(opened))


def test_agreed_is_also_on_whose_behalf_it_is(service) -> None:
    opened, _ = filled(service)
    row = asked(opened.record)
    actions.sign(row, fresh(opened), agrees=True, by=as_signer(row))
    actions.represent(opened.record, "Oma Özdemir", None, by=owner(opened))
    answers = opened.questionnaire.check(opened.draft).answers
    assert [one.name for one in together.missing(fresh(opened).record, answers)] == ["Emil Özdemir"]


def test_agreeing_to_what_was_changed_meanwhile_shows_it_again(applicant: Applicant) -> None:
    to_check(applicant)
    asked(DraftRecord.objects.select_related("data_key").get())
    emil = Applicant().open("/mitzeichnen/").press("Antrag ansehen", {"Zugangscode": code_by_mail()})
    applicant.follow("Ändern: Vornamen").press(FORWARD, {"Vornamen": "Karla"})
    emil.press("Ich stimme zu")
    assert "Die Angaben haben sich geändert" in emil.tree.text_content()
    assert Signature.objects.get().state == "asked"


def test_a_wrong_code_opens_nothing(applicant: Applicant) -> None:
    problem = applicant.open("/mitzeichnen/").press("Antrag ansehen", {"Zugangscode": "0000-0000-0000-0000"}).problems
    assert problem == ["Zu diesem Code gibt es nichts zu unterzeichnen. Prüfen Sie bitte, ob er richtig ist."]


def test_the_code_for_signing_does_not_open_the_draft(service) -> None:
    opened, _ = filled(service)
    code = together.code_of(asked(opened.record).pk, opened.record.data_key)
    assert queries.find_draft(code) is None
    assert queries.open_draft(opened.record.pk, code) is None


def test_names_and_addresses_rest_sealed(service) -> None:
    opened, _ = filled(service)
    actions.represent(opened.record, "Oma Özdemir", None, by=owner(opened))
    asked(opened.record)
    models = (DraftRecord, Signature, OutboxMessage, AuditEntry)
    stored = repr([list(model.objects.values_list()) for model in models])
    assert [word for word in ("Emil", "emil@example.org", "Oma") if word in stored] == []


def test_a_name_and_an_address_are_needed(applicant: Applicant) -> None:
    to_check(applicant).follow(OTHERS).press("Um Zustimmung bitten")
    assert applicant.problems == [
        "Geben Sie bitte den Namen der Person an.",
        "Die E-Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de.",
    ]


def test_five_people_and_no_more(service) -> None:
    opened, _ = filled(service)
    for number in range(5):
        asked(opened.record, email=f"nr{number}@example.org")
    assert Signature.objects.count() == 5
    with pytest.raises(TooManySigners):
        asked(opened.record)


@pytest.mark.parametrize("by", [Actor.applicant("x"), Actor.system("x")])
def test_nobody_else_asks_or_answers(service, by: Actor) -> None:
    opened, _ = filled(service)
    row = asked(opened.record)
    for forbidden in (
        lambda: actions.represent(opened.record, "x", None, by=by),
        lambda: actions.ask_no_more(opened.record, row.pk, by=by),
        lambda: actions.sign(row, opened, agrees=True, by=by),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_with_the_draft_the_signatures_go(service) -> None:
    opened, _ = filled(service)
    row = asked(opened.record)
    discard(opened.record, by=owner(opened))
    assert Signature.objects.count() == 0
    with pytest.raises(DraftGone):
        actions.sign(row, opened, agrees=True, by=as_signer(row))


# On behalf of somebody ------------------------------------------------------------------------------------------------


def test_on_behalf_of_somebody_with_a_power_of_attorney(applicant: Applicant) -> None:
    check = to_check(applicant).path
    applicant.follow(OTHERS).press("Vollmacht hinzufügen")
    who, paper = "Geben Sie bitte an, für wen Sie das erledigen.", "Fügen Sie bitte die Vollmacht bei."
    assert applicant.problems == [who, paper]
    applicant.press("Vollmacht hinzufügen", {"Für wen?": "Oma Özdemir", "Vollmacht": proof("vollmacht.pdf")})
    assert applicant.follow("Vollmacht ansehen").body[:5] == b"%PDF-"
    applicant.open(check)
    assert "Oma Özdemir" in applicant.tree.text_content()
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    case = page.load(Case.objects.get())
    [section] = [one for one in case.sections if one.title == "Weitere Personen"]
    power = Application.objects.get().attachments.select_related("file__data_key").get(purpose="power")
    assert [row.text for row in section.rows] == ["Oma Özdemir", "vollmacht.pdf"]
    assert ([file.id for file in section.rows[1].files], case.files) == ([str(power.pk)], [])
    assert files.content(power.file)[:5] == b"%PDF-"


def test_in_person_after_all(applicant: Applicant) -> None:
    to_check(applicant).follow(OTHERS)
    applicant.press("Vollmacht hinzufügen", {"Für wen?": "Oma Özdemir", "Vollmacht": proof("vollmacht.pdf")})
    applicant.press("Doch für mich selbst")
    record = DraftRecord.objects.get()
    assert (record.sealed_represented, record.attachments.filter(purpose="power").count()) == (None, 0)

"""Checking, declaring, sending once, and the receipt."""

from __future__ import annotations

import copy
import datetime as dt
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
import time_machine
from django.db import connection

from rathaus.applications import history, queries
from rathaus.applications.actions import begin, change, submit
from rathaus.applications.errors import DraftChanged, DraftGone, Incomplete, NotOffered
from rathaus.applications.models import Application, Attachment, DraftRecord
from rathaus.cases.models import Case
from rathaus.events.models import OutboxMessage
from rathaus.protection import audit, files, heads
from rathaus.protection.models import AuditEntry, SealedFile
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.applicant import Applicant
from tests.applications.sampling import HINT, NAME, complete, filled, owner
from tests.applications.walking import send, to_check, to_person

# The page "check and send" --------------------------------------------------------------------------------------------


def test_check_shows_every_answer_in_words(applicant: Applicant) -> None:
    text = " ".join(to_check(applicant).tree.text_content().split())
    shown = ["Ich habe einen Hund bekommen", "Käthe", "Özdemir-Łukasz", "03.04.1985", "Bello", "Dackel", "nachweis.pdf"]
    assert [one for one in shown if one not in text] == []


def test_send_needs_the_declaration(applicant: Applicant) -> None:
    to_check(applicant).press("Jetzt absenden")
    assert applicant.problems == ["Bestätigen Sie bitte, dass Ihre Angaben richtig und vollständig sind."]
    assert applicant.title.startswith("Fehler: ")
    assert Application.objects.count() == 0


def test_send_shows_number_code_and_receipt(applicant: Applicant) -> None:
    code = send(applicant).client.cookies["__Secure-antrag"].value
    application = Application.objects.get()
    assert applicant.heading == "Ihre Anmeldung ist eingegangen"
    assert applicant.tree.xpath("//*[@id='nummer']/text()") == [application.number]
    assert applicant.tree.xpath("//*[@id='code']/text()") == [code]
    applicant.follow("Eingangsbestätigung herunterladen")
    assert applicant.body[:5] == b"%PDF-"


def test_send_what_another_window_changed_is_checked_again(applicant: Applicant) -> None:
    to_check(applicant)
    other = Applicant()
    other.client.cookies = applicant.client.cookies
    other.open(applicant.path).follow("Ändern: Vornamen").press("Speichern und weiter", {"Vornamen": "Karla"})
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert "Ihre Angaben haben sich geändert" in applicant.tree.text_content()
    assert Application.objects.count() == 0
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert queries.person(Application.objects.select_related("data_key").get()).given == "Karla"


def test_send_twice_is_one_application(applicant: Applicant) -> None:
    to_check(applicant)
    page, tree = applicant.path, applicant.tree
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    number = applicant.tree.xpath("//*[@id='nummer']/text()")
    applicant.path, applicant.tree = page, tree
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert applicant.tree.xpath("//*[@id='nummer']/text()") == number
    assert Application.objects.count() == 1


def test_back_button_after_sending_leads_to_the_receipt(applicant: Applicant) -> None:
    to_person(applicant)
    page = applicant.path
    stale = Applicant()
    stale.client.cookies = applicant.client.cookies
    stale.open(page)
    opened = queries.opened(DraftRecord.objects.select_related("data_key", "version__service").get())
    submit(change(opened, complete, by=owner(opened)), by=owner(opened))
    assert applicant.open(page).heading == "Ihre Anmeldung ist eingegangen"
    assert stale.press("Speichern und weiter", {"Vornamen": "Spät"}).heading == "Ihre Anmeldung ist eingegangen"


def test_receipt_shows_the_code_for_an_hour_only(applicant: Applicant) -> None:
    code = send(applicant).client.cookies["__Secure-antrag"].value
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=61)):
        applicant.open(applicant.path)
    assert applicant.heading == "Stand Ihrer Anmeldung"
    assert code.encode() not in applicant.body


def test_receipt_is_for_who_sent_only(applicant: Applicant) -> None:
    assert Applicant().open(send(applicant).path).status == 404


# The action -----------------------------------------------------------------------------------------------------------


def test_submit_commits_everything_together(service) -> None:
    opened, code = filled(service)
    application = submit(opened, by=owner(opened))
    assert application.pk == opened.record.pk
    assert application.version_id == opened.record.version_id
    assert queries.sent_with(application.pk, code) == application
    assert DraftRecord.objects.count() == 0
    assert Case.objects.get().application_id == application.pk
    assert [line.kind for line in history.lines(application)] == [history.Kind.RECEIVED]
    assert "applications.received" in [message.payload.get("kind") for message in OutboxMessage.objects.all()]
    last = AuditEntry.objects.order_by("-sequence").first()
    assert (last.action, last.actor_kind) == ("application.submitted", "applicant")
    assert audit.verify(scope.current()).problems == []


def test_submit_keeps_the_answers_as_checked(service) -> None:
    opened, _ = filled(service)
    application = submit(opened, by=owner(opened))
    read = queries.answers(Application.objects.select_related("data_key").get())
    assert read == opened.questionnaire.check(opened.draft).answers
    assert opened.questionnaire.check_answers(read).complete
    person = queries.person(application)
    assert (person.name, person.email) == ("Käthe Özdemir-Łukasz", "kaethe@example.org")
    assert person.address_lines == ("Am Rathaus 7a", "12345 Musterstadt")


def test_submit_twice_gives_the_same_application(service) -> None:
    opened, _ = filled(service)
    first = submit(opened, by=owner(opened))
    assert submit(opened, by=owner(opened)) == first
    assert (Application.objects.count(), Case.objects.count()) == (1, 1)


def test_submit_incomplete_is_refused(service) -> None:
    opened, _ = filled(service)
    opened = change(opened, lambda _, draft: draft.with_values({NAME: ""}), by=owner(opened))
    with pytest.raises(Incomplete) as refused:
        submit(opened, by=owner(opened))
    assert [problem.key for problem in refused.value.outcome.problems] == [NAME]
    assert DraftRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_submit_an_older_state_is_refused(service, files_dir) -> None:
    opened, _ = filled(service)
    change(opened, lambda _, draft: draft.with_values({HINT: "Nachtrag"}), by=owner(opened))
    stale = replace(opened, record=copy.copy(opened.record))
    stale.record.revision -= 1
    with pytest.raises(DraftChanged):
        submit(stale, by=owner(opened))
    assert Application.objects.count() == 0
    assert [path for path in files_dir.rglob("*") if path.is_file()] == []


def test_submit_a_discarded_draft_is_refused(service) -> None:
    opened, _ = filled(service)
    DraftRecord.objects.filter(pk=opened.record.pk).delete()
    with pytest.raises(DraftGone):
        submit(opened, by=owner(opened))


@pytest.mark.parametrize("by", [Actor.applicant("somebody else"), Actor.system("job"), Actor.operator("root")])
def test_submit_only_by_the_owner(service, by: Actor) -> None:
    opened, _ = filled(service)
    with pytest.raises(NotAllowed):
        submit(opened, by=by)
    assert Application.objects.count() == 0


def test_submit_leaves_out_files_of_questions_no_longer_asked(
    applicant: Applicant, django_capture_on_commit_callbacks
) -> None:
    to_check(applicant).follow("Ändern: Ist der Hund als gefährlich eingestuft?")
    applicant.press("Speichern und weiter", {"Ist der Hund als gefährlich eingestuft?": "Nein"})
    with django_capture_on_commit_callbacks(execute=True):
        applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    assert [one.purpose for one in Attachment.objects.all()] == [Attachment.Purpose.RECEIPT]
    assert SealedFile.objects.count() == 1


def test_submit_hands_the_files_over(applicant: Applicant) -> None:
    send(applicant)
    application = Application.objects.get()
    purposes = application.attachments.order_by("purpose").values_list("purpose", flat=True)
    assert list(purposes) == [Attachment.Purpose.ANSWER, Attachment.Purpose.RECEIPT]


@pytest.mark.django_db(transaction=True)
def test_submit_fails_as_a_whole(service, files_dir, monkeypatch) -> None:
    """Whatever breaks last takes everything with it; the draft is still there to be sent again."""
    opened, _ = filled(service)

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "record", broken)
        with pytest.raises(OSError, match="disk full"):
            submit(opened, by=owner(opened))
    assert (Application.objects.count(), Case.objects.count(), DraftRecord.objects.count()) == (0, 0, 1)
    assert submit(opened, by=owner(opened)).pk == opened.record.pk


@pytest.mark.django_db(transaction=True)
def test_submit_at_the_same_time_gives_one_application(service) -> None:
    """Eight presses of the button at once, each on a connection of its own."""
    opened, _ = filled(service)
    town, start = scope.current(), threading.Barrier(8)

    def press(_: int) -> str:
        with scope.of(town):
            try:
                start.wait(timeout=10)
                return submit(opened, by=owner(opened)).number
            finally:
                connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(press, range(8)))
    assert len(numbers) == 1
    assert (Application.objects.count(), Case.objects.count(), Attachment.objects.count()) == (1, 1, 1)


def test_receipt_names_what_was_sent_and_brings_the_head_of_the_audit_log(service, tmp_path) -> None:
    opened, _ = filled(service)
    application = submit(opened, by=owner(opened))
    receipt = application.attachments.select_related("file__data_key").get(purpose=Attachment.Purpose.RECEIPT)
    assert files.name(receipt.file) == f"Eingangsbestaetigung-{application.number}.pdf"
    with pikepdf.open(io.BytesIO(files.content(receipt.file))) as document:
        proof = document.attachments["protokollkopf.json"].get_file().read_bytes().decode()
    (tmp_path / "protokollkopf.json").write_text(proof)
    (head,) = heads.read(tmp_path / "protokollkopf.json")
    assert head.is_genuine()
    assert AuditEntry.objects.get(sequence=head.sequence).digest == head.digest


def test_begin_on_a_service_without_a_version_is_refused(service) -> None:

    service.current = None
    with pytest.raises(NotOffered):
        begin(service, by=Actor.applicant(""))

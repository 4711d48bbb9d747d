"""The status page: who may see it, what it shows, and answering a question."""

from __future__ import annotations

import uuid

import pytest

from rathaus.applications import history, queries
from rathaus.applications.actions import reply, submit
from rathaus.applications.errors import NotAsked
from rathaus.applications.models import Application, Attachment
from rathaus.events import NoTransaction
from rathaus.protection import files
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.models import Host
from rathaus.towns.transactions import atomic_write
from tests.applications.applicant import Applicant
from tests.applications.sampling import filled, owner
from tests.applications.walking import PDF, proof, send

NO_MATCH = "Nummer und Code passen nicht zusammen. Prüfen Sie bitte beide."


@pytest.fixture
def sent(service) -> tuple[Application, str]:
    """A sent application and its code."""
    opened, code = filled(service)
    return submit(opened, by=owner(opened)), code


def enter(applicant: Applicant, number: str, code: str) -> Applicant:
    typed = {"Nummer des Antrags": number, "Zugangscode": code}
    return applicant.open("/status/").press("Stand ansehen", typed)


def ask(application: Application, text: str = "Wie alt ist Bello?"):
    with atomic_write():
        return history.add(application, history.Kind.QUESTION, text)


def test_status_by_number_and_code(sent, applicant: Applicant) -> None:
    application, code = sent
    enter(applicant, application.number.lower(), code.replace("-", " "))
    assert applicant.heading == "Stand Ihrer Anmeldung"
    assert application.number in applicant.title
    assert "Ihre Anmeldung ist bei uns eingegangen." in applicant.tree.text_content()
    assert applicant.client.get(applicant.path).headers["Cache-Control"] == "no-store"


def test_status_right_after_sending_without_typing(applicant: Applicant) -> None:
    assert send(applicant).follow("Stand meiner Anmeldung ansehen").heading == "Stand Ihrer Anmeldung"


@pytest.mark.parametrize("number", ["", "2026-0000-0000", "kein"])
def test_status_with_a_wrong_number(sent, applicant: Applicant, number: str) -> None:
    assert enter(applicant, number, sent[1]).problems == [NO_MATCH]
    assert applicant.title.startswith("Fehler: ")


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "1234"])
def test_status_with_a_wrong_code(sent, applicant: Applicant, code: str) -> None:
    assert enter(applicant, sent[0].number, code).problems == [NO_MATCH]


def test_status_with_the_code_of_another_application(sent, service, applicant: Applicant) -> None:
    opened, code = filled(service)
    submit(opened, by=owner(opened))
    assert enter(applicant, sent[0].number, code).problems == [NO_MATCH]


def test_status_page_without_code_asks_for_it(sent, applicant: Applicant) -> None:
    assert applicant.open(f"/status/{sent[0].pk}/").heading == "Stand meines Antrags"


def test_status_in_another_town(sent, applicant: Applicant, other_town) -> None:
    Host.objects.create(hostname="musterstadt.example", municipality=scope.current())
    Host.objects.create(hostname="nachbarstadt.example", municipality=other_town)
    stranger = Applicant("nachbarstadt.example")
    assert enter(stranger, sent[0].number, sent[1]).problems == [NO_MATCH]


def test_status_refuses_guessers_even_with_the_right_code(sent, applicant: Applicant) -> None:
    for _ in range(10):
        enter(applicant, sent[0].number, "0000-0000-0000-0000")
    enter(applicant, *[sent[0].number, sent[1]])
    assert (applicant.status, applicant.problems[0].startswith("Das waren zu viele Versuche.")) == (429, True)


def test_status_refuses_guessers_from_many_addresses(sent, applicant: Applicant) -> None:
    """Ten wrong codes for one number close that number for a while, wherever they come from."""
    for place in range(10):
        applicant.client.post("/status/", {"nummer": sent[0].number, "code": "0" * 16}, REMOTE_ADDR=f"192.0.2.{place}")
    enter(applicant, sent[0].number, sent[1])
    assert applicant.status == 429


def test_status_can_be_closed_on_this_device(sent, applicant: Applicant) -> None:
    enter(applicant, sent[0].number, sent[1])
    page = applicant.path
    applicant.press("Seite auf diesem Gerät schließen")
    assert applicant.client.cookies["__Secure-antrag"].value == ""
    assert applicant.open(page).heading == "Stand meines Antrags"


def test_receipt_can_be_fetched_later(sent, applicant: Applicant) -> None:
    enter(applicant, sent[0].number, sent[1]).follow("Eingangsbestätigung (PDF)")
    assert applicant.body[:5] == b"%PDF-"


def test_file_of_another_application_is_not_to_be_found(sent, service, applicant: Applicant) -> None:
    opened, _ = filled(service)
    foreign = submit(opened, by=owner(opened)).attachments.get()
    enter(applicant, sent[0].number, sent[1])
    assert applicant.open(f"/status/{sent[0].pk}/datei/{foreign.pk}/").status == 404
    assert applicant.open(f"/status/{foreign.application_id}/datei/{foreign.pk}/").heading == "Stand meines Antrags"


# Answering ------------------------------------------------------------------------------------------------------------


def test_question_is_answered_with_text_and_file(sent, applicant: Applicant) -> None:
    ask(sent[0])
    enter(applicant, sent[0].number, sent[1])
    applicant.press("Antwort senden", {"Ihre Antwort": "Drei Jahre.", "Dateien": proof("impfpass.pdf")})
    assert applicant.heading == "Stand Ihrer Anmeldung"
    assert applicant.tree.xpath("//button[contains(., 'Antwort senden')]") == []
    line = history.lines(sent[0])[0]
    assert (line.kind, line.text, [one.name for one in line.files]) == ("reply", "Drei Jahre.", ["impfpass.pdf"])
    applicant.follow("impfpass.pdf")
    assert applicant.body == PDF


def test_answer_without_anything_is_refused(sent, applicant: Applicant) -> None:
    ask(sent[0])
    enter(applicant, sent[0].number, sent[1]).press("Antwort senden", {"Ihre Antwort": "  "})
    assert applicant.problems == ["Schreiben Sie bitte etwas, oder fügen Sie eine Datei bei."]


def test_the_language_can_be_changed_where_an_answer_came_back(sent, applicant: Applicant) -> None:
    ask(sent[0])
    enter(applicant, sent[0].number, sent[1]).press("Antwort senden")
    [english] = applicant.tree.xpath("//a[@hreflang='en']/@href")
    page = applicant.client.get(english, follow=True, headers={"accept": "text/html"})
    assert (page.status_code, page.request["PATH_INFO"]) == (200, f"/status/{sent[0].pk}/")
    assert "Your answer" in page.content.decode()
    assert '<div lang="de"><p>Ihre Anmeldung ist bei uns eingegangen.</p></div>' in page.content.decode()


def test_what_was_answered_at_once_brings_no_decision_letter(sent, applicant: Applicant) -> None:
    assert "Bescheide" in enter(applicant, sent[0].number, sent[1]).tree.text_content()
    with atomic_write():
        history.add(sent[0], history.Kind.NOTE, "Ihr Platz ist sicher.")
    assert "Bescheide" not in applicant.open(applicant.path).tree.text_content()
    with atomic_write():
        history.add(sent[0], history.Kind.IN_PROGRESS, "")
    assert "Bescheide" in applicant.open(applicant.path).tree.text_content()


def test_answer_that_is_too_long_is_refused_and_kept_on_the_page(sent, applicant: Applicant) -> None:
    ask(sent[0])
    enter(applicant, sent[0].number, sent[1]).press("Antwort senden", {"Ihre Antwort": "x" * 5001})
    assert applicant.problems == ["Ihr Text ist mit 5001 Zeichen zu lang. Möglich sind 5000 Zeichen."]
    assert applicant.tree.xpath("//textarea")[0].text.strip() == "x" * 5001


def test_answer_with_a_program_is_refused(sent, applicant: Applicant) -> None:
    ask(sent[0])
    typed = {"Ihre Antwort": "Hier.", "Dateien": proof("bild.pdf", b"MZ\x90\x00")}
    enter(applicant, sent[0].number, sent[1]).press("Antwort senden", typed)
    assert applicant.problems == ["Die Datei „bild.pdf“ hat das Format Programm. Erlaubt sind: PDF, JPEG, PNG, TIFF."]
    assert Attachment.objects.filter(purpose=Attachment.Purpose.REPLY).count() == 0


def test_answer_with_too_many_files_is_refused(sent, applicant: Applicant) -> None:
    ask(sent[0])
    typed = {"Dateien": [proof(f"{number}.pdf") for number in range(11)]}
    enter(applicant, sent[0].number, sent[1]).press("Antwort senden", typed)
    assert applicant.problems == ["Möglich sind höchstens 10 Dateien."]


@pytest.mark.django_db(transaction=True)
def test_answer_twice_counts_once(sent, applicant: Applicant) -> None:
    ask(sent[0])
    enter(applicant, sent[0].number, sent[1])
    page, tree = applicant.path, applicant.tree
    applicant.press("Antwort senden", {"Ihre Antwort": "Drei Jahre."})
    applicant.path, applicant.tree = page, tree
    applicant.press("Antwort senden", {"Ihre Antwort": "Vier Jahre."})
    assert [line.text for line in history.lines(sent[0]) if line.kind == "reply"] == ["Drei Jahre."]


@pytest.mark.django_db(transaction=True)
def test_reply_to_what_was_not_asked(sent) -> None:
    received = sent[0].history.get()
    for question_id in (uuid.uuid4(), received.pk):
        with pytest.raises(NotAsked):
            reply(sent[0], question_id, "Ungefragt.", [], by=Actor.applicant(sent[0].number))


@pytest.mark.parametrize("by", [Actor.applicant("2026-0000-0000"), Actor.system("job")])
def test_reply_only_by_the_sender(sent, by: Actor) -> None:
    question = ask(sent[0])
    with pytest.raises(NotAllowed):
        reply(sent[0], question.pk, "Fremd.", [], by=by)


def test_reply_is_audited_last(sent) -> None:
    question = ask(sent[0])
    reply(sent[0], question.pk, "Drei.", [], by=Actor.applicant(sent[0].number))
    last = AuditEntry.objects.order_by("-sequence").first()
    assert (last.action, last.subject_id) == ("application.replied", str(sent[0].pk))


# The history ----------------------------------------------------------------------------------------------------------


def test_history_rests_sealed(sent) -> None:
    event = ask(sent[0], "Frau Özdemir, wie alt ist Bello?")
    assert "Özdemir".encode() not in bytes(event.sealed_text)
    assert history.text(event, sent[0]) == "Frau Özdemir, wie alt ist Bello?"


def test_history_needs_a_transaction(sent, transactional_db) -> None:
    with pytest.raises(NoTransaction):
        history.add(sent[0], history.Kind.NOTE, "Lose.")


def test_history_offers_letters(sent, applicant: Applicant) -> None:
    letter = files.store(PDF, sent[0].data_key, name="Bescheid.pdf", media_type="application/pdf")
    with atomic_write():
        history.add(sent[0], history.Kind.LETTER, "Der Bescheid ist da.", letters=[letter])
    enter(applicant, sent[0].number, sent[1]).follow("Bescheid.pdf")
    assert applicant.body == PDF


def test_history_costs_two_queries_however_long(sent, django_assert_num_queries) -> None:
    for number in range(20):
        ask(sent[0], f"Frage {number}?")
    application = queries.sent_with(sent[0].pk, sent[1])
    with django_assert_num_queries(2):
        assert len(history.lines(application)) == 21


@pytest.mark.django_db(transaction=True)
def test_answer_after_the_decision_is_not_lost_in_silence(sent, applicant: Applicant) -> None:
    application, code = sent
    ask(application)
    enter(applicant, application.number, code)
    with atomic_write():
        history.add(application, history.Kind.DECIDED, "Ihr Antrag ist bewilligt.")
    applicant.press("Antwort senden", {"Ihre Antwort": "Drei Jahre."})
    assert "Ihre Antwort kam zu spät: Es ist inzwischen entschieden." in applicant.tree.text_content()
    assert "Wir haben eine Frage an Sie" not in applicant.tree.text_content()
    assert not application.history.filter(kind=history.Kind.REPLY).exists()

"""After sending: where it stands in plain words, messages, taking back, electronic notice, rating."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
from django.utils import timezone

from rathaus.applications import history, ratings, standing
from rathaus.applications.actions import choose_notice
from rathaus.applications.history import Kind
from rathaus.applications.models import Application, RatingCount
from rathaus.cases.models import Case, State
from rathaus.protection import files
from rathaus.protection.models import AuditEntry
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write
from rathaus.web.words import Word
from tests.applications.applicant import Applicant
from tests.applications.walking import proof, send, to_check

# In plain words -------------------------------------------------------------------------------------------------------


def lines(*kinds: Kind, due_on: dt.date | None = None) -> list[history.Line]:
    """A history of these kinds, the newest first; a question waits unless something came after it."""
    waits = kinds[0] is Kind.QUESTION
    return [history.Line(None, timezone.now(), kind, "", (), waits and kind is Kind.QUESTION, due_on) for kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "title", "look"),
    [
        ([Kind.RECEIVED], "Ihr Antrag ist da", "info"),
        ([Kind.MESSAGE, Kind.RECEIVED], "Ihr Antrag ist da", "info"),
        ([Kind.IN_PROGRESS, Kind.RECEIVED], "Wir bearbeiten Ihren Antrag", "info"),
        ([Kind.QUESTION, Kind.RECEIVED], "Wir brauchen etwas von Ihnen", "warning"),
        ([Kind.REPLY, Kind.QUESTION, Kind.RECEIVED], "Wir bearbeiten Ihren Antrag", "info"),
        ([Kind.NOTE, Kind.DECIDED, Kind.RECEIVED], "Über Ihren Antrag ist entschieden", "success"),
        ([Kind.WITHDRAWN, Kind.RECEIVED], "Ihr Antrag ist zurückgenommen", "info"),
        ([Kind.CLOSED, Kind.RECEIVED], "Ihr Antrag ist abgeschlossen", "success"),
    ],
)
def test_standing_says_where_it_is(kinds: list[Kind], title: str, look: str) -> None:
    found = standing.of(lines(*kinds), Word.APPLICATION)
    assert (found.title, found.look) == (title, look)


def test_standing_says_until_when_to_answer() -> None:
    found = standing.of(lines(Kind.QUESTION, Kind.RECEIVED, due_on=dt.date(2026, 12, 24)), Word.REPORT)
    assert found.following == (
        "Bitte antworten Sie bis zum 24. Dezember 2026. Danach bearbeiten wir Ihre Meldung weiter."
    )


def test_how_long_it_takes_matters_while_it_is_in_work() -> None:
    worked_on = ([Kind.RECEIVED], [Kind.IN_PROGRESS, Kind.RECEIVED])
    over = ([Kind.QUESTION, Kind.RECEIVED], [Kind.DECIDED, Kind.RECEIVED], [Kind.NOTE, Kind.RECEIVED])
    assert {standing.of(lines(*kinds), Word.ORDER).in_work for kinds in worked_on} == {True}
    assert {standing.of(lines(*kinds), Word.ORDER).in_work for kinds in over} == {False}


# Messages and taking back ---------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(applicant: Applicant) -> Applicant:
    """Somebody on the status page of what they have just sent."""
    return send(applicant).follow("Stand meiner Anmeldung ansehen")


def test_a_message_with_a_missing_paper(waiting: Applicant) -> None:
    waiting.press("Nachricht senden", {"Ihre Nachricht": "Hier ist er.", "Dateien": proof("impfpass.pdf")})
    latest = history.lines(Application.objects.select_related("data_key").get())[0]
    named = [one.name for one in latest.files]
    assert (latest.kind, latest.text, named) == ("message", "Hier ist er.", ["impfpass.pdf"])
    assert "Ihre Nachricht ist bei uns." in waiting.tree.text_content()


def test_an_empty_message_says_what_is_missing(waiting: Applicant) -> None:
    waiting.press("Nachricht senden")
    assert waiting.problems == ["Schreiben Sie bitte etwas, oder fügen Sie eine Datei bei."]


def test_taking_back_asks_once_and_ends_it(waiting: Applicant) -> None:
    waiting.follow("Anmeldung zurücknehmen").press("Anmeldung zurücknehmen", {"Grund": "Der Hund ist weg."})
    assert (Case.objects.get().state, waiting.heading) == (State.DECIDED, "Stand Ihrer Anmeldung")
    assert waiting.tree.xpath("//h2[contains(@class, 'kern-title')]")[-1].text == "Ihre Anmeldung ist zurückgenommen"
    waiting.open(f"/status/{Application.objects.get().pk}/zuruecknehmen/")
    assert waiting.heading == "Stand Ihrer Anmeldung"


def test_a_reason_that_is_too_long_is_refused(waiting: Applicant) -> None:
    waiting.follow("Anmeldung zurücknehmen").press("Anmeldung zurücknehmen", {"Grund": "x" * 5001})
    assert waiting.problems == ["Der Grund ist mit 5001 Zeichen zu lang. Möglich sind 5000 Zeichen."]
    assert Case.objects.get().state == State.NEW


@pytest.mark.django_db(transaction=True)
def test_pressing_too_late_says_so(waiting: Applicant) -> None:
    page = waiting.follow("Anmeldung zurücknehmen")
    application = Application.objects.select_related("data_key").get()
    with atomic_write():
        history.add(application, Kind.DECIDED, "")
    page.press("Anmeldung zurücknehmen")
    assert "Das kam zu spät: Der Vorgang ist inzwischen abgeschlossen." in page.tree.text_content()
    response = page.client.post(f"/status/{application.pk}/nachricht/", {"antwort": "x"}, follow=True)
    assert "Ihre Nachricht kam zu spät" in response.content.decode()


# Electronic notice ----------------------------------------------------------------------------------------------------


def receipt_text(application: Application) -> str:
    attachment = application.attachments.select_related("file__data_key").get(purpose="receipt")
    with pikepdf.open(io.BytesIO(files.content(attachment.file))) as document:
        assert document.Root.MarkInfo.Marked
        return str(document.Root.StructTreeRoot is not None)


@pytest.mark.parametrize("agrees", [True, False])
def test_electronic_notice_is_chosen_when_sending_and_changed_later(applicant: Applicant, agrees: bool) -> None:
    consent = {"Ich möchte Bescheide online": "ja"} if agrees else {}
    to_check(applicant).press("Jetzt absenden", {"Ich versichere": "ja", **consent})
    application = Application.objects.get()
    assert (application.electronic_notice, receipt_text(application)) == (agrees, "True")
    applicant.follow("Stand meiner Anmeldung ansehen").press("Lieber mit der Post" if agrees else "Lieber online")
    assert Application.objects.get().electronic_notice is not agrees
    assert AuditEntry.objects.order_by("-sequence")[0].action == "application.notice_chosen"


def test_electronic_notice_is_the_senders_to_choose(waiting: Applicant) -> None:
    with pytest.raises(NotAllowed):
        choose_notice(Application.objects.get(), agreed=True, by=Actor.system("x"))


# Rating ---------------------------------------------------------------------------------------------------------------

RATE = "/leistungen/hund-anmelden/bewerten/"


def test_rating_counts_answers_and_keeps_nothing_else(applicant: Applicant) -> None:
    before = AuditEntry.objects.count()
    for ease in ("Sehr leicht", "Leicht"):
        applicant.open(RATE).press("Bewertung absenden", {"Wie leicht war es?": ease, "War klar": "Ja"})
    assert applicant.heading == "Danke für Ihre Bewertung"
    rows = list(RatingCount.objects.order_by("question", "answer").values_list("question", "answer", "count"))
    assert rows == [("clear", 3, 2), ("ease", 4, 1), ("ease", 5, 1)]
    assert AuditEntry.objects.count() == before


def test_rating_without_an_answer(applicant: Applicant) -> None:
    applicant.open(RATE).press("Bewertung absenden")
    assert applicant.problems == ["Wählen Sie bitte mindestens eine Antwort aus."]


def test_rating_reads_only_answers_that_exist() -> None:
    assert ratings.read({"ease": "6", "found": "x", "clear": "1", "other": "1"}) == {"clear": 1}


def test_nobody_rates_all_day(applicant: Applicant) -> None:
    for _ in range(11):
        applicant.open(RATE).press("Bewertung absenden", {"Wie leicht war es?": "Leicht"})
    assert RatingCount.objects.get().count in {9, 10}  # ten in ten minutes, which may turn over meanwhile
    assert applicant.problems[0].startswith("Das waren zu viele Versuche.")


def test_figures_of_twelve_months(service) -> None:
    today = dt.date(2026, 11, 27)
    for year, month, answer, count in ((2026, 11, 5, 3), (2025, 12, 2, 1), (2025, 11, 1, 9)):
        since = dt.date(year, month, 1)
        RatingCount.objects.create(service=service, month=since, question="ease", answer=answer, count=count)
    ease, found, _clear = ratings.figures(service, today=today)
    assert (ease.total, ease.mean, [share.percent for share in ease.shares]) == (4, 4.25, [75, 0, 0, 25, 0])
    assert (found.total, found.mean) == (0, 0)

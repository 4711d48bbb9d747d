"""Never more people than places, in the order in which they came, whoever presses the button at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from rathaus.applications import history
from rathaus.applications.models import Application
from rathaus.applications.queries import opened as reopened
from rathaus.cases.models import Case, CaseEvent
from rathaus.documents import mail
from rathaus.events.models import OutboxMessage
from rathaus.exchange.actions import meetings, registering
from rathaus.exchange.actions.places import CANCELLED, MOVED
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, Registration
from rathaus.protection import audit
from rathaus.protection.sealing import destroy
from rathaus.towns import scope
from tests.applications.applicant import Applicant
from tests.exchange import gathering
from tests.exchange.gathering import BY, cancel, filled, opened, register, sent, standing

pytestmark = pytest.mark.usefixtures("scoped")


def notes(application: Application) -> list[str]:
    """What the applicant was told, the newest first."""
    return [line.text for line in history.lines(application) if line.kind == history.Kind.NOTE]


def written(application: Application, kind: str = "exchange.registered") -> list[mail.Mail | None]:
    """The mails of a kind about a registration, as they leave now."""
    key = f"{kind}:{application.registration.pk}:"
    rows = OutboxMessage.objects.filter(topic=mail.TOPIC, key__startswith=key).order_by("created_at")
    return [mail._resolvers[kind](application.registration.pk) for _row in rows]


def test_places_go_in_order_and_the_rest_waits():
    meeting = opened(capacity=2)
    first, _second, third, fourth = (register(meeting, name) for name in ("Ada", "Ben", "Cem", "Dan"))
    assert standing(meeting) == [(1, "place"), (2, "place"), (3, "waits"), (4, "waits")]
    assert notes(first)[0].startswith("Sie haben einen Platz: Digitaltag, ")
    assert [notes(one)[0].partition("an Stelle ")[2][:2] for one in (third, fourth)] == ["1.", "2."]


def test_who_withdraws_lets_the_next_one_move_up_who_is_told():
    meeting = opened(capacity=1)
    first, second, third = (register(meeting, name) for name in ("Ada", "Ben", "Cem"))
    cancel(first)
    assert standing(meeting) == [(1, "gone"), (2, "place"), (3, "waits")]
    assert [text.partition(":")[0] for text in notes(second)][:1] == ["Sie haben einen Platz"]
    assert [(one.to, one.subject) for one in written(second)] == [
        ("ben@example.org", "Digitaltag: Sie haben einen Platz")
    ] * 2
    assert [one.subject for one in written(third)] == ["Digitaltag: Sie stehen auf der Warteliste"]


def test_who_waited_and_withdraws_moves_nobody():
    meeting = opened(capacity=1)
    _first, second, _third = (register(meeting, name) for name in ("Ada", "Ben", "Cem"))
    cancel(second)
    assert standing(meeting) == [(1, "place"), (2, "gone"), (3, "waits")]
    assert written(second) == [None]


def test_more_places_let_those_who_wait_move_up_and_none_is_taken_away():
    meeting = opened(capacity=1)
    for name in ("Ada", "Ben", "Cem"):
        register(meeting, name)
    meeting = Meeting.objects.get()
    meeting.capacity = 2
    meetings.save(meeting, by=BY)
    assert standing(meeting) == [(1, "place"), (2, "place"), (3, "waits")]
    meeting.capacity = 1
    with pytest.raises(ExchangeError, match=r"^Es sind schon 2 Plätze vergeben\.$"):
        meetings.save(meeting, by=BY)


def test_a_place_that_gets_free_after_the_meeting_moves_nobody():
    meeting = opened(capacity=1)
    first, _second = (register(meeting, name) for name in ("Ada", "Ben"))
    Meeting.objects.update(starts_on=gathering.days(-2), ends_on=gathering.days(-1))
    cancel(first)
    assert standing(meeting) == [(1, "gone"), (2, "waits")]


def test_who_is_registered_hears_of_another_day_or_place():
    one = opened(capacity=1)
    first, second, third = (register(one, name) for name in ("Ada", "Ben", "Cem"))
    cancel(third)
    one = Meeting.objects.get()
    one.summary = "Anders gesagt."
    meetings.save(one, by=BY)
    assert written(first, MOVED) == []
    one.place = "Rathaus"
    meetings.save(one, by=BY)
    subject = "Digitaltag: neuer Termin oder Ort"
    assert [[(sent.to, sent.subject) for sent in written(who, MOVED)] for who in (first, second, third)] == [
        [("ada@example.org", subject)], [("ben@example.org", subject)], [],
    ]  # fmt: skip
    assert [notes(who)[0].partition("Rathaus. ")[2] for who in (first, second)] == [
        "Ihr Platz bleibt Ihnen.", "Sie stehen weiter auf der Warteliste.",
    ]  # fmt: skip


def test_a_cancelled_meeting_is_told_to_all_and_gives_no_places():
    one = opened(capacity=1)
    first, second, third, erased = (register(one, name) for name in ("Ada", "Ben", "Cem", "Dan"))
    late = filled(one.service, "Eva")
    cancel(third)
    destroy(erased.data_key)
    assert registering.cancel(one, " Der Saal ist gesperrt. ", by=BY) == 2
    subject = "Abgesagt: Digitaltag"
    assert [[(sent.to, sent.subject) for sent in written(who, CANCELLED)] for who in (first, second, third)] == [
        [("ada@example.org", subject)], [("ben@example.org", subject)], [],
    ]  # fmt: skip
    assert written(first) == [None]  # a promise that had not left yet
    assert notes(second)[0].startswith("Das Treffen ist abgesagt: Digitaltag, ")
    assert notes(second)[0].endswith(" Der Saal ist gesperrt.")
    cancel(first)
    after = sent(late)  # begun before
    assert standing(one) == [(1, "gone"), (2, "waits"), (3, "gone"), (4, "waits"), (5, "waits")]
    assert [one.to for one in written(after, CANCELLED)] == ["eva@example.org"]
    assert registering.cancel(one, by=BY) == 0  # pressed twice
    one.refresh_from_db()
    for change in (lambda: registering.cancel(one, by=BY), lambda: registering.publish(one, by=BY)):
        with pytest.raises(ExchangeError, match=r"abgesagt|Absagen lässt sich nur"):
            change()


def test_a_registration_is_told_in_the_language_of_its_sender():
    application = register(opened(), language="en")
    assert notes(application)[0].startswith("You have a place: Digitaltag, ")
    assert written(application)[0].subject == "Digitaltag: You have a place"


def test_a_registration_needs_no_decision_and_can_be_taken_back():
    application = register(opened())
    case = Case.objects.get(application=application)
    assert (case.settled, case.badge, case.due_on) == (True, "success", None)
    assert mail._resolvers["cases.opened"](case.pk) is None
    cancel(application)
    case.refresh_from_db()
    assert (case.outcome, case.settled) == ("withdrawn", False)
    kinds = CaseEvent.objects.filter(case=case).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["opened", "settled", "withdrawn"]
    assert audit.verify(scope.current()).problems == []


def test_somebody_registers_on_the_pages_and_reads_at_once_what_came_of_it():
    meeting = opened(capacity=1)
    who = {
        "Ihr Vorname": "Ada", "Ihr Familienname": "Beispiel", "Ihre E-Mail-Adresse": "ada@example.org",
        "Aus welcher Kommune oder Einrichtung kommen Sie?": "Stadt Auental",
    }  # fmt: skip
    page = Applicant().start(meeting.service.slug).press("Speichern und weiter", who)
    page.press("Jetzt absenden", {"Ich versichere": "ja"})
    shown = " ".join(page.tree.text_content().split())
    assert page.heading == "Ihre Anmeldung ist eingegangen"
    assert ("Sie haben einen Platz: Digitaltag" in shown, "prüft Ihre Angaben" in shown) == (True, False)
    page.follow("Stand meiner Anmeldung ansehen")
    assert page.tree.text_content().count("Sie haben einen Platz: Digitaltag") == 2  # where it stands, and the history


def test_an_application_for_something_else_registers_nobody():
    meeting, other = opened("eins"), opened("zwei")
    register(other)
    assert (standing(meeting), standing(other)) == ([], [(1, "place")])


def test_what_was_erased_is_written_to_nobody():
    application = register(opened())
    destroy(application.data_key)
    with pytest.raises(Exception, match="vernichtet"):
        written(Application.objects.select_related("data_key").get())


# At the same time -----------------------------------------------------------------------------------------------------


def at_once(drafts: list, workers: int) -> None:
    """Send every draft, each worker on a connection of its own and all beginning together."""
    town, start = scope.current(), threading.Barrier(workers)

    def work(number: int) -> None:
        with scope.of(town):
            try:
                start.wait(timeout=30)
                for record in drafts[number::workers]:
                    gathering.sent(reopened(record))
            finally:
                connection.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))


def crowd(people: int, places: int, workers: int = 8) -> None:
    """Many register for few places at the same time."""
    meeting = opened(capacity=places)
    drafts = [filled(meeting.service, f"Gast{number}").record for number in range(people)]
    at_once(drafts, workers)
    assert standing(meeting) == [(number, "place" if number <= places else "waits") for number in range(1, people + 1)]
    arrived = Registration.objects.order_by("number").values_list("placed_at", "application__submitted_at")
    placed = [at for at, _submitted in arrived if at]
    assert (len(placed), placed) == (places, sorted(placed))
    assert Meeting.objects.get().arrivals == people
    assert audit.verify(scope.current()).problems == []


@pytest.mark.django_db(transaction=True)
def test_24_register_at_once_for_5_places():
    crowd(24, 5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_register_at_once_for_50_places():
    crowd(500, 50, workers=16)


@pytest.mark.django_db(transaction=True)
def test_cancelling_registering_and_more_places_at_once_lose_and_double_none():
    """The locks are taken in one order: on PostgreSQL another order would end in a deadlock."""
    meeting = opened(capacity=3)
    early = [register(meeting, f"Früh{number}") for number in range(6)]
    drafts = [filled(meeting.service, f"Gast{number}").record for number in range(6)]
    town, start = scope.current(), threading.Barrier(3)

    def cancelling() -> None:
        for one in early[:3]:
            cancel(one)

    def sending() -> None:
        for record in drafts:
            gathering.sent(reopened(record))

    def enlarging() -> None:
        for places in (4, 5, 6):
            changed = Meeting.objects.get()
            changed.capacity = places
            meetings.save(changed, by=BY)

    def run(work) -> None:
        with scope.of(town):
            try:
                start.wait(timeout=30)
                work()
            finally:
                connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, (cancelling, sending, enlarging)))
    assert standing(meeting) == [
        (number, "gone" if number <= 3 else "place" if number <= 9 else "waits") for number in range(1, 13)
    ]

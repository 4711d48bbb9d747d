"""Every action: what it changes, whom it refuses, and in which words."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from rathaus.applications import history
from rathaus.applications.actions import reply
from rathaus.applications.errors import NotAsked
from rathaus.applications.models import PublicEvent
from rathaus.cases import actions, projection
from rathaus.cases.actions.opening import add_months
from rathaus.cases.errors import Refused
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, CaseEvent, Decision, Letter, NameToken, Outcome, State
from rathaus.events import NoTransaction
from rathaus.events.models import OutboxMessage
from rathaus.people import actions as people
from rathaus.people.models import Account
from rathaus.protection.models import AuditEntry, SealedFile
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.cases import builders

GRANT = Wording(Outcome.GRANTED, "Ihrem Antrag geben wir statt.")
REFUSE = Wording(Outcome.REFUSED, "Ihren Antrag lehnen wir ab.", "Weil der Hund fehlt.", builders.REMEDY)


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def kinds(case) -> list[str]:
    return list(case.events.values_list("kind", flat=True))


def mails() -> list[str]:
    return sorted(OutboxMessage.objects.filter(topic="mail").values_list("payload__kind", flat=True))


def last_audit() -> tuple[str, str]:
    entry = AuditEntry.objects.order_by("-sequence").first()
    return entry.action, entry.actor_label


# Opening --------------------------------------------------------------------------------------------------------------


def test_a_sent_application_becomes_a_case_of_the_service_s_department(service, taxes):
    case = builders.case(service, at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    assert (case.department, case.service, case.state, case.assignee) == (taxes, service, State.NEW, None)
    assert case.opened_at == case.application.submitted_at
    assert case.due_on == date(2027, 2, 20)
    assert kinds(case) == ["opened"]
    assert mails() == ["cases.opened"]
    assert last_audit() == ("case.opened", "Eingang")


def test_the_names_in_the_index_are_not_readable(service):
    case = builders.case(service)
    tokens = list(NameToken.objects.filter(case=case).values_list("token", flat=True))
    assert len(tokens) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", token) for token in tokens)


def test_opening_outside_a_transaction_is_refused(service, transactional_db):
    sent = builders.application(service)
    with pytest.raises(NoTransaction):
        actions.open_case(sent.pk, by=builders.OPERATOR)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 20), 3, date(2027, 2, 20)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
    ],
)
def test_add_months_ends_on_a_day_that_exists(start, months, end):
    assert add_months(start, months) == end


# Taking over, assigning, releasing ------------------------------------------------------------------------------------


def test_take_over_assigns_and_tells_the_applicant_once(case, petra, klaus):
    taken = actions.take_over(case.pk, by=petra)
    assert (taken.state, str(taken.assignee_id)) == (State.WORKING, petra.id)
    assert last_audit() == ("case.taken", "Petra Sommer")
    actions.release(case.pk, by=petra)
    actions.take_over(case.pk, by=klaus)
    shown = [line.kind for line in history.lines(case.application)]
    assert shown == [PublicEvent.Kind.IN_PROGRESS]


def test_take_over_from_a_colleague(taken, klaus):
    assert str(actions.take_over(taken.pk, by=klaus).assignee_id) == klaus.id


def test_take_over_twice_is_refused(taken, petra):
    with pytest.raises(Refused, match=r"^Petra Sommer bearbeitet diesen Vorgang schon\.$"):
        actions.take_over(taken.pk, by=petra)


def test_take_over_by_the_house_is_not_allowed(case):
    with pytest.raises(NotAllowed):
        actions.take_over(case.pk, by=Actor.system("x"))


def test_assign_gives_the_case_to_a_colleague(case, petra, klaus):
    given = actions.assign(case.pk, to=UUID(klaus.id), by=petra)
    assert (given.state, str(given.assignee_id)) == (State.WORKING, klaus.id)
    assert last_audit() == ("case.assigned", "Petra Sommer")


def test_assign_to_another_department_is_refused(case, petra, stranger):
    with pytest.raises(Refused, match="in diesem Fachbereich arbeitet") as refused:
        actions.assign(case.pk, to=UUID(stranger.id), by=petra)
    assert refused.value.field == "to"


def test_assign_to_somebody_who_has_left_is_refused(case, petra, klaus):
    people.deactivate(Account.objects.get(pk=klaus.id), by=builders.OPERATOR)
    with pytest.raises(Refused, match="in diesem Fachbereich arbeitet"):
        actions.assign(case.pk, to=UUID(klaus.id), by=petra)


def test_assign_to_nobody_known_is_refused(case, petra):
    with pytest.raises(Refused, match="in diesem Fachbereich arbeitet"):
        actions.assign(case.pk, to=uuid4(), by=petra)


def test_release_puts_the_case_back(taken, petra):
    released = actions.release(taken.pk, by=petra)
    assert (released.state, released.assignee_id) == (State.NEW, None)
    assert last_audit() == ("case.released", "Petra Sommer")


def test_release_of_a_free_case_is_refused(case, petra):
    with pytest.raises(Refused, match=r"^Diesen Vorgang hat niemand übernommen\.$"):
        actions.release(case.pk, by=petra)


def test_release_keeps_a_question_open(taken, petra):
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    assert actions.release(taken.pk, by=petra).state == State.ASKED


# Deadline, notes ------------------------------------------------------------------------------------------------------


def test_set_due_moves_the_deadline(case, petra):
    assert actions.set_due(case.pk, due_on=tomorrow(), by=petra).due_on == tomorrow()
    assert last_audit() == ("case.due_changed", "Petra Sommer")


def test_set_due_into_the_past_is_refused(case, petra):
    with pytest.raises(Refused, match="liegt in der Vergangenheit") as refused:
        actions.set_due(case.pk, due_on=timezone.localdate() - timedelta(days=1), by=petra)
    assert refused.value.field == "due_on"


def test_note_is_sealed(case, petra):
    actions.note(case.pk, text="  Anruf von Frau Müller  \r\nRückruf  ", by=petra)
    event = case.events.get(kind=CaseEvent.Kind.NOTED)
    assert "Müller".encode() not in bytes(event.sealed_text)
    assert last_audit() == ("case.noted", "Petra Sommer")


def test_note_without_text_is_refused(case, petra):
    with pytest.raises(Refused, match="Schreiben Sie den Vermerk auf"):
        actions.note(case.pk, text=" \n ", by=petra)


def test_note_too_long_is_refused_with_both_numbers(case, petra):
    with pytest.raises(Refused, match="mit 20001 Zeichen zu lang; erlaubt sind 20000"):
        actions.note(case.pk, text="x" * 20_001, by=petra)


def test_note_on_a_decided_case_is_possible(taken, petra):
    actions.decide(taken.pk, wording=GRANT, by=petra)
    actions.note(taken.pk, text="Nachtrag", by=petra)
    assert kinds(taken)[-1] == "noted"


# Asking ---------------------------------------------------------------------------------------------------------------


def test_ask_back_shows_the_question_and_writes_a_mail(taken, petra):
    day = tomorrow()
    asked = actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=day, by=petra)
    assert (asked.state, asked.reply_due_on) == (State.ASKED, day)
    line = history.lines(taken.application)[0]
    assert (line.kind, line.waits) == (PublicEvent.Kind.QUESTION, True)
    assert line.text.startswith("Ist er geimpft?\n\nBitte antworten Sie bis zum ")
    assert mails() == ["cases.asked", "cases.opened"]
    assert last_audit() == ("case.asked", "Petra Sommer")


def test_ask_back_needs_the_case_to_be_taken(case, petra):
    with pytest.raises(Refused, match=r"^Niemand bearbeitet diesen Vorgang\. Übernehmen Sie ihn zuerst\.$"):
        actions.ask_back(case.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)


def test_ask_back_in_a_colleague_s_case_is_refused(taken, klaus):
    with pytest.raises(Refused, match=r"^Petra Sommer bearbeitet diesen Vorgang\."):
        actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=klaus)


def test_ask_back_while_a_question_is_open_is_refused(taken, petra):
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    with pytest.raises(Refused, match="Eine Rückfrage ist noch offen"):
        actions.ask_back(taken.pk, question="Und wann?", reply_by=tomorrow(), by=petra)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_ask_back_until_a_useless_day_is_refused(taken, petra, days):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match="ab morgen und innerhalb eines Jahres") as refused:
        actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=day, by=petra)
    assert refused.value.field == "reply_by"


def test_ask_back_without_a_question_is_refused(taken, petra):
    with pytest.raises(Refused, match="was Sie wissen möchten") as refused:
        actions.ask_back(taken.pk, question="", reply_by=tomorrow(), by=petra)
    assert refused.value.field == "question"


def test_a_reply_reaches_the_case(taken, petra):
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    builders.reply(taken)
    taken.refresh_from_db()
    assert (taken.state, taken.reply_due_on) == (State.ANSWERED, None)
    assert kinds(taken) == ["opened", "taken", "asked", "answered"]
    assert mails() == ["cases.answered", "cases.asked", "cases.opened"]
    actions.ask_back(taken.pk, question="Und wann?", reply_by=tomorrow(), by=petra)


def test_after_the_decision_the_question_is_closed(taken, petra):
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    actions.decide(taken.pk, wording=GRANT, by=petra)
    found = history.lines(taken.application)
    assert [line.waits for line in found] == [False, False, False]
    applicant = Actor.applicant(taken.application.number)
    with pytest.raises(NotAsked):
        reply(taken.application, found[1].id, "Ja.", [], by=applicant)


def test_a_reply_that_crosses_the_decision_does_not_reopen_the_case(taken, petra):
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    actions.decide(taken.pk, wording=GRANT, by=petra)
    builders.reply(taken)
    taken.refresh_from_db()
    assert (taken.state, kinds(taken)[-1]) == (State.DECIDED, "answered")


# Deciding -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "kind", "said"),
    [
        (Outcome.GRANTED, PublicEvent.Kind.DECIDED, "Ihre Anmeldung ist bestätigt."),
        (Outcome.PARTLY, PublicEvent.Kind.DECIDED, "Ihre Anmeldung ist teilweise bestätigt."),
        (Outcome.REFUSED, PublicEvent.Kind.DECIDED, "Ihre Anmeldung ist abgelehnt."),
        (Outcome.WITHDRAWN, PublicEvent.Kind.WITHDRAWN, "Ihre Anmeldung ist zurückgenommen."),
    ],
)
def test_decide_stores_decision_letter_and_public_line(taken, petra, outcome, kind, said):
    wording = Wording(outcome, "So entschieden.", "Deshalb.", builders.REMEDY)
    decided = actions.decide(taken.pk, wording=wording, by=petra)
    assert (decided.state, decided.outcome, decided.due_on) == (State.DECIDED, outcome, None)
    decision = Decision.objects.get(case=taken)
    assert (decision.outcome, str(decision.account_id)) == (outcome, petra.id)
    line = history.lines(taken.application)[0]
    assert (line.kind, line.text) == (kind, f"{said} Das Schreiben dazu liegt hier für Sie bereit.")
    assert [file.name for file in line.files] == [f"Schreiben {taken.application.number}.pdf"]
    assert mails() == ["cases.decided", "cases.opened"]
    assert last_audit() == ("case.decided", "Petra Sommer")


@pytest.mark.django_db(transaction=True)
def test_decide_needs_the_case_to_be_taken(case, petra):
    with pytest.raises(Refused, match="Niemand bearbeitet diesen Vorgang"):
        actions.decide(case.pk, wording=GRANT, by=petra)
    assert SealedFile.objects.count() == 0


def test_decide_in_a_colleague_s_case_is_refused(taken, klaus):
    with pytest.raises(Refused, match="Petra Sommer bearbeitet diesen Vorgang"):
        actions.decide(taken.pk, wording=GRANT, by=klaus)


def test_decide_by_the_house_is_not_allowed(taken):
    with pytest.raises(NotAllowed):
        actions.decide(taken.pk, wording=GRANT, by=Actor.system("x"))


@pytest.mark.parametrize(
    ("wording", "field", "sentence"),
    [
        (Wording(Outcome.GRANTED, " "), "decision", "Schreiben Sie auf, was Sie entscheiden."),
        (Wording(Outcome.REFUSED, "Nein.", "", "R"), "reason", "Begründen Sie die Entscheidung"),
        (Wording(Outcome.PARTLY, "Nein.", "", "R"), "reason", "Begründen Sie die Entscheidung"),
        (Wording(Outcome.REFUSED, "Nein.", "Weil.", ""), "remedy", "Ergänzen Sie die Rechtsbehelfsbelehrung"),
        (Wording(Outcome.GRANTED, "Bewilligt: …"), "decision", "Ersetzen Sie die Auslassungspunkte"),
        (Wording(Outcome.GRANTED, "Ja.", "weil …"), "reason", "Ersetzen Sie die Auslassungspunkte"),
        (Wording(Outcome.GRANTED, "x" * 20_001), "decision", "zu lang"),
        (Wording(Outcome.GRANTED, "Ja.", "x" * 20_001), "reason", "zu lang"),
    ],
)
def test_decide_with_an_incomplete_letter_is_refused(taken, petra, wording, field, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        actions.decide(taken.pk, wording=wording, by=petra)
    assert refused.value.field == field


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "again",
    [
        lambda case, by: actions.decide(case.pk, wording=REFUSE, by=by),
        lambda case, by: actions.release(case.pk, by=by),
        lambda case, by: actions.take_over(case.pk, by=by),
        lambda case, by: actions.set_due(case.pk, due_on=tomorrow(), by=by),
        lambda case, by: actions.ask_back(case.pk, question="?", reply_by=tomorrow(), by=by),
    ],
    ids=["decide", "release", "take over", "due", "ask"],
)
def test_nothing_changes_a_decided_case(taken, petra, again):
    with time_machine.travel("2026-11-22T10:05:00Z"):
        actions.decide(taken.pk, wording=GRANT, by=petra)
        before = kinds(taken)
        sentence = r"^Dieser Vorgang ist schon entschieden: 22\. November 2026, 11:05 Uhr durch Petra Sommer\.$"
        with pytest.raises(Refused, match=sentence):
            again(taken, petra)
    assert kinds(taken) == before


# Who may --------------------------------------------------------------------------------------------------------------

ACTIONS = {
    "take over": lambda case, by: actions.take_over(case.pk, by=by),
    "assign": lambda case, by: actions.assign(case.pk, to=uuid4(), by=by),
    "release": lambda case, by: actions.release(case.pk, by=by),
    "due": lambda case, by: actions.set_due(case.pk, due_on=tomorrow(), by=by),
    "note": lambda case, by: actions.note(case.pk, text="x", by=by),
    "tick": lambda case, by: actions.tick(case.pk, rule="x", done=True, by=by),
    "ask": lambda case, by: actions.ask_back(case.pk, question="x", reply_by=tomorrow(), by=by),
    "write": lambda case, by: actions.write(case.pk, text="x", by=by),
    "decide": lambda case, by: actions.decide(case.pk, wording=GRANT, by=by),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_a_clerk_of_another_department_may_nothing(taken, stranger, action):
    before = kinds(taken)
    with pytest.raises(NotAllowed):
        action(taken, stranger)
    assert kinds(taken) == before


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_an_applicant_may_nothing(taken, action):
    with pytest.raises(NotAllowed):
        action(taken, Actor.applicant(taken.application.number))


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_another_town_does_not_know_the_case(taken, other_town, action):
    with scope.of(other_town):
        clerk = builders.actor("Olga Nachbar", builders.department())
        with pytest.raises(Case.DoesNotExist):
            action(taken, clerk)


# Truth and projection -------------------------------------------------------------------------------------------------


def assert_rebuilt(case) -> None:
    case.refresh_from_db()
    assert projection.rebuild(case.events.order_by("number")) == projection.of(case)


def test_the_columns_are_what_the_events_say(case, petra, klaus):
    steps = [
        lambda: actions.take_over(case.pk, by=petra),
        lambda: actions.note(case.pk, text="Anruf", by=klaus),
        lambda: actions.set_due(case.pk, due_on=tomorrow(), by=petra),
        lambda: actions.ask_back(case.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra),
        lambda: actions.release(case.pk, by=petra),
        lambda: builders.reply(case),
        lambda: actions.assign(case.pk, to=UUID(klaus.id), by=petra),
        lambda: actions.decide(case.pk, wording=GRANT, by=klaus),
    ]
    assert_rebuilt(case)
    for step in steps:
        step()
        assert_rebuilt(case)
    assert case.events_count == len(steps) + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins(taken, petra):
    """Both clerks pressed the button; the later one reads who was faster, and leaves nothing behind."""
    town, start, ends = scope.current(), threading.Barrier(2), []

    def decide(wording: Wording) -> None:
        try:
            with scope.of(town):
                start.wait()
                actions.decide(taken.pk, wording=wording, by=petra)
            ends.append("decided")
        except Refused as refused:
            ends.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(wording,)) for wording in (GRANT, REFUSE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 2
    assert ends.count("decided") == 1
    (loser,) = [end for end in ends if end != "decided"]
    assert re.fullmatch(r"Dieser Vorgang ist schon entschieden: .* Uhr durch Petra Sommer\.", loser)
    assert (Decision.objects.count(), Letter.objects.count(), kinds(taken).count("decided")) == (1, 1, 1)

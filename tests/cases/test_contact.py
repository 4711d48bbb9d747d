"""What goes back and forth between clerk and applicant beside the questions: messages, withdrawal, letters, erasure."""

from __future__ import annotations

import pytest

from rathaus.applications import history
from rathaus.applications.actions import fetch_letter, withdraw, write
from rathaus.applications.errors import Ended
from rathaus.applications.models import Attachment
from rathaus.cases import actions, page
from rathaus.cases.errors import Refused
from rathaus.cases.models import Case, NameToken, Outcome, State
from rathaus.events import NoTransaction
from rathaus.protection import journal
from rathaus.protection.models import DataKey
from rathaus.protection.sealing import destroy
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write
from tests.cases import builders
from tests.cases.test_actions import GRANT, assert_rebuilt, kinds, mails, tomorrow


@pytest.fixture
def service(taxes):
    """One that really asks: the case page shows what was answered."""
    return builders.dog_service(taxes)


def sender(case: Case) -> Actor:
    return Actor.applicant(case.application.number)


# Messages -------------------------------------------------------------------------------------------------------------


def test_a_message_of_the_clerk_stands_on_the_status_page(taken, petra) -> None:
    actions.write(taken.pk, text="Der Ausweis ist fertig.", by=petra)
    line = history.lines(taken.application)[0]
    assert (line.kind, line.text) == ("note", "Der Ausweis ist fertig.")
    assert mails() == ["cases.message", "cases.opened"]
    assert_rebuilt(taken)


def test_a_message_needs_the_case_to_be_taken(case, petra) -> None:
    with pytest.raises(Refused, match=r"^Niemand bearbeitet diesen Vorgang\."):
        actions.write(case.pk, text="x", by=petra)


def test_an_empty_message_is_refused(taken, petra) -> None:
    with pytest.raises(Refused, match=r"^Schreiben Sie die Nachricht auf\.$"):
        actions.write(taken.pk, text=" ", by=petra)


def test_a_message_of_the_applicant_reaches_the_clerk(taken) -> None:
    event = write(taken.application, "Ich ziehe um.", [], by=sender(taken))
    taken.refresh_from_db()
    assert (taken.state, "cases.wrote" in mails()) == (State.ANSWERED, True)
    entry = page.load(taken).entries[0]
    assert (entry.title, entry.who, entry.text) == ("Nachricht eingegangen", "Antragstellende Person", "Ich ziehe um.")
    assert history.text(event, taken.application) == "Ich ziehe um."
    assert_rebuilt(taken)


def test_a_message_leaves_an_open_question_open(taken, petra) -> None:
    actions.ask_back(taken.pk, question="Ist er geimpft?", reply_by=tomorrow(), by=petra)
    write(taken.application, "Ich ziehe um.", [], by=sender(taken))
    taken.refresh_from_db()
    assert (taken.state, [line.waits for line in history.lines(taken.application)][:2]) == (State.ASKED, [False, True])


def test_after_the_decision_nobody_waits_for_messages(taken, petra) -> None:
    actions.decide(taken.pk, wording=GRANT, by=petra)
    with pytest.raises(Ended):
        write(taken.application, "Noch etwas.", [], by=sender(taken))


def test_nobody_else_writes_for_the_applicant(taken) -> None:
    with pytest.raises(NotAllowed):
        write(taken.application, "x", [], by=Actor.applicant("2026-AAAA-AAAA"))


# Taking back ----------------------------------------------------------------------------------------------------------


def test_what_is_taken_back_ends_the_case(taken) -> None:
    withdraw(taken.application, "Der Hund ist weg.", by=sender(taken))
    taken.refresh_from_db()
    assert (taken.state, taken.outcome, taken.due_on) == (State.DECIDED, Outcome.WITHDRAWN, None)
    assert (kinds(taken)[-1], history.lines(taken.application)[0].kind) == ("withdrawn", "withdrawn")
    assert page.load(taken).entries[0].text == "Der Hund ist weg."
    assert "cases.withdrawn" in mails()
    assert_rebuilt(taken)


def test_what_is_taken_back_is_not_decided(taken, petra) -> None:
    withdraw(taken.application, "", by=sender(taken))
    with pytest.raises(Refused, match=r"^Die antragstellende Person hat den Antrag zurückgenommen: "):
        actions.decide(taken.pk, wording=GRANT, by=petra)


def test_what_is_decided_is_not_taken_back(taken, petra) -> None:
    actions.decide(taken.pk, wording=GRANT, by=petra)
    with pytest.raises(Ended):
        withdraw(taken.application, "", by=sender(taken))


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_is_not_seen_yet_wins_at_the_lock_of_the_case(taken, petra) -> None:
    """The public line of the decision is taken away: only the case itself knows of it, as in the moment of the race."""
    actions.decide(taken.pk, wording=GRANT, by=petra)
    taken.application.history.filter(kind="decided").update(kind="note")
    before = kinds(taken)
    with pytest.raises(Ended):
        withdraw(taken.application, "", by=sender(taken))
    assert (kinds(taken), taken.application.history.filter(kind="withdrawn").count()) == (before, 0)


# Letters --------------------------------------------------------------------------------------------------------------


def test_the_first_download_of_a_letter_is_noted_once(taken, petra) -> None:
    actions.decide(taken.pk, wording=GRANT, by=petra)
    for _ in range(2):
        letter = Attachment.objects.select_related("application").get(purpose="letter")
        fetch_letter(letter, by=sender(taken))
    assert (kinds(taken)[-2:], letter.fetched_at is not None) == (["decided", "fetched"], True)
    assert page.load(taken).entries[0].title == "Schreiben abgerufen"
    assert_rebuilt(taken)


def test_other_files_are_downloaded_without_a_note(taken) -> None:
    upload = builders.with_file(taken.application)
    fetch_letter(upload, by=sender(taken))
    assert kinds(taken)[-1] == "taken"


# Erasure --------------------------------------------------------------------------------------------------------------


def test_who_is_erased_is_not_found_by_name(case) -> None:
    other = builders.case(case.service)
    with atomic_write():
        destroy(case.application.data_key)
    assert set(NameToken.objects.values_list("case", flat=True)) == {other.pk}


def test_the_replayed_journal_erases_the_names_again(case, django_capture_on_commit_callbacks) -> None:
    key = DataKey.objects.get(pk=case.application.data_key_id)
    tokens, wrapped = list(NameToken.objects.filter(case=case)), bytes(key.wrapped)
    with django_capture_on_commit_callbacks(execute=True), atomic_write():
        destroy(key)
    DataKey.objects.filter(pk=key.pk).update(wrapped=wrapped, destroyed_at=None)
    NameToken.objects.bulk_create(tokens)
    assert (journal.replay(), NameToken.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_names_are_forgotten_only_together_with_the_key(case) -> None:
    with pytest.raises(NoTransaction):
        actions.forget_names(case.application.data_key_id)

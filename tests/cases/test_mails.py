"""Mails of the cases: to whom, and nothing personal in them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from rathaus.cases import actions
from rathaus.cases.letters import Wording
from rathaus.cases.models import Outcome
from rathaus.documents import mail
from rathaus.events.models import OutboxMessage
from rathaus.people import actions as people
from rathaus.people.models import Account
from rathaus.protection.sealing import destroy
from rathaus.towns.models import Host
from rathaus.towns.transactions import atomic_write
from tests.cases import builders


def deliver() -> list:
    """Send what is in the outbox, as the worker does; returns the mails of this round."""
    sent.outbox.clear()
    for message in OutboxMessage.objects.filter(topic="mail").order_by("created_at"):
        mail.deliver(message.payload, message.key)
    OutboxMessage.objects.all().delete()
    return list(sent.outbox)


@pytest.fixture
def host(scoped):
    return Host.objects.create(hostname="musterstadt.example", municipality=scoped)


def test_the_department_hears_of_a_new_application(case, host):
    (message,) = deliver()
    assert message.to == ["steuern@musterstadt.example"]
    assert message.subject == f"Neue Anmeldung {case.application.number}"
    assert f"https://musterstadt.example/amt/vorgaenge/{case.pk}/" in message.body


def test_a_department_without_address_hears_nothing(scoped):
    builders.case(builders.service(builders.department("Verkehr", "")))
    assert deliver() == []


def test_the_applicant_hears_of_a_question(taken, petra, host):
    deliver()
    day = timezone.localdate() + timedelta(days=1)
    actions.ask_back(taken.pk, question="Ist Rex geimpft?", reply_by=day, by=petra)
    (message,) = deliver()
    assert message.to == ["anna@example.org"]
    assert message.subject == f"Rückfrage zu Ihrer Anmeldung {taken.application.number}"
    assert "Bitte antworten Sie bis zum" in message.body
    assert "https://musterstadt.example/status/" in message.body
    assert [word for word in ("Rex", "Anna", "Müller", "Hund", "Petra") if word in message.body] == []


def test_the_clerk_hears_of_the_answer(taken, petra, host):
    actions.ask_back(taken.pk, question="?", reply_by=timezone.localdate() + timedelta(days=1), by=petra)
    deliver()
    builders.reply(taken, "Ja, Rex ist geimpft.")
    (message,) = deliver()
    assert message.to == ["petra.sommer@musterstadt.example"]
    assert "Rex" not in message.body


def test_the_department_hears_of_the_answer_when_the_clerk_has_left(taken, petra):
    actions.ask_back(taken.pk, question="?", reply_by=timezone.localdate() + timedelta(days=1), by=petra)
    people.deactivate(Account.objects.get(pk=petra.id), by=builders.OPERATOR)
    deliver()
    builders.reply(taken)
    assert [message.to for message in deliver()] == [["steuern@musterstadt.example"]]


def test_the_applicant_hears_of_the_decision_but_not_which(taken, petra):
    deliver()
    actions.decide(taken.pk, wording=Wording(Outcome.REFUSED, "Nein.", "Weil.", "Klage."), by=petra)
    (message,) = deliver()
    assert message.to == ["anna@example.org"]
    assert message.subject == f"Entscheidung zu Ihrer Anmeldung {taken.application.number}"
    assert [word for word in ("Nein", "Weil", "abgelehnt", "Anna", "Hund") if word in message.body] == []


def test_the_mail_speaks_the_language_of_the_application(service, petra):
    case = builders.case(service, language="en")
    actions.take_over(case.pk, by=petra)
    deliver()
    actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    (message,) = deliver()
    assert message.subject == f"Decision on your registration {case.application.number}"


def test_an_applicant_without_address_gets_none(service, petra):
    case = builders.case(service, replace(builders.ANNA, email=""))
    actions.take_over(case.pk, by=petra)
    deliver()
    actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    assert deliver() == []


def test_after_the_erasure_nobody_is_written_to(taken, petra):
    deliver()
    actions.decide(taken.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    with atomic_write():
        destroy(taken.application.data_key)
    OutboxMessage.objects.exclude(topic="mail").delete()
    assert deliver() == []

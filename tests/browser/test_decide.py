"""The clerk's way from the inbox to the decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from rathaus.cases import actions
from rathaus.cases.letters import Wording
from rathaus.cases.models import Case, Outcome
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from tests.cases import builders
from tests.people.making import colleague


@pytest.fixture
def taxes(scoped):
    return builders.department()


@pytest.fixture
def clerk(taxes):
    return colleague(Grant(Role.CLERK, taxes), email="petra@musterstadt.example", name="Petra Sommer")


@pytest.fixture
def case(taxes):
    """A dog, with a file, to be decided."""
    sent = builders.application(builders.dog_service(taxes), answers=builders.dog_answers())
    attachment = builders.with_file(sent, "Versicherungspolice Müller.pdf")
    file = {
        "file": str(attachment.pk),
        "name": "Versicherungspolice Müller.pdf",
        "size": 15,
        "media_type": "application/pdf",
    }
    builders.put_answers(sent, builders.dog_answers(file))
    return Case.objects.get(application=sent)


@pytest.fixture
def full_inbox(taxes, clerk):
    """Cases in every state."""
    petra, at = actors.staff(clerk.account), datetime(2026, 11, 2, 8, tzinfo=UTC)
    dogs, homes = builders.service(taxes), builders.service(taxes, "Zweitwohnungssteuer erklären")
    people = ["Müller-Lüdenscheidt", "Öztürk", "Ngô", "Schmidt", "von der Heide-Groß", "Weber", "Yıldız"]
    cases = [
        builders.case(dogs if day % 2 else homes, replace(builders.ANNA, family=name), at=at + timedelta(days=day))
        for day, name in enumerate(people)
    ]
    for case in cases[:5]:
        actions.take_over(case.pk, by=petra)
    soon = timezone.localdate() + timedelta(days=7)
    for case in cases[1:3]:
        actions.ask_back(case.pk, question="Bitte senden Sie uns das Datum.", reply_by=soon, by=petra)
    builders.reply(cases[2])
    for case, outcome in zip(cases[3:5], (Outcome.GRANTED, Outcome.REFUSED), strict=True):
        actions.decide(case.pk, wording=Wording(outcome, "So.", "Weil.", "Klage."), by=petra)
    Case.objects.filter(pk=cases[0].pk).update(due_on=timezone.localdate() - timedelta(days=3))
    return cases


def test_inbox_is_sound(look, clerk, full_inbox):
    look("/amt/vorgaenge/", "eingang", as_=clerk)
    look("/amt/vorgaenge/?zustand=all", "eingang-alle", as_=clerk)
    look("/amt/vorgaenge/?q=Schmitt", "eingang-nichts", as_=clerk)


def test_empty_inbox_is_sound(look, clerk):
    look("/amt/vorgaenge/", "eingang-leer", as_=clerk)


def test_case_pages_are_sound(look, clerk, case):
    petra = actors.staff(clerk.account)
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-neu", as_=clerk)
    actions.take_over(case.pk, by=petra)
    for page in ("rueckfrage", "entscheiden", "entscheiden/refused"):
        look(f"/amt/vorgaenge/{case.pk}/{page}/", f"vorgang-{page.replace('/', '-')}", as_=clerk)
    actions.tick(case.pk, rule="R99000000009", done=True, by=petra)
    actions.note(case.pk, text="Telefonat mit der Hundeschule.\nRückruf am Montag.", by=petra)
    actions.ask_back(case.pk, question="Ist Rex geimpft?", reply_by=timezone.localdate() + timedelta(days=9), by=petra)
    builders.reply(case, "Ja, seit März.\nDen Impfpass lege ich bei.")
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-antwort", as_=clerk)
    actions.decide(case.pk, wording=Wording(Outcome.GRANTED, "Ja."), by=petra)
    look(f"/amt/vorgaenge/{case.pk}/", "vorgang-entschieden", as_=clerk)

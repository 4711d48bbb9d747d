"""Erasing a sent application: nothing of it is left, no backup brings it back, and a duty to keep it is heeded."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import time_machine

from rathaus import cli
from rathaus.applications import history, queries
from rathaus.applications.actions import set_terms
from rathaus.applications.actions.erasing import erase, kept_until
from rathaus.applications.errors import Erased, StillKept
from rathaus.applications.history import Kind
from rathaus.applications.models import Application
from rathaus.cases.models import Case, NameToken, State
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection import audit, journal
from rathaus.protection.errors import KeyDestroyed
from rathaus.protection.models import AuditEntry, SealedFile
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write
from tests.applications.applicant import Applicant
from tests.applications.walking import send
from tests.people.citizen import citizen
from tests.people.making import colleague, signed_in

BY = Actor.operator("Test")
REASON = "Verlangen nach Art. 17 DSGVO"


@pytest.fixture
def sent(applicant: Applicant) -> Application:
    """A sent application with a file and a case, in an account."""
    send(applicant)
    Application.objects.update(account=citizen())
    return Application.objects.select_related("data_key", "version").get()


def ended(application: Application, at: dt.datetime) -> None:
    with atomic_write():
        history.add(application, Kind.CLOSED, "Erledigt.", at=at)


def test_nothing_is_left_and_the_journal_keeps_it_so(
    sent, applicant: Applicant, files_dir: Path, django_capture_on_commit_callbacks
) -> None:
    names, stored = NameToken.objects.count(), [path for path in files_dir.rglob("*") if path.is_file()]
    status, code = f"/status/{sent.pk}/", queries.code_of(sent.data_key)
    assert applicant.client.post("/status/", {"nummer": sent.number, "code": code}).status_code == 302
    assert (names > 0, len(stored), applicant.open(status).status) == (True, 2, 200)
    with django_capture_on_commit_callbacks(execute=True):
        erase(sent, reason=REASON, by=BY)
    gone = Application.objects.select_related("data_key").get()
    with pytest.raises(KeyDestroyed):
        queries.answers(gone)
    with pytest.raises(KeyDestroyed):
        queries.person(gone)
    assert (gone.account_id, NameToken.objects.count(), SealedFile.objects.count()) == (None, 0, 0)
    assert [path for path in files_dir.rglob("*") if path.is_file()] == []
    assert set(journal.read(scope.current_id())) == {sent.data_key_id}
    assert (applicant.open(status).status, applicant.heading) == (410, "Ihre Anmeldung ist gelöscht")
    assert applicant.client.post("/status/", {"nummer": sent.number, "code": code}).status_code == 302
    assert Applicant().open(status).path == "/status/"
    entry = AuditEntry.objects.filter(action="application.erased").get()
    details = {"number": sent.number, "kept_until": "open", "reason": REASON}
    assert (json.loads(entry.details), audit.verify(scope.current()).problems) == (details, [])


def test_its_case_ends_and_says_why_there_is_nothing(sent) -> None:
    clerk = signed_in(colleague(Grant(Role.CLERK)))
    page = f"/amt/vorgaenge/{Case.objects.get().pk}/"
    assert "Bello" in clerk.get(page).content.decode()
    erase(sent, reason=REASON, by=BY)
    assert (Case.objects.get().state, clerk.get(page).status_code) == (State.DECIDED, 200)
    assert "Dieser Vorgang ist gelöscht" in clerk.get(page).content.decode()
    assert clerk.post(f"{page}vermerk/", {"text": "x"}).status_code == 404
    assert sent.number in clerk.get("/amt/vorgaenge/?zustand=all").content.decode()


def test_it_is_kept_as_long_as_it_is_open_and_the_years_of_its_service_after(sent, service) -> None:
    with pytest.raises(StillKept) as open_:
        erase(sent, by=BY)
    set_terms(service, draft_days=30, kept_years=2, by=BY)
    ended(sent, dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    assert (open_.value.until, kept_until(sent)) == (None, dt.date(2028, 12, 31))
    with time_machine.travel("2028-12-31T12:00:00Z", tick=False), pytest.raises(StillKept):
        erase(sent, by=BY)
    assert queries.person(Application.objects.get()).given == "Käthe"
    with time_machine.travel("2029-01-01T12:00:00Z", tick=False):
        erase(sent, by=BY)
    sent.data_key.refresh_from_db()
    with pytest.raises(Erased):
        erase(sent, by=BY)


@pytest.mark.parametrize("by", [Actor.applicant("x"), Actor("staff", "1", "Amt")])
def test_nobody_else_erases(sent, by: Actor) -> None:
    with pytest.raises(NotAllowed):
        erase(sent, reason=REASON, by=by)


def test_command(sent, capsys) -> None:
    number = sent.number

    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(["erase", *arguments])
        told = capsys.readouterr()
        return code, (told.out + told.err).strip()

    assert run(number) == (
        1,
        (
            f"rathaus erase: {number} ist noch nicht abgeschlossen. "
            "Soll trotzdem gelöscht werden, nennen Sie mit --reason den Grund."
        ),
    )
    assert run(number, "--reason", "x" * 201) == (
        2, "rathaus erase: Die Begründung hat 201 Zeichen; möglich sind 200."
    )  # fmt: skip
    assert run("2026-XXXX-XXXX")[0] == 2
    assert run(number.replace("-", ""), "--reason", REASON, "--json") == (
        0,
        json.dumps({"number": number, "erased": True}),
    )
    assert run(number, "--reason", REASON) == (2, f"rathaus erase: {number} ist schon gelöscht.")

"""``rathaus work`` at the command line."""

import json
import os
import re
import signal
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from rathaus import cli
from rathaus.events import outbox, queries, timers
from rathaus.events.models import Heartbeat, OutboxMessage
from rathaus.events.worker import Worker
from rathaus.towns import scope
from rathaus.towns.transactions import atomic_write


@pytest.fixture(autouse=True)
def no_timers(monkeypatch):
    monkeypatch.setattr(timers, "_timers", {})


@pytest.fixture
def consume(monkeypatch):
    monkeypatch.setitem(outbox._consumers, "test", lambda payload, key: None)


def put(town, key: str = "1", topic: str = "test") -> None:
    with scope.of(town), atomic_write():
        outbox.put(topic, {}, key=key)


def test_once_does_what_is_due(town, consume, capsys):
    put(town)
    assert cli.main(["work", "--once"]) == 0
    assert capsys.readouterr().out == "1 erledigt, 0 fehlgeschlagen\n"


def test_once_tells_a_failure(town, capsys):
    put(town, topic="nobody's")
    assert cli.main(["work", "--once", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"done": 0, "failed": 1}


def test_status_without_a_worker_is_not_well(town, capsys):
    put(town)
    assert cli.main(["work", "--status"]) == 1
    with scope.of(town):
        since = OutboxMessage.objects.get().created_at.isoformat()
    assert capsys.readouterr().out == (
        f"0 Arbeitsprozesse, 1 Aufträge offen (der älteste seit {since}), 0 davon mehrfach fehlgeschlagen\n"
    )


def test_status_with_a_worker_is_well(db, capsys):
    Worker()._beat()
    assert cli.main(["work", "--status", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == {"workers": 1, "open": 0, "troubled": 0, "oldest": None, "well": True, "messages": []}


@pytest.fixture
def troubled(town, monkeypatch):
    """A message that failed so often that a person is to decide."""

    def consume(payload, key):
        raise RuntimeError("Erika Mustermann")

    monkeypatch.setitem(outbox._consumers, "test", consume)
    put(town)
    for _ in range(queries.TROUBLED_TRIES):
        with scope.of(town):
            OutboxMessage.objects.update(due_at=timezone.now())
        Worker().drain()
    with scope.of(town):
        return OutboxMessage.objects.get()


def test_status_names_what_failed_again_and_again(troubled, capsys):
    assert cli.main(["work", "--status"]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    where = r"RuntimeError \(test_commands\.py, Zeile \d+\)"
    assert re.fullmatch(rf"  {troubled.pk}  {troubled.municipality.slug}  test, 5 Versuche: {where}", last)


def test_message_is_tried_at_once_when_told(troubled, capsys):
    assert cli.main(["work", "--retry", str(troubled.pk)]) == 0
    assert capsys.readouterr().out == f"{troubled.pk} wird gleich noch einmal versucht.\n"
    with scope.of(troubled.municipality):
        assert OutboxMessage.objects.get().due_at < troubled.due_at


def test_message_is_given_up_with_a_reason_that_the_log_keeps(troubled, capsys):
    assert cli.main(["work", "--close", str(troubled.pk)]) == 2
    assert capsys.readouterr().err == "rathaus work: Wer einen Auftrag aufgibt, sagt mit --reason, warum.\n"
    assert cli.main(["work", "--close", str(troubled.pk), "--reason", "Adresse gibt es nicht mehr", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": str(troubled.pk)}
    with scope.of(troubled.municipality):
        message = OutboxMessage.objects.get()
    assert (message.closed_by, message.closed_reason) == ("rathaus work", "Adresse gibt es nicht mehr")
    assert cli.main(["work", "--retry", str(troubled.pk)]) == 2
    assert capsys.readouterr().err == f"rathaus work: Einen offenen Auftrag {troubled.pk} gibt es nicht.\n"


def test_once_and_status_exclude_each_other(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["work", "--once", "--status"])
    assert left.value.code == 2
    assert "schließen einander aus" in capsys.readouterr().err


def test_worker_works_until_sigterm(transactional_db, town, consume, capsys):
    """In this very process: the signal comes as soon as the message is done."""
    put(town)

    def end_when_done():
        while not Heartbeat.objects.filter(stopped_at=None).exists() or _open(town):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    watching = threading.Thread(target=_closing(end_when_done))
    watching.start()
    try:
        assert cli.main(["work", "--threads", "1"]) == 0
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    watching.join()
    assert capsys.readouterr().out == "1 erledigt, 0 fehlgeschlagen\n"
    assert Heartbeat.objects.get().stopped_at is not None


def _open(town) -> bool:
    with scope.of(town):
        return OutboxMessage.objects.filter(done_at=None).exists()


def _closing(call):
    def run():
        try:
            call()
        finally:
            connection.close()

    return run

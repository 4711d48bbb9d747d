"""The worker: at least once, with a lease and growing pauses, until acknowledged or closed by a person."""

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rathaus.events import NoTransaction, actions, announce, handles, outbox, queries, timers
from rathaus.events.models import Heartbeat, OutboxMessage, TimerRun
from rathaus.events.worker import BATCH, Worker, free_leases_of_the_dead, pause, work
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

BUSY_WORKER = Path(__file__).with_name("busy_worker.py")
OPERATOR = Actor.operator("Test")


def put(*keys: str, topic: str = "test") -> None:
    with atomic_write():
        for key in keys:
            outbox.put(topic, {"id": key}, key=key)


@pytest.fixture
def calls(monkeypatch):
    """The calls of the topic "test", each as (town, payload, key)."""
    made = []

    def consume(payload, key):
        made.append((scope.current().slug, payload, key))

    monkeypatch.setitem(outbox._consumers, "test", consume)
    return made


@pytest.fixture
def failing(monkeypatch):
    def consume(payload, key):
        raise RuntimeError("Erika Mustermann, Am Markt 1")

    monkeypatch.setitem(outbox._consumers, "test", consume)


@pytest.fixture(autouse=True)
def no_timers(monkeypatch):
    monkeypatch.setattr(timers, "_timers", {})


def test_message_outside_a_transaction_is_refused(transactional_db, town):
    with scope.of(town), pytest.raises(NoTransaction):
        outbox.put("test", {}, key="1")


def test_message_goes_with_its_transaction(transactional_db, town, calls):
    with scope.of(town), pytest.raises(ZeroDivisionError), atomic_write():  # noqa: PT012
        outbox.put("test", {}, key="1")
        raise ZeroDivisionError
    Worker().drain()
    assert calls == []


def test_same_key_twice_is_one_message(scoped, calls):
    put("1", "1")
    put("1")
    Worker().drain()
    assert calls == [("musterstadt", {"id": "1"}, "1")]


def test_worker_consumes_in_the_scope_of_each_town(town, other_town, calls):
    for each in (town, other_town):
        with scope.of(each):
            put(each.slug)
    tally = Worker().drain()
    assert sorted(calls) == [(s, {"id": s}, s) for s in ("musterstadt", "nachbarstadt")]
    assert (tally.done, tally.failed) == (2, 0)
    with scope.of(town):
        message = OutboxMessage.objects.get()
        assert (message.tries, message.leased_by, message.done_at is None) == (1, "", False)


def test_backlog_of_one_town_does_not_hold_up_the_other(town, other_town, calls):
    with scope.of(town):
        put(*map(str, range(BATCH + 5)))
    with scope.of(other_town):
        put("theirs")
    Worker().once()
    assert [s for s, _, _ in calls].count("nachbarstadt") == 1


def test_failed_message_waits_longer_each_time(scoped, failing):
    put("1")
    waits = []
    for _ in range(4):
        OutboxMessage.objects.update(due_at=timezone.now())
        Worker().drain()
        waits.append(round((OutboxMessage.objects.get().due_at - timezone.now()).total_seconds()))
    assert waits == [2, 4, 8, 16]
    assert OutboxMessage.objects.get().tries == 4


def test_pause_ends_at_an_hour():
    assert [pause(n) for n in (1, 11, 12, 13, 5000)] == [timedelta(seconds=s) for s in (2, 2048, 3600, 3600, 3600)]


def test_error_is_kept_without_its_text(scoped, failing):
    put("1")
    Worker().drain()
    kept = OutboxMessage.objects.get().last_error
    assert kept.startswith("RuntimeError (test_worker.py, Zeile ")
    assert "Erika" not in kept


def test_later_keeps_its_sentence(scoped, monkeypatch):
    def consume(payload, key):
        raise outbox.Later("Der Mailserver antwortet nicht.")

    monkeypatch.setitem(outbox._consumers, "test", consume)
    put("1")
    Worker().drain()
    assert OutboxMessage.objects.get().last_error == "Der Mailserver antwortet nicht."


def test_topic_without_consumer_waits(scoped):
    put("1", topic="nobody's")
    assert Worker().drain().failed == 1
    message = OutboxMessage.objects.get()
    assert (message.done_at, message.last_error) == (None, "Für diese Art von Auftrag ist niemand zuständig.")


def test_message_put_for_later_is_not_due(scoped, calls):
    with atomic_write():
        outbox.put("test", {}, key="1", due_at=timezone.now() + timedelta(hours=1))
    Worker().drain()
    assert calls == []


def test_leased_message_is_left_alone_until_the_lease_ends(scoped, calls):
    put("1")
    OutboxMessage.objects.update(leased_by="elsewhere:1:1", leased_until=timezone.now() + timedelta(seconds=60))
    Worker().drain()
    assert calls == []
    OutboxMessage.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    Worker().drain()
    assert len(calls) == 1


def test_worker_stopped_in_its_batch_gives_the_rest_back(scoped, monkeypatch):
    stop = threading.Event()
    monkeypatch.setitem(outbox._consumers, "test", lambda payload, key: stop.set())
    put("1", "2", "3")
    Worker(stop).drain()
    assert sorted(OutboxMessage.objects.values_list("tries", "leased_by")) == [(0, ""), (0, ""), (1, "")]


def test_message_closed_meanwhile_is_not_delivered(scoped, calls):
    put("1")
    worker = Worker()
    (message,) = worker._claim()
    actions.close(message.pk, reason="Empfänger verzogen", by=OPERATOR)
    worker._work_through([message])
    assert calls == []


def test_closing_is_announced_with_its_reason(scoped):
    heard = []
    handles(actions.MessageClosed)(heard.append)
    put("1")
    message = OutboxMessage.objects.get()
    actions.close(message.pk, reason=" Empfänger verzogen ", by=OPERATOR)
    actions.close(message.pk, reason="noch einmal", by=OPERATOR)
    mine = [event for event in heard if event.message_id == message.pk]
    assert mine == [actions.MessageClosed(message.pk, "test", "Empfänger verzogen", OPERATOR)]
    assert queries.open_messages().count() == 0


def test_closing_without_a_person_or_a_reason_is_refused(scoped):
    put("1")
    message = OutboxMessage.objects.get()
    with pytest.raises(NotAllowed):
        actions.close(message.pk, reason="x", by=Actor.system("Aufräumen"))
    with pytest.raises(ValueError, match="Grund"):
        actions.close(message.pk, reason=" ", by=OPERATOR)


def test_old_messages_are_forgotten_open_ones_never(scoped):
    put("done", "closed", "open", "done lately")
    old, now = timezone.now() - timedelta(days=31), timezone.now()
    OutboxMessage.objects.filter(key="done").update(done_at=old)
    OutboxMessage.objects.filter(key="closed").update(closed_at=old)
    OutboxMessage.objects.filter(key="open").update(created_at=old)
    OutboxMessage.objects.filter(key="done lately").update(done_at=now)
    actions.forget_old_messages()
    assert sorted(OutboxMessage.objects.values_list("key", flat=True)) == ["done lately", "open"]


def test_worker_leaves_its_pulse(scoped, calls):
    put("1")
    worker = Worker(name="here:1:1")
    worker.drain()
    assert queries.state() == queries.WorkState(workers=1, open=0, troubled=(), oldest=None)
    worker._beat(stopped=True)
    assert Heartbeat.objects.get().done == 1
    assert queries.state().well is False


def test_state_counts_what_is_in_trouble(scoped, failing):
    put("1")
    OutboxMessage.objects.update(tries=5)
    state, message = queries.state(), OutboxMessage.objects.get()
    assert (state.open, state.troubled, state.oldest) == (1, (message,), message.created_at)


def test_timer_runs_in_every_town_and_not_again_before_its_time(town, other_town, monkeypatch):
    ran = []

    def job():
        ran.append(scope.current().slug)
        if scope.current() == town:
            raise RuntimeError

    timers.every(hours=1)(job)
    assert [timers.run_due(), timers.run_due()] == [1, 0]
    assert ran == ["musterstadt", "nachbarstadt"]
    assert TimerRun.objects.get().failed_towns == 1
    TimerRun.objects.update(began_at=timezone.now() - timedelta(minutes=61))
    assert timers.run_due() == 1


def test_handlers_hear_only_their_event_and_share_the_transaction(scoped):
    class Happened:
        pass

    class Other:
        pass

    heard = []
    handles(Happened)(heard.append)
    event = Happened()
    with pytest.raises(NoTransaction, match="announcing Happened"):
        _outside_any_transaction(lambda: announce(event))
    with atomic_write():
        announce(event)
        announce(Other())
    assert heard == [event]


def _outside_any_transaction(call):
    """The tests' own transaction belongs to this thread's connection; another thread has none."""
    raised = []

    def run():
        try:
            call()
        except Exception as error:  # noqa: BLE001
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    raise raised[0]


def test_second_consumer_of_a_topic_is_refused():
    outbox.consumer("only one")(len)
    with pytest.raises(ValueError, match="two consumers"):
        outbox.consumer("only one")(max)
    del outbox._consumers["only one"]


def test_threads_share_the_work_without_doing_it_twice(transactional_db, town, monkeypatch):
    made, lock = [], threading.Lock()

    def consume(payload, key):
        with lock:
            made.append(key)
            if len(made) == 60:
                stop.set()

    monkeypatch.setitem(outbox._consumers, "test", consume)
    stop = threading.Event()
    keys = [f"{n:02}" for n in range(60)]
    with scope.of(town):
        put(*keys)
    tally = work(stop, threads=3)
    assert (sorted(made), tally.done) == (keys, 60)


@pytest.fixture
def start(calls_file):
    """Start worker processes whose consumer takes so many seconds; none of them outlives the test."""
    started = []

    def start(seconds: float) -> subprocess.Popen:
        started.append(subprocess.Popen([sys.executable, str(BUSY_WORKER), str(calls_file), str(seconds)]))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def calls_file(tmp_path) -> Path:
    return tmp_path / "calls"


def _until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_killed_worker_loses_nothing(transactional_db, town, start, calls_file):
    with scope.of(town):
        put("1", topic="slow")
        worker = start(60)
        _until(calls_file.exists)
        worker.kill()
        worker.wait()
        assert OutboxMessage.objects.get().done_at is None
        OutboxMessage.objects.update(due_at=timezone.now())
        assert free_leases_of_the_dead() == 1
        worker = start(0)
        _until(lambda: OutboxMessage.objects.get().done_at is not None)
        worker.terminate()
        assert worker.wait(30) == 0
    assert calls_file.read_text() == "1\n1\n"


def test_terminated_worker_ends_its_message_first(transactional_db, town, start, calls_file):
    with scope.of(town):
        put("1", "2", topic="slow")
        worker = start(3)
        _until(calls_file.exists)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        states = [(m.tries, m.leased_by, m.done_at is None) for m in OutboxMessage.objects.order_by("tries")]
        assert states == [(0, "", True), (1, "", False)]
    assert Heartbeat.objects.get().stopped_at is not None

"""The worker: does what the outbox asks for, at least once, until it is acknowledged or a person closes it.

A message is *claimed* (a short transaction: one more try, a lease, and already the time of the next try), *done* by its
topic's consumer, and *acknowledged* (another short transaction). Dying anywhere in between leaves a message whose lease
runs out: the next worker takes it up again. Several workers, in threads, processes or on several machines, share the
work without waiting for each other; the towns are served in turn, so that the backlog of one does not hold up others.
"""

from __future__ import annotations

import itertools
import logging
import os
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from rathaus.events import outbox, timers
from rathaus.events.models import Heartbeat, OutboxMessage
from rathaus.towns import scope
from rathaus.towns.models import Municipality

_numbers = itertools.count(1)
log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""How long one message may take before another worker may try it as well."""
BATCH = 10
"""Messages of one town that a worker claims at once."""
PULSE = timedelta(seconds=15)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 3600.0
"""Seconds until the second try, and between any two: 2, 4, 8 … 3600, 3600 …"""


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(seconds=min(FIRST_PAUSE * 2.0 ** min(tries - 1, 20), LONGEST_PAUSE))


@dataclass
class Tally:
    """What a worker got done."""

    done: int = 0
    failed: int = 0


class Worker:
    """One thread of work. ``stop`` ends it after the message at hand."""

    def __init__(self, stop: threading.Event | None = None, *, name: str = "") -> None:
        self.stop = stop or threading.Event()
        self.name = name or f"{socket.gethostname()}:{os.getpid()}:{next(_numbers)}"
        self.tally = Tally()
        self._started = timezone.now()
        self._pulse_due = self._started
        self._begun = False

    def run(self, *, poll: float = 1.0) -> None:
        """Work until stopped; look for new work every ``poll`` seconds. A database that is away is waited for."""
        try:
            while not self.stop.is_set():
                try:
                    self._begin()
                    worked = self.once()
                except (OperationalError, InterfaceError):
                    log.exception("the database is away; trying again in 5 seconds")
                    connection.close()
                    self.stop.wait(5)
                else:
                    if not worked:
                        self.stop.wait(poll)
            self._beat(stopped=True)
        finally:
            connection.close()

    def once(self) -> bool:
        """One round: timers that are due, then a batch of each town that has something due. False: nothing to do."""
        self._beat()
        timers.run_due()
        worked = False
        for municipality in _towns_with_work():
            with scope.of(municipality):
                claimed = self._claim()
                worked = worked or bool(claimed)
                self._work_through(claimed)
            if self.stop.is_set():
                break
        return worked

    def drain(self) -> Tally:
        """Work until nothing is due; what failed waits for its next try."""
        while not self.stop.is_set() and self.once():
            pass
        return self.tally

    def _begin(self) -> None:
        """Once, when the database answers: free what workers of this machine held when they died."""
        if not self._begun:
            free_leases_of_the_dead()
            self._begun = True

    def _claim(self) -> list[OutboxMessage]:
        """Lease the next messages of the town in scope."""
        now = timezone.now()
        with transaction.atomic():
            due = OutboxMessage.objects.filter(_due(now)).order_by("due_at")
            messages = list(due.select_for_update(skip_locked=True)[:BATCH])
            for message in messages:
                message.tries += 1
                message.leased_until, message.leased_by = now + LEASE, self.name
                # Should this very message kill the worker, it does not come back at once to kill the next.
                message.due_at = now + pause(message.tries)
            OutboxMessage.objects.bulk_update(messages, ["tries", "leased_until", "leased_by", "due_at"])
        return messages

    def _work_through(self, messages: list[OutboxMessage]) -> None:
        for number, message in enumerate(messages):
            if self.stop.is_set():
                self._give_back(messages[number:])
                return
            if self._still_ours(message):
                self._work(message)
                self._beat()

    def _work(self, message: OutboxMessage) -> None:
        consumer = outbox.consumer_of(message.topic)
        try:
            consumer(message.payload, message.key)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the lease runs out by itself
        except Exception as error:
            self.tally.failed += 1
            if not isinstance(error, outbox.Later):
                log.exception("%s %s failed, try %d", message.topic, message.pk, message.tries)
            self._settle(message, due_at=timezone.now() + pause(message.tries), last_error=_reason(error))
        else:
            self.tally.done += 1
            self._settle(message, done_at=timezone.now(), last_error="")

    def _still_ours(self, message: OutboxMessage) -> bool:
        """Before each message: nobody closed it meanwhile, and the lease has enough time left (or gets it anew)."""
        return bool(self._ours([message]).update(leased_until=timezone.now() + LEASE))

    def _settle(self, message: OutboxMessage, **changes: object) -> None:
        self._ours([message]).update(leased_until=None, leased_by="", **changes)

    def _give_back(self, messages: list[OutboxMessage]) -> None:
        """Claimed but not begun: somebody else may have them at once."""
        self._ours(messages).update(leased_until=None, leased_by="", tries=F("tries") - 1, due_at=timezone.now())

    def _ours(self, messages: Iterable[OutboxMessage]) -> models.QuerySet[OutboxMessage]:
        ids = [message.pk for message in messages]
        return OutboxMessage.objects.filter(pk__in=ids, leased_by=self.name, done_at=None, closed_at=None)

    def _beat(self, *, stopped: bool = False) -> None:
        """Write down that this worker lives."""
        now = timezone.now()
        if now < self._pulse_due and not stopped:
            return
        self._pulse_due = now + PULSE
        Heartbeat.objects.update_or_create(
            worker=self.name,
            defaults={
                "started_at": self._started,
                "seen_at": now,
                "stopped_at": now if stopped else None,
                "done": self.tally.done,
                "failed": self.tally.failed,
            },
        )


def work(stop: threading.Event, *, threads: int = 1) -> Tally:
    """Work in so many threads until stopped; returns what was done in all."""
    workers = [Worker(stop) for _ in range(threads)]
    running = [threading.Thread(target=worker.run, name=worker.name) for worker in workers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return Tally(sum(w.tally.done for w in workers), sum(w.tally.failed for w in workers))


def free_leases_of_the_dead() -> int:
    """Messages leased by a process of this machine that is no more need not wait for the lease to run out."""
    freed = 0
    with scope.everywhere():
        leased = OutboxMessage.unscoped.filter(done_at=None, leased_by__startswith=f"{socket.gethostname()}:")
        holders = list(leased.values_list("municipality", "leased_by").distinct())
    towns = Municipality.objects.in_bulk([municipality for municipality, _ in holders])
    for municipality, holder in holders:
        if not _lives(holder):
            with scope.of(towns[municipality]):
                freed += OutboxMessage.objects.filter(leased_by=holder, done_at=None).update(
                    leased_until=None, leased_by=""
                )
    return freed


def _lives(holder: str) -> bool:
    pid = int(holder.split(":")[1])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is there, and somebody else's
    return True


def _towns_with_work() -> list[Municipality]:
    """The towns that have something due, the longest waiting first."""
    with scope.everywhere():
        waiting = OutboxMessage.unscoped.filter(_due(timezone.now())).values("municipality")
        ids = [row["municipality"] for row in waiting.annotate(since=Min("due_at")).order_by("since")]
    towns = Municipality.objects.in_bulk(ids)
    return [towns[municipality] for municipality in ids]


def _reason(error: Exception) -> str:
    """What may be written down of an error: the sentence of a ``Later``, else its kind and place, never its text."""
    if isinstance(error, outbox.Later):
        return str(error)[:500]
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" ({Path(trace.tb_frame.f_code.co_filename).name}, Zeile {trace.tb_lineno})"
    return f"{type(error).__name__}{place}"[:500]


def _due(now: datetime) -> Q:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return free & Q(due_at__lte=now, done_at=None, closed_at=None)

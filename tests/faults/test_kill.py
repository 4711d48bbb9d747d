"""kill -9 on web server and worker, again and again, while people apply: nothing acknowledged is lost.

Acknowledged is what the house has answered with the address of a receipt. ``RATHAUS_KILL_SECONDS`` sets how long.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from django.conf import settings

from rathaus.applications import queries
from rathaus.applications.models import Application, Attachment
from rathaus.cases.models import Case
from rathaus.events.models import OutboxMessage
from rathaus.events.worker import Worker, free_leases_of_the_dead
from rathaus.protection import audit, files
from rathaus.protection.models import AuditEntry, SealedFile
from rathaus.towns import scope
from tests.applications.walking import DOG, FORWARD, HARMLESS, NO_ACCOUNT, PERSON, to_person
from tests.faults.house import House, Visitor

SECONDS = float(os.environ.get("RATHAUS_KILL_SECONDS", "60"))
PEOPLE = 4
pytestmark = pytest.mark.slow


@dataclass
class Happenings:
    """What the people and the killer saw."""

    acknowledged: set[UUID] = field(default_factory=set)
    interrupted: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)


def apply(house: House, seen: Happenings) -> None:
    """One application. Whatever is cut off on the way, sending included, is done again until the house answers."""
    visitor = Visitor(house.port)
    visitor.client.patience = 60.0
    to_person(visitor, HARMLESS).press(FORWARD, PERSON).press(FORWARD, DOG)
    if visitor.path.endswith("-liste/"):  # the dog was stored, its answer cut off: pressed again, it leads to the list
        visitor.press(FORWARD)
    visitor.press(FORWARD, NO_ACCOUNT).press(FORWARD)
    assert visitor.path.endswith("/pruefen/"), (visitor.status, visitor.path, visitor.problems)
    visitor.press("Jetzt absenden", {"Ich versichere": "ja"})
    seen.interrupted += visitor.client.cut_off
    if visitor.client.receipts:
        seen.acknowledged.add(UUID(visitor.client.receipts[0].split("/")[2]))
    else:
        seen.broken.append((visitor.status, visitor.path))


def live(house: House, seen: Happenings, until: float, errors: list[BaseException]) -> None:
    """Apply again and again."""
    try:
        while time.monotonic() < until:
            apply(house, seen)
    except BaseException as error:  # noqa: BLE001 (shown by the test's own thread)
        errors.append(error)


def rage(house: House, seen: Happenings, until: float, rng: random.Random) -> None:
    """Kill something every now and then, and bring back what does not come back by itself."""
    while time.monotonic() < until:
        time.sleep(rng.uniform(0.5, 3.0))
        victim = rng.choice(["one web process", "one web process", "web", "work", "work"])
        seen.killed[victim] += 1
        if victim != "one web process":
            house.kill(victim)
        elif children := house.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                rng.choice(children).kill()
        house.start()


def test_nothing_acknowledged_is_lost(house, offered, capsys):
    seed = random.randrange(2**32)
    seen, errors, until = Happenings(), [], time.monotonic() + SECONDS
    people = [threading.Thread(target=live, args=(house, seen, until, errors)) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    rage(house, seen, until, random.Random(seed))
    for person in people:
        person.join()
    house.stop()
    assert (errors, seen.broken) == ([], []), f"seed {seed}"
    with scope.of(offered):
        finish_the_work()
        require_whole(seen, offered)
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {SECONDS:.0f} s: {len(seen.acknowledged)} acknowledged, 0 lost; {sum(seen.killed.values())} kills "
            f"({', '.join(f'{number} {what}' for what, number in seen.killed.items())}), "
            f"{seen.interrupted} requests cut off\n"
        )


def finish_the_work() -> None:
    """What a new worker does: everything that is open, at once."""
    free_leases_of_the_dead()
    for _ in range(20):
        OutboxMessage.objects.filter(done_at=None).update(due_at="2026-01-01T00:00:00Z", leased_until=None)
        Worker().drain()
    assert list(OutboxMessage.objects.filter(done_at=None).values_list("topic", "last_error")) == []


def require_whole(seen: Happenings, offered) -> None:
    """Every acknowledged application is there with all that belongs to it, and nothing is there by halves."""
    stored = {each.pk: each for each in Application.objects.all()}
    assert seen.acknowledged - stored.keys() == set()
    assert len(seen.acknowledged) > 0
    assert set(Case.objects.values_list("application", flat=True)) == stored.keys()
    entries = AuditEntry.objects.filter(action="application.submitted").values_list("subject_id", flat=True)
    assert sorted(entries) == sorted(str(pk) for pk in stored)
    for application in stored.values():
        assert "Özdemir-Łukasz" in str(queries.answers(application))
    for attachment in Attachment.objects.filter(application__in=stored.keys()):
        assert files.content(attachment.file).startswith(b"%PDF-")
    assert Attachment.objects.filter(purpose=Attachment.Purpose.RECEIPT).count() == len(stored)
    require_mails(stored)
    report = audit.verify(offered)
    assert ([str(each) for each in report.problems], report.entries) == ([], AuditEntry.objects.count())
    lying = {str(path) for path in Path(settings.RATHAUS_FILES_DIR, str(offered.pk)).rglob("*") if path.is_file()}
    known = {str(Path(settings.RATHAUS_FILES_DIR, path)) for path in SealedFile.objects.values_list("path", flat=True)}
    assert known - lying == set()


def require_mails(stored: dict[UUID, Application]) -> None:
    """Every applicant got the mail about the receipt; a second copy carries the same Message-ID."""
    done = OutboxMessage.objects.filter(topic="mail", payload__kind="applications.received", done_at__isnull=False)
    assert {UUID(each.payload["subject"]) for each in done} == stored.keys()

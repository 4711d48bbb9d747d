"""What the worker does every so often in each town: sweeping, deleting what has expired.

::

    @timers.every(hours=1)
    def delete_expired_drafts() -> None: ...  # in the scope of one town; calls one action

Several workers share the timers; a run that fails is logged and comes again after its period. When each last ran stands
in ``TimerRun``, for "does not run" is worse than "fails".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from rathaus.events.models import TimerRun
from rathaus.towns import scope
from rathaus.towns.models import Municipality

log = logging.getLogger(__name__)
Job = Callable[[], None]
_timers: dict[str, tuple[timedelta, Job]] = {}


def every(*, hours: float) -> Callable[[Job], Job]:
    """Register a job that the worker runs for each town, that often."""

    def register(job: Job) -> Job:
        _timers[f"{job.__module__}.{job.__qualname__}"] = (timedelta(hours=hours), job)
        return job

    return register


def run_due() -> int:
    """Run the timers whose time has come. Returns how many ran."""
    ran = 0
    for name, (period, job) in _timers.items():
        if _take(name, period):
            failed = _run(name, job)
            TimerRun.objects.filter(name=name).update(ended_at=timezone.now(), failed_towns=failed)
            ran += 1
    return ran


def _take(name: str, period: timedelta) -> bool:
    """Whether it is time, and we are the one worker that runs it."""
    now = timezone.now()
    last = TimerRun.objects.filter(name=name).first()
    if last is not None and last.began_at > now - period:
        return False
    with transaction.atomic():
        row, made = TimerRun.objects.select_for_update().get_or_create(name=name, defaults={"began_at": now})
        if not made and row.began_at > now - period:
            return False
        row.began_at = now
        row.save(update_fields=["began_at"])
    return True


def _run(name: str, job: Job) -> int:
    """Run one job in every town; one town's failure does not stop the others. Returns how many failed."""
    failed = 0
    for municipality in Municipality.objects.order_by("slug"):
        try:
            with scope.of(municipality):
                job()
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("timer %s failed in town %s", name, municipality.slug)
            failed += 1
    return failed

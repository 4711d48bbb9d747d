"""Reading how the work after the commits goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils import timezone

from rathaus.events.models import Heartbeat, OutboxMessage
from rathaus.towns import scope

SILENT_AFTER = timedelta(minutes=2)
TROUBLED_TRIES = 5


def open_messages() -> QuerySet[OutboxMessage]:
    """What is neither acknowledged nor closed in the town in scope, oldest first."""
    return OutboxMessage.objects.filter(done_at=None, closed_at=None).order_by("created_at")


@dataclass(frozen=True, slots=True)
class WorkState:
    """How the work stands over all towns."""

    workers: int
    open: int
    troubled: tuple[OutboxMessage, ...]
    oldest: datetime | None

    @property
    def well(self) -> bool:
        """Somebody works, and nothing has failed again and again."""
        return self.workers > 0 and not self.troubled


def state() -> WorkState:
    """How many workers live, how much waits, what failed several times and wants a person's eye; for operators."""
    alive = Heartbeat.objects.filter(stopped_at=None, seen_at__gte=timezone.now() - SILENT_AFTER).count()
    with scope.everywhere():
        waiting = OutboxMessage.unscoped.filter(done_at=None, closed_at=None)
        oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
        troubled = waiting.filter(tries__gte=TROUBLED_TRIES).select_related("municipality").order_by("created_at")
        return WorkState(alive, waiting.count(), tuple(troubled), oldest)


def waiting_message(message_id: UUID) -> OutboxMessage | None:
    """A message of any town that is neither acknowledged nor closed; for operators."""
    with scope.everywhere():
        waiting = OutboxMessage.unscoped.filter(done_at=None, closed_at=None).select_related("municipality")
        return waiting.filter(pk=message_id).first()

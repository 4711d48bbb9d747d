"""What a person does with work that will not get done by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from rathaus.events import announce, timers
from rathaus.events.models import Heartbeat, OutboxMessage
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

KEPT_DAYS = 30
"""How long acknowledged and closed messages stay, to be looked up."""


@dataclass(frozen=True, slots=True)
class MessageClosed:
    """A person decided that a message need not be delivered any more."""

    message_id: UUID
    topic: str
    reason: str
    by: Actor


def close(message_id: UUID, *, reason: str, by: Actor) -> OutboxMessage:
    """Give up a message that cannot be delivered: only a person does, and says why. Done or closed ones stay so."""
    if by.kind not in {"staff", "operator"}:
        raise NotAllowed("Einen Auftrag kann nur ein Mensch schließen.")
    if not reason.strip():
        raise ValueError("Bitte geben Sie einen Grund an.")
    with atomic_write():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        if message.done_at is None and message.closed_at is None:
            message.closed_at = timezone.now()
            message.closed_by, message.closed_reason = str(by)[:200], reason.strip()[:500]
            message.leased_until, message.leased_by = None, ""
            message.save()
            announce(MessageClosed(message.pk, message.topic, message.closed_reason, by))
    return message


def try_now(message_id: UUID) -> None:
    """Have a waiting message tried at once, without waiting for its pause to end."""
    with atomic_write():
        OutboxMessage.objects.filter(pk=message_id, done_at=None, closed_at=None).update(due_at=timezone.now())


@timers.every(hours=24)
def forget_old_messages() -> None:
    """Remove what was acknowledged or closed a month ago, and workers that have been gone as long."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    OutboxMessage.objects.filter(done_at__lt=before).delete()
    OutboxMessage.objects.filter(closed_at__lt=before).delete()
    Heartbeat.objects.filter(seen_at__lt=before).delete()

"""What the protection room hears of. Importing it also registers the room's consumers and timers."""

from __future__ import annotations

from rathaus.events import handles
from rathaus.events.actions import MessageClosed
from rathaus.protection import audit, files, journal

__all__ = ["audit", "files", "journal", "record_closed_message"]


@handles(MessageClosed)
def record_closed_message(event: MessageClosed) -> None:
    """That a person gave up a delivery belongs into the audit log."""
    audit.record("outbox.closed", event.message_id, by=event.by, details={"topic": event.topic})

"""The outbox: work that must happen after a commit, and does, however often the machine dies in between.

An action puts a message in its own transaction; the worker (``rathaus work``) calls the topic's consumer until it
returns without an error. So a consumer may be called twice for one message (it died after its work and before the
acknowledgement) and must use ``key`` to make the second call harmless. No order between messages is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from rathaus.events import require_transaction
from rathaus.events.models import OutboxMessage

Payload = dict[str, Any]
Consumer = Callable[[Payload, str], None]


class Later(Exception):
    """Raised by a consumer that cannot do its work now: "the mail server does not answer".

    The sentence is shown to staff and written down, so it is plain German and free of personal data.
    """


_consumers: dict[str, Consumer] = {}


def put(topic: str, payload: Mapping[str, Any], *, key: str, due_at: datetime | None = None) -> OutboxMessage:
    """Have something done after this transaction commits; the same ``key`` twice for a topic is one message.

    ``payload`` carries ids, never personal data: the table is not sealed. ``due_at`` is for what should wait.
    """
    require_transaction(f"putting {topic!r} into the outbox")
    message, _ = OutboxMessage.objects.get_or_create(
        topic=topic, key=key, defaults={"payload": dict(payload), "due_at": due_at or timezone.now()}
    )
    return message


def consumer(topic: str) -> Callable[[Consumer], Consumer]:
    """Register the one function that does what a topic's messages ask for.

    It runs in the scope of the message's town and outside a transaction. Returning acknowledges; raising has it tried
    again later.
    """

    def register(function: Consumer) -> Consumer:
        present = _consumers.get(topic)
        if present is not None and present is not function:
            raise ValueError(f"topic {topic!r} has two consumers")
        _consumers[topic] = function
        return function

    return register


def consumer_of(topic: str) -> Consumer:
    """The consumer of a topic; where none is registered (another version put the message) one that waits for it."""
    return _consumers.get(topic, _nobody)


def _nobody(payload: Payload, key: str) -> None:
    raise Later("Für diese Art von Auftrag ist niemand zuständig.")

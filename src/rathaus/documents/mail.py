"""Mails of the house: put into the outbox with ids only, written and addressed at the moment of sending.

A room that has something to say registers how a mail of its kind is written::

    @mail.resolves("cases.asked")
    def asked(case_id: UUID) -> mail.Mail | None: ...


    mail.send("cases.asked", case.pk, key=f"{case.pk}:{event.pk}")  # inside the action's transaction

The recipient's address rests sealed until the worker sends; neither the outbox nor the mail's text holds personal
data. Delivery is at least once: the Message-ID comes from the key, so that mailboxes drop a second copy.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from rathaus.events import outbox
from rathaus.protection.errors import KeyDestroyed
from rathaus.towns import scope
from rathaus.towns.models import Host

TOPIC = "mail"
WIDTH = 72
GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text mail to one address."""

    to: str
    subject: str
    text: str


Resolver = Callable[[UUID], Mail | None]
_resolvers: dict[str, Resolver] = {}


def resolves(kind: str) -> Callable[[Resolver], Resolver]:
    """Register how mails of one kind are written; ``None`` where there is nobody to write to (any more)."""

    def register(resolver: Resolver) -> Resolver:
        if _resolvers.setdefault(kind, resolver) is not resolver:
            raise ValueError(f"mails of kind {kind!r} have two resolvers")
        return resolver

    return register


def send(kind: str, subject: UUID, *, key: str, language: str = GERMAN) -> None:
    """Have a mail about `subject` sent after this transaction commits; the same `key` twice is one mail.

    `language` is that of whoever asked for it, for mails whose subject does not know its own.
    """
    spoken = {} if language == GERMAN else {"language": language}
    outbox.put(TOPIC, {"kind": kind, "subject": str(subject), **spoken}, key=f"{kind}:{key}")


def compose(template: str, *, to: str, language: str = "", **context: Any) -> Mail:
    """Write a mail from a template that extends ``documents/mail.txt``: its first line is the subject.

    Without a `language` it is the one that the mail was asked for in.
    """
    with translation.override(language or translation.get_language() or GERMAN):
        text = render_to_string(template, {"town": scope.current(), **context})
    subject, _, body = text.strip().partition("\n")
    return Mail(to=to, subject=" ".join(subject.split()), text=_wrapped(body))


def link(path: str) -> str:
    """The full address of a page of the town in scope; nothing where neither it nor the house has an address yet."""
    host = Host.objects.filter(municipality=scope.current()).order_by("hostname").first()
    if host is None:
        return f"{settings.RATHAUS_ADDRESS.rstrip('/')}{path}" if settings.RATHAUS_ADDRESS else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host.hostname}{path}"


@outbox.consumer(TOPIC)
def deliver(payload: dict[str, Any], key: str) -> None:
    """Send the mail that an outbox message asks for. What its data key no longer opens is not sent."""
    resolver = _resolvers.get(payload["kind"])
    if resolver is None:
        raise LookupError(f"Nobody writes mails of kind {payload['kind']!r}.")
    try:
        with translation.override(payload.get("language", GERMAN)):
            mail = resolver(UUID(payload["subject"]))
    except KeyDestroyed:
        return
    if mail is None:
        return
    headers = {"Message-ID": message_id(key), "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers).send()


def message_id(key: str) -> str:
    """The same for each copy of one mail, and telling nobody what it is about."""
    digest = hashlib.sha256(f"{scope.current_id()}|{key}".encode()).hexdigest()[:40]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{digest}@{domain}>"


def _wrapped(body: str) -> str:
    """Lines of at most 72 signs, addresses in one piece, never more than one empty line."""
    paragraphs = [block.strip() for block in body.replace("\r\n", "\n").split("\n\n")]
    lines = [
        "\n".join(
            textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False) for line in block.split("\n")
        )
        for block in paragraphs
        if block
    ]
    return "\n\n".join(lines) + "\n"

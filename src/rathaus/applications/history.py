"""The public history of an application: what its sender sees of the case. Written by this room and by `cases`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rathaus.applications.models import Application, Attachment, PublicEvent
from rathaus.events import require_transaction
from rathaus.protection import files
from rathaus.protection.models import SealedFile
from rathaus.protection.sealing import seal, unseal
from rathaus.towns import clock

Kind = PublicEvent.Kind
ENDED = frozenset({Kind.DECIDED, Kind.WITHDRAWN, Kind.CLOSED})
"""After one of these lines no answer is awaited any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history in clear, with its files and, of a question, whether it still waits for an answer."""

    id: uuid.UUID
    at: dt.datetime
    kind: Kind
    text: str
    files: tuple[NamedFile, ...]
    waits: bool
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file the applicant may download: the id of its attachment, its name, and its size in bytes."""

    id: uuid.UUID
    name: str
    size: int


def add(
    application: Application,
    kind: Kind,
    text: str,
    *,
    at: dt.datetime | None = None,
    letters: Iterable[SealedFile] = (),
    answers: PublicEvent | None = None,
    due_on: dt.date | None = None,
) -> PublicEvent:
    """Append a line, inside the caller's transaction. `text` may name persons: it is sealed.

    `due_on`: until when a question should be answered.
    `letters` are files the applicant may download from this line, sealed with the application's data key.
    """
    require_transaction("adding to a public history")
    event = PublicEvent(application=application, kind=kind, at=at or clock.now(), answers=answers, due_on=due_on)
    event.sealed_text = seal(application.data_key, text.encode(), context=_context(event.pk))
    event.save(force_insert=True)
    for letter in letters:
        Attachment.objects.create(application=application, event=event, file=letter, purpose=Attachment.Purpose.LETTER)
    return event


def lines(application: Application) -> list[Line]:
    """The whole history, newest first. Two queries, however long it is."""
    events = list(application.history.order_by("-at", "-pk"))
    rows = application.attachments.filter(event__isnull=False).select_related("file").order_by("created_at")
    return _lines(application, events, rows, told=True)


def overview(applications: Sequence[Application]) -> dict[uuid.UUID, list[Line]]:
    """The histories of many applications, without their texts and with letters only. Two queries for all of them."""
    ids = [one.pk for one in applications]
    events: dict[uuid.UUID, list[PublicEvent]] = {one: [] for one in ids}
    for event in PublicEvent.objects.filter(application__in=ids).defer("sealed_text").order_by("-at", "-pk"):
        events[event.application_id].append(event)
    letters: dict[uuid.UUID | None, list[Attachment]] = {}
    rows = Attachment.objects.filter(application__in=ids, purpose=Attachment.Purpose.LETTER).select_related("file")
    for row in rows.order_by("created_at"):
        letters.setdefault(row.application_id, []).append(row)
    return {one.pk: _lines(one, events[one.pk], letters.get(one.pk, ()), told=False) for one in applications}


def _lines(
    application: Application, events: Sequence[PublicEvent], rows: Iterable[Attachment], *, told: bool
) -> list[Line]:
    answered = {event.answers_id for event in events}
    ended = any(event.kind in ENDED for event in events)
    attached: dict[uuid.UUID | None, list[NamedFile]] = {}
    for attachment in rows:
        attachment.file.data_key = application.data_key
        named = NamedFile(attachment.pk, files.name(attachment.file), attachment.file.size)
        attached.setdefault(attachment.event_id, []).append(named)
    return [
        Line(
            id=event.pk,
            at=event.at,
            kind=Kind(event.kind),
            text=text(event, application) if told else "",
            files=tuple(attached.get(event.pk, ())),
            waits=event.kind == Kind.QUESTION and event.pk not in answered and not ended,
            due_on=event.due_on,
        )
        for event in events
    ]


def text(event: PublicEvent, application: Application) -> str:
    """The text of a line in clear."""
    return unseal(application.data_key, bytes(event.sealed_text), context=_context(event.pk)).decode()


def answered(application: Application) -> str:
    """What was said last without a question or a letter; empty where nothing was. Needs its data key."""
    event = application.history.filter(kind=Kind.NOTE).order_by("-at", "-pk").first()
    return text(event, application) if event else ""


def _context(event_id: uuid.UUID) -> str:
    return f"history:{event_id}"

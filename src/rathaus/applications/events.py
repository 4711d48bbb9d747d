"""What the administration's rooms listen to. Each is announced inside the transaction that made it true."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """An application was sent and stored; `cases` opens the case in the same transaction."""

    application_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ApplicantWrote:
    """The applicant wrote without having been asked (`message_id` is an entry of the public history)."""

    application_id: uuid.UUID
    message_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """The applicant took the application back (`event_id`: the entry of the public history, perhaps with a reason)."""

    application_id: uuid.UUID
    event_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ApplicationErased:
    """Nothing that anybody wrote is left of the application."""

    application_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class LetterFetched:
    """The applicant downloaded a letter for the first time."""

    application_id: uuid.UUID
    file_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class ApplicantReplied:
    """The applicant answered a question (`question_id` and `reply_id` are entries of the public history)."""

    application_id: uuid.UUID
    question_id: uuid.UUID
    reply_id: uuid.UUID

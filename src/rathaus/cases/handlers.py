"""What this room does when applications announce something, in the same transaction."""

from __future__ import annotations

from rathaus.applications.events import (
    ApplicantReplied,
    ApplicantWrote,
    ApplicationErased,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    LetterFetched,
)
from rathaus.cases import actions
from rathaus.events import handles
from rathaus.protection.journal import DataKeyDestroyed
from rathaus.towns.actors import Actor

INBOX = Actor.system("Eingang")


@handles(ApplicationSubmitted)
def open_case(event: ApplicationSubmitted) -> None:
    """A sent application becomes a case."""
    actions.open_case(event.application_id, by=INBOX)


@handles(ApplicantReplied)
def receive_reply(event: ApplicantReplied) -> None:
    """An answer reaches the clerk."""
    actions.receive_reply(
        event.application_id,
        question_id=event.question_id,
        reply_id=event.reply_id,
        by=INBOX,
    )


@handles(ApplicantWrote)
def receive_message(event: ApplicantWrote) -> None:
    """A message reaches the clerk."""
    actions.receive_message(event.application_id, message_id=event.message_id, by=INBOX)


@handles(ApplicationWithdrawn)
def receive_withdrawal(event: ApplicationWithdrawn) -> None:
    """What is taken back is decided no more."""
    actions.receive_withdrawal(event.application_id, event_id=event.event_id, by=INBOX)


@handles(ApplicationErased)
def end_erased(event: ApplicationErased) -> None:
    """What is erased waits for nobody."""
    actions.end_erased(event.application_id, by=INBOX)


@handles(LetterFetched)
def note_fetched(event: LetterFetched) -> None:
    """The clerk sees when a letter was fetched."""
    actions.note_fetched(event.application_id, file_id=event.file_id, by=INBOX)


@handles(DataKeyDestroyed)
def forget_names(event: DataKeyDestroyed) -> None:
    """Erased people are not found by name any more."""
    actions.forget_names(event.key_id)

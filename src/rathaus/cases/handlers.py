"""What this room does when applications announce something, in the same transaction."""

from __future__ import annotations

from rathaus.applications.events import ApplicantReplied, ApplicationSubmitted
from rathaus.cases import actions
from rathaus.events import handles
from rathaus.towns.actors import Actor


@handles(ApplicationSubmitted)
def open_case(event: ApplicationSubmitted) -> None:
    """A sent application becomes a case."""
    actions.open_case(event.application_id, by=Actor.system("Eingang"))


@handles(ApplicantReplied)
def receive_reply(event: ApplicantReplied) -> None:
    """An answer reaches the clerk."""
    actions.receive_reply(
        event.application_id,
        question_id=event.question_id,
        reply_id=event.reply_id,
        by=Actor.system("Eingang"),
    )

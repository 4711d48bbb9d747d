"""The mails of this room."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from rathaus.applications.queries import person
from rathaus.documents import mail
from rathaus.exchange.actions import entering, places
from rathaus.exchange.actions.following import ARRIVED, officers
from rathaus.exchange.models import Juror, OwnEntry, Registration
from rathaus.exchange.queries import entering as entering_queries
from rathaus.exchange.queries import following
from rathaus.people.models import Account


@mail.resolves(ARRIVED)
def arrived(account_id: UUID) -> mail.Mail | None:
    """To whoever follows other towns: what has come from them today."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    arrivals = list(following.fresh())
    if account is None or not arrivals:
        return None
    link = mail.link(reverse("exchange:subscriptions"))
    return mail.compose("exchange/mail/arrived.txt", to=account.email, arrivals=arrivals, link=link)


@mail.resolves("exchange.registered")
def registered(registration_id: UUID) -> mail.Mail | None:
    """To somebody who registered: a place, or the waiting list, as it is when the mail leaves; not once it is over."""
    return _to_registered(registration_id, "registered", places.told, cancelled=False)


@mail.resolves(places.MOVED)
def moved(registration_id: UUID) -> mail.Mail | None:
    """To somebody who registered: the meeting has another day or place."""
    return _to_registered(registration_id, "moved", places.told_of_move, cancelled=False)


@mail.resolves(places.CANCELLED)
def cancelled(registration_id: UUID) -> mail.Mail | None:
    """To somebody who registered: the meeting does not take place."""
    return _to_registered(registration_id, "cancelled", places.told, cancelled=True)


def _to_registered(
    registration_id: UUID, name: str, told: Callable[[Registration, str], str], *, cancelled: bool
) -> mail.Mail | None:
    """The mail of this name, while somebody is registered and the meeting is to come, cancelled or not."""
    rows = Registration.objects.select_related("application__data_key", "meeting")
    registration = rows.get(pk=registration_id)
    meeting = registration.meeting
    if meeting.over or (meeting.cancelled_at is not None) != cancelled or registration.withdrawn_at is not None:
        return None
    to, language = person(registration.application).email, registration.application.language
    if not to:
        return None
    return mail.compose(
        f"exchange/mail/{name}.txt",
        to=to,
        language=language,
        meeting=meeting,
        told=told(registration, language),
        placed=registration.placed_at is not None,
        number=registration.application.number,
        link=mail.link(reverse("exchange:meeting", args=[meeting.slug])),
    )


@mail.resolves("exchange.juror")
def juror(juror_id: UUID) -> mail.Mail | None:
    """To somebody who is asked to judge; not where that was taken back, or is over."""
    found = Juror.objects.select_related("account", "call").filter(pk=juror_id).first()
    if found is None or not found.account.is_active or found.call.closed_at is not None:
        return None
    link = mail.link(reverse("exchange:jury", args=[found.call_id]))
    return mail.compose("exchange/mail/juror.txt", to=found.account.email, title=found.call.title, link=link)


@mail.resolves(entering.RESULT)
def entry_result(entry_id: UUID) -> mail.Mail | None:
    """To whoever entered something in a call of another town: whether it is among the finalists.

    To the digital officer, should that account be gone.
    """
    rows = OwnEntry.objects.select_related("entered_by").filter(withdrawn_at=None, refusal="")
    entry = rows.filter(pk=entry_id).first()
    call = entering_queries.call_for(entry) if entry else None
    if entry is None or call is None or not call.told:
        return None
    to = entry.entered_by if entry.entered_by and entry.entered_by.is_active else next(iter(officers()), None)
    if to is None:
        return None
    return mail.compose(
        "exchange/mail/result.txt",
        to=to.email,
        entry=entry,
        is_finalist=entry.pk in call.finalists,
        link=mail.link(reverse("exchange:own_entry", args=[entry.pk])),
    )

"""What happens without anybody asking: feeds are looked at, past meetings closed and forgotten."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rathaus.events import outbox, timers
from rathaus.exchange import contacting
from rathaus.exchange.actions import calls, entering, following, forgetting, registering
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.feed import FeedError
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.package import PackageError
from rathaus.towns import scope
from rathaus.towns.actors import Actor

BY = Actor.system("Feeds anderer Kommunen")


@timers.every(hours=0.25)
def look_at_feeds() -> None:
    """Have looked at what is due."""
    following.ask_for_due()


@timers.every(hours=1)
def close_registrations() -> None:
    """Nobody registers for a meeting that is over."""
    registering.close_past(by=Actor.system("Ende eines Treffens"))


@timers.every(hours=1)
def forget_participants() -> None:
    """Erase what is known of those who registered, once its time is over."""
    forgetting.forget(by=Actor.system("Löschung von Anmeldungen"))


@outbox.consumer(following.LOOK)
def look(payload: dict[str, Any], key: str) -> None:
    """Look at one feed. One that nobody follows any more is left alone."""
    row = Subscription.objects.select_related("origin").filter(pk=payload["subscription"]).first()
    if row is None:
        return
    try:
        came, feed = contacting.look(row)
    except FeedError as error:
        following.missed(row, error.sentence, by=BY)
    else:
        following.take_in(row, came, feed, by=BY)


@outbox.consumer(following.BRING)
def bring(payload: dict[str, Any], key: str) -> None:
    """Fetch one file, check it, keep it. One that is there already is not fetched again."""
    rows = Arrival.objects.select_related("subscription__origin")
    arrival = rows.filter(pk=payload["arrival"], received=None, is_offered=True).first()
    if arrival is None or arrival.subscription.other_key:
        return
    try:
        following.arrive(arrival, contacting.bring(arrival), by=BY)
    except (FeedError, PackageError) as error:
        following.refuse(arrival, error.sentence, by=BY)
    except ExchangeError as error:
        raise outbox.Later(str(error)) from error


@outbox.consumer(entering.CARRY)
def carry(payload: dict[str, Any], key: str) -> None:
    """Hand over what this town entered in a call of another."""
    entering.carry(UUID(payload["entry"]), by=Actor.system("Beiträge zu Aufrufen"))


@outbox.consumer(calls.REMOVED)
def tell_removed(payload: dict[str, Any], key: str) -> None:
    """Tell the town that entered something that it was taken out."""
    by = Actor.system(f"Aufruf von: {scope.current().name}"[:200])
    entering.note_removed(UUID(payload["entry"]), UUID(payload["sender"]), by=by)


@outbox.consumer(calls.NAMED)
def tell_finalists(payload: dict[str, Any], key: str) -> None:
    """Tell the town that entered something that the finalists are named."""
    by = Actor.system(f"Aufruf von: {scope.current().name}"[:200])
    entering.tell_result(UUID(payload["entry"]), UUID(payload["sender"]), payload["at"], by=by)

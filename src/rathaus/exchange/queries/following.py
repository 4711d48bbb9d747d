"""Reading whom the town follows, and how it stands with what they offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from rathaus.exchange.models import Arrival, Copy, Subscription


class State(StrEnum):
    """How it stands with what a feed offers."""

    WAITING = "waiting"
    REFUSED = "refused"
    NEW = "new"
    TAKEN = "taken"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Shown:
    """An arrival with its state, and the copy that was made of the package."""

    arrival: Arrival
    state: State
    copy: Copy | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription with what came of it, the newest first."""

    subscription: Subscription
    arrivals: tuple[Shown, ...]


def subscriptions() -> QuerySet[Subscription]:
    """Whom the town follows, by name, with the pinned keys."""
    return Subscription.objects.select_related("origin").order_by("name")


def followed() -> list[Followed]:
    """Everything for the page. Three queries."""
    rows = list(subscriptions())
    arrivals = Arrival.objects.select_related("received").filter(subscription__in=rows)
    by_subscription: dict[UUID, list[Arrival]] = {}
    for arrival in arrivals.order_by("-seen_at", "name"):
        by_subscription.setdefault(arrival.subscription_id, []).append(arrival)
    copies = _copies(arrivals)
    return [Followed(row, tuple(shown(one, copies) for one in by_subscription.get(row.pk, ()))) for row in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """An experience report of a town that is followed; `version` is the package's, 0 where it is about none."""

    town: str
    title: str
    page: str
    day: date
    package: str
    version: int


def told(package: UUID | None = None) -> list[Told]:
    """What towns that are followed learned, or learned with one package; the newest first."""
    found = [
        Told(row.name, one["title"], one["page"], date.fromisoformat(one["day"]), one["package"], one["version"])
        for row in subscriptions().filter(other_key="")
        for one in row.reports
        if package is None or one["package"] == str(package)
    ]
    return sorted(found, key=lambda one: (one.day, one.town, one.title), reverse=True)


def fresh() -> QuerySet[Arrival]:
    """What came within a day."""
    since = timezone.now() - timedelta(days=1)
    return Arrival.objects.select_related("subscription").filter(received__received_at__gte=since).order_by("seen_at")


def shown(arrival: Arrival, copies: dict[UUID, Copy] | None = None) -> Shown:
    """One arrival with its state."""
    copy = (_copies([arrival]) if copies is None else copies).get(arrival.package)
    return Shown(arrival, _state(arrival, copy), copy)


def _state(arrival: Arrival, copy: Copy | None) -> State:
    if arrival.refusal:
        return State.REFUSED
    if arrival.received_id is None:
        return State.WAITING
    if copy is None:
        return State.NEW
    return State.NEWER if copy.base.version < arrival.version else State.TAKEN


def _copies(arrivals: Iterable[Arrival]) -> dict[UUID, Copy]:
    rows = Copy.objects.select_related("base", "package").filter(
        package__package__in=[arrival.package for arrival in arrivals]
    )
    return {copy.package.package: copy for copy in rows}

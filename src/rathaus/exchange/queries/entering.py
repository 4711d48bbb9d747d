"""Calls of other towns of the house, and what this town entered there.

What is public is read by the front door: for a moment in the scope of the town that published it, by queries that ask
for what is published alone, and it leaves as values (docs/decisions/2026-11-27-entries-are-carried-over-the-wall.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from rathaus.exchange.models import Call, OwnEntry
from rathaus.exchange.queries import calls
from rathaus.towns import clock, scope
from rathaus.towns.models import Municipality


@dataclass(frozen=True, slots=True)
class PublicCall:
    """A call as its public page has it. `finalists`: the ids of the entries named in public, none before."""

    town: UUID
    town_slug: str
    town_name: str
    id: UUID
    title: str
    text: str
    contact: str
    ends_on: dt.date
    criteria: Sequence[tuple[str, int]]
    judged: bool
    told: bool
    finalists: frozenset[UUID]

    @property
    def open(self) -> bool:
        """Whether one may still enter, change or withdraw."""
        return not self.judged and self.ends_on >= clock.today()


def shares_the_house() -> bool:
    """Whether there are other towns at all."""
    return Municipality.objects.exclude(pk=scope.current_id()).exists()


def elsewhere() -> list[PublicCall]:
    """Every call of another town that is open, the first to end first."""
    towns = Municipality.objects.filter(calls_until__gte=clock.today()).exclude(pk=scope.current_id())
    found = [one for town in towns for one in _published(town) if one.open]
    return sorted(found, key=lambda one: (one.ends_on, one.town_name, one.title))


def call_of(town: Municipality | None, call_id: UUID) -> PublicCall | None:
    """One public call of another town; None where it has none such."""
    if town is None or town.pk == scope.current_id():
        return None
    return next(iter(_published(town, call_id)), None)


def call_for(entry: OwnEntry) -> PublicCall | None:
    """The call that something was entered in, as it is now."""
    return call_of(Municipality.objects.filter(pk=entry.keeper).first(), entry.call)


def _published(town: Municipality, call_id: UUID | None = None) -> list[PublicCall]:
    with scope.of(town):
        rows = calls.calls(public=True)
        chosen = rows.filter(pk=call_id) if call_id else rows.filter(closed_at=None)
        return [_value(town, one) for one in chosen.prefetch_related("criteria")]


def _value(town: Municipality, call: Call) -> PublicCall:
    told = call.finalists_at is not None
    finalists = call.entries.filter(finalist=True).values_list("pk", flat=True) if told else ()
    return PublicCall(
        town=town.pk,
        town_slug=town.slug,
        town_name=town.name,
        id=call.pk,
        title=call.title,
        text=call.text,
        contact=call.contact,
        ends_on=call.ends_on,
        criteria=tuple((one.title, one.weight) for one in call.criteria.all()),
        judged=call.closed_at is not None,
        told=told,
        finalists=frozenset(finalists),
    )


def own_entries(call: PublicCall | None = None) -> QuerySet[OwnEntry]:
    """What this town entered elsewhere, or in one call."""
    rows = OwnEntry.objects.all()
    return rows.filter(keeper=call.town, call=call.id) if call else rows

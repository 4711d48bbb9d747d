"""A rollout as a value: sites with what happened to them, and how far it is on a day.

Before its first event a site is planned. What is dropped counts neither as done nor as to be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from rathaus.strategy.models import Rollout, SiteEvent, SiteState

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Site:
    """A site with its events by day. `shape`: longitude and latitude of each point; empty where nobody knows."""

    id: UUID | None
    key: str
    name: str
    district: str
    shape: tuple[Point, ...]
    events: tuple[tuple[dt.date, SiteState], ...]

    def last(self, day: dt.date) -> tuple[dt.date | None, SiteState]:
        """How it stands on a day, and since when; without a day where nothing has happened yet."""
        until = [event for event in self.events if event[0] <= day]
        return max(until, key=lambda event: event[0]) if until else (None, SiteState.PLANNED)

    def state(self, day: dt.date) -> SiteState:
        """How it stands on a day."""
        return self.last(day)[1]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sites of a district (or of all) stand how."""

    district: str
    planned: int
    building: int
    done: int
    dropped: int

    @property
    def counted(self) -> int:
        """All that are to be done, or are."""
        return self.planned + self.building + self.done

    @property
    def share(self) -> float | None:
        """Done among all that count, in percent; None where none counts."""
        return self.done / self.counted * 100 if self.counted else None


def sites(rollout: Rollout) -> list[Site]:
    """All sites of a rollout with their events: two queries."""
    return [
        Site(
            row.pk,
            row.key,
            row.name,
            row.district,
            tuple((float(x), float(y)) for x, y in row.shape),
            tuple((event.day, SiteState(event.state)) for event in row.events.all()),
        )
        for row in rollout.sites.prefetch_related("events")
    ]


def coverage(of: Sequence[Site], day: dt.date) -> Coverage:
    """Everything together on a day."""
    found = dict.fromkeys(SiteState, 0)
    for site in of:
        found[site.state(day)] += 1
    return _coverage("", found)


def _coverage(district: str, found: Mapping[SiteState, int]) -> Coverage:
    return Coverage(
        district,
        found.get(SiteState.PLANNED, 0),
        found.get(SiteState.BUILDING, 0),
        found.get(SiteState.DONE, 0),
        found.get(SiteState.DROPPED, 0),
    )


def by_district(rollout: Rollout, day: dt.date) -> list[Coverage]:
    """District by district, by name; those without one last. One query, however many sites there are."""
    last = SiteEvent.objects.filter(site=OuterRef("pk"), day__lte=day).order_by("-day").values("state")[:1]
    rows = rollout.sites.annotate(state=Coalesce(Subquery(last), Value(SiteState.PLANNED.value)))
    found: dict[str, dict[SiteState, int]] = {}
    for district, state, number in rows.order_by().values_list("district", "state").annotate(number=Count("pk")):
        found.setdefault(district, {})[SiteState(state)] = number
    names = sorted(found, key=lambda name: (not name, name.casefold()))
    return [_coverage(name, found[name]) for name in names]


def together(parts: Sequence[Coverage]) -> Coverage:
    """All districts in one."""
    return Coverage(
        "",
        sum(one.planned for one in parts),
        sum(one.building for one in parts),
        sum(one.done for one in parts),
        sum(one.dropped for one in parts),
    )


def public(day: dt.date) -> list[tuple[Rollout, Coverage]]:
    """What everybody may see, each with how far it is."""
    return [(one, together(by_district(one, day))) for one in Rollout.objects.filter(public=True)]


def progress(of: Sequence[Site], today: dt.date) -> Iterator[tuple[dt.date, float]]:
    """The share that was done, at the end of every quarter since the first event, and today."""
    days = [day for site in of for day, _state in site.events if day <= today]
    if not days:
        return
    year, quarter = min(days).year, (min(days).month - 1) // 3
    while (end := _quarter_end(year, quarter)) < today:
        if (share := coverage(of, end).share) is not None:
            yield end, share
        year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)
    if (share := coverage(of, today).share) is not None:
        yield today, share


def _quarter_end(year: int, quarter: int) -> dt.date:
    first_after = dt.date(year + (quarter == 3), (quarter + 1) % 4 * 3 + 1, 1)
    return first_after - dt.timedelta(days=1)

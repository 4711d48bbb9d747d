"""How far a rollout is on a day, from what happened at its sites.

Before its first event a site is planned. What is dropped counts neither as done nor as to be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from rathaus.strategy.models import Rollout, SiteEvent, SiteState

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it stood on a day, and `since` when; nothing had happened there where that is None.

    `shape`: longitude and latitude of each point; empty where nobody knows.
    """

    id: UUID | None
    key: str
    name: str
    district: str
    shape: tuple[Point, ...]
    state: SiteState = SiteState.PLANNED
    since: dt.date | None = None


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


def _standing(rollout: Rollout, day: dt.date) -> Any:  # its type would lose what is annotated
    """The sites with the last that happened to each until a day, as `state` and `since`."""
    last = SiteEvent.objects.filter(site=OuterRef("pk"), day__lte=day).order_by("-day")
    return rollout.sites.annotate(
        state=Coalesce(Subquery(last.values("state")[:1]), Value(SiteState.PLANNED.value)),
        since=Subquery(last.values("day")[:1]),
    )


def sites(rollout: Rollout, day: dt.date) -> list[Site]:
    """All sites of a rollout as they stood on a day: one query."""
    rows = _standing(rollout, day).values_list("pk", "key", "name", "district", "shape", "state", "since")
    return [
        Site(pk, key, name, district, tuple((float(x), float(y)) for x, y in shape), SiteState(state), since)
        for pk, key, name, district, shape, state, since in rows
    ]


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
    rows = _standing(rollout, day)
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


def progress(rollout: Rollout, today: dt.date) -> Iterator[tuple[dt.date, float]]:
    """The share that was done, at the end of every quarter since the first event, and today."""
    first = SiteEvent.objects.filter(site__rollout=rollout, day__lte=today).aggregate(day=Min("day"))["day"]
    days = [*_quarter_ends(first, today), today] if first else []
    for day in days:
        share = together(by_district(rollout, day)).share
        if share is not None:
            yield day, share


def _quarter_ends(first: dt.date, until: dt.date) -> Iterator[dt.date]:
    """Every last day of a quarter from `first` on, before `until`."""
    year, quarter = first.year, (first.month - 1) // 3
    while (end := _quarter_end(year, quarter)) < until:
        yield end
        year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)


def _quarter_end(year: int, quarter: int) -> dt.date:
    first_after = dt.date(year + (quarter == 3), (quarter + 1) % 4 * 3 + 1, 1)
    return first_after - dt.timedelta(days=1)

"""Reads of meetings: programme, numbers, and who comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet

from rathaus.applications.queries import answers, person
from rathaus.exchange.actions import registering
from rathaus.exchange.models import Meeting, MeetingTask, Registration, Talk
from rathaus.protection.errors import KeyDestroyed
from rathaus.strategy import plan as plans
from rathaus.strategy import planning


def meetings(*, public: bool) -> QuerySet[Meeting]:
    """All meetings, the newest first; those that everybody may see, if asked so."""
    found = Meeting.objects.select_related("service", "department")
    return found.filter(published_at__isnull=False) if public else found


def upcoming(today: date) -> QuerySet[Meeting]:
    """The public meetings that are not over, the next one first."""
    return meetings(public=True).filter(ends_on__gte=today).order_by("starts_on")


def next_one(today: date) -> Meeting | None:
    """The public meeting that takes place next."""
    return upcoming(today).filter(cancelled_at=None).first()


@dataclass(frozen=True, slots=True)
class Places:
    """How many places there are, are taken, how many people wait, and how many came."""

    capacity: int
    taken: int
    waiting: int
    came: int = 0

    @property
    def free(self) -> int:
        """How many places are left."""
        return max(0, self.capacity - self.taken)


def places(meeting: Meeting) -> Places:
    """The numbers that everybody may see."""
    present = Registration.objects.filter(meeting=meeting, withdrawn_at=None)
    counted = present.aggregate(
        taken=Count("pk", filter=Q(placed_at__isnull=False)),
        waiting=Count("pk", filter=Q(placed_at=None)),
        came=Count("pk", filter=Q(came=True)),
    )
    return Places(meeting.capacity, **counted)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme."""

    day: date
    talks: Sequence[Talk]


def programme(meeting: Meeting) -> list[Day]:
    """The talks by day, with who speaks and what there is to read. Three queries."""
    talks = meeting.talks.prefetch_related("speakers", "materials")
    return [Day(day, list(some)) for day, some in groupby(talks, key=lambda talk: talk.day)]


def presenting_towns(days: Sequence[Day]) -> list[str]:
    """From where the speakers come, each once."""
    return sorted({one.town for day in days for talk in day.talks for one in talk.speakers.all()}, key=str.casefold)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who registered, in clear: for those who prepare the meeting. Empty where the data were erased."""

    registration: Registration
    given: str = ""
    family: str = ""
    town: str = ""
    task: str = ""
    email: str = ""
    needs: str = ""

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.given} {self.family}".strip()


def participants(meeting: Meeting) -> list[Participant]:
    """Who has a place and who waits, in their order. One query, and one seal opened for each."""
    rows = Registration.objects.filter(meeting=meeting, withdrawn_at=None).select_related("application__data_key")
    return [_participant(row) for row in rows.order_by("number")]


def _participant(row: Registration) -> Participant:
    try:
        who, given = person(row.application), answers(row.application)
    except KeyDestroyed:
        return Participant(row)
    task, needs = _answer(given, registering.TASK), _answer(given, registering.NEEDS)
    return Participant(row, who.given, who.family, who.town, task, who.email, needs)


def _answer(given: dict[str, Any], path: str) -> str:
    group, _, field = path.partition(".")
    return str(given.get(group, {}).get(field, ""))


def towns_of(people: Sequence[Participant]) -> list[tuple[str, int]]:
    """From where how many of those with a place come, the most first."""
    counted = Counter(one.town for one in people if one.town and one.registration.placed_at)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].casefold()))


def told_tasks(meeting: Meeting) -> list[tuple[MeetingTask, bool]]:
    """Every task, and whether its measure stands in the published strategy."""
    tasks = list(meeting.tasks.select_related("measure"))
    published = planning.newest() if any(task.measure_id for task in tasks) else None
    known = {one.id for *_place, one in plans.from_json(published.content).measures()} if published else set()
    return [(task, str(task.measure_id) in known) for task in tasks]


def open_tasks(meeting: Meeting) -> QuerySet[MeetingTask]:
    """What is not done yet."""
    return meeting.tasks.filter(done_on=None).select_related("measure")

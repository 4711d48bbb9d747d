"""The demo happens day by day: every action is played at its moment, in their order, as the audit chain demands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from django.utils import timezone

from rathaus.towns import clock

Act = Callable[[], object]


@dataclass
class Timeline:
    """What is still to happen, and when. `now` is the real moment at which the demo is built."""

    now: dt.datetime = field(default_factory=timezone.now)
    _waiting: list[tuple[dt.datetime, int, Act]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def ago(self, days: int, *, hour: int = 9, minute: int = 0) -> dt.datetime:
        """A moment of a day so many days back, in the town's time."""
        day = timezone.localdate(self.now) - dt.timedelta(days=days)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))

    def office(self, moment: dt.datetime) -> dt.datetime:
        """The moment, or the same time on the Monday after where it is a weekend; never to come."""
        weekday = timezone.localtime(moment).weekday()
        return min(moment + dt.timedelta(days=7 - weekday if weekday > 4 else 0), self.now)

    def at(self, moment: dt.datetime, act: Act) -> None:
        """Let something happen at a moment."""
        heappush(self._waiting, (moment, next(self._numbers), act))

    def play(self) -> None:
        """Let everything happen."""
        while self._waiting:
            moment, _number, act = heappop(self._waiting)
            with clock.played_at(moment):
                act()

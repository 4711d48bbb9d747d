"""So many requests a minute from one place: programs of others must not keep applicants waiting."""

from __future__ import annotations

import threading
import time
from collections import Counter

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from rathaus.applications.attempts import address
from rathaus.towns import scope

PER_MINUTE = 300
"""Requests from one address to one town, in each web process."""


class PerMinute(BaseThrottle):
    """Counts in memory, minute by minute; nothing is written down, and each minute forgets the one before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: Counter[tuple[object, str]] = Counter()

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether there is room in this minute."""
        minute = int(time.time() // 60)
        key = (scope.current_id(), address(request))
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[key] += 1
            return self._counts[key] <= PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute."""
        return 60 - time.time() % 60

    def forget(self) -> None:
        """Begin anew (tests)."""
        with self._lock:
            self._counts.clear()

"""Keeping guessers out: how often wrong numbers and codes may come from one place."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from rathaus.applications.models import Attempt
from rathaus.towns.transactions import atomic_write

WINDOW = dt.timedelta(minutes=10)
LIMIT = 10


def refusal(request: HttpRequest, number: str = "", *, purpose: str = "address") -> str:
    """A sentence for somebody who tried too often, from this address or for this number; empty while they may try.

    What is tried for different purposes is counted apart.
    """
    keys = [_key(request, purpose), *([_number_key(number)] if number else [])]
    tried = Attempt.objects.filter(key__in=keys, window=_window(), count__gte=LIMIT)
    if not tried.exists():
        return ""
    return _("Das waren zu viele Versuche. Bitte warten Sie zehn Minuten und versuchen Sie es dann noch einmal.")


def failed(request: HttpRequest, number: str = "", *, purpose: str = "address") -> None:
    """Count a try (a wrong one, where right ones are free)."""
    for key in [_key(request, purpose), *([_number_key(number)] if number else [])]:
        with atomic_write():
            window = _window()
            if not Attempt.objects.filter(key=key, window=window).update(count=F("count") + 1):
                Attempt.objects.bulk_create([Attempt(key=key, window=window)], ignore_conflicts=True)


def forget_old() -> int:
    """Delete the counts of windows that are over. Returns how many."""
    deleted, _by_model = Attempt.objects.filter(window__lt=_window()).delete()
    return deleted


def _window() -> dt.datetime:
    now = timezone.now()
    return now - dt.timedelta(minutes=now.minute % 10, seconds=now.second, microseconds=now.microsecond)


def _key(request: HttpRequest, purpose: str) -> str:
    return salted_hmac(f"applications.attempts.{purpose}", address(request), algorithm="sha256").hexdigest()


def _number_key(number: str) -> str:
    return salted_hmac("applications.attempts.number", number, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str:
    """Where the request comes from: with known proxies in front, what the outermost of them saw."""
    proxies: int = settings.PROXIES
    if proxies:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(forwarded) >= proxies:
            return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))

"""The town's word on what it passes on: the navigation of every page, and other towns, know it without asking."""

from __future__ import annotations

from django.db.models import Max

from rathaus.exchange.models import Call, Experience, Meeting, OwnPackage
from rathaus.towns import scope


def show() -> None:
    """Keep that word true, in the transaction that published something, changed it or took it back."""
    town = scope.current()
    calls = Call.objects.filter(published_at__isnull=False)
    town.shows_exchange = (
        Meeting.objects.filter(published_at__isnull=False).exists()
        or Experience.objects.filter(published_at__isnull=False).exists()
        or calls.exists()
        or OwnPackage.objects.filter(offered=True).exists()
    )
    town.calls_until = calls.filter(closed_at=None).aggregate(last=Max("ends_on"))["last"]
    town.save(update_fields=["shows_exchange", "calls_until"])

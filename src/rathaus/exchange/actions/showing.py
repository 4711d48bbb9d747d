"""The town's word on whether it passes something on, so that the navigation of every page knows it without asking."""

from __future__ import annotations

from rathaus.exchange.models import Call, Experience, Meeting, OwnPackage
from rathaus.towns import scope


def show() -> None:
    """Keep that word true, in the transaction that published something or took it back."""
    town = scope.current()
    town.shows_exchange = (
        Meeting.objects.filter(published_at__isnull=False).exists()
        or Experience.objects.filter(published_at__isnull=False).exists()
        or Call.objects.filter(published_at__isnull=False).exists()
        or OwnPackage.objects.filter(offered=True).exists()
    )
    town.save(update_fields=["shows_exchange"])

"""What every template knows: the town in scope."""

from __future__ import annotations

from django.http import HttpRequest

from rathaus.towns.models import Municipality


def town(request: HttpRequest) -> dict[str, Municipality | None]:
    """Give templates ``town``; None on pages outside any town (the error page of an unknown host name)."""
    return {"town": getattr(request, "municipality", None)}

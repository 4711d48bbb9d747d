"""What the navigation of the administration must know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from rathaus.people.permissions import NOTHING, Grants, grants_of


def staff(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``staff``: what the signed-in account may do. Read when a template asks, not before."""
    found = getattr(request, "grants", None)
    return {"staff": found or SimpleLazyObject(lambda: _grants(request))}


def _grants(request: HttpRequest) -> Grants:
    user = getattr(request, "user", None)
    return grants_of(user.pk) if user is not None and user.is_authenticated else NOTHING

"""Signing in leads back to where somebody came from: by the address of the form, or else by the session."""

from __future__ import annotations

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "zurueck"


def is_own(address: str) -> bool:
    """Whether an address is a path of this very house: no other host, not even one of another town here."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def wanted(request: HttpRequest) -> str:
    """Where the request wants to go after signing in; empty where it does not say, or may not go there."""
    named = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    return named if is_own(named) else ""


def remember(request: HttpRequest) -> None:
    """Keep it for ways that lead out of the page: a passkey, a mail with a link. Without one, forget an earlier."""
    if address := wanted(request):
        request.session[_KEY] = address
    else:
        request.session.pop(_KEY, None)


def take(request: HttpRequest) -> str:
    """What was kept, once; empty where nothing was."""
    address = str(request.session.pop(_KEY, ""))
    return address if is_own(address) else ""

"""How a browser shows that it may see a draft or an application: the access code, in a cookie of that path only.

The code stands in no address, so it appears in no log, no history and no link that somebody passes on. The cookie ends
with the browser session: on a shared computer the next person finds a closed door.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from rathaus.applications import codes


def cookie_name() -> str:
    """``__Secure-`` binds the cookie to HTTPS in every browser; a demo without HTTPS cannot have that."""
    return "__Secure-antrag" if settings.CSRF_COOKIE_SECURE else "antrag"


def code_of(request: HttpRequest) -> str | None:
    """The access code that the browser sent along for this address, if it is one."""
    return codes.read_code(request.COOKIES.get(cookie_name(), ""))


def remember(response: HttpResponseBase, application_id: uuid.UUID, code: str, *, sent: bool) -> None:
    """Let the browser show `code` at the addresses of this draft, or (once sent) of this status page."""
    remember_at(response, _path(application_id, sent=sent), code)


def remember_at(response: HttpResponseBase, path: str, code: str) -> None:
    """Let the browser show `code` at this address and below it."""
    response.set_cookie(
        cookie_name(),
        code,
        path=path,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase, application_id: uuid.UUID, *, sent: bool) -> None:
    """Close the door again."""
    response.delete_cookie(cookie_name(), path=_path(application_id, sent=sent), samesite="Lax")


def _path(application_id: uuid.UUID, *, sent: bool) -> str:
    return reverse("applications:state" if sent else "applications:tasks", args=[application_id])

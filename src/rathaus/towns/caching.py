"""What a browser or proxy may keep of an answer: nothing, unless the view says that the page is public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = Callable[..., HttpResponse]
_MARK = "rathaus_public"


def public_page(view: View) -> View:
    """Mark a view whose answer is the same for everybody and holds no personal data.

    Browsers may keep it and ask whether it changed; visitors with a session still get ``no-store``, because the page
    may show who they are.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return mark_public(view(request, *args, **kwargs))

    return marked


def mark_public(response: HttpResponse) -> HttpResponse:
    """Mark one answer; see `public_page`."""
    setattr(response, _MARK, True)
    return response


class NoStoreMiddleware:
    """``Cache-Control: no-store`` on every answer that is not marked public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        in_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if getattr(response, _MARK, False) and response.status_code in {200, 304} and not in_session:
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            response.headers["Cache-Control"] = "no-store"
        return response

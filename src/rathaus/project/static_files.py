"""Style sheets, scripts and fonts: always whole."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


def whole_files(answer: Handler) -> Handler:
    """Middleware around WhiteNoise: static files without parts of them, as RFC 9110 (section 14.2) allows.

    A browser that leaves a page while a font is on its way keeps what came, and asks for the rest on the next page. Had
    all of it come, there is no rest: the answer was 416, and the font was asked for once more. Small files gain nothing
    by it, so browsers are told not to ask.
    """

    def answer_whole(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(settings.STATIC_URL):
            return answer(request)
        request.META.pop("HTTP_RANGE", None)
        response = answer(request)
        response["Accept-Ranges"] = "none"
        return response

    return answer_whole

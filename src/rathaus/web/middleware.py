"""What browsers meet everywhere."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponseBase]


def back_to_the_form(get_response: Handler) -> Handler:
    """Lead whoever opens an address that only takes forms to the page above it.

    Such an address stands in the browser where a form came back with something to correct: loading that page again, or
    choosing another language there, would end on no page at all.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        reads_pages = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != 405 or not reads_pages:
            return response
        return HttpResponseRedirect(_above(request.path))

    return answer


def _above(path: str) -> str:
    """The nearest address above that leads somewhere; the home page always does."""
    while True:
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path

"""Host name → town, and the scope around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port

from rathaus.towns import scope
from rathaus.towns.models import Municipality

# Written out because every request asks it: building the same SQL anew costs five times as much as running it.
_TOWNS_OF_HOST = """
    SELECT town.* FROM towns_municipality AS town
    WHERE town.id IN (SELECT municipality_id FROM towns_host WHERE hostname = %s)
       OR (NOT town.invented AND NOT EXISTS (SELECT 1 FROM towns_host))
    LIMIT 2
"""


def municipality_of(hostname: str) -> Municipality | None:
    """The town of a host name (no port).

    An installation with one town and no host names at all answers under every name; from the first host name on,
    only the named ones count, so that a forged ``Host`` header reaches nobody. The invented neighbours of a demo are no
    towns to visit.
    """
    found = list(Municipality.objects.raw(_TOWNS_OF_HOST, [hostname]))
    return found[0] if len(found) == 1 else None


class TownMiddleware:
    """Open the scope of the request's town, or answer 404 where the host name belongs to none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        hostname, _ = split_domain_port(request.get_host())
        municipality = municipality_of(hostname.rstrip("."))
        if municipality is None:
            raise Http404("Unter diesem Namen ist keine Kommune eingerichtet.")
        request.municipality = municipality  # type: ignore[attr-defined]
        with scope.of(municipality):
            return self.get_response(request)

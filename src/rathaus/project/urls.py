"""Addresses of the house: every room adds its own line."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from rathaus.strategy.api.operations import Anything, addresses, nowhere

register_converter(Anything, "anything")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("rathaus.web.urls")),
    path("", include("rathaus.people.urls")),
    path("", include("rathaus.catalogue.urls")),
    path("", include("rathaus.applications.urls")),
    path("", include("rathaus.cases.urls")),
    path("", include("rathaus.strategy.urls")),
    path("api/v1/", addresses()),
    path("api/v1/<anything:elsewhere>", nowhere),
    path("", include("rathaus.exchange.urls")),
]

handler400 = "rathaus.web.views.bad_request"
handler403 = "rathaus.web.views.permission_denied"
handler404 = "rathaus.web.views.page_not_found"
handler500 = "rathaus.web.views.server_error"

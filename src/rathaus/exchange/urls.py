"""Addresses of the exchange: ``austausch/`` for everybody, ``amt/austausch/`` for people who work here."""

from __future__ import annotations

from django.urls import URLPattern, path

from rathaus.exchange.views import following, offers

app_name = "exchange"

_OFFERS: list[URLPattern] = [
    path("austausch/", offers.index, name="offers"),
    path("austausch/feed.atom", offers.feed_atom, name="feed_atom"),
    path("austausch/feed.json", offers.feed_json, name="feed_json"),
    path("austausch/pakete/<uuid:package_id>/<int:version>/", offers.offer, name="offer"),
    path("austausch/pakete/<uuid:package_id>/<int:version>/paket.rathaus", offers.file, name="offered_file"),
]
_FEEDS: list[URLPattern] = [
    path("amt/austausch/andere/", following.subscriptions, name="subscriptions"),
    path("amt/austausch/andere/nachsehen/", following.first_contact, name="first_contact"),
    path("amt/austausch/andere/folgen/", following.subscribe, name="subscribe"),
    path("amt/austausch/andere/paket/<uuid:arrival_id>/", following.arrival, name="arrival"),
    path("amt/austausch/andere/<uuid:subscription_id>/abrufen/", following.look_again, name="look_again"),
    path("amt/austausch/andere/<uuid:subscription_id>/schluessel/", following.other_key, name="other_key"),
    path("amt/austausch/andere/<uuid:subscription_id>/beenden/", following.unsubscribe, name="unsubscribe"),
]
urlpatterns: list[URLPattern] = [*_OFFERS, *_FEEDS]

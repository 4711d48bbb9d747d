"""Addresses of the exchange: ``austausch/`` for everybody, ``amt/austausch/`` for people who work here."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "exchange"
urlpatterns: list[URLPattern] = []

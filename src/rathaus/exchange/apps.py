"""The room's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange: packages, experience, meetings."""

    name = "rathaus.exchange"
    verbose_name = "Austausch"

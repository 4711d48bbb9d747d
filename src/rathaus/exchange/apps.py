"""The room's place in Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange: packages, experience, meetings."""

    name = "rathaus.exchange"
    verbose_name = "Austausch"

    def ready(self) -> None:
        """Listen to the applications, register what happens without anybody asking, and this room's mails."""
        import_module("rathaus.exchange.handlers")
        import_module("rathaus.exchange.jobs")
        import_module("rathaus.exchange.mails")

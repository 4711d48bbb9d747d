from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "rathaus.events"
    verbose_name = "Ereignisse"

    def ready(self) -> None:
        import_module("rathaus.events.actions")  # registers its timer

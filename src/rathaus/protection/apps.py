from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "rathaus.protection"
    verbose_name = "Schutz"

    def ready(self) -> None:
        import_module("rathaus.protection.handlers")
        import_module("rathaus.protection.jobs")

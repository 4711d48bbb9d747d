from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from rathaus.towns.rls import grant_to_application


class TownsConfig(AppConfig):
    name = "rathaus.towns"
    verbose_name = "Kommunen"

    def ready(self) -> None:
        import_module("rathaus.towns.checks")
        post_migrate.connect(grant_to_application, sender=self)

from __future__ import annotations

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "rathaus.protection"
    verbose_name = "Schutz"

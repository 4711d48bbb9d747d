"""The room's place in Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Applications: drafts, uploads, what was sent, and what its sender sees of it."""

    name = "rathaus.applications"
    verbose_name = "Anträge"

    def ready(self) -> None:
        """Register the mail of receipt, the preflight of publishing, and the timers."""
        import_module("rathaus.applications.jobs")
        import_module("rathaus.applications.handlers")

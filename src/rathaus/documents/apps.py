"""The room's place in Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: what leaves the house as PDF or mail."""

    name = "rathaus.documents"
    verbose_name = "Dokumente"

    def ready(self) -> None:
        """Register the consumer of the topic "mail"."""
        import_module("rathaus.documents.mail")

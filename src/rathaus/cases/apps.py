"""The room's place in Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: inbox, work, decision."""

    name = "rathaus.cases"
    verbose_name = "Vorgänge"

    def ready(self) -> None:
        """Listen to the applications, and write this room's mails."""
        import_module("rathaus.cases.handlers")
        import_module("rathaus.cases.mails")

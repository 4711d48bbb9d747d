"""The room ``people`` as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Departments, accounts, roles, sign-in."""

    name = "rathaus.people"
    label = "people"

    def ready(self) -> None:
        """Register what happens when somebody signs in, and the consumers of the outbox."""
        import_module("rathaus.people.handlers")
        import_module("rathaus.people.registering")

"""The room's place in Django."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Strategy: indicators and comparison."""

    name = "rathaus.strategy"
    verbose_name = "Strategie"

    def ready(self) -> None:
        """Register the timer that computes the house's own indicators."""
        import_module("rathaus.strategy.jobs")

"""What the towns' room raises."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class NoTown(Exception):
    """Data of a town was asked for while no town was in scope: a mistake in the program, never an empty result."""

    def __init__(self) -> None:
        super().__init__("No town is in scope: open one with rathaus.towns.scope.of(municipality).")


class ForeignTown(Exception):
    """A row of one town was about to be written while another town was in scope."""


class NotAllowed(PermissionDenied):
    """The actor may not do this. Raised by actions; a view that lets it pass answers 403."""

"""The town of a rehearsal: tables, key, row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from rathaus.protection.keys import create_town_key
from rathaus.towns import scope
from rathaus.towns.models import Municipality


@contextmanager
def town(land: str) -> Iterator[None]:
    """Let a town move into the empty database; closes it at the end."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # nothing here is worth waiting for the disk
    municipality = Municipality(slug="probe", name="Probestadt", land=land)
    create_town_key(municipality)
    municipality.save(force_insert=True)
    with scope.of(municipality):
        yield
    connection.close()

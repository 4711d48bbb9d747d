"""What an attacker with the database in hands can do, for tests: past triggers, policies and the application's role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests import postgres

Execute = Callable[..., list[tuple[Any, ...]]]


@contextmanager
def superuser() -> Iterator[Execute]:
    """Run statements that nothing in the database stops. The rows must be committed before (``transactional_db``)."""
    if connection.vendor == "postgresql":
        with postgres.superuser(connection.settings_dict["NAME"]) as open_connection:
            open_connection.execute("SET session_replication_role = replica")

            def execute(sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
                cursor = open_connection.execute(sql, params)
                return cursor.fetchall() if cursor.description else []

            yield execute
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')

        def execute(sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
            cursor.execute(sql, params)
            return cursor.fetchall() if cursor.description else []

        try:
            yield execute
        finally:
            for _, sql in triggers:
                cursor.execute(sql)
            cursor.execute("PRAGMA foreign_keys = ON")

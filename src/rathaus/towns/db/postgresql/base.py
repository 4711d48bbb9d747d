"""PostgreSQL, with the town in scope carried on the connection for row-level security.

Before a statement runs, the two settings that the policies read are brought in line with ``rathaus.towns.scope`` – only
when they differ from what this connection was told last, which is once per request. A rollback takes such a setting
back, so after one the connection is told again. Connections stay open, one per process and thread; a pooler that
changes the server connection between transactions (pgbouncer in transaction mode) would lose the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

from rathaus.towns import scope


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend that knows the town."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: tuple[str, str] | None = None
        self.execute_wrappers.append(self._tell_town)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()  # type: ignore[misc]  # not in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # not in the stubs
        self._told = None

    def _tell_town(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        wall = scope.wall()
        if wall != self._told:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('rathaus.municipality', %s, false), set_config('rathaus.everywhere', %s, false)",
                    wall,
                )
            self._told = wall
        return execute(sql, params, many, context)

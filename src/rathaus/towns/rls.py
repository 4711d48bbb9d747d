"""Row-level security: the wall that PostgreSQL itself keeps between the towns.

Every migration that creates a :class:`~rathaus.towns.models.TownModel` ends with::

    EnableRowSecurity("cases", "Case")

A table that every town may read, and each writes its own rows of, ends with `EnableSharedReading` instead.

The policies let a connection see and write the rows of the town that it has in scope (setting ``rathaus.municipality``,
kept by ``rathaus.towns.db.postgresql``), and read all of them while an operator looks everywhere. They are forced, so
they hold for the owner of the tables too; only a superuser or a role with ``BYPASSRLS`` is above them, and the house
runs as neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

IN_SCOPE = "municipality_id = NULLIF(current_setting('rathaus.municipality', true), '')::uuid"
EVERYWHERE = "current_setting('rathaus.everywhere', true) = 'on'"


class EnableRowSecurity(Operation):
    """Turn on the wall for one model's table. On SQLite, which has no such thing, it does nothing."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, app_label: str, model_name: str) -> None:
        self.app_label = app_label
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return type(self).__name__, [self.app_label, self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row security is no part of Django's picture of a model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = self._table(schema_editor, to_state)
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY town ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
            f"CREATE POLICY operator_reads ON {table} FOR SELECT USING ({EVERYWHERE})",
        ):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        table = self._table(schema_editor, from_state)
        for statement in (
            f"DROP POLICY operator_reads ON {table}",
            f"DROP POLICY town ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Row security between the towns for {self.model_name}"

    def _table(self, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> str:
        model = state.apps.get_model(self.app_label, self.model_name)
        return schema_editor.quote_name(model._meta.db_table)


class EnableSharedReading(EnableRowSecurity):
    """The wall for writing only: every town reads all rows, and none writes another's."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            table = self._table(schema_editor, to_state)
            schema_editor.execute(f"CREATE POLICY everybody_reads ON {table} FOR SELECT USING (true)")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP POLICY everybody_reads ON {self._table(schema_editor, from_state)}")
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{self.model_name} is read by every town, and written by its own"


def grant_to_application(sender: object, using: str, **kwargs: Any) -> None:
    """After a migration, let the application's role work with the tables that another role owns.

    Runs where ``RATHAUS_APPLICATION_ROLE`` names that role (it comes from ``DATABASE_URL`` when the migration runs
    with ``RATHAUS_OWNER_DATABASE_URL``). Rooms that keep an append-only table take rights back afterwards.
    """
    role = settings.RATHAUS_APPLICATION_ROLE
    connection = connections[using]
    if not role or connection.vendor != "postgresql":
        return
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")

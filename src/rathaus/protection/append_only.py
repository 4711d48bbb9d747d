"""A migration step that makes a table append-only in the database itself.

Against mistakes and against the application's own role; whoever owns the table can take the triggers away, which is
why the audit chain is hashed and its head leaves the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

_POSTGRESQL = (
    (
        "CREATE OR REPLACE FUNCTION rathaus_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME; END $$"
    ),
    "CREATE TRIGGER {name}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION rathaus_append_only()",
    "CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION rathaus_append_only()",
)
_SQLITE = tuple(
    f"CREATE TRIGGER {{name}}_{verb.lower()} BEFORE {verb} ON {{table}} "
    "BEGIN SELECT RAISE(ABORT, 'table {name} is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and TRUNCATE on one model's table."""

    reversible = False
    reduces_to_sql = True

    def __init__(self, app_label: str, model_name: str) -> None:
        self.app_label = app_label
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return type(self).__name__, [self.app_label, self.model_name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of Django's picture of a model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        name = to_state.apps.get_model(self.app_label, self.model_name)._meta.db_table
        statements = _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE
        for statement in statements:
            schema_editor.execute(statement.format(name=name, table=schema_editor.quote_name(name)), params=None)

    def describe(self) -> str:
        return f"Rows of {self.model_name} are only ever appended"


class StillAppendOnly(AppendOnly):
    """Follows a step that adds a column to such a table: SQLite builds the table anew, and its triggers are gone."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        name = to_state.apps.get_model(self.app_label, self.model_name)._meta.db_table
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}", params=None)
        super().database_forwards(app_label, schema_editor, from_state, to_state)

"""The database as files, and back: SQLite as a copy of its file, PostgreSQL as one COPY file per table.

PostgreSQL is read in one repeatable-read transaction, as an operator who sees all towns; it is loaded as the owner of
the tables, who alone may lift the wall between the towns for the length of that one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from rathaus.project.backup.archive import ArchiveError
from rathaus.towns import scope

SQLITE_FILE = "database.sqlite3"
COLUMNS = "columns.json"
# What `migrate` fills by itself: replaced by what the archive holds.
_FILLED_BY_MIGRATE = ("auth_permission", "django_content_type")
_NOT_COPIED = ("django_migrations",)


def dump(folder: Path) -> list[Path]:
    """Write the database into a folder as of one moment; returns the files."""
    return _dump_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgresql(folder)


def load(folder: Path) -> None:
    """Fill a migrated PostgreSQL that holds no town yet from what :func:`dump` wrote."""
    columns: dict[str, list[str]] = json.loads((folder / COLUMNS).read_text())
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        walled = _walled_tables(cursor)
        for table in walled:
            cursor.execute(f"ALTER TABLE {quote(table)} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"TRUNCATE {', '.join(map(quote, _FILLED_BY_MIGRATE))} CASCADE")
        for table, names in columns.items():
            _copy_in(cursor, table, names, folder / f"{table}.copy")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a broken reference shows here, with the wall still open
        for table in walled:
            cursor.execute(f"ALTER TABLE {quote(table)} FORCE ROW LEVEL SECURITY")
        for statement in _sequence_resets():
            cursor.execute(statement)


def sqlite_path() -> Path:
    """Where the SQLite database lies."""
    return Path(connection.settings_dict["NAME"])


def migrations_of(folder: Path) -> set[tuple[str, str]]:
    """The migrations that a dump was made with."""
    if (folder / SQLITE_FILE).exists():
        with closing(sqlite3.connect(folder / SQLITE_FILE)) as database:
            return set(database.execute("SELECT app, name FROM django_migrations"))
    return {(app, name) for app, name in json.loads((folder / "migrations.json").read_text())}


def _dump_sqlite(folder: Path) -> list[Path]:
    target = folder / SQLITE_FILE
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    except sqlite3.OperationalError as error:
        raise ArchiveError(f"{target}: Die Datenbank ließ sich nicht dorthin kopieren ({error}).") from error
    target.chmod(0o600)
    return [target]


def _dump_postgresql(folder: Path) -> list[Path]:
    columns: dict[str, list[str]] = {}
    with scope.everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # tells the connection that it may see all towns, before the transaction begins
        _read_all(folder, columns, cursor)
    (folder / COLUMNS).write_text(json.dumps(columns))
    return sorted(folder.iterdir())


def _read_all(folder: Path, columns: dict[str, list[str]], cursor: Any) -> None:
    with transaction.atomic():
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        (folder / "migrations.json").write_text(json.dumps(cursor.fetchall()))
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(_NOT_COPIED)):
            columns[table] = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            _copy_out(cursor, table, columns[table], folder / f"{table}.copy")


def _copy_out(cursor: Any, table: str, names: list[str], path: Path) -> None:
    quote = connection.ops.quote_name
    # A query, since COPY of a table by its name is not allowed under row-level security.
    query = f"COPY (SELECT {', '.join(map(quote, names))} FROM {quote(table)}) TO STDOUT"  # noqa: S608 (names of ours)
    with path.open("wb") as out, cursor.copy(query) as copy:
        for block in copy:
            out.write(block)


def _copy_in(cursor: Any, table: str, names: list[str], path: Path) -> None:
    quote = connection.ops.quote_name
    query = f"COPY {quote(table)} ({', '.join(map(quote, names))}) FROM STDIN"
    with path.open("rb") as source, cursor.copy(query) as copy:
        while block := source.read(1 << 20):
            copy.write(block)


def _walled_tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity ORDER BY relname")
    return [name for (name,) in cursor.fetchall()]


def _sequence_resets() -> list[str]:
    from_models = connection.introspection.django_table_names(only_existing=True, include_views=False)
    models = connection.introspection.installed_models(from_models)
    return connection.ops.sequence_reset_sql(no_style(), list(models))


def require_empty() -> None:
    """Refuse to restore over towns that are there; raises :class:`ArchiveError`."""
    with connection.cursor() as cursor:
        if "towns_municipality" not in connection.introspection.table_names(cursor):
            return
        cursor.execute("SELECT count(*) FROM towns_municipality")
        if cursor.fetchone()[0]:
            raise ArchiveError("In der Datenbank stehen schon Kommunen; wiederhergestellt wird nur in eine leere.")

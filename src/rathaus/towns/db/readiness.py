"""Whether there is a house to work in, asked before a command does."""

from __future__ import annotations

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from rathaus.towns.models import Municipality


def unreachable() -> str:
    """Why the database cannot be opened, as one German sentence; empty where it can."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        return (
            f"Die Datenbank lässt sich nicht öffnen ({_told(error)}). Richten Sie das Haus mit „rathaus init“ "
            "ein, oder nennen Sie seinen Ordner mit RATHAUS_HOME oder seine Datenbank mit DATABASE_URL."
        )
    return ""


def not_set_up() -> str:
    """Why no command can work with what is in the database, as one German sentence; empty where it can."""
    why = unreachable()
    if not why and Municipality._meta.db_table not in connection.introspection.table_names():
        why = "In der Datenbank ist noch kein Haus eingerichtet; das macht „rathaus init“."
    return why


def outdated() -> str:
    """That the database is older than the program, as one German sentence; empty where it is not."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "Die Datenbank ist nicht auf dem Stand dieser Fassung: erst „rathaus migrate“."
    return ""


def not_ready() -> str:
    """Why a command cannot work with the house as it is, as one German sentence; empty where it can."""
    return not_set_up() or outdated()


def failed(error: Exception) -> str:
    """What to say to the operator of a database that failed in the middle of a command: gone, full, or without rights.

    Empty for any other error: that is a fault of the program, and wants its traceback.
    """
    if isinstance(error, OperationalError):
        return f"Die Datenbank meldet einen Fehler ({_told(error)}). Was begonnen war, ist nicht gespeichert."
    root: BaseException = error
    while before := root.__cause__ or root.__context__:
        root = before
    if isinstance(error, DatabaseError) and type(root).__name__ == "InsufficientPrivilege":
        return (
            f"Der Datenbankrolle fehlt ein Recht ({_first_line(root)}). Für init, migrate und restore nennen Sie die "
            "Rolle, der die Tabellen gehören, mit RATHAUS_OWNER_DATABASE_URL."
        )
    return ""


def _told(error: Exception) -> str:
    """What the database says, after the name of its file where it is one; PostgreSQL names its address itself."""
    file = f"{connection.settings_dict['NAME']}: " if connection.vendor == "sqlite" else ""
    return f"{file}{_first_line(error)}"


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0]

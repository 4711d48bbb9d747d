"""Whether there is a house to work in, asked before a command does."""

from __future__ import annotations

from django.db import OperationalError, connection

from rathaus.towns.models import Municipality


def unreachable() -> str:
    """Why the database cannot be opened, as one German sentence; empty where it can."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        why = str(error).strip().splitlines()[0]
        return (
            f"Die Datenbank lässt sich nicht öffnen ({why}). Richten Sie das Haus mit „rathaus init“ ein, oder nennen "
            "Sie seinen Ordner mit RATHAUS_HOME oder seine Datenbank mit DATABASE_URL."
        )
    return ""


def not_set_up() -> str:
    """Why no command can work with what is in the database, as one German sentence; empty where it can."""
    why = unreachable()
    if not why and Municipality._meta.db_table not in connection.introspection.table_names():
        why = "In der Datenbank ist noch kein Haus eingerichtet; das macht „rathaus init“."
    return why

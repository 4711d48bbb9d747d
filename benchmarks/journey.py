"""The journey: 5 pages, 44 questions, 13 rules, from the public page to the receipt, at 8 at a time.

Printed in one run: one applicant alone; eight at a time (stored per second, median, CPU of server and worker each);
the bare commit rate of the same database with as many clients; and, as the reference, Open Forms 4.0-beta measured on
this kind of machine. Exit code 1 where fewer than 15 a second are stored.

    .venv/bin/python benchmarks/journey.py [--seconds 20] [--clients 8] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable

import commit_rate
import house

from rathaus.project import environment

AIM = 15.0
"""Applications stored per second at eight at a time."""
OPEN_FORMS = {"requests": 22, "alone_s": 2.16, "cpu_s": 3.55, "per_second": 0.66, "median_s": 11.5, "memory_mb": 1075}
"""Open Forms 4.0-beta, the same kind of journey on the same kind of machine (measured in November 2026)."""


def measure(at: house.House, clients: int, seconds: float) -> dict[str, float]:
    """One applicant alone, then so many at a time."""
    first = house.Browser(at.port)
    first.journey(at.forms)  # compiles the questionnaire in one of the processes; the warm-up below in both
    first.requests = 0
    begun = time.perf_counter()
    rounds = 10
    for _ in range(rounds):
        first.journey(at.forms)
    alone = (time.perf_counter() - begun) / rounds
    requests = first.requests / rounds
    house.at_a_time(clients, 3, lambda _: _one(at))
    time.sleep(3)  # the worker sends what the warm-up left
    memory = at.memory()
    stored, load = _stored(at), house.Load(at)
    load.start()
    taken = house.at_a_time(clients, seconds, lambda _: _one(at))
    load.stop()
    done = _stored(at) - stored
    if done != len(taken):
        raise RuntimeError(f"{len(taken)} receipts were shown, but {done} applications are stored")
    return {
        "requests": requests,
        "alone_s": alone,
        "per_second": done / load.elapsed,
        "median_s": house.quantile(taken, 0.5),
        "p99_s": house.quantile(taken, 0.99),
        "cpu_s": load.house / done,
        "stored": done,
        "memory_mb": memory / 1e6,
        "other_cores": load.others / load.elapsed,
    }


def _one(at: house.House) -> Callable[[], object]:
    browser = house.Browser(at.port)
    return lambda: browser.journey(at.forms)


def _stored(at: house.House) -> int:
    with sqlite3.connect(at.folder / "rathaus.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM applications_application").fetchone()[0])


def bare_commits(at: house.House, clients: int, seconds: float) -> dict[str, float]:
    """The same database file with one small row per transaction and nothing else."""
    database = at.folder / "rathaus.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute(commit_rate.CREATE.format(auto=""))
    return commit_rate.measure(environment.sqlite(database), clients, seconds)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with house.opened() as at:
        found = measure(at, arguments.clients, arguments.seconds)
        commits = bare_commits(at, arguments.clients, min(5.0, arguments.seconds))
        size = f"{len(at.forms)} pages, {at.questions} questions, {at.rules} rules"
    if arguments.json:
        print(json.dumps({"rathaus": found, "commits": commits, "open_forms": OPEN_FORMS, "size": size}))
    else:
        _print(found, commits, size, arguments.clients)
    return 0 if found["per_second"] >= AIM else 1


def _print(found: dict[str, float], commits: dict[str, float], size: str, clients: int) -> None:
    rows = (
        ("requests of one journey", "requests", ".0f"),
        ("one alone, seconds", "alone_s", ".3f"),
        (f"stored per second, {clients} at a time", "per_second", ".2f"),
        ("median journey then, seconds", "median_s", ".3f"),
        ("CPU seconds each (server and worker)", "cpu_s", ".3f"),
        ("memory at rest, MB (PSS)", "memory_mb", ",.0f"),
    )
    print(f"{size}; two web processes, one worker, SQLite; {found['stored']} stored")
    print(f"{'':42}{'Rathaus':>12}{'Open Forms':>14}")
    for label, key, form in rows:
        print(f"{label:42}{format(found[key], form):>12}{format(OPEN_FORMS[key], form):>14}")
    share = found["per_second"] / commits["commits_per_second"]
    print(
        f"bare commits of the same database, {clients} clients: {commits['commits_per_second']:,.0f}/s "
        f"(p99 {commits['p99_ms']:.0f} ms); a stored journey is worth {1 / share:,.0f} of them"
    )
    print(f"other programs meanwhile used {found['other_cores']:.2f} of this machine's {os.cpu_count()} cores")
    print(f"aim: {AIM:.0f}/s or more: {'met' if found['per_second'] >= AIM else 'MISSED'}")


if __name__ == "__main__":
    sys.exit(main())

"""Figures in bulk: a million taken in from a table, and a comparison over 11,000 places by 40 indicators.

Printed in one run: seconds to take in the table (read, checked, stored with its origin) beside a bare read of the same
CSV into a table of the same database without any check; and the server time of the comparison, first and afterwards.

    .venv/bin/python benchmarks/figures.py [--rows 1000000] [--places 11000] [--indicators 40] [--postgresql] [--json]

The bare read is what each database does quickest: many values for one statement on SQLite, COPY on PostgreSQL. Beside
the seconds stand those of this process's processor, which a busy machine changes less (PostgreSQL works in its own).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).resolve().parent


def furnish(home: str) -> Any:
    """A town in a fresh database; returns it."""
    os.environ.update(
        RATHAUS_HOME=home,
        RATHAUS_HTTPS="0",
        RATHAUS_SECRET_KEY="only for measuring",
        DJANGO_SETTINGS_MODULE="rathaus.project.settings",
    )
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (only after django.setup)

    from rathaus.protection.keys import create_town_key  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    if "DATABASE_URL" not in os.environ:
        call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    town = Municipality.objects.create(slug="musterstadt", name="Musterstadt", ars="000000000000")
    create_town_key(town)
    return town


def postgresql(home: str) -> Callable[[], None]:
    """A server of our own, as the tests bring it up, used in the role that owns nothing; returns how to end it."""
    sys.path.insert(0, str(HERE.parent))
    from tests import postgres  # noqa: PLC0415 (only where it is asked for)

    take_down = postgres.bring_up()
    postgres.create_database("rathaus_figures")
    url = postgres.url("rathaus_figures")
    owner = url.replace(f"//{postgres.APPLICATION}@", f"//{postgres.OWNER}@")
    os.environ |= {"DATABASE_URL": url, "RATHAUS_OWNER_DATABASE_URL": owner, "RATHAUS_HOME": home}
    os.environ |= {"RATHAUS_HTTPS": "0", "RATHAUS_SECRET_KEY": "only for measuring"}
    subprocess.run([sys.executable, "-m", "rathaus.cli", "migrate"], check=True, stdout=subprocess.DEVNULL)
    return take_down


def indicators(count: int) -> list[Any]:
    """So many indicators."""
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.strategy.actions.indicators import save_indicator  # noqa: PLC0415
    from rathaus.strategy.models import Indicator  # noqa: PLC0415

    department = Department.objects.create(name="Digitales")
    return [
        save_indicator(
            Indicator(
                key=f"k{number}", name=f"Kennzahl {number}", source="x", direction="higher", department=department
            ),
            by=operator(),
        )
        for number in range(count)
    ]


def operator() -> Any:
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    return Actor.operator("benchmark")


def places(count: int) -> None:
    """So many municipalities, the town itself first."""
    from rathaus.strategy.actions.indicators import save_places  # noqa: PLC0415
    from rathaus.strategy.places import PlaceRow  # noqa: PLC0415

    rng = random.Random(1)
    save_places(
        [
            PlaceRow(f"{number:012}", f"Ort {number}", "municipality", "NW", rng.randrange(500, 90_000), 50.0)
            for number in range(count)
        ],
        by=operator(),
    )


def table(rows: int, units: int) -> str:
    """A CSV table: unit, day, value."""
    rng = random.Random(2)
    out = io.StringIO()
    out.write("ARS;Datum;Wert\n")
    for number in range(rows):
        month, unit = divmod(number, units)
        out.write(f"{unit:012};{1990 + month // 12}-{month % 12 + 1:02};{rng.random() * 100:.3f}\n")
    return out.getvalue()


@dataclass
class Taken:
    """How long something took: by the clock, and by the processor of this process."""

    seconds: float
    processor: float


class Watch:
    """Begins when it is made."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def taken(self) -> Taken:
        """Until now."""
        return Taken(time.perf_counter() - self._clock, time.process_time() - self._processor)


def take_in(indicator: Any, text: str) -> Taken:
    """Proposing and taking in."""
    from rathaus.strategy.actions import importing  # noqa: PLC0415
    from rathaus.strategy.tables import Mapping  # noqa: PLC0415

    watch = Watch()
    proposal = importing.propose(
        indicator, text.encode(), file_name="werte.csv", source="x", public=True, by=operator()
    )
    reading = importing.take_in(proposal, Mapping(0, 1, 2, decimal="."), by=operator())
    if reading.problems:
        raise RuntimeError(reading.problems[0])
    return watch.taken()


def bare(text: str) -> Taken:
    """Reading the same CSV into a table without key, index or check."""
    from django.db import connection, transaction  # noqa: PLC0415

    copying = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        kind = "TEMPORARY" if copying else ""
        cursor.execute(f"CREATE {kind} TABLE bare (unit text, period text, value double precision)")
        watch = Watch()
        with transaction.atomic():
            if copying:
                with cursor.copy("COPY bare FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)") as copy:
                    copy.write(text)
                return watch.taken()
            rows: Iterator[list[str]] = csv.reader(io.StringIO(text), delimiter=";")
            next(rows)
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", [(a, b, float(c)) for a, b, c in rows])
        return watch.taken()


def pages(count: int, *, weighing: bool = False) -> list[Taken]:
    """How long the comparison over all places took, requested so often; `weighing`: by other weights each time."""
    from django.test import Client  # noqa: PLC0415

    client, taken = Client(headers={"host": "localhost"}), []
    for number in range(count):
        address = f"/strategie/kennzahlen/vergleich/?gruppe=alle{f'&gewicht-k1={number + 2}' if weighing else ''}"
        watch = Watch()
        answer = client.get(address)
        taken.append(watch.taken())
        if answer.status_code != 200 or "Gesamtwert" not in answer.content.decode():
            raise RuntimeError(f"the comparison answered {answer.status_code}")
    return taken


def measure(rows: int, units: int, count: int) -> dict[str, Taken]:
    from rathaus.strategy.actions.releasing import release  # noqa: PLC0415

    first, *others = indicators(count)
    places(units)
    text = table(rows, units)
    found = {f"{rows:,} figures taken in": take_in(first, text), "the same CSV, bare": bare(text)}
    for indicator in others:
        take_in(indicator, table(units, units))
    for indicator in (first, *others):
        release(indicator, by=operator())
    once, *again = pages(41)
    compared = f"comparison of {units:,} by {count}"
    found |= {f"{compared}, first": once} | _middle(f"{compared}, afterwards", again)
    return found | _middle(f"{compared}, other weights", pages(40, weighing=True))


def _middle(name: str, taken: list[Taken]) -> dict[str, Taken]:
    """Median and 95th percentile, each of its own."""
    seconds = sorted(one.seconds for one in taken)
    processor = sorted(one.processor for one in taken)
    at = {"p50": len(taken) // 2, "p95": len(taken) * 95 // 100}
    return {f"{name}, {which}": Taken(seconds[place], processor[place]) for which, place in at.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--places", type=int, default=11_000)
    parser.add_argument("--indicators", type=int, default=40)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=HERE.parent, prefix=".bench-") as home:
        take_down = postgresql(home) if arguments.postgresql else lambda: None
        try:
            town = furnish(home)
            from rathaus.towns import scope  # noqa: PLC0415

            with scope.of(town):
                found = measure(arguments.rows, arguments.places, arguments.indicators)
        finally:
            take_down()
    if arguments.json:
        print(json.dumps({name: asdict(taken) for name, taken in found.items()}))
        return
    for name, taken in found.items():
        print(f"{name:<52} {taken.seconds:8.3f} s   {taken.processor:8.3f} s of the processor")


if __name__ == "__main__":
    main()

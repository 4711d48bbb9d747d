"""How long a search over 10,000 services of one town takes, on SQLite and on PostgreSQL; beside plain LIKE and FTS.

Run: ``uv run python benchmarks/search.py [NUMBER]``. Each database is measured in a process of its own, with the
wall between the towns as in production. Three ways in the same run, over the same stems:

* the house's search (`rathaus.catalogue.search`), with the query that asks whether the catalogue changed
* ``LIKE '%stem%'``, one condition per word: finds parts of words, forgives nothing
* the database's own full text search (FTS5; tsvector with a GIN index), whole words and beginnings

Exit code 1 when the house's search misses its limit.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 30.0
"""Milliseconds that 95 of 100 searches stay below."""
THINGS = """Hund Baum Zaun Garage Gehweg Gaststätte Kita Schule Pass Führerschein Gewerbe Markt Brunnen Grab Wohnung
    Fahrzeug Boot Spielplatz Denkmal Wasser Abwasser Abfall Straße Laterne Ampel Fest Feuer Jagd Fischerei Waffe Pflege
    Rente Unterhalt Geburt Ehe Name Adresse Ausweis Parken Halle Sport Bad Museum Bücherei Musik Archiv
    Statistik Wahl""".split()  # noqa: SIM905
ENDINGS = """steuer gebühr erlaubnis genehmigung bescheinigung karte platz förderung zuschuss anzeige satzung beitrag
    auskunft vertrag nummer plan aufsicht beratung untersuchung schein""".split()  # noqa: SIM905
DOINGS = """beantragen anmelden abmelden ändern verlängern melden bestellen einsehen widersprechen
    zurückgeben""".split()  # noqa: SIM905


def services(number: int) -> list[tuple[str, list[str], str]]:
    """Name, keywords and text of so many made-up services."""
    random = Random(7)
    words = [f"{thing}{ending}" for thing in THINGS for ending in ENDINGS]
    words += [f"{first}{second.lower()}{ending}" for first in THINGS for second in THINGS[:12] for ending in ENDINGS]
    made = []
    for _ in range(number):
        name = f"{random.choice(words)} {random.choice(DOINGS)}"
        text = " ".join(random.choices(words, k=90) + random.choices(THINGS, k=30))
        made.append((name, random.sample(words, 4), text))
    return made


def queries_of(made: Sequence[tuple[str, list[str], str]]) -> list[str]:
    """Searches as people type them: names, single words, parts, texts, typing errors, nothing at all."""
    random = Random(8)
    found = []
    for name, keywords, text in random.sample(list(made), 60):
        at = random.randrange(1, len(keywords[0]) - 1)
        found += [
            name,
            random.choice(THINGS),
            keywords[0][at:],
            keywords[1] + "en",
            random.choice(text.split()),
            f"{random.choice(THINGS)} {random.choice(ENDINGS)}",
            keywords[2][: at - 1] + keywords[2][at:],
            f"wie kann ich {keywords[3]} {random.choice(DOINGS)}",
            "quadratwurzel",
        ]
    return found


def furnish(made: Sequence[tuple[str, list[str], str]]) -> None:
    """One town that offers them all, beside a second town with as many."""
    from django.db import connection  # noqa: PLC0415 (only after django.setup)

    from rathaus.catalogue.cards import listing_of, stems_of_texts  # noqa: PLC0415
    from rathaus.catalogue.models import CatalogueState, Definition, Listing, Service, ServiceVersion  # noqa: PLC0415
    from rathaus.catalogue.texts import ServiceTexts  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.towns import scope  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415
    from rathaus.towns.transactions import atomic_write  # noqa: PLC0415

    read = [ServiceTexts(name=name, keywords=tuple(keywords), description=text) for name, keywords, text in made]
    prepared = [(texts.name, listing_of(texts), stems_of_texts(texts)) for texts in read]
    definition = Definition.objects.create(content_hash="0" * 64, fim_id="S99000000001", name="x", source=b"")
    for slug in ("musterstadt", "nachbarstadt"):
        with scope.of(Municipality.objects.create(slug=slug, name=slug)), atomic_write():
            department = Department.objects.create(name="Amt", email="amt@musterstadt.example")
            rows = [Service(slug=f"s-{n}", name=one[0], department=department) for n, one in enumerate(prepared)]
            Service.objects.bulk_create(rows, batch_size=500)
            versions = [
                ServiceVersion(service=row, definition=definition, number=1, published_at=datetime.now(UTC))
                for row in rows
            ]
            ServiceVersion.objects.bulk_create(versions, batch_size=500)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE catalogue_service SET current_id = (SELECT id FROM catalogue_serviceversion"
                    " WHERE service_id = catalogue_service.id) WHERE current_id IS NULL"
                )
            listings = [
                Listing(service=row, card=card, stems=stems)
                for row, (_name, card, stems) in zip(rows, prepared, strict=True)
            ]
            Listing.objects.bulk_create(listings, batch_size=500)
            CatalogueState.objects.create(stamp=uuid.uuid4())


def full_text() -> None:
    """The database's own index over the same stems."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_fts USING fts5(stems, town UNINDEXED, service UNINDEXED)")
            cursor.execute("INSERT INTO bench_fts SELECT stems, municipality_id, service_id FROM catalogue_listing")
        else:
            cursor.execute(
                "ALTER TABLE catalogue_listing ADD COLUMN bench tsvector"
                " GENERATED ALWAYS AS (to_tsvector('simple', stems)) STORED"
            )
            cursor.execute("CREATE INDEX bench_gin ON catalogue_listing USING gin (bench)")
            cursor.execute("ANALYZE catalogue_listing")


def ways(town: str) -> dict[str, Callable[[str], object]]:
    """The three ways to search, each with a fresh answer of the database."""
    from django.db import connection  # noqa: PLC0415

    from rathaus.catalogue import queries  # noqa: PLC0415
    from rathaus.catalogue.search.words import query_words, stem  # noqa: PLC0415

    sqlite = connection.vendor == "sqlite"

    def ask(sql: str, *values: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def like(query: str) -> object:
        stems = [f"%{stem(word, 'de')}%" for word in query_words(query)]
        conditions = "".join(" AND stems LIKE %s" for _ in stems)
        return ask(f"SELECT service_id FROM catalogue_listing WHERE municipality_id = %s{conditions}", town, *stems)

    def full(query: str) -> object:
        stems = [stem(word, "de") for word in query_words(query)]
        if sqlite:
            match = " ".join(f'"{one}" *' for one in stems)
            return ask(
                "SELECT service FROM bench_fts WHERE bench_fts MATCH %s AND town = %s ORDER BY rank", match, town
            )
        match = " & ".join(f"{one}:*" for one in stems)
        return ask(
            "SELECT service_id FROM catalogue_listing WHERE bench @@ to_tsquery('simple', %s) AND municipality_id = %s",
            match,
            town,
        )

    return {
        "Rathaus": lambda query: queries.catalogue().find(query, "de"),
        "LIKE": like,
        "FTS5" if sqlite else "tsvector": full,
    }


def measure(number: int) -> int:
    """Everything on the database of this process."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from rathaus.catalogue import queries  # noqa: PLC0415
    from rathaus.towns import scope  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    made = services(number)
    asked = queries_of(made)
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
    furnish(made)
    if connection.vendor == "sqlite":
        full_text()
    else:
        as_owner("full_text")
    town = Municipality.objects.get(slug="musterstadt")
    key = town.pk.hex if connection.vendor == "sqlite" else str(town.pk)
    print(f"{connection.vendor}: {number} services, two such towns, {len(asked)} searches")
    within = True
    with scope.of(town):
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        queries.catalogue().lines("de")
        taken = time.perf_counter() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"  reading the catalogue, once per process and change: {taken * 1000:.0f} ms, {more:.0f} MB at most")
        for name, search in ways(key).items():
            times = sorted(timed(search, query) for query in asked)
            p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
            print(f"  {name:<9} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms")
            within = within and (name != "Rathaus" or p95 < LIMIT)
        if connection.vendor == "postgresql":
            print(f"  tsvector is read by: {plan(key)}")
    return 0 if within else 1


def timed(search: Callable[[str], object], query: str) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    search(query)
    return (time.perf_counter() - start) * 1000


def plan(town: str) -> str:
    """The innermost node of PostgreSQL's plan for one word: what finds the rows that are then looked at."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT service_id FROM catalogue_listing"
            " WHERE bench @@ to_tsquery('simple', 'hund') AND municipality_id = %s",
            [town],
        )
        nodes = [row[0] for row in cursor.fetchall()]
    return next(one.strip(" ->").partition("  (")[0] for one in reversed(nodes) if "Scan" in one)


def as_owner(what: str) -> None:
    """Run a step as the owner of the tables."""
    environment = {**os.environ, "DATABASE_URL": os.environ["BENCH_OWNER_URL"]}
    subprocess.run([sys.executable, __file__, what], env=environment, check=True)


def postgresql(number: int, environment: dict[str, str]) -> int:
    """The measurement on a PostgreSQL that is brought up for it, as a role that does not own the tables."""
    sys.path.insert(0, str(ROOT))
    from tests import postgres  # noqa: PLC0415

    take_down = postgres.bring_up()
    try:
        postgres.create_database("rathaus_search")
        url = postgres.url("rathaus_search")
        owner = url.replace(f"//{postgres.APPLICATION}@", f"//{postgres.OWNER}@")
        environment |= {"DATABASE_URL": url, "RATHAUS_OWNER_DATABASE_URL": owner, "BENCH_OWNER_URL": owner}
        rathaus = [sys.executable, "-m", "rathaus.cli", "migrate"]
        subprocess.run(rathaus, env=environment, check=True, stdout=subprocess.DEVNULL)
        return subprocess.run(
            [sys.executable, __file__, "measure", str(number)], env=environment, check=False
        ).returncode
    finally:
        take_down()


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory(prefix="rathaus-bench-") as home:
        environment = {
            **os.environ,
            "RATHAUS_HOME": home,
            "RATHAUS_SECRET_KEY": "only for measuring",
            "DJANGO_SETTINGS_MODULE": "rathaus.project.settings",
        }
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "measure", str(number)]
        failed = subprocess.run(command, env=environment, check=False).returncode
        return failed or postgresql(number, environment)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        sys.exit(measure(int(sys.argv[2])))
    if sys.argv[1:2] == ["full_text"]:
        import django

        django.setup()
        full_text()
        sys.exit(0)
    sys.exit(main())

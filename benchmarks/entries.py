"""A repeatable group with a thousand entries: adding one, saving one, seeing the list; beside the same with ten.

Printed in one run: median and 99th percentile of the answers of the house, as an applicant waits for them (one web
process, SQLite with synchronous=FULL, every save one durable commit), with 10 entries (the reference) and with 1,000.
What is stored grows with the entries, so the answers may grow too; exit code 1 where one takes longer than its limit.

    .venv/bin/python benchmarks/entries.py [--rounds 30] [--json]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode

import house

DEMO = house.ROOT / "src" / "rathaus" / "project" / "demo" / "services" / "hundesteuer-anmelden" / "definition.xml"
SLUG, LIST = "viele-hunde", "G99000001110"
FIRST = f"{LIST}.F99000001101"
LIMIT_MS = 500.0
"""What nobody feels as waiting after pressing a button."""


def publish(at: house.House) -> None:
    """The service for dogs, for up to a thousand of them."""
    from rathaus.catalogue import actions, reading  # noqa: PLC0415 (only after django.setup)
    from rathaus.catalogue.texts import ServiceTexts  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    data = DEMO.read_bytes().replace(b">1:5<", b">1:1000<")
    found = reading.read(data, name=DEMO.name)
    texts = ServiceTexts(name=found.schema.label)
    actions.publish(
        found, texts=texts, department=Department.objects.get(), slug=SLUG, by=Actor.operator("benchmark")
    )  # fmt: skip


def fill(draft_id: str, count: int) -> None:
    """So many finished dogs in the draft."""
    from random import Random  # noqa: PLC0415

    from rathaus.applications import queries  # noqa: PLC0415
    from rathaus.applications.actions import drafts  # noqa: PLC0415
    from rathaus.applications.models import DraftRecord  # noqa: PLC0415
    from rathaus.questionnaire import generator  # noqa: PLC0415
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    record = DraftRecord.objects.select_related("data_key").get(pk=draft_id)
    opened = queries.opened(record)
    whole = generator.fill(opened.questionnaire, Random(1), prefer={LIST: str(count)})
    drafts.change(opened, lambda _asked, _draft: whole, by=Actor.applicant(draft_id))


def measure(at: house.House, count: int, rounds: int) -> dict[str, float]:
    """Milliseconds for each thing that an applicant does, with so many entries there."""
    from rathaus.towns import scope  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    browser = house.Browser(at.port)
    browser.get(f"/leistungen/{SLUG}/")
    location = browser.post(f"/antrag/beginnen/{SLUG}/").location
    found = re.search(r"[0-9a-f-]{36}", location)
    if found is None:
        raise RuntimeError(f"no draft: {location}")
    with scope.of(Municipality.objects.get()):
        fill(found[0], count - 1)
    pages = f"/antrag/{found[0]}/seite/"
    overview, entry = f"{pages}{LIST}-liste/", f"{pages}{LIST}~{count // 2}.F99000001101/"
    numbers = iter(range(10_000))

    def add_and_remove() -> float:
        start = time.perf_counter()
        new = browser.post(overview, urlencode({"add": LIST})).location
        taken = time.perf_counter() - start
        key = new.removeprefix(pages).partition(".")[0].replace("~", "[") + "]"
        browser.post(overview, urlencode({"remove": key}))
        return taken

    def edit() -> float:
        start = time.perf_counter()
        browser.post(entry, urlencode({f"{LIST}[{count // 2}].F99000001101": f"Bello {next(numbers)}"}))
        return time.perf_counter() - start

    def see(path: str) -> Callable[[], float]:
        def look() -> float:
            start = time.perf_counter()
            browser.page(path)
            return time.perf_counter() - start

        return look

    work = {
        "add an entry": add_and_remove,
        "save an entry": edit,
        "open an entry": see(entry),
        "see the list": see(overview),
    }
    results = {}
    for name, one in work.items():
        one()
        taken = [one() * 1000 for _ in range(rounds)]
        results[name] = house.quantile(taken, 0.5)
        results[f"{name}, p99"] = house.quantile(taken, 0.99)
    return results


def main() -> int:
    """Measure and print; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with house.opened(workers=1, also=publish) as at:
        few, many = (measure(at, count, arguments.rounds) for count in (10, 1000))
    if arguments.json:
        print(json.dumps({"10": few, "1000": many}))
    else:
        print(f"{'milliseconds':24}{'10 entries':>12}{'1,000 entries':>16}")
        for name, taken in many.items():
            print(f"{name:24}{few[name]:12.1f}{taken:16.1f}")
    slow = [name for name, taken in many.items() if "p99" not in name and taken > LIMIT_MS]
    for name in slow:
        print(f"slower than {LIMIT_MS:.0f} ms: {name}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

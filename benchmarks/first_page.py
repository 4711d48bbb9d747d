"""How long the largest definition at hand makes an applicant wait: its first page, and the start that leads there.

Printed in one run: median and 99th percentile of the house's answers (one web process, SQLite with synchronous=FULL),
and as the reference a WSGI application that says hello on the same kind of server. Needs the real definitions
(RATHAUS_MATERIAL). Exit code 1 where the first page takes longer than its limit.

    .venv/bin/python benchmarks/first_page.py [--rounds 100] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import house
import pages

FIM = Path(os.environ.get("RATHAUS_MATERIAL", house.ROOT.parent / "shared" / "data")) / "fim"
SLUG = "die-groesste"
LIMIT_MS = 50.0


def publish(_at: house.House) -> None:
    """The definition with the most fields, with the code lists at hand."""
    from rathaus.catalogue import actions, reading  # noqa: PLC0415 (only after django.setup)
    from rathaus.catalogue.texts import ServiceTexts  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.towns.actors import Actor  # noqa: PLC0415

    lists = [reading.ListFile(one.name, one.read_bytes()) for one in (FIM / "codelists" / "genericode").glob("*.xml")]
    files = sorted((FIM / "xdf3").glob("*.xml"))
    path = max(files, key=lambda one: reading.read(one.read_bytes(), name=one.name).fields)
    found = reading.read(path.read_bytes(), name=path.name, list_files=lists)
    confirmed = frozenset(match.key for match in found.to_confirm)
    actions.publish(
        found,
        texts=ServiceTexts(name=found.schema.label),
        department=Department.objects.get(),
        slug=SLUG,
        confirmed_lists=confirmed,
        by=Actor.operator("benchmark"),
    )
    print(f"{path.name}: {found.fields} fields, {len(found.questionnaire.pages)} pages", file=sys.stderr)


def timed(work: Callable[[], object], rounds: int) -> dict[str, float]:
    """Median and 99th percentile in milliseconds, after one round to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return {"p50_ms": house.quantile(taken, 0.5), "p99_ms": house.quantile(taken, 0.99)}


def main() -> int:
    """Measure and print; 1 where the limit is missed, 2 without definitions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not FIM.is_dir():
        print(f"No real definitions at {FIM}; set RATHAUS_MATERIAL.")
        return 2
    with house.opened(workers=1, also=publish) as at:
        browser = house.Browser(at.port)
        browser.get(f"/leistungen/{SLUG}/")
        begun = browser.post(f"/antrag/beginnen/{SLUG}/").location
        tasks = re.sub(r"/seite/.*", "/", begun)
        link = re.search(rb'href="(/antrag/[^"]+/seite/[^"]+)"', browser.get(tasks).body)
        if link is None:
            raise RuntimeError("no page of questions to open")
        first = link[1].decode()
        results = {
            "first page": timed(lambda: browser.page(first), arguments.rounds),
            "task list": timed(lambda: browser.page(tasks), arguments.rounds),
            "begin": timed(lambda: browser.post(f"/antrag/beginnen/{SLUG}/"), arguments.rounds),
            "reference: hello": pages.hello(at, 1, 2),
        }
    if arguments.json:
        print(json.dumps(results))
    else:
        print(f"{'milliseconds':20}{'p50':>10}{'p99':>10}")
        for what, row in results.items():
            print(f"{what:20}{row['p50_ms']:10.1f}{row['p99_ms']:10.1f}")
    return 1 if results["first page"]["p50_ms"] > LIMIT_MS else 0


if __name__ == "__main__":
    sys.exit(main())

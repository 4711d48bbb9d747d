"""One page of an application under load: reading it, and saving what was typed on it, two web processes.

Printed in one run: requests per second, median, 99th percentile and CPU per request, for a page of nine questions read
(GET) and saved with a change (POST, one durable commit each); and as the reference a WSGI application that says hello,
on the same server with the same client.

    .venv/bin/python benchmarks/pages.py [--seconds 10] [--clients 8] [--json]
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import house

PAGE = 1
"""Which page of the journey: nine questions, most of them text."""


def measure(at: house.House, clients: int, seconds: float, work: Callable[[int], Callable[[], object]]) -> dict:
    """So many clients at once, after a second to warm up."""
    house.at_a_time(clients, 1, work)
    load = house.Load(at)
    load.start()
    taken = house.at_a_time(clients, seconds, work)
    load.stop()
    return {
        "per_second": len(taken) / load.elapsed,
        "p50_ms": house.quantile(taken, 0.5) * 1000,
        "p99_ms": house.quantile(taken, 0.99) * 1000,
        "cpu_ms": load.house / len(taken) * 1000,
        "other_cores": load.others / load.elapsed,
    }


def applicant(at: house.House) -> tuple[house.Browser, str, str]:
    """Somebody with a draft of their own, in front of the page."""
    browser = house.Browser(at.port)
    browser.get(f"/leistungen/{house.SLUG}/")
    first = browser.post(f"/antrag/beginnen/{house.SLUG}/").location
    draft = first.partition("/seite/")[0]
    browser.post(f"{draft}/seite/{at.forms[0].slug}/", at.forms[0].body)
    form = at.forms[PAGE]
    return browser, f"{draft}/seite/{form.slug}/", form.body


def reading(at: house.House) -> Callable[[int], Callable[[], object]]:
    """Clients that read the page."""

    def work(_: int) -> Callable[[], object]:
        browser, page, _body = applicant(at)
        return lambda: browser.get(page)

    return work


def saving(at: house.House) -> Callable[[int], Callable[[], object]]:
    """Clients that save the page, each time with another name."""

    def work(_: int) -> Callable[[], object]:
        browser, page, body = applicant(at)
        numbers = itertools.count()
        return lambda: browser.post(page, f"{body}&G99000990002.F99000990013=Name{next(numbers)}")

    return work


def hello(at: house.House, clients: int, seconds: float) -> dict:
    """The reference: same server, same client, no work."""
    from rathaus.project.serving import Address, web_command  # noqa: PLC0415 (only after django.setup)

    command = [*web_command(Address(port=at.port + 1))[:-1], "hello:application"]
    process = subprocess.Popen(command, cwd=Path(__file__).parent)
    other = house.House(at.folder, at.port + 1, processes=[process])
    try:
        house.wait_until_answered(other.port)
        return measure(other, clients, seconds, lambda _: _saying(other.port))
    finally:
        process.terminate()
        process.wait(30)


def _saying(port: int) -> Callable[[], object]:
    browser = house.Browser(port)
    return lambda: browser.get("/")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    clients, seconds = arguments.clients, arguments.seconds
    with house.opened() as at:
        results = {
            "GET page": measure(at, clients, seconds, reading(at)),
            "POST page": measure(at, clients, seconds, saving(at)),
            "reference: hello": hello(at, clients, seconds / 2),
        }
    if arguments.json:
        print(json.dumps(results))
        return
    print(f"two web processes, {clients} clients, SQLite with synchronous=FULL")
    print(f"{'':20}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'CPU ms':>10}{'other cores':>14}")
    for what, row in results.items():
        print(
            f"{what:20}{row['per_second']:12,.0f}{row['p50_ms']:10.1f}{row['p99_ms']:10.1f}{row['cpu_ms']:10.2f}"
            f"{row['other_cores']:14.2f}"
        )


if __name__ == "__main__":
    sys.exit(main())

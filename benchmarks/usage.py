"""What counting the use of a service costs a page; beside writing each count at once.

Run: ``uv run python benchmarks/usage.py``. On SQLite, where writers wait for each other. Exit code 1 when a
count in memory costs more than a tenth of a millisecond.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime

LIMIT = 0.1
"""Milliseconds."""
AGENT = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def milliseconds(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 99 % of so many runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), sorted(taken)[times * 99 // 100]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="rathaus-bench-") as home:
        os.environ |= {
            "RATHAUS_HOME": home,
            "RATHAUS_SECRET_KEY": "only for measuring",
            "DJANGO_SETTINGS_MODULE": "rathaus.project.settings",
        }
        os.environ.pop("DATABASE_URL", None)
        import django  # noqa: PLC0415

        django.setup()
        return measure()


def measure() -> int:
    """Count in memory, count and write, write many."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from rathaus.catalogue import usage  # noqa: PLC0415
    from rathaus.catalogue.models import Definition, Service, ServiceVersion  # noqa: PLC0415
    from rathaus.people.models import Department  # noqa: PLC0415
    from rathaus.towns import scope  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with scope.of(Municipality.objects.create(slug="musterstadt", name="Musterstadt")):
        department = Department.objects.create(name="Amt", email="amt@musterstadt.example")
        definition = Definition.objects.create(content_hash="0" * 64, fim_id="S99000000001", name="x", source=b"")
        versions = []
        for number in range(50):
            service = Service.objects.create(slug=f"s-{number}", name="x", department=department)
            version = ServiceVersion(service=service, definition=definition, number=1, published_at=datetime.now(UTC))
            version.save()
            versions.append(version.pk)
        request = RequestFactory().get("/", headers={"user-agent": AGENT})
        turn = iter(range(10**9))

        def count() -> None:
            number = next(turn)
            usage.count(request, versions[number % 50], "page", page=f"p{number % 20}")

        def written() -> None:
            count()
            usage.flush()

        memory = milliseconds(count, 20_000)
        start = time.perf_counter()
        usage.flush()
        many = (time.perf_counter() - start) * 1000
        at_once = milliseconds(written, 500)
    print(f"counted in memory          median {memory[0]:.4f} ms   99 % {memory[1]:.4f} ms")
    print(f"counted and written at once median {at_once[0]:.4f} ms   99 % {at_once[1]:.4f} ms")
    print(f"20,000 counts written together (100 rows): {many:.0f} ms")
    return 0 if memory[0] < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())

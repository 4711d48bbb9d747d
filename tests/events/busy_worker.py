"""A worker process for the tests: writes down each call of its consumer, then takes its time."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "rathaus.project.settings"
django.setup()

from rathaus.events import outbox  # noqa: E402 (only after Django is set up)
from rathaus.events.worker import Worker  # noqa: E402

calls, seconds = Path(sys.argv[1]), float(sys.argv[2])
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())


@outbox.consumer("slow")
def slow(payload: outbox.Payload, key: str) -> None:
    with calls.open("a") as out:
        out.write(f"{key}\n")
    time.sleep(seconds)


Worker(stop).run(poll=0.05)

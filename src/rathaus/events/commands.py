"""``rathaus work``: the worker at the command line."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from types import FrameType

from rathaus.events import queries
from rathaus.events.worker import Worker, work

_EXAMPLE = """\
Beispiele:
  rathaus work                 arbeiten, bis SIGTERM kommt (für systemd)
  rathaus work --once          erledigen, was gerade ansteht, dann enden
  rathaus work --status        nachsehen, ob alles läuft; Rückgabewert 1, wenn nicht
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.epilog = _EXAMPLE
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="erledigen, was gerade ansteht, dann enden")
    how.add_argument("--status", action="store_true", help="nur zeigen, wie es steht")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="so viele Aufträge zugleich (Vorgabe 2)")
    parser.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run the worker, or say how the work stands. 0: all is well, 1: something failed or nobody works."""
    if arguments.status:
        return _status(as_json=arguments.json)
    if arguments.once:
        tally = Worker().drain()
    else:
        stop = threading.Event()

        def leave(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        tally = work(stop, threads=max(1, arguments.threads))
    if arguments.json:
        sys.stdout.write(json.dumps({"done": tally.done, "failed": tally.failed}) + "\n")
    else:
        sys.stdout.write(f"{tally.done} erledigt, {tally.failed} fehlgeschlagen\n")
    return 1 if arguments.once and tally.failed else 0


def _status(*, as_json: bool) -> int:
    state = queries.state()
    oldest = state.oldest.isoformat() if state.oldest else None
    if as_json:
        facts = {"workers": state.workers, "open": state.open, "troubled": state.troubled, "oldest": oldest}
        sys.stdout.write(json.dumps({**facts, "well": state.well}) + "\n")
    else:
        sys.stdout.write(
            f"{state.workers} Arbeitsprozesse, {state.open} Aufträge offen (der älteste seit {oldest or '–'}), "
            f"{state.troubled} davon mehrfach fehlgeschlagen\n"
        )
    return 0 if state.well else 1

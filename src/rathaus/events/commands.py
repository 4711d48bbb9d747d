"""``rathaus work``: the worker at the command line."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from types import FrameType
from uuid import UUID

from rathaus.events import actions, queries
from rathaus.events.models import OutboxMessage
from rathaus.events.worker import Worker, work
from rathaus.towns import scope
from rathaus.towns.actors import Actor

_BY = Actor.operator("rathaus work")

_EXAMPLE = """\
Beispiele:
  rathaus work                 arbeiten, bis SIGTERM kommt (für systemd)
  rathaus work --once          erledigen, was gerade ansteht, dann enden
  rathaus work --status        nachsehen, ob alles läuft und was nicht gelingt; Rückgabewert 1, wenn etwas nicht stimmt
  rathaus work --retry 0b7c…   einen Auftrag gleich noch einmal versuchen lassen (Kennung aus --status)
  rathaus work --close 0b7c… --reason "Adresse gibt es nicht mehr"     ihn aufgeben; steht im Protokoll
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.epilog = _EXAMPLE
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="erledigen, was gerade ansteht, dann enden")
    how.add_argument("--status", action="store_true", help="nur zeigen, wie es steht")
    how.add_argument("--retry", type=UUID, metavar="AUFTRAG", help="diesen Auftrag nicht länger warten lassen")
    how.add_argument("--close", type=UUID, metavar="AUFTRAG", help="diesen Auftrag aufgeben")
    parser.add_argument("--reason", default="", metavar="TEXT", help="warum er aufgegeben wird, ohne Namen")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="so viele Aufträge zugleich (Vorgabe 2)")
    parser.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def run(arguments: argparse.Namespace) -> int:
    """Run the worker, or say how the work stands. 0: all is well, 1: something failed or nobody works."""
    if arguments.status:
        return _status(as_json=arguments.json)
    if arguments.retry or arguments.close:
        return _decide(arguments)
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
        facts = {"workers": state.workers, "open": state.open, "troubled": len(state.troubled), "oldest": oldest}
        messages = [_facts(message) for message in state.troubled]
        sys.stdout.write(json.dumps({**facts, "well": state.well, "messages": messages}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(
            f"{state.workers} Arbeitsprozesse, {state.open} Aufträge offen (der älteste seit {oldest or '–'}), "
            f"{len(state.troubled)} davon mehrfach fehlgeschlagen\n"
        )
        for one in map(_facts, state.troubled):
            sys.stdout.write(f"  {one['id']}  {one['town']}  {one['topic']}, {one['tries']} Versuche: {one['error']}\n")
    return 0 if state.well else 1


def _facts(message: OutboxMessage) -> dict[str, object]:
    return {
        "id": str(message.pk),
        "town": message.municipality.slug,
        "topic": message.topic,
        "tries": message.tries,
        "since": message.created_at.isoformat(),
        "error": message.last_error,
    }


def _decide(arguments: argparse.Namespace) -> int:
    """Try one message at once, or give it up. 2 where there is none, or no reason."""
    wanted = arguments.retry or arguments.close
    message = queries.waiting_message(wanted)
    if message is None:
        return _unusable(f"Einen offenen Auftrag {wanted} gibt es nicht.")
    if arguments.close and not arguments.reason.strip():
        return _unusable("Wer einen Auftrag aufgibt, sagt mit --reason, warum.")
    with scope.of(message.municipality):
        if arguments.retry:
            actions.try_now(message.pk)
        else:
            actions.close(message.pk, reason=arguments.reason, by=_BY)
    done = "wird gleich noch einmal versucht" if arguments.retry else "ist aufgegeben"
    sys.stdout.write(f"{json.dumps({'id': str(wanted)}) if arguments.json else f'{wanted} {done}.'}\n")
    return 0


def _unusable(sentence: str) -> int:
    sys.stderr.write(f"rathaus work: {sentence}\n")
    return 2

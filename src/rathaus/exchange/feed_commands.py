"""``rathaus feed``: follow the feeds of other towns."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from rathaus.exchange import contacting, jobs
from rathaus.exchange.actions import following
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.feed import FeedError
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.queries import following as queries
from rathaus.exchange.queries.following import Followed, State
from rathaus.fim import files
from rathaus.towns import choosing, scope
from rathaus.towns.actors import Actor
from rathaus.towns.choosing import TownUnclear

FINE, FINDINGS, UNUSABLE = 0, 1, 2
BY = Actor.operator("rathaus feed")
EXAMPLE = """\
Beispiele:
  rathaus feed subscribe rathaus.linden.example            zeigt, wer sich dort meldet, mit Fingerabdruck
  rathaus feed subscribe rathaus.linden.example --key 3f1c…   folgt, wenn es dieser Fingerabdruck ist
  rathaus feed fetch                                       sieht bei allen nach und holt, was neu ist
  rathaus feed list --json
  rathaus feed save 5b0c2f8e-5a0b-4a52-9d5b-0d6f7c1e2a3b neu.rathaus    weiter mit: rathaus package install neu.rathaus

Den Fingerabdruck lassen Sie sich am Telefon vorlesen. Eingerichtet wird nichts von selbst.
Rückgabewert: 0 in Ordnung, 1 nicht erreichbar, abgelehnt oder noch nicht verglichen, 2 unbrauchbar
"""
_STATES = {
    State.WAITING: "wird abgerufen",
    State.REFUSED: "abgelehnt",
    State.NEW: "geprüft, neu",
    State.TAKEN: "übernommen",
    State.NEWER: "neuer als Ihre Kopie",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rathaus feed``."""
    parser.epilog = EXAMPLE
    names = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    for name, (help_, run_) in _COMMANDS.items():
        command = names.add_parser(name, help=help_, description=help_, epilog=EXAMPLE)
        command.set_defaults(run=run_)
        choosing.add_argument(command)
        command.add_argument("--json", action="store_true", help="Ergebnis als JSON in einer Zeile")
    subscribe, save = names.choices["subscribe"], names.choices["save"]
    subscribe.add_argument("address", metavar="ADRESSE", help="Seite oder Feed der Kommune")
    subscribe.add_argument("--key", metavar="FINGERABDRUCK", help="64 Zeichen, am Telefon verglichen")
    save.add_argument("package", metavar="PAKET", type=UUID, help="Kennung aus „rathaus feed list --json“")
    save.add_argument("file", metavar="DATEI", type=Path, help="wohin; eine vorhandene Datei bleibt unberührt")


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand that was chosen."""
    try:
        with scope.of(choosing.chosen(arguments.town)):
            code: int = arguments.run(arguments)
            return code
    except (TownUnclear, FeedError, ExchangeError) as error:
        sys.stderr.write(f"rathaus feed: {error}\n")
        return UNUSABLE


def _subscribe(arguments: argparse.Namespace) -> int:
    found = contacting.contact(arguments.address)
    given = "".join((arguments.key or "").lower().split())
    followed = given == found.key
    if given and not followed:
        raise ExchangeError(f"{found.name} nennt einen anderen Fingerabdruck: {found.key}")
    if followed:
        following.subscribe(found, by=BY)
    if arguments.json:
        told = {"name": found.name, "ars": found.ars, "feed": found.feed, "key": found.key, "offers": found.offers}
        _write(told | {"followed": followed})
    elif followed:
        _say(f"Die Kommune folgt {found.name} ({found.feed}).")
    else:
        _say(f"{found.name} ({found.feed}) bietet an: {', '.join(found.offers) or 'noch nichts'}")
        _say(f"Vergleichen Sie am Telefon, und rufen Sie dann auf mit: --key {found.key}")
    return FINE if followed else FINDINGS


def _fetch(arguments: argparse.Namespace) -> int:
    for row in Subscription.objects.all():
        following.look_again(row, by=BY)
        jobs.look({"subscription": str(row.pk)}, "")
    for arrival in Arrival.objects.filter(received=None, is_offered=True):
        jobs.bring({"arrival": str(arrival.pk)}, "")
    return _list(arguments)


def _save(arguments: argparse.Namespace) -> int:
    rows = Arrival.objects.select_related("received").filter(package=arguments.package).exclude(received=None)
    arrival = rows.first()
    if arrival is None or arrival.received is None:
        raise ExchangeError("Von diesem Paket ist noch nichts da.")
    try:
        with arguments.file.open("xb") as file:
            file.write(arrival.received.file())
    except OSError as error:
        raise ExchangeError(f"{arguments.file}: {files.unwritten(error)}") from error
    if arguments.json:
        _write({"file": str(arguments.file), "version": arrival.version})
    else:
        _say(f"{arguments.file}: „{arrival.name}“, Fassung {arrival.version}")
    return FINE


def _list(arguments: argparse.Namespace) -> int:
    followed = queries.followed()
    if arguments.json:
        _write([_as_json(one) for one in followed])
    else:
        for one in followed:
            _show(one)
    wrong = any(one.subscription.problem or _refused(one) for one in followed)
    return FINDINGS if wrong else FINE


def _refused(one: Followed) -> bool:
    return any(shown.state is State.REFUSED for shown in one.arrivals)


def _as_json(one: Followed) -> dict[str, Any]:
    row = one.subscription
    return {
        "name": row.name,
        "feed": row.feed,
        "key": row.pinned,
        "reached_at": row.reached_at.isoformat() if row.reached_at else None,
        "problem": row.problem.get("de"),
        "packages": [
            {
                "package": str(shown.arrival.package),
                "version": shown.arrival.version,
                "name": shown.arrival.name,
                "state": shown.state.value,
                "refusal": shown.arrival.refusal.get("de"),
            }
            for shown in one.arrivals
        ],
    }


def _show(one: Followed) -> None:
    row = one.subscription
    _say(f"{row.name}: {row.problem.get('de') or row.feed}")
    for shown in one.arrivals:
        arrival = shown.arrival
        why = f": {arrival.refusal['de']}" if arrival.refusal else ""
        _say(f"  „{arrival.name}“, Fassung {arrival.version}: {_STATES[shown.state]}{why}")


def _write(value: Any) -> None:
    _say(json.dumps(value, ensure_ascii=False))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


_COMMANDS = {
    "subscribe": ("einer Kommune folgen", _subscribe),
    "fetch": ("bei allen nachsehen und holen, was neu ist", _fetch),
    "list": ("zeigen, wem die Kommune folgt und was von dort kam", _list),
    "save": ("die neueste geprüfte Fassung eines Pakets als Datei ablegen", _save),
}
"""Every subcommand: what its help says, and what it runs."""

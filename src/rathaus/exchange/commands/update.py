"""``rathaus package update``: take changes of a newer package into one's own copy."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.exchange.actions import receiving, updating
from rathaus.exchange.commands import diff
from rathaus.exchange.commands.common import BY, FINDINGS, FINE, Unusable, bytes_of, say, tell
from rathaus.exchange.models import Copy
from rathaus.exchange.queries.packages import Pending, pending

HELP = "Änderungen eines neueren Pakets in die eigene Kopie übernehmen"
EXAMPLE = """\
Beispiele:
  rathaus package update hundesteuer-anmelden-2.rathaus --take texts:cost --keep-others
  rathaus package update hundesteuer-anmelden-2.rathaus --take-unchanged --keep-others

Die Schlüssel der Änderungen nennt „rathaus package diff“. Veröffentlicht wird erst, wenn über jede entschieden ist.
Rückgabewert: 0 veröffentlicht, 1 es ist noch etwas offen, 2 unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das neuere Paket")
    parser.add_argument("--take", metavar="SCHLÜSSEL", action="append", default=[], help="diese Änderung übernehmen")
    parser.add_argument("--take-unchanged", action="store_true", help="alle übernehmen, wo selbst nichts geändert ist")
    parser.add_argument("--keep-others", action="store_true", help="bei allen übrigen das Eigene behalten")
    parser.add_argument("--looked-at", action="store_true", help="Versuche, die anders ausgehen, sind angesehen")
    parser.add_argument(
        "--finish-drafts", action="store_true", help="begonnene Anträge auf der bisherigen Fassung zu Ende führen"
    )


def run(arguments: argparse.Namespace) -> int:
    """Receive, decide, and publish once nothing is open."""
    received = receiving.receive(bytes_of(arguments.file), came_from=arguments.file.name, by=BY)
    copies = Copy.objects.select_related("base", "service__current", "service__department")
    copy = copies.filter(package=received.package).first()
    found = pending(copy) if copy else None
    if copy is None or found is None:
        raise Unusable("Von diesem Paket gibt es hier keine veröffentlichte Kopie, die älter ist.")
    found = _decided(found, arguments)
    if arguments.looked_at and found.unseen:
        updating.look_at(found, by=BY)
        found = _again(found)
    if found.open or found.unseen:
        _tell_open(arguments, found)
        return FINDINGS
    version = updating.finish(found, moves_drafts=not arguments.finish_drafts, by=BY)
    if arguments.json:
        tell({"file": str(arguments.file), "version": version.number if version else None, "open": []})
    else:
        say(f"Veröffentlicht als Fassung {version.number}." if version else "Alles bleibt, wie es ist.")
    return FINE


def _decided(found: Pending, arguments: argparse.Namespace) -> Pending:
    known = {one.key for one in found.differences}
    if unknown := sorted(set(arguments.take) - known):
        raise Unusable(f"Die Änderung {unknown[0]} gibt es nicht; alle nennt „rathaus package diff“.")
    take = set(arguments.take)
    if arguments.take_unchanged:
        take |= {one.key for one in found.differences if not one.conflict}
    if take:
        updating.decide(found, take, take=True, by=BY)
        found = _again(found)
    if arguments.keep_others and found.open:
        updating.decide(found, [one.key for one in found.open], take=False, by=BY)
        found = _again(found)
    return found


def _again(found: Pending) -> Pending:
    fresh = pending(found.copy)
    if fresh is None:
        raise Unusable("Die Kopie wurde inzwischen auf den neuen Stand gebracht.")
    return fresh


def _tell_open(arguments: argparse.Namespace, found: Pending) -> None:
    if arguments.json:
        unseen = [{"trial": one.number, "sentences": [str(said) for said in one.sentences]} for one in found.unseen]
        opened = [diff.as_json(one) for one in found.open]
        tell({"file": str(arguments.file), "version": None, "open": opened, "trials": unseen})
        return
    for one in found.open:
        for line in diff.lines(one):
            say(f"offen: {line}")
    for surprise in found.unseen:
        say(f"Versuch {surprise.number} geht anders aus: {' '.join(surprise.sentences)}")
    say("Nicht veröffentlicht.")
